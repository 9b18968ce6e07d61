"""The table of targets on the page."""

import csv
import io
from pathlib import Path
from typing import Any

import openpyxl  # type: ignore[import-untyped]
import pytest

from chat.app.targets_html import chart, series_html, targets_html
from chat.app.targets_view import TargetQuery, ordered, view_of
from chat.assistant import Assistant
from corpus.document import Document
from corpus.library import Library
from tests.chat.conftest import PLAN, assistant_over, serving
from tests.chat.hostile_html import PAYLOADS, harmless

GOALS = Document(
    "goals",
    "星沙市制造业行动方案",
    "星沙市制造业行动方案\n\n𠮷𠮷一、目标。到2026年，星沙市机器人产量达到5万台。"
    "到2027年，星沙市机器人产量达到8万台，规上工业企业达到900家。\n",
    region="星沙市",
)
OTHER = Document(
    "other",
    "星沙市机器人专项规划",
    "星沙市机器人专项规划\n\n到2027年，星沙市机器人产量达到9万台。\n",
    region="星沙市",
)


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return assistant_over(tmp_path_factory.mktemp("targets"), [GOALS, OTHER, PLAN])


@pytest.fixture(scope="module")
def library(own: Assistant) -> Library:
    return own.retriever.library


def test_rows_are_chosen_sorted_and_marked_where_documents_differ(library: Library) -> None:
    view = view_of(library, TargetQuery(words="机器人产量", order="value", descending=True))
    assert [row.written for row in view.rows] == ["9万台", "8万台", "5万台"]
    assert {row.written for row in view.rows if row.figure in view.contradicted} == {"8万台", "9万台"}
    assert [row.written for row in view_of(library, TargetQuery(year=2026)).rows] == ["5万台"]
    assert view_of(library, TargetQuery(region="北山市")).rows == []
    html = targets_html(view, TargetQuery(order="value", descending=True))
    assert html.count("各文件不一致") == 2 and 'aria-sort="descending"' in html


def test_pressing_a_head_sorts_up_down_and_not_at_all() -> None:
    up = ordered(TargetQuery(), 1)
    assert up == ("value", False)
    assert ordered(TargetQuery(order="value"), 1) == ("value", True)
    assert ordered(TargetQuery(order="value", descending=True), 1) == (None, False)
    assert ordered(TargetQuery(order="value"), 99) == ("value", False)


def test_one_indicator_over_years_is_drawn_without_a_line_where_documents_differ(library: Library) -> None:
    view = view_of(library, TargetQuery(words="机器人产量"))
    series = view.comparable()[0]
    drawn = chart(series)
    assert drawn.count("<circle") == 3 and 'class="line"' not in drawn
    assert "《" not in drawn and series_html(series, view).count("星沙市机器人专项规划") == 1


@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_indicator_is_obeyed(payload: str, tmp_path: Path) -> None:
    words = f"到2027年，{payload}产值达到5亿元。到2028年，{payload}产值达到6亿元。"
    assistant = assistant_over(tmp_path, [Document("x", payload, words, region=payload)])
    view = view_of(assistant.retriever.library, TargetQuery())
    harmless(targets_html(view, TargetQuery()))
    for series in view.comparable():
        harmless(series_html(series, view))


def test_searching_sorting_opening_and_taking_along(open_page: Any, own: Assistant, tmp_path: Path) -> None:
    with serving(own) as address:
        page = open_page(address)
        page.get_by_role("tab", name="指标").click()
        page.locator("table.targets tbody tr").nth(3).wait_for()
        page.locator("#target-words input, #target-words textarea").fill("机器人产量")
        page.keyboard.press("Enter")
        page.wait_for_selector("text=共 3 个指标值，来自 2 份文档")
        page.get_by_role("button", name="数值").click()
        page.wait_for_selector('th[aria-sort="ascending"]')
        shown = [cell.split("\n")[0].split(" ")[0] for cell in page.locator("td.number").all_inner_texts()]
        assert shown == ["5万台", "8万台", "9万台"]

        page.locator("table.targets tbody tr").first.locator("td").last.click()
        page.wait_for_selector("#target-source mark")
        marked = "".join(page.locator("#target-source mark").all_text_contents())
        assert "机器人产量达到5万台" in marked and marked in GOALS.text, "𠮷 stands before it"

        page.get_by_label("比较同一指标").click()
        page.get_by_role("option", name="机器人产量").click()
        page.wait_for_selector("#target-chart svg circle >> nth=2")

        with page.expect_download() as download:
            page.get_by_role("button", name="下载 CSV").click()
        lines = list(csv.DictReader(io.StringIO(download.value.path().read_text(encoding="utf-8-sig"))))
        assert [line["数值"] + line["单位"] for line in lines] == ["5万台", "8万台", "9万台"]
        assert all(line["原文"] in GOALS.text + OTHER.text for line in lines)
        with page.expect_download() as download:
            page.get_by_role("button", name="下载 Excel").click()
        download.value.save_as(tmp_path / "t.xlsx")
        sheet = openpyxl.load_workbook(tmp_path / "t.xlsx").active
        assert [row[1].value for row in sheet.iter_rows(min_row=2)] == [5, 8, 9]


def test_a_library_without_targets_says_so(tmp_path: Path) -> None:
    assistant = assistant_over(tmp_path, [PLAN])
    assert "还没有带年份的指标" in targets_html(
        view_of(assistant.retriever.library, TargetQuery()), TargetQuery()
    )
