"""The list of documents and what became of an upload, as HTML."""

from collections.abc import Sequence
from datetime import date

from chat.app.library_changes import Outcome
from chat.app.markup import button, escape, status_badge, type_label
from corpus.document import Document

Listing = Sequence[tuple[Document, int]]


def documents_html(listing: Listing, day: date, changeable: bool) -> str:
    """A row for each document. A row's buttons carry its place in the list."""
    if not listing:
        return '<p class="count">资料库里还没有文档。</p>'
    rows = "".join(
        _row(document, characters, n, day, changeable) for n, (document, characters) in enumerate(listing)
    )
    return f'<p class="count">共 {len(listing)} 份文档</p><ul class="documents">{rows}</ul>'


def _row(document: Document, characters: int, n: int, day: date, changeable: bool) -> str:
    issued = document.issued_on.isoformat() if document.issued_on else None
    kind = type_label(document.document_type)
    known = [document.issuer, document.document_number, issued, document.region, kind, f"{characters} 字"]
    facts = " · ".join(escape(fact) for fact in known if fact)
    title = button("open", escape(document.title), css="title", item=n)
    remove = (
        button("remove", "移除", css="tool", title=f"移除《{document.title}》", item=n) if changeable else ""
    )
    return f'<li><div>{title} {status_badge(document, day)}<p class="facts">{facts}</p></div>{remove}</li>'


def outcome_html(outcome: Outcome) -> str:
    """What became of the files, each refusal with its reason."""
    parts = []
    if outcome.taken:
        names = "".join(f"<li>{escape(title)}</li>" for title in outcome.taken)
        parts.append(f'<div class="done" role="status"><p>已加入并建好索引：</p><ul>{names}</ul></div>')
    if outcome.unchanged:
        names = "".join(f"<li>{escape(title)}</li>" for title in outcome.unchanged)
        parts.append(
            f'<div class="notice" role="status"><p>资料库里已有，没有变化：</p><ul>{names}</ul></div>'
        )
    if outcome.refused:
        names = "".join(f"<li>{escape(name)}：{escape(reason)}</li>" for name, reason in outcome.refused)
        parts.append(f'<div class="refused" role="alert"><p>没有收录：</p><ul>{names}</ul></div>')
    return "".join(parts)


def said_html(text: str, wrong: bool = False) -> str:
    """A line that tells how something went."""
    css, role = ("refused", "alert") if wrong else ("done", "status")
    return f'<div class="{css}" role="{role}"><p>{escape(text)}</p></div>'
