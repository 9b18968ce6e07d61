"""A measure from a form of labelled lines (事项名称：… 受理条件：…), as service guides are written."""

import re
from typing import Any

from corpus.document import Document, Span

_LINE = re.compile(r"^(?P<label>[\u4e00-\u9fff]{2,8})[：:](?P<value>[^\n]*\S)", re.MULTILINE)
_TITLE = ("事项名称", "政策名称", "项目名称", "补贴名称")
_AUDIENCE = ("服务对象", "申报对象", "支持对象", "适用对象", "补贴对象")
_CONDITIONS = ("受理条件", "申报条件", "申请条件", "办理条件")
_MATERIALS = ("申请材料", "申报材料", "办理材料")
_OFFICE = ("实施部门", "主管部门", "实施主体", "责任单位")
_PLACE = ("办理地点", "申报方式", "办理方式", "申请方式", "申报网址")
_AMOUNT = ("补贴标准", "奖励标准", "支持标准", "补助标准")
_DEADLINE = ("申报时间", "申报截止时间", "受理时间")
_VALID = ("有效期", "政策有效期", "执行期限")
_GIVING_TYPES = ("行政给付", "行政奖励")
_NOT_GIVING = re.compile(r"查询|咨询|公证|指引|公示|认证|名录|举报(?!.*奖励)|下载|培训班|登记")
_KINDS = (
    ("贴息", "贴息"), ("贷款", "贷款"), ("担保", "担保"), ("减免|免征|免缴|减征", "减费"), ("奖励|表彰|奖补|奖金", "奖励"),
    ("补贴|补助|资助|补偿|救助|津贴|抚恤", "补贴"), ("扶持|支持", "支持"),
)  # fmt: skip
_ITEM = re.compile(r"(?:[（(][一二三四五六七八九十\d]+[)）]|\d{1,2}[.．、])\s*")


def form_measure(document: Document) -> dict[str, Any] | None:
    """The fields of the measure that a form of labelled lines gives.

    None where the text is no such form, and {} where it is one that gives no support.
    """
    text = document.text
    lines = {match["label"]: match.span("value") for match in _LINE.finditer(text)}
    title = _pick(lines, _TITLE)
    if title is None or len(lines) < 4 or text.find("\n", 0, title[0]) >= 0:
        return None
    name = text[title[0] : title[1]]
    kind = text[slice(*lines["事项类型"])] if "事项类型" in lines else ""
    instrument = next((kind_of for words, kind_of in _KINDS if re.search(words, name)), None)
    if _NOT_GIVING.search(name) or (instrument is None and kind not in _GIVING_TYPES):
        return {}

    def span(found: tuple[int, int] | None) -> Span | None:
        return Span(document.doc_id, *found) if found else None

    core = Span(document.doc_id, title[0], min(title[1], title[0] + 200))
    return {
        "name": core,
        "instrument": instrument or ("奖励" if kind == "行政奖励" else "补贴"),
        "core": core,
        "span": core,
        "audience": span(_pick(lines, _AUDIENCE)),
        "amount": span(_pick(lines, _AMOUNT)),
        # a form without conditions says in its name what has to be done
        "conditions": tuple(Span(document.doc_id, *one) for one in _items(text, _pick(lines, _CONDITIONS)))
        or (core,),
        "materials": tuple(Span(document.doc_id, *one) for one in _listed(text, _pick(lines, _MATERIALS))),
        "how_to_apply": span(_pick(lines, _PLACE)),
        "deadline": span(_pick(lines, _DEADLINE)),
        "office": span(_pick(lines, _OFFICE)),
        "validity": span(_pick(lines, _VALID)),
    }


def _pick(lines: dict[str, tuple[int, int]], labels: tuple[str, ...]) -> tuple[int, int] | None:
    return next((lines[label] for label in labels if label in lines), None)


def _items(text: str, found: tuple[int, int] | None) -> list[tuple[int, int]]:
    """The numbered items and sentences of a value, without their marks."""
    if not found:
        return []
    start, end = found
    marks = [match.span() for match in _ITEM.finditer(text, start, end)]
    cuts = [start, *(position for mark in marks for position in mark), end]
    return [
        trimmed
        for first, last in zip(cuts[::2], cuts[1::2], strict=True)
        if (trimmed := _trim(text, first, last)) is not None
    ]


def _listed(text: str, found: tuple[int, int] | None) -> list[tuple[int, int]]:
    """The entries of a value that are parted by 、 outside brackets."""
    if not found:
        return []
    entries, begin, depth = [], found[0], 0
    for position in range(found[0], found[1] + 1):
        mark = text[position] if position < found[1] else "、"
        depth += (mark in "（(") - (mark in "）)")
        if position == found[1] or (mark in "、；;" and depth <= 0):
            trimmed = _trim(text, begin, position)
            if trimmed:
                entries.append(trimmed)
            begin = position + 1
    return entries


def _trim(text: str, start: int, end: int) -> tuple[int, int] | None:
    while start < end and text[start] in " 　；;。、":
        start += 1
    while start < end and text[end - 1] in " 　；;。、":
        end -= 1
    return (start, end) if start < end else None
