"""What is derived from the documents and dear to make again: passages and vectors, in the library's own file.

Passages go with their document (`ON DELETE CASCADE`). A vector belongs to a text and a model, whichever
documents hold that text; those that no passage needs any more are swept out.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from corpus.document import Document, Span
from corpus.library import Fingerprint, Library
from indexing.passage import Passage
from indexing.splitter import SPLITTER_VERSION

T = TypeVar("T")

MIGRATIONS = [
    """
    CREATE TABLE split_documents (
        doc_id TEXT PRIMARY KEY REFERENCES documents (doc_id) ON DELETE CASCADE,
        content TEXT NOT NULL,
        metadata TEXT NOT NULL,
        splitter TEXT NOT NULL
    ) STRICT;

    CREATE TABLE passages (
        doc_id TEXT NOT NULL REFERENCES documents (doc_id) ON DELETE CASCADE,
        ordinal INTEGER NOT NULL,
        start INTEGER NOT NULL,
        "end" INTEGER NOT NULL,
        heading TEXT NOT NULL,
        question TEXT,
        speaker TEXT,
        digest BLOB NOT NULL,
        PRIMARY KEY (doc_id, ordinal)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX passages_by_digest ON passages (digest);

    CREATE TABLE vectors (
        model TEXT NOT NULL,
        digest BLOB NOT NULL,
        vector BLOB NOT NULL,
        PRIMARY KEY (model, digest)
    ) STRICT, WITHOUT ROWID;

    -- The generation in use; one row at most.
    CREATE TABLE generation (
        only INTEGER PRIMARY KEY CHECK (only = 1),
        number INTEGER NOT NULL,
        stamp TEXT NOT NULL,
        model TEXT NOT NULL,
        model_name TEXT NOT NULL
    ) STRICT;
    """,
]


@dataclass(frozen=True, slots=True)
class Pointer:
    """Which generation is in use, what it was made from (`stamp`), and the model of its vectors."""

    number: int
    stamp: str
    model: str
    model_name: str

    @property
    def folder(self) -> str:
        """The name of the generation's folder."""
        return f"g{self.number}"


class Store:
    """The derived tables of a library."""

    def __init__(self, library: Library):
        self.library = library
        library.ensure_schema("indexing", MIGRATIONS)

    def pointer(self) -> Pointer | None:
        """The generation in use, if any."""
        row = self.library.connection.execute(
            "SELECT number, stamp, model, model_name FROM generation"
        ).fetchone()
        return Pointer(*row) if row else None

    def publish(self, pointer: Pointer) -> None:
        """Moves the pointer, in one transaction."""
        with self.library.writing() as connection:
            connection.execute(
                "INSERT INTO generation VALUES (1, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET number = excluded.number,"
                " stamp = excluded.stamp, model = excluded.model, model_name = excluded.model_name",
                (pointer.number, pointer.stamp, pointer.model, pointer.model_name),
            )

    def unsplit(self) -> list[str]:
        """The documents whose passages are missing or made from another text, title or splitter."""
        known = {
            row[0]: row[1:]
            for row in self.library.connection.execute(
                "SELECT doc_id, content, metadata, splitter FROM split_documents"
            )
        }
        return [
            doc_id
            for doc_id, fingerprint in self.library.fingerprints().items()
            if known.get(doc_id) != (fingerprint.content, fingerprint.metadata, SPLITTER_VERSION)
        ]

    def is_split(self, doc_id: str, fingerprint: Fingerprint) -> bool:
        """Whether the passages kept for a document are those of this text and title, by this splitter."""
        row = self.library.connection.execute(
            "SELECT content, metadata, splitter FROM split_documents WHERE doc_id = ?", (doc_id,)
        ).fetchone()
        return bool(row == (*fingerprint, SPLITTER_VERSION))

    def put(self, document: Document, content: str, metadata: str, passages: Sequence[Passage]) -> None:
        """Keeps the passages of a document in place of those it had; inside a transaction."""
        connection = self.library.connection
        connection.execute("DELETE FROM passages WHERE doc_id = ?", (document.doc_id,))
        connection.executemany(
            "INSERT INTO passages VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            [
                (
                    document.doc_id,
                    ordinal,
                    passage.span.start,
                    passage.span.end,
                    json.dumps(passage.heading, ensure_ascii=False),
                    passage.question,
                    passage.speaker,
                    digest(embedding_text(document.title, passage)),
                )
                for ordinal, passage in enumerate(passages)
            ],
        )
        connection.execute(
            "INSERT OR REPLACE INTO split_documents VALUES (?, ?, ?, ?)",
            (document.doc_id, content, metadata, SPLITTER_VERSION),
        )

    def passages(self, document: Document) -> list[tuple[Passage, bytes]]:
        """The passages of a document in order, each with the digest of its embedded text."""
        rows = self.library.connection.execute(
            'SELECT start, "end", heading, question, speaker, digest FROM passages WHERE doc_id = ? ORDER BY ordinal',
            (document.doc_id,),
        )
        return [
            (
                Passage(
                    Span(document.doc_id, start, end),
                    document.text[start:end],
                    tuple(json.loads(heading)),
                    question,
                    speaker,
                ),
                key,
            )
            for start, end, heading, question, speaker, key in rows
        ]

    def count_passages(self, doc_ids: Iterable[str]) -> int:
        """How many passages the documents have."""
        query = "SELECT count(*) FROM passages WHERE doc_id = ?"
        return sum(int(self.library.connection.execute(query, (d,)).fetchone()[0]) for d in doc_ids)

    def unembedded(self, model: str) -> list[tuple[str, int, bytes]]:
        """Document, ordinal and digest of one passage for each text that has no vector of this model."""
        return list(
            self.library.connection.execute(
                "SELECT doc_id, ordinal, digest FROM passages WHERE NOT EXISTS (SELECT 1 FROM vectors"
                " WHERE vectors.model = ? AND vectors.digest = passages.digest)"
                " GROUP BY digest ORDER BY doc_id, ordinal",
                (model,),
            )
        )

    def put_vectors(self, model: str, keys: Sequence[bytes], vectors: NDArray[np.float32]) -> None:
        """Keeps vectors (n, d), little-endian float32, in a transaction of their own."""
        with self.library.writing() as connection:
            connection.executemany(
                "INSERT OR REPLACE INTO vectors VALUES (?, ?, ?)",
                [
                    (model, key, vector.astype("<f4").tobytes())
                    for key, vector in zip(keys, vectors, strict=True)
                ],
            )

    def vector(self, model: str, key: bytes) -> NDArray[np.float32] | None:
        """The vector of a text, if it was embedded with this model."""
        row = self.library.connection.execute(
            "SELECT vector FROM vectors WHERE model = ? AND digest = ?", (model, key)
        ).fetchone()
        return np.frombuffer(row[0], dtype="<f4") if row else None

    def sweep(self, model: str) -> int:
        """Removes the vectors of other models and of texts that no passage holds; how many."""
        with self.library.writing() as connection:
            return connection.execute(
                "DELETE FROM vectors WHERE model != ? OR digest NOT IN (SELECT digest FROM passages)",
                (model,),
            ).rowcount

    def counts(self) -> tuple[int, int]:
        """How many documents are split, and into how many passages."""
        row = self.library.connection.execute(
            "SELECT (SELECT count(*) FROM split_documents), (SELECT count(*) FROM passages)"
        ).fetchone()
        return int(row[0]), int(row[1])


def embedding_text(title: str, passage: Passage) -> str:
    """What is embedded of a passage."""
    return passage.text


def digest(text: str) -> bytes:
    """SHA-256 of a text."""
    return sha256(text.encode("utf-8", "surrogatepass")).digest()


def batches(items: Sequence[T], size: int) -> Iterator[Sequence[T]]:
    """The items, so many at a time."""
    return (items[first : first + size] for first in range(0, len(items), size))
