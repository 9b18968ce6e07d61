"""One generation of the index: everything a search needs, made from the truth at one moment.

    g7/manifest.json     what it was made from, and the size of every other file; written last
       passages.jsonl    one row a passage: document, start, end, heading, question, speaker
       vectors.npy       (passages, d) float32
       words/, texts/, documents/   BM25 over passages with their context, without it, and over whole documents
       chroma/           the same vectors for nearest-neighbour search

Made in memory from the truth and then written; where a written one is missing or torn, the one in memory
serves just as well, with exact search in place of Chroma.
"""

import json
import logging
import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Any, TypedDict, cast

import numpy as np
from numpy.typing import NDArray

from corpus.document import Document, Span
from indexing.lexical import LexicalIndex
from indexing.passage import Passage
from indexing.splitter import SPLITTER_VERSION
from indexing.store import Store
from indexing.tokenizer import Tokenizer, article_number
from indexing.vectors import VectorIndex

FORMAT = 2
logger = logging.getLogger(__name__)

_MANIFEST = "manifest.json"
_ARTICLE = re.compile(r"第.{1,7}条")


class Manifest(TypedDict):
    """The contents of manifest.json."""

    format: int
    stamp: str
    model: str
    documents: list[list[str]]
    passages: int
    chroma: bool
    sizes: dict[str, int]


@dataclass(frozen=True, slots=True)
class Row:
    """A passage without its text: number of its document, start, end, and what it stands under."""

    document: int
    start: int
    end: int
    heading: tuple[str, ...]
    question: str | None
    speaker: str | None


@dataclass
class Generation:
    """Rows of passages, grouped by document in the order of the text, and the indexes over them.

    `first[i]:first[i + 1]` are the rows of document i; `vectors` has shape (rows, d).
    """

    stamp: str
    model: str
    doc_ids: list[str]
    contents: list[str]
    rows: list[Row]
    first: NDArray[np.int64]
    vectors: NDArray[np.float32]
    words: LexicalIndex
    texts: LexicalIndex
    documents: LexicalIndex
    chroma_folder: Path | None = None
    chroma: VectorIndex | None = None

    def open_chroma(self) -> None:
        """Opens the collection, where there is one. Raises ValueError if it is torn or missing."""
        if self.chroma_folder is not None:
            self.chroma = VectorIndex.open(self.chroma_folder, len(self.rows))

    @cached_property
    def articles(self) -> list[str | None]:
        """The 条号 of the article that each row belongs to, None where it belongs to none."""
        return [
            next((article_number(part) for part in reversed(row.heading) if _ARTICLE.match(part)), None)
            for row in self.rows
        ]

    @cached_property
    def document_of(self) -> NDArray[np.int64]:
        """The number of every row's document, shape (rows,)."""
        return np.repeat(np.arange(len(self.doc_ids)), np.diff(self.first))

    def passage(self, row: int, document: Document) -> Passage:
        """The passage of a row, from its document."""
        at = self.rows[row]
        return Passage(
            Span(document.doc_id, at.start, at.end),
            document.text[at.start : at.end],
            at.heading,
            at.question,
            at.speaker,
        )

    # -- from the truth

    @classmethod
    def from_truth(
        cls,
        store: Store,
        tokenizer: Tokenizer,
        model: str,
        advance: Callable[[int], Any] = lambda count: None,
    ) -> "Generation":
        """Made of every document whose passages and vectors are in the truth; `advance` hears of progress."""
        unsplit = set(store.unsplit())
        fingerprints = {
            doc_id: known for doc_id, known in store.library.fingerprints().items() if doc_id not in unsplit
        }
        doc_ids: list[str] = []
        rows: list[Row] = []
        first = [0]
        vectors: list[NDArray[np.float32]] = []
        words: list[list[str]] = []
        texts: list[list[str]] = []
        documents: list[list[str]] = []
        for doc_id in fingerprints:
            document = store.library.get(doc_id)
            found = [(p, store.vector(model, key)) for p, key in store.passages(document)]
            if any(vector is None for _, vector in found):
                continue
            doc_ids.append(doc_id)
            body: list[str] = []
            for passage, vector in found:
                rows.append(_row(len(doc_ids) - 1, passage))
                vectors.append(cast(NDArray[np.float32], vector))
                own = tokenizer.terms(passage.text)
                texts.append(own)
                words.append(own + tokenizer.terms(context(document.title, passage)))
                body += own
            documents.append(body + tokenizer.terms(document.title))
            first.append(len(rows))
            advance(1)
        return cls(
            stamp_of(store, tokenizer, model),
            model,
            doc_ids,
            [fingerprints[doc_id].content for doc_id in doc_ids],
            rows,
            np.array(first, dtype=np.int64),
            np.stack(vectors) if vectors else np.zeros((0, 1), np.float32),
            LexicalIndex.build(words),
            LexicalIndex.build(texts),
            LexicalIndex.build(documents),
        )

    # -- on disk

    def write(self, folder: Path) -> None:
        """Writes all files into a new folder, the manifest last."""
        folder.mkdir(parents=True)
        with (folder / "passages.jsonl").open("w", encoding="utf-8", errors="surrogatepass") as file:
            for row in self.rows:
                values = [row.document, row.start, row.end, row.heading, row.question, row.speaker]
                file.write(json.dumps(values) + "\n")
        np.save(folder / "vectors.npy", self.vectors, allow_pickle=False)
        self.words.save(folder / "words")
        self.texts.save(folder / "texts")
        self.documents.save(folder / "documents")
        searchable = bool(self.rows) and _build_chroma(folder / "chroma", self.vectors)
        manifest: Manifest = {
            "format": FORMAT,
            "stamp": self.stamp,
            "model": self.model,
            "documents": [list(pair) for pair in zip(self.doc_ids, self.contents, strict=True)],
            "passages": len(self.rows),
            "chroma": searchable,
            "sizes": _sizes(folder),
        }
        (folder / _MANIFEST).write_text(json.dumps(manifest, ensure_ascii=False), encoding="utf-8")

    @classmethod
    def load(cls, folder: Path, stamp: str) -> "Generation":
        """Opens a written generation, without Chroma. Raises ValueError if it is missing, torn or another."""
        try:
            manifest: Manifest = json.loads((folder / _MANIFEST).read_text(encoding="utf-8"))
            if manifest["format"] != FORMAT or manifest["stamp"] != stamp:
                raise ValueError("made from something else")
            if manifest["sizes"] != _sizes(folder):
                raise ValueError("its files are not those that were written")
            with (folder / "passages.jsonl").open(encoding="utf-8") as file:
                rows = [Row(d, s, e, tuple(h), q, who) for d, s, e, h, q, who in map(json.loads, file)]
            vectors = np.load(folder / "vectors.npy", mmap_mode="r", allow_pickle=False)
        except (OSError, KeyError, TypeError, EOFError) as error:
            raise ValueError(f"{folder}: {error}") from error
        if not manifest["passages"] == len(rows) == len(vectors):
            raise ValueError(f"{folder}: {len(rows)} passages, {len(vectors)} vectors")
        count = len(manifest["documents"])
        numbers = np.array([row.document for row in rows], dtype=np.int64)
        return cls(
            stamp,
            manifest["model"],
            [doc_id for doc_id, _ in manifest["documents"]],
            [content for _, content in manifest["documents"]],
            rows,
            np.searchsorted(numbers, np.arange(count + 1)),
            vectors,
            LexicalIndex.load(folder / "words", len(rows)),
            LexicalIndex.load(folder / "texts", len(rows)),
            LexicalIndex.load(folder / "documents", count),
            folder / "chroma" if manifest["chroma"] else None,
        )


def context(title: str, passage: Passage) -> str:
    """The words around a passage by which it is found too: title, headings and the interview question."""
    parts = [title, *passage.heading, passage.question or ""]
    return "\n".join(part for part in parts if part and part not in passage.text)


def stamp_of(store: Store, tokenizer: Tokenizer, model: str) -> str:
    """Hash of all that a generation is made from: the documents and the versions of what reads them."""
    known = sorted((doc_id, *fingerprint) for doc_id, fingerprint in store.library.fingerprints().items())
    made_by = [FORMAT, SPLITTER_VERSION, tokenizer.version, model]
    return sha256(json.dumps([made_by, known]).encode()).hexdigest()


def _build_chroma(folder: Path, vectors: NDArray[np.float32]) -> bool:
    """Writes and checks a collection; one that loses vectors is taken away, and exact search serves."""
    VectorIndex.build(folder, vectors)
    index = VectorIndex.open(folder, len(vectors))
    try:
        lost = index.lost(vectors)
    finally:
        index.close()
    if lost:
        logger.warning("%s 个向量在 Chroma 中找不到自己，改用精确搜索", lost)
        shutil.rmtree(folder)
    return not lost


def _row(number: int, passage: Passage) -> Row:
    span = passage.span
    return Row(number, span.start, span.end, passage.heading, passage.question, passage.speaker)


def _sizes(folder: Path) -> dict[str, int]:
    """Size by name of all files but Chroma's, which keeps an inventory of its own."""
    return {
        path.relative_to(folder).as_posix(): path.stat().st_size
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != _MANIFEST and "chroma" not in path.relative_to(folder).parts
    }
