"""What a question is about, word by word, and how much of it stands in a text.

A word weighs by its part of speech (names and things count, light verbs hardly) and by its rarity among the
passages found for this very question: what all of them say (企业) weighs little, and a name that none of them
says weighs most, for that is the clearest sign that the documents do not answer.
"""

import math
import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import compress
from operator import mul

import numpy as np
from numpy.typing import NDArray

from chat.words import Word, rarity
from indexing.tokenizer import folded

_WIDE = re.compile(r"(?<=(?<![\u4e00-\u9fff])[\u4e00-\u9fff])\s{1,4}(?=[\u4e00-\u9fff](?![\u4e00-\u9fff]))")
_BLANK = "\u3000"  # as wide as a character, which such words are written with
_NO_WORD = re.compile(r"\W")
_MOSTLY = 0.5  # of a word's pairs of characters
fold = folded
"""The text as it is compared: full width, case and script made alike."""


class Topic:
    """The words of a question, weighed against the passages found for it, which are given folded.

    What a text was found to hold is kept.
    """

    def __init__(self, words: Sequence[Word], found: Sequence[str]):
        self.words = tuple(words)
        count = len(found)
        self._weights = []
        for word in self.words:
            holding = count - len(_without(word.spellings, found))
            self._weights.append(word.weight * math.log(1 + (count + 1) / (0.5 + holding)))
        self.total = sum(self._weights)
        self._known: dict[str, tuple[float, ...]] = {}

    def __bool__(self) -> bool:
        return self.total > 0

    @property
    def weights(self) -> Sequence[float]:
        """What each of the words weighs, in order."""
        return self._weights

    @property
    def head(self) -> Word | None:
        """The last weighty word: in Chinese the thing asked for stands last (银行结售汇【逆差】多少)."""
        return next(
            (word for word in reversed(self.words) if word.weight >= 0.7 and not word.text[0].isdigit()), None
        )

    def holds(self, word: Word, text: str) -> bool:
        """Whether a text holds a word in any spelling, mostly."""
        return _held(word.spellings, fold(text)) >= _MOSTLY

    def coverage(self, text: str) -> float:
        """The share (0 to 1) of the question's weight that the text holds; 1 for an empty question."""
        return self.credit([(text, 1.0)])

    def credit(self, layers: Sequence[tuple[str, float]]) -> float:
        """The same over several texts, each with what a word found there is worth; the best one counts."""
        return self.gained([(self.held(text), worth) for text, worth in layers])

    def held(self, text: str) -> Sequence[float]:
        """How much (0 to 1) of each word the text holds, in its best spelling."""
        held = self._known.get(text)
        if held is None:
            own = spelled_out(fold(text)) if _BLANK in text else fold(text)
            held = self._known[text] = tuple([_held(word.spellings, own) for word in self.words])
        return held

    def gained(self, layers: Sequence[tuple[Sequence[float], float]]) -> float:
        """`credit` of texts of which it is known what they hold."""
        if not self.total:
            return 1.0
        (held, worth), *others = layers
        best = [worth * share for share in held]
        for held, worth in others:
            best = [max(one, worth * share) for one, share in zip(best, held, strict=True)]
        return float(sum(map(mul, self._weights, best)) / self.total)

    def gains(self, held: NDArray[np.float64]) -> NDArray[np.float64]:
        """`coverage` of several texts of which it is known what they hold, shape (texts, words); shape (texts,)."""
        return held @ np.array(self._weights) / self.total if self.total else np.ones(len(held))

    def missing(self, text: str) -> list[str]:
        """The words of the question, weighty ones only, that the text does not hold."""
        return [word.text for word in compress(self.words, self._lacked(text)) if word.weight >= 0.7]

    def weight_missing(self, text: str) -> float:
        """The share of the question's weight in words that the text does not hold at all."""
        return sum(compress(self._weights, self._lacked(text))) / self.total if self.total else 0.0

    def rare_missing(self, text: str) -> tuple[float, float]:
        """Of the words that the text does not hold, each weighed by its rarity in official language: their share of
        the question's weight, and the rarest one's weight. A name that is missing says more than a common word."""
        weights = [word.weight * rarity(word.text) for word in self.words]
        absent = list(compress(weights, self._lacked(text)))
        return sum(absent) / (sum(weights) or 1.0), max(absent, default=0.0)

    def precision(self, text: str) -> float:
        """The share of the text's own characters that the question's words account for."""
        own = _NO_WORD.sub("", fold(text))
        if not own:
            return 0.0
        covered = [False] * len(own)
        for word in self.words:
            for spelling in word.spellings:
                start = own.find(spelling)
                while start >= 0:
                    end = start + len(spelling)
                    covered[start:end] = [True] * len(spelling)
                    start = own.find(spelling, end)
        return sum(covered) / len(own)

    def _lacked(self, text: str) -> list[bool]:
        """Which of the words the text does not hold."""
        return [share < _MOSTLY for share in self.held(text)]


def spelled_out(text: str) -> str:
    """A folded text with the blanks taken out that only make a word of two characters wider: 主 任:孙 春兰."""
    return _WIDE.sub("", text)


def _without(spellings: Sequence[str], texts: Sequence[str]) -> Sequence[str]:
    """The texts that hold none of the spellings."""
    for spelling in spellings:
        texts = [text for text in texts if spelling not in text]
    return texts


def _held(spellings: tuple[str, ...], text: str) -> float:
    """1 where the text holds a spelling; else 0.9 of the share of a spelling's character pairs that it holds, from half of them on."""
    for spelling in spellings:
        if spelling in text:
            return 1.0
    best = 0.0
    for pairs in _pairs_of(spellings):
        share = sum([pair in text for pair in pairs]) / len(pairs)
        if share >= _MOSTLY and share > best:
            best = share
    return 0.9 * best


@lru_cache(maxsize=10_000)
def _pairs_of(spellings: tuple[str, ...]) -> list[tuple[str, ...]]:
    """The pairs of neighbouring characters of each spelling of three and more."""
    return [tuple(s[i : i + 2] for i in range(len(s) - 1)) for s in spellings if len(s) > 2]
