"""Documents put into the library and taken out of it from the page, with the index following."""

import re
import shutil
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from chat.assistant import Assistant
from corpus.loaders import load
from indexing.build import build

UPLOADS = "uploads"
_LONGEST_NAME = 100
_UNSAFE = re.compile(r'[\x00-\x1f\x7f/\\:*?"<>|]')


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of the files: titles taken, and those refused, each with its reason."""

    taken: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    refused: list[tuple[str, str]] = field(default_factory=list)


def safe_name(name: str) -> str:
    """A file's name without anything that could lead out of a folder."""
    bare = _UNSAFE.sub("_", re.split(r"[/\\]", name)[-1]).strip().lstrip(".").strip()
    stem, dot, suffix = bare.rpartition(".")
    if dot and stem:
        return f"{stem[:_LONGEST_NAME]}.{suffix[:10]}"
    return bare[:_LONGEST_NAME] or "未命名"


def take_in(assistant: Assistant, files: Sequence[Path]) -> Outcome:
    """Keeps the files in the home, adds them to the library and brings the index up to date.

    A file of the same name as an earlier one is a new version of it. What is refused is not kept. Raises Busy
    where another process is writing.
    """
    library = assistant.retriever.library
    outcome = Outcome()
    folder = library.home / UPLOADS
    folder.mkdir(parents=True, exist_ok=True)
    for file in files:
        kept = folder / safe_name(file.name)
        before = kept.read_bytes() if kept.exists() else None
        shutil.copyfile(file, kept)
        report = library.add(load(kept))
        outcome.refused.extend((kept.name, refused.reason) for refused in report.refused)
        outcome.taken.extend(library.get(doc_id).title for doc_id in (*report.added, *report.updated))
        outcome.unchanged.extend(library.get(doc_id).title for doc_id in report.unchanged)
        if not report.taken:
            if before is None:
                kept.unlink()
            else:
                kept.write_bytes(before)
    if outcome.taken:
        build(library, assistant.retriever.embedder)
    return outcome


def take_out(assistant: Assistant, doc_id: str) -> str:
    """Removes a document from the library, the index and the kept files; returns its title.

    Raises UnknownDocument where it is gone already.
    """
    library = assistant.retriever.library
    title = library.get(doc_id).title
    sources = [Path(source) for source in library.sources(doc_id)]
    library.remove([doc_id])
    build(library, assistant.retriever.embedder)
    folder = (library.home / UPLOADS).resolve()
    for source in sources:
        if source.resolve().parent == folder:
            source.unlink(missing_ok=True)
    return title
