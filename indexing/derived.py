"""Rows read from each document (targets, support measures), kept in the library's own file.

A document's rows are kept with what they were read from: its text's hash, its metadata's hash and the version of
the extractor. `refresh` reads again only where one of the three has changed; rows go with their document
(`ON DELETE CASCADE`). Rows are stored as JSON, and hold offsets in place of words: quotes come from the text.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from corpus.document import Document
from corpus.identity import content_hash, metadata_hash
from corpus.library import Library
from indexing.store import batches

Row = TypeVar("Row")

MIGRATIONS = [
    """
    CREATE TABLE derived_documents (
        extractor TEXT NOT NULL,
        doc_id TEXT NOT NULL REFERENCES documents (doc_id) ON DELETE CASCADE,
        content TEXT NOT NULL,
        metadata TEXT NOT NULL,
        version TEXT NOT NULL,
        PRIMARY KEY (extractor, doc_id)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX derived_by_document ON derived_documents (doc_id);

    CREATE TABLE derived_rows (
        extractor TEXT NOT NULL,
        doc_id TEXT NOT NULL,
        ordinal INTEGER NOT NULL,
        row TEXT NOT NULL,
        PRIMARY KEY (extractor, doc_id, ordinal),
        FOREIGN KEY (extractor, doc_id) REFERENCES derived_documents (extractor, doc_id) ON DELETE CASCADE
    ) STRICT, WITHOUT ROWID;
    """,
]
_BATCH = 200  # documents a transaction


@dataclass(frozen=True, slots=True)
class Extractor(Generic[Row]):
    """Reads rows from a document, and writes them as JSON values and back.

    Another `version` means that every document is to be read again. `restore` must give a row equal to the one
    that `keep` was given.
    """

    name: str
    version: str
    read: Callable[[Document], Iterable[Row]]
    keep: Callable[[Row], Any]
    restore: Callable[[Document, Any], Row]


def refresh(
    library: Library, extractor: Extractor[Any], progress: Callable[[int], object] | None = None
) -> int:
    """Reads the documents whose rows are missing or outdated; how many. Commits in steps. Raises Busy."""
    library.ensure_schema("derived", MIGRATIONS)
    fingerprints = library.fingerprints()
    outdated = stale(library, extractor)
    for part in batches(outdated, _BATCH):
        with library.writing() as connection:
            for doc_id in part:
                document = library.get(doc_id)
                key = (extractor.name, doc_id)
                connection.execute("DELETE FROM derived_documents WHERE extractor = ? AND doc_id = ?", key)
                connection.execute(
                    "INSERT INTO derived_documents VALUES (?, ?, ?, ?, ?)",
                    (*key, *fingerprints[doc_id], extractor.version),
                )
                connection.executemany(
                    "INSERT INTO derived_rows VALUES (?, ?, ?, ?)",
                    [
                        (*key, ordinal, json.dumps(extractor.keep(row), ensure_ascii=False))
                        for ordinal, row in enumerate(extractor.read(document))
                    ],
                )
        if progress is not None:
            progress(len(part))
    return len(outdated)


def stale(library: Library, extractor: Extractor[Any]) -> list[str]:
    """The documents whose rows are missing or outdated, by id."""
    fresh = _fresh(library, extractor)
    return [doc_id for doc_id in library.fingerprints() if doc_id not in fresh]


def rows_of(library: Library, extractor: Extractor[Row], documents: Iterable[Document]) -> Iterator[Row]:
    """The rows of the documents, in order; those of a document that `refresh` has not seen yet are read now."""
    fresh = _fresh(library, extractor)
    for document in documents:
        if document.doc_id not in fresh:
            yield from extractor.read(document)
            continue
        for value in _kept(library, (extractor.name, document.doc_id)):
            yield extractor.restore(document, value)


def rows_for(library: Library, extractor: Extractor[Row], document: Document) -> list[Row]:
    """The rows of one document: those kept where they were read from this very text and metadata, else read now."""
    known = (content_hash(document.text), metadata_hash(document), extractor.version)
    key = (extractor.name, document.doc_id)
    with library.reading():  # one moment
        if not _was_built(library):
            return list(extractor.read(document))
        read_from = library.connection.execute(
            "SELECT content, metadata, version FROM derived_documents WHERE extractor = ? AND doc_id = ?", key
        ).fetchone()
        kept = _kept(library, key) if read_from == known else None
    if kept is None:
        return list(extractor.read(document))
    return [extractor.restore(document, value) for value in kept]


def _kept(library: Library, key: tuple[str, str]) -> list[Any]:
    """The rows kept for an extractor's name and a document's id, in order, as JSON values."""
    rows = library.connection.execute(
        "SELECT row FROM derived_rows WHERE extractor = ? AND doc_id = ? ORDER BY ordinal", key
    )
    return [json.loads(row) for (row,) in rows]


def _was_built(library: Library) -> bool:
    """Whether there are tables of rows: not in a library that was never built, perhaps on a read-only medium."""
    made = "SELECT 1 FROM sqlite_master WHERE name = 'derived_documents'"
    return library.connection.execute(made).fetchone() is not None


def _fresh(library: Library, extractor: Extractor[Any]) -> set[str]:
    """The documents whose rows were read from the present text and metadata by this version."""
    if not _was_built(library):
        return set()
    rows = library.connection.execute(
        "SELECT doc_id FROM derived_documents JOIN documents USING (doc_id)"
        " WHERE extractor = ? AND version = ? AND content = content_hash AND metadata = metadata_hash",
        (extractor.name, extractor.version),
    )
    return {doc_id for (doc_id,) in rows}
