"""SQuAD 1.1 and 2.0, CMRC 2018, DRCD: one paragraph becomes one document, its questions the items.

Evidence is the answer's span in the paragraph. Where annotators marked several places, overlapping ones are joined and the
place that most of them marked is kept: the set's answers are alternatives, while evidence in our sets adds up.
A question without answers, or marked `is_impossible`, is unanswerable (from its paragraph: another may answer it).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from corpus.identity import own_id
from evals.dataset import Evidence, QAItem
from evals.importers.imported import Imported, ImportFailed, as_document_id, as_stored, read_json

SHORT = 20  # characters: answers up to here are short answers too


def read_squad(path: Path) -> Imported:
    """The set of a `.json` or `.json.gz` file. Raises ImportFailed."""
    content = read_json(path)
    entries = content.get("data") if isinstance(content, dict) else content
    if not isinstance(entries, list):
        raise ImportFailed(path, "不是 SQuAD 格式：最外层应是含 data 列表的对象")
    imported = Imported()
    seen: dict[str, int] = {}
    for title, paragraph in _paragraphs(entries, path):
        text = as_stored(_string(paragraph, ("context", "context_text"), path), path)
        doc_id = _document_id(paragraph, text, imported)
        imported.documents[doc_id] = {"doc_id": doc_id, "title": title or doc_id, "text": text}
        for question in paragraph.get("qas", ()):
            item = _item(question, doc_id, text, path, imported)
            times = seen[item.item_id] = seen.get(item.item_id, 0) + 1
            if times > 1:
                imported.notes.append(
                    f"题号 {item.item_id} 重复，第 {times} 次出现的改为 {item.item_id}-{times}"
                )
                item = replace(item, item_id=f"{item.item_id}-{times}")
            imported.items.append(item)
    if not imported.items:
        raise ImportFailed(path, "里面没有一道题（应在 data[].paragraphs[].qas[]）")
    return imported


def _paragraphs(entries: Sequence[Any], path: Path) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for entry in entries:
        if not isinstance(entry, dict):
            raise ImportFailed(path, "不是 SQuAD 格式：data 里的每一项应是对象")
        title = str(entry.get("title") or "").strip()
        for paragraph in entry.get("paragraphs", [entry]):  # CMRC's first release has no paragraphs level
            yield title, paragraph


def _document_id(paragraph: Mapping[str, Any], text: str, imported: Imported) -> str:
    """The paragraph's own id where it has one that no other text took; equal texts are one document."""
    given = paragraph.get("id") or paragraph.get("context_id")
    doc_id = as_document_id(str(given)) if given else own_id(text)
    taken = imported.documents.get(doc_id)
    return doc_id if taken is None or taken["text"] == text else own_id(text)


def _item(question: Mapping[str, Any], doc_id: str, text: str, path: Path, imported: Imported) -> QAItem:
    item_id = _string(question, ("id", "query_id"), path)
    answers = [
        (a.get("text", ""), a.get("answer_start")) if isinstance(a, dict) else (str(a), None)
        for a in question.get("answers") or ()
    ]
    answers = [(answer, start) for answer, start in answers if answer.strip()]
    answerable = bool(answers) and not question.get("is_impossible", False)
    texts = tuple(dict.fromkeys(answer for answer, _ in answers)) if answerable else ()
    evidence: tuple[Evidence, ...] = (Evidence(doc_id),)
    if answerable:
        spans = [span for answer, start in answers if (span := _locate(answer, start, text)) is not None]
        if spans:
            start, end = _most_marked(spans)
            evidence = (Evidence(doc_id, start, end, text[start:end]),)
        else:
            imported.notes.append(f"题 {item_id} 的答案不在原文中，依据只记到文档")
    return QAItem(
        item_id=item_id,
        question=_string(question, ("question", "query_text"), path).strip(),
        answerable=answerable,
        kind="span" if answerable else "unanswerable",
        short_answers=texts if all(len(answer) <= SHORT for answer in texts) else (),
        reference_answers=texts,
        evidence=evidence if answerable else (),
    )


def _locate(answer: str, start: object, text: str) -> tuple[int, int] | None:
    """Where the answer stands: at its offset, else at the occurrence nearest to it."""
    near = start if isinstance(start, int) else 0
    if text.startswith(answer, near):
        return near, near + len(answer)
    after, before = text.find(answer, near), text.rfind(answer, 0, near + len(answer))
    found = [place for place in (after, before) if place >= 0]
    if not found:
        return None
    place = min(found, key=lambda p: abs(p - near))
    return place, place + len(answer)


def _most_marked(spans: Sequence[tuple[int, int]]) -> tuple[int, int]:
    """Joins overlapping spans and gives the one that joins most; the first in the text of equal ones."""
    joined: list[list[int]] = []
    for start, end in sorted(spans):
        if joined and start < joined[-1][1]:
            joined[-1] = [joined[-1][0], max(joined[-1][1], end), joined[-1][2] + 1]
        else:
            joined.append([start, end, 1])
    best = max(joined, key=lambda group: group[2])
    return best[0], best[1]


def _string(row: Mapping[str, Any], keys: Sequence[str], path: Path) -> str:
    for key in keys:
        value = row.get(key) if isinstance(row, dict) else None
        if isinstance(value, (str, int)) and str(value).strip():
            return str(value)
    raise ImportFailed(path, f"不是 SQuAD 格式：有一处缺少 {' 或 '.join(keys)}")
