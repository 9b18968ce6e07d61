"""What readers said of answers in the chat becomes questions of a set, to be completed by a person.

Of one question the latest verdict counts. A good answer gives its cited places as evidence, a good refusal an unanswerable
question; a bad one gives the question alone, of kind `feedback_bad`, with the reader's reason for the reviewer: what the right
answer is nobody has said yet. Follow-up questions come with what was asked before them.
"""

import json
from collections.abc import Sequence
from hashlib import sha256

from corpus.errors import UnknownDocument
from corpus.library import Library
from evals.dataset import Evidence, QAItem


def feedback_items(library: Library) -> list[tuple[QAItem, str]]:
    """Items with the reader's reason ("" where there was none), in the order in which the questions were first rated."""
    columns = {row[1] for row in library.connection.execute("PRAGMA table_info(app_feedback)")}
    if not columns:  # nobody has opened the chat on this home: the table is the chat's
        return []
    earlier = "earlier" if "earlier" in columns else "'[]'"  # not yet opened by this version
    rows = library.connection.execute(
        f"SELECT question, {earlier}, outcome, cited, good, reason FROM app_feedback ORDER BY id"  # noqa: S608
    )
    latest: dict[str, tuple[QAItem, str]] = {}
    for question, before, outcome, cited, good, reason in rows.fetchall():
        asked = (question.strip(), tuple(json.loads(before)))
        item = _item(library, *asked, outcome, json.loads(cited), bool(good))
        latest[item.item_id] = (item, reason or "")
    return list(latest.values())


def _item(
    library: Library,
    question: str,
    history: tuple[str, ...],
    outcome: str,
    cited: Sequence[Sequence[str | int]],
    good: bool,
) -> QAItem:
    asked = "\n".join([*history, question])
    item_id = f"feedback-{sha256(asked.encode()).hexdigest()[:10]}"
    if not good:
        return QAItem(item_id, question, True, "feedback_bad", history)
    if outcome == "abstained":
        return QAItem(item_id, question, False, "feedback_good", history)
    evidence = [e for place in cited if (e := _evidence(library, *place)) is not None]
    return QAItem(item_id, question, True, "feedback_good", history, evidence=tuple(evidence))


def _evidence(library: Library, doc_id: object, start: object, end: object) -> Evidence | None:
    """The cited place with its words; None where the document has gone or become shorter."""
    assert isinstance(doc_id, str) and isinstance(start, int) and isinstance(end, int)
    try:
        text = library.get(doc_id).text
    except UnknownDocument:
        return None
    return Evidence(doc_id, start, end, text[start:end]) if end <= len(text) else None
