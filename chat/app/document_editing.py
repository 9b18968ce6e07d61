"""What is known of a document, put right by hand: the boxes of the form, and saving what was written there."""

from collections.abc import Mapping
from typing import Any

import gradio as gr

from chat.app.document_views import FIELDS
from chat.app.language import w
from chat.app.markup import STATUS_LABELS
from chat.assistant import Assistant
from corpus.document import DOCUMENT_TYPES, Document
from indexing.build import build


def metadata_boxes() -> dict[str, Any]:
    """A box for each field, by the field's name. Called while a tab is laid out."""
    with gr.Row(elem_classes="choice"):
        return {name: _box(name, label) for name, label in FIELDS.items()}


def written(document: Document) -> dict[str, str]:
    """The fields as they stand, as texts; dates as 2026-11-23."""
    values = {name: getattr(document, name) for name in FIELDS}
    return {name: "" if value is None else str(value) for name, value in values.items()}


def changed(assistant: Assistant, doc_id: str, typed: Mapping[str, str | None]) -> str:
    """Saves what differs, the index following; returns the title.

    Raises UnknownDocument, NotAValue for what a field can't hold, Busy.
    """
    library = assistant.retriever.library
    before = written(library.get(doc_id))
    wanted = {name: (value or "").strip() for name, value in typed.items()}
    changes = {name: value or None for name, value in wanted.items() if value != before[name]}
    if changes:
        library.edit(doc_id, changes)
        build(library, assistant.retriever.embedder)
    return library.get(doc_id).title


def _box(name: str, label: str) -> Any:
    if name == "document_type":
        kinds = [("—", ""), *((chinese, kind) for kind, chinese in DOCUMENT_TYPES.items())]
        return gr.Dropdown(kinds, value="", label=w(label), min_width=140, allow_custom_value=True)
    if name == "status":
        return gr.Dropdown(
            [(chinese, status) for status, chinese in STATUS_LABELS.items()], label=w(label), min_width=140
        )
    wide = name in ("title", "source_url")
    dated = name.endswith("_on")
    return gr.Textbox(
        label=w(label), min_width=320 if wide else 150, placeholder="2026-11-23" if dated else None
    )
