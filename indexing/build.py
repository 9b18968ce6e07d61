"""Brings the index up to date with the library: what changed is split and embedded; and where it is much, or a
document is gone, a new generation is written beside the one in use, checked, and then one pointer in the truth moves.

A few new documents need no new generation: readers join them to the one in use (`Generation.changed`). A new one is
made of that one and of what has changed; only where that one cannot be used is every document taken apart again.
Where a document was removed, the rest of that one is published before anything else, without a collection (the dear
part), so that nothing of the document stays.
Every step commits what it has done, so a build may be stopped at any time and goes on where it was.
"""

import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from corpus.errors import PolicyQAError
from corpus.library import Library
from indexing import generation_files
from indexing.derived import Extractor, refresh, stale
from indexing.embedder import Embedder
from indexing.generation import Generation
from indexing.measure_rows import MEASURES
from indexing.readings import Reading, changed_documents, kept_readings, made_by, stamp_of
from indexing.splitter import split
from indexing.store import Pointer, Store, batches, embedding_text
from indexing.target_rows import TARGETS
from indexing.tokenizer import Tokenizer, open_tokenizer

INDEXES = "indexes"
_NICENESS = 5  # of a patient build: the page that is asked meanwhile comes first
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


def build(
    library: Library, embedder: Embedder, progress: Progress | None = None, patient: bool = False
) -> BuildReport:
    """Brings the index of the library's home up to date.

    Where it is `patient`, this process steps back behind others once what was removed is gone. Raises Busy if another process is writing, and IndexNotBuilt if the new generation is found wanting.
    """
    with library.locked():
        store = Store(library)
        tokenizer = open_tokenizer(library.home)
        stamp = stamp_of(store, tokenizer, embedder.fingerprint)
        base = _usable(store, made_by(tokenizer, embedder.fingerprint))
        if base is not None:
            base = _checked_collection(_without_removed(store, base, stamp, embedder))
        if patient and hasattr(os, "nice"):
            os.nice(max(0, _NICENESS - os.nice(0)))
        divided = _split(store, progress)
        extracted = _extract(library, progress)
        embedded = _embed(store, embedder, progress)
        joined = None if base is None else _joined(store, base)
        changed = bool(divided or embedded) or joined is None
        if joined is None:
            generation = _next(store, base, stamp, tokenizer, embedder, progress)
            _publish(store, generation, embedder, progress)
        else:
            _tidy(store, embedder)
        documents, passages = store.counts()
        return BuildReport(documents, passages, divided, embedded, extracted, joined or 0, changed)


def _usable(store: Store, versions: str) -> Generation | None:
    """The generation in use; None where it is missing, torn, or made by other versions."""
    pointer = store.pointer()
    if pointer is None:
        return None
    try:
        generation = generation_files.load(store.library.home / INDEXES / pointer.folder, pointer.stamp)
    except ValueError:
        return None
    return generation if generation.made_by == versions else None


def _without_removed(store: Store, base: Generation, stamp: str, embedder: Embedder) -> Generation:
    """Publishes the rest of the generation in use where it holds documents that were removed; what is in use then."""
    now = store.library.fingerprints()
    live = np.array([doc_id in now for doc_id in base.doc_ids], dtype=bool)
    if live.all():
        return base
    rest = replace(base.changed([], live).compacted(stamp), unfinished=True)
    _publish(store, rest, embedder)
    return rest


def _checked_collection(generation: Generation) -> Generation:
    """The generation; unfinished where its collection is torn. (After the removals: importing Chroma takes seconds.)"""
    if generation.unfinished:
        return generation
    try:
        generation.open_chroma()
    except ValueError:
        return replace(generation, chroma_folder=None, unfinished=True)
    if generation.chroma:
        generation.chroma.close()
    return generation


def _joined(store: Store, generation: Generation) -> int | None:
    """How many passages readers have to join to the generation in use; None if a new one is to be made.

    That is where its collection is still to be made, or too much has changed since.
    """
    if generation.unfinished:
        return None
    count = store.count_passages(doc_id for doc_id, _ in changed_documents(store, generation.known))
    return count if count <= min(JOINED_MOST, _JOINED_PART * len(generation.rows)) else None


def _next(
    store: Store,
    base: Generation | None,
    stamp: str,
    tokenizer: Tokenizer,
    embedder: Embedder,
    progress: Progress | None,
) -> Generation:
    """The library as it stands, in memory: what has not changed comes from the generation in use."""
    known = base.known if base else {}
    model = embedder.fingerprint
    with _bar(progress, "建索引", len(changed_documents(store, known))) as bar:
        readings = _counted(kept_readings(store, tokenizer, model, known), bar)
        if base is None:
            return Generation.of(readings, stamp, made_by(tokenizer, model))
        now = store.library.fingerprints()
        live = np.array([now.get(doc_id) == known[doc_id] for doc_id in base.doc_ids], dtype=bool)
        return base.changed(readings, live).compacted(stamp)


def _publish(
    store: Store, generation: Generation, embedder: Embedder, progress: Progress | None = None
) -> None:
    """Writes and checks a generation, moves the pointer to it, and removes all that belonged to others."""
    indexes = store.library.home / INDEXES
    number = _next_number(indexes, store.pointer())
    pointer = Pointer(number, generation.stamp, embedder.fingerprint, embedder.name)
    with _bar(progress, "写索引", len(generation.rows)) as bar:
        _write_checked(generation, indexes / pointer.folder, bar.update)
    store.publish(pointer)
    _tidy(store, embedder)


def _tidy(store: Store, embedder: Embedder) -> None:
    """Removes what no document needs any more, from the truth, its log and the disk."""
    store.sweep(embedder.fingerprint)
    pointer = store.pointer()
    _remove_others(store.library.home / INDEXES, pointer.folder if pointer else "")
    store.library.empty_log()  # where what was removed would stay readable


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


def _write_checked(generation: Generation, folder: Path, progress: Callable[[int], object]) -> None:
    """Writes a generation, opens it again and checks it; what fails is removed."""
    try:
        generation_files.write(generation, folder, progress)
        again = generation_files.load(folder, generation.stamp)
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
