"""批量: a table of questions in, a table of answers with their sources out."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import gradio as gr

from chat.app.components import EXCEL, QUICK, download, offer
from chat.app.documents_html import said_html
from chat.app.language import w
from chat.app.question_table import answered, checked, read_questions, table_html, table_rows
from chat.app.spreadsheet import csv_file, excel_file
from chat.assistant import Assistant
from corpus.errors import PolicyQAError

Updates = dict[Any, Any]
# Two tables at once, so that readers who ask one question don't stand behind them.
TABLES: dict[str, Any] = QUICK | {"queue": True, "concurrency_limit": 2, "concurrency_id": "tables"}
REDRAW = 5  # questions


def table_tab(assistant: Assistant) -> None:
    """Lays the tab out."""
    rows, saved = gr.State([]), gr.JSON(visible=False)
    with gr.Column(elem_id="batch"):
        typed = gr.Textbox(
            label=w("问题，每行一个"),
            info=w("也可以选一个有“问题”一列的 CSV 或 Excel。答案和出处存成一个文件。"),
            lines=6,
            max_lines=12,
            elem_id="questions",
        )
        file = gr.File(label=w("或选择 CSV、Excel"), height=140, elem_id="question-file", elem_classes="drop")
        with gr.Row(elem_id="batch-buttons"):
            start = gr.Button(w("开始"), variant="primary", size="sm")
            stop = gr.Button(w("停止"), size="sm", visible=False)
            as_csv = gr.Button(w("下载 CSV"), size="sm", visible=False)
            as_excel = gr.Button(w("下载 Excel"), size="sm", visible=False)
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
            as_csv: gr.Button(visible=False),
            as_excel: gr.Button(visible=False),
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
            as_csv: gr.Button(visible=finished),
            as_excel: gr.Button(visible=finished),
        }

    drawn = [rows, shown, start, stop, as_csv, as_excel]
    running = start.click(run, [typed, file], drawn, **TABLES)
    stop.click(
        lambda kept: _idle(bool(kept)), rows, [start, stop, as_csv, as_excel], cancels=[running], **QUICK
    )
    for button, name, kind, made in (
        (as_csv, "政策问答.csv", "text/csv", csv_file),
        (as_excel, "政策问答.xlsx", EXCEL, excel_file),
    ):
        offer(button, rows, saved, lambda kept, n=name, k=kind, m=made: download(n, k, m(table_rows(kept))))
