"""How well a text answers a question, token by token, by vectors learned from questions and what answers them.

Late interaction (Khattab and Zaharia, ColBERT, SIGIR 2020) without context, as in `token_match`; but what a question's
token looks for and what an answer's offers are vectors of their own, so that 丢 finds 遗失, 多少 finds figures, and what
tells one sentence from its neighbours weighs more than what they share. `answer_match.safetensors`, in float16:
`asked` and `answering` (vocabulary of the bundled embedding, d), `weights` (vocabulary,) of the question's tokens, and
`reach` (2,): how much a match counts in what a text stands under and in the sentence before it. Made by
`python -m indexing.training.answer_match`.
"""

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from indexing.token_match import TokenVectors, nearest

FILE = Path(__file__).with_name("answer_match.safetensors")

Matches = NDArray[np.float32]
N = TypeVar("N", bound=np.floating[Any])


def answering(
    question: str, sentences: Sequence[str], arounds: Sequence[str], under: Sequence[int]
) -> Matches:
    """How well each sentence answers, shape (sentences,), from 0 to 1: the mean, by weight, of what the question's tokens
    find in it, or less surely in the sentence before it and in what both stand under.

    `under[n]` is the place in `arounds` of what sentence n stands under; where it changes, none is before. Zeros for a
    question without known tokens.
    """
    places = {text: place for place, text in enumerate(dict.fromkeys(arounds), len(sentences))}
    weights, found = tokens_found(question, [*sentences, *places])
    own, around = found[: len(sentences)], found[[places[arounds[place]] for place in under]]
    from_around, from_before = _reach()
    best = np.maximum.reduce([own, from_around * around, from_before * before(own, under)])
    return np.asarray(best @ weights, np.float32)


def tokens_found(question: str, texts: Sequence[str]) -> tuple[Matches, Matches]:
    """What each token of a question weighs, shape (tokens,), summing to 1, and how well each text answers it, shape
    (texts, tokens), from 0 to 1."""
    weights, cosines = nearest(question, texts, _vectors())
    return weights, cosines.clip(0.0, 1.0)


def before(rows: NDArray[N], under: Sequence[int]) -> NDArray[N]:
    """The rows of the sentences before, under the same; zeros for the first."""
    result = np.zeros_like(rows)
    result[1:] = rows[:-1]
    result[1:][np.diff(under) != 0] = 0.0
    return result


@cache
def _tensors() -> dict[str, Matches]:
    from safetensors.numpy import load_file

    return {name: tensor.astype(np.float32) for name, tensor in load_file(FILE).items()}


@cache
def _vectors() -> TokenVectors:
    kept = _tensors()
    return TokenVectors(kept["asked"], kept["answering"], kept["weights"])


@cache
def _reach() -> tuple[float, float]:
    around, sentence_before = _tensors()["reach"].tolist()
    return around, sentence_before
