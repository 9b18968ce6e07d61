"""Documents as rows of the library's table `documents`, both ways: what is written of one, and what is read."""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, fields, replace
from datetime import date
from typing import cast

from corpus.declared import DATE_KEYS
from corpus.document import DERIVED, Document, Status
from corpus.filters import Filters
from corpus.identity import content_hash, metadata_hash, wording_hash
from corpus.linking import Successor, successors

COLUMNS = [column.name for column in fields(Document) if column.name not in DERIVED]
METADATA = [name for name in COLUMNS if name not in ("doc_id", "text")]


def row_of(document: Document) -> dict[str, object]:
    """What is stored of a document, by column: its fields, dates in ISO form, its length and its hashes."""
    values = {name: value for name, value in asdict(document).items() if name not in DERIVED}
    for name in DATE_KEYS:
        values[name] = None if values[name] is None else values[name].isoformat()
    return values | {
        "characters": len(document.text),
        "content_hash": content_hash(document.text),
        "wording_hash": wording_hash(document.text),
        "metadata_hash": metadata_hash(document),
    }


def document_with(connection: sqlite3.Connection, doc_id: str) -> Document | None:
    """The document with this id, as later ones have left it; None if there is none."""
    row = connection.execute(
        f"SELECT {', '.join(COLUMNS)} FROM documents WHERE doc_id = ?",  # noqa: S608 - our own names
        (doc_id,),
    ).fetchone()
    return None if row is None else _succeeded(_document(row), successors(connection, doc_id).get(doc_id, []))


def select(
    connection: sqlite3.Connection, filters: Filters, *, texts: bool = True
) -> Iterator[tuple[Document, int]]:
    """The documents that the filters admit, by id, each with its text's length in characters.

    Without `texts` their texts are left empty.
    """
    columns = ", ".join("''" if name == "text" and not texts else name for name in COLUMNS)
    query = f"SELECT {columns}, characters FROM documents"  # noqa: S608 - our own names
    rows: Iterable[sqlite3.Row]
    if filters.doc_ids:
        rows = (
            row
            for doc_id in sorted(filters.doc_ids)
            for row in connection.execute(f"{query} WHERE doc_id = ?", (doc_id,))
        )
    else:
        rows = connection.execute(f"{query} ORDER BY doc_id")
    found = successors(connection)
    for row in rows:
        document = _succeeded(_document(row[:-1]), found.get(row[0], []))
        if filters.admits(document):
            yield document, row[-1]


def _document(row: Sequence[object]) -> Document:
    values = dict(zip(COLUMNS, row, strict=True))
    for name in DATE_KEYS:
        if values[name] is not None:
            values[name] = date.fromisoformat(cast(str, values[name]))
    values["status"] = cast(Status, values["status"])
    return Document(**values)  # type: ignore[arg-type]


def _succeeded(document: Document, found: list[Successor]) -> Document:
    """The document, with the first that repealed it and the last that amended it."""
    for successor in found:
        if successor.kind == "amends":
            document = replace(document, amended_by=successor.named.doc_id, amended_on=successor.begins)
        elif document.superseded_by is None:
            document = replace(
                document,
                superseded_by=successor.named.doc_id,
                superseded_on=successor.begins,
                superseded_in=successor.named,
            )
    return document
