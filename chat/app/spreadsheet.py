"""Tables as CSV and Excel files, in and out; no cell of ours is ever run as a formula."""

import csv
import io
import re
import zipfile
from collections.abc import Iterator, Sequence

from corpus.errors import PolicyQAError

NOT_TEXT = "这个文件不是 CSV 或 Excel 表格。请另存为 CSV 或 .xlsx 再试。"
_WIDEST = 50  # columns read
_LARGEST = 64 << 20  # bytes of an Excel file, unpacked
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def read_table(content: bytes, most: int) -> list[list[str]]:
    """The rows of a CSV or Excel file (its first sheet) that aren't blank, at most `most`, as texts.

    Raises PolicyQAError where the file is neither.
    """
    rows = _excel(content) if content.startswith(b"PK") else _csv(content)
    table: list[list[str]] = []
    for row in rows:
        if any(cell.strip() for cell in row):
            table.append(row)
        if len(table) >= most:
            break
    return table


def csv_file(rows: Sequence[Sequence[str]]) -> bytes:
    """The rows as CSV that Excel opens with its characters right, and runs nothing of."""
    out = io.StringIO(newline="")
    csv.writer(out).writerows([_inert(cell) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def excel_file(rows: Sequence[Sequence[str]]) -> bytes:
    """The rows as an Excel file of texts, the first row as its head."""
    from openpyxl import Workbook  # type: ignore[import-untyped]
    from openpyxl.cell import WriteOnlyCell  # type: ignore[import-untyped]
    from openpyxl.styles import Alignment, Font  # type: ignore[import-untyped]

    book = Workbook(write_only=True)
    sheet = book.create_sheet("政策问答")
    sheet.freeze_panes = "A2"
    for n in range(len(rows[0])):
        sheet.column_dimensions[chr(ord("A") + n)].width = 28
    for number, row in enumerate(rows):
        cells = []
        for words in row:
            cell = WriteOnlyCell(sheet, value=_NOT_IN_XML.sub("\ufffd", words))
            cell.data_type = "s"  # a text that begins with = stays a text
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            if number == 0:
                cell.font = Font(bold=True)
            cells.append(cell)
        sheet.append(cells)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _csv(content: bytes) -> Iterator[list[str]]:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        raise PolicyQAError(NOT_TEXT)
    if "\x00" in text:
        raise PolicyQAError(NOT_TEXT)
    try:
        yield from csv.reader(io.StringIO(text, newline=""))
    except csv.Error as error:
        raise PolicyQAError(f"读不懂这个 CSV（{error}）。请检查引号是否成对。") from error


def _excel(content: bytes) -> Iterator[list[str]]:
    from openpyxl import load_workbook

    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            if sum(part.file_size for part in packed.infolist()) > _LARGEST:
                raise PolicyQAError("这个 Excel 文件太大。请只留下有问题的那一列。")
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        for row in book.worksheets[0].iter_rows(max_col=_WIDEST, values_only=True):
            yield ["" if cell is None else str(cell) for cell in row]
    except PolicyQAError:
        raise
    except Exception as error:  # openpyxl raises whatever its parsers do
        raise PolicyQAError(NOT_TEXT) from error


def _inert(cell: str) -> str:
    """The cell such that a spreadsheet takes it for text and not for a formula."""
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell
