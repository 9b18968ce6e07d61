"""Text into HTML. Every text of a document, a person or a model passes through `escape` and nothing else.

No Markdown parser stands between a document and the page: what a document writes is shown, never interpreted,
and a text that is still streaming takes the same way as one that is complete.
"""

import html
import re
from collections.abc import Sequence
from datetime import date
from urllib.parse import urlsplit

from chat.app.language import english, t
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
    return f'<span class="badge {status}">{t(STATUS_LABELS[status])}</span>'


def type_label(document_type: str | None) -> str | None:
    """The name of a document type; one that has none is shown as it is."""
    if not document_type:
        return None
    label = DOCUMENT_TYPES.get(document_type)
    return t(label) if label else document_type


def heading_path(heading: tuple[str, ...]) -> str:
    """The headings above a passage, outermost first, as HTML."""
    return '<span class="path-sign" aria-hidden="true"> › </span>'.join(escape(h.strip()) for h in heading)


def table(head: Sequence[str], rows: Sequence[Sequence[str]], name: str) -> str:
    """A table of texts in a frame that scrolls by itself; the first cell of a row is its head."""
    columns = "".join(f'<th scope="col">{escape(cell)}</th>' for cell in head)
    lines = "".join(
        f'<tr><th scope="row">{escape(row[0])}</th>{"".join(f"<td>{escape(cell)}</td>" for cell in row[1:])}</tr>'
        for row in rows
    )
    return (
        f'<div class="table-frame" tabindex="0" role="region" aria-label="{escape(name)}"><table class="answers">'
        f"<thead><tr>{columns}</tr></thead><tbody>{lines}</tbody></table></div>"
    )


def button(
    action: str, label: str, *, css: str = "", title: str = "", current: bool = False, **data: int | str
) -> str:
    """A button that tells the page's script what to do; `label` is HTML already, `current` the one chosen of several."""
    attributes = "".join(f' data-{key}="{escape(str(value))}"' for key, value in data.items())
    hint = f' title="{escape(title)}" aria-label="{escape(title)}"' if title else ""
    state = ' aria-current="true"' if current else ""
    return (
        f'<button type="button" class="{css}" data-act="{action}"{attributes}{hint}{state}>{label}</button>'
    )


def both(tag: str, words: str, css: str = "") -> str:
    """An element in Chinese and one in English; the style sheet shows the one of the page's language."""
    return "".join(
        f'<{tag} class="{css} only-{language}">{said}</{tag}>'
        for language, said in (("zh", words), ("en", english()[words]))
    )
