"""批量: a table of questions in, a table of answers with their sources out."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import gradio as gr

from chat.app.components import QUICK, SAVE, download
from chat.app.documents_html import said_html
from chat.app.question_table import answered, checked, read_questions, table_csv, table_html
from chat.assistant import Assistant
from corpus.errors import PolicyQAError

Updates = dict[Any, Any]
# Two tables at once, so that readers who ask one question don't stand behind them.
TABLES: dict[str, Any] = QUICK | {"concurrency_limit": 2, "concurrency_id": "tables"}
REDRAW = 5  # questions


def table_tab(assistant: Assistant) -> None:
    """Lays the tab out."""
    rows, saved = gr.State([]), gr.JSON(visible=False)
    with gr.Column(elem_id="batch"):
        gr.HTML('<p class="count">每行写一个问题，或选一个有“问题”一列的 CSV。答案和出处存成一个 CSV。</p>')
        typed = gr.Textbox(label="问题，每行一个", lines=6, max_lines=12, elem_id="questions")
        file = gr.File(label="或选择 CSV", height=140, elem_id="question-file")
        with gr.Row(elem_id="batch-buttons"):
            start = gr.Button("开始", variant="primary", size="sm")
            stop = gr.Button("停止", size="sm", visible=False)
            save = gr.Button("下载 CSV", size="sm", visible=False)
        shown = gr.HTML("", elem_id="answers", apply_default_css=False)

    def run(text: str, path: str | None) -> Iterator[Updates]:
        try:
            questions = read_questions(Path(path).read_bytes()) if path else checked(text.splitlines())
        except PolicyQAError as error:
            yield {shown: said_html(str(error), wrong=True)}
            return
        done = []
        yield {
            shown: table_html([], len(questions)),
            start: gr.Button(visible=False),
            stop: gr.Button(visible=True),
            save: gr.Button(visible=False),
        }
        for row in answered(assistant, questions):
            done.append(row)
            if len(done) % REDRAW == 0:
                yield {shown: table_html(done, len(questions)), rows: list(done)}
        yield {shown: table_html(done, len(questions)), rows: done} | _idle(True)

    def _idle(finished: bool) -> Updates:
        return {
            start: gr.Button(visible=True),
            stop: gr.Button(visible=False),
            save: gr.Button(visible=finished),
        }

    drawn = [rows, shown, start, stop, save]
    running = start.click(run, [typed, file], drawn, **TABLES)
    stop.click(lambda kept: _idle(bool(kept)), rows, [start, stop, save], cancels=[running], **QUICK)
    save.click(lambda kept: download("政策问答.csv", "text/csv", table_csv(kept)), rows, saved, **QUICK).then(
        None, [saved], None, js=SAVE, **QUICK
    )
