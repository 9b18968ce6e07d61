"""Citation validity: whether an answer's citations are what the contract promises, 1 or 0.

For every citation the quote equals the document's text from `start` to `end` and is at most 200 characters or one
item of a list; every citation is used by a statement; every statement has at least one, and none that isn't there; the
short answer stands in a cited quote. One broken promise makes the answer invalid: a reader can't tell which.
"""

import re
from collections.abc import Callable

from evals.answer_record import AnswerRecord, ShownCitation

LONGEST_QUOTE = 200
# （一） 一、 1. (1) ① 第三条 一是 • at the beginning of a list's item
_ITEM = re.compile(
    r"\s*(?:[（(][一二三四五六七八九十百\d]+[）)]|[一二三四五六七八九十]+[、是]|\d+[.．、)）]|[①-⑳]|第[^，。\s]{1,6}[条款项]|[-*•·●])"
)


def citation_problems(answer: AnswerRecord, text_of: Callable[[str], str | None]) -> list[str]:
    """What is wrong, in words; empty where all is well."""
    problems = [p for citation in answer.citations if (p := _problem(citation, text_of))]
    numbers = [citation.number for citation in answer.citations]
    used = {number for statement in answer.statements for number in statement.citations}
    if numbers != list(range(1, len(numbers) + 1)):
        problems.append(f"引用编号不是 1、2、3……（{numbers}）")
    problems += [f"引用〔{number}〕没有被任何一句用到" for number in numbers if number not in used]
    problems += [f"正文引用了不存在的〔{number}〕" for number in sorted(used - set(numbers))]
    problems += [
        f"第 {place} 句没有引用" for place, s in enumerate(answer.statements, start=1) if not s.citations
    ]
    if not answer.abstained and not answer.statements:
        problems.append("回答没有任何语句")
    if answer.abstained and (answer.statements or answer.citations or answer.short_answer is not None):
        problems.append("拒答却带有语句、引用或简答")
    if answer.short_answer is not None and not any(answer.short_answer in c.quote for c in answer.citations):
        problems.append("简答不在任何引文之内")
    return problems


def valid_quote(citation: ShownCitation, text_of: Callable[[str], str | None]) -> bool:
    """Whether the quote stands in the document exactly where the citation says."""
    text, span = text_of(citation.doc_id), citation.span
    return text is not None and span is not None and text[span.start : span.end] == citation.quote


def _problem(citation: ShownCitation, text_of: Callable[[str], str | None]) -> str | None:
    if not valid_quote(citation, text_of):
        return (
            f"引用〔{citation.number}〕的引文与原文不符（{citation.doc_id}，{citation.start}–{citation.end}）"
        )
    if len(citation.quote) > LONGEST_QUOTE and not is_list_item(citation, text_of(citation.doc_id) or ""):
        return f"引用〔{citation.number}〕有 {len(citation.quote)} 个字符，又不是一个列表项"
    return None


def is_list_item(citation: ShownCitation, text: str) -> bool:
    """Whether the quote is one item of a list: one paragraph that begins with an item's number, or with it left
    out stands right behind it."""
    quote = citation.quote.strip()
    if "\n" in quote:
        return False
    line_start = text.rfind("\n", 0, citation.start) + 1
    return bool(_ITEM.match(quote) or _ITEM.fullmatch(text[line_start : citation.start].rstrip()))
