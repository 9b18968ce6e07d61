"""指标: the targets of all documents as a table that can be searched, sorted, compared and taken along."""

from collections.abc import Callable
from typing import Any

import gradio as gr

from chat.app.components import EXCEL, QUICK, download, number, offer, panel
from chat.app.documents_html import told
from chat.app.language import t, w
from chat.app.opening import place_html
from chat.app.source_html import empty_source_html
from chat.app.targets_html import series_html, series_name, targets_html
from chat.app.targets_view import MOST, TargetQuery, TargetView, ordered, places, view_of
from chat.assistant import Assistant

Updates = dict[Any, Any]
KINDS = {"target": "目标", "achieved": "已实现", "all": "全部"}


def targets_tab(assistant: Assistant) -> tuple[Callable[..., Updates], list[Any], list[Any]]:
    """Lays the tab out. Returns what brings it up to date, what that changes, and what it asks for."""
    library = assistant.retriever.library
    query, kept = gr.State(TargetQuery()), gr.State([])
    saved = gr.JSON(visible=False)
    with gr.Row(elem_id="figures", elem_classes="desk"):
        with gr.Column(elem_id="figures-list", elem_classes="stock", scale=6, min_width=280):
            with gr.Row(elem_classes="choice"):
                words = gr.Textbox(
                    label=w("搜索指标"), placeholder=w("如 工业规模"), min_width=160, elem_id="target-words"
                )
                year = gr.Dropdown([], label=w("年份"), min_width=100)
                region = gr.Dropdown([], label=w("地区"), min_width=110)
                kind = gr.Dropdown(list(KINDS.values()), label=w("类别"), value="目标", min_width=100)
            with gr.Row(elem_classes="choice"):
                compared = gr.Dropdown([], label=w("比较同一指标"), min_width=220, elem_id="target-series")
                as_csv = gr.Button(w("下载 CSV"), size="sm")
                as_excel = gr.Button(w("下载 Excel"), size="sm")
            drawing = gr.HTML("", elem_id="target-chart", apply_default_css=False)
            listing = panel("", "targets", "rows.js")
        with gr.Column(elem_classes="source-side", scale=5, min_width=280):
            source = panel(empty_source_html(), "target-source", "source.js")
    drawn = [query, kept, year, region, kind, compared, drawing, listing]

    def shown(asked: TargetQuery) -> Updates:
        try:
            view = view_of(library, asked)
        except Exception as error:
            return {listing: told(error)}
        series = view.comparable()[:MOST]
        choices = [("—", -1), *((series_name(one), n) for n, one in enumerate(series))]
        return {
            query: asked,
            kept: places(view.rows[:MOST]),
            compared: gr.Dropdown(choices=choices, value=-1),
            drawing: "",
            listing: targets_html(view, asked),
        } | choosable(view, asked)

    def choosable(view: TargetView, asked: TargetQuery) -> Updates:
        kinds = [(t(label), name) for name, label in KINDS.items()]
        return {
            year: gr.Dropdown(choices=[("—", 0), *((str(y), y) for y in view.years)], value=asked.year or 0),
            region: gr.Dropdown(choices=[("—", ""), *view.regions], value=asked.region or ""),
            kind: gr.Dropdown(choices=kinds, value=asked.kind),
        }

    def choose(typed: str, of_year: int | None, where: str | None, which: str, asked: TargetQuery) -> Updates:
        wanted = TargetQuery(
            typed or "", of_year or None, where or None, which, asked.order, asked.descending
        )
        return {query: gr.skip()} if wanted == asked else shown(wanted)

    def sort(event: gr.EventData, asked: TargetQuery) -> Updates:
        order, descending = ordered(asked, number(event, "item"))
        return shown(TargetQuery(asked.words, asked.year, asked.region, asked.kind, order, descending))

    def draw(chosen: int | None, asked: TargetQuery) -> str:
        try:
            view = view_of(library, asked)
            series = view.comparable()
            at_hand = isinstance(chosen, int) and 0 <= chosen < len(series)
            return series_html(series[chosen], view) if at_hand and chosen is not None else ""
        except Exception as error:
            return told(error)

    def open_row(event: gr.EventData, rows: list[Any]) -> Any:
        n = number(event, "item")
        if not 0 <= n < len(rows):
            return gr.skip()
        span, quote = rows[n]
        return place_html(assistant, span, quote, t("指标的出处"))

    boxes: list[Any] = [words, year, region, kind]
    words.submit(choose, [*boxes, query], drawn, **QUICK)
    for box in boxes[1:]:
        box.input(choose, [*boxes, query], drawn, **QUICK)
    words.input(choose, [*boxes, query], drawn, trigger_mode="always_last", **QUICK)
    listing.sort(sort, query, drawn, **QUICK)
    listing.open(open_row, kept, source, **QUICK)
    compared.input(draw, [compared, query], drawing, **QUICK)
    offer(
        as_csv,
        query,
        saved,
        lambda asked: download("指标.csv", "text/csv", view_of(library, asked).file("csv")),
    )
    offer(
        as_excel,
        query,
        saved,
        lambda asked: download("指标.xlsx", EXCEL, view_of(library, asked).file("xlsx")),
    )

    def refresh(asked: TargetQuery) -> Updates:
        return shown(asked) | {
            source: empty_source_html(t("点击一行，这里会打开原文，并标出这个数字所在的那一句。"), "›")
        }

    return refresh, [*drawn, source], [query]
