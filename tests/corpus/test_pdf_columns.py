"""Pages in two columns are read column by column, and what merely looks like columns is not."""

import textwrap

from corpus.ocr import SCALE, _lines
from corpus.parsed import Parsed
from corpus.pdf import parse
from corpus.pdf_page import Line
from corpus.pdf_text import text_of
from tests.corpus.pdf_writing import pdf_of

WIDTH = 22  # characters of 10 points in a column
PARAGRAPHS = [
    f"第{number}条 {subject}应当在每年三月底以前向所在地的{office}提交上一年度的执行情况报告，说明资金使用、项目进度和存在的问题。"
    for number, (subject, office) in enumerate(
        [
            *[("云谷县中小企业", "工业和信息化部门"), ("承担改造任务的服务商", "数据管理机构")],
            *[
                ("获得补助的农业园区", "农业农村部门"),
                ("县级融资担保机构", "财政部门"),
                ("各乡镇人民政府", "统计机构"),
            ],
            *[
                ("参与试点的学校", "教育部门"),
                ("公共仓储中心", "商务部门"),
                ("采用直播带货的合作社", "市场监管部门"),
            ],
        ],
        1,
    )
]


def set_in_lines(paragraphs: list[str], width: int = WIDTH) -> list[tuple[int, str]]:
    """Lines of so many characters, the first of a paragraph indented by two; each with its indentation."""
    lines = []
    for paragraph in paragraphs:
        first, rest = paragraph[: width - 2], paragraph[width - 2 :]
        lines += [(2, first), *((0, line) for line in textwrap.wrap(rest, width))]
    return lines


def at(lines: list[tuple[int, str]], left: float, top: float) -> list[tuple[float, float, str]]:
    return [(left + 10 * indent, top + 16 * row, line) for row, (indent, line) in enumerate(lines)]


def columns(lines: list[tuple[int, str]], top: float, rows: int) -> list[tuple[float, float, str]]:
    """Lines in two columns, `rows` high; drawn across, as some programs do."""
    return sorted([*at(lines[:rows], 60, top), *at(lines[rows:], 310, top)], key=lambda text: text[1])


def read(*pages: list[tuple[float, float, str]]) -> Parsed:
    return parse(pdf_of(*pages), "columns.pdf")


def test_each_column_is_read_by_itself() -> None:
    lines = set_in_lines(PARAGRAPHS)
    title, whole = "云谷县产业扶持资金管理办法", set_in_lines(["本办法" + PARAGRAPHS[0]], 45)
    page = [(232.0, 100.0, title), *at(whole, 60, 130), *columns(lines, 200, 16)]
    below = at([(2, "附：" + "这一段在两栏之下，写满整页的宽度，最后才读到它。" * 2)], 60, 200 + 16 * 18)
    text = read([*page, *below]).text
    assert text.splitlines() == [title, "本办法" + PARAGRAPHS[0], *PARAGRAPHS, below[0][2]]


def test_paragraphs_go_on_from_page_to_page() -> None:
    lines = set_in_lines(PARAGRAPHS)
    pages = [columns(lines[:20], 100, 10), columns(lines[20:], 100, 10)]
    assert read(*pages).text.splitlines() == PARAGRAPHS


def test_a_last_page_may_have_one_column_only() -> None:
    lines = set_in_lines(PARAGRAPHS)
    pages = [columns(lines[:28], 100, 14), columns(lines[28:], 100, 14)]
    assert all(left < 300 for left, _, _ in pages[1])
    assert read(*pages).text.splitlines() == PARAGRAPHS


def test_the_boxes_are_those_of_the_columns() -> None:
    parsed = read(columns(set_in_lines(PARAGRAPHS), 100, 16))
    assert all(box.right < 290 or box.left > 300 for box in parsed.boxes)
    assert "".join(parsed.text[box.start : box.end] for box in parsed.boxes) == "".join(PARAGRAPHS)


def test_a_table_without_rules_is_read_across() -> None:
    rows = [(name, f"补助{number}万元") for number, name in enumerate("甲乙丙丁戊己庚辛", 11)]
    cells = [
        [(100, 100 + 20 * at, f"{name}类企业"), (350, 100 + 20 * at, say)]
        for at, (name, say) in enumerate(rows)
    ]
    text = read([cell for row in cells for cell in row]).text
    assert text.replace("\n", "") == "".join(f"{name}类企业 {say}" for name, say in rows)


def test_one_column_with_short_paragraphs_stays_one() -> None:
    names = [f"{name}县推行上云服务券" for name in "甲乙丙丁戊己庚辛壬癸"]
    lines = [(2, line) for line in names] + set_in_lines(PARAGRAPHS[:2], 45)
    assert read(at(lines, 60, 100)).text.splitlines() == [*names, *PARAGRAPHS[:2]]


def test_a_scan_in_columns_is_read_column_by_column() -> None:
    lines = set_in_lines(PARAGRAPHS)
    head = "block_num par_num line_num left top width height text".split()
    rows = [
        [number, 1, 1, *(round(n * SCALE) for n in (left, top, 10 * len(line), 10)), line.replace(" ", "")]
        for number, (left, top, line) in enumerate(columns(lines, 100, 16))
    ]
    table = "\n".join("\t".join(map(str, row)) for row in [head, *rows])
    found = [line.text for line in _lines(table, 1)]
    assert found == [line.replace(" ", "") for _, line in lines]


def test_what_stands_out_of_the_columns_does_not_hide_them() -> None:
    outside = [(24, 40, "11/27/26, 6:26 PM"), (24, 800, "https://www.example.org/zhengce/content_1.html")]
    page = [outside[0], *columns(set_in_lines(PARAGRAPHS), 100, 16), outside[1]]
    assert read(page).text.splitlines() == PARAGRAPHS


def test_a_table_goes_on_in_the_next_column() -> None:
    head = ["企业", "补贴"]
    parts = [
        Line("", 1, left, top, left + 200, top + 40, 10, column=column, cells=cells, places=places)
        for column, left, top, cells in (
            (1, 60.0, 700.0, [head, ["小型", "5万元"], ["微型", "3万元"]]),
            (2, 310.0, 100.0, [["个体", "1万元"], ["社团", "2万元"]]),
        )
        for places in [
            [(1, left, top + 20 * row, left + 200, top + 20 * row + 20) for row in range(len(cells))]
        ]
    ]
    parsed = text_of(parts, {1: 842.0})
    rows = [
        "企业：小型；补贴：5万元",
        "企业：微型；补贴：3万元",
        "企业：个体；补贴：1万元",
        "企业：社团；补贴：2万元",
    ]
    assert parsed.text.splitlines() == ["企业\t补贴", *rows]
    assert [(box.left, box.top) for box in parsed.boxes[1:]] == [(60, 720), (60, 740), (310, 100), (310, 120)]
