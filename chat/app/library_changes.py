"""Documents put into the library, renewed and taken out of it from the page, with the index following, and its state."""

import re
import shutil
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as NotYet
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Protocol

from chat.assistant import Assistant
from corpus.errors import PolicyQAError, Refused
from corpus.library import Library
from corpus.loaders import load
from corpus.registration import AddReport
from corpus.source import Loaded
from indexing.build import build

UPLOADS = "uploads"
SEVERAL = "这个文件里有 {n} 份文档，不能当作一份文档的新版本。请改用“加入文档”。"
LOOK = 0.3  # seconds between two looks at how far the work has come
_LONGEST_NAME = 100
_UNSAFE = re.compile(r'[\x00-\x1f\x7f/\\:*?"<>|]')


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of the files: titles taken, and those refused, each with its reason."""

    taken: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    refused: list[tuple[str, str]] = field(default_factory=list)


class Working:
    """How far a change has come, for whoever looks at it from another thread; what `build` takes as its progress."""

    def __init__(self) -> None:
        self.label, self.done, self.total = "", 0, 0

    def __call__(self, label: str, total: int) -> "Working":
        """Begins a stretch of the work."""
        self.label, self.done, self.total = label, 0, total
        return self

    def update(self, count: int) -> None:
        """Notes that so much more is done."""
        self.done += count

    def close(self) -> None:
        """Ends a stretch."""


class Change(Protocol):
    """A change of the library that says how far it has come."""

    def __call__(self, working: Working) -> Outcome:
        """Makes it. Raises PolicyQAError."""


def followed(change: Change) -> Iterator[Working | Outcome]:
    """Makes a change in a thread of its own; tells now and then how far it has come, and last what came of it.

    Raises what the change raises.
    """
    working = Working()
    with ThreadPoolExecutor(1) as pool:
        future = pool.submit(change, working)
        while True:
            try:
                yield future.result(timeout=LOOK)
            except NotYet:
                if future.done():  # the change's own
                    raise
                yield working
            else:
                return


def safe_name(name: str) -> str:
    """A file's name without anything that could lead out of a folder."""
    bare = _UNSAFE.sub("_", re.split(r"[/\\]", name)[-1]).strip().lstrip(".").strip()
    stem, dot, suffix = bare.rpartition(".")
    if dot and stem:
        return f"{stem[:_LONGEST_NAME]}.{suffix[:10]}"
    return bare[:_LONGEST_NAME] or "未命名"


def take_in(assistant: Assistant, files: Sequence[Path], working: Working | None = None) -> Outcome:
    """Keeps the files in the home, adds them to the library and brings the index up to date.

    A file of the same name as an earlier one is a new version of it. What is refused is not kept. Raises Busy
    where another process is writing, and then keeps nothing of that file and those after it.
    """
    library, working = assistant.retriever.library, working or Working()
    outcome = Outcome()
    reading = working("读取文件", len(files))
    for file in files:
        report = _kept_and_added(library, file, _folder(assistant) / safe_name(file.name))
        outcome.refused.extend((safe_name(file.name), refused.reason) for refused in report.refused)
        outcome.taken.extend(library.get(doc_id).title for doc_id in (*report.added, *report.updated))
        outcome.unchanged.extend(library.get(doc_id).title for doc_id in report.unchanged)
        reading.update(1)
    if outcome.taken:
        build(library, assistant.retriever.embedder, working)
    return outcome


def _kept_and_added(library: Library, file: Path, kept: Path) -> AddReport:
    """Copies a file to where it is kept and adds it; where nothing of it is taken, that place is as it was before."""
    before = kept.read_bytes() if kept.exists() else None
    taken = 0
    try:
        shutil.copyfile(file, kept)
        report = library.add(load(kept))
        taken = report.taken
    finally:
        if not taken:
            kept.unlink(missing_ok=True)
            if before is not None:
                kept.write_bytes(before)
    return report


def renewed(assistant: Assistant, doc_id: str, file: Path, working: Working | None = None) -> Outcome:
    """Makes a file the new version of a document, whatever it is called, the index following.

    Raises UnknownDocument, Busy, and PolicyQAError where the file holds several documents.
    """
    library, working = assistant.retriever.library, working or Working()
    working("读取文件", 1)
    kept = _free(_folder(assistant), safe_name(file.name))
    shutil.copyfile(file, kept)
    taken = False
    try:
        found = list(load(kept))
        if len(found) > 1:
            raise PolicyQAError(SEVERAL.format(n=len(found)))
        loaded = found[0]
        if isinstance(loaded, Refused):
            return Outcome(refused=[(file.name, loaded.reason)])
        report = library.renew(doc_id, _unnamed(loaded))
        taken = bool(report.updated)
    finally:
        if not taken:
            kept.unlink()
    title = library.get(doc_id).title
    if report.refused:
        return Outcome(refused=[(file.name, report.refused[0].reason)])
    if not taken:
        return Outcome(unchanged=[title])
    build(library, assistant.retriever.embedder, working)
    return Outcome(taken=[title])


def take_out(assistant: Assistant, doc_id: str) -> str:
    """Removes a document from the library, the index and the kept files; returns its title.

    Raises UnknownDocument where it is gone already.
    """
    library = assistant.retriever.library
    title = library.get(doc_id).title
    library.remove([doc_id])
    build(library, assistant.retriever.embedder)
    return title


def _folder(assistant: Assistant) -> Path:
    folder = assistant.retriever.library.home / UPLOADS
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _free(folder: Path, name: str) -> Path:
    """A path in the folder that is not taken: the file may be called like another document's."""
    stem, dot, suffix = name.rpartition(".")
    path, n = folder / name, 2
    while path.exists():
        path = folder / (f"{stem}-{n}.{suffix}" if dot else f"{name}-{n}")
        n += 1
    return path


def _unnamed(loaded: Loaded) -> Loaded:
    """The file without an id of its own: it is to be a version of a document that has one."""
    return replace(loaded, id_given=False, single=True)


def reindexed(assistant: Assistant, working: Working) -> Outcome:
    """Brings the index up to date with the library. Raises Busy where another process is writing."""
    build(assistant.retriever.library, assistant.retriever.embedder, working)
    return Outcome()


def unindexed(assistant: Assistant) -> int:
    """How many documents cannot be found yet."""
    try:
        return assistant.retriever.unindexed
    except PolicyQAError:  # nothing to search yet
        return len(assistant.retriever.library.fingerprints())


def torn(assistant: Assistant) -> bool:
    """Whether the written index is missing or damaged; not where there has been none yet."""
    try:
        return assistant.retriever.exact
    except PolicyQAError:
        return False
