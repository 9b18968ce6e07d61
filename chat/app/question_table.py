"""A table of questions in, a table of answers with their sources out."""

import csv
import io
import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from chat.answer import Answer
from chat.app.markup import escape
from chat.app.plain_text import source_lines
from chat.app.turn import FAULT
from chat.assistant import Assistant
from corpus.errors import PolicyQAError

log = logging.getLogger(__name__)

MOST = 500
OUTCOMES = {"answered": "已回答", "partial": "部分回答", "abstained": "没有依据"}
HEAD = ["问题", "结果", "简短答案", "回答", "来源", "说明"]
_NAMED = ("问题", "question", "提问")


@dataclass(frozen=True, slots=True)
class Row:
    """A question with its answer, or with what went wrong."""

    question: str
    answer: Answer | None = None
    error: str | None = None

    @property
    def cells(self) -> list[str]:
        """As a line of the table."""
        if self.answer is None:
            return [self.question, "出错", "", "", "", self.error or ""]
        answer = self.answer
        notes = [*(f"没有找到：{m}" for m in answer.missing), *answer.notices]
        if answer.rewritten_question:
            notes.insert(0, f"理解为：{answer.rewritten_question}")
        said = answer.reason if answer.abstained else "\n".join(s.text for s in answer.statements)
        outcome, sources = OUTCOMES[answer.outcome], "\n".join(source_lines(answer))
        return [self.question, outcome, answer.short_answer or "", said or "", sources, "\n".join(notes)]


def read_questions(content: bytes) -> list[str]:
    """The questions of a CSV or text file: the column called 问题 or question, else the first one.

    Raises PolicyQAError where there is none, or too many.
    """
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        raise PolicyQAError("这个文件不是文本。请从 Excel 另存为 CSV 再试。")
    if "\x00" in text:
        raise PolicyQAError("这个文件不是文本。请从 Excel 另存为 CSV 再试。")
    try:
        rows = [row for row in csv.reader(io.StringIO(text, newline="")) if any(cell.strip() for cell in row)]
    except csv.Error as error:
        raise PolicyQAError(f"读不懂这个 CSV（{error}）。请检查引号是否成对。") from error
    head = [cell.strip().lower() for cell in rows[0]] if rows else []
    column = next((i for i, cell in enumerate(head) if cell in _NAMED), None)
    cells = [row[column or 0] for row in rows[column is not None :] if len(row) > (column or 0)]
    return checked(cells)


def checked(questions: Sequence[str]) -> list[str]:
    """The questions without blank ones. Raises PolicyQAError where there is none, or too many."""
    asked = [question.strip() for question in questions if question.strip()]
    if not asked:
        raise PolicyQAError("没有找到问题。请每行写一个，或上传有“问题”一列的 CSV。")
    if len(asked) > MOST:
        raise PolicyQAError(f"有 {len(asked)} 个问题，一次最多 {MOST} 个。请分几次。")
    return asked


def answered(assistant: Assistant, questions: Sequence[str]) -> Iterator[Row]:
    """Each question asked by itself; one may fail without losing the others."""
    for question in questions:
        try:
            yield Row(question, assistant.ask(question))
        except PolicyQAError as error:
            yield Row(question, error=str(error))
        except Exception:
            log.exception("a question of a table could not be answered")
            yield Row(question, error=FAULT)


def table_csv(rows: Sequence[Row]) -> bytes:
    """The answers as CSV that Excel opens with its characters right, and runs nothing of."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(HEAD)
    writer.writerows([_inert(cell) for cell in row.cells] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def _inert(cell: str) -> str:
    """The cell such that a spreadsheet takes it for text and not for a formula."""
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell


def table_html(rows: Sequence[Row], total: int) -> str:
    """How far it has come, and the answers so far."""
    done = f"已完成 {len(rows)} / {total}" if len(rows) < total else f"完成，共 {total} 个问题"
    lines = "".join(
        f'<tr><th scope="row">{escape(row.cells[0])}</th><td>{escape(row.cells[1])}</td>'
        f"<td>{escape(row.cells[2] or row.cells[3] or row.cells[5])}</td></tr>"
        for row in rows
    )
    head = '<tr><th scope="col">问题</th><th scope="col">结果</th><th scope="col">答案</th></tr>'
    return (
        f'<p class="count" role="status">{done}</p><div class="table-frame" tabindex="0" role="region" '
        f'aria-label="批量问答结果"><table class="answers"><thead>{head}</thead><tbody>{lines}</tbody></table></div>'
    )
