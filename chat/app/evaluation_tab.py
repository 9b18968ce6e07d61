"""评测: reports with their pictures, two compared, and a run started from here."""

import logging
import time
from collections.abc import Callable, Iterator
from typing import Any

import gradio as gr

from chat.app.components import QUICK
from chat.app.documents_html import said_html, told
from chat.app.evaluation_html import comparison_html, progress_html, report_html
from chat.app.evaluation_runs import MADE, RATED, Evaluations
from chat.app.language import t, w
from chat.app.locality import require_local
from chat.assistant import Assistant
from corpus.errors import PolicyQAError

log = logging.getLogger(__name__)

Updates = dict[Any, Any]
# Whoever looks at a run holds one of these until it ends.
WATCHING: dict[str, Any] = QUICK | {"queue": True, "concurrency_limit": 8, "concurrency_id": "evaluations"}
REDRAW = 0.5  # seconds


def evaluation_tab(assistant: Assistant) -> tuple[Callable[..., Iterator[Updates]], list[Any]]:
    """Lays the tab out. Returns what brings it up to date, and what that changes."""
    runs = Evaluations(assistant.retriever.library.home)
    with gr.Column(elem_id="evaluation"):
        with gr.Row(elem_id="evaluation-choice", elem_classes="choice"):
            chosen_set = gr.Dropdown([], label=w("题集"), min_width=200, elem_id="evaluation-set")
            start = gr.Button(w("开始评测"), variant="primary", size="sm")
            stop = gr.Button(w("停止"), size="sm", visible=False)
        said = gr.HTML("", elem_id="evaluation-said", apply_default_css=False)
        with gr.Row(elem_id="evaluation-reports", elem_classes="choice"):
            report = gr.Dropdown([], label=w("报告"), min_width=200, elem_id="evaluation-report")
            other = gr.Dropdown([], label=w("与另一份比较"), min_width=200, elem_id="evaluation-other")
        shown = gr.HTML("", elem_id="evaluation-shown", apply_default_css=False)
    drawn = [chosen_set, start, stop, said, report, other, shown]

    def settled(name: str | None = None) -> Updates:
        """Everything as it stands while no run goes on; the report of this name, or the latest, is shown."""
        names = [path.stem for path in runs.reports()]
        name = name if name in names else names[0] if names else None
        sets = [(t("由资料库的文档自动出题"), MADE), (t("读者评价过的问题"), RATED), *runs.sets()]
        return {
            chosen_set: gr.Dropdown(choices=sets, value=MADE),
            start: gr.Button(visible=True),
            stop: gr.Button(visible=False),
            said: "",
            report: gr.Dropdown(choices=names, value=name),
            other: gr.Dropdown(choices=[("—", ""), *((n, n) for n in names)], value=""),
            shown: show(name, ""),
        }

    def refresh() -> Iterator[Updates]:
        """The tab as it is come to: a run that goes on is watched to its end."""
        if not runs.running:
            yield settled()
            return
        yield settled()
        yield from watch()

    def watch() -> Iterator[Updates]:
        while runs.running:
            yield {
                said: progress_html(runs.progress()),
                start: gr.Button(visible=False),
                stop: gr.Button(visible=True),
            }
            time.sleep(REDRAW)
        try:
            made = runs.finished()
        except PolicyQAError as error:
            yield settled() | {said: told(error)}
            return
        done = {said: said_html(t("评测完成：{name}", name=made.stem))} if made else {}
        yield settled(made.stem if made else None) | done

    def begin(chosen: str | None, request: gr.Request) -> Iterator[Updates]:
        yield {said: progress_html(runs.progress()), start: gr.Button(visible=False)}
        try:
            require_local(request)
            runs.start(chosen or "")
        except Exception as error:
            yield {said: told(error), start: gr.Button(visible=True)}
            return
        yield from watch()

    def end(request: gr.Request) -> Updates:
        try:
            require_local(request)
            runs.stop()
        except Exception as error:
            return {said: told(error)}
        return settled()

    def show(name: str | None, against: str | None) -> str:
        if not name:
            return said_html(t("还没有评测报告。选一份题集，点“开始评测”。"), mild=True)
        try:
            if against and against != name:
                return comparison_html(runs.comparison(against, name), against, name, measure_names())
            return report_html(runs.page(name), name)
        except Exception as error:
            return told(error)

    start.click(begin, chosen_set, drawn, **WATCHING)
    stop.click(end, None, drawn, **QUICK)
    for box in (report, other):
        box.input(show, [report, other], shown, **QUICK)
    return refresh, drawn


def measure_names() -> dict[str, str]:
    """The measures that a reader should find named in words, the report's own; the others keep their short names."""
    names = {
        "right": "答对", "grounded": "答对且有据", "nuggets": "要点召回", "nuggets_cited": "引文含要点",
        "short_answer": "简答正确", "citation_validity": "引用有效", "citation_recall": "引用支持语句",
        "citation_precision": "引用无冗余", "evidence_cited": "引到依据", "figures_faithful": "数字有据",
        "decision": "答拒得当", "errors": "出错率",
    }  # fmt: skip
    return {name: t(words) for name, words in names.items()}
