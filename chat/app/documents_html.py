"""The list of documents and what became of an upload, as HTML."""

import logging
from collections.abc import Mapping, Sequence
from datetime import date

from chat.app.language import t
from chat.app.library_changes import Outcome, Working
from chat.app.markup import button, escape, status_badge, type_label
from chat.app.turn import FAULT
from corpus.document import Document
from corpus.errors import PolicyQAError

log = logging.getLogger(__name__)

Listing = Sequence[tuple[Document, int]]
MOST = 200  # rows drawn
CHANGES = [
    ("edit", "编辑", "编辑《{title}》的信息"),
    ("replace", "替换", "用新文件替换《{title}》"),
    ("remove", "移除", "移除《{title}》"),
]


def found_among(listing: Listing, words: str) -> Listing:
    """The documents in whose title, issuer, number, region or type every word occurs."""
    wanted = words.lower().split()

    def said(document: Document) -> str:
        known = (document.title, document.issuer, document.document_number, document.region)
        return " ".join([*filter(None, known), type_label(document.document_type) or ""]).lower()

    return [entry for entry in listing if all(word in said(entry[0]) for word in wanted)]


def documents_html(
    listing: Listing,
    day: date,
    changeable: bool,
    state: str = "",
    total: int | None = None,
    versions: Mapping[str, int] | None = None,
) -> str:
    """A row for each document; a row's buttons carry its place in the list.

    `state` says how the index stands; `total` counts the documents where only some of them are listed; `versions`
    says how often a document was taken in, where more than once.
    """
    total, versions = len(listing) if total is None else total, versions or {}
    if not total:
        way = t("把文件拖到上面的框里，建好索引就能提问。") if changeable else ""
        return f'<p class="count">{t("资料库里还没有文档。")}{way}</p>'
    rows = "".join(
        _row(document, characters, versions.get(document.doc_id, 1), n, day, changeable)
        for n, (document, characters) in enumerate(listing[:MOST])
    )
    counted = [t("共 {n} 份文档", n=total), *([escape(state)] if state else [])]
    if len(listing) < total:
        counted.insert(1, t("找到 {n} 份", n=len(listing)))
    if len(listing) > MOST:
        counted.append(t("只列出前 {n} 份，可用上面的框查找", n=MOST))
    rows = f'<ul class="documents">{rows}</ul>' if rows else ""
    return f'<p class="count" role="status">{" · ".join(counted)}</p>{rows}'


def index_state(waiting: int, torn: bool) -> str:
    """How the index stands: `waiting` documents are not in it yet; where it is `torn`, answers come from the texts
    alone until it has been built anew."""
    if waiting:
        return t("{n} 份待建索引，暂时问不到；其余照常可问", n=waiting)
    if torn:
        return t("索引缺失或损坏，正在重建；这期间直接查原文，照常可问")
    return t("索引已是最新")


def working_html(working: Working) -> str:
    """How far a change of the library has come; one can go on asking meanwhile."""
    said = t(working.label) if working.label else t("正在准备…")
    value = f' value="{working.done}" max="{working.total}"' if working.total else ""
    counted = f" {working.done} / {working.total}" if working.total else ""
    return (
        f'<div class="notice" role="status"><label>{escape(said + counted)} <progress{value}></progress></label>'
        f"<p>{t('其余文档照常可问。')}</p></div>"
    )


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
    offered = [("ask", "提问", "只问《{title}》"), ("passages", "分段", "《{title}》怎样分段")]
    offered += [("history", "版本", "《{title}》的版本变化")] if versions > 1 else []
    offered += CHANGES if changeable else []
    tools = "".join(
        button(act, t(name), css="tool", title=t(about, title=document.title), item=n)
        for act, name, about in offered
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
