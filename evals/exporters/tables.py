"""A set as a sheet to review: what `importers.tables` reads back, with the evidence's quotes to judge by.

Columns have the importer's Chinese names; 采用 is 是 everywhere, and a row marked 否 is left out when the sheet comes back.
An item that the cells cannot hold as it is (a spelling with ； in it, several reference answers) is refused by name.
"""

import csv
import io
from collections.abc import Sequence
from pathlib import Path

from corpus.errors import PolicyQAError
from evals.dataset import QAItem
from evals.importers.tables import read_csv, read_xlsx

HEAD = (
    "采用", "编号", "问题", "历史", "可回答", "类型", "要点", "简答", "参考答案", "文档编号", "起始", "结束", "依据", "备注"
)  # fmt: skip
WIDTHS = {"问题": 50, "要点": 40, "依据": 60, "参考答案": 40}


def write_table(items: Sequence[QAItem], path: Path, notes: Sequence[str] = ()) -> None:
    """Writes a `.xlsx`, or a `.csv` that Excel opens rightly; `notes` go into 备注, one an item.

    What was written is read back; raises PolicyQAError, leaving no file, where an item is not the same again.
    """
    remarks = notes or [""] * len(items)
    rows = [list(HEAD), *(_row(item, remark) for item, remark in zip(items, remarks, strict=True))]
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f"{path.stem}.writing{path.suffix}")
    try:
        if path.suffix == ".xlsx":
            _write_xlsx(rows, items, partial)
        else:
            text = io.StringIO(newline="")
            csv.writer(text).writerows(rows)
            partial.write_text(text.getvalue(), encoding="utf-8-sig", newline="")
        _check(items, partial)
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)


def _row(item: QAItem, remark: str) -> list[str]:
    evidence = item.evidence
    return [
        "是",
        item.item_id,
        item.question,
        "\n".join(item.history),
        "是" if item.answerable else "否",
        item.kind,
        "\n".join("|".join(nugget) for nugget in item.nuggets),
        "|".join(item.short_answers),
        "\n".join(item.reference_answers),
        "\n".join(e.doc_id for e in evidence),
        "\n".join("" if e.start is None else str(e.start) for e in evidence),
        "\n".join("" if e.end is None else str(e.end) for e in evidence),
        "\n".join((e.quote or "") for e in evidence),
        remark,
    ]


def _check(items: Sequence[QAItem], path: Path) -> None:
    imported = (read_xlsx if path.suffix == ".xlsx" else read_csv)(path)
    back = {item.item_id: item for item in imported.items}
    for item in items:
        if back.get(item.item_id) != item:
            raise _unfit(item)


def _unfit(item: QAItem) -> PolicyQAError:
    return PolicyQAError(
        f"题“{item.item_id}”放不进表格：要点、写法或引文里有 ；、|、换行或控制字符，有多个参考答案，或文字太长。"
        "请先在 .jsonl 里改好，或不经表格直接审阅。"
    )


def _write_xlsx(rows: Sequence[Sequence[str]], items: Sequence[QAItem], path: Path) -> None:
    import openpyxl  # type: ignore[import-untyped]
    from openpyxl.styles import Alignment, Font  # type: ignore[import-untyped]
    from openpyxl.utils import get_column_letter  # type: ignore[import-untyped]
    from openpyxl.utils.exceptions import IllegalCharacterError  # type: ignore[import-untyped]

    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "题集"
    for number, row in enumerate(rows, start=1):
        for column, text in enumerate(row, start=1):
            cell = sheet.cell(number, column)
            try:
                cell.value = text
            except IllegalCharacterError:
                raise _unfit(items[number - 2]) from None
            cell.data_type = "s" if text else "n"  # a text that begins with = is no formula
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            cell.font = Font(bold=number == 1)
    for column, name in enumerate(HEAD, start=1):
        sheet.column_dimensions[get_column_letter(column)].width = WIDTHS.get(name, 14)
    sheet.freeze_panes = "A2"
    book.save(path)
