"""Answers that are already there: the output of `chat ask --batch`, or of any system that writes the same lines.

Each line is `{"item_id", "answer": Answer}` or `{"item_id", "error"}`. They are scored as a run's own; the time of each is what
its `elapsed_ms` says.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from corpus.errors import PolicyQAError
from evals.importers.imported import read_json_lines

# answer or None, error or None, seconds
Attempt = tuple[Mapping[str, Any] | None, str | None, float]
MISSING: Attempt = (None, "NoAnswer: 回答文件里没有这一题", 0.0)


def read_answers(path: Path) -> dict[str, Attempt]:
    """The file's answers by item. Raises PolicyQAError where it is not of this form or answers an item twice."""
    answers: dict[str, Attempt] = {}
    for number, row in read_json_lines(path):
        item_id, answer = row.get("item_id"), row.get("answer")
        if not isinstance(item_id, str) or not (isinstance(answer, dict) or "error" in row):
            raise PolicyQAError(f"{path} 第 {number} 行：应有 item_id，以及 answer（对象）或 error")
        if item_id in answers:
            raise PolicyQAError(f"{path} 第 {number} 行：题“{item_id}”已在前面回答过")
        if isinstance(answer, dict):
            elapsed = answer.get("elapsed_ms")
            seconds = float(elapsed) / 1000 if isinstance(elapsed, (int, float)) else 0.0
            answers[item_id] = (answer, None, seconds)
        else:
            answers[item_id] = (None, str(row["error"]), 0.0)
    return answers
