"""What is said of a measure around the clause that gives it: what to call it, amount, conditions, papers, procedure, office, period."""

import re
from dataclasses import replace
from typing import Any

from corpus.document import Document, Span
from indexing.instruments import explicit
from indexing.measure_statement import MARK
from indexing.quantities import find_quantities
from indexing.structure import Block

Range = tuple[int, int]

_MOST_CASES = 10  # sections on conditions that one measure takes over
_NEAR = 1500  # characters around a measure in which its office and procedure are looked for
_AMOUNT_UNITS = frozenset("元 万元 % 倍 美元 港元 人民币 个百分点".split())
_GIVER = re.compile(
    r"^(?:[\s，,、]|(?:由)?(?:省级|市级|省|市|区|县|国家|中央财政|各地|每年|可以?|应当?|应|予以|给予|一次性|按规定|按照规定|分别|继续|再|还|也|均|都|就|最高|并|且|适当|优先|明显|在?\d{4}年\d+月\d+日(?:起)?至(?:\d{4}年)?\d+月\d+日(?:期间)?|自\d{4}年\d+月\d+日(?:起|至\d{4}年\d+月\d+日)?|的))*$"
)
_CONDITION_SENTENCE = re.compile(
    r"(?:须|应当?|需)?(?:同时)?(?:符合|满足|具备)(?:以下|下列|两个)?[^。；;]{0,12}条件|须[^，,]{2,}|申请条件|适用条件|不能同时|不得(?:重复|同时)|只享受一次|只能享受"
)
_STATES = re.compile(r"\d|符合|满足|具备|期满|^对(?![接照标])|^凡|^获|认定")
_BASIS = re.compile(r"(?:根据|依据|按照?)[^，,]*(?:〔|通知|规定|办法|条例|法)|经[^，,]{2,12}批准$|在现行")
_PERIOD = re.compile(
    r"(?:自|从)?\d{4}年(?:\d{1,2}月)?(?:\d{1,2}日)?(?:起|执行)?至\d{4}年(?:\d{1,2}月)?(?:\d{1,2}日)?|(?:自|从)?\d{4}年\d{1,2}月\d{1,2}日(?:起)?至\d{1,2}月\d{1,2}日|(?:自|从)\d{4}年(?:\d{1,2}月)?(?:\d{1,2}日)?起"
)
_OWN_PERIOD = re.compile(
    r"(?:本(?:通知|公告|政策|办法|意见|措施|规定|细则)|政策|执行期限?)(?:为|从|自)?[^。；;]{0,12}?(?P<period>(?:自)?\d{4}年[^。；;，,]{0,24}?(?:执行|施行|实施|止|\d日|年))(?=[。；;，,]|$)"
)
_OFFICE = [
    re.compile(r"责任单位(?:为|是|：|:)?(?P<who>[^。；;）)]{2,80})"),
    re.compile(r"[（(](?P<who>[^（）()]{2,80}?)(?:按职责分工)?负责[^（）()]{0,24}[）)]"),
    re.compile(r"由(?P<who>[^，,。；;由]{2,30}?)(?:牵头|负责(?!解释)|会同)"),
    re.compile(r"(?:^|[，,。])(?P<who>[市省区县州][^，,。；;]{1,16}(?:局|委|厅|办|中心))牵头"),
]
_APPLY = re.compile(
    r"向[^，,。；;]{2,24}(?:申请|申报|提出|提交|备案|申领)|(?:通过|登录)[^，,。；;]{2,30}(?:申请|申报|提交|申领)|在[^，,。；;]{2,10}申请|自行享受|线上平台[^，,。；;]{0,6}开通|申报服务指南|开通线上"
)
_DEADLINE = re.compile(
    r"(?:截止|截至|于|在)?(?:\d{4}年)?\d{1,2}月(?:\d{1,2}日|底|末)[^，,。；;]{0,6}前[^，,。；;]{0,16}(?:申报|申请|报送|提交|报名)|(?:申报|申请|报名|受理)(?:截止)?(?:时间|期限)[^，,。；;]{0,6}[为至：:][^，,。；;]{4,30}"
)
_PAPERS_INTRO = re.compile(
    r"(?:提交|提供|报送|携带|带上|需要)(?:下列|以下|如下)?[^。；;，,]{0,6}(?:材料|资料|证明)[：:]?$|(?:下列|以下|如下)材料[：:]$|申请材料[：:]"
)
_CASES = re.compile(r"(?:适用|申报|申请|享受|支持|补贴|资助|认定)(?:的)?(?:条件|企业|对象|范围)$|基本条件$")
_PROCEDURE = re.compile(
    r"怎样申报|怎样申请|怎样办理|怎么申|申报程序|申请程序|办理(?:流程|程序)|申报方式|申请材料|享受时间和材料"
)


def amount_span(text: str, start: int, end: int) -> Range | None:
    """From the first amount of money or share to the last between two offsets, with the words that set its base."""
    found = [q for q in find_quantities(text[start:end]) if q.unit in _AMOUNT_UNITS]
    if not found:
        return None
    first, last = found[0].start + start, found[-1].end + start
    base = re.search(r"(?:按|以|由|从)[^，,。；;]{0,36}$", text[start:first])
    if base:
        first = start + base.start()
    behind = re.match(
        r"(?:的比例|给予[^，,。；;]{0,6}(?:奖补|补贴|奖励|贴息)|奖补|贴息|补贴|为限额)", text[last:end]
    )
    return first, last + (behind.end() if behind else 0)


def conditions_between(
    text: str, part_start: int, audience: Range | None, gift_start: int, own: bool, back: bool
) -> tuple[Range, ...]:
    """What stands between the recipient and the gift in one part of a sentence, clause by clause.

    Where the gift names its own recipient, or points back with 其, only clauses that state a case (…的, or with a
    figure) are conditions; elsewhere every word between the two is.
    """
    inside = audience is not None and part_start <= audience[0]
    before = (part_start, min(audience[0], gift_start)) if audience and inside else (part_start, part_start)
    after = (audience[1] if audience and inside else part_start, _case_end(text, gift_start, audience))
    found: list[Range] = []
    for first, last in (before, after):
        for clause in re.finditer(r"(?:[^，,（(]|[（(][^（）()]*[）)])+", text[first : max(first, last)]):
            start, end = first + clause.start(), first + clause.end()
            while start < end and text[start] in " 　，,的；;：:":
                start += 1
            words = text[start:end]
            if _BASIS.match(words) or len(words) < 3 or _GIVER.match(words) or _PERIOD.fullmatch(words):
                continue
            states = words.endswith(("的", "后", "时", "部分")) or _STATES.search(words)
            if start >= gift_start and len(words) <= 6 and not states:
                continue  # 阶段性, 企业所得税: words of the gift itself
            if start < gift_start and (own or back or first == before[0]) and not states:
                continue
            found.append((start, end))
    return tuple(found)


def _case_end(text: str, gift_start: int, audience: Range | None) -> int:
    """Up to where a case may be stated: to the end of …的 inside the gift's own clause, else to its beginning."""
    if audience and gift_start < audience[1]:
        gift_start = audience[1]
    clause = re.compile(r"[^，,。；;]*").match(text, gift_start)
    words = clause.group() if clause else ""
    inside = re.match(r"[^，,。；;]{2,40}?的(?=(?:一次性|按|可|省级|予以|给予|最高|免征|减))", words)
    if inside:
        return gift_start + inside.end()
    head = re.match(
        r"(?P<case>[^，,。；;]{0,60}?)(?:省级|可以?申请|可(?!持续)|一次性|给予|予以|按照?(?!期)|免征|减按|减征|享受|最高|以每|返还标准|费率|准予|执行|3年内)",
        words,
    )
    return gift_start + (head.end("case") if head else 0)


def stated_conditions(text: str, start: int, end: int, gift_end: int) -> tuple[Range, ...]:
    """The sentence behind the measure's own, where it says what else must hold."""
    sentence = re.compile(r"[^。\n]{4,160}。?").match(text, start, end)
    if sentence and _CONDITION_SENTENCE.search(sentence.group()) and gift_end <= start:
        return ((sentence.start(), sentence.end()),)
    return ()


class Surroundings:
    """Reads what a document says of a measure outside its clause."""

    def __init__(self, document: Document, found: list[Block]):
        self.document, self.text, self.blocks = document, document.text, found
        bodies = [one for one in found if one.kind == "text" and one.heading]
        self.procedures = [one for one in bodies if _PROCEDURE.search(" ".join(one.heading))]
        self.cases = [one for one in bodies if _CASES.search(one.heading[-1])]
        own = _OWN_PERIOD.search(self.text)
        self.period: Range | None = own.span("period") if own else None

    def parts(self, block: Block, start: int, end: int) -> dict[str, Any]:
        """The fields `materials`, `how_to_apply`, `deadline`, `office`, `validity` of a measure that a block gives."""
        related = self._related(block)
        block = replace(block, start=max(block.start, start - _NEAR), end=min(block.end, end + _NEAR))
        apply = self._first(_APPLY, [(start, block.end), *related], whole=True)
        deadline = self._first(_DEADLINE, [(start, block.end), *related])
        office = self._office(block, end)
        period = _last(_PERIOD, self.text, block.start, end) or self.period
        return {
            "materials": tuple(self._span(one) for one in self._materials(block, related)),
            "how_to_apply": self._span(apply),
            "deadline": self._span(deadline),
            "office": self._span(office),
            "validity": self._span(period),
        }

    def _span(self, found: Range | None) -> Any:
        return Span(self.document.doc_id, *found) if found else None

    def _related(self, block: Block) -> list[Range]:
        """The blocks on procedure under the same heading, else those under a heading of the first level of their own."""
        return self._sections(self.procedures, block, _PROCEDURE)

    def conditions(self, block: Block) -> list[Range]:
        """What blocks on conditions beside this one (（二）适用条件。…), or of the whole document, ask for."""
        found = self._sections(self.cases, block, _CASES)
        return [] if (block.start, block.end) in found else found[:_MOST_CASES]

    def _sections(self, among: list[Block], block: Block, topic: re.Pattern[str]) -> list[Range]:
        others = [other for other in among if other is not block]
        same = [other for other in others if other.heading[:1] == block.heading[:1] and other.heading[:1]]
        return [self._body(other) for other in same or [o for o in others if topic.search(o.heading[0])]]

    def _body(self, block: Block) -> Range:
        """The block without the title that it begins with."""
        title = block.heading[-1] if block.heading else ""
        start = block.start + len(title) if self.text.startswith(title, block.start) else block.start
        while start < block.end - 1 and self.text[start] in "。：: 　":
            start += 1
        return (start, block.end) if start < block.end - 1 else (block.start, block.end)

    def _first(self, pattern: re.Pattern[str], places: list[Range], whole: bool = False) -> Range | None:
        for start, end in places:
            match = pattern.search(self.text, start, end)
            if match and not whole:
                return match.span()
            if match:
                return _clause_around(self.text, match.start(), match.end(), start, end)
        return None

    def _office(self, block: Block, end: int) -> Range | None:
        for pattern in _OFFICE:
            match = pattern.search(self.text, end, block.end) or pattern.search(self.text, block.start, end)
            if match:
                return match.span("who")
        return None

    def _materials(self, block: Block, related: list[Range]) -> list[Range]:
        """The items of a list of papers behind 提交下列材料：."""
        for start, end in [(block.start, block.end), *related]:
            intro = _PAPERS_INTRO.search(self.text[start:end].rstrip())
            if not intro:
                continue
            position = next((i for i, b in enumerate(self.blocks) if b.start <= start < b.end), None)
            if position is None:
                continue
            level = self.blocks[position].level
            items: list[Range] = []
            for other in self.blocks[position + 1 :]:
                if other.level <= level or len(items) >= 30:
                    break
                mark = re.match(
                    r"(?:\d{1,2}[.．、]|[（(].{1,3}[）)]|[①-⑳])\s*", self.text[other.start : other.end]
                )
                first = other.start + (mark.end() if mark else 0)
                last = other.end - (1 if self.text[other.end - 1] in "；;。" else 0)
                if first < last:
                    items.append((first, last))
            if items:
                return items
        return []


def _last(pattern: re.Pattern[str], text: str, start: int, end: int) -> Range | None:
    found = None
    for match in pattern.finditer(text, start, end):
        found = match.span()
    return found


def _clause_around(text: str, start: int, end: int, first: int, last: int) -> Range:
    """The clause that holds the characters `start` to `end`, at most 120 characters long."""
    begin = max((text.rfind(mark, first, start) + 1 for mark in "。；;，,：:\n"), default=first)
    begin = max(begin, first)
    closing = re.compile(r"[。；;\n]").search(text, end, last)
    stop = closing.start() if closing else last
    while begin < start and text[begin].isspace():
        begin += 1
    return begin, min(stop, begin + 120)


def name_range(text: str, block: Block, label: Range | None, start: int, end: int) -> Range:
    """What to call a gift: the clause that gives if it is short and without figures, else its paragraph's label."""
    words = text[start:end]
    if len(words) <= 30 and explicit(words) and not re.search(r"\d|[，,]", words):
        return start, end
    if label:
        return label
    title = block.heading[-1] if block.heading else ""
    if title and text.startswith(title, block.start) and len(title) <= 30:
        mark = MARK.match(title)
        begin = block.start + (mark.end() if mark else 0)
        if begin < block.start + len(title) <= start:
            return begin, block.start + len(title)
    return start, min(end, start + 60)
