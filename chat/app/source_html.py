"""The source panel: what is known of a document, and its text with exactly the cited characters marked.

The marks are set here and not in the browser: offsets count Unicode characters, while JavaScript counts
UTF-16 units, so that one 𠮷 before a quote would shift every mark behind it.
"""

import re
from datetime import date

from chat.app.language import t
from chat.app.markup import button, escape, heading_path, status_badge, type_label, web_address
from corpus.document import Document, Span

# how the lines of policy texts announce themselves; only the look of a line depends on it
_HEADING = re.compile(
    r"#{1,6}\s|第[一二三四五六七八九十百零〇\d]+[章节条编]|[一二三四五六七八九十]+、|[（(][一二三四五六七八九十]+[）)]"
)
_QUESTION = re.compile(r"(?:问|记者|主持人|网友)\s*[:：]|[【\[]?问[】\]]")
_LONGEST_HEADING = 60


def marked_text(text: str, start: int | None = None, end: int | None = None) -> str:
    """The text as HTML, its characters `start` to `end` inside `<mark>`.

    Each line becomes a block that keeps its line break, and a quote over several lines one mark per line: the
    `textContent` of the whole is the text, and that of the marks together is the quote.
    """
    rows, at = [], 0
    for line in _lines(text):
        stop = at + len(line)
        if start is None or end is None or end <= at or stop <= start:
            inner = escape(line)
        else:
            a, b = max(start - at, 0), min(end - at, len(line))
            inner = f"{escape(line[:a])}<mark>{escape(line[a:b])}</mark>{escape(line[b:])}"
        rows.append(f'<span class="line{_look(line)}">{inner}</span>')
        at = stop
    return "".join(rows)


def _lines(text: str) -> list[str]:
    """The lines with their line breaks. Only \\n ends a line: str.splitlines knows more ends than a browser."""
    parts = text.split("\n")
    return [part + "\n" for part in parts[:-1]] + ([parts[-1]] if parts[-1] else [])


def _look(line: str) -> str:
    bare = line.strip()
    if not bare:
        return " blank"
    if _QUESTION.match(bare):
        return " question"
    # a short 条 is its whole text, and that is no heading
    titled = len(bare) <= _LONGEST_HEADING and bare[-1] not in "。；，,;" and _HEADING.match(bare)
    return " heading" if titled else ""


def source_html(
    document: Document,
    span: Span | None = None,
    *,
    quote: str | None = None,
    heading: tuple[str, ...] = (),
    label: str = "",
    others: str = "",
    day: date | None = None,
    pages: str = "",
    original: str | None = None,
) -> str:
    """The panel for a document, opened at `span` where one is given.

    `quote` is what the span held when the answer was made. Where the document holds something else by now, nothing
    is marked and the panel says so: a wrong mark is worse than none. `pages` is the quote on the pages of a PDF, as
    HTML, left out where nothing is marked; `others` are buttons for further places, as HTML; `original` is where the
    file can be opened.
    """
    placed = span is not None and span.doc_id == document.doc_id and span.end <= len(document.text)
    if placed and span is not None and quote is not None:
        placed = document.text[span.start : span.end] == quote
    marks = (span.start, span.end) if placed and span else (None, None)
    warning = (
        f'<p class="notice" role="note">{t("引文与现存文本对不上（文档可能已更新），因此未作标注。")}</p>'
        if span is not None and not placed
        else ""
    )
    pages = pages if placed else ""
    path = f'<p class="path">{heading_path(heading)}</p>' if heading else ""
    return (
        f'<section class="source{" paged" if pages else ""}" aria-label="{t("原文：")}{escape(document.title)}"><header class="source-head">'
        f'<p class="source-label">{escape(label or t("原文"))}{others}</p><h2 tabindex="-1">{escape(document.title)}</h2>'
        f"{_card(document, quote, day or date.today(), original)}{path}{warning}{_switch(pages if placed else '')}"
        f'<button type="button" class="close" data-act="close" aria-label="{t("关闭原文")}">✕</button></header>'
        f'<div class="source-body" tabindex="0" role="region" aria-label="{t("文档正文")}">'
        f"{pages}"
        f'<div class="document" lang="zh-CN">{marked_text(document.text, *marks)}</div></div></section>'
    )


def _switch(pages: str) -> str:
    """Between the pages of the file and the text, where there are both; the pages come first."""
    if not pages:
        return ""
    return (
        f'<p class="switch" role="group" aria-label="{t("看法")}">'
        f"{button('pages', t('原件页面'), css='tool', pressed='true')}{button('text', t('文字'), css='tool', pressed='false')}</p>"
    )


def _card(document: Document, quote: str | None, day: date, original: str | None) -> str:
    """What is known of the document: the most telling facts in one line, all of them behind it."""
    issued = _day(document.issued_on)
    facts = [
        ("发文机关", document.issuer),
        ("文号", document.document_number),
        ("成文日期", issued),
        ("施行日期", _day(document.effective_on)),
        ("有效期至", _day(document.expires_on)),
        ("地区", document.region),
        ("类型", type_label(document.document_type)),
    ]
    rows = "".join(f"<div><dt>{t(name)}</dt><dd>{escape(value)}</dd></div>" for name, value in facts if value)
    if address := web_address(document.source_url):
        link = (
            f'<a href="{escape(address)}" target="_blank" rel="noopener noreferrer">{t("打开发布页面")} ↗</a>'
        )
        rows += f"<div><dt>{t('出处')}</dt><dd>{link}</dd></div>"
    if original:
        link = f'<a href="{escape(original)}" target="_blank" rel="noopener">{t("打开原件")} ↗</a>'
        rows += f"<div><dt>{t('原件')}</dt><dd>{link}</dd></div>"
    if quote:
        rows += f'<div class="wide"><dt>{t("引文")}</dt><dd>{escape(quote)}</dd></div>'
    line = [escape(fact) for fact in (document.issuer, document.document_number, issued) if fact]
    return (
        f'<details class="card"><summary>{status_badge(document, day)} {" · ".join(line)}</summary>'
        f"<dl>{rows}</dl></details>"
    )


def _day(day: date | None) -> str | None:
    return f"{day.year}年{day.month}月{day.day}日" if day else None


def empty_source_html(hint: str | None = None, sign: str = "〔1〕") -> str:
    """The panel before anything was opened."""
    hint = hint or t("点击回答里的编号，这里会打开原文，并标出被引用的那几句。")
    return (
        f'<section class="source empty" aria-label="{t("原文")}"><div class="hint">'
        f'<p class="hint-sign" aria-hidden="true">{escape(sign)}</p><p>{escape(hint)}</p></div></section>'
    )
