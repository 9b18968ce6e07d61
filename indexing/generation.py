"""One generation of the index: everything a search needs, made from the truth at one moment.

Made in memory of documents taken apart (`readings.py`) and then written (`generation_files.py`); where a written one
is missing or torn, the one in memory serves just as well, with exact search in place of Chroma. `changed` joins to
it, in memory, what has changed since; it finds what a generation made anew would find, with the same scores.
`compacted` makes of that the next generation to write, without taking a document apart that has not changed.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpus.document import Document, Span
from corpus.library import Fingerprint
from indexing.lexical import LexicalIndex
from indexing.passage import Passage
from indexing.readings import Reading
from indexing.tokenizer import article_number
from indexing.vectors import VectorIndex

_PASSAGES_KEPT = 20_000
_ARTICLE = re.compile(r"第.{1,7}条")


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

    `first[i]:first[i + 1]` are the rows of document i; the arrays of `vectors` have shape (rows of the part, d).
    `live` (documents,) is false for those that are masked: in the arrays, but to be found no more.
    `unfinished` is true where the collection is still to be made, and exact search serves.
    """

    stamp: str
    made_by: str
    doc_ids: list[str]
    fingerprints: list[Fingerprint]
    rows: list[Row]
    first: NDArray[np.int64]
    vectors: list[NDArray[np.float32]]
    words: LexicalIndex
    texts: LexicalIndex
    documents: LexicalIndex
    live: NDArray[np.bool_]
    chroma_folder: Path | None = None
    chroma: VectorIndex | None = None
    unfinished: bool = False
    passages: dict[int, Passage] = field(default_factory=dict, init=False, repr=False, compare=False)

    def open_chroma(self) -> None:
        """Opens the collection, where there is one. Raises ValueError if it is torn or missing."""
        if self.chroma_folder is not None:
            self.chroma = VectorIndex.open(self.chroma_folder, len(self.vectors[0]))

    @property
    def known(self) -> dict[str, Fingerprint]:
        """What its documents were like when it was made, by id."""
        return dict(zip(self.doc_ids, self.fingerprints, strict=True))

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
        """The passage of a row, from its document as it was when the generation was made; the last ones are kept."""
        passage = self.passages.get(row)
        if passage is None:
            at = self.rows[row]
            passage = Passage(
                Span(document.doc_id, at.start, at.end),
                document.text[at.start : at.end],
                at.heading,
                at.question,
                at.speaker,
            )
            if len(self.passages) >= _PASSAGES_KEPT:
                self.passages.clear()
            self.passages[row] = passage
        return passage

    @cached_property
    def order(self) -> NDArray[np.int64]:
        """Every row's place when documents are in the order of their ids: the same however they came in."""
        by_id = np.argsort(np.array(self.doc_ids, dtype=object), kind="stable")
        places = np.empty(len(by_id), dtype=np.int64)
        places[by_id] = np.arange(len(by_id))
        keys = np.lexsort((np.arange(len(self.rows)), places[self.document_of]))
        order = np.empty(len(self.rows), dtype=np.int64)
        order[keys] = np.arange(len(self.rows))
        return order

    def similarities(self, vector: NDArray[np.float32], rows: NDArray[np.int64]) -> NDArray[np.float32]:
        """Each row's cosine, the same to the last bit whatever other rows are asked for, in whatever part they are
        (BLAS does not promise that)."""
        if len(self.vectors) == 1 and len(rows) == len(self.rows):
            return _cosines(self.vectors[0], vector)
        result = np.empty(len(rows), dtype=np.float32)
        first = 0
        for part in self.vectors:
            here = (rows >= first) & (rows < first + len(part))
            result[here] = _cosines(part[rows[here] - first], vector)
            first += len(part)
        return result

    # -- in memory

    @classmethod
    def of(cls, readings: Iterable[Reading], stamp: str = "", made_by: str = "") -> "Generation":
        """Made of documents taken apart; `made_by` tells the versions of what took them apart."""
        doc_ids: list[str] = []
        fingerprints: list[Fingerprint] = []
        rows: list[Row] = []
        first = [0]
        vectors: list[NDArray[np.float32]] = []
        words: list[list[str]] = []
        texts: list[list[str]] = []
        documents: list[list[str]] = []
        for reading in readings:
            rows += [_row(len(doc_ids), passage) for passage in reading.passages]
            doc_ids.append(reading.doc_id)
            fingerprints.append(reading.fingerprint)
            if reading.passages:
                vectors.append(reading.vectors)
            texts += reading.texts
            words += [own + around for own, around in zip(reading.texts, reading.contexts, strict=True)]
            documents.append([term for own in reading.texts for term in own] + reading.title)
            first.append(len(rows))
        return cls(
            stamp,
            made_by,
            doc_ids,
            fingerprints,
            rows,
            np.array(first, dtype=np.int64),
            [np.concatenate(vectors) if rows else np.zeros((0, 1), np.float32)],
            LexicalIndex.build(words),
            LexicalIndex.build(texts),
            LexicalIndex.build(documents),
            np.ones(len(doc_ids), dtype=bool),
        )

    def changed(self, readings: Iterable[Reading], live: NDArray[np.bool_]) -> "Generation":
        """This generation with more documents behind its own, and without those that are not `live` (documents,).

        Statistics of words are those of the documents that are left, so that nothing is told by old numbers.
        """
        added = Generation.of(readings)
        count = len(self.doc_ids)
        documents = np.concatenate([live, added.live])
        of_rows = np.repeat(documents, np.concatenate([np.diff(self.first), np.diff(added.first)]))
        return replace(
            self,
            doc_ids=self.doc_ids + added.doc_ids,
            fingerprints=self.fingerprints + added.fingerprints,
            rows=self.rows + [replace(row, document=row.document + count) for row in added.rows],
            first=np.concatenate([self.first, added.first[1:] + len(self.rows)]),
            vectors=[part for part in (*self.vectors, *added.vectors) if len(part)] or self.vectors,
            words=self.words.joined(added.words, of_rows),
            texts=self.texts.joined(added.texts, of_rows),
            documents=self.documents.joined(added.documents, documents),
            live=documents,
        )

    def compacted(self, stamp: str) -> "Generation":
        """The same in one part, without the masked documents and without the words that only they held."""
        numbers = np.cumsum(self.live) - 1
        kept = self.live[self.document_of]
        documents = np.flatnonzero(self.live).tolist()
        sizes = np.diff(self.first)[self.live]
        vectors = np.concatenate(self.vectors) if len(self.rows) else self.vectors[0]
        return Generation(
            stamp,
            self.made_by,
            [self.doc_ids[number] for number in documents],
            [self.fingerprints[number] for number in documents],
            [
                replace(self.rows[i], document=int(numbers[self.rows[i].document]))
                for i in np.flatnonzero(kept)
            ],
            np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64),
            [vectors[kept]],
            self.words.compacted(),
            self.texts.compacted(),
            self.documents.compacted(),
            np.ones(len(documents), dtype=bool),
        )


def _cosines(vectors: NDArray[np.float32], vector: NDArray[np.float32]) -> NDArray[np.float32]:
    cosines: NDArray[np.float32] = np.einsum("rd,d->r", vectors, vector)
    return cosines


def _row(number: int, passage: Passage) -> Row:
    span = passage.span
    return Row(number, span.start, span.end, passage.heading, passage.question, passage.speaker)
