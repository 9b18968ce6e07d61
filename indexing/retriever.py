"""The retriever: finds passages for a question, and gives the documents and passages behind what it found.

It reads a published generation, which is never written again, and moves to the next one by itself. What has
changed in the library since is joined to it in memory: new documents are found at once, removed ones no more.
Every search works on one view, the library as it stood at one moment; none is mixed of two.
"""

import logging
import os
import threading
from collections import OrderedDict
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpus.document import Document
from corpus.errors import PolicyQAError, UnknownDocument
from corpus.filters import Filters
from corpus.library import LIBRARY_FILE, Fingerprint, Library
from corpus.linking import is_named
from corpus.validity import NOT_HOLDING, status_on
from indexing.build import INDEXES, JOINED_MOST, build
from indexing.catalogue import Catalogue
from indexing.cross_encoder import RERANKED, Reranker, open_reranker, reranked
from indexing.embedder import Embedder, open_embedder
from indexing.features import Candidate, coverage, features
from indexing.generation import Generation
from indexing.generation_files import load
from indexing.passage import Passage, ScoredPassage
from indexing.question import understand
from indexing.ranking import Ranked, find_candidates, rank
from indexing.readings import Material, Reading, changed_since, kept_readings
from indexing.store import Pointer, Store
from indexing.tokenizer import open_tokenizer
from indexing.typos import mended
from indexing.views import Views

# Of scores of up to 30: of 76 questions that a repealed text and its successor both answer, the successor comes first
# for 34 without it, 64 with 1, 73 with 2, 75 with 3; a document that is alone to answer is still found.
NOT_IN_FORCE = 2.0
_SPARE = 20  # passages ranked beyond those asked for, to come in for what is set back
QUERY_LIMIT = 2_000  # characters
CHROMA_FROM = 50_000  # passages from which Chroma is opened unasked: below, exact search is as quick
_TEXTS_KEPT = 5_000  # documents
_ATTEMPTS = 3  # to search while documents change under it

logger = logging.getLogger(__name__)


class QueryRefused(PolicyQAError):
    """The query is empty or too long."""


class NothingToSearch(PolicyQAError):
    """No document is in the library, or none is in the index, or the index is of another model."""


class _Moved(Exception):
    """A document that a search came upon was changed or removed meanwhile."""


class _Torn(Exception):
    """The generation in use could not be opened: it is damaged, or another process has just replaced it."""

    def __init__(self, pointer: Pointer):
        self.pointer = pointer


@dataclass(slots=True)
class _View:
    """The library as it stands at one revision: a generation, and what has changed since joined to it."""

    pointer: Pointer
    revision: int
    base: Generation
    generation: Generation
    exact: bool  # whether the written generation could not be used
    listing: dict[str, Document]  # without texts
    numbers: dict[str, int]  # of the documents that can be found
    catalogue: Catalogue
    masks: dict[tuple[Filters, date], NDArray[np.bool_]] = field(default_factory=dict)


class Retriever:
    """Searches a home. One may be shared by any number of threads."""

    def __init__(self, library: Library, embedder: Callable[[], Embedder], reranker: Reranker | None = None):
        self.library = library
        self.tokenizer = open_tokenizer(library.home)
        self._open_embedder = embedder
        self._embedder: Embedder | None = None
        self._reranker = reranker
        self._store = Store(library)
        self._lock = threading.RLock()  # for moments only
        self._renewing = threading.RLock()  # while a view is made
        self._view: _View | None = None
        self._texts: OrderedDict[tuple[str, Fingerprint], Document] = OrderedDict()
        self._views = Views(self.tokenizer)
        self._readings: dict[str, Reading] = {}  # of what was joined, for the next time
        self._warm = False
        self.mends = (
            False  # whether a torn index is built anew at once, beside the searches: for what runs on
        )
        self._mending: threading.Thread | None = None

    @classmethod
    def open(cls, home: Path, model: str | None = None) -> "Retriever":
        """A retriever over a home; `model` as in `open_embedder`. POLICYQA_RERANKER_MODEL names a CrossEncoder.

        Raises NothingToSearch where the home has no library yet, ModelRefused for an unusable CrossEncoder.
        """
        if not (home / LIBRARY_FILE).is_file():
            raise NothingToSearch(_no_documents(home))
        reranker = open_reranker(os.environ.get("POLICYQA_RERANKER_MODEL"))
        return cls(Library(home), lambda: open_embedder(model), reranker)

    # -- searching

    def search(self, query: str, k: int = 10, filters: Filters = Filters()) -> list[ScoredPassage]:  # noqa: B008
        """The k best passages for a query, best first, of the documents that the filters admit.

        Raises QueryRefused for an empty or overlong query, NothingToSearch where nothing is indexed.
        """
        check_query(query)
        plain = mended(self.tokenizer.fold(query), self.tokenizer.kept, self._current_view().generation.words)
        vector = self.embedder.embed_query(plain)
        for _ in range(_ATTEMPTS):
            view = self._current_view()
            try:
                return self._search(view, query, plain, vector, k, filters, strict=True)
            except _Moved:
                with self._renewing:
                    self._renewed_view()
        return self._search(self._current_view(), query, plain, vector, k, filters, strict=False)

    def _search(
        self,
        view: _View,
        query: str,
        plain: str,
        vector: NDArray[np.float32],
        k: int,
        filters: Filters,
        strict: bool,
    ) -> list[ScoredPassage]:
        """`search` in one view, of the query and its one spelling; `strict` raises _Moved where a document of it is no longer as it was."""
        generation, views = view.generation, self._views
        question = understand(plain, self.tokenizer, generation.words)
        question = replace(question, cited=view.catalogue.cited(plain))
        allowed = self._allowed(view, filters)
        text_of = partial(self._text_of, view, strict)
        wanted = max(k + _SPARE, RERANKED if self._reranker else 0)

        def ranked() -> list[Ranked]:
            return rank(generation, question, vector, allowed, wanted, text_of, view.catalogue, views)

        try:
            found = ranked()
        except ValueError as error:
            # Chroma failed (its files have been damaged or removed under it): exact search does as well.
            logger.warning("向量索引无法使用，改用精确搜索：%s", error)
            view.base.chroma = view.generation.chroma = None
            view.exact = True
            self._mend()
            found = ranked()
        in_order = sorted(
            (
                (one.score - _set_back(view, one.candidate.passage, f"{query}\n{plain}", filters), one)
                for one in found
            ),
            key=lambda entry: -entry[0],
        )
        if self._reranker:
            in_order = reranked(self._reranker, query, in_order)
        return [
            ScoredPassage(
                one.candidate.passage,
                score,
                number,
                coverage(question, one.candidate, views),
                one.candidate.similarity,
            )
            for number, (score, one) in enumerate(in_order[:k], 1)
        ]

    def judge(self, query: str) -> tuple[list[Candidate], NDArray[np.float64]]:
        """The candidates for a query and their features: what the ranker is fitted on."""
        view = self._current_view()
        question = understand(query, self.tokenizer, view.generation.words)
        vector = self.embedder.embed_query(query)
        text_of = partial(self._text_of, view, False)
        allowed = self._allowed(view, Filters())
        found = find_candidates(view.generation, question, vector, allowed, 1, text_of, view.catalogue)
        return found, features(question, found, self._views)

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
        with self._lock:
            if self._embedder is None:
                self._embedder = self._open_embedder()
            return self._embedder

    @property
    def unindexed(self) -> int:
        """How many documents are not found yet: more have changed since the last build than are joined at once."""
        view = self._current_view()
        return len(view.listing) - len(view.numbers)

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
        """The view of the generation in use and the library as it stands; a new one when either moved.

        While another thread makes the new one, the last one serves; what has changed is then asked of the library.
        """
        view = self._view
        if view is not None and (self._store.pointer(), self.library.revision) == (
            view.pointer,
            view.revision,
        ):
            return view
        if not self._renewing.acquire(blocking=view is None):
            assert view is not None
            return view
        try:
            return self._renewed_view()
        finally:
            self._renewing.release()

    def _renewed_view(self) -> _View:
        self._follow_model()
        torn: Pointer | None = None
        while True:
            try:
                return self._made_view(torn)
            except _Torn as found:  # asked once more: a replaced one is asked for no longer
                torn = found.pointer

    def _made_view(self, torn: Pointer | None) -> _View:
        """A view of now. Raises _Torn where the generation in use cannot be opened, unless it is known to be `torn`."""
        with self.library.reading():  # one moment
            pointer, revision = self._store.pointer(), self.library.revision
            view = self._view
            if view is not None and (view.pointer, view.revision) == (pointer, revision):
                return view  # another thread was quicker
            listing = {document.doc_id: document for document, _ in self.library.listing()}
            self._check(pointer, len(listing))
            assert pointer is not None
            if view is not None and view.pointer == pointer:
                base, exact = view.base, view.exact
            else:
                base, exact = self._opened(pointer, torn)
            known = base.known
            now = self.library.fingerprints()
            changed = changed_since(self._store, known, pointer.model, JOINED_MOST)
        live = np.array([now.get(doc_id) == known[doc_id] for doc_id in base.doc_ids], dtype=bool)
        generation = base
        if changed or not live.all():
            generation = base.changed([self._reading(material) for material in changed], live)
        self._readings = {m.document.doc_id: self._readings[m.document.doc_id] for m in changed}
        numbers = {doc_id: i for i, doc_id in enumerate(generation.doc_ids) if generation.live[i]}
        catalogue = Catalogue([listing.get(doc_id) for doc_id in generation.doc_ids], self.tokenizer)
        self._view = _View(pointer, revision, base, generation, exact, listing, numbers, catalogue)
        if exact:
            self._mend()
        return self._view

    def _mend(self) -> None:
        """Builds the index anew in a thread of its own, if this retriever is to; exact search serves meanwhile."""

        def work() -> None:
            try:
                build(self.library, self.embedder)
            except PolicyQAError as error:  # another is writing and will have built it, or nobody may
                logger.warning("索引没能重建：%s", error)

        if self.mends and not (self._mending and self._mending.is_alive()):
            self._mending = threading.Thread(target=work, name="mending", daemon=True)
            self._mending.start()

    def _follow_model(self) -> None:
        """Builds anew where the program brings another version of the model that the index was made with."""
        pointer = self._store.pointer()
        if (
            pointer
            and pointer.model != self.embedder.fingerprint
            and pointer.model_name == self.embedder.name
        ):
            logger.warning("模型“%s”已有新版本，正在重建索引…", pointer.model_name)
            with suppress(PolicyQAError):  # another is writing, or nobody may: said by the check that follows
                build(self.library, self.embedder)

    def _check(self, pointer: Pointer | None, documents: int) -> None:
        """Raises NothingToSearch where there is nothing, or nothing that this model can search."""
        if not documents:
            raise NothingToSearch(_no_documents(self.library.home))
        if pointer is None:
            raise NothingToSearch(
                f"资料库里有 {documents} 篇文档，但还没有建立索引。请运行 python -m indexing build。"
            )
        if pointer.model != self.embedder.fingerprint:
            raise NothingToSearch(
                f"索引是用模型“{pointer.model_name}”建立的，现在设置的模型是“{self.embedder.name}”。"
                "请改回原来的设置，或运行 python -m indexing build 用新模型重建索引。"
            )

    def _reading(self, material: Material) -> Reading:
        """A changed document taken apart; kept for the next view."""
        doc_id = material.document.doc_id
        known = self._readings.get(doc_id)
        if known is None or known.fingerprint != material.fingerprint:
            known = self._readings[doc_id] = material.read(self.tokenizer, self.embedder)
        return known

    def _opened(self, pointer: Pointer, torn: Pointer | None) -> tuple[Generation, bool]:
        """The generation in use, and whether it had to be made from the truth."""
        folder = self.library.home / INDEXES / pointer.folder
        try:
            generation = load(folder, pointer.stamp)
            if self._warm or len(generation.rows) >= CHROMA_FROM:
                generation.open_chroma()
            return generation, False
        except ValueError as error:
            if pointer != torn:
                raise _Torn(pointer) from error
            logger.warning("索引缺失或损坏，先用原始数据做精确搜索；运行 indexing build 即可重建。%s", error)
        return Generation.of(kept_readings(self._store, self.tokenizer, pointer.model)), True

    def _allowed(self, view: _View, filters: Filters) -> NDArray[np.bool_] | None:
        """Which documents may be found, shape (documents,); None where all may."""
        key = (replace(filters, as_of=None), filters.day)
        mask = view.masks.get(key)
        if mask is None:
            mask = view.generation.live.copy()
            if filters:
                for number, doc_id in enumerate(view.generation.doc_ids):
                    mask[number] = mask[number] and filters.admits(view.listing[doc_id])
            if len(view.masks) > 100:
                view.masks.clear()
            view.masks[key] = mask
        return None if mask.all() else mask

    def _text_of(self, view: _View, strict: bool, number: int) -> Document | None:
        """A document of the view with its text; None, or _Moved if `strict`, if it is gone or another by now."""
        doc_id = view.generation.doc_ids[number]
        fingerprint = view.generation.fingerprints[number]
        document = self._texts.get((doc_id, fingerprint))
        if document is None or self.library.revision != view.revision:
            document = self.library.current(doc_id, fingerprint)
        if document is None:
            if strict:
                raise _Moved
            return None
        with self._lock:
            self._texts[doc_id, fingerprint] = document
            while len(self._texts) > _TEXTS_KEPT:
                self._texts.popitem(last=False)
        return document


def _set_back(view: _View, passage: Passage, query: str, filters: Filters) -> float:
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


def _no_documents(home: Path) -> str:
    return f"{home} 里还没有文档。用 python -m indexing build 文件或文件夹 添加（不写路径则添加内置文档）。"
