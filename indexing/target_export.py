"""Targets as a sheet with their sources: CSV that Excel opens rightly, Excel, Markdown.

Words of documents are data, never formulas: a CSV cell that a spreadsheet would calculate is led by an apostrophe,
and an Excel cell is typed as text.
"""

import csv
import io
from collections.abc import Collection, Mapping, Sequence
from typing import Literal

from corpus.document import Document, Span
from indexing.target import Target

Format = Literal["csv", "xlsx", "md"]

HEAD = (
    "指标", "数值", "单位", "比较", "年份", "类别", "基期值", "地区", "行业", "企业类型", "责任部门", "性质", "与其他文件不一致",
    "原文", "文件", "发文机关", "文号", "发布日期", "文档编号", "起", "止", "网址",
)  # fmt: skip
COMPARATORS = {"=": "", ">=": "不低于", "<=": "不超过", ">": "超过", "<": "低于", "~": "左右"}
KINDS = {"target": "目标", "achieved": "已实现", "figure": "数据"}
_WIDTHS = {"指标": 30, "原文": 60, "文件": 40, "责任部门": 24, "发文机关": 20}
_SHORT = (
    "指标",
    "数值",
    "年份",
    "类别",
    "地区",
    "与其他文件不一致",
    "原文",
    "文件",
)  # what fits a page's width


def sheet(
    rows: Sequence[Target], documents: Mapping[str, Document], contradicted: Collection[Span] = ()
) -> list[list[str]]:
    """The cells, the heading row first; what the text does not say is empty. `contradicted` figures are marked."""
    return [
        list(HEAD),
        *(_cells(row, documents[row.span.doc_id], row.figure in contradicted) for row in rows),
    ]


def _cells(row: Target, document: Document, contradicted: bool) -> list[str]:
    return [
        row.indicator,
        row.written_value,
        row.unit,
        COMPARATORS[row.comparator],
        str(row.year or ""),
        KINDS[row.kind],
        document.quote(row.baseline) if row.baseline else "",
        row.scope or "",
        row.sector or "",
        row.enterprise or "",
        document.quote(row.department) if row.department else "",
        row.nature or "",
        "是" if contradicted else "",
        row.quote,
        document.title,
        document.issuer or "",
        document.document_number or "",
        document.issued_on.isoformat() if document.issued_on else "",
        row.span.doc_id,
        str(row.span.start),
        str(row.span.end),
        document.source_url or "",
    ]


def export(
    rows: Sequence[Target], documents: Mapping[str, Document], contradicted: Collection[Span], form: Format
) -> bytes:
    """The sheet as a file's bytes."""
    cells = sheet(rows, documents, contradicted)
    if form == "xlsx":
        return _xlsx(cells)
    return (_csv(cells) if form == "csv" else _markdown(rows, cells)).encode(
        "utf-8-sig" if form == "csv" else "utf-8"
    )


def _csv(cells: Sequence[Sequence[str]]) -> str:
    text = io.StringIO()
    writer = csv.writer(text)
    for line in cells:
        writer.writerow(
            [f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell for cell in line]
        )
    return text.getvalue()


def _xlsx(cells: Sequence[Sequence[str]]) -> bytes:
    import openpyxl  # type: ignore[import-untyped]
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE  # type: ignore[import-untyped]
    from openpyxl.styles import Alignment, Font  # type: ignore[import-untyped]
    from openpyxl.utils import get_column_letter  # type: ignore[import-untyped]

    book = openpyxl.Workbook()
    page = book.active
    page.title = "指标"
    numbers = {HEAD.index(name) for name in ("数值", "年份", "起", "止")}
    for down, line in enumerate(cells, 1):
        for across, words in enumerate(line):
            cell = page.cell(down, across + 1)
            if down > 1 and across in numbers and words:
                cell.value = float(words) if "." in words else int(words)
            else:
                cell.value = ILLEGAL_CHARACTERS_RE.sub("", words)
                cell.data_type = "s"
            cell.alignment = Alignment(vertical="top", wrap_text=HEAD[across] in _WIDTHS)
    for across, name in enumerate(HEAD, 1):
        page.cell(1, across).font = Font(bold=True)
        page.column_dimensions[get_column_letter(across)].width = _WIDTHS.get(name, 10)
    page.freeze_panes = "A2"
    page.auto_filter.ref = page.dimensions
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _markdown(rows: Sequence[Target], cells: Sequence[Sequence[str]]) -> str:
    """A table of the main columns; the figure as written, the source with its place."""
    lines = [f"| {' | '.join(_SHORT)} |", f"|{' --- |' * len(_SHORT)}"]
    for row, line in zip(rows, cells[1:], strict=True):
        named = dict(zip(HEAD, line, strict=True))
        named["数值"] = row.written
        named["文件"] = f"《{named['文件']}》（{row.span.doc_id}，{row.span.start}–{row.span.end}）"
        lines.append(f"| {' | '.join(_escaped(named[name]) for name in _SHORT)} |")
    return "\n".join(lines) + "\n"


def _escaped(words: str) -> str:
    for mark in "\\`*_[]<>|":
        words = words.replace(mark, f"\\{mark}" if mark not in "<>" else f"&{'lg'[mark == '>']}t;")
    return " ".join(words.split())
