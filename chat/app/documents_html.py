"""The list of documents and what became of an upload, as HTML."""

import logging
from collections.abc import Mapping, Sequence
from datetime import date

from chat.app.language import t
from chat.app.library_changes import Outcome
from chat.app.markup import button, escape, status_badge, type_label
from chat.app.turn import FAULT
from corpus.document import Document
from corpus.errors import PolicyQAError

log = logging.getLogger(__name__)

Listing = Sequence[tuple[Document, int]]


def documents_html(
    listing: Listing,
    day: date,
    changeable: bool,
    waiting: int = 0,
    versions: Mapping[str, int] | None = None,
    torn: bool = False,
) -> str:
    """A row for each document; a row's buttons carry its place in the list.

    `waiting` documents are not in the index yet; `versions` says how often each document was taken in, where more
    than once. The index is `torn` where answers come from the texts alone until it has been built anew.
    """
    if not listing:
        return f'<p class="count">{t("资料库里还没有文档。")}</p>'
    rows = "".join(
        _row(document, characters, (versions or {}).get(document.doc_id, 1), n, day, changeable)
        for n, (document, characters) in enumerate(listing)
    )
    if waiting:
        state = t("{n} 份待建索引，暂时问不到；其余照常可问", n=waiting)
    elif torn:
        state = t("索引缺失或损坏，正在重建；这期间直接查原文，照常可问")
    else:
        state = t("索引已是最新")
    counted = t("共 {n} 份文档", n=len(listing))
    return f'<p class="count">{counted} · {state}</p><ul class="documents">{rows}</ul>'


def _row(document: Document, characters: int, versions: int, n: int, day: date, changeable: bool) -> str:
    issued = document.issued_on.isoformat() if document.issued_on else None
    kind = type_label(document.document_type)
    known = [
        document.issuer,
        document.document_number,
        issued,
        document.region,
        kind,
        t("{n} 字", n=characters),
    ]
    facts = " · ".join(escape(fact) for fact in known if fact)
    title = button("open", escape(document.title), css="title", item=n)
    tools = button(
        "passages", t("分段"), css="tool", title=t("《{title}》怎样分段", title=document.title), item=n
    )
    if versions > 1:
        tools += button(
            "history", t("版本"), css="tool", title=t("《{title}》的版本变化", title=document.title), item=n
        )
    if changeable:
        tools += button(
            "edit", t("编辑"), css="tool", title=t("编辑《{title}》的信息", title=document.title), item=n
        )
    tools += (
        button("remove", t("移除"), css="tool", title=t("移除《{title}》", title=document.title), item=n)
        if changeable
        else ""
    )
    return f'<li><div>{title} {status_badge(document, day)}<p class="facts">{facts}</p></div><div class="row-tools">{tools}</div></li>'


def outcome_html(outcome: Outcome) -> str:
    """What became of the files, each refusal with its reason."""
    parts = []
    if outcome.taken:
        names = "".join(f"<li>{escape(title)}</li>" for title in outcome.taken)
        parts.append(
            f'<div class="done" role="status"><p>{t("已加入并建好索引：")}</p><ul>{names}</ul></div>'
        )
    if outcome.unchanged:
        names = "".join(f"<li>{escape(title)}</li>" for title in outcome.unchanged)
        parts.append(
            f'<div class="notice" role="status"><p>{t("资料库里已有，没有变化：")}</p><ul>{names}</ul></div>'
        )
    if outcome.refused:
        names = "".join(f"<li>{escape(name)}：{escape(reason)}</li>" for name, reason in outcome.refused)
        parts.append(f'<div class="refused" role="alert"><p>{t("没有收录：")}</p><ul>{names}</ul></div>')
    return "".join(parts)


def said_html(text: str, wrong: bool = False, mild: bool = False) -> str:
    """A line that tells how something went; `mild` where it is neither done nor refused."""
    css, role = ("refused", "alert") if wrong else ("notice" if mild else "done", "status")
    return f'<div class="{css}" role="{role}"><p>{escape(text)}</p></div>'


def told(error: Exception) -> str:
    """An error as the reader is told it; what he can't mend goes to the log."""
    if isinstance(error, PolicyQAError):
        return said_html(str(error), wrong=True)
    log.error("an event of the page failed", exc_info=error)
    return said_html(t(FAULT), wrong=True)
