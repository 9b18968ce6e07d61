"""What is shown with a quote once it is decided that it answers: what announces it, what it goes on from, and what goes on.

A quote gets the rest of what it breaks off, the lines of its block (地址, 邮编, 电话) and the day of 自印发之日起 too.
有关单位应当予以配合 is said of what the sentence before tells; 无法追回的，照章征税 is the other case of 追回后方可免税. None of it
counts for the decision: it is said of the same matter whether or not that answers.
"""

import re
from collections.abc import Callable
from dataclasses import replace
from functools import partial

from chat.announcing import announcement, list_around, statement
from chat.draft import Draft
from chat.material import Material
from chat.particulars import issued
from chat.quoting import LONGEST
from corpus.document import Span
from indexing.sentences import sentences

_ONE_THING = ("figure", "date", "contact", "name")
# a sentence that begins with what only the one before it names
_GOES_ON_FROM = re.compile(
    r"(?:有关(?:单位|部门|人员|企业|个人|机构)|上述|前述|前款|对此(?!次)|此类|此项|其(?![中他它余次])|该(?:项|类|等|部分|企业|单位|人员)|否则|逾期|但)"
)
# a sentence that tells the other case of the one before it, or what becomes of the rest
_GOES_ON = re.compile(
    r"(?:但|否则|逾期|其中|拒不|凡[^，。]{0,16}[不未无]|[未无不][^，。；]{1,16}的，|(?:不足|超过|超出|剩余)[^，。；]{0,6}(?:部分|的)，)"
)

_BROKEN_LINES, _FULL_LINE = 3, 20  # lines that a sentence goes on over, and characters of one that is full
_NEW = re.compile(
    r"\s|[（(]?[一二三四五六七八九十\d]{1,3}[）)、.．是]|第[一二三四五六七八九十百\d]+[条章节]|[—●■◆•]"
)
_BLOCK_LINES = 3
_REACHED = re.compile(
    r"\s*[^，。：:\n]{0,6}(?:地址|邮编|邮政编码|电话|传真|邮箱|联系人|网址|座机|手机)[^，。：:\n]{0,4}[：:]"
)
_FROM_ISSUE = re.compile(r"自?(?:印发|发布|公布|颁布|下发|发文)之日起")


def shown_whole(material: Material, draft: Draft) -> Draft:
    """The draft with what its sentences go on from or are gone on by, and, of a list, of support and for a yes or no, with
    what announces its items; where one thing is asked for, only with the rest of its line or block."""
    if draft.kind not in ("reading", "list", "support", "definition"):
        return draft
    draft = _each(draft, partial(_unbroken, material))
    if material.question.kind == "contact":
        return _each(draft, partial(_block, material))
    if material.question.kind in ("date", "validity"):
        return _dated(material, draft)
    if material.question.kind in _ONE_THING or draft.kind == "definition":
        return draft
    if draft.kind != "list":
        draft = _each(draft, partial(_with_neighbours, material))
    # a case alone says neither yes nor no; elsewhere a sentence that answers does so without what announces it
    items_alone = draft.kind in ("list", "support") or material.question.kind == "yes_no"
    return _announced(material, draft) if items_alone else draft


def _each(draft: Draft, widened: Callable[[Span], Span]) -> Draft:
    """The draft with the last span of each statement widened, where no other statement is part of that."""
    said = [span for spans in draft.statements for span in spans]
    statements = []
    for spans in draft.statements:
        wide = widened(spans[-1])
        apart = not any(wide.overlaps(other) for other in said if other not in spans)
        statements.append((*spans[:-1], wide) if apart else spans)
    return replace(draft, statements=tuple(statements))


def _unbroken(material: Material, span: Span) -> Span:
    """A span with the beginning and the end of its sentences where lines break off within them: texts read from pages do."""
    text = material.document(span.doc_id).text
    start, end = span.start, span.end
    for _ in range(_BROKEN_LINES):
        before = text.rfind("\n", 0, max(0, start - 1)) + 1
        if text[start - 1 : start] != "\n" or not _breaks_off(text[before : start - 1], text[start:end]):
            break
        ends = [last for _, last in sentences(text, before, start - 1)]
        start = ends[-2] if len(ends) > 1 else before
    for _ in range(_BROKEN_LINES):
        line, after = text.rfind("\n", 0, end) + 1, text.find("\n", end + 1)
        after = after if after >= 0 else len(text)
        if text[end : end + 1] != "\n" or not _breaks_off(text[line:end], text[end + 1 : after]):
            break
        end = next((last for _, last in sentences(text, end + 1, after)), end)
    return Span(span.doc_id, start, end)


def _breaks_off(line: str, following: str) -> bool:
    """Whether a sentence goes on from one line to the next; a line without any mark may be a title."""
    full = (
        len(line) >= _FULL_LINE
        and re.search(r"[，、；。：]", line)
        and line[-1] not in "。！？；;：:!?”’）)》"
    )
    return bool(full) and len(following) > 1 and not _NEW.match(following)


def _block(material: Material, span: Span) -> Span:
    """A line that says how to reach somebody with the others of its block: 地址：…, 邮编：…, 电话：…."""
    text = material.document(span.doc_id).text
    start, end = text.rfind("\n", 0, span.start) + 1, span.end
    if not _REACHED.match(text, start):
        return span
    for _ in range(_BLOCK_LINES):
        before = text.rfind("\n", 0, len(text[:start].rstrip())) + 1
        if not _REACHED.match(text, before, start):
            break
        start = before
    for _ in range(_BLOCK_LINES):
        after = re.compile(r"\s*\n\s*([^\n]+)").match(text, end)
        if not after or not _REACHED.match(after[1]):
            break
        end = after.end()
    return Span(span.doc_id, start, end)


def _dated(material: Material, draft: Draft) -> Draft:
    """The draft with the day on which its document was issued, where it holds from that day on."""
    span = draft.statements[0][-1]
    day = issued(material.document(span.doc_id)) if _FROM_ISSUE.search(material.words(span)) else None
    if day is None or any(day.overlaps(other) for spans in draft.statements for other in spans):
        return draft
    return replace(draft, statements=((*draft.statements[0], day), *draft.statements[1:]))


def _announced(material: Material, draft: Draft) -> Draft:
    """The draft with what announces a list before the first of its items."""
    said = {span for spans in draft.statements for span in spans}
    statements = []
    for spans in draft.statements:
        around = list_around(material, spans[-1] if draft.kind == "list" else spans[0])
        announces = statement if draft.kind == "list" else announcement
        lead = announces(material, around.span) if around else None
        if lead and not any(lead.overlaps(other) for other in said):
            said.add(lead)
            spans = (lead, *spans)
        statements.append(spans)
    return replace(draft, statements=tuple(statements))


def _with_neighbours(material: Material, span: Span) -> Span:
    text = material.document(span.doc_id).text
    line, end = text.rfind("\n", 0, span.start) + 1, text.find("\n", span.end)
    start, last = span.start, span.end
    if _GOES_ON_FROM.match(text, start):
        before = list(sentences(text, max(line, start - LONGEST), start))
        start = before[-1][0] if before and text[before[-1][1] - 1] == "。" else start
    if text[last - 1] in "。；":
        following = next(sentences(text, last, min(last + LONGEST, end if end >= 0 else len(text))), None)
        if following and _GOES_ON.match(text, following[0]) and text[following[1] - 1] == "。":
            last = following[1]
    return Span(span.doc_id, start, last)
