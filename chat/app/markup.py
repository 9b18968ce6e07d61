"""Text into HTML. Every text of a document, a person or a model passes through `escape` and nothing else.

No Markdown parser stands between a document and the page: what a document writes is shown, never interpreted,
and a text that is still streaming takes the same way as one that is complete.
"""

import html
import re
from datetime import date
from urllib.parse import urlsplit

from corpus.document import DOCUMENT_TYPES, Document, Status
from corpus.validity import status_on

STATUS_LABELS: dict[Status, str] = {
    "in_force": "现行有效",
    "not_yet": "尚未施行",
    "expired": "已过有效期",
    "amended": "已被修改",
    "repealed": "已废止",
    "unknown": "效力未注明",
}

# What a browser must not see as text: C0 and C1 controls, and the marks that turn the writing direction
# and so can make a line read as what it does not say. Each becomes one visible character, so that lengths stay.
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def escape(text: str) -> str:
    """The text as HTML, for content and for attribute values alike."""
    return html.escape(_UNSEEN.sub("\ufffd", text), quote=True)


def web_address(address: str | None) -> str | None:
    """The address where it is an ordinary web page, else None: `javascript:` and `data:` never become links."""
    if not address:
        return None
    try:
        parts = urlsplit(address.strip())
    except ValueError:
        return None
    return address.strip() if parts.scheme in ("http", "https") and parts.netloc else None


def status_badge(document: Document, day: date) -> str:
    """Whether the document is in force on the day, as a coloured word."""
    status = status_on(document, day)
    return f'<span class="badge {status}">{STATUS_LABELS[status]}</span>'


def type_label(document_type: str | None) -> str | None:
    """The Chinese name of a document type; one that has none is shown as it is."""
    return DOCUMENT_TYPES.get(document_type, document_type) if document_type else None


def heading_path(heading: tuple[str, ...]) -> str:
    """The headings above a passage, outermost first, as HTML."""
    return '<span class="path-sign" aria-hidden="true"> › </span>'.join(escape(h.strip()) for h in heading)


def button(action: str, label: str, *, css: str = "", title: str = "", **data: int | str) -> str:
    """A button that tells the page's script what to do; `label` is HTML already."""
    attributes = "".join(f' data-{key}="{escape(str(value))}"' for key, value in data.items())
    hint = f' title="{escape(title)}" aria-label="{escape(title)}"' if title else ""
    return f'<button type="button" class="{css}" data-act="{action}"{attributes}{hint}>{label}</button>'
