"""The library: every document's text and what is known of it, in one SQLite file. The truth of the home.

Other folders keep tables of their own in the same file (`ensure_schema`), so that one transaction covers a
document and what was derived from it, and removing the document removes the rest (`ON DELETE CASCADE`).
"""

import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import NamedTuple

from corpus.changes import Changes, Version, compare
from corpus.document import Document, Span
from corpus.edits import edits_of, read_values
from corpus.errors import Busy, PolicyQAError, Refused, UnknownDocument, UnusableHome
from corpus.filters import Filters
from corpus.linking import link_statements
from corpus.pages import Original, PageView, draw_page, is_scanned, original_of, pages_of, views_of
from corpus.parsed import Page
from corpus.registration import AddReport, Registration, version_of
from corpus.rows import document_with, select
from corpus.source import Loaded
from corpus.storage import LIBRARY_FILE as LIBRARY_FILE
from corpus.storage import Storage, number

BATCH = 200  # documents a transaction: an interrupted import keeps what it had done
BATCH_BYTES = 64 * 1024 * 1024  # of their files, which are in memory until then


class Fingerprint(NamedTuple):
    """Tells whether a document's text, or what is known of it, has changed."""

    content: str
    metadata: str


class Library(Storage):
    """The documents of a home folder. May be used from several threads; each has its own connection.

    Raises UnusableHome where the folder cannot be opened or was written by a later version.
    """

    def __init__(self, home: Path):
        super().__init__(home)
        if self._state("linked") != self.revision and self.lock.holder() is None:  # an import was cut off
            with suppress(Busy, UnusableHome), self.writing() as connection:
                self._link(connection)

    @property
    def revision(self) -> int:
        """A number that grows with every change of the documents."""
        return self._state("revision")

    @property
    def changed_on(self) -> date | None:
        """The day (UTC) on which a document was last added or changed; None in an empty library."""
        (latest,) = self.connection.execute("SELECT max(changed_at) FROM documents").fetchone()
        return date.fromisoformat(latest[:10]) if latest else None

    def add(self, documents: Iterable[Document | Loaded | Refused]) -> AddReport:
        """Takes documents in, and commits every so many. A plain Document counts as having a given id.

        What a loader refused is passed through to the report. Raises Busy.
        """
        report = AddReport()
        remaining = iter(documents)
        with self.locked():
            registration = Registration(self.connection, report)
            while batch := _batch(remaining):
                with self.writing():
                    for item in batch:
                        registration.take(item)
                    registration.settle()
            if report.added or report.updated:
                with self.writing() as connection:
                    self._link(connection)
        return report

    def _state(self, name: str) -> int:
        return number(self.connection.execute("SELECT value FROM state WHERE name = ?", (name,)))

    def _link(self, connection: sqlite3.Connection) -> None:
        """Finds out anew which document ends which, and notes for which revision that was."""
        if link_statements(connection):
            connection.execute("UPDATE state SET value = value + 1 WHERE name = 'revision'")
        connection.execute("INSERT OR REPLACE INTO state VALUES ('linked', ?)", (self.revision,))

    def renew(self, doc_id: str, loaded: Loaded) -> AddReport:
        """Makes a file the new version of a document, whatever the file is called; the version before is kept.

        The files that it came from before are no longer its sources. Raises UnknownDocument, Busy.
        """
        report = AddReport()
        path, before = loaded.document.source_path or "", self.sources(doc_id)
        with self.writing() as connection:
            self.get(doc_id)
            Registration(connection, report).renew(doc_id, loaded)
            if report.updated:
                gone = [old for old in before if old != path]
            else:  # of what came to nothing no trace stays
                gone = [path] if path not in before else []
            rows = [(doc_id, old) for old in gone]
            connection.executemany("DELETE FROM sources WHERE doc_id = ? AND path = ?", rows)
            self._link(connection)
        for old in gone if report.updated else ():
            self._remove_kept(old)
        return report

    def remove(self, doc_ids: Collection[str]) -> None:
        """Removes documents, all that refers to them, and their files where those are kept in the home.

        Raises UnknownDocument, and then removes none.
        """
        paths = [path for doc_id in doc_ids for path in self.sources(doc_id)]
        with self.writing() as connection:
            for doc_id in dict.fromkeys(doc_ids):
                removed = connection.execute("DELETE FROM documents WHERE doc_id = ?", (doc_id,)).rowcount
                if not removed:
                    raise UnknownDocument(doc_id)
            if doc_ids:
                connection.execute("UPDATE state SET value = value + 1 WHERE name = 'revision'")
                self._link(connection)
        for path in paths:
            self._remove_kept(path)
        self.empty_log()

    def _remove_kept(self, path: str) -> None:
        """Removes a file of the home (an upload) that no document comes from any more; never one outside."""
        others = self.connection.execute("SELECT count(*) FROM sources WHERE path = ?", (path,))
        file = Path(path)
        if not number(others) and file.is_file() and self.home.resolve() in file.resolve().parents:
            file.unlink()

    def get(self, doc_id: str) -> Document:
        """The document with this id. Raises UnknownDocument."""
        document = document_with(self.connection, doc_id)
        if document is None:
            raise UnknownDocument(doc_id)
        return document

    def current(self, doc_id: str, fingerprint: Fingerprint) -> Document | None:
        """The document, if it is still here as it was when it had this fingerprint."""
        query = "SELECT content_hash, metadata_hash FROM documents WHERE doc_id = ?"
        with self.reading():
            row = self.connection.execute(query, (doc_id,)).fetchone()
            return self.get(doc_id) if row == fingerprint else None

    def documents(self, filters: Filters = Filters()) -> list[Document]:  # noqa: B008 - immutable
        """The documents that the filters admit, by id."""
        return [document for document, _ in select(self.connection, filters)]

    def listing(self, filters: Filters = Filters()) -> list[tuple[Document, int]]:  # noqa: B008 - immutable
        """The same without their texts (`text` is empty), each with its text's length in characters."""
        return list(select(self.connection, filters, texts=False))

    def fingerprints(self) -> dict[str, Fingerprint]:
        """Every document's id and hashes, by id: what an index compares itself with."""
        rows = self.connection.execute(
            "SELECT doc_id, content_hash, metadata_hash FROM documents ORDER BY doc_id"
        )
        return {doc_id: Fingerprint(content, metadata) for doc_id, content, metadata in rows}

    def sources(self, doc_id: str) -> list[str]:
        """The paths that the document was read from."""
        rows = self.connection.execute("SELECT path FROM sources WHERE doc_id = ? ORDER BY path", (doc_id,))
        return [path for (path,) in rows]

    def copies(self, doc_id: str) -> list[str]:
        """Other documents with the same text, but for spacing."""
        rows = self.connection.execute(
            "SELECT other.doc_id FROM documents this JOIN documents other USING (wording_hash)"
            " WHERE this.doc_id = ? AND other.doc_id != this.doc_id ORDER BY other.doc_id",
            (doc_id,),
        )
        return [other for (other,) in rows]

    def original(self, doc_id: str) -> Original | None:
        """The file that the document was read from, byte for byte; None for rows of a `.jsonl`."""
        return original_of(self.connection, doc_id)

    def pages(self, doc_id: str) -> list[Page]:
        """The pages of the document's file; none but for a PDF."""
        return pages_of(self.connection, doc_id)

    def views(self, span: Span) -> list[PageView]:
        """The pages that a span stands on, each with the boxes of its characters; none but for a PDF."""
        return views_of(self.connection, span)

    def is_scanned(self, span: Span) -> bool:
        """Whether any of the span's characters were recognised from a picture, and so may be wrong."""
        return is_scanned(self.connection, span)

    def draw_page(self, doc_id: str, number: int, scale: float = 2.0) -> bytes:
        """A page of the document's file as PNG, `scale` pixels a point.

        Raises Refused if the file was not kept, has no such page, or cannot be drawn.
        """
        original = self.original(doc_id)
        if original is None:
            raise Refused(doc_id, "没有保存原件，不能按页打开；请查看正文，或重新导入原文件")
        return draw_page(original, number, scale)

    def history(self, doc_id: str) -> list[Version]:
        """The earlier versions of a document, the oldest first."""
        rows = self.connection.execute(
            "SELECT added_at, replaced_at, text, metadata FROM versions WHERE doc_id = ? ORDER BY revision",
            (doc_id,),
        )
        return [Version(*row) for row in rows]

    def version_counts(self) -> dict[str, int]:
        """How many versions a document has had, today's included, by id; those with only one are left out."""
        rows = self.connection.execute("SELECT doc_id, count(*) + 1 FROM versions GROUP BY doc_id")
        return dict(rows.fetchall())

    def changes(self, doc_id: str, older: int = -1) -> Changes:
        """What changed from an earlier version (its place in `history`, -1 for the last) to the next one.

        The version after the last earlier one is today's. Raises UnknownDocument, and PolicyQAError where there
        is no such version.
        """
        with self.reading():
            document = self.get(doc_id)
            versions = [*self.history(doc_id), version_of(document)]
        older += len(versions) - 1 if older < 0 else 0
        if not 0 <= older < len(versions) - 1:
            raise PolicyQAError(
                f"“{document.title}”没有这个较早的版本；较早的版本有 {len(versions) - 1} 个。"
            )
        return compare(versions[older], versions[older + 1])

    def edit(self, doc_id: str, changes: Mapping[str, str | None]) -> Document:
        """Sets metadata by hand, as text by field; None or "" where nothing is known. Gives the new document.

        They hold when the file is read again too; the version before is kept in the history. Raises
        UnknownDocument, NotAValue for a field or value that cannot be, Busy; and then changes nothing.
        """
        values = read_values(changes)
        with self.writing() as connection:
            document = self.get(doc_id)
            Registration(connection, AddReport()).edit(document, values)
            self._link(connection)
            return self.get(doc_id)

    def edits(self, doc_id: str) -> dict[str, str | None]:
        """The metadata that were set by hand, by field."""
        return edits_of(self.connection, doc_id)

    def take_back(self, doc_id: str, names: Collection[str]) -> Document:
        """Puts what was read or declared in place of what was set by hand. Raises UnknownDocument, Busy."""
        with self.writing() as connection:
            document = self.get(doc_id)
            Registration(connection, AddReport()).take_back(document, names)
            self._link(connection)
            return self.get(doc_id)

    def readings(self, doc_id: str) -> dict[str, Span]:
        """Where in the text metadata were read, by field; none for what was declared or set by hand."""
        rows = self.connection.execute(
            'SELECT field, start, "end" FROM readings WHERE doc_id = ?1'
            " AND field NOT IN (SELECT field FROM edits WHERE doc_id = ?1)",
            (doc_id,),
        )
        return {name: Span(doc_id, start, end) for name, start, end in rows}


def _batch(items: Iterator[Document | Loaded | Refused]) -> list[Document | Loaded | Refused]:
    """The next items to commit together: so many, or fewer where their files are large."""
    batch: list[Document | Loaded | Refused] = []
    size = 0
    for item in items:
        batch.append(item)
        size += len(item.original or b"") if isinstance(item, Loaded) else 0
        if len(batch) == BATCH or size > BATCH_BYTES:
            break
    return batch
