"""The retriever: finds passages for a question, and gives the documents and passages behind what it found.

It reads a published generation, which is never written again, and moves to the next one by itself. What has
changed in the library since is joined to it in memory: new documents are found at once, removed ones no more.
Every search works on one view, the library as it stood at one moment; none is mixed of two.
"""

import logging
import os
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpus.document import Document
from corpus.errors import PolicyQAError, UnknownDocument
from corpus.filters import Filters
from corpus.library import LIBRARY_FILE, Library
from corpus.linking import is_named
from corpus.validity import NOT_HOLDING, status_on
from indexing.cross_encoder import RERANKED, Reranker, open_reranker, reranked
from indexing.embedder import Embedder, open_embedder
from indexing.features import Candidate, coverage
from indexing.library_view import LibraryViews, NothingToSearch, View, no_documents
from indexing.passage import Passage, ScoredPassage
from indexing.question import understand
from indexing.ranking import Search, find_candidates, judged, kind_of, rank
from indexing.tokenizer import open_tokenizer
from indexing.typos import mended
from indexing.views import Views

# Of scores of up to 30: of 76 questions that a repealed text and its successor both answer, the successor comes first
# for 34 without it, 64 with 1, 73 with 2, 75 with 3; a document that is alone to answer is still found.
NOT_IN_FORCE = 2.0
_SPARE = 20  # passages ranked beyond those asked for, to come in for what is set back
QUERY_LIMIT = 2_000  # characters
_ATTEMPTS = 3  # to search while documents change under it

logger = logging.getLogger(__name__)


class QueryRefused(PolicyQAError):
    """The query is empty or too long."""


class _Moved(Exception):
    """A document that a search came upon was changed or removed meanwhile."""


@dataclass(frozen=True, slots=True)
class _Asked:
    """A query, its one spelling and that one's vector (d,); and how many passages of which documents are wanted."""

    query: str
    plain: str
    vector: NDArray[np.float32]
    k: int
    filters: Filters


class Retriever:
    """Searches a home. One may be shared by any number of threads."""

    def __init__(self, library: Library, embedder: Callable[[], Embedder], reranker: Reranker | None = None):
        self.library = library
        self.tokenizer = open_tokenizer(library.home)
        self._library_views = LibraryViews(library, self.tokenizer, embedder)
        self._reranker = reranker
        self._views = Views(self.tokenizer)

    @classmethod
    def open(cls, home: Path, model: str | None = None) -> "Retriever":
        """A retriever over a home; `model` as in `open_embedder`. POLICYQA_RERANKER_MODEL names a CrossEncoder.

        Raises NothingToSearch where the home has no library yet, ModelRefused for an unusable CrossEncoder.
        """
        if not (home / LIBRARY_FILE).is_file():
            raise NothingToSearch(no_documents(home))
        reranker = open_reranker(os.environ.get("POLICYQA_RERANKER_MODEL"))
        return cls(Library(home), lambda: open_embedder(model), reranker)

    # -- searching

    def search(self, query: str, k: int = 10, filters: Filters = Filters()) -> list[ScoredPassage]:  # noqa: B008
        """The k best passages for a query, best first, of the documents that the filters admit.

        Raises QueryRefused for an empty or overlong query, NothingToSearch where nothing is indexed.
        """
        check_query(query)
        plain = mended(
            self.tokenizer.fold(query), self.tokenizer.kept, self._library_views.current().generation.words
        )
        asked = _Asked(query, plain, self.embedder.embed_query(plain), k, filters)
        for _ in range(_ATTEMPTS):
            view = self._library_views.current()
            try:
                return self._search(view, asked, strict=True)
            except _Moved:
                self._library_views.renew()
        return self._search(self._library_views.current(), asked, strict=False)

    def _search(self, view: View, asked: _Asked, strict: bool) -> list[ScoredPassage]:
        """`search` in one view; `strict` raises _Moved where a document of it is no longer as it was."""
        question = understand(asked.plain, self.tokenizer, view.generation.words)
        question = replace(question, cited=view.catalogue.cited(asked.plain))
        text_of = partial(self._text_of, view, strict)
        search = Search(
            view.generation, question, asked.vector, view.allowed(asked.filters), text_of, view.catalogue
        )
        wanted = max(asked.k + _SPARE, RERANKED if self._reranker else 0)
        try:
            found = rank(search, wanted, self._views)
        except ValueError as error:
            # Chroma failed (its files have been damaged or removed under it): exact search does as well.
            logger.warning("向量索引无法使用，改用精确搜索：%s", error)
            view.base.chroma = view.generation.chroma = None
            view.exact = True
            self._library_views.mend()
            found = rank(search, wanted, self._views)
        words = f"{asked.query}\n{asked.plain}"
        in_order = sorted(
            (
                (one.score - _set_back(view, one.candidate.passage, words, asked.filters), one)
                for one in found
            ),
            key=lambda entry: -entry[0],
        )
        if self._reranker:
            in_order = reranked(self._reranker, asked.query, in_order)
        return [
            ScoredPassage(
                one.candidate.passage,
                score,
                number,
                coverage(question, one.candidate, self._views),
                one.candidate.similarity,
            )
            for number, (score, one) in enumerate(in_order[: asked.k], 1)
        ]

    def judge(self, query: str) -> tuple[list[Candidate], NDArray[np.float64]]:
        """The candidates for a query and their features: what the ranker is fitted on."""
        view = self._library_views.current()
        question = understand(query, self.tokenizer, view.generation.words)
        vector = self.embedder.embed_query(query)
        text_of = partial(self._text_of, view, False)
        allowed = view.allowed(Filters())
        found = find_candidates(
            Search(view.generation, question, vector, allowed, text_of, view.catalogue), count=1
        )
        return found, judged(kind_of(question, found), question, found, self._views)

    # -- what was found, in its place

    def document(self, doc_id: str) -> Document:
        """The document with this id, as it is now. Raises UnknownDocument."""
        view = self._library_views.last
        number = None if view is None else view.numbers.get(doc_id)
        if view is None or number is None or view.revision != self.library.revision:
            return self.library.get(doc_id)
        return self._text_of(view, False, number) or self.library.get(doc_id)

    def documents(self, filters: Filters = Filters()) -> list[Document]:  # noqa: B008 - immutable
        """The searchable documents that the filters admit, without their texts (`text` is empty)."""
        view = self._library_views.current()
        allowed = view.allowed(filters)
        ids = view.generation.doc_ids
        return [view.listing[d] for i, d in enumerate(ids) if allowed is None or allowed[i]]

    def passages_of(self, doc_id: str) -> list[Passage]:
        """All passages of a document, in the order of its text. Raises UnknownDocument."""
        view = self._library_views.current()
        number = view.numbers.get(doc_id)
        document = None if number is None else self._text_of(view, False, number)
        if number is None or document is None:
            raise UnknownDocument(doc_id)
        first, last = view.generation.first[number : number + 2].tolist()
        return [view.generation.passage(row, document) for row in range(first, last)]

    def neighbours(self, passage: Passage) -> tuple[Passage | None, Passage | None]:
        """The passages just before and just after one, None at the ends of the document."""
        passages = self.passages_of(passage.span.doc_id)
        at = next((i for i, other in enumerate(passages) if other.span == passage.span), None)
        if at is None:
            return None, None
        return passages[at - 1] if at else None, passages[at + 1] if at + 1 < len(passages) else None

    # -- state

    @property
    def embedder(self) -> Embedder:
        """The model that questions are embedded with; opened when first used."""
        return self._library_views.embedder

    def mend_by_itself(self) -> None:
        """From now on a torn index is built anew at once, beside the searches: for what runs on."""
        self._library_views.mends = True

    @property
    def mending(self) -> threading.Thread | None:
        """The thread that builds a torn index anew, the last one there was."""
        return self._library_views.mending

    @property
    def unindexed(self) -> int:
        """How many documents are not found yet: more have changed since the last build than are joined at once."""
        view = self._library_views.current()
        return len(view.listing) - len(view.numbers)

    @property
    def exact(self) -> bool:
        """Whether the written index is missing or damaged, so that exact search serves from the truth."""
        return self._library_views.current().exact

    def warm(self) -> None:
        """Opens everything that a first search would otherwise wait for, Chroma included."""
        self._library_views.warm()

    def _text_of(self, view: View, strict: bool, number: int) -> Document | None:
        """A document of the view with its text; None, or _Moved if `strict`, if it is gone or another by now."""
        known = view.texts.get(number)
        if known is not None and self.library.revision == view.revision:
            return known
        generation = view.generation
        with self.library.reading():  # one moment
            document = self.library.current(generation.doc_ids[number], generation.fingerprints[number])
            if document is not None and self.library.revision == view.revision:
                view.keep(number, document)
        if document is None and strict:
            raise _Moved
        return document


def _set_back(view: View, passage: Passage, query: str, filters: Filters) -> float:
    """What a passage loses where its document does not hold on the day asked about, unless the query names it."""
    document = view.listing.get(passage.span.doc_id)
    if document is None or status_on(document, filters.day) not in NOT_HOLDING or is_named(document, query):
        return 0.0
    return NOT_IN_FORCE


def check_query(query: str) -> None:
    """Raises QueryRefused for a query that cannot be searched for."""
    if not query.strip():
        raise QueryRefused("问题是空的，请输入要查询的内容。")
    if len(query) > QUERY_LIMIT:
        raise QueryRefused(f"问题有 {len(query)} 个字符，最多 {QUERY_LIMIT} 个。请缩短后再试。")
