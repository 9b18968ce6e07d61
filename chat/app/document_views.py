"""A document looked at more closely: its whole text, how it was cut into passages, what changed between versions."""

from collections.abc import Sequence

from chat.app.language import t
from chat.app.markup import escape, heading_path
from chat.app.source_html import source_html
from chat.app.source_pages import original_address
from chat.assistant import Assistant
from corpus.changes import Change, Changes
from corpus.document import Document
from indexing.passage import Passage

FIELDS = {
    "title": "标题", "issuer": "发文机关", "document_number": "文号", "region": "地区", "issued_on": "成文日期",
    "effective_on": "施行日期", "expires_on": "有效期至", "document_type": "类型", "status": "效力", "source_url": "出处",
}  # fmt: skip


def whole_text(assistant: Assistant, doc_id: str) -> str:
    """The document's text, and where its file can be opened. Raises UnknownDocument."""
    library = assistant.retriever.library
    original = original_address(doc_id) if library.original(doc_id) else None
    return source_html(library.get(doc_id), label=t("全文"), original=original)


def passages(assistant: Assistant, doc_id: str) -> str:
    """The document's passages, as `passages_html` shows them. Raises UnknownDocument."""
    return passages_html(assistant.retriever.library.get(doc_id), assistant.retriever.passages_of(doc_id))


def versions(assistant: Assistant, doc_id: str) -> str:
    """The document's versions, as `versions_html` shows them. Raises UnknownDocument."""
    library = assistant.retriever.library
    document, before = library.get(doc_id), library.history(doc_id)
    changes = [library.changes(doc_id, n) for n in range(len(before))]
    texts = [*(version.text for version in before), document.text]
    return versions_html(document, texts, changes, [version.replaced_at or "" for version in before])


def passages_html(document: Document, passages: Sequence[Passage]) -> str:
    """The passages as search sees them, each with its heading path and its place in the text."""
    rows = "".join(
        f'<li><p class="facts">{n} · {heading_path(passage.heading)} '
        f"{escape(t('第 {start}–{end} 字', start=passage.span.start, end=passage.span.end))}</p>"
        f'<p lang="zh-CN">{escape(passage.text)}</p></li>'
        for n, passage in enumerate(passages, 1)
    )
    counted = t("共 {n} 段；检索和引用都以段为单位", n=len(passages))
    return _panel(
        document, t("怎样分段"), f'<p class="count">{escape(counted)}</p><ol class="passages">{rows}</ol>'
    )


def versions_html(
    document: Document, texts: Sequence[str], changes: Sequence[Changes], days: Sequence[str]
) -> str:
    """What each later version changed, the latest first: `texts` are all versions, the oldest first, `changes` and
    `days` belong to all but the first."""
    parts = []
    for n in range(len(changes), 0, -1):
        body = fields_html(changes[n - 1]) + changed_lines(texts[n - 1], texts[n], changes[n - 1].text)
        when = escape(days[n - 1][:16].replace("T", " "))
        parts.append(f"<section><h3>{escape(t('第 {n} 版', n=n + 1))} · {when}</h3>{body}</section>")
    return _panel(
        document, t("版本变化"), "".join(parts) or f'<p class="count">{t("这份文档只有一个版本。")}</p>'
    )


def fields_html(changes: Changes) -> str:
    """The metadata that changed, with the older and the newer value."""
    rows = "".join(
        f"<li>{escape(t(FIELDS.get(name, name)))}：<del>{escape(old or '—')}</del> → <ins>{escape(new or '—')}</ins></li>"
        for name, (old, new) in changes.metadata.items()
    )
    return f'<ul class="change">{rows}</ul>' if rows else ""


def changed_lines(older: str, newer: str, changes: Sequence[Change]) -> str:
    """The lines with a change in them, what went struck out and what came underlined."""
    lines, changed = [""], [False]

    def add(words: str, tag: str = "") -> None:
        for n, part in enumerate(words.split("\n")):
            if n:
                lines.append("")
                changed.append(bool(tag))
            lines[-1] += f"<{tag}>{escape(part)}</{tag}>" if tag and part else escape(part)
            changed[-1] = changed[-1] or bool(tag)

    at = 0
    for change in changes:
        add(newer[at : change.newer[0]])
        add(older[slice(*change.older)], "del")
        add(newer[slice(*change.newer)], "ins")
        at = change.newer[1]
    add(newer[at:])
    shown = [line for line, has in zip(lines, changed, strict=True) if has and line]
    return "".join(f'<p class="change" lang="zh-CN">{line}</p>' for line in shown)


def _panel(document: Document, label: str, body: str) -> str:
    return (
        f'<section class="source" aria-label="{escape(label)}"><header class="source-head">'
        f'<p class="source-label">{escape(label)}</p><h2 tabindex="-1">{escape(document.title)}</h2>'
        f'<button type="button" class="close" data-act="close" aria-label="{t("关闭原文")}">✕</button></header>'
        f'<div class="source-body" tabindex="0" role="region" aria-label="{escape(label)}">{body}</div></section>'
    )
