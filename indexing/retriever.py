"""The retriever: finds passages for a question, and gives the documents and passages behind what it found.

It reads a published generation, which is never written again, and moves to the next one by itself. A
document that was removed or changed since is no longer shown, whatever the generation still holds.
"""

import logging
import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpus.document import Document
from corpus.errors import PolicyQAError, UnknownDocument
from corpus.filters import Filters
from corpus.library import LIBRARY_FILE, Library
from corpus.validity import status_on
from indexing.build import INDEXES
from indexing.embedder import Embedder, open_embedder
from indexing.features import Candidate, coverage, features
from indexing.generation import Generation
from indexing.passage import Passage, ScoredPassage
from indexing.question import understand
from indexing.ranking import find_candidates, rank
from indexing.store import Pointer, Store
from indexing.tokenizer import open_tokenizer
from indexing.views import Views

NOT_IN_FORCE = 1.0  # of a score of up to 30: decides between twins, not against the only document there is
QUERY_LIMIT = 2_000  # characters
CHROMA_FROM = 50_000  # passages from which Chroma is opened unasked: below, exact search is as quick
_TEXTS_KEPT = 5_000  # documents

logger = logging.getLogger(__name__)


class QueryRefused(PolicyQAError):
    """The query is empty or too long."""


class NothingToSearch(PolicyQAError):
    """No document is in the library, or none is in the index, or the index is of another model."""


@dataclass(slots=True)
class _View:
    """A generation as the library stands at one revision."""

    pointer: Pointer
    revision: int
    generation: Generation
    exact: bool  # whether the written generation could not be used
    listing: dict[str, Document]  # without texts
    views: Views
    current: NDArray[np.bool_]  # (documents,): in the library with the very text that was indexed
    masks: dict[tuple[Filters, date], NDArray[np.bool_]] = field(default_factory=dict)


class Retriever:
    """Searches a home. One may be shared by any number of threads."""

    def __init__(self, library: Library, embedder: Callable[[], Embedder]):
        self.library = library
        self.tokenizer = open_tokenizer(library.home)
        self._open_embedder = embedder
        self._embedder: Embedder | None = None
        self._store = Store(library)
        self._lock = threading.RLock()
        self._view: _View | None = None
        self._texts: OrderedDict[str, Document] = OrderedDict()
        self._warm = False

    @classmethod
    def open(cls, home: Path, model: str | None = None) -> "Retriever":
        """A retriever over a home; `model` as in `open_embedder`.

        Raises NothingToSearch where the home has no library yet.
        """
        if not (home / LIBRARY_FILE).is_file():
            raise NothingToSearch(_no_documents(home))
        return cls(Library(home), lambda: open_embedder(model))

    # -- searching

    def search(self, query: str, k: int = 10, filters: Filters = Filters()) -> list[ScoredPassage]:  # noqa: B008
        """The k best passages for a query, best first, of the documents that the filters admit.

        Raises QueryRefused for an empty or overlong query, NothingToSearch where nothing is indexed.
        """
        check_query(query)
        view = self._current_view()
        question = understand(query, self.tokenizer, view.generation.words)
        vector = self.embedder.embed_query(query)
        allowed = self._allowed(view, filters)
        generation, text_of = view.generation, partial(self._text_of, view)
        try:
            found = rank(generation, question, vector, allowed, k, text_of, view.views)
        except ValueError as error:
            # Chroma failed (its files have been damaged or removed under it): exact search does as well.
            logger.warning("向量索引无法使用，改用精确搜索：%s", error)
            with self._lock:
                view.generation.chroma = None
                view.exact = True
            found = rank(generation, question, vector, allowed, k, text_of, view.views)
        in_order = sorted(
            ((one.score - _set_back(view, one.candidate.passage, filters), one) for one in found),
            key=lambda entry: -entry[0],
        )
        return [
            ScoredPassage(
                one.candidate.passage,
                score,
                number,
                coverage(question, one.candidate, view.views),
                one.candidate.similarity,
            )
            for number, (score, one) in enumerate(in_order, 1)
        ]

    def judge(self, query: str) -> tuple[list[Candidate], NDArray[np.float64]]:
        """The candidates for a query and their features: what the ranker is fitted on."""
        view = self._current_view()
        question = understand(query, self.tokenizer, view.generation.words)
        vector = self.embedder.embed_query(query)
        found = find_candidates(view.generation, question, vector, None, 1, partial(self._text_of, view))
        return found, features(question, found, view.views)

    # -- what was found, in its place

    def document(self, doc_id: str) -> Document:
        """The document with this id. Raises UnknownDocument."""
        return self.library.get(doc_id)

    def documents(self, filters: Filters = Filters()) -> list[Document]:  # noqa: B008 - immutable
        """The searchable documents that the filters admit, without their texts (`text` is empty)."""
        view = self._current_view()
        allowed = self._allowed(view, filters)
        ids = view.generation.doc_ids
        return [view.listing[d] for i, d in enumerate(ids) if allowed is None or allowed[i]]

    def passages_of(self, doc_id: str) -> list[Passage]:
        """All passages of a document, in the order of its text. Raises UnknownDocument."""
        view = self._current_view()
        try:
            number = view.generation.doc_ids.index(doc_id)
        except ValueError:
            raise UnknownDocument(doc_id) from None
        if not view.current[number]:
            raise UnknownDocument(doc_id)
        document = self._text_of(view, number)
        if document is None:
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
        with self._lock:
            if self._embedder is None:
                self._embedder = self._open_embedder()
            return self._embedder

    @property
    def unindexed(self) -> int:
        """How many documents were added or changed since the index was built, and so are not found."""
        view = self._current_view()
        return len(view.listing) - int(view.current.sum())

    @property
    def exact(self) -> bool:
        """Whether the written index is missing or damaged, so that exact search serves from the truth."""
        return self._current_view().exact

    def warm(self) -> None:
        """Opens everything that a first search would otherwise wait for, Chroma included."""
        with self._lock:
            self._warm = True
            self._view = None
        self.tokenizer.terms("预热")
        self.embedder.embed_query("预热")
        self._current_view()

    def _current_view(self) -> _View:
        """The view of the generation in use and the library as it stands; a new one when either moved."""
        pointer, revision = self._store.pointer(), self.library.revision
        view = self._view
        if view is not None and view.pointer == pointer and view.revision == revision:
            return view
        with self._lock:
            return self._renewed_view()

    def _renewed_view(self) -> _View:
        pointer, revision = self._store.pointer(), self.library.revision
        view = self._view
        if view is not None and view.pointer == pointer and view.revision == revision:
            return view  # another thread was quicker
        listing = {document.doc_id: document for document, _ in self.library.listing()}
        if not listing:
            raise NothingToSearch(_no_documents(self.library.home))
        if pointer is None:
            raise NothingToSearch(
                f"资料库里有 {len(listing)} 篇文档，但还没有建立索引。请运行 python -m indexing build。"
            )
        if pointer.model != self.embedder.fingerprint:
            raise NothingToSearch(
                f"索引是用模型“{pointer.model_name}”建立的，现在设置的模型是“{self.embedder.name}”。"
                "请改回原来的设置，或运行 python -m indexing build 用新模型重建索引。"
            )
        if view is not None and view.pointer == pointer:
            generation, exact = view.generation, view.exact
        else:
            generation, exact = self._opened(pointer)
        fingerprints = self.library.fingerprints()
        current = np.array(
            [
                doc_id in fingerprints and fingerprints[doc_id].content == content
                for doc_id, content in zip(generation.doc_ids, generation.contents, strict=True)
            ],
            dtype=bool,
        )
        self._texts.clear()
        self._view = _View(pointer, revision, generation, exact, listing, Views(self.tokenizer), current)
        return self._view

    def _opened(self, pointer: Pointer) -> tuple[Generation, bool]:
        """The generation in use, and whether it had to be made from the truth."""
        folder = self.library.home / INDEXES / pointer.folder
        try:
            generation = Generation.load(folder, pointer.stamp)
            if self._warm or len(generation.rows) >= CHROMA_FROM:
                generation.open_chroma()
            return generation, False
        except ValueError as error:
            logger.warning("索引缺失或损坏，先用原始数据做精确搜索；运行 indexing build 即可重建。%s", error)
        return Generation.from_truth(self._store, self.tokenizer, pointer.model), True

    def _allowed(self, view: _View, filters: Filters) -> NDArray[np.bool_] | None:
        """Which documents may be found, shape (documents,); None where all may."""
        key = (replace(filters, as_of=None), filters.day)
        mask = view.masks.get(key)
        if mask is None:
            mask = view.current.copy()
            if filters:
                for number, doc_id in enumerate(view.generation.doc_ids):
                    mask[number] = mask[number] and filters.admits(view.listing[doc_id])
            if len(view.masks) > 100:
                view.masks.clear()
            view.masks[key] = mask
        return None if mask.all() else mask

    def _text_of(self, view: _View, number: int) -> Document | None:
        """A document of the view with its text; None if it is gone or another by now."""
        doc_id = view.generation.doc_ids[number]
        document = self._texts.get(doc_id)
        if document is None:
            try:
                document = self.library.get(doc_id)
            except UnknownDocument:
                return None
            with self._lock:
                if self.library.revision != view.revision:
                    fingerprint = self.library.fingerprints().get(doc_id)
                    if fingerprint is None or fingerprint.content != view.generation.contents[number]:
                        return None
                    return document
                self._texts[doc_id] = document
                while len(self._texts) > _TEXTS_KEPT:
                    self._texts.popitem(last=False)
        return document


def _set_back(view: _View, passage: Passage, filters: Filters) -> float:
    """What a passage loses where its document does not hold on the day asked about: what holds comes first."""
    document = view.listing.get(passage.span.doc_id)
    gone = document is not None and status_on(document, filters.day) in ("repealed", "expired", "not_yet")
    return NOT_IN_FORCE if gone else 0.0


def check_query(query: str) -> None:
    """Raises QueryRefused for a query that cannot be searched for."""
    if not query.strip():
        raise QueryRefused("问题是空的，请输入要查询的内容。")
    if len(query) > QUERY_LIMIT:
        raise QueryRefused(f"问题有 {len(query)} 个字符，最多 {QUERY_LIMIT} 个。请缩短后再试。")


def _no_documents(home: Path) -> str:
    return f"{home} 里还没有文档。用 python -m indexing build 文件或文件夹 添加（不写路径则添加内置文档）。"
