"""Many questions, one a line: each line's answer or its error, so that one bad line does not lose the others."""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from chat.answer import Answer
from corpus.errors import PolicyQAError


def answer_lines(
    lines: Iterable[str], ask: Callable[[str, Sequence[str]], Answer]
) -> Iterator[dict[str, Any]]:
    """For each line with `item_id` and `question` (and perhaps `history`) an `answer` or an `error`.

    Blank lines are passed over.
    """
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        item_id: Any = None
        try:
            item = _parsed(line, number)
            item_id = item.get("item_id") if isinstance(item, dict) else None
            question, history = _read(item, number)
            yield {"item_id": item_id, "answer": ask(question, history).to_json()}
        except PolicyQAError as error:
            yield {"item_id": item_id, "error": str(error)}


def _parsed(line: str, number: int) -> Any:
    try:
        return json.loads(line)
    except (ValueError, RecursionError) as error:
        raise PolicyQAError(f"第 {number} 行不是合法的 JSON。") from error


def _read(item: Any, number: int) -> tuple[str, list[str]]:
    if not isinstance(item, dict) or not isinstance(item.get("question"), str):
        raise PolicyQAError(f"第 {number} 行：需要一个带有 item_id 和 question（文字）的 JSON 对象。")
    history = item.get("history") or []
    if not isinstance(history, list) or not all(isinstance(earlier, str) for earlier in history):
        raise PolicyQAError(f"第 {number} 行：history 应是由问题组成的列表。")
    return item["question"], history
