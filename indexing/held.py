"""Which of a question's words and bigrams a text holds, by substring tests, which are quick in Python."""

from collections.abc import Sequence
from itertools import compress

import numpy as np
from numpy.typing import NDArray

_HAN = (0x3400, 0x9FFF)  # between them lie the characters of a question's bigrams


class BigramCounts:
    """How often each pair of neighbouring 汉字 stands in a text: counted once, asked for by every question.

    Kept as sorted codes with their counts, 8 bytes a pair; a dict of strings takes twenty times as much.
    """

    __slots__ = ("_codes", "_counts", "_text")

    def __init__(self, text: str):
        self._text = text
        letters = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), "<u4")
        han = (letters >= _HAN[0]) & (letters <= _HAN[1])
        codes, counts = np.unique(_codes(letters)[han[:-1] & han[1:]], return_counts=True)
        self._codes, self._counts = codes, counts.astype(np.uint32)

    def of(self, bigrams: "Bigrams") -> NDArray[np.int64]:
        """How often `str.count` finds each bigram in the text, shape (bigrams,)."""
        counts = np.zeros(len(bigrams.codes), np.int64)
        if len(self._codes):
            places = self._codes.searchsorted(bigrams.codes)
            places[places == len(self._codes)] = 0
            counts = np.where(self._codes[places] == bigrams.codes, self._counts[places], 0).astype(np.int64)
        for place in bigrams.doubled:  # of 多多多 only one 多多 counts
            counts[place] = self._text.count(bigrams.texts[place])
        return counts


class Bigrams:
    """Pairs of 汉字 to be counted in texts."""

    __slots__ = ("codes", "doubled", "texts")

    def __init__(self, texts: Sequence[str]):
        self.texts = texts
        letters = np.frombuffer("".join(texts).encode("utf-32-le"), "<u4")
        self.codes = _codes(letters)[::2]
        self.doubled = [place for place, text in enumerate(texts) if text[0] == text[1]]


def _codes(letters: NDArray[np.uint32]) -> NDArray[np.uint32]:
    """A number for each pair of neighbours, unique for those of 汉字."""
    codes: NDArray[np.uint32] = letters[:-1] << np.uint32(16) | letters[1:]
    return codes


def held_in(strings: Sequence[str], texts: Sequence[str]) -> NDArray[np.bool_]:
    """Which strings occur in which texts, shape (texts, strings)."""
    return np.array([list(map(text.__contains__, strings)) for text in texts], dtype=bool)


def shares(held: NDArray[np.bool_], weights: NDArray[np.float64]) -> NDArray[np.float64]:
    """Which part of the weight is held, for rows of what is held, shape (rows, words); weights of one row or of all."""
    total = np.broadcast_to(weights, held.shape).sum(axis=1)
    result = np.zeros(len(held))
    np.divide((held * weights).sum(axis=1), total, out=result, where=total > 0)
    return result


def share_of(words: Sequence[str], weights: NDArray[np.float64], text: str) -> float:
    """Which part of the words, by weight, occurs in a text."""
    if not text:
        return 0.0
    of_words = weights.tolist()
    total = sum(of_words)
    return sum(compress(of_words, map(text.__contains__, words))) / total if total else 0.0


def best_share(
    words: Sequence[str],
    weights: NDArray[np.float64],
    held: NDArray[np.bool_],
    texts: Sequence[Sequence[str]],
) -> NDArray[np.float64]:
    """The greatest part of the words, by weight, that one sentence of each text holds, shape (texts,).

    A text is given as its sentences; `held` says which words it holds, shape (texts, words).
    """
    of_words = weights.tolist()
    total = float(weights.sum())
    best = np.zeros(len(texts))
    for place, (row, sentences) in enumerate(zip(held.tolist(), texts, strict=True)):
        present, gained = list(compress(words, row)), list(compress(of_words, row))
        if present:
            shares = (sum(compress(gained, map(text.__contains__, present))) for text in sentences)
            best[place] = max(shares, default=0.0)
    return best / total if total else best


def part_of(strings: Sequence[str], text: str) -> float:
    """Which part of the strings occurs in a text; 0 where there are none."""
    return sum(map(text.__contains__, strings)) / len(strings) if strings else 0.0


def longest_in(question: str, text: str) -> int:
    """Length of the longest stretch of the question that occurs in a text."""
    best = 0
    for start in range(len(question)):
        while start + best < len(question) and question[start : start + best + 1] in text:
            best += 1
    return best
