"""CSV (also with tabs or semicolons, also in GB18030) and Excel: one row, one question.

Columns are found by name, in Chinese or English, in any order; only the question is needed:

    question      问题 提问 题目 query              item_id     编号 题号 序号 id
    reference     答案 参考答案 标准答案 回答 answer    kind        类型 类别 题型
    short_answer  简答 短答案                        answerable  可回答 能否回答 是否可答
    nuggets       要点 得分点 采分点                   history     历史 上文 前文
    doc_id        文档编号 文件编号 文档                quote       依据 原文 引文 出处 evidence
    start, end    起始 起点, 结束 终点                 title, text 标题, 正文 上下文 context

In one cell, different facts, references or earlier questions stand on lines of their own or are parted by ； or ;,
spellings of one fact or short answer by | or ｜. A row whose answer is empty is taken for unanswerable unless 可回答 says
otherwise. `text` is the document that the row asks about: it becomes a document,
and a quote is looked up in it. Several pieces of evidence stand on lines of their own, the same in each of 文档编号, 起始,
结束 and 依据.
"""

import csv
import io
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from corpus.decoding import decode
from corpus.identity import own_id
from evals.dataset import Evidence, QAItem
from evals.importers.imported import Imported, ImportFailed, as_document_id, as_stored, read_bytes

COLUMNS = {
    "item_id": "item_id id 编号 题号 序号 题目编号 问题编号 question_id query_id",
    "question": "question 问题 提问 题目 问句 query user_input",
    "reference_answers": "reference_answers reference 答案 参考答案 标准答案 回答 answer answers ground_truth",
    "short_answers": "short_answers short_answer 简答 短答案 简短答案",
    "nuggets": "nuggets nugget 要点 得分点 采分点 关键点",
    "kind": "kind 类型 类别 题型 问题类型 type category",
    "answerable": "answerable 可回答 能否回答 是否可答 是否可回答 可答",
    "history": "history 历史 上文 前文 历史问题 之前的问题",
    "doc_id": "doc_id 文档编号 文件编号 文档 文档id document_id",
    "quote": "quote 依据 原文 引文 出处 证据 evidence reference_contexts",
    "start": "start 起始 起点 开始",
    "end": "end 结束 终点",
    "title": "title 标题 文档标题 文件名",
    "keep": "keep 采用 保留",
    "text": "text 正文 上下文 context 文档内容 文档正文",
}
_YES, _NO = (
    {"是", "可", "能", "有", "y", "yes", "true", "1", "1.0"},
    {"否", "不", "不可", "不能", "无", "n", "no", "false", "0", "0.0"},
)
_ANSWERS = ("reference_answers", "short_answers", "nuggets")
Row = Mapping[str, str]
LARGEST_CELL = 20_000_000  # characters: a column may hold whole documents


def read_csv(path: Path) -> Imported:
    """The set of a CSV file. Raises ImportFailed."""
    text = decode(read_bytes(path), str(path))
    head = text.partition("\n")[0]
    delimiter = max(",\t;", key=head.count)
    csv.field_size_limit(LARGEST_CELL)
    try:
        return read_rows(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), path)
    except csv.Error as error:
        raise ImportFailed(path, f"不是合规的 CSV（{error}）") from None


def read_xlsx(path: Path) -> Imported:
    """The set of an Excel file's first sheet. Raises ImportFailed."""
    import openpyxl  # type: ignore[import-untyped]

    if not path.is_file():
        raise ImportFailed(path, "没有这个文件；请检查路径")
    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    except Exception as error:  # the library's errors have no common base
        raise _unreadable(path, error) from None
    with closing(book):
        return read_rows(_cells(book, path), path)


def _cells(book: Any, path: Path) -> Iterator[list[str]]:
    """The rows of the first sheet, which is parsed no sooner than here. Raises ImportFailed."""
    try:
        for row in book.worksheets[0].iter_rows():
            yield [_cell(cell) for cell in row]
    except Exception as error:  # as over the whole file
        raise _unreadable(path, error) from None


def _unreadable(path: Path, error: Exception) -> ImportFailed:
    return ImportFailed(path, f"不是可读的 .xlsx 文件（{type(error).__name__}）")


def read_rows(rows: Iterator[list[str]], path: Path) -> Imported:
    """The set of a table's rows, the head first; `path` is for messages. Raises ImportFailed."""
    head = next((row for row in rows if any(cell.strip() for cell in row)), None)
    if head is None:
        raise ImportFailed(path, "是空的")
    columns = _columns(head, path)
    imported = Imported()
    seen: set[str] = set()
    for number, cells in enumerate(rows, start=2):
        row = {name: cells[at].strip() for name, at in columns.items() if at < len(cells)}
        if not any(row.values()):
            continue
        if not row.get("question"):
            imported.notes.append(f"第 {number} 行没有问题，跳过")
            continue
        if row.get("keep", "").casefold() in _NO:
            continue
        item = _item(row, number, path, imported)
        if item.item_id in seen:
            raise ImportFailed(path, f"第 {number} 行：编号“{item.item_id}”重复")
        seen.add(item.item_id)
        imported.items.append(item)
    if not imported.items:
        raise ImportFailed(path, "表头之下没有一道题")
    return imported


def _columns(head: Sequence[str], path: Path) -> dict[str, int]:
    """Where each column stands. Raises ImportFailed where two mean the same or no question is there."""
    meaning = {name: column for column, names in COLUMNS.items() for name in names.split()}
    found: dict[str, int] = {}
    for place, cell in enumerate(head):
        name = re.sub(r"[\s*]|\(.*?\)", "", unicodedata.normalize("NFKC", cell)).casefold()
        column = meaning.get(name)
        if column in found:
            raise ImportFailed(path, f"“{head[found[column]]}”和“{cell}”两列是同一个意思（{column}）")
        if column is not None:
            found[column] = place
    if "question" not in found:
        raise ImportFailed(path, f"表头里没有“问题”一列，只有：{'、'.join(c for c in head if c.strip())}")
    return found


def _item(row: Row, number: int, path: Path, imported: Imported) -> QAItem:
    nuggets = tuple(n for fact in _parts(row.get("nuggets", "")) if (n := _spellings(fact)))
    item_id = row.get("item_id") or f"row{number}"
    return QAItem(
        item_id=re.sub(r"\.0$", "", item_id),
        question=row["question"],
        answerable=_answerable(row, number, path, imported),
        kind=row.get("kind") or "imported",
        history=_parts(row.get("history", "")),
        nuggets=nuggets,
        short_answers=_spellings(row.get("short_answers", "")),
        reference_answers=(row["reference_answers"],) if row.get("reference_answers") else (),
        evidence=_evidence(row, number, path, imported),
    )


def _answerable(row: Row, number: int, path: Path, imported: Imported) -> bool:
    """What the row says of itself; else whether its answer was left empty, where the table has answers."""
    word = row.get("answerable", "").casefold()
    if word in _YES:
        return True
    if word in _NO:
        return False
    if word:
        raise ImportFailed(path, f"第 {number} 行：“可回答”应填 是 或 否，实际是“{row['answerable']}”")
    empty = not any(row.get(name) for name in (*_ANSWERS, "doc_id", "quote"))
    if empty and any(name in row for name in _ANSWERS):
        imported.notes.append(f"第 {number} 行没有答案，按不可回答计；如能回答，请在“可回答”一列填 是")
        return False
    return True


def _evidence(row: Row, number: int, path: Path, imported: Imported) -> tuple[Evidence, ...]:
    text = as_stored(row.get("text", ""), path)
    names = row.get("doc_id", "").split("\n") if row.get("doc_id") else [own_id(text)] if text else []
    doc_ids = [as_document_id(name.strip()) for name in names]
    if text:
        document = {"doc_id": doc_ids[0], "title": row.get("title") or doc_ids[0], "text": text}
        imported.documents[doc_ids[0]] = document
    # one piece of evidence may quote several lines
    columns = [
        [row.get(name, "")] if len(doc_ids) == 1 else row.get(name, "").split("\n")
        for name in ("start", "end", "quote")
    ]
    found = []
    for place, doc_id in enumerate(doc_ids):
        start, end, quote = (column[place] if place < len(column) else "" for column in columns)
        evidence = _placed(doc_id, _offset(start), _offset(end), quote or None, imported)
        if evidence.quote is None and quote:
            imported.notes.append(f"第 {number} 行的依据没有位置，只记到文档 {doc_id}")
        found.append(evidence)
    return tuple(found)


def _placed(
    doc_id: str, start: int | None, end: int | None, quote: str | None, imported: Imported
) -> Evidence:
    """Evidence at its offsets, else where its quote stands in a document of this table, else the document."""
    if start is not None and end is not None and 0 <= start < end:
        return Evidence(doc_id, start, end, quote)
    stored = imported.documents.get(doc_id, {}).get("text", "")
    if quote and (place := stored.find(quote)) >= 0:
        return Evidence(doc_id, place, place + len(quote), quote)
    return Evidence(doc_id)


def _offset(cell: str) -> int | None:
    match = re.fullmatch(r"\s*(\d+)(?:\.0)?\s*", cell)
    return int(match[1]) if match else None


def _parts(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in re.split(r"[\n；;]", cell) if part.strip())


def _spellings(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in re.split(r"[|｜]", cell) if part.strip())


def _cell(cell: Any) -> str:
    """A cell as its reader sees it: 50% is kept as 0.5 with a format, a day as a point in time."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, datetime):
        return f"{value.year}年{value.month}月{value.day}日"
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        percent = "%" in str(cell.number_format or "")
        number = Decimal(repr(value)) * (100 if percent else 1)
        return f"{number.normalize():f}" + ("%" if percent else "")
    return str(value)
