"""文档: what is in the library, opened, added and removed. Changes are made in `library_changes`."""

import logging
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import gradio as gr

from chat.app.components import QUICK, number, panel
from chat.app.documents_html import documents_html, outcome_html, said_html
from chat.app.library_changes import take_in, take_out
from chat.app.locality import REMOTE, is_local
from chat.app.source_html import empty_source_html, source_html
from chat.app.turn import FAULT
from chat.assistant import Assistant
from corpus.errors import PolicyQAError

log = logging.getLogger(__name__)

Updates = dict[Any, Any]
# One after another: the library has one writer.
WRITING: dict[str, Any] = QUICK | {"concurrency_limit": 1, "concurrency_id": "library"}


def documents_tab(assistant: Assistant) -> tuple[Callable[..., Updates], list[Any]]:
    """Lays the tab out. Returns what brings it up to date with the library, and what that changes."""
    library = assistant.retriever.library
    shown_ids, leaving = gr.State([]), gr.State(None)
    with gr.Row(elem_id="shelf"):
        with gr.Column(elem_id="stock", scale=6, min_width=280):
            with gr.Column(visible=False, elem_id="adding") as adding:
                files = gr.File(
                    label="加入文档：拖到这里，或点击选择",
                    file_count="multiple",
                    height=140,
                )
            with gr.Column(elem_id="tell"):
                said = gr.HTML("", elem_id="said", apply_default_css=False)
                with gr.Row(visible=False, elem_id="asking") as asking:
                    certain = gr.Button("移除", variant="stop", size="sm")
                    never_mind = gr.Button("取消", size="sm")
            listing = panel("", "listing", "documents.js")
        with gr.Column(elem_id="book", elem_classes="source-side", scale=5, min_width=280):
            book = panel(empty_source_html("点击文档标题，这里会显示全文。", "文"), "book-panel", "source.js")
    drawn = [shown_ids, adding, listing]

    def refresh(request: gr.Request) -> Updates:
        local = _local(request)
        entries = library.listing()
        return {
            shown_ids: [document.doc_id for document, _ in entries],
            adding: gr.Column(visible=local),
            listing: documents_html(entries, date.today(), local),
        }

    def add(paths: list[str] | None, request: gr.Request) -> Updates:
        if not paths:
            return {said: gr.skip()}
        try:
            _require_local(request)
            told = outcome_html(take_in(assistant, [Path(path) for path in paths]))
        except Exception as error:
            told = _told(error)
        return refresh(request) | {said: told, files: None}

    def ask_first(event: gr.EventData, ids: list[str]) -> Updates:
        n = number(event, "item")
        if not 0 <= n < len(ids):
            return {said: gr.skip()}
        try:
            question = f"确定移除《{library.get(ids[n]).title}》吗？移除后不能再问到它。"
        except PolicyQAError as error:
            return {said: _told(error)}
        return {leaving: ids[n], said: said_html(question, wrong=True), asking: gr.Row(visible=True)}

    def remove(doc_id: str | None, request: gr.Request) -> Updates:
        try:
            _require_local(request)
            told = said_html(f"已移除《{take_out(assistant, doc_id or '')}》。")
        except Exception as error:
            told = _told(error)
        return refresh(request) | {said: told, leaving: None, asking: gr.Row(visible=False)}

    def open_document(event: gr.EventData, ids: list[str]) -> Any:
        n = number(event, "item")
        try:
            return source_html(library.get(ids[n]), label="全文") if 0 <= n < len(ids) else gr.skip()
        except PolicyQAError as error:
            return said_html(str(error), wrong=True)

    files.upload(lambda: said_html("正在读取并建立索引…"), None, said, **QUICK).then(
        add, files, [*drawn, said, files], **WRITING
    )
    listing.remove(ask_first, shown_ids, [leaving, said, asking], **QUICK)
    listing.open(open_document, shown_ids, book, **QUICK)
    certain.click(remove, leaving, [*drawn, said, leaving, asking], **WRITING)
    never_mind.click(lambda: (None, "", gr.Row(visible=False)), None, [leaving, said, asking], **QUICK)
    return refresh, drawn


def _local(request: gr.Request) -> bool:
    return is_local(request.client.host if request.client else None, request.headers)


def _require_local(request: gr.Request) -> None:
    if not _local(request):
        raise PolicyQAError(REMOTE)


def _told(error: Exception) -> str:
    """An error as the reader is told it; what he can't mend goes to the log."""
    if isinstance(error, PolicyQAError):
        return said_html(str(error), wrong=True)
    log.error("the library could not be changed", exc_info=error)
    return said_html(FAULT, wrong=True)
