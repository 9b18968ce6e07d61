"""Finds the documents that statements speak of, by number and title.

A statement is linked to a document only if nothing speaks against it: neither another number, nor a date after the
statement itself.
"""

import re
import sqlite3
from datetime import date, timedelta
from typing import NamedTuple

from corpus.document import Document, Span
from corpus.document_number import plain_number
from corpus.succession import read_statements

# A text dated so near its amendment, or later, is the amended text itself.
LEAST_DAYS_BEFORE_AMENDMENT = 180
SHORTEST_ALIAS = 8  # characters: a shorter part of a title would fit anything


class _Known(NamedTuple):
    doc_id: str
    number: str | None
    issued_on: date | None
    wording: str


def link_statements(connection: sqlite3.Connection) -> int:
    """Sets every statement's target anew, inside the transaction at hand; how many have another now."""
    statements = connection.execute(
        "SELECT statements.rowid, statements.doc_id, kind, statements.title, number, target,"
        " coalesce(effective_on, issued_on), documents.title, wording_hash"
        " FROM statements JOIN documents USING (doc_id)"
    ).fetchall()
    if not statements:
        return 0
    by_number, by_title = _registers(connection)
    changes = []
    for rowid, doc_id, kind, title, number, target, begins, own_title, wording in statements:
        day = None if begins is None else date.fromisoformat(begins)
        found = None
        if number is not None:
            found = _only([known for known in by_number.get(number, []) if known.doc_id != doc_id])
        if found is None:
            # Its own title means an earlier version; the one amended may be here as amended already.
            same = normal(title) in names_of(own_title)
            candidates = [
                known
                for key in names_of(title)
                for known in by_title.get(key, [])
                if known.doc_id != doc_id
                and known.wording != wording
                and _may_be(known, number, None if kind == "amends" else day, strictly=same)
            ]
            if kind == "amends":
                candidates = _amended_version(candidates, day)
            found = _latest(candidates)
        new = None if found is None else found.doc_id
        if new != target:
            changes.append((new, rowid))
    connection.executemany("UPDATE statements SET target = ? WHERE rowid = ?", changes)
    return len(changes)


def read_all_statements(connection: sqlite3.Connection) -> None:
    """Reads and links the statements of every document anew, inside the transaction at hand."""
    connection.execute("DELETE FROM statements")
    for doc_id, text in connection.execute("SELECT doc_id, text FROM documents").fetchall():
        keep_statements(connection, doc_id, text)
    link_statements(connection)


def keep_statements(connection: sqlite3.Connection, doc_id: str, text: str) -> None:
    """Replaces a document's statements by those of its text, not linked yet."""
    connection.execute("DELETE FROM statements WHERE doc_id = ?", (doc_id,))
    connection.executemany(
        "INSERT INTO statements VALUES (?, ?, ?, ?, ?, ?, ?, NULL)",
        [
            (
                doc_id,
                said.kind,
                said.title,
                said.number,
                said.on and said.on.isoformat(),
                said.start,
                said.end,
            )
            for said in read_statements(text)
        ],
    )


class Successor(NamedTuple):
    """Which document ended or amended another, by naming it where, and from what day on; None if it doesn't say."""

    kind: str
    named: Span
    begins: date | None


def successors(connection: sqlite3.Connection, doc_id: str | None = None) -> dict[str, list[Successor]]:
    """Who repealed or amended a document, or all of them, by the target's id, the earliest first."""
    rows = connection.execute(
        "SELECT target, kind, source.doc_id, coalesce(begins, source.effective_on, source.issued_on) AS day,"
        ' ended.issued_on, start, "end" FROM statements JOIN documents source USING (doc_id)'
        " JOIN documents ended ON ended.doc_id = target"
        " WHERE ?1 IS NULL OR target = ?1 ORDER BY day NULLS LAST, source.doc_id",
        (doc_id,),
    )
    found: dict[str, list[Successor]] = {}
    for target, kind, source, day, issued_on, start, end in rows:
        begins = None if day is None else date.fromisoformat(day)
        if kind == "amends":
            if begins is None or issued_on is None:
                continue
            if (begins - date.fromisoformat(issued_on)).days < LEAST_DAYS_BEFORE_AMENDMENT:
                continue
        found.setdefault(target, []).append(Successor(kind, Span(source, start, end), begins))
    return found


def normal(title: str) -> str:
    """A title for comparison: without spaces, quotes and commas, its brackets all alike."""
    title = re.sub(r"[\s\u3000]|（要点整理）", "", title.replace("〈", "《").replace("〉", "》"))
    title = title.replace("<", "《").replace(">", "》").replace("(", "（").replace(")", "）")
    return re.sub('[“”"、，,]', "", title)


def names_of(title: str) -> list[str]:
    """The title, what it promulgates, and the title without its issuer: a document is cited by any of them."""
    whole = normal(title)
    keys = [whole]
    inner = re.search(r"(?:印发|发布|公布)《(.+)》(?:的通知|的公告|的函|的令)?$", whole)
    if inner:
        keys.append(inner[1])
    at = whole.find("关于")
    if at > 0 and len(whole) - at >= SHORTEST_ALIAS:
        keys.append(whole[at:])
    return keys


def is_named(document: Document, words: str) -> bool:
    """Whether words, such as a question, name a document by its title, what that promulgates, or its number."""
    said = normal(words)
    names = [*names_of(document.title), plain_number(document.document_number or "")]
    return any(len(name) > 3 and name in said for name in names)


def _registers(connection: sqlite3.Connection) -> tuple[dict[str, list[_Known]], dict[str, list[_Known]]]:
    by_number: dict[str, list[_Known]] = {}
    by_title: dict[str, list[_Known]] = {}
    for doc_id, title, number, issued_on, wording in connection.execute(
        "SELECT doc_id, title, document_number, issued_on, wording_hash FROM documents"
    ):
        plain = None if number is None else plain_number(number)
        known = _Known(doc_id, plain, None if issued_on is None else date.fromisoformat(issued_on), wording)
        if plain:
            by_number.setdefault(plain, []).append(known)
        for key in names_of(title):
            by_title.setdefault(key, []).append(known)
    return by_number, by_title


def _may_be(known: _Known, number: str | None, day: date | None, *, strictly: bool) -> bool:
    """Whether the statement may mean this document; `strictly` where its date must show that it is the older one."""
    if number is not None and known.number is not None and number != known.number:
        return False
    if known.issued_on is None or day is None:
        return not strictly
    return known.issued_on < day


def _only(candidates: list[_Known]) -> _Known | None:
    return candidates[0] if len({known.wording for known in candidates}) == 1 else None


def _amended_version(candidates: list[_Known], day: date | None) -> list[_Known]:
    """Of a document's versions the last before its amendment, else the first that has it; all if it isn't known."""
    dated = sorted(
        (known.issued_on, at) for at, known in enumerate(candidates) if known.issued_on is not None
    )
    if day is None or len(dated) < len(candidates) or not dated:
        return candidates
    least = timedelta(days=LEAST_DAYS_BEFORE_AMENDMENT)
    older = [at for issued_on, at in dated if issued_on + least <= day]
    return [candidates[older[-1] if older else dated[0][1]]]


def _latest(candidates: list[_Known]) -> _Known | None:
    """The latest of the candidates; None where they cannot be told apart."""
    if len({known.doc_id for known in candidates}) <= 1:
        return candidates[0] if candidates else None
    dated = [(known.issued_on, known) for known in candidates if known.issued_on is not None]
    if len(dated) < len(candidates):
        return None
    return max(dated, key=lambda pair: pair[0])[1]
