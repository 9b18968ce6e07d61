"""Question sets: JSONL in, checked items out.

Every fault of a file is reported at once, with its line. What a line must hold is in `QAItem`; keys that are
not named there are allowed and ignored, so that a set can carry notes of its own.
"""

import gzip
import json
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus.document import Span
from corpus.errors import PolicyQAError

SHOWN_FAULTS = 20  # a file of the wrong kind has a fault on every line; nobody reads more than this


class BadDataset(PolicyQAError):
    """A question set that cannot be used; the message names the file and its faulty lines."""

    def __init__(self, path: Path, faults: Sequence[str]):
        shown = list(faults[:SHOWN_FAULTS])
        if len(faults) > SHOWN_FAULTS:
            shown.append(f"……还有 {len(faults) - SHOWN_FAULTS} 处")
        super().__init__(f"题集 {path} 有 {len(faults)} 处错误：\n  " + "\n  ".join(shown))
        self.faults = tuple(faults)


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where the answer stands: a span of a document, or (without offsets) a document as a whole.

    `quote` is what the set's author saw there. It is not needed, but where it is given it must still match.
    """

    doc_id: str
    start: int | None = None
    end: int | None = None
    quote: str | None = None

    @property
    def span(self) -> Span | None:
        """The span, or None for a whole document."""
        if self.start is None or self.end is None:
            return None
        return Span(self.doc_id, self.start, self.end)

    def to_json(self) -> dict[str, Any]:
        """The contract's form, without the quote."""
        if self.start is None:
            return {"doc_id": self.doc_id}
        return {"doc_id": self.doc_id, "start": self.start, "end": self.end}


@dataclass(frozen=True, slots=True)
class QAItem:
    """One question and what is known of its answer.

    `nuggets` are the facts that a full answer holds; each is a tuple of spellings, any of which will do.
    `short_answers` are spellings of the one right short answer, `reference_answers` whole answers.
    """

    item_id: str
    question: str
    answerable: bool
    kind: str
    history: tuple[str, ...] = ()
    nuggets: tuple[tuple[str, ...], ...] = ()
    short_answers: tuple[str, ...] = ()
    reference_answers: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The contract's form; empty lists are left out, quotes of evidence are kept."""
        row: dict[str, Any] = {
            "item_id": self.item_id,
            "kind": self.kind,
            "question": self.question,
            "answerable": self.answerable,
        }
        if self.history:
            row["history"] = list(self.history)
        if self.nuggets:
            row["nuggets"] = [list(nugget) for nugget in self.nuggets]
        if self.short_answers:
            row["short_answers"] = list(self.short_answers)
        if self.reference_answers:
            row["reference_answers"] = list(self.reference_answers)
        if self.evidence:
            row["evidence"] = [
                e.to_json() | ({} if e.quote is None else {"quote": e.quote}) for e in self.evidence
            ]
        return row


@dataclass(frozen=True, slots=True)
class EvidenceProblem:
    """Evidence that is reported, not scored, and why."""

    item_id: str
    evidence: Evidence
    reason: str


def read_items(path: Path) -> list[QAItem]:
    """The items of a `.jsonl` or `.jsonl.gz` file, in its order. Raises BadDataset with every faulty line."""
    items: list[QAItem] = []
    faults: list[str] = []
    first_seen: dict[str, int] = {}
    for number, line in _lines(path):
        try:
            item = parse_item(json.loads(line))
            json.dumps(item.to_json(), ensure_ascii=False).encode()
        except json.JSONDecodeError as error:
            faults.append(f"第 {number} 行：不是合法的 JSON（{error.msg}，第 {error.colno} 列）")
        except UnicodeEncodeError:
            faults.append(f"第 {number} 行：含有不成对的代理字符（如 \\ud800），不是文字")
        except RecursionError:
            faults.append(f"第 {number} 行：括号嵌套得太深，不是一道题")
        except ValueError as error:
            faults.append(f"第 {number} 行：{error}")
        else:
            if item.item_id in first_seen:
                where = first_seen[item.item_id]
                faults.append(f"第 {number} 行：item_id “{item.item_id}”与第 {where} 行重复")
            first_seen.setdefault(item.item_id, number)
            items.append(item)
    if not items and not faults:
        faults.append("文件里没有一道题")
    if faults:
        raise BadDataset(path, faults)
    return items


def parse_item(row: object) -> QAItem:
    """One item from its JSON. Raises ValueError with a message in Chinese that names the key."""
    if not isinstance(row, dict):
        raise ValueError(f"应是一个对象 {{…}}，实际是{_kind_of(row)}")
    answerable = row.get("answerable")
    if not isinstance(answerable, bool):
        raise ValueError(_wrong("answerable", "true 或 false", row))
    return QAItem(
        item_id=_text(row, "item_id"),
        question=_text(row, "question"),
        answerable=answerable,
        kind=_text(row, "kind"),
        history=_texts(row, "history"),
        nuggets=_nuggets(row),
        short_answers=_texts(row, "short_answers"),
        reference_answers=_texts(row, "reference_answers"),
        evidence=tuple(_evidence(entry, row) for entry in _list(row, "evidence")),
    )


def usable_evidence(
    item: QAItem, text_of: Callable[[str], str | None]
) -> tuple[list[Evidence], list[EvidenceProblem]]:
    """Splits an item's evidence into what still holds and what is only reported.

    `text_of` gives a document's text, None where the library has no such document.
    """
    good: list[Evidence] = []
    problems: list[EvidenceProblem] = []
    for evidence in item.evidence:
        reason = _fault_of(evidence, text_of(evidence.doc_id))
        if reason is None:
            good.append(evidence)
        else:
            problems.append(EvidenceProblem(item.item_id, evidence, reason))
    return good, problems


def write_items(items: Iterable[QAItem], path: Path) -> None:
    """Writes a set as JSONL."""
    with path.open("w", encoding="utf-8") as file:
        for item in items:
            file.write(json.dumps(item.to_json(), ensure_ascii=False) + "\n")


def _fault_of(evidence: Evidence, text: str | None) -> str | None:
    if text is None:
        return f"资料库里没有文档“{evidence.doc_id}”"
    if evidence.start is None or evidence.end is None:
        return None
    if evidence.end > len(text):
        return f"位置 {evidence.start}–{evidence.end} 超出文档（共 {len(text)} 个字符）"
    if evidence.quote is None or text[evidence.start : evidence.end] == evidence.quote:
        return None
    found = text.find(evidence.quote)
    if found < 0:
        return f"位置 {evidence.start}–{evidence.end} 的文字与引文不符，全文也找不到这段引文"
    return (
        f"位置 {evidence.start}–{evidence.end} 的文字与引文不符，"
        f"引文现在位于 {found}–{found + len(evidence.quote)}"
    )


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    try:
        opener = gzip.open if path.suffix == ".gz" else open
        with opener(path, "rt", encoding="utf-8-sig") as file:
            for number, line in enumerate(file, start=1):
                if line.strip():
                    yield number, line
    except UnicodeDecodeError:
        raise BadDataset(path, ["不是 UTF-8 编码的文本"]) from None
    except (OSError, EOFError, zlib.error) as error:  # the latter two: a torn or broken .gz
        raise BadDataset(path, [f"读不了：{getattr(error, 'strerror', None) or error}"]) from None


def _evidence(entry: object, row: dict[str, Any]) -> Evidence:
    if not isinstance(entry, dict):
        raise ValueError(f"evidence 的每一项应是对象 {{…}}，实际有{_kind_of(entry)}")
    doc_id = entry.get("doc_id")
    if not isinstance(doc_id, str) or not doc_id:
        raise ValueError("evidence 的每一项都要有 doc_id（非空字符串）")
    start, end, quote = entry.get("start"), entry.get("end"), entry.get("quote")
    if quote is not None and not isinstance(quote, str):
        raise ValueError(f"evidence 的 quote 应是字符串，实际是{_kind_of(quote)}")
    if start is None and end is None:
        return Evidence(doc_id, quote=quote)
    if type(start) is not int or type(end) is not int:  # bool is an int to isinstance
        raise ValueError("evidence 的 start 和 end 要么都不写，要么都是整数")
    if not 0 <= start < end:
        raise ValueError(f"evidence 的位置应满足 0 ≤ start < end，实际是 {start} 和 {end}")
    return Evidence(doc_id, start, end, quote)


def _nuggets(row: dict[str, Any]) -> tuple[tuple[str, ...], ...]:
    nuggets = []
    for nugget in _list(row, "nuggets"):
        if not isinstance(nugget, list) or not nugget or not all(_is_said(s) for s in nugget):
            raise ValueError('nuggets 的每一项应是非空的写法列表，例如 [["7万亿", "70000亿"], ["2027年"]]')
        nuggets.append(tuple(nugget))
    return tuple(nuggets)


def _is_said(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _text(row: dict[str, Any], key: str) -> str:
    value = row.get(key)
    if not isinstance(value, str) or not value.strip():
        raise ValueError(_wrong(key, "非空字符串", row))
    return value


def _texts(row: dict[str, Any], key: str) -> tuple[str, ...]:
    values = _list(row, key)
    if not all(isinstance(value, str) for value in values):
        raise ValueError(f"{key} 应是字符串的列表")
    return tuple(values)


def _list(row: dict[str, Any], key: str) -> list[Any]:
    value = row.get(key)
    if value is None:
        return []
    if not isinstance(value, list):
        raise ValueError(_wrong(key, "列表 […]", row))
    return value


def _wrong(key: str, wanted: str, row: dict[str, Any]) -> str:
    if key not in row:
        return f"缺少 {key}（{wanted}）"
    return f"{key} 应是{wanted}，实际是{_kind_of(row[key])}"


def _kind_of(value: object) -> str:
    if value is None:
        return " null"
    if isinstance(value, bool):
        return "布尔值"
    if isinstance(value, str):
        return "字符串" if value.strip() else "空字符串"
    if isinstance(value, (int, float)):
        return "数字"
    return "列表" if isinstance(value, list) else "对象"
