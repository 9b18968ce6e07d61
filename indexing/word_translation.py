"""What people say and documents write (丢了: 遗失, 孩子: 未成年人, 看病: 就医), learned from questions and their answers.

`word_translation.tsv`, made by `python -m indexing.training.word_translation`: a line for each word that people ask with,
how rare it is among questions, and the words of answers that stand for it, each with a strength from 0 to 1.
"""

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from operator import add
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from indexing.tokenizer import folded, open_tokenizer

_FILE = Path(__file__).with_name("word_translation.tsv")
_SAYING = re.compile(r"[^\W\d_]")
_UNKNOWN = 9.0  # how rare a word is that no question holds


@lru_cache(maxsize=256)
def asking_words(question: str) -> tuple[str, ...]:
    """The words of a question, each once and folded, numbers left out; kept, for passages, sentences and drafts ask for them."""
    return tuple(word for word in open_tokenizer().words(question) if _SAYING.search(word))


def translated(question: str, texts: Sequence[str]) -> NDArray[np.float64]:
    """How much of a question texts hold, shape (texts, 2): its words by rarity, each counted 1 where the text holds it
    and otherwise as strong as the strongest translation that it holds; and the second part of this sum alone.

    Zeros for a question without words.
    """
    words, plain = asking_words(question), [folded(text) for text in texts]
    shares = np.zeros((len(plain), 2))
    if not words or not plain:
        return shares
    whole = "\n".join(plain)
    # most translations stand nowhere, and are soon told by their beginning
    pairs = set(map(add, whole, whole[1:]))
    weights = np.array([rarity(word) for word in words])
    for word, weight in zip(words, weights / weights.sum(), strict=True):
        itself = np.array([word in text for text in plain]) if word in whole else np.zeros(len(plain), bool)
        strongest = np.zeros(len(plain))
        for said, strength in translations(word):
            if said[:2] in pairs and said in whole:
                np.maximum(strongest, [strength if said in text else 0.0 for text in plain], out=strongest)
        shares[:, 0] += weight * np.where(itself, 1.0, strongest)
        shares[:, 1] += weight * np.where(itself, 0.0, strongest)
    return shares


def rarity(word: str) -> float:
    """How rare a word is among questions: ln(questions / questions with it), at least .1."""
    line = _lines().get(word)
    return max(0.1, float(line.partition("\t")[0])) if line else _UNKNOWN


@lru_cache(maxsize=8192)
def translations(word: str) -> tuple[tuple[str, float], ...]:
    """The words of answers that stand for a word of questions, strongest first; none of an unknown word."""
    _, *found = _lines().get(word, "").split("\t")
    return tuple((said, float(strength)) for said, _, strength in (each.rpartition(":") for each in found))


@cache
def _lines() -> dict[str, str]:
    """What the file says of each word, taken apart when it is asked for."""
    lines = (line.partition("\t") for line in _FILE.read_text(encoding="utf-8").splitlines())
    return {word: said for word, _, said in lines}
