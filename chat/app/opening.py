"""What the assistant knows of documents, for the page: sources opened from a click, titles, examples."""

import logging

from chat.answer import Answer
from chat.app.answer_html import TitleOf
from chat.app.markup import escape
from chat.app.source_html import source_html
from chat.assistant import Assistant
from corpus.document import Span
from corpus.errors import UnknownDocument

log = logging.getLogger(__name__)


def opened_source(assistant: Assistant, answer: Answer | None, kind: str, item: int) -> str | None:
    """The panel for citation number `item` (`cite`), or for the retrieved passage at index `item` (`passage`).

    None where the answer has no such thing.
    """
    if answer is None:
        return None
    if kind == "cite" and 1 <= item <= len(answer.citations):
        citation = answer.citations[item - 1]
        label = f"来源〔{item}〕，共 {len(answer.citations)} 处"
        return _panel(assistant, citation.span, citation.quote, citation.heading, label)
    if kind == "passage" and 0 <= item < len(answer.retrieved):
        passage = answer.retrieved[item].passage
        return _panel(assistant, passage.span, passage.text, passage.heading, "最接近的内容（不是答案）")
    return None


def _panel(assistant: Assistant, span: Span, quote: str, heading: tuple[str, ...], label: str) -> str:
    try:
        document = assistant.document(span.doc_id)
    except UnknownDocument:
        return (
            '<section class="source empty" aria-label="原文"><div class="hint">'
            f"<p>这份文档已被移出资料库，无法打开。</p><blockquote>{escape(quote)}</blockquote></div></section>"
        )
    return source_html(document, span, quote=quote, heading=heading, label=label)


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
    except Exception:
        log.exception("no example questions could be made")
        return []
