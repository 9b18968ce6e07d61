"""A table of questions in, a table of answers out."""

import csv
import io
from pathlib import Path
from typing import Any

import openpyxl  # type: ignore[import-untyped]
import pytest

from chat.answer import Answer
from chat.app.question_table import HEAD, MOST, Row, answered, read_questions, table_html, table_rows
from chat.app.spreadsheet import csv_file, excel_file
from chat.app.turn import FAULT
from corpus.errors import PolicyQAError
from tests.chat.conftest import Site
from tests.chat.hostile_html import PAYLOADS, harmless
from tests.chat.made_answers import an_answer, refused


@pytest.mark.parametrize(
    ("content", "questions"),
    [
        ("问题\n甲？\n乙？\n".encode(), ["甲？", "乙？"]),
        ("编号,问题,备注\n1,甲？,x\n2,,y\n3,乙？,z\n".encode("utf-8-sig"), ["甲？", "乙？"]),
        ("甲？\n\n乙？\n".encode("gb18030"), ["甲？", "乙？"]),
        ("甲？,多余\r\n乙？,多余\r\n".encode(), ["甲？", "乙？"]),
        ('问题\n"第一行\n第二行？"\n'.encode(), ["第一行\n第二行？"]),
    ],
)
def test_questions_are_read_from_the_column_that_is_named_or_the_first(
    content: bytes, questions: list[str]
) -> None:
    assert read_questions(content) == questions


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "没有找到问题"),
        ("问题\n".encode(), "没有找到问题"),
        (b"PK\x03\x04\x00\x00\xff\xfe", "不是 CSV 或 Excel"),
        (("甲？\n" * (MOST + 1)).encode(), f"最多 {MOST}"),
    ],
)
def test_what_is_no_table_of_questions_is_told_why(content: bytes, why: str) -> None:
    with pytest.raises(PolicyQAError, match=why):
        read_questions(content)


def test_one_question_may_fail_without_losing_the_others() -> None:
    class Assistant:
        def ask(self, question: str) -> Answer:
            if question == "坏":
                raise RuntimeError
            if question == "长":
                raise PolicyQAError("太长")
            return refused()

    rows = list(answered(Assistant(), ["坏", "长", "好"]))  # type: ignore[arg-type]
    assert [(row.error, row.answer is not None) for row in rows] == [
        (FAULT, False),
        ("太长", False),
        (None, True),
    ]


def test_the_table_holds_answers_with_sources_and_no_formulas() -> None:
    rows = [
        Row("2027年工业规模？", an_answer(notices=("注意有效期。",))),
        Row("补多少？", refused()),
        Row("=HYPERLINK(1)", error="坏"),
    ]
    lines = list(csv.reader(io.StringIO(csv_file(table_rows(rows)).decode("utf-8-sig"), newline="")))
    assert lines[0] == HEAD
    assert lines[1] == [
        "2027年工业规模？",
        "已回答",
        "7万亿级",
        "𠮷林工业规模达到7万亿级",
        "〔1〕《行动方案》 › 一、目标：“𠮷林工业规模达到7万亿级”",
        "注意有效期。",
    ]
    assert lines[2][1:4] == ["没有依据", "", "资料没有写每家补多少钱。"]
    assert lines[3][0] == "'=HYPERLINK(1)" and lines[3][1] == "出错"
    sheet = openpyxl.load_workbook(io.BytesIO(excel_file(table_rows(rows)))).active
    assert [cell.value for cell in sheet[1]] == HEAD and sheet["C2"].value == "7万亿级"
    assert sheet["A4"].value == "=HYPERLINK(1)" and sheet["A4"].data_type == "s", "a text, no formula"


def test_questions_come_from_excel_too() -> None:
    content = excel_file([["编号", "问题"], ["1", "甲？"], ["2", ""], ["3", "乙？\x00"]])
    assert read_questions(content) == ["甲？", "乙？\ufffd"]


@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_cell_is_obeyed(payload: str) -> None:
    harmless(table_html([Row(payload, error=payload), Row(payload, refused(payload))], 3))


def test_a_table_on_the_page(open_page: Any, site: Site, tmp_path: Path) -> None:
    page = open_page(site.address)
    page.get_by_role("tab", name="批量").click()
    page.locator("#questions textarea").fill(
        "到2027年𠮷林省的工业规模要达到多少？\n\n2035年𠮷林省的工业规模目标是多少？"
    )
    page.get_by_role("button", name="开始", exact=True).click()
    page.wait_for_selector("text=完成，共 2 个问题")
    with page.expect_download() as download:
        page.get_by_role("button", name="下载 CSV").click()
    download.value.save_as(tmp_path / "answers.csv")
    with (tmp_path / "answers.csv").open(encoding="utf-8-sig", newline="") as file:
        lines = list(csv.DictReader(file))
    assert [line["结果"] for line in lines] == ["已回答", "没有依据"]
    assert lines[0]["简短答案"] == "6万亿级" and "《𠮷林省产业倍增访谈》" in lines[0]["来源"]

    asked = tmp_path / "questions.xlsx"
    asked.write_bytes(excel_file([["编号", "问题"], ["1", "滨海市新建养老床位每张补助多少？"]]))
    page.set_input_files("#question-file input[type=file]", asked)
    page.wait_for_selector("#question-file >> text=questions")
    page.get_by_role("button", name="开始", exact=True).click()
    page.wait_for_selector("text=完成，共 1 个问题")
    with page.expect_download() as download:
        page.get_by_role("button", name="下载 Excel").click()
    download.value.save_as(tmp_path / "answers.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "answers.xlsx").active
    row = dict(zip(HEAD, (cell.value for cell in sheet[2]), strict=True))
    assert row["问题"] == "滨海市新建养老床位每张补助多少？" and row["简短答案"] == "1.2万元"
    assert "《滨海市养老服务补助办法》" in row["来源"]
