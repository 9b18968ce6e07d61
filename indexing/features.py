"""What speaks for a passage as the answer to a question, as numbers for the ranker.

Everything is worked out from the texts at hand with substring tests, which are quick in Python; what does not
depend on the question is kept from one question to the next.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from corpus.document import Document
from indexing.held import Bigrams, best_share, held_in, longest_in, part_of, share_of, shares
from indexing.passage import Passage
from indexing.question import Question
from indexing.standing import standing
from indexing.views import DocumentView, PassageView, Views

NAMES = (
    "bm25", "bm25_text", "bm25_document", "bm25_best", "similarity", "similarity_best",
    "words", "words_context", "words_document", "grams", "grams_context", "fourgrams", "sentence",
    "beyond_title", "local", "lead", "title_words", "title_grams_used", "heading", "asked_before", "asked_used",
    "place_share", "place_conflict", "place_none", "city", "national", "year", "year_conflict",
    "gives", "gives_rare", "opening", "repeats_title", "length", "position", "article", "title_named",
    "quoted", "quoted_document", "figures", "longest", "document_length", "elsewhere", "statute",
)  # fmt: skip
"""
    bm25 …              scores of the indexes as parts of the best candidate's; `_best`: the document's best, or the
                        law's of which the document is an article
    words … sentence    which part of the question's words or bigrams, by rarity, stands in the passage, in it
                        with its title and headings, in the document, in one sentence
    beyond_title        the same of the bigrams that the title lacks; local: by how rarely they stand in the document
    title_grams_used    which part of the title stands in the question; asked_used: of the interview question
    place_… national    whether the document speaks for the place asked about, for another, for none
    gives               whether the passage holds the kind of thing that is asked for; rare: beyond figures and lists
    title_named         whether the question holds the whole title, and no longer title of another candidate
    opening … position  where in the document
    elsewhere           whether the title is of a place and the question names none; statute: whether of a statute
"""

SHORTEST_NAME = 4  # characters of a title that is one wherever it stands
_GENERAL = frozenset({"figure", "list", "meaning", "who"})


@dataclass(frozen=True, slots=True)
class Candidate:
    """A passage to be judged, its place in its document, and the scores that the indexes gave it."""

    passage: Passage
    document: Document
    ordinal: int
    siblings: int
    bm25: float
    bm25_text: float
    bm25_document: float
    similarity: float
    article: str | None


def features(question: Question, candidates: Sequence[Candidate], views: Views) -> NDArray[np.float64]:
    """One row of numbers for each candidate, in the order of NAMES; shape (candidates, names)."""
    if not candidates:
        return np.zeros((0, len(NAMES)))
    columns: dict[str, NDArray[np.float64]] = {}
    documents: list[_DocumentScores] = []
    number_of: dict[str, int] = {}
    of = []
    for candidate in candidates:
        doc_id = candidate.document.doc_id
        if doc_id not in number_of:
            number_of[doc_id] = len(documents)
            documents.append(
                _DocumentScores(question, views.document(candidate.document), candidate.siblings)
            )
        of.append(number_of[doc_id])
    document_of = np.array(of)
    parts = [
        views.passage(candidate.passage, documents[number].view.title)
        for candidate, number in zip(candidates, of, strict=True)
    ]
    columns |= _scores(candidates)
    columns |= _words(question, parts, documents, document_of)
    for name in _DocumentScores.NAMES:
        columns[name] = np.array([getattr(document, name) for document in documents], float)[document_of]
    columns["title_named"] = _named(question, documents)[document_of]
    columns |= _place_in_document(candidates, parts)
    columns |= _answering(question, candidates, parts)
    return np.stack([columns[name] for name in NAMES], axis=1)


def coverage(question: Question, candidate: Candidate, views: Views) -> float:
    """Share of the question's words, by rarity, that a passage and what it stands under hold."""
    title = views.document(candidate.document).title
    return share_of(question.words, question.word_weights, views.passage(candidate.passage, title).context)


def _scores(candidates: Sequence[Candidate]) -> dict[str, NDArray[np.float64]]:
    """What the indexes say, each as a part of the best candidate's score."""
    result = {
        name: np.array([getattr(candidate, name) for candidate in candidates], float)
        for name in ("bm25", "bm25_text", "bm25_document", "similarity")
    }
    for name in ("bm25", "bm25_text", "bm25_document"):
        result[name] /= max(result[name].max(), 1e-9)
    numbers: dict[str, int] = {}
    of = np.array([numbers.setdefault(_law(candidate.document), len(numbers)) for candidate in candidates])
    for name, source in (("bm25_best", "bm25_text"), ("similarity_best", "similarity")):
        best = np.zeros(len(numbers))
        np.maximum.at(best, of, result[source])
        result[name] = best[of]
    return result


def _law(document: Document) -> str:
    """What the documents of one law have in common; a document that is no article stands for itself."""
    title = standing(document.title)
    return title.law if title.article else document.doc_id


def _words(
    question: Question,
    parts: Sequence[PassageView],
    documents: Sequence["_DocumentScores"],
    document_of: NDArray[np.int64],
) -> dict[str, NDArray[np.float64]]:
    """Which part of the question's words and bigrams a passage holds, by several weights."""
    words, grams = question.words, question.grams
    by_word, by_gram = question.word_weights, question.gram_weights
    held = held_in(grams, [part.text for part in parts])
    around = held | held_in(grams, [part.around for part in parts])
    words_held = held_in(words, [part.text for part in parts])
    words_around = words_held | held_in(words, [part.around for part in parts])
    local = _rare_in_document(question, documents)[document_of]
    untitled = by_gram * ~held_in(grams, [document.view.title for document in documents])[document_of]
    fourgrams = question.fourgrams
    return {
        "words": shares(words_held, by_word),
        "words_context": shares(words_around, by_word),
        "grams": shares(held, by_gram),
        "grams_context": shares(around, by_gram),
        "fourgrams": np.array([part_of(fourgrams, part.text) for part in parts]),
        "sentence": best_share(words, by_word, words_held, [part.sentences for part in parts]),
        "beyond_title": shares(held, untitled),
        "local": shares(held, local),
        "heading": np.array([share_of(grams, by_gram, part.heading) for part in parts]),
        "asked_before": np.array([share_of(grams, by_gram, part.question) for part in parts]),
        "asked_used": np.array([part_of(part.question_pairs, question.text) for part in parts]),
    }


def _rare_in_document(question: Question, documents: Sequence["_DocumentScores"]) -> NDArray[np.float64]:
    """How rare each bigram is within each document, times its weight, shape (documents, bigrams): what every passage of a
    document holds tells none of them apart."""
    bigrams = Bigrams(question.grams)
    passages = np.array([document.siblings for document in documents])[:, None]
    counts = np.array([document.view.bigrams.of(bigrams) for document in documents])
    rare = np.log((passages + 1) / (np.minimum(counts, passages) + 0.5)).clip(0)
    return np.asarray(rare * question.gram_weights)


def _named(question: Question, documents: Sequence["_DocumentScores"]) -> NDArray[np.float64]:
    """1 for the documents whose title the question holds; of several such titles the longest counts."""
    lengths = np.array([_said_of(document.view, question) for document in documents])
    return np.asarray((lengths > 0) & (lengths == lengths.max()), dtype=float)


def _said_of(view: DocumentView, question: Question) -> int:
    """How many characters of a title the question says: the whole, or without 中华人民共和国; else 0.

    A name of two or three characters (水法) is one only in quotes or before the number of an article.
    """
    if len(view.whole_name) >= SHORTEST_NAME and view.whole_name in question.plain:
        return len(view.whole_name)
    if view.name not in question.plain:
        return 0
    meant = (
        len(view.name) >= SHORTEST_NAME
        or view.name in question.quoted
        or any(f"{view.name}{before}" in question.plain for before in ("第", "的第"))
    )
    return len(view.name) if meant else 0


def _place_in_document(
    candidates: Sequence[Candidate], parts: Sequence[PassageView]
) -> dict[str, NDArray[np.float64]]:
    return {
        "opening": np.array([float(c.ordinal == 0 and c.siblings > 1) for c in candidates]),
        "repeats_title": np.array([part.repeats_title for part in parts]),
        "length": np.array([min(len(part.text), 300) / 300 for part in parts]),
        "position": np.array([c.ordinal / max(c.siblings, 1) for c in candidates]),
    }


def _answering(
    question: Question, candidates: Sequence[Candidate], parts: Sequence[PassageView]
) -> dict[str, NDArray[np.float64]]:
    """Whether a passage holds what is asked for: that kind of thing, that article, those very words."""
    rare = [name for name in question.asks if name not in _GENERAL]
    article = question.article
    size = max(len(question.text), 1)
    return {
        "gives": np.array([_mean([part.gives(name) for name in question.asks]) for part in parts]),
        "gives_rare": np.array([_mean([part.gives(name) for name in rare]) for part in parts]),
        "article": np.array([float(article is not None and c.article == article) for c in candidates]),
        "quoted": np.array([part_of(question.quoted, part.context) for part in parts]),
        "figures": np.array([part_of(question.figures, part.text) for part in parts]),
        "longest": np.array([longest_in(question.text, part.text) / size for part in parts]),
    }


class _DocumentScores:
    """What holds for all passages of a document."""

    NAMES = (
        "words_document", "lead", "title_words", "title_grams_used", "place_share", "place_conflict", "place_none",
        "city", "national", "year", "year_conflict", "quoted_document", "document_length", "elsewhere", "statute",
    )  # fmt: skip

    def __init__(self, question: Question, view: DocumentView, siblings: int):
        self.view, self.siblings = view, siblings
        words, weights = question.words, question.word_weights
        self.words_document = share_of(words, weights, view.text + "\n" + view.title)
        self.lead = share_of(words, weights, view.lead)
        self.title_words = share_of(words, weights, view.title)
        self.title_grams_used = part_of(view.title_pairs, question.text)
        self.quoted_document = part_of(question.quoted, view.text)
        self.document_length = float(np.log(len(view.text) + 1))
        self.statute = float(view.standing.is_statute)
        self.elsewhere = float(view.standing.is_local and not question.places.provinces)
        self._places(question)
        years = question.years
        self.year = float(any(year in view.text for year in years))
        self.year_conflict = float(bool(years and view.years) and not view.years & years and not self.year)

    def _places(self, question: Question) -> None:
        asked, named = question.places, self.view.places
        self.place_share = named.share(asked.provinces)
        self.place_conflict = float(bool(asked.provinces and named.provinces) and self.place_share == 0)
        self.place_none = float(bool(asked.provinces) and not named.provinces)
        self.city = _mean([city in named.cities for city in asked.cities])
        self.national = 0.0
        if not asked.provinces and named.provinces:
            # a question without a place is rather about the whole country
            self.national = -named.provinces.most_common(1)[0][1] / (named.provinces.total() + 3)


def _mean(values: Sequence[bool]) -> float:
    return sum(values) / len(values) if values else 0.0
