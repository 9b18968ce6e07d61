"""What readers said of answers in the chat becomes questions of a set, to be completed by a person.

Of one question the latest verdict counts. A good answer gives its cited places as evidence, a good refusal an unanswerable
question; a bad one gives the question alone, of kind `feedback_bad`, with the reader's reason for the reviewer: what the right
answer is nobody has said yet. Follow-up questions come without what was asked before them.
"""

import json
import sqlite3
from collections.abc import Sequence
from hashlib import sha256

from corpus.errors import UnknownDocument
from corpus.library import Library
from evals.dataset import Evidence, QAItem


def feedback_items(library: Library) -> list[tuple[QAItem, str]]:
    """Items with the reader's reason ("" where there was none), in the order in which the questions were first rated."""
    try:
        rows = library.connection.execute(
            "SELECT question, outcome, cited, good, reason FROM app_feedback ORDER BY id"
        ).fetchall()
    except sqlite3.OperationalError:  # nobody has opened the chat on this home: the table is the chat's
        return []
    latest: dict[str, tuple[QAItem, str]] = {}
    for question, outcome, cited, good, reason in rows:
        item = _item(library, question.strip(), outcome, json.loads(cited), bool(good))
        latest[item.item_id] = (item, reason or "")
    return list(latest.values())


def _item(
    library: Library, question: str, outcome: str, cited: Sequence[Sequence[str | int]], good: bool
) -> QAItem:
    item_id = f"feedback-{sha256(question.encode()).hexdigest()[:10]}"
    if not good:
        return QAItem(item_id, question, True, "feedback_bad")
    if outcome == "abstained":
        return QAItem(item_id, question, False, "feedback_good")
    evidence = [e for place in cited if (e := _evidence(library, *place)) is not None]
    return QAItem(item_id, question, True, "feedback_good", evidence=tuple(evidence))


def _evidence(library: Library, doc_id: object, start: object, end: object) -> Evidence | None:
    """The cited place with its words; None where the document has gone or become shorter."""
    assert isinstance(doc_id, str) and isinstance(start, int) and isinstance(end, int)
    try:
        text = library.get(doc_id).text
    except UnknownDocument:
        return None
    return Evidence(doc_id, start, end, text[start:end]) if end <= len(text) else None
