"""Taking a document in: is it new, a new version, or known already?

given id                known by that id, whatever its text
no id, path known       that document; a changed text is a new version of it
no id, text known       the same document from one more source
no id, neither          a new document, with an id made from its text
"""

import json
import sqlite3
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from corpus.changes import Version
from corpus.document import Document
from corpus.edits import set_by_hand, taken_back, with_edits
from corpus.errors import Refused
from corpus.identity import content_hash, metadata_hash, own_id, why_not_an_id, wording_hash
from corpus.linking import keep_statements
from corpus.pages import keep_file
from corpus.rows import METADATA, row_of
from corpus.source import Loaded


@dataclass(slots=True)
class AddReport:
    """What became of the documents that were to be added: ids, each in one list only."""

    added: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    @property
    def taken(self) -> int:
        """How many documents are in the library for it."""
        return len(self.added) + len(self.updated) + len(self.unchanged)

    def as_json(self) -> dict[str, object]:
        """The shape of `corpus add --json`."""
        return {
            "added": self.added,
            "updated": self.updated,
            "unchanged": self.unchanged,
            "refused": [{"path": refused.path, "reason": refused.reason} for refused in self.refused],
        }


EMPTY = "正文是空的"


class Registration:
    """Takes the documents of one `add`, inside transactions that the library opens."""

    def __init__(self, connection: sqlite3.Connection, report: AddReport):
        self._connection = connection
        self._report = report
        self._outcome: dict[str, str] = {}  # doc_id → added, updated or unchanged
        self._given: dict[str, str] = {}  # given id → hash of its text, in this run
        self._revision: int | None = None  # of the transaction at hand, once something changed

    def take(self, item: Document | Loaded | Refused) -> None:
        """Adds, updates or leaves one document, and notes it in the report."""
        if isinstance(item, Refused):
            self._report.refused.append(item)
            return
        loaded = item if isinstance(item, Loaded) else Loaded(item, id_given=True, single=False)
        self._report.warnings.extend(loaded.warnings)
        why = self._why_not(loaded)
        if why is not None:
            self._report.refused.append(Refused(loaded.document.source_path or loaded.document.doc_id, why))
            return
        doc_id = loaded.document.doc_id if loaded.id_given else self._known_as(loaded)
        self._store(doc_id, loaded)

    def renew(self, doc_id: str, loaded: Loaded) -> None:
        """Takes a file as the new version of a document that is in the library, and notes it in the report."""
        self._report.warnings.extend(loaded.warnings)
        if not loaded.document.text.strip():
            self._report.refused.append(Refused(loaded.document.source_path or doc_id, EMPTY))
            return
        self._store(doc_id, loaded)

    def edit(self, document: Document, values: Mapping[str, str | date | None]) -> None:
        """Sets metadata of a document by hand; the version before is kept."""
        self._renew(document, set_by_hand(self._connection, document, values, _now()))

    def take_back(self, document: Document, names: Collection[str]) -> None:
        """Puts what was read in place of what was set by hand."""
        self._renew(document, taken_back(self._connection, document, names))

    def _renew(self, before: Document, after: Document) -> None:
        if metadata_hash(before) != metadata_hash(after):
            given = self._one("SELECT id_given FROM documents WHERE doc_id = ?", after.doc_id) == "1"
            self._replace(after, given)

    def settle(self) -> None:
        """Ends a transaction: the next change belongs to another revision."""
        self._revision = None

    def _why_not(self, loaded: Loaded) -> str | None:
        document = loaded.document
        if not document.text.strip():
            return EMPTY
        if not loaded.id_given:
            return None
        why = why_not_an_id(document.doc_id)
        if why is None:
            digest = content_hash(document.text)
            if self._given.setdefault(document.doc_id, digest) != digest:
                why = f"doc_id “{document.doc_id}”在这次导入里已有另一篇文档；请给它另一个编号"
        return why

    def _known_as(self, loaded: Loaded) -> str:
        """The id that a document without a given one has or gets."""
        text, path = loaded.document.text, loaded.document.source_path
        before = self._document_of(path) if loaded.single and path else None
        same = self._one("SELECT doc_id FROM documents WHERE content_hash = ?", content_hash(text))
        if before is not None and (same is None or same == before):
            return before
        same = same or self._one("SELECT doc_id FROM documents WHERE wording_hash = ?", wording_hash(text))
        if same is None:
            attempt = 0
            while self._exists(own_id(text, attempt)):  # whose text has changed since
                attempt += 1
            return own_id(text, attempt)
        if before is not None:
            # The file has become a copy of another document: its old self goes.
            self._connection.execute("DELETE FROM documents WHERE doc_id = ?", (before,))
            self._next_revision()
            self._report_as(same, "updated")
        return same

    def _document_of(self, path: str) -> str | None:
        """The document that this path alone leads to: another source of it would keep the old text."""
        doc_id = self._one(
            "SELECT doc_id FROM sources JOIN documents USING (doc_id)"
            " WHERE path = ? AND single AND NOT id_given",
            path,
        )
        if doc_id is not None and self._one("SELECT count(*) FROM sources WHERE doc_id = ?", doc_id) == "1":
            return doc_id
        return None

    def _store(self, doc_id: str, loaded: Loaded) -> None:
        document = with_edits(self._connection, replace(loaded.document, doc_id=doc_id))
        row = self._connection.execute(
            "SELECT content_hash, metadata_hash, wording_hash, source_path, id_given"
            " FROM documents WHERE doc_id = ?",
            (doc_id,),
        ).fetchone()
        path = document.source_path
        if row is None:
            self._insert(document, loaded.id_given)
            outcome = "added"
        elif row[:2] == (content_hash(document.text), metadata_hash(document)) or doc_id in self._outcome:
            outcome = "unchanged"  # of two equal texts in one run the first one's metadata hold
        elif not loaded.id_given and path != row[3] and row[2] == wording_hash(document.text):
            outcome = "unchanged"  # one more source, of other spacing or format: the first one's text stays
        else:
            self._replace(document, loaded.id_given or bool(row[4]))
            outcome = "updated"
        if path is not None:
            self._note_source(path, doc_id, loaded.single)
        if outcome in ("added", "updated"):
            self._connection.execute("DELETE FROM readings WHERE doc_id = ?", (doc_id,))
            self._connection.executemany(
                "INSERT INTO readings VALUES (?, ?, ?, ?)",
                [(doc_id, name, start, end) for name, (start, end) in loaded.spans.items()],
            )
            keep_statements(self._connection, doc_id, document.text)
            keep_file(self._connection, doc_id, loaded)
        elif loaded.original is not None and self._lacks_file(doc_id, document.text):
            keep_file(self._connection, doc_id, loaded)
        self._report_as(doc_id, outcome)

    def _lacks_file(self, doc_id: str, text: str) -> bool:
        """Whether a document with this very text was taken in before files were kept."""
        row = self._connection.execute(
            "SELECT content IS NULL FROM documents LEFT JOIN originals USING (doc_id)"
            " WHERE doc_id = ? AND content_hash = ?",
            (doc_id, content_hash(text)),
        ).fetchone()
        return row is not None and bool(row[0])

    def _report_as(self, doc_id: str, outcome: str) -> None:
        if doc_id not in self._outcome:
            self._outcome[doc_id] = outcome
            getattr(self._report, outcome).append(doc_id)

    def _note_source(self, path: str, doc_id: str, single: bool) -> None:
        if single:
            self._connection.execute("DELETE FROM sources WHERE path = ? AND doc_id != ?", (path, doc_id))
        self._connection.execute(
            "INSERT INTO sources VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET single = excluded.single",
            (path, doc_id, single),
        )

    def _insert(self, document: Document, id_given: bool) -> None:
        now = _now()
        values = row_of(document) | {
            "id_given": id_given,
            "first_added": now,
            "changed_at": now,
            "revision": self._next_revision(),
        }
        self._connection.execute(
            f"INSERT INTO documents ({', '.join(values)}) VALUES ({', '.join('?' * len(values))})",  # noqa: S608
            list(values.values()),
        )

    def _replace(self, document: Document, id_given: bool) -> None:
        self._keep_version(document.doc_id)
        values = row_of(document) | {
            "id_given": id_given,
            "changed_at": _now(),
            "revision": self._next_revision(),
        }
        settings = ", ".join(f"{name} = ?" for name in values)
        self._connection.execute(
            f"UPDATE documents SET {settings} WHERE doc_id = ?",  # noqa: S608 - our own names
            [*values.values(), document.doc_id],
        )

    def _keep_version(self, doc_id: str) -> None:
        row = self._connection.execute(
            f"SELECT revision, changed_at, content_hash, text, {', '.join(METADATA)}"  # noqa: S608
            " FROM documents WHERE doc_id = ?",
            (doc_id,),
        ).fetchone()
        metadata = json.dumps(dict(zip(METADATA, row[4:], strict=True)), ensure_ascii=False)
        self._connection.execute(
            "INSERT INTO versions VALUES (?, ?, ?, ?, ?, ?, ?)",
            (doc_id, row[0], row[1], _now(), row[2], row[3], metadata),
        )

    def _next_revision(self) -> int:
        if self._revision is None:
            self._connection.execute("UPDATE state SET value = value + 1 WHERE name = 'revision'")
            self._revision = int(self._one("SELECT value FROM state WHERE name = ?", "revision") or 0)
        return self._revision

    def _exists(self, doc_id: str) -> bool:
        return self._one("SELECT doc_id FROM documents WHERE doc_id = ?", doc_id) is not None

    def _one(self, query: str, value: str) -> str | None:
        row = self._connection.execute(query, (value,)).fetchone()
        return None if row is None else str(row[0])


def version_of(document: Document) -> Version:
    """A document as it stands, in the form of an earlier version."""
    row = row_of(document)
    metadata = json.dumps({name: row[name] for name in METADATA}, ensure_ascii=False)
    return Version("", None, document.text, metadata)


def _now() -> str:
    return datetime.now().astimezone().isoformat(timespec="seconds")
