"""How well the words of a question are matched by those of a passage, each with the one nearest to it in meaning.

Late interaction (Khattab and Zaharia, ColBERT, SIGIR 2020) over the token vectors of the bundled embedding, which know
no context: a token's length is its weight, as in the mean that makes a text's vector. What a passage says on the whole
blurs what one sentence of it says, and a question is mostly answered by one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from indexing.embedder import bundled_embedder
from indexing.static_embedding import unit_rows

NAMES = (
    "match", "match_title", "match_sentence", "match_back", "sentence_similarity", "feedback",
)  # fmt: skip
"""
    match                  the mean, by weight, of the cosine of each of the question's tokens with its nearest
    match_title            the same where the title and headings count as well
    match_sentence         the same within the sentence that does best
    match_back             the mean over the passage's tokens, each with the question's nearest
    sentence_similarity    the greatest cosine of a sentence with the question
    feedback               the cosine with the mean of the first candidates (pseudo-relevance feedback)
"""

FEEDBACK = 10  # candidates, as they come


def token_match(
    question: str, above: Sequence[str], sentences: Sequence[Sequence[str]]
) -> NDArray[np.float64]:
    """How passages match a question, shape (passages, NAMES), in [-1, 1].

    `above[n]` is what passage n stands under, `sentences[n]` what it consists of. Zeros for what has no known token.
    """
    table = np.zeros((len(sentences), len(NAMES)))
    asked = bundled_embedder().tokens([question])[0]
    if not len(asked) or not sentences:
        return table
    per = [bundled_embedder().tokens(parts) for parts in sentences]
    titles = bundled_embedder().tokens(above)
    known, unit, lengths = _vocabulary()
    every = np.unique(np.concatenate([asked, *titles, *(part for parts in per for part in parts)]))
    place = np.empty(len(unit), np.int64)
    place[every] = np.arange(len(every))
    cosines = unit[asked] @ unit[every].T  # (asked, every)
    weights = lengths[asked] / lengths[asked].sum()
    whole = known[asked].sum(axis=0)
    sums = np.zeros((len(sentences), known.shape[1]), np.float32)
    for row, (parts, title) in enumerate(zip(per, titles, strict=True)):
        parts = [part for part in parts if len(part)]
        if not parts:
            continue
        nearest = np.stack([cosines[:, place[part]].max(axis=1) for part in parts])  # (sentences, asked)
        inside = np.concatenate(parts)
        back = cosines[:, place[inside]].max(axis=0) @ lengths[inside] / lengths[inside].sum()
        vectors = np.stack([known[part].sum(axis=0) for part in parts])
        sums[row] = vectors.sum(axis=0)
        best = nearest.max(axis=0)
        around = np.maximum(best, cosines[:, place[title]].max(axis=1)) if len(title) else best
        alike = unit_rows(vectors) @ unit_rows(whole[None])[0]
        table[row, :5] = weights @ best, weights @ around, (nearest @ weights).max(), back, alike.max()
    units = unit_rows(sums)
    table[:, 5] = units @ unit_rows(units[:FEEDBACK].mean(axis=0)[None])[0]
    return table


@dataclass(frozen=True, slots=True)
class TokenVectors:
    """Vectors of length 1 for the tokens of a question and of a text, shape (vocabulary, d) each, and what those of a
    question weigh, shape (vocabulary,)."""

    asked: NDArray[np.float32]
    answering: NDArray[np.float32]
    weights: NDArray[np.float32]


def nearest(
    question: str, texts: Sequence[str], vectors: TokenVectors | None = None
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """What each token of a question weighs, shape (tokens,), summing to 1, and its cosine with the nearest token of
    each text, shape (texts, tokens); 0 where a text has no known token.

    Tokens are those of the bundled embedding, and so are the vectors unless others are given.
    """
    vectors = vectors or _bundled()
    asked, *others = bundled_embedder().tokens([question, *texts])
    weights = vectors.weights[asked] / max(float(vectors.weights[asked].sum()), 1e-9)
    cosines = np.zeros((len(texts), len(asked)), np.float32)
    full = [row for row, inside in enumerate(others) if len(inside)]
    if len(asked) and full:
        every, place = np.unique(np.concatenate(others), return_inverse=True)
        starts = np.cumsum([0, *(len(others[row]) for row in full[:-1])])
        alike = vectors.asked[asked] @ vectors.answering[every].T  # (asked, every)
        cosines[full] = np.maximum.reduceat(alike[:, place], starts, axis=1).T
    return weights, cosines


@cache
def _bundled() -> TokenVectors:
    _, unit, lengths = _vocabulary()
    return TokenVectors(unit, unit, lengths)


@cache
def _vocabulary() -> tuple[NDArray[np.float32], NDArray[np.float32], NDArray[np.float32]]:
    """The vectors of all tokens, the same at length 1, and their lengths."""
    vectors = bundled_embedder().vectors
    return vectors, unit_rows(vectors), np.linalg.norm(vectors, axis=1)
