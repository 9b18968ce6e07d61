"""What announces a list, and the list that a sentence announces or is an item of.

提供下列资料：（1）…；（2）… answers by its items; an item (（7）已报告的漏洞数据) by what announces it: alone it says neither
that it is asked for nor that it is not.
"""

import re

from chat.compose import ANSWERING
from chat.enumerations import Enumeration
from chat.material import Material
from corpus.document import Span
from indexing.sentences import sentences

_ANNOUNCES = re.compile(r"[：:]$|下列|(?<![\d元%％万人岁年月日个级])以下(?!简称|称|罚|的)|如下")
_HEADS = re.compile(r"(?:材料|资料|条件|情形|要求|内容|程序|流程|步骤|标准|范围|对象|方式|方法|职责|原则)$")
# what announces a document, or an article's new wording, and says nothing of its parts: 现就有关事项通知如下：
_PREAMBLE = re.compile(
    r"现[就将予对]|特此|(?:通知|公告|明确|通报|报告|安排|补充|部署|通告|答复|函复|批复|决定|规定|意见|要求|说明|事项|问题|工作)如下|(?:修改|改|增加一条)[^，。]{0,6}[为：:]+$"
)
_REACH = 400  # characters before a list in which what announces it stands
_STATES = re.compile(
    r"[应须需可不免得]|给予|予以"
)  # what announces a list and says more than that it comes: 三大举措： does not
_MOST, _LONGEST = 20, 200  # items of a list that is shown whole, and characters of each
_BROKEN = re.compile(r"[；;]|[\s　]{2,}")  # an end of the item before, in a text put on one line


def list_behind(material: Material, span: Span) -> Enumeration | None:
    """The list that a span announces: right behind it or later in its paragraph, or in it behind a colon, where a text is put
    on one line."""
    document = material.document(span.doc_id)
    for found in material.readings.enumerations(document):
        start = found.items[0].span.start
        if span.start < start < span.end and document.text[_end_before(document.text, start) - 1] in "：:":
            return found
        if start - span.end > _REACH:
            return None
        if start >= span.end:
            apart = _end_before(document.text, start) > span.end
            lead = announcement(material, found.span) if apart else span
            return found if lead and lead.overlaps(span) else None
    return None


def _end_before(text: str, position: int) -> int:
    """Where the words before a position end: before blanks, and the signs for private use that converted texts keep there."""
    while position > 0 and (text[position - 1].isspace() or "\ue000" <= text[position - 1] <= "\uf8ff"):
        position -= 1
    return position


def list_around(material: Material, span: Span) -> Enumeration | None:
    """The innermost list of which a span begins in an item's own paragraph; those below it may be about other things."""
    document = material.document(span.doc_id)
    lists = [*material.readings.enumerations(document), *material.readings.moulds(document)]
    around = [
        found
        for found in lists
        if found.form != "mould" and found.items[0].span.start <= span.start < found.items[-1].span.end
    ]
    found = max(around, key=lambda each: each.items[0].span.start, default=None)
    if found is None:
        return None
    begins = max(item.span.start for item in found.items if item.span.start <= span.start)
    near = span.start - begins <= _REACH and "\n" not in document.text[begins : span.start]
    return found if near else None


def announcement(material: Material, first: Span) -> Span | None:
    """The sentence that announces the list with this first item: right before it, or the last of the paragraph that speaks
    of 下列; None without one."""
    text = material.document(first.doc_id).text
    end = _end_before(text, first.start)
    line = max(text.rfind("\n", 0, end) + 1, end - _REACH)
    for start, last in reversed(list(sentences(text, line, end))):
        if _ANNOUNCES.search(text[start:last]) and not _PREAMBLE.search(text[start:last]):
            if ANSWERING.fullmatch(text, start, last):
                return None
            begin = max((gap.end() for gap in _BROKEN.finditer(text, start, last)), default=start)
            begin = begin if _ANNOUNCES.search(text[begin:last]) else start
            return Span(first.doc_id, begin, last)
    return None


def statement(material: Material, first: Span) -> Span | None:
    """What announces the list with this first item where it says more than that it comes; 三大举措： does not."""
    lead = announcement(material, first)
    return lead if lead and _STATES.search(material.words(lead)) else None


def list_of(material: Material, span: Span) -> Enumeration | None:
    """The list that a span is an item of, where it is announced, or headed by what its items are, and short enough to be
    shown whole where several things are asked for."""
    around = list_around(material, span)
    if around is None or len(around.items) > _MOST:
        return None
    # the last may hold what follows the list
    brief = all(item.span.end - item.span.start <= _LONGEST for item in around.items[:-1])
    headed = _HEADS.search(around.lead) and "\n" not in around.lead.strip()
    return around if brief and (headed or announcement(material, around.span)) else None
