"""Scores the passages of a generation for a query: words, the document as a whole, and meaning.

A weighted sum of scores on one scale. Plain reciprocal rank fusion throws the distances away and loses ten
points of doc@1 against BM25 alone (table in indexing/README.md).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from indexing.generation import Generation
from indexing.tokenizer import Tokenizer, article_number

DOCUMENT_WEIGHT = 0.5
VECTOR_WEIGHT = 0.4
ARTICLE_WEIGHT = 1.0  # the passage is the very 条 that the query names
CANDIDATES = 200


@dataclass(frozen=True, slots=True)
class Candidates:
    """Rows of a generation, best first, with their scores and cosines; all of shape (n,)."""

    rows: NDArray[np.int64]
    scores: NDArray[np.float64]
    similarities: NDArray[np.float32]


def rank(
    generation: Generation,
    tokenizer: Tokenizer,
    query: str,
    vector: NDArray[np.float32],
    allowed: NDArray[np.bool_] | None,
    count: int,
) -> Candidates:
    """The best `count` rows for a query among those of the allowed documents, shape (documents,) of bool.

    The rows left out are left out before anything is ranked.
    """
    if not generation.rows:
        return Candidates(np.zeros(0, np.int64), np.zeros(0), np.zeros(0, np.float32))
    terms = tokenizer.terms(query)
    lexical = generation.words.scores(terms)
    whole = generation.documents.scores(terms)[generation.document_of]
    scores = _scaled(lexical) + DOCUMENT_WEIGHT * _scaled(whole)
    article = article_number(query)
    if article is not None:
        scores += ARTICLE_WEIGHT * np.array([number == article for number in generation.articles], np.float32)
    open_rows = None if allowed is None else np.flatnonzero(allowed[generation.document_of])
    pool = _pool(generation, scores, vector, open_rows, max(CANDIDATES, 2 * count))
    similarities = np.asarray(generation.vectors[pool]) @ vector
    total = scores[pool].astype(np.float64) + VECTOR_WEIGHT * similarities
    order = np.lexsort((pool, -total))[:count]  # equal scores in the order of the text
    return Candidates(pool[order], total[order], similarities[order])


def _pool(
    generation: Generation,
    scores: NDArray[np.float32],
    vector: NDArray[np.float32],
    open_rows: NDArray[np.int64] | None,
    size: int,
) -> NDArray[np.int64]:
    """Rows worth a closer look: the best by words, and the nearest by meaning."""
    if open_rows is None and generation.chroma is not None:
        nearest = generation.chroma.nearest(vector, size)
        return np.union1d(_largest(scores, size), nearest)
    rows = np.arange(len(scores)) if open_rows is None else open_rows
    vectors = generation.vectors if open_rows is None else generation.vectors[open_rows]
    nearest = rows[_largest(vectors @ vector, size)]
    return np.union1d(rows[_largest(scores[rows], size)], nearest)


def _largest(values: NDArray[np.float32], size: int) -> NDArray[np.int64]:
    """Where the largest values are, in no order."""
    if len(values) <= size:
        return np.arange(len(values))
    return np.argpartition(values, -size)[-size:]


def _scaled(scores: NDArray[np.float32]) -> NDArray[np.float32]:
    top = float(scores.max(initial=0.0))
    return scores / top if top > 0 else scores
