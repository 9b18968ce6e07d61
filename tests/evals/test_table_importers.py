"""Sets from tables, CSV and Excel, with columns that people name as they like."""

import zipfile
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest

from corpus.errors import PolicyQAError
from evals.dataset import Evidence, QAItem
from evals.importers.imported import Imported
from evals.importers.tables import read_csv, read_xlsx

CONTEXT = "上云服务券最高补助50%。服务券由省经信厅发放，服务券有效期一年。"
TABLE = [
    ["编号", "问题（必填）", "参考答案", "要点", "简答", "可回答", "类型", "文档编号", "依据", "正文", "历史", "备注"],
    ["1", "补助多少？", "最高补助50%", "上云服务券|云券；50%｜百分之五十", "50%", "是", "数字", "d1", "最高补助50%", CONTEXT, "", "x"],
    ["2", "2035年呢？", "", "", "", "否", "", "", "", "", "补助多少？；何时？", ""],
    ["", "", "", "", "", "", "", "", "", "", "", ""],
    ["3", "", "没有问题的行", "", "", "", "", "", "", "", "", ""],
    ["4", "谁发放？", "", "", "", "", "", "d1", "省经信厅", "", "", ""],
]  # fmt: skip


def check_table(found: Imported) -> None:
    start = CONTEXT.index("最高补助50%")
    assert found.items[0] == QAItem(
        "1", "补助多少？", True, "数字", (), (("上云服务券", "云券"), ("50%", "百分之五十")), ("50%",),
        ("最高补助50%",), (Evidence("d1", start, start + 7, "最高补助50%"),),
    )  # fmt: skip
    assert found.items[1] == QAItem("2", "2035年呢？", False, "imported", ("补助多少？", "何时？"))
    # a later row finds its quote in a document that an earlier row brought
    assert found.items[2].evidence[0].quote == "省经信厅"
    assert list(found.documents) == ["d1"]
    assert found.notes == ["第 5 行没有问题，跳过"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", "\t"])
def test_csv(tmp_path: Path, encoding: str, delimiter: str) -> None:
    lines = [delimiter.join(f'"{cell}"' for cell in row) for row in TABLE]
    (tmp_path / "t.csv").write_text("\r\n".join(lines), encoding=encoding)
    check_table(read_csv(tmp_path / "t.csv"))


def test_xlsx(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in TABLE:
        book.active.append([int(cell) if cell.isdigit() else cell or None for cell in row])
    book.save(tmp_path / "t.xlsx")
    check_table(read_xlsx(tmp_path / "t.xlsx"))


def test_a_cell_is_read_as_its_reader_sees_it(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["题号", "问题", "简答"])
    for number, (value, shown) in enumerate(
        [(0.5, "0%"), (0.125, "0.00%"), (7, "General"), (3.65, "0.00"), (1.0, "General"), (1e16, "0")],
        start=1,
    ):
        book.active.append([number, "多少？", value])
        book.active.cell(number + 1, 3).number_format = shown
    book.active.append([7, "哪天？", datetime(2027, 1, 5)])
    book.save(tmp_path / "t.xlsx")
    found = [item.short_answers for item in read_xlsx(tmp_path / "t.xlsx").items]
    assert found == [
        ("50%",),
        ("12.5%",),
        ("7",),
        ("3.65",),
        ("1",),
        ("10000000000000000",),
        ("2027年1月5日",),
    ]


def test_a_row_whose_answer_is_empty_is_unanswerable(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text(
        "问题,答案,可回答,文档编号\n甲,一,,\n乙,,,\n丙,,是,\n丁,,,d1\n", encoding="utf-8"
    )
    found = read_csv(tmp_path / "t.csv")
    assert [item.answerable for item in found.items] == [True, False, True, True]
    assert len(found.notes) == 1 and found.notes[0].startswith("第 3 行没有答案")
    (tmp_path / "t.csv").write_text("问题,类型\n甲,x\n", encoding="utf-8")  # a list of questions says nothing
    assert read_csv(tmp_path / "t.csv").items[0].answerable


def test_a_cell_may_hold_a_whole_document(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text(f"问题,正文\n几个字？,{'字' * 200_000}\n", encoding="utf-8")
    assert [len(d["text"]) for d in read_csv(tmp_path / "t.csv").documents.values()] == [200_000]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "是空的"),
        ("甲,乙\n1,2\n", "表头里没有“问题”一列，只有：甲、乙"),
        ("问题,提问\n1,2\n", "同一个意思"),
        ("问题\n", "没有一道题"),
        ("编号,问题\n1,甲\n1,乙\n", "第 3 行：编号“1”重复"),
        ("问题,可回答\n甲,也许\n", "第 2 行：“可回答”应填 是 或 否"),
    ],
)
def test_a_bad_table_says_what_is_wrong(tmp_path: Path, content: str, message: str) -> None:
    (tmp_path / "t.csv").write_text(content, encoding="utf-8")
    with pytest.raises(PolicyQAError, match=message):
        read_csv(tmp_path / "t.csv")


def test_a_text_is_no_excel_file(tmp_path: Path) -> None:
    with pytest.raises(PolicyQAError, match="没有这个文件"):
        read_xlsx(tmp_path / "t.xlsx")
    (tmp_path / "t.xlsx").write_text("问题\n", encoding="utf-8")
    with pytest.raises(PolicyQAError, match="不是可读的"):
        read_xlsx(tmp_path / "t.xlsx")


def test_an_excel_file_with_a_torn_sheet_is_said_to_be_unreadable(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["问题"])
    book.active.append(["几个字？"])
    book.save(tmp_path / "whole.xlsx")
    with zipfile.ZipFile(tmp_path / "whole.xlsx") as whole, zipfile.ZipFile(tmp_path / "t.xlsx", "w") as torn:
        for name in whole.namelist():
            data = whole.read(name)
            torn.writestr(name, data[: len(data) // 2] if name.endswith("sheet1.xml") else data)
    with pytest.raises(PolicyQAError, match="不是可读的"):
        read_xlsx(tmp_path / "t.xlsx")
