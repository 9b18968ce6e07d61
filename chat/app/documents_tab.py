"""文档: what is in the library, opened, added and removed. Changes are made in `library_changes`."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import gradio as gr

from chat.app.components import QUICK, number, panel
from chat.app.document_editing import changed, metadata_boxes, written
from chat.app.document_views import passages_html, versions_html
from chat.app.documents_html import Listing, documents_html, outcome_html, said_html, told
from chat.app.language import t, w
from chat.app.library_changes import take_in, take_out
from chat.app.locality import local, require_local
from chat.app.source_html import empty_source_html, source_html
from chat.app.source_pages import original_address
from chat.assistant import Assistant
from corpus.errors import PolicyQAError

Updates = dict[Any, Any]
# One after another: the library has one writer.
WRITING: dict[str, Any] = QUICK | {"concurrency_limit": 1, "concurrency_id": "library"}


def documents_tab(assistant: Assistant) -> tuple[Callable[..., Updates], list[Any]]:
    """Lays the tab out. Returns what brings it up to date with the library, and what that changes."""
    library = assistant.retriever.library
    shown_ids, leaving = gr.State([]), gr.State(None)
    editing = gr.State(None)
    with gr.Row(elem_id="shelf", elem_classes="desk"):
        with gr.Column(elem_id="stock", elem_classes="stock", scale=6, min_width=280):
            with gr.Column(visible=False, elem_id="adding") as adding:
                files = gr.File(
                    label=w("加入文档：拖到这里，或点击选择"),
                    file_count="multiple",
                    height=140,
                )
            with gr.Column(elem_id="tell"):
                said = gr.HTML("", elem_id="said", apply_default_css=False)
                with gr.Row(visible=False, elem_id="asking") as asking:
                    certain = gr.Button(w("移除"), variant="stop", size="sm")
                    never_mind = gr.Button(w("取消"), size="sm")
            with gr.Column(visible=False, elem_id="editing") as editor:
                boxes = metadata_boxes()
                with gr.Row(elem_classes="choice"):
                    save = gr.Button(w("保存"), variant="primary", size="sm")
                    close = gr.Button(w("取消"), size="sm")
            listing = panel("", "listing", "rows.js")
        with gr.Column(elem_id="book", elem_classes="source-side", scale=5, min_width=280):
            book = panel(empty_source_html("点击文档标题，这里会显示全文。", "文"), "book-panel", "source.js")
    drawn = [shown_ids, adding, listing]

    def refresh(request: gr.Request) -> Updates:
        entries = library.listing()
        return {
            shown_ids: [document.doc_id for document, _ in entries],
            adding: gr.Column(visible=local(request)),
            listing: documents_html(
                entries, date.today(), local(request), waiting(), versions(entries), torn()
            ),
        }

    def waiting() -> int:
        try:
            return assistant.retriever.unindexed
        except PolicyQAError:  # nothing to search yet
            return len(library.fingerprints())

    def torn() -> bool:
        try:
            return assistant.retriever.exact
        except PolicyQAError:
            return False

    def versions(entries: Listing) -> dict[str, int]:
        return {document.doc_id: 1 + len(library.history(document.doc_id)) for document, _ in entries}

    def add(paths: list[str] | None, request: gr.Request) -> Updates:
        if not paths:
            return {said: gr.skip()}
        try:
            require_local(request)
            outcome = outcome_html(take_in(assistant, [Path(path) for path in paths]))
        except Exception as error:
            outcome = told(error)
        return refresh(request) | {said: outcome, files: None}

    def ask_first(event: gr.EventData, ids: list[str]) -> Updates:
        n = number(event, "item")
        if not 0 <= n < len(ids):
            return {said: gr.skip()}
        try:
            question = t("确定移除《{title}》吗？移除后不能再问到它。", title=library.get(ids[n]).title)
        except PolicyQAError as error:
            return {said: told(error)}
        return {leaving: ids[n], said: said_html(question, wrong=True), asking: gr.Row(visible=True)}

    def remove(doc_id: str | None, request: gr.Request) -> Updates:
        try:
            require_local(request)
            outcome = said_html(t("已移除《{title}》。", title=take_out(assistant, doc_id or "")))
        except Exception as error:
            outcome = told(error)
        return refresh(request) | {said: outcome, leaving: None, asking: gr.Row(visible=False)}

    def opened(show: Callable[[str], str]) -> Callable[[gr.EventData, list[str]], Any]:
        def open_document(event: gr.EventData, ids: list[str]) -> Any:
            n = number(event, "item")
            try:
                return show(ids[n]) if 0 <= n < len(ids) else gr.skip()
            except Exception as error:
                return told(error)

        return open_document

    def whole(doc_id: str) -> str:
        original = original_address(doc_id) if library.original(doc_id) else None
        return source_html(library.get(doc_id), label=t("全文"), original=original)

    def passages(doc_id: str) -> str:
        return passages_html(library.get(doc_id), assistant.retriever.passages_of(doc_id))

    def history(doc_id: str) -> str:
        document, before = library.get(doc_id), library.history(doc_id)
        changes = [library.changes(doc_id, n) for n in range(len(before))]
        texts = [*(version.text for version in before), document.text]
        return versions_html(document, texts, changes, [version.replaced_at or "" for version in before])

    files.upload(lambda: said_html(t("正在读取并建立索引…"), mild=True), None, said, **QUICK).then(
        add, files, [*drawn, said, files], **WRITING
    )
    listing.remove(ask_first, shown_ids, [leaving, said, asking], **QUICK)

    def edit(event: gr.EventData, ids: list[str]) -> Updates:
        n = number(event, "item")
        if not 0 <= n < len(ids):
            return {said: gr.skip()}
        try:
            values = written(library.get(ids[n]))
        except PolicyQAError as error:
            return {said: told(error)}
        shown = {box: gr.update(value=values[name]) for name, box in boxes.items()}
        return shown | {editing: ids[n], editor: gr.Column(visible=True), said: ""}

    def save_edit(doc_id: str | None, request: gr.Request, *typed: str | None) -> Updates:
        try:
            require_local(request)
            title = changed(assistant, doc_id or "", dict(zip(boxes, typed, strict=True)))
        except Exception as error:
            return {said: told(error)}
        done = said_html(t("已保存《{title}》的信息。", title=title))
        return refresh(request) | {said: done, editing: None, editor: gr.Column(visible=False)}

    listing.edit(edit, shown_ids, [*boxes.values(), editing, editor, said], **QUICK)
    save.click(save_edit, [editing, *boxes.values()], [*drawn, said, editing, editor], **WRITING)
    close.click(lambda: (None, gr.Column(visible=False)), None, [editing, editor], **QUICK)
    for event, show in ((listing.open, whole), (listing.passages, passages), (listing.history, history)):
        event(opened(show), shown_ids, book, **QUICK)
    certain.click(remove, leaving, [*drawn, said, leaving, asking], **WRITING)
    never_mind.click(lambda: (None, "", gr.Row(visible=False)), None, [leaving, said, asking], **QUICK)
    return refresh, drawn
