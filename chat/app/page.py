"""The page's frame: its head and its tabs. Each tab has a module of its own."""

import gradio as gr

from chat.app.chat_tab import chat_tab
from chat.app.components import CLICKS_AT_ONCE, QUICK, script
from chat.app.documents_tab import documents_tab
from chat.app.evaluation_tab import WATCHING, evaluation_tab
from chat.app.language import w
from chat.app.markup import both
from chat.app.matching_tab import matching_tab
from chat.app.table_tab import table_tab
from chat.app.targets_tab import targets_tab
from chat.assistant import Assistant

TITLE = "政策问答"
# Beyond this many waiting questions a visitor is told to come back instead of being left to wait.
LONGEST_QUEUE = 64


def build_app(assistant: Assistant) -> gr.Blocks:
    """The page over an assistant. It asks and shows; it keeps nothing but the conversation of each visitor."""
    blocks = gr.Blocks(title=TITLE, analytics_enabled=False, fill_height=True, fill_width=True)
    with blocks:
        gr.HTML(
            both("h1", TITLE)
            + both("p", "只用原文作答，句句有出处", "tagline")
            + f'<button type="button" class="tool theme">◐{both("span", "切换深色或浅色", "unseen")}</button>',
            elem_id="masthead",
            js_on_load=script("masthead.js"),
            apply_default_css=False,
        )
        with gr.Tabs() as tabs:
            with gr.Tab(w("问答"), id="chat") as chat:
                asking = chat_tab(assistant, tabs)
            with gr.Tab(w("指标"), id="targets") as targets:
                table, tabled, sought = targets_tab(assistant)
            with gr.Tab(w("政策匹配"), id="matching") as matching:
                place, placed = matching_tab(assistant)
            with gr.Tab(w("文档"), id="documents") as documents:
                look, looked, looked_for = documents_tab(assistant, asking.narrow, asking.narrowed)
            with gr.Tab(w("批量"), id="table"):
                table_tab(assistant)
            with gr.Tab(w("评测"), id="evaluation") as evaluation:
                reports, reported = evaluation_tab(assistant)
        blocks.load(asking.fill, asking.known, asking.filled, **QUICK)
        chat.select(asking.fill, asking.known, asking.filled, **QUICK)
        targets.select(table, sought, tabled, **QUICK)
        matching.select(place, None, placed, **QUICK)
        documents.select(look, looked_for, looked, **QUICK)
        evaluation.select(reports, None, reported, **WATCHING)
    blocks.queue(max_size=LONGEST_QUEUE, default_concurrency_limit=CLICKS_AT_ONCE)
    return blocks
