"""Metadata set by hand: they win over all that is read or declared, when a file is read again too."""

import sqlite3
from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from corpus.declared import DATE_KEYS, TEXT_KEYS, read_declared
from corpus.document import Document
from corpus.errors import PolicyQAError

EDITABLE = (*TEXT_KEYS, *DATE_KEYS, "document_type", "status", "source_url")


class NotAValue(PolicyQAError):
    """A field that cannot be set by hand, or a value that it cannot have."""


def read_values(changes: Mapping[str, str | None]) -> dict[str, str | date | None]:
    """The values of what a user wrote, by field; nothing written means that nothing is known.

    Raises NotAValue.
    """
    for name in changes:
        if name not in EDITABLE:
            raise NotAValue(f"“{name}”不能修改；可以修改 {'、'.join(EDITABLE)}。")
    declared = read_declared(changes)
    if declared.warnings:
        raise NotAValue("；".join(declared.warnings).replace("，已忽略", "") + "。请改正后再保存。")
    values = {name: declared.values.get(name) for name in changes}
    if "title" in values and values["title"] is None:
        raise NotAValue("title 不能为空，请写明标题。")
    if "status" in values:
        values["status"] = values["status"] or "unknown"
    return values


def with_edits(connection: sqlite3.Connection, document: Document) -> Document:
    """The document as read, with what was set by hand; what was read is kept for when that is taken back."""
    edits = edits_of(connection, document.doc_id)
    connection.executemany(
        "UPDATE edits SET read = ? WHERE doc_id = ? AND field = ?",
        [(_stored(getattr(document, name)), document.doc_id, name) for name in edits],
    )
    return _changed(document, edits)


def set_by_hand(
    connection: sqlite3.Connection, document: Document, values: Mapping[str, str | date | None], now: str
) -> Document:
    """Notes the values, and gives the document with them."""
    connection.executemany(
        "INSERT INTO edits VALUES (?, ?, ?, ?, ?)"
        " ON CONFLICT DO UPDATE SET value = excluded.value, edited_at = excluded.edited_at",
        [
            (document.doc_id, name, _stored(value), _stored(getattr(document, name)), now)
            for name, value in values.items()
        ],
    )
    return replace(document, **values)  # type: ignore[arg-type]


def taken_back(connection: sqlite3.Connection, document: Document, names: Collection[str]) -> Document:
    """Forgets what was set by hand, and gives the document with what was read instead."""
    rows = connection.execute("SELECT field, read FROM edits WHERE doc_id = ?", (document.doc_id,)).fetchall()
    read = {name: value for name, value in rows if name in names}
    connection.executemany(
        "DELETE FROM edits WHERE doc_id = ? AND field = ?", [(document.doc_id, name) for name in read]
    )
    return _changed(document, read)


def edits_of(connection: sqlite3.Connection, doc_id: str) -> dict[str, str | None]:
    """What was set by hand, by field; dates in ISO form."""
    return dict(connection.execute("SELECT field, value FROM edits WHERE doc_id = ?", (doc_id,)).fetchall())


def _changed(document: Document, stored: Mapping[str, str | None]) -> Document:
    values: dict[str, Any] = {
        name: date.fromisoformat(value) if value and name in DATE_KEYS else value
        for name, value in stored.items()
    }
    return replace(document, **values)


def _stored(value: str | date | None) -> str | None:
    return value.isoformat() if isinstance(value, date) else value
