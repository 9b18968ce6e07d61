"""A generation in a folder of its own, written once and never again.

g7/manifest.json     what it was made from, and the size and hash of every other file; written last
   passages.jsonl    one row a passage: document, start, end, heading, question, speaker
   vectors.npy       (passages, d) float32
   words/, texts/, documents/   BM25 over passages with their context, without it, and over whole documents
   chroma/           the same vectors for nearest-neighbour search
"""

import json
import logging
import os
import shutil
from collections.abc import Callable, Iterator
from hashlib import file_digest
from pathlib import Path
from typing import NotRequired, TypedDict

import numpy as np
from numpy.typing import NDArray

from corpus.library import Fingerprint
from indexing.generation import Generation, Row
from indexing.lexical import LexicalIndex
from indexing.vectors import VectorIndex

FORMAT = 3
"""Of the folder's files; a folder of another format is made anew."""
logger = logging.getLogger(__name__)

_MANIFEST = "manifest.json"
_CHROMA = "chroma"


class Manifest(TypedDict):
    """The contents of manifest.json; `hashes` and `unfinished` are missing in what earlier versions wrote."""

    format: int
    stamp: str
    made_by: str
    documents: list[list[str]]
    passages: int
    chroma: bool
    unfinished: NotRequired[bool]
    sizes: dict[str, int]
    hashes: NotRequired[dict[str, str]]


def write(generation: Generation, folder: Path, progress: Callable[[int], object] | None = None) -> None:
    """Writes all files into a new folder, the manifest last; no collection where the generation is `unfinished`.

    `progress` is told how many vectors have been put into the collection.
    """
    folder.mkdir(parents=True)
    with (folder / "passages.jsonl").open("w", encoding="utf-8", errors="surrogatepass") as file:
        for row in generation.rows:
            values = [row.document, row.start, row.end, row.heading, row.question, row.speaker]
            file.write(json.dumps(values) + "\n")
    (vectors,) = generation.vectors
    np.save(folder / "vectors.npy", vectors, allow_pickle=False)
    generation.words.save(folder / "words")
    generation.texts.save(folder / "texts")
    generation.documents.save(folder / "documents")
    wanted = bool(generation.rows) and not generation.unfinished
    searchable = wanted and _build_chroma(folder / _CHROMA, vectors, progress)
    pairs = zip(generation.doc_ids, generation.fingerprints, strict=True)
    manifest: Manifest = {
        "format": FORMAT,
        "stamp": generation.stamp,
        "made_by": generation.made_by,
        "documents": [[doc_id, *known] for doc_id, known in pairs],
        "passages": len(generation.rows),
        "chroma": searchable,
        "unfinished": generation.unfinished,
        "sizes": _sizes(folder),
        "hashes": _hashes(folder),
    }
    (folder / _MANIFEST).write_text(json.dumps(manifest, ensure_ascii=False), encoding="utf-8")
    _sync(folder)


def load(folder: Path, stamp: str) -> Generation:
    """Opens a written generation, without Chroma. Raises ValueError if it is missing, torn or another."""
    try:
        return _loaded(folder, stamp)
    # a file that is gone or too short, and JSON without a key or of another form
    except (OSError, EOFError, LookupError, TypeError) as error:
        raise ValueError(f"{folder}: {type(error).__name__} {error}") from error


def altered(folder: Path) -> list[str]:
    """The files that do not hold what was written into them; takes as long as reading them all."""
    written = _manifest(folder).get("hashes")
    return (
        [] if written is None else [name for name, found in _hashes(folder).items() if written[name] != found]
    )


def _manifest(folder: Path) -> Manifest:
    manifest: Manifest = json.loads((folder / _MANIFEST).read_text(encoding="utf-8"))
    return manifest


def _loaded(folder: Path, stamp: str) -> Generation:
    manifest = _manifest(folder)
    if manifest["format"] != FORMAT or manifest["stamp"] != stamp:
        raise ValueError(f"{folder}: made from something else, or by another version")
    if manifest["sizes"] != _sizes(folder):
        raise ValueError(f"{folder}: its files are not those that were written")
    with (folder / "passages.jsonl").open(encoding="utf-8") as file:
        rows = [Row(d, s, e, tuple(h), q, who) for d, s, e, h, q, who in map(json.loads, file)]
    vectors = np.load(folder / "vectors.npy", mmap_mode="r" if rows else None, allow_pickle=False)
    if not manifest["passages"] == len(rows) == len(vectors):
        raise ValueError(f"{folder}: {len(rows)} passages, {len(vectors)} vectors")
    count = len(manifest["documents"])
    numbers = np.array([row.document for row in rows], dtype=np.int64)
    return Generation(
        stamp,
        manifest["made_by"],
        [doc_id for doc_id, _, _ in manifest["documents"]],
        [Fingerprint(content, metadata) for _, content, metadata in manifest["documents"]],
        rows,
        np.searchsorted(numbers, np.arange(count + 1)),
        [vectors],
        LexicalIndex.load(folder / "words", len(rows)),
        LexicalIndex.load(folder / "texts", len(rows)),
        LexicalIndex.load(folder / "documents", count),
        np.ones(count, dtype=bool),
        folder / _CHROMA if manifest["chroma"] else None,
        unfinished=manifest.get("unfinished", False),
    )


def _build_chroma(
    folder: Path, vectors: NDArray[np.float32], progress: Callable[[int], object] | None
) -> bool:
    """Writes and checks a collection; one that loses vectors is taken away, and exact search serves."""
    VectorIndex.build(folder, vectors, progress)
    index = VectorIndex.open(folder, len(vectors))
    try:
        lost = index.lost(vectors)
    finally:
        index.close()
    if lost:
        logger.warning("%s 个向量在 Chroma 中找不到自己，改用精确搜索", lost)
        shutil.rmtree(folder)
    return not lost


def _own_files(folder: Path) -> Iterator[tuple[str, Path]]:
    """All files by name, but the manifest and Chroma's, which keeps an inventory of its own."""
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder)
        if path.is_file() and path.name != _MANIFEST and _CHROMA not in name.parts:
            yield name.as_posix(), path


def _sizes(folder: Path) -> dict[str, int]:
    return {name: path.stat().st_size for name, path in _own_files(folder)}


def _hashes(folder: Path) -> dict[str, str]:
    hashes = {}
    for name, path in _own_files(folder):
        with path.open("rb") as file:
            hashes[name] = file_digest(file, "sha256").hexdigest()
    return hashes


def _sync(folder: Path) -> None:
    """Has the disk keep all files: their sizes, which are looked at on opening, may outlive a loss of power alone."""
    for path in [*folder.rglob("*"), folder]:
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
