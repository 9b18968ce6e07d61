"""What the assistant knows of documents, for the page: sources opened from a click, titles, examples."""

import logging
from typing import Any

from chat.answer import Answer
from chat.app.answer_html import TitleOf
from chat.app.language import t
from chat.app.markup import button, escape
from chat.app.source_html import source_html
from chat.app.source_pages import original_address, pages_html
from chat.assistant import Assistant
from corpus.document import Span
from corpus.errors import UnknownDocument

log = logging.getLogger(__name__)


def opened_source(assistant: Assistant, answer: Answer | None, turn: int, kind: str, item: int) -> str | None:
    """The panel for citation number `item` (`cite`), or for the retrieved passage at index `item` (`passage`).

    `turn` is the answer's place in the conversation. None where the answer has no such thing.
    """
    if answer is None:
        return None
    if kind == "cite" and 1 <= item <= len(answer.citations):
        citation = answer.citations[item - 1]
        label, others = t("来源"), _others(answer, turn, item)
        return place_html(assistant, citation.span, citation.quote, label, citation.heading, others)
    if kind == "passage" and 0 <= item < len(answer.retrieved):
        passage = answer.retrieved[item].passage
        return place_html(
            assistant, passage.span, passage.text, t("最接近的内容（不是答案）"), passage.heading
        )
    return None


def _others(answer: Answer, turn: int, item: int) -> str:
    """All citations of the answer, to go from one to the next without leaving the panel."""
    return "".join(
        button(
            "cite",
            f"〔{c.number}〕",
            css="cite",
            title=t("打开来源〔{number}〕", number=c.number),
            current=c.number == item,
            turn=turn,
            item=c.number,
        )
        for c in answer.citations
    )


def place_html(
    assistant: Assistant,
    span: Span,
    quote: str,
    label: str,
    heading: tuple[str, ...] = (),
    others: str = "",
) -> str:
    """The panel opened at a place of a document, `quote` being what is said to stand there.

    `others` are buttons for further places, as HTML.
    """
    try:
        document = assistant.document(span.doc_id)
    except UnknownDocument:
        return (
            f'<section class="source empty" aria-label="{t("原文")}"><div class="hint">'
            f"<p>{t('这份文档已被移出资料库，无法打开。')}</p><blockquote>{escape(quote)}</blockquote></div></section>"
        )
    return source_html(
        document, span, quote=quote, heading=heading, label=label, others=others, **originals(assistant, span)
    )


def originals(assistant: Assistant, span: Span) -> dict[str, Any]:
    """Where the document's file can be opened, and the pages a span stands on, as `source_html` takes them."""
    library = assistant.retriever.library
    if library.original(span.doc_id) is None:
        return {}
    content = library.fingerprints()[span.doc_id].content
    return {
        "original": original_address(span.doc_id),
        "pages": pages_html(span.doc_id, library.views(span), content),
    }


def title_lookup(assistant: Assistant) -> TitleOf:
    """From a document's id to its title; to the id where the document is gone."""

    def title_of(doc_id: str) -> str:
        try:
            return assistant.document(doc_id).title
        except UnknownDocument:
            return doc_id

    return title_of


def examples_from(assistant: Assistant) -> list[str]:
    """Questions to begin with. They are an offer: a fault in finding them is logged, and one can still ask."""
    try:
        return assistant.examples()
    except Exception:  # whatever it is: an offer that fails must not keep the page from opening
        log.exception("no example questions could be made")
        return []
