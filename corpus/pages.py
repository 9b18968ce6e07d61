"""The file that a document was read from and its pages, so that a citation can be shown where it stands there."""

import json
import sqlite3
from pathlib import PurePath
from typing import NamedTuple

from corpus.document import Span
from corpus.limits import Limits
from corpus.parsed import Page, PageBox
from corpus.parsing import Parsing
from corpus.source import Loaded


class Original(NamedTuple):
    """A file as it was imported. The name is its user's: for showing, and never a path."""

    name: str
    content: bytes


class PageView(NamedTuple):
    """A page that a span stands on, and the boxes on it that hold its characters, in reading order."""

    page: Page
    boxes: list[PageBox]


def keep_file(connection: sqlite3.Connection, doc_id: str, loaded: Loaded) -> None:
    """Keeps a document's file, its pages and its boxes in place of those that it had."""
    for table in ("page_boxes", "pages", "originals"):
        connection.execute(f"DELETE FROM {table} WHERE doc_id = ?", (doc_id,))  # noqa: S608 - our own names
    connection.executemany(
        "INSERT OR IGNORE INTO page_boxes VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (doc_id, b.start, b.end, b.page, b.left, b.top, b.right, b.bottom, json.dumps(b.edges))
            for b in loaded.boxes
        ],
    )
    connection.executemany(
        "INSERT INTO pages VALUES (?, ?, ?, ?, ?)", [(doc_id, *page) for page in loaded.pages]
    )
    if loaded.original is not None:
        connection.execute(
            "INSERT INTO originals VALUES (?, ?, ?)",
            (doc_id, PurePath(loaded.document.source_path or doc_id).name, loaded.original),
        )


def original_of(connection: sqlite3.Connection, doc_id: str) -> Original | None:
    """The file that a document was read from; None where it is not kept."""
    row = connection.execute("SELECT name, content FROM originals WHERE doc_id = ?", (doc_id,)).fetchone()
    return None if row is None else Original(*row)


def pages_of(connection: sqlite3.Connection, doc_id: str) -> list[Page]:
    """The pages of a document, in order; none for a document without pages."""
    rows = connection.execute(
        "SELECT page, width, height, scanned FROM pages WHERE doc_id = ? ORDER BY page", (doc_id,)
    )
    return [Page(number, width, height, bool(scanned)) for number, width, height, scanned in rows]


def views_of(connection: sqlite3.Connection, span: Span) -> list[PageView]:
    """The pages that a span stands on, in order, with its boxes; none for documents without pages."""
    rows = connection.execute(
        'SELECT start, "end", page, "left", top, "right", bottom, edges FROM page_boxes'
        ' WHERE doc_id = ? AND start < ? AND "end" > ? ORDER BY start',
        (span.doc_id, span.end, span.start),
    )
    by_page: dict[int, list[PageBox]] = {}
    for start, end, number, left, top, right, bottom, edges in rows:
        whole = PageBox(start, end, number, left, top, right, bottom, tuple(json.loads(edges)))
        by_page.setdefault(whole.page, []).append(whole.clipped(span.start, span.end))
    return [
        PageView(page, by_page[page.number])
        for page in pages_of(connection, span.doc_id)
        if page.number in by_page
    ]


def is_scanned(connection: sqlite3.Connection, span: Span) -> bool:
    """Whether any of the span's characters were recognised from a picture."""
    row = connection.execute(
        "SELECT 1 FROM page_boxes JOIN pages USING (doc_id, page)"
        ' WHERE doc_id = ? AND start < ? AND "end" > ? AND scanned LIMIT 1',
        (span.doc_id, span.end, span.start),
    ).fetchone()
    return row is not None


def draw_page(original: Original, number: int, scale: float) -> bytes:
    """A page of a PDF as PNG, `scale` pixels a point; drawn smaller where that would be too many.

    The file may be hostile: a child process draws it, with the limits of parsing. Raises Refused if there is no
    such page or it cannot be drawn.
    """
    with Parsing(Limits()) as parsing:
        return parsing.draw(original.content, original.name, number, scale)
