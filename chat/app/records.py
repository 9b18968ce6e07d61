"""Conversations kept for each browser, and what readers thought of answers: tables of our own in the library.

A browser is told apart by a long random id that it keeps. When a document leaves the library, the answers that
quoted it are forgotten with it.
"""

import json
import logging
import sqlite3
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple, TypeVar

from chat.answer import Answer, Citation, Statement
from chat.app.turn import Turn
from corpus.document import Span
from corpus.errors import PolicyQAError
from corpus.library import Library
from indexing.passage import Passage, ScoredPassage

log = logging.getLogger(__name__)
T = TypeVar("T")

REASONS = ["答非所问", "数字或年份不对", "有答案却说没有", "引文撑不起回答", "内容已过时"]
FORGOTTEN = "这次回答引用的文档已被移出资料库，回答没有保留。可以重问。"
CONVERSATIONS = 50  # kept for a browser
NEAREST = 3  # passages kept with an answer, as places only

MIGRATIONS = [
    """
    CREATE TABLE app_turns (
        id INTEGER PRIMARY KEY,
        browser TEXT NOT NULL,
        conversation TEXT NOT NULL,
        question TEXT NOT NULL,
        answer TEXT, -- as JSON; none once a document that it quotes has left
        kept_at TEXT NOT NULL
    ) STRICT;
    CREATE INDEX app_turns_by_browser ON app_turns (browser, conversation);

    CREATE TABLE app_turn_documents (
        turn INTEGER NOT NULL REFERENCES app_turns (id) ON DELETE CASCADE,
        doc_id TEXT NOT NULL,
        PRIMARY KEY (turn, doc_id)
    ) STRICT;

    CREATE TRIGGER app_forget_answers AFTER DELETE ON documents BEGIN
        UPDATE app_turns SET answer = NULL
        WHERE id IN (SELECT turn FROM app_turn_documents WHERE doc_id = OLD.doc_id);
    END;

    CREATE TABLE app_feedback (
        id INTEGER PRIMARY KEY,
        browser TEXT NOT NULL,
        question TEXT NOT NULL,
        outcome TEXT NOT NULL,
        cited TEXT NOT NULL, -- places as JSON, no words of a document
        good INTEGER NOT NULL,
        reason TEXT,
        given_at TEXT NOT NULL
    ) STRICT;
    """,
    "ALTER TABLE app_feedback ADD COLUMN earlier TEXT NOT NULL DEFAULT '[]'",  # questions, as JSON
]


class Kept(NamedTuple):
    """A conversation as the list of them shows it."""

    conversation: str
    first_question: str
    day: str


class Records:
    """Keeps and finds again. Nothing here may cost a reader his answer: what fails is logged and left out."""

    def __init__(self, library: Library):
        self._library = library

    def keep(self, browser: str, conversation: str, turns: Sequence[Turn]) -> None:
        """The conversation as it stands; turns without an answer are left out."""

        def write(connection: sqlite3.Connection) -> None:
            _erase(connection, browser, conversation)
            for turn in turns:
                if turn.answer is not None:
                    _insert(connection, browser, conversation, turn.answer)
            for kept in _recent(connection, browser, CONVERSATIONS + 10)[CONVERSATIONS:]:
                _erase(connection, browser, kept.conversation)

        if browser and conversation:
            self._write(write)

    def load(self, browser: str, conversation: str) -> list[Turn]:
        """The turns of a conversation of this browser; of another browser's, none."""

        def read(connection: sqlite3.Connection) -> list[Turn]:
            rows = connection.execute(
                "SELECT question, answer FROM app_turns WHERE browser = ? AND conversation = ? ORDER BY id",
                (browser, conversation),
            ).fetchall()
            return [self._turn(question, answer) for question, answer in rows]

        return self._read(read, [])

    def recent(self, browser: str, count: int = 6) -> list[Kept]:
        """The browser's conversations, the latest first."""
        return self._read(lambda connection: _recent(connection, browser, count), [])

    def erase(self, browser: str, conversation: str) -> None:
        """Forgets a conversation of this browser."""
        self._write(lambda connection: _erase(connection, browser, conversation))

    def rate(
        self,
        browser: str,
        answer: Answer,
        good: bool,
        reason: str | None = None,
        earlier: Sequence[str] = (),
    ) -> None:
        """Notes what a reader thought of an answer; and of the `earlier` questions, where it may hang on them."""
        before = list(earlier) if answer.rewritten_question or not good else []
        cited = json.dumps([[c.span.doc_id, c.span.start, c.span.end] for c in answer.citations])

        def write(connection: sqlite3.Connection) -> None:
            connection.execute(
                "INSERT INTO app_feedback (browser, question, outcome, cited, good, reason, given_at, earlier)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                (browser, answer.question, answer.outcome, cited, good, reason, _now(), json.dumps(before)),
            )

        self._write(write)

    # -- underneath

    def _turn(self, question: str, answer: str | None) -> Turn:
        if answer is None:
            return Turn(question, error=FORGOTTEN)
        return Turn(question, answer=answer_from_json(json.loads(answer), self._words))

    def _words(self, span: Span) -> str:
        try:
            return self._library.get(span.doc_id).text[span.start : span.end]
        except PolicyQAError:
            return ""

    def _write(self, work: Callable[[sqlite3.Connection], None]) -> None:
        try:
            self._library.ensure_schema("app", MIGRATIONS)
            with self._library.transaction() as connection:
                work(connection)
        except (PolicyQAError, sqlite3.Error):
            log.exception("a conversation or a verdict was not kept")

    def _read(self, work: Callable[[sqlite3.Connection], T], otherwise: T) -> T:
        try:
            self._library.ensure_schema("app", MIGRATIONS)
            return work(self._library.connection)
        except (PolicyQAError, sqlite3.Error):
            log.exception("the kept conversations could not be read")
            return otherwise


def _insert(connection: sqlite3.Connection, browser: str, conversation: str, answer: Answer) -> None:
    data = answer.to_json()
    data["retrieved"] = data["retrieved"][:NEAREST]
    turn = connection.execute(
        "INSERT INTO app_turns (browser, conversation, question, answer, kept_at) VALUES (?, ?, ?, ?, ?)",
        (browser, conversation, answer.question, json.dumps(data, ensure_ascii=False), _now()),
    ).lastrowid
    named = {c.span.doc_id for c in answer.citations}
    named |= {found.passage.span.doc_id for found in answer.retrieved[:NEAREST]}
    connection.executemany("INSERT INTO app_turn_documents VALUES (?, ?)", [(turn, d) for d in named])


def _erase(connection: sqlite3.Connection, browser: str, conversation: str) -> None:
    connection.execute(
        "DELETE FROM app_turns WHERE browser = ? AND conversation = ?", (browser, conversation)
    )


def _recent(connection: sqlite3.Connection, browser: str, count: int) -> list[Kept]:
    # SQLite takes `question` from the row of the smallest id, where MIN is the only such function
    rows = connection.execute(
        "SELECT conversation, question, kept_at, MIN(id) FROM app_turns WHERE browser = ?"
        " GROUP BY conversation ORDER BY MIN(id) DESC LIMIT ?",
        (browser, count),
    )
    return [Kept(conversation, question, kept_at[:10]) for conversation, question, kept_at, _ in rows]


def answer_from_json(data: dict[str, Any], words: Callable[[Span], str]) -> Answer:
    """The answer that `Answer.to_json` wrote; `words` gives the text of a retrieved passage."""
    retrieved = [
        (Span(found["doc_id"], found["start"], found["end"]), found["score"]) for found in data["retrieved"]
    ]
    return Answer(
        question=data["question"],
        outcome=data["outcome"],
        text=data["text"],
        rewritten_question=data["rewritten_question"],
        reason=data["reason"],
        missing=tuple(data["missing"]),
        notices=tuple(data["notices"]),
        short_answer=data["short_answer"],
        statements=tuple(Statement(s["text"], tuple(s["citations"])) for s in data["statements"]),
        citations=tuple(
            Citation(
                c["number"],
                Span(c["doc_id"], c["start"], c["end"]),
                c["title"],
                tuple(c["heading"]),
                c["quote"],
            )
            for c in data["citations"]
        ),
        retrieved=tuple(
            ScoredPassage(Passage(span, words(span)), score, rank)
            for rank, (span, score) in enumerate(retrieved, 1)
        ),
        mode=data["mode"],
        elapsed_ms=data["elapsed_ms"],
    )


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
