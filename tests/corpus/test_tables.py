"""Rows of tables say themselves what their cells mean."""

import pytest

from corpus.tables import covered, table_lines
from corpus.web_page import parse

ROWS = [["1", "甲", "5万元", "3万元"], ["2", "乙", "6万元", ""]]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (  # one row of headings
            [["序号", "企业", "小型", "微型"], *ROWS],
            ["序号：1；企业：甲；小型：5万元；微型：3万元", "序号：2；企业：乙；小型：6万元"],
        ),
        (  # two rows, one over the other
            [["序号", "企业", "补贴", "补贴"], ["序号", "企业", "小型", "微型"], *ROWS],
            [
                "序号：1；企业：甲；补贴（小型）：5万元；补贴（微型）：3万元",
                "序号：2；企业：乙；补贴（小型）：6万元",
            ],
        ),
        (  # years part what is merged as well
            [
                ["规模", "目标", "目标"],
                ["规模", "2027年", "2030年"],
                ["产值", "7万亿", "10万亿"],
                ["户数", "1", "2"],
            ],
            [
                "规模：产值；目标（2027年）：7万亿；目标（2030年）：10万亿",
                "规模：户数；目标（2027年）：1；目标（2030年）：2",
            ],
        ),
        (  # a second row that is data: its last cell does not repeat the heading
            [
                ["项目", "项目", "金额"],
                ["上云", "改造", "5万元"],
                ["入园", "租金", "3万元"],
                ["贷款", "贴息", "2%"],
            ],
            ["入园\t租金\t3万元", "贷款\t贴息\t2%"],
        ),
        (  # a second row that is amounts
            [["标准", "目录", "目录"], ["标准", "5万元", "6万元"], ["甲", "乙", "丙"], ["丁", "戊", "己"]],
            ["甲\t乙\t丙", "丁\t戊\t己"],
        ),
    ],
)
def test_rows(rows: list[list[str]], expected: list[str]) -> None:
    assert table_lines(rows)[-2:] == expected


def test_a_head_of_two_rows_in_a_web_page() -> None:
    page = (
        "<html><body><h1>关于上云补贴标准的通知</h1><p>各有关单位：现将补贴标准印发给你们，请遵照执行。</p><table>"
        "<tr><th rowspan=2>序号</th><th rowspan=2>企业</th><th colspan=2>补贴</th></tr>"
        "<tr><th>小型</th><th>微型</th></tr><tr><td>1</td><td>甲</td><td>5万元</td><td>3万元</td></tr>"
        "<tr><td>2</td><td>乙</td><td>6万元</td><td></td></tr></table></body></html>"
    )
    text = parse(page.encode(), "page.html").text
    assert "序号：1；企业：甲；补贴（小型）：5万元；补贴（微型）：3万元\n" in text


@pytest.mark.parametrize(
    ("written", "cells"),
    [("3", 3), ("0", 1), ("5000", 100), (None, 1), ("", 1), ("-2", 1), ("²", 1), ("３", 1), ("9" * 5000, 1)],
)
def test_a_cell_covers_a_sensible_number_of_columns(written: str | None, cells: int) -> None:
    assert covered(written) == cells
