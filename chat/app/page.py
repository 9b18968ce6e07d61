"""The page's frame: its head and its tabs. Each tab has a module of its own."""

import gradio as gr

from chat.app.chat_tab import chat_tab
from chat.app.components import CLICKS_AT_ONCE, QUICK, script
from chat.app.documents_tab import documents_tab
from chat.app.table_tab import table_tab
from chat.assistant import Assistant

TITLE = "政策问答"
# Beyond this many waiting questions a visitor is told to come back instead of being left to wait.
LONGEST_QUEUE = 64


def build_app(assistant: Assistant) -> gr.Blocks:
    """The page over an assistant. It asks and shows; it keeps nothing but the conversation of each visitor."""
    blocks = gr.Blocks(title=TITLE, analytics_enabled=False, fill_height=True, fill_width=True)
    with blocks:
        gr.HTML(
            f'<h1>{TITLE}</h1><p class="tagline">只用原文作答，句句有出处</p>'
            '<button type="button" class="tool theme" aria-label="切换深色或浅色">◐</button>',
            elem_id="masthead",
            js_on_load=script("masthead.js"),
            apply_default_css=False,
        )
        with gr.Tabs():
            with gr.Tab("问答", id="chat") as chat:
                fill, filled, known = chat_tab(assistant)
            with gr.Tab("文档", id="documents") as documents:
                look, looked = documents_tab(assistant)
            with gr.Tab("批量", id="table"):
                table_tab(assistant)
        blocks.load(fill, known, filled, **QUICK)
        chat.select(fill, known, filled, **QUICK)
        documents.select(look, None, looked, **QUICK)
    blocks.queue(max_size=LONGEST_QUEUE, default_concurrency_limit=CLICKS_AT_ONCE)
    return blocks
