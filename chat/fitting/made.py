"""Questions made by rule from the structure of policy texts: no question is taken from a question set.

A heading asks for what stands under it, a label for what stands behind its colon, a condition for what follows
from it, a list's lead for its items, a figure for itself. Words of the question are dropped at random and the
title is put in front of some, so that a reader does not learn that questions repeat the text letter by letter.
"""

import random
import re
from collections.abc import Iterator

from chat.fitting.examples import Example
from chat.reader_units import units
from corpus.document import Document, Span
from indexing.quantities import find_quantities
from indexing.sentences import sentences
from indexing.structure import Block, blocks

_MARK = re.compile(
    r"^[#>*\s]*(?:第[一二三四五六七八九十百零〇\d]{1,6}[条章节]|[一二三四五六七八九十]{1,3}[、．.]|[（(][一二三四五六七八九十\d]{1,3}[）)]|\d{1,2}[.．、)）]|[①-⑳]|[一二三四五六七八九十]是)[\s：:]*"
)
_VERB = re.compile(
    r"^(?:加强|推进|推动|支持|鼓励|优化|完善|建立|健全|提高|提升|加大|加快|实施|落实|降低|减免|延长|扩大|强化|做好|促进|规范|保障|简化|深化|开展|培育|构建|打造|发展|引导|严格|减轻|缓解|增加|拓展|创新|统筹|切实|全面|积极|大力|进一步|持续|全力|及时|合理|着力|稳定|组织|设立|发挥|改善|便利|放宽|妥善|扶持|给予|缓缴|免除)"
)
_HOW = ("如何{0}？", "怎样{0}？", "在{0}方面有哪些措施？", "{0}的具体措施有哪些？", "{0}有什么具体要求？", "{0}应该怎么做？", "怎么{0}？", "为{0}采取了哪些举措？")  # fmt: skip
_WHAT = ("{0}有哪些？", "{0}是什么？", "{0}包括哪些内容？", "{0}具体是什么？", "{0}有什么规定？", "关于{0}有哪些规定？", "{0}是怎样的？", "{0}的内容是什么？")  # fmt: skip
_REST = ("{0}，具体怎么做？", "{0}有哪些举措？", "{0}的具体内容是什么？", "如何{0}？", "{0}有什么要求？")
_LABELS = {
    "受理条件": ("{0}的受理条件是什么？", "办理{0}需要满足什么条件？", "{0}需要符合哪些条件？"),
    "办理地点": ("{0}在哪里办理？", "到哪里办理{0}？", "{0}的办理地点在哪？"),
    "法定办结时限": ("{0}的法定办结时限是多久？", "{0}法定多长时间办结？"),
    "承诺办结时限": ("{0}承诺多久办结？", "{0}的承诺办结时限是多少？"),
    "咨询电话": ("{0}的咨询电话是多少？", "咨询{0}打什么电话？", "{0}的联系方式是什么？"),
    "投诉电话": ("{0}的投诉电话是多少？", "投诉{0}应拨打什么号码？"),
    "申请材料": ("申请{0}需要提交哪些材料？", "{0}要准备什么材料？", "办理{0}需要哪些资料？"),
    "服务对象": ("{0}的服务对象是谁？", "哪些人可以申请{0}？", "{0}面向哪些对象？"),
    "实施部门": ("{0}由哪个部门实施？", "{0}归哪个部门管？", "谁负责{0}？"),
    "事项类型": ("{0}属于什么事项类型？",),
}
_DEFINED = re.compile(r"(?:本\S{1,4}所称的?|所称)?(?P<term>[^，。；：\s]{2,20})[，,]?(?:是指|系指|指的是)")
_CHARGED = re.compile(
    r"^由(?P<who>[^，。；：\s（）()]{3,25}?)(?:负责|主管|牵头|承担)(?P<what>[^，。；：]{5,40})"
)
_DOES = re.compile(
    r"^(?P<before>[^，。；：]{4,40}?)(?P<verb>注重|包括|给予|提供|采取|享受|实行|开展|建立|设立|成立|要求|发布|推出|制定|提出|支持|鼓励|禁止|承担|获得|需要|属于|具有|达到|完成|实现|推进|实施|加强|提交|发放|减免|安排)(?P<after>[^，。；：]{5,60})"
)
_DATED = re.compile(r"\d{4}年(?:\d{1,2}月)?(?:\d{1,2}日)?|\d{1,2}月\d{1,2}日")
_LIMIT = 420  # characters of an answer that is a whole section


class Maker:
    """Makes examples from documents; the same seed makes the same ones."""

    def __init__(self, seed: int = 7) -> None:
        self.random = random.Random(seed)  # noqa: S311 - chooses wordings, keeps no secret

    def from_policy(self, document: Document, limit: int = 60) -> list[Example]:
        """Examples of one policy text, at most `limit` of them, chosen at random."""
        made = [*self._sections(document), *self._sentences(document), *self._lists(document)]
        made = [m for m in made if 6 <= len(m.question) <= 90]
        self.random.shuffle(made)
        return made[:limit]

    def from_service(self, document: Document) -> list[Example]:
        """Examples of a text of labelled lines, 咨询电话：020-…, about one matter that is its title."""
        made = []
        for line in re.finditer(r"^(?P<label>[^：\n]{2,8})：(?P<value>.+)$", document.text, re.MULTILINE):
            if line["label"] in _LABELS and len(line["value"]) <= 600:
                question = self.random.choice(_LABELS[line["label"]]).format(document.title)
                value = Span(document.doc_id, *line.span("value"))
                made.append(Example("service", self._worn(question), value, value))
        self.random.shuffle(made)
        return made[:2]

    def _sections(self, document: Document) -> Iterator[Example]:
        """A heading and what stands under it, up to the next heading of its level."""
        parts = blocks(document.text)
        for number, block in enumerate(parts):
            words = block.heading[-1] if block.heading and block.level else ""
            topic = _MARK.sub("", words).strip("。：: \u3000*#")
            if not 4 <= len(topic) <= 36 or not document.text.startswith(words, block.start):
                continue
            start = block.start + len(words)
            while start < block.end and document.text[start] in "。：: \u3000":
                start += 1
            end = block.end
            for later in parts[number + 1 :]:
                if (later.level and later.level <= block.level) or later.turn or later.end - start > _LIMIT:
                    break
                end = later.end
            if start >= block.end:
                start = self._body(parts, number)
            if end - start < 12 or end - start > _LIMIT:
                continue
            shapes = _HOW if _VERB.match(topic) else _WHAT
            yield self._made("section", document, self.random.choice(shapes).format(topic), start, end)

    def _body(self, parts: list[Block], number: int) -> int:
        return parts[number + 1].start if number + 1 < len(parts) else parts[number].end

    def _sentences(self, document: Document) -> Iterator[Example]:
        for start, end in sentences(document.text):
            if not 16 <= end - start <= 260:
                continue
            pieces = units(document.text, start, end)
            words = [document.text[u.start : u.end] for u in pieces]
            head = _MARK.sub("", words[0]).strip("，,：:；;。")
            defined = _DEFINED.match(_MARK.sub("", document.text[start:end]))
            charged = _CHARGED.match(head)
            if defined:
                question = self.random.choice(("什么是{0}？", "{0}是指什么？", "{0}的定义是什么？"))
                yield self._made("definition", document, question.format(defined["term"]), start, end)
            elif charged:
                question = self.random.choice(("{0}由谁负责？", "哪个部门负责{0}？", "负责{0}的是哪个单位？"))
                short = self._place(document, start, end, charged["who"])
                yield self._made(
                    "charge", document, question.format(charged["what"]), start, pieces[0].end, short
                )
            elif len(pieces) > 1 and re.search(r"的[，,]$", words[0]) and 6 <= len(head) <= 60:
                shapes = (
                    "{0}，如何处理？",
                    "{0}，应当怎么办？",
                    "{0}，有什么政策？",
                    "{0}，会怎样处罚？",
                    "对于{0}情形，如何支持？",
                    "{0}，可以享受什么优惠？",
                )
                question = self.random.choice(shapes).format(
                    head.removesuffix("的") if self.random.random() < 0.5 else head
                )
                yield self._made("condition", document, question, pieces[1].start, end)
            elif len(pieces) > 1 and head.startswith("为") and 8 <= len(head) <= 60:
                rest = words[1].strip("，。；")
                question = self.random.choice(("{0}的目的是什么？", "为什么要{0}？", "{0}是为了什么？"))
                yield self._made("purpose", document, question.format(rest), start, pieces[0].end)
            elif len(pieces) > 1 and 8 <= len(head) <= 40 and self.random.random() < 0.25:
                yield self._made(
                    "rest", document, self.random.choice(_REST).format(head), pieces[1].start, end
                )
            yield from self._figures(document, start, end)
            yield from self._objects(document, start, end)

    def _figures(self, document: Document, start: int, end: int) -> Iterator[Example]:
        """A clause with one figure or date, the figure asked for."""
        for unit in units(document.text, start, end):
            words = document.text[unit.start : unit.end].strip("，。；")
            figures = [q for q in find_quantities(words) if q.unit and not q.is_year and not q.is_date_part]
            dates = list(_DATED.finditer(words))
            if len(figures) == 1 and len(words) >= 10:
                low, high = figures[0].start, figures[0].end
                asked = self.random.choice(("多少", "多少" + figures[0].unit, "几" + figures[0].unit))
                question = self.random.choice(
                    (words[:low] + asked + words[high:], words[:low] + words[high:] + "是多少")
                )
            elif len(dates) == 1 and len(words) >= 14 and not figures:
                low, high = dates[0].span()
                question = words[:low] + self.random.choice(("什么时候", "何时", "哪一天")) + words[high:]
            else:
                continue
            short = Span(document.doc_id, unit.start + low, unit.start + high)
            yield self._made("figure", document, _MARK.sub("", question) + "？", unit.start, unit.end, short)

    def _objects(self, document: Document, start: int, end: int) -> Iterator[Example]:
        """A clause with one of some verbs, what stands behind the verb or before it asked for."""
        for unit in units(document.text, start, end):
            done = _DOES.match(_MARK.sub("", document.text[unit.start : unit.end]))
            if not done or self.random.random() < 0.6:
                continue
            asked = self.random.choice(("什么", "哪些", "哪些内容", "什么措施", "哪些方面", "怎样的支持"))
            if self.random.random() < 0.2:
                question = self.random.choice(("谁", "哪些单位", "哪些人")) + done["verb"] + done["after"]
            else:
                question = done["before"] + done["verb"] + asked
            yield self._made("object", document, question + "？", unit.start, unit.end)

    def _lists(self, document: Document) -> Iterator[Example]:
        """What stands before a colon, and the items that follow it: marked ones, or the rest of the sentence."""
        text = document.text
        for match in re.finditer(r"[^。；\n]{6,60}[：:]", text):
            lead = re.sub(r"(?:如下|包括|下列|以下|之一|主要有|分别是|为|的|是)*[：:]$", "", match[0])
            lead = _MARK.sub("", lead.split("，")[-1].strip())
            pieces = units(text, match.end(), min(len(text), match.end() + 700))
            if len(lead) < 5 or len(pieces) < 2:
                continue
            level, last = pieces[0].item, pieces[0].end
            for unit in pieces[1:-1]:
                if unit.gap <= 1 and (not level or (unit.gap == 0 and 0 < unit.item < level)):
                    break
                if level and unit.gap == 0 and not unit.item:
                    break
                last = unit.end
            if 15 <= last - match.end() <= _LIMIT:
                yield self._made(
                    "list", document, self.random.choice(_WHAT).format(lead), pieces[0].start, last
                )

    def _place(self, document: Document, start: int, end: int, words: str) -> Span | None:
        low = document.text.find(words, start, end)
        return Span(document.doc_id, low, low + len(words)) if low >= 0 else None

    def _made(
        self, source: str, document: Document, question: str, start: int, end: int, short: Span | None = None
    ) -> Example:
        question = self._worn(_MARK.sub("", question))
        title = re.sub(r"^.*关于(?:印发)?|的(?:通知|公告|意见|批复|通告)$|[《》]", "", document.title)
        if self.random.random() < 0.35 and 4 <= len(title) <= 30:
            question = self.random.choice(
                ("{0}中，{1}", "{0}规定{1}", "根据《{0}》，{1}", "{0}：{1}")
            ).format(title, question)
        return Example(source, question, Span(document.doc_id, start, end), short)

    def _worn(self, question: str) -> str:
        """The question with some of its words lost, shortened or moved; some stay as they are."""
        wear = self.random.random()
        if wear < 0.25:
            return question
        parts = re.findall(r"[一-鿿]{1,3}|[^一-鿿]+", question[:-5])
        kept = [part for part in parts if self.random.random() > 0.45 * (wear - 0.25)]
        if wear > 0.8 and len(kept) > 6:
            cut = self.random.randrange(2, len(kept) - 2)
            kept = kept[cut:] + kept[:cut]
        return "".join(kept) + question[-5:]
