"""The library as it stands at one moment, ready to be searched: a published generation, and what has changed since.

A published generation is never written again; the maker of views moves to the next one by itself. A torn one is made
up for from the truth, and built anew beside the searches where the maker is to.
"""

import logging
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpus.document import Document
from corpus.errors import PolicyQAError
from corpus.filters import Filters
from corpus.library import Library
from indexing.build import INDEXES, JOINED_MOST, build
from indexing.catalogue import Catalogue
from indexing.embedder import Embedder
from indexing.generation import Generation
from indexing.generation_files import load
from indexing.readings import Material, Reading, changed_since, kept_readings
from indexing.store import Pointer, Store
from indexing.tokenizer import Tokenizer

CHROMA_FROM = 50_000  # passages from which Chroma is opened unasked: below, exact search is as quick
_TEXTS_KEPT = 5_000  # documents

logger = logging.getLogger(__name__)


class NothingToSearch(PolicyQAError):
    """No document is in the library, or none is in the index, or the index is of another model."""


class _Torn(Exception):
    """The generation in use could not be opened: it is damaged, or another process has just replaced it."""

    def __init__(self, pointer: Pointer):
        self.pointer = pointer


@dataclass(slots=True)
class View:
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
    texts: dict[int, Document] = field(default_factory=dict)  # documents that were read, by number

    def allowed(self, filters: Filters) -> NDArray[np.bool_] | None:
        """Which documents may be found, shape (documents,); None where all may."""
        key = (replace(filters, as_of=None), filters.day)
        mask = self.masks.get(key)
        if mask is None:
            mask = self.generation.live.copy()
            if filters:
                for number, doc_id in enumerate(self.generation.doc_ids):
                    mask[number] = mask[number] and filters.admits(self.listing[doc_id])
            if len(self.masks) > 100:
                self.masks.clear()
            self.masks[key] = mask
        return None if mask.all() else mask

    def keep(self, number: int, document: Document) -> None:
        """Keeps a document, read with its text at this view's revision."""
        if len(self.texts) >= _TEXTS_KEPT:
            self.texts.clear()
        self.texts[number] = document


class LibraryViews:
    """Makes the views of a home. One may be shared by any number of threads.

    `mends` says whether a torn index is built anew at once, beside the searches: for what runs on.
    """

    def __init__(self, library: Library, tokenizer: Tokenizer, embedder: Callable[[], Embedder]):
        self.library = library
        self.tokenizer = tokenizer
        self.mends = False
        self.mending: threading.Thread | None = None
        self._open_embedder = embedder
        self._embedder: Embedder | None = None
        self._store = Store(library)
        self._lock = threading.RLock()  # for moments only
        self._renewing = threading.RLock()  # while a view is made
        self._view: View | None = None
        self._readings: dict[str, Reading] = {}  # of what was joined, for the next time
        self._warm = False

    @property
    def embedder(self) -> Embedder:
        """The model that questions are embedded with; opened when first used."""
        with self._lock:
            if self._embedder is None:
                self._embedder = self._open_embedder()
            return self._embedder

    def warm(self) -> None:
        """Opens everything that a first search would otherwise wait for, Chroma included."""
        with self._lock:
            self._warm = True
            self._view = None
        self.tokenizer.terms("预热")
        self.embedder.embed_query("预热")
        self.current()

    def renew(self) -> None:
        """Waits for a view of now, where the last one was found to be of earlier."""
        with self._renewing:
            self._renewed()

    @property
    def last(self) -> View | None:
        """The view made last, whatever has changed since; None before the first search."""
        return self._view

    def current(self) -> View:
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
            return self._renewed()
        finally:
            self._renewing.release()

    def _renewed(self) -> View:
        self._follow_model()
        torn: Pointer | None = None
        while True:
            try:
                return self._made(torn)
            except _Torn as found:  # asked once more: a replaced one is asked for no longer
                torn = found.pointer

    def _made(self, torn: Pointer | None) -> View:
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
        self._view = View(pointer, revision, base, generation, exact, listing, numbers, catalogue)
        if exact:
            self.mend()
        return self._view

    def mend(self) -> None:
        """Builds the index anew in a thread of its own, if this retriever is to; exact search serves meanwhile."""

        def work() -> None:
            try:
                build(self.library, self.embedder)
            except PolicyQAError as error:  # another is writing and will have built it, or nobody may
                logger.warning("索引没能重建：%s", error)

        if self.mends and not (self.mending and self.mending.is_alive()):
            self.mending = threading.Thread(target=work, name="mending", daemon=True)
            self.mending.start()

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
            raise NothingToSearch(no_documents(self.library.home))
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


def no_documents(home: Path) -> str:
    """What to do where a home has no document."""
    return f"{home} 里还没有文档。用 python -m indexing build 文件或文件夹 添加（不写路径则添加内置文档）。"
