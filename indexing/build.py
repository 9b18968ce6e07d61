"""Brings the index up to date with the library: what changed is split and embedded; and where it is much, or a
document is gone, a new generation is written beside the one in use, checked, and then one pointer in the truth moves.

A few new documents need no new generation: readers join them to the one in use (`Generation.changed`).
Every step commits what it has done, so a build may be stopped at any time and goes on where it was.
"""

import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from corpus.errors import PolicyQAError
from corpus.library import Library
from indexing.derived import Extractor, refresh, stale
from indexing.embedder import Embedder
from indexing.generation import Generation
from indexing.measure_rows import MEASURES
from indexing.readings import Reading, kept_readings, made_by, stamp_of
from indexing.splitter import split
from indexing.store import Pointer, Store, batches, embedding_text
from indexing.target_rows import TARGETS
from indexing.tokenizer import open_tokenizer

INDEXES = "indexes"
EXTRACTORS: tuple[tuple[str, Extractor[Any]], ...] = (("读指标", TARGETS), ("读扶持措施", MEASURES))
"""What is read from every document, each with the words shown meanwhile."""
JOINED_MOST = 1_000  # passages that readers join to a generation
_JOINED_PART = 0.05  # of the passages, from which on a new generation is made
_SPLIT_BATCH = 100  # documents a transaction
_EMBED_BATCH = 256  # passages a transaction


class IndexNotBuilt(PolicyQAError):
    """A new generation failed its check; the one in use stays."""


class Progress(Protocol):
    """A bar on the screen, or nothing."""

    def __call__(self, label: str, total: int) -> Any:
        """A bar with `update(count)` and `close()`."""


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build did; `changed` is false where the index was up to date already.

    `joined` counts the passages that readers join to the generation in use. `extracted` counts the documents that were read for targets and the like.
    """

    documents: int
    passages: int
    split: int
    embedded: int
    extracted: int
    joined: int
    changed: bool


def build(library: Library, embedder: Embedder, progress: Progress | None = None) -> BuildReport:
    """Brings the index of the library's home up to date.

    Raises Busy if another process is writing, and IndexNotBuilt if the new generation is found wanting.
    """
    with library.locked():
        store = Store(library)
        indexes = library.home / INDEXES
        divided = _split(store, progress)
        extracted = _extract(library, progress)
        embedded = _embed(store, embedder, progress)
        tokenizer = open_tokenizer(library.home)
        pointer = store.pointer()
        versions = made_by(tokenizer, embedder.fingerprint)
        joined = _joined(store, indexes, pointer, versions)
        changed = bool(divided or embedded) or joined is None
        if joined is None:
            stamp = stamp_of(store, tokenizer, embedder.fingerprint)
            pointer = Pointer(_next_number(indexes, pointer), stamp, embedder.fingerprint, embedder.name)
            with _bar(progress, "建索引", len(library.fingerprints())) as bar:
                readings = _counted(kept_readings(store, tokenizer, embedder.fingerprint), bar)
                generation = Generation.of(readings, stamp, versions)
            _write_checked(generation, indexes / pointer.folder)
            store.publish(pointer)
        store.sweep(embedder.fingerprint)
        _remove_others(indexes, pointer.folder if pointer else "")
        library.empty_log()  # where what was removed would stay readable
        documents, passages = store.counts()
        return BuildReport(documents, passages, divided, embedded, extracted, joined or 0, changed)


def _joined(store: Store, indexes: Path, pointer: Pointer | None, versions: str) -> int | None:
    """How many passages readers have to join to the generation in use; None if a new one is to be made.

    That is where it cannot be used, was made by other versions, holds a document that was removed (of which
    nothing may stay), or where too many documents have changed since.
    """
    if pointer is None:
        return None
    try:
        generation = Generation.load(indexes / pointer.folder, pointer.stamp)
        generation.open_chroma()
        if generation.chroma:
            generation.chroma.close()
    except ValueError:
        return None
    if generation.made_by != versions:
        return None
    now = store.library.fingerprints()
    if any(doc_id not in now for doc_id in generation.doc_ids):
        return None
    known = dict(zip(generation.doc_ids, generation.fingerprints, strict=True))
    count = store.count_passages([doc_id for doc_id in now if known.get(doc_id) != now[doc_id]])
    return count if count <= min(JOINED_MOST, _JOINED_PART * len(generation.rows)) else None


def _split(store: Store, progress: Progress | None) -> int:
    library = store.library
    doc_ids = store.unsplit()
    fingerprints = library.fingerprints()
    with _bar(progress, "切分", len(doc_ids)) as bar:
        for part in batches(doc_ids, _SPLIT_BATCH):
            with library.writing():
                for doc_id in part:
                    document = library.get(doc_id)
                    store.put(document, *fingerprints[doc_id], split(document))
            bar.update(len(part))
    return len(doc_ids)


def _extract(library: Library, progress: Progress | None) -> int:
    documents = 0
    for label, extractor in EXTRACTORS:
        with _bar(progress, label, len(stale(library, extractor))) as bar:
            documents = max(documents, refresh(library, extractor, bar.update))
    return documents


def _embed(store: Store, embedder: Embedder, progress: Progress | None) -> int:
    wanted = store.unembedded(embedder.fingerprint)
    with _bar(progress, "向量", len(wanted)) as bar:
        for part in batches(wanted, _EMBED_BATCH):
            vectors = embedder.embed_passages(list(_texts(store, part)))
            store.put_vectors(embedder.fingerprint, [key for _, _, key in part], vectors)
            bar.update(len(part))
    return len(wanted)


def _texts(store: Store, wanted: Iterable[tuple[str, int, bytes]]) -> Iterator[str]:
    """The texts to embed; the passages of a document come together, so it is read once."""
    last = None
    for doc_id, ordinal, _ in wanted:
        if last is None or last.doc_id != doc_id:
            last = store.library.get(doc_id)
            passages = store.passages(last)
        yield embedding_text(last.title, passages[ordinal][0])


def _write_checked(generation: Generation, folder: Path) -> None:
    """Writes a generation, opens it again and checks it; what fails is removed."""
    try:
        generation.write(folder)
        again = Generation.load(folder, generation.stamp)
        if again.rows != generation.rows or again.doc_ids != generation.doc_ids:
            raise ValueError(f"{folder}: read back differently")
    except BaseException as error:
        shutil.rmtree(folder, ignore_errors=True)
        if isinstance(error, (OSError, ValueError)):
            raise IndexNotBuilt(
                f"新索引没有通过检查（{error}），原有索引不受影响。请检查磁盘空间和权限后重试。"
            ) from error
        raise


def _counted(readings: Iterable[Reading], bar: Any) -> Iterator[Reading]:
    for reading in readings:
        yield reading
        bar.update(1)


def _next_number(indexes: Path, pointer: Pointer | None) -> int:
    """A number that no folder has: an interrupted build may have left one."""
    taken = [int(path.name[1:]) for path in indexes.glob("g*") if path.name[1:].isdecimal()]
    return max([*taken, pointer.number if pointer else 0]) + 1


def _remove_others(indexes: Path, keep: str) -> None:
    for path in indexes.glob("*"):
        if path.name != keep and path.is_dir():
            shutil.rmtree(path, ignore_errors=True)


@contextmanager
def _bar(progress: Progress | None, label: str, total: int) -> Iterator[Any]:
    """A progress bar, or one that does nothing."""
    bar = progress(label, total) if progress and total else _Silent()
    try:
        yield bar
    finally:
        bar.close()


class _Silent:
    def update(self, count: int) -> None:
        pass

    def close(self) -> None:
        pass
