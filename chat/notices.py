"""What a reader must know beside the answer: a source that is not in force."""

from collections.abc import Callable, Sequence
from datetime import date

from chat.answer import Citation
from corpus.document import Document
from corpus.validity import status_on

_WARNINGS = {
    "repealed": "已废止",
    "expired": "已过有效期",
    "amended": "已被修订",
    "not_yet": "尚未施行",
}


def notices_for(
    citations: Sequence[Citation], document: Callable[[str], Document], day: date
) -> tuple[str, ...]:
    """One notice for each cited document that is not in force on that day."""
    notices = []
    for doc_id in dict.fromkeys(citation.span.doc_id for citation in citations):
        source = document(doc_id)
        status = status_on(source, day)
        if status in _WARNINGS:
            marks = "".join(f"〔{c.number}〕" for c in citations if c.span.doc_id == doc_id)
            notices.append(f"依据{marks}《{source.title}》{_WARNINGS[status]}，请核对现行规定。")
    return tuple(notices)
