"""A table of questions in, a table of answers with their sources out."""

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from chat.answer import Answer
from chat.app.language import t
from chat.app.markup import escape
from chat.app.plain_text import source_lines
from chat.app.spreadsheet import read_table
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
            return [self.question, t("出错"), "", "", "", self.error or ""]
        answer = self.answer
        notes = [*(f"没有找到：{m}" for m in answer.missing), *answer.notices]
        if answer.rewritten_question:
            notes.insert(0, f"理解为：{answer.rewritten_question}")
        said = answer.reason if answer.abstained else "\n".join(s.text for s in answer.statements)
        outcome, sources = t(OUTCOMES[answer.outcome]), "\n".join(source_lines(answer))
        return [self.question, outcome, answer.short_answer or "", said or "", sources, "\n".join(notes)]


def read_questions(content: bytes) -> list[str]:
    """The questions of a CSV, text or Excel file: the column called 问题 or question, else the first one.

    Raises PolicyQAError where there is none, or too many.
    """
    rows = read_table(content, MOST + 2)  # one for the head, one to see that there are too many
    head = [cell.strip().lower() for cell in rows[0]] if rows else []
    column = next((i for i, cell in enumerate(head) if cell in _NAMED), None)
    cells = [row[column or 0] for row in rows[column is not None :] if len(row) > (column or 0)]
    return checked(cells)


def checked(questions: Sequence[str]) -> list[str]:
    """The questions without blank ones. Raises PolicyQAError where there is none, or too many."""
    asked = [question.strip() for question in questions if question.strip()]
    if not asked:
        raise PolicyQAError("没有找到问题。请每行写一个，或上传有“问题”一列的 CSV 或 Excel。")
    if len(asked) > MOST:
        raise PolicyQAError(f"一次最多 {MOST} 个问题。请分几次。")
    return asked


def answered(assistant: Assistant, questions: Sequence[str]) -> Iterator[Row]:
    """Each question asked by itself; one may fail without losing the others."""
    for question in questions:
        try:
            yield Row(question, assistant.ask(question))
        except PolicyQAError as error:
            yield Row(question, error=str(error))
        except Exception:
            # whatever it is: the other questions are still answered, and this row says that it failed
            log.exception("a question of a table could not be answered")
            yield Row(question, error=FAULT)


def table_rows(rows: Sequence[Row]) -> list[list[str]]:
    """The answers as a table with its head, for a file."""
    return [[t(name) for name in HEAD], *(row.cells for row in rows)]


def table_html(rows: Sequence[Row], total: int) -> str:
    """How far it has come, and the answers so far."""
    done = (
        t("已完成 {done} / {total}", done=len(rows), total=total)
        if len(rows) < total
        else t("完成，共 {n} 个问题", n=total)
    )
    lines = "".join(
        f'<tr><th scope="row">{escape(row.cells[0])}</th><td class="short">{escape(row.cells[1])}</td>'
        f"<td>{escape(row.cells[2] or row.cells[3] or row.cells[5])}</td></tr>"
        for row in rows
    )
    head = "".join(f'<th scope="col">{t(name)}</th>' for name in ("问题", "结果", "答案"))
    return (
        f'<p class="count" role="status">{done}</p><div class="table-frame" tabindex="0" role="region" '
        f'aria-label="{t("批量问答结果")}"><table class="answers"><thead><tr>{head}</tr></thead><tbody>{lines}</tbody></table></div>'
    )
