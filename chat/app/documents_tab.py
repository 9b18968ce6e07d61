"""文档: what is in the library, opened, added, renewed and removed. Changes are made in `library_changes`."""

from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import gradio as gr

from chat.app.components import QUICK, number, panel
from chat.app.document_editing import changed, metadata_boxes, written
from chat.app.document_views import passages, versions, whole_text
from chat.app.documents_html import (
    documents_html,
    found_among,
    index_state,
    outcome_html,
    said_html,
    told,
    working_html,
)
from chat.app.language import t, w
from chat.app.library_changes import (
    Change,
    Working,
    followed,
    reindexed,
    renewed,
    take_in,
    take_out,
    torn,
    unindexed,
)
from chat.app.locality import local, require_local
from chat.app.source_html import empty_source_html
from chat.assistant import Assistant
from corpus.errors import PolicyQAError

Updates = dict[Any, Any]
# One after another: the library has one writer.
WRITING: dict[str, Any] = QUICK | {"queue": True, "concurrency_limit": 1, "concurrency_id": "library"}


def documents_tab(
    assistant: Assistant, narrow: Callable[[str], Updates], narrowed: list[Any]
) -> tuple[Callable[..., Updates], list[Any], list[Any]]:
    """Lays the tab out. Returns what brings it up to date with the library, what that changes, what it asks for.

    `narrow` has one document only asked from then on, and changes `narrowed`.
    """
    library = assistant.retriever.library
    shown_ids, chosen = gr.State([]), gr.State(None)
    with gr.Row(elem_id="shelf", elem_classes="desk"):
        with gr.Column(elem_id="stock", elem_classes="stock", scale=6, min_width=280):
            with gr.Column(visible=False, elem_id="adding") as adding:
                files = gr.File(
                    label=w("加入文档：拖到这里，或点击选择"),
                    file_count="multiple",
                    height=140,
                    elem_classes="drop",
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
                    leave = gr.Button(w("取消"), size="sm")
            with gr.Column(visible=False, elem_id="replacing") as replacing:
                newer = gr.File(label=w("新版本的文件"), height=120, elem_classes="drop")
                keep = gr.Button(w("取消"), size="sm")
            with gr.Row(elem_classes="choice"):
                words = gr.Textbox(
                    label=w("查找文档"),
                    placeholder=w("标题、机关、文号、地区"),
                    min_width=200,
                    elem_id="document-words",
                )
                index = gr.Button(w("更新索引"), variant="primary", size="sm", visible=False)
            listing = panel("", "listing", "rows.js")
        with gr.Column(elem_id="book", elem_classes="source-side", scale=5, min_width=280):
            book = panel(empty_source_html(), "book-panel", "source.js")
    forms = {asking: gr.Row, editor: gr.Column, replacing: gr.Column}
    drawn = [shown_ids, adding, index, listing]

    def refresh(sought: str | None, request: gr.Request) -> Updates:
        entries, here, waiting = library.listing(), local(request), unindexed(assistant)
        found = found_among(entries, sought or "")
        state = index_state(waiting, torn(assistant))
        return {
            shown_ids: [document.doc_id for document, _ in found],
            adding: gr.Column(visible=here),
            index: gr.Button(visible=here and waiting > 0),
            listing: documents_html(found, date.today(), here, state, len(entries), library.version_counts()),
        }

    def fill(sought: str | None, request: gr.Request) -> Updates:
        hint = t("点击文档标题，这里会显示全文。")
        return refresh(sought, request) | {book: empty_source_html(hint, "文")}

    def only(form: Any = None) -> Updates:
        """One of the forms above the list, or none."""
        return {one: kind(visible=one is form) for one, kind in forms.items()}

    def follow(change: Change, sought: str | None, request: gr.Request) -> Iterator[Updates]:
        """Makes a change and shows how far it has come."""
        outcome = ""
        try:
            require_local(request)
            for step in followed(change):
                if isinstance(step, Working):
                    yield {said: working_html(step)}
                else:
                    outcome = outcome_html(step)
        except Exception as error:
            outcome = told(error)
        yield refresh(sought, request) | only() | {said: outcome, files: None, newer: None}

    def add(paths: list[str] | None, sought: str | None, request: gr.Request) -> Iterator[Updates]:
        given = [Path(path) for path in paths or ()]
        if given:
            yield from follow(lambda working: take_in(assistant, given, working), sought, request)

    def renew(
        doc_id: str | None, path: str | None, sought: str | None, request: gr.Request
    ) -> Iterator[Updates]:
        if path:
            yield from follow(
                lambda working: renewed(assistant, doc_id or "", Path(path), working), sought, request
            )

    def bring_up_to_date(sought: str | None, request: gr.Request) -> Iterator[Updates]:
        yield from follow(partial(reindexed, assistant), sought, request)

    def begun(form: Any, question: Callable[[str], Updates]) -> Callable[[gr.EventData, list[str]], Updates]:
        """Opens a form for the document of a row; `question` is what it needs to know of the document."""

        def begin(event: gr.EventData, ids: list[str]) -> Updates:
            n = number(event, "item")
            if not 0 <= n < len(ids):
                return {said: gr.skip()}
            try:
                return only(form) | {said: "", chosen: ids[n]} | question(ids[n])
            except PolicyQAError as error:
                return {said: told(error)}

        return begin

    def before_removing(doc_id: str) -> Updates:
        asked = t("确定移除《{title}》吗？移除后不能再问到它。", title=library.get(doc_id).title)
        return {said: said_html(asked, wrong=True)}

    def before_editing(doc_id: str) -> Updates:
        values = written(library.get(doc_id))
        return {box: gr.update(value=values[name]) for name, box in boxes.items()}

    def before_replacing(doc_id: str) -> Updates:
        asked = t(
            "选一个文件作为《{title}》的新版本；原来的版本会保留，可在“版本”里比较。",
            title=library.get(doc_id).title,
        )
        return {said: said_html(asked, mild=True)}

    def remove(doc_id: str | None, sought: str | None, request: gr.Request) -> Updates:
        try:
            require_local(request)
            outcome = said_html(t("已移除《{title}》。", title=take_out(assistant, doc_id or "")))
        except Exception as error:
            outcome = told(error)
        return refresh(sought, request) | only() | {said: outcome}

    def save_edit(doc_id: str | None, sought: str | None, request: gr.Request, *typed: str | None) -> Updates:
        try:
            require_local(request)
            title = changed(assistant, doc_id or "", dict(zip(boxes, typed, strict=True)))
        except Exception as error:
            return {said: told(error)}
        done = said_html(t("已保存《{title}》的信息。", title=title))
        return refresh(sought, request) | only() | {said: done}

    def opened(show: Callable[[Assistant, str], str]) -> Callable[[gr.EventData, list[str]], Any]:
        def open_document(event: gr.EventData, ids: list[str]) -> Any:
            n = number(event, "item")
            try:
                return show(assistant, ids[n]) if 0 <= n < len(ids) else gr.skip()
            except Exception as error:
                return told(error)

        return open_document

    def ask_only(event: gr.EventData, ids: list[str]) -> Updates:
        n = number(event, "item")
        return narrow(ids[n]) if 0 <= n < len(ids) else {narrowed[0]: gr.skip()}

    listing.ask(ask_only, shown_ids, narrowed, **QUICK)
    told_of = [*drawn, said, *forms]
    followed_in = [*told_of, files, newer]
    files.upload(add, [files, words], followed_in, **WRITING)
    newer.upload(renew, [chosen, newer, words], followed_in, **WRITING)
    index.click(bring_up_to_date, words, followed_in, **WRITING)
    begin_in = [said, chosen, *forms]
    listing.remove(begun(asking, before_removing), shown_ids, begin_in, **QUICK)
    listing.edit(begun(editor, before_editing), shown_ids, [*begin_in, *boxes.values()], **QUICK)
    listing.replace(begun(replacing, before_replacing), shown_ids, begin_in, **QUICK)
    certain.click(remove, [chosen, words], told_of, **WRITING)
    save.click(save_edit, [chosen, words, *boxes.values()], told_of, **WRITING)
    for button in (never_mind, leave, keep):
        button.click(lambda: only() | {said: ""}, None, [said, *forms], **QUICK)
    views = ((listing.open, whole_text), (listing.passages, passages), (listing.history, versions))
    for event, show in views:
        event(opened(show), shown_ids, book, **QUICK)
    words.submit(refresh, words, drawn, **QUICK)
    words.input(refresh, words, drawn, trigger_mode="always_last", **QUICK)
    return fill, [*drawn, book], [words]
