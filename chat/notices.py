"""What a reader must know beside the answer: a source that is not in force, or was recognised from a scan."""

import contextlib
from collections.abc import Callable, Sequence
from datetime import date

from chat.answer import Citation
from corpus.document import Document, Span
from corpus.errors import UnknownDocument
from corpus.validity import status_on


def notices_for(
    citations: Sequence[Citation],
    document: Callable[[str], Document],
    is_scanned: Callable[[Span], bool],
    day: date,
) -> tuple[str, ...]:
    """One notice for each cited document that is not in force on that day, or whose cited words are from a scan."""
    notices = []
    for doc_id in dict.fromkeys(citation.span.doc_id for citation in citations):
        source = document(doc_id)
        scanned = [c for c in citations if c.span.doc_id == doc_id and is_scanned(c.span)]
        if scanned:
            notices.append(
                f"依据{_marks(scanned, doc_id)}《{source.title}》是扫描件，文字由程序识别，可能有误，请核对原件。"
            )
        standing = _standing(source, document, day)
        if standing is not None:
            notices.append(f"依据{_marks(citations, doc_id)}《{source.title}》{standing}，请核对现行规定。")
    return tuple(notices)


def _marks(citations: Sequence[Citation], doc_id: str) -> str:
    return "".join(f"〔{citation.number}〕" for citation in citations if citation.span.doc_id == doc_id)


def _standing(source: Document, document: Callable[[str], Document], day: date) -> str | None:
    """How a document stands on that day if it is not simply in force, and by which other it came to that."""
    match status_on(source, day):
        case "repealed":
            return "已废止" + _by(source.superseded_by, source.superseded_on, document)
        case "amended":
            return "已被修订" + _by(source.amended_by, source.amended_on, document)
        case "expired":
            return "已过有效期" + (f"（{source.expires_on}止）" if source.expires_on else "")
        case "not_yet":
            begins = source.effective_on or source.issued_on
            return "尚未施行" + (f"（自{begins}起）" if begins else "")
    return None


def _by(doc_id: str | None, since: date | None, document: Callable[[str], Document]) -> str:
    """（自…起，见《…》）, as far as it is known."""
    parts = [f"自{since}起"] if since else []
    if doc_id is not None:
        with contextlib.suppress(UnknownDocument):  # removed just now
            parts.append(f"见《{document(doc_id).title}》")
    return f"（{'，'.join(parts)}）" if parts else ""
