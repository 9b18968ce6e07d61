"""Ranks the passages of a generation for a question, in two steps.

First a pool of candidates: the best by words, by the document as a whole and by meaning, as a weighted sum of
scores on one scale. (Plain reciprocal rank fusion throws the distances away and loses ten points of doc@1
against BM25 alone.) Then every candidate is judged by its features, with weights that were fitted
(`ranker.json`, made by `python -m indexing.fitting`). Tables of what each step gains: indexing/README.md.
"""

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpus.document import Document
from indexing import features, token_match
from indexing.answer_match import answering
from indexing.catalogue import Catalogue
from indexing.features import Candidate
from indexing.generation import Generation
from indexing.question import Question
from indexing.scorer import Scorer
from indexing.standing import standing
from indexing.views import Views

RANKER_FILE = Path(__file__).with_name("ranker.json")
POOL = 80
DOCUMENT_WEIGHT = 0.8
VECTOR_WEIGHT = 0.3
# In a library of articles, each a document of its own, the pool is one of their texts and meaning, with what their
# titles say of their standing (`standing.py`); chosen on every second STARD question, as the weights are.
ARTICLE_POOL = 2 * POOL
ARTICLE_VECTOR_WEIGHT = 2.0
LOCAL_WEIGHT = -0.5  # a place that the question does not name
STATUTE_WEIGHT = 0.3
ARTICLE_WEIGHT = 1.0  # the passage is the very 条 that the question names
NAMED_WEIGHT = 20.0  # the very 条 of the very law that the question names: whatever its words are
CITED_WEIGHT = 60.0  # the document with the very 文号, whatever it and the others say
# Of so many candidates it counts how well their best sentence answers; the weight was chosen on questions of our own
# about real policies (indexing/README.md).
READ_CLOSELY, ANSWER_WEIGHT = 20, 15.0
_ARTICLE, _TITLE_NAMED = features.NAMES.index("article"), features.NAMES.index("title_named")
_HAN = re.compile(r"[\u4e00-\u9fff]")

Scores = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Search:
    """A question and what may answer it.

    `vector` is the question's, of shape (d,). `allowed`, of shape (documents,), says which documents may be found, None all;
    what it leaves out is left out before anything is ranked. `document` gives the document of a number, None where it
    is gone, `catalogue` what is known of all.
    """

    generation: Generation
    question: Question
    vector: Scores
    allowed: NDArray[np.bool_] | None
    document: Callable[[int], Document | None]
    catalogue: Catalogue


@dataclass(frozen=True, slots=True)
class Ranked:
    """A candidate and its score; a higher one is better."""

    candidate: Candidate
    score: float


def rank(search: Search, count: int, views: Views) -> list[Ranked]:
    """The best `count` passages, best first. Raises ValueError if Chroma fails."""
    question = search.question
    candidates = find_candidates(search, count)
    kind = kind_of(question, candidates)
    table = judged(kind, question, candidates, views)
    scores = scorer(kind)(table) + NAMED_WEIGHT * table[:, _ARTICLE] * table[:, _TITLE_NAMED]
    if question.cited:
        named = [candidate.document.doc_id in question.cited for candidate in candidates]
        scores += CITED_WEIGHT * np.array(named)
    if kind == "weights":
        near = np.argsort(-scores, kind="stable")[:READ_CLOSELY]
        scores[near] += ANSWER_WEIGHT * _answering(question, [candidates[i] for i in near], views)
    order = np.argsort(-scores, kind="stable")[:count]  # equal ones as the first step had them
    return [Ranked(candidates[i], float(scores[i])) for i in order]


def names_of(kind: str) -> tuple[str, ...]:
    """What the candidates of a kind (`kind_of`) are judged by."""
    return features.NAMES + token_match.NAMES if kind == "articles" else features.NAMES


def judged(
    kind: str, question: Question, candidates: Sequence[Candidate], views: Views
) -> NDArray[np.float64]:
    """The numbers of each candidate, shape (candidates, names of the kind).

    Articles of law are asked about in other words than they are written in, so there tokens are matched as well.
    """
    table = features.features(question, candidates, views)
    if kind != "articles" or not candidates:
        return table
    parts = [views.passage(c.passage, views.document(c.document).title) for c in candidates]
    matched = token_match.token_match(
        question.text,
        [part.around for part in parts],
        [part.sentences for part in parts],
    )
    return np.hstack([table, matched])


def _answering(question: Question, candidates: Sequence[Candidate], views: Views) -> NDArray[np.float64]:
    """How well the best sentence of each candidate answers, shape (candidates,), from 0 to 1."""
    parts = [views.passage(c.passage, views.document(c.document).title) for c in candidates]
    under = [place for place, part in enumerate(parts) for _ in part.sentences]
    sentences = [sentence for part in parts for sentence in part.sentences]
    best = np.zeros(len(parts))
    np.maximum.at(best, under, answering(question.text, sentences, [part.around for part in parts], under))
    return best


def find_candidates(search: Search, count: int) -> list[Candidate]:
    """The first step of `rank`: the pool that the ranker judges, at least `count` where there are as many."""
    generation, question = search.generation, search.question
    if not generation.rows:
        return []
    words = generation.words.scores(question.terms)
    texts = generation.texts.scores(question.terms)
    whole = generation.documents.scores(question.terms)

    def candidates(rows: NDArray[np.int64], similarities: Scores) -> list[Candidate]:
        result = []
        document = cache(search.document)
        for row, similarity in zip(rows.tolist(), similarities.tolist(), strict=True):
            number = generation.rows[row].document
            found = document(number)
            if found is None:
                continue  # removed while we were searching
            first, last = generation.first[number : number + 2].tolist()
            result.append(
                Candidate(
                    generation.passage(row, found),
                    found,
                    row - first,
                    last - first,
                    float(words[row]),
                    float(texts[row]),
                    float(whole[number]),
                    similarity,
                    generation.articles[row] or standing(found.title).article,
                )
            )
        return result

    scores = _scaled(words) + DOCUMENT_WEIGHT * _scaled(whole)[generation.document_of]
    if question.article is not None:
        named = np.array([number == question.article for number in generation.articles])
        named |= (search.catalogue.standings.articles == question.article)[generation.document_of]
        scores += np.float32(ARTICLE_WEIGHT) * named
    if question.cited:
        cited = np.array([doc_id in question.cited for doc_id in generation.doc_ids], np.float32)
        scores += np.float32(CITED_WEIGHT) * cited[generation.document_of]
    size = max(POOL, count + count // 4)
    found = candidates(*_pool(search, scores, VECTOR_WEIGHT, size))
    if kind_of(question, found) != "articles":
        return found
    of_all = search.catalogue.standings
    says = STATUTE_WEIGHT * of_all.statute + LOCAL_WEIGHT * (of_all.local & (not question.places.provinces))
    scores = _scaled(texts) + says.astype(np.float32)[generation.document_of]
    size = max(ARTICLE_POOL, count + count // 2)
    return candidates(*_pool(search, scores, ARTICLE_VECTOR_WEIGHT, size))


def _pool(search: Search, scores: Scores, weight: float, size: int) -> tuple[NDArray[np.int64], Scores]:
    """The rows worth a closer look, best first, and their cosines; both of shape (at most size,).

    `scores` are those of all rows by their words, `weight` is that of the cosines beside them.
    """
    generation, vector, allowed = search.generation, search.vector, search.allowed
    if allowed is None and generation.chroma is not None:
        joined = np.arange(generation.chroma.rows, len(scores))  # added since: Chroma knows nothing of them
        near = np.concatenate([_nearest(generation, vector, 2 * size), joined])
        rows = np.union1d(_largest(scores, 2 * size), near)
    else:
        rows = np.arange(len(scores)) if allowed is None else np.flatnonzero(allowed[generation.document_of])
    similarities = generation.similarities(vector, rows)
    total = scores[rows] + np.float32(weight) * similarities
    chosen = _largest(total, size)
    # Equal scores in the order of the documents' ids and of the text.
    chosen = chosen[np.lexsort((generation.order[rows[chosen]], -total[chosen]))]
    return rows[chosen], similarities[chosen]


def _nearest(generation: Generation, vector: Scores, count: int) -> NDArray[np.int64]:
    """The rows of the `count` nearest vectors. Raises ValueError if Chroma fails.

    Chroma's graph misses some of them, and not the same in every process (measured on 148,732 vectors: 1 row in 80 for one
    question in five). Among four times as many it misses 1 in 2,500, so that a question finds the same tomorrow.
    """
    assert generation.chroma is not None
    rows = np.sort(generation.chroma.nearest(vector, 4 * count))
    return rows[_largest(generation.similarities(vector, rows), count)]


def _largest(values: Scores, size: int) -> NDArray[np.int64]:
    """Where the largest values are, in no order."""
    if len(values) <= size:
        return np.arange(len(values))
    return np.argpartition(values, -size)[-size:]


def _scaled(scores: Scores) -> Scores:
    top = float(scores.max(initial=0.0))
    return scores / top if top > 0 else scores


def kind_of(question: Question, candidates: Sequence[Candidate]) -> str:
    """Which of the fitted weights fit the candidates, by what most of their titles are.

    `articles`: each one article of a law, and the question names none by its number; `untitled`: a title without a
    汉字, such as a file's name, says nothing; `weights`: all others.
    """
    titles = [one.document.title for one in candidates]
    by_number = question.article is not None or question.cited
    if not by_number and 2 * sum(standing(title).article is not None for title in titles) > len(titles):
        return "articles"
    titled = sum(_HAN.search(title) is not None for title in titles)
    return "weights" if 2 * titled >= len(titles) else "untitled"


@lru_cache(maxsize=3)
def scorer(kind: str) -> Scorer:
    """What makes a score of the numbers of a kind of candidates, in the order of `names_of`."""
    return Scorer.read(json.loads(RANKER_FILE.read_text(encoding="utf-8"))[kind], names_of(kind))
