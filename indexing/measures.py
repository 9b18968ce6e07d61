"""Support measures: who is given what, on which conditions, where to apply — each part a span of the text.

Read from the words by rules: a clause that gives something (`indexing.instruments`) begins a measure, the clauses
of amounts behind it belong to it, its recipient stands in it or before it (`indexing.measure_audience`), and what
stands between the two is a condition. What the text does not say stays None.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from corpus.document import Document, Span
from indexing.instruments import SUPPORT, explicit, implied, supported
from indexing.measure_audience import addressed, given_audience, pronoun, subject, supported_audience
from indexing.measure_forms import form_measure
from indexing.measure_parts import Surroundings, amount_span, conditions_between, stated_conditions
from indexing.sentences import sentences
from indexing.structure import Block, blocks

_QUOTE_LIMIT = 200
_REACH = 400  # characters before a gift in which its recipient and conditions are looked for
_PART_ENDS = "；;"
_CLAUSE = re.compile(r"[^，,；;。！？：:]+")
_SOURCE_NOTE = re.compile(r"^[（(]?本文(?:是|为)根据|^(?:来源|附件|原文链接)[:：]")
_MARK = re.compile(
    r"^(?:[一二三四五六七八九十]+(?:是|、)|[（(][一二三四五六七八九十\d]+[)）]|\d{1,2}[.．、﹒]|第[一二三四五六七八九十百]+条\s*|[①-⑳]|答[：:]|--)\s*"
)
_MORE_AMOUNT = re.compile(
    r"^(?:金额)?(?:最高|单个(?:企业|项目)|每(?:户|人|家|个)|最多|不超过|3A|[345]A级|上限|增量|其余|期限|贴息期|所得|再按\d|最高可上浮|补贴标准)"
)
_LABEL = re.compile(
    r"^(?:[一二三四五六七八九十]+是|[（(][一二三四五六七八九十\d]+[)）]|\d{1,2}[.．、])?\s*(?P<words>[^，,。；;：:]{2,24})。$"
)
_ELSEWHERE = re.compile(
    r"过去|去年|回顾|已(?:累计|完成(?![^，,。]{0,8}的)|发放)|截至|^\s*20\d\d年[^，,]{0,10}新增"
)
_PAST_HEADING = re.compile(
    r"回顾|工作总结|成效|取得的|多缴和少缴|适用时间|执行期限|预缴时|监督|罚则|法律责任|监管|考核"
)


@dataclass(frozen=True, slots=True)
class Measure:
    """One thing given to one group; every Span lies in the document `span.doc_id`.

    `core` is the clause that gives, `span` the statement to quote (at most 200 characters, `core` inside it).
    `audience` says for whom, `amount` how much, `conditions` what must hold besides; `heading` are the words of the
    headings above. `validity` is the period that the text gives.
    """

    name: Span
    instrument: str
    core: Span
    span: Span
    audience: Span | None = None
    amount: Span | None = None
    conditions: tuple[Span, ...] = ()
    materials: tuple[Span, ...] = ()
    how_to_apply: Span | None = None
    deadline: Span | None = None
    office: Span | None = None
    validity: Span | None = None
    heading: tuple[str, ...] = field(default=(), compare=False)

    def to_json(self, document: Document) -> dict[str, Any]:
        """The contract's form, and the offsets of each part under `spans`."""

        def words(span: Span | None) -> str | None:
            return document.quote(span) if span else None

        parts = {
            "measure": self.name, "audience": self.audience, "amount": self.amount,
            "how_to_apply": self.how_to_apply, "deadline": self.deadline, "office": self.office,
            "validity": self.validity,
        }  # fmt: skip
        return {
            "measure": words(self.name),
            "instrument": self.instrument,
            "audience": words(self.audience),
            "amount": words(self.amount),
            "conditions": "；".join(document.quote(span) for span in self.conditions) or None,
            "materials": [document.quote(span) for span in self.materials] or None,
            "how_to_apply": words(self.how_to_apply),
            "deadline": words(self.deadline),
            "office": words(self.office),
            "validity": words(self.validity),
            "doc_id": self.span.doc_id,
            "start": self.span.start,
            "end": self.span.end,
            "quote": document.quote(self.span),
            "spans": {
                **{name: [span.start, span.end] for name, span in parts.items() if span},
                "conditions": [[span.start, span.end] for span in self.conditions],
                "materials": [[span.start, span.end] for span in self.materials],
            },
        }


def find_measures(document: Document) -> list[Measure]:
    """The support measures of a document, in the order of its text. Never raises on any text."""
    form = form_measure(document)
    if form is not None:
        return [Measure(**form)] if form else []
    return list(_Reader(document).read())


@dataclass(slots=True)
class _Gift:
    """A clause that gives, while its part of the sentence is being read."""

    start: int
    end: int
    instrument: str
    audience: tuple[int, int] | None
    own: bool  # whether its own words name the audience


class _Reader:
    """Reads a document's blocks in order and remembers whom the block spoke of last."""

    def __init__(self, document: Document):
        self.document, self.text = document, document.text
        self.blocks = blocks(document.text)
        self.spoken: tuple[int, int] | None = None  # whom the last measure was for
        self.doing: tuple[int, int] | None = None  # what a heading says that they do
        self.around = Surroundings(document, self.blocks)

    def read(self) -> Iterator[Measure]:
        for block in self.blocks:
            words = self.text[block.start : block.end]
            asked = block.kind == "question" and not re.search("[。；]", words)
            over = any(len(title) <= 20 and _PAST_HEADING.search(title) for title in block.heading)
            given = (
                block.kind == "heading"
                and words.endswith(("：", ":"))
                and any(map(explicit, re.split("[，,]", words[:-1])))
            )
            if not given and (
                block.kind == "heading"
                or asked
                or block is self.blocks[0]
                and not re.search("[，,。]", words)
            ):
                continue
            if (len(words) <= _QUOTE_LIMIT and _SOURCE_NOTE.match(words)) or over:
                continue
            yield from self._block(block)

    def _block(self, block: Block) -> Iterator[Measure]:
        last: tuple[int, int] | None = None
        label: tuple[int, int] | None = None
        inherited: tuple[tuple[int, int], ...] = ()
        for start, end in sentences(self.text, block.start, block.end):
            start = self._unmarked(start, end)
            named = _LABEL.match(self.text[start:end])
            if named and not explicit(named["words"]) and not supported(named["words"]):
                label = (start, start + len(named["words"]))
                continue
            context = " ".join(
                [*block.heading, block.question or "", self.text[label[0] : label[1]] if label else ""]
            )
            title = bool(block.heading) and block.heading[-1].endswith(self.text[start:end].rstrip("。"))
            for part_start, part_end, intro in self._parts(start, end):
                if _FORBIDDEN.search(intro):
                    continue
                gifts = self._gifts(part_start, part_end, context + intro)
                if title:  # a heading names what is supported; what is given stands under it
                    gifts = [gift for gift in gifts if gift.instrument != SUPPORT]
                first = subject(self.text, part_start, part_end)
                for gift in gifts:
                    part_start = max(part_start, gift.start - _REACH)
                    back = self._recipient(block, gift, part_start, last)
                    conditions = conditions_between(
                        self.text, part_start, gift.audience, gift.start, gift.own, back
                    )
                    if back:
                        conditions = (*inherited, *conditions)
                    if self.doing:
                        conditions = (self.doing, *conditions)
                    conditions = (*conditions, *stated_conditions(self.text, end, block.end, gift.end))
                    yield self._measure(block, label, part_start, gift, conditions)
                    inherited = conditions
                    self.spoken = gift.audience or self.spoken
                last = next((g.audience for g in reversed(gifts) if g.audience), None) or first or last

    def _recipient(self, block: Block, gift: _Gift, part_start: int, last: tuple[int, int] | None) -> bool:
        """Finds whom a gift without words of giving is for; whether that points back to an earlier measure."""
        back = False
        self.doing = None
        if gift.audience is None or pronoun(self.text, *gift.audience):
            back = pronoun(self.text, part_start, gift.end)
            if gift.instrument not in _APART:
                gift.audience = self._before(part_start, gift.start) or last or self._of_heading(block)
        if gift.audience and _THESE.match(self.text, *gift.audience):
            # 这些企业 are those named before; 上述技改项目 must meet what was asked of them before
            if not self.text.startswith("上述", gift.audience[0]) and (last or self.spoken):
                gift.audience = last or self.spoken
                return False
            return True
        return back

    def _unmarked(self, start: int, end: int) -> int:
        mark = _MARK.match(self.text[start:end])
        return start + mark.end() if mark and mark.end() < end - start else start

    def _parts(self, start: int, end: int) -> Iterator[tuple[int, int, str]]:
        """The parts of a sentence between semicolons, with the words that introduce them before a colon."""
        intro = ""
        colon = next(
            (p for p in range(start, end) if self.text[p] in "：:" and not self.text[p - 1].isdigit()), -1
        )
        if 0 <= colon - start <= 60 and colon < end - 1 and not explicit(self.text[start:colon]):
            intro = self.text[start:colon]
            start = colon + 1
        begin = start
        for position in range(start, end + 1):
            if position == end or (
                self.text[position] in _PART_ENDS and not _inside_brackets(self.text, start, position)
            ):
                first = self._unmarked(begin, position)
                if first < position:
                    yield first, position, intro
                begin = position + 1

    def _gifts(self, start: int, end: int, context: str) -> list[_Gift]:
        gifts: list[_Gift] = []
        if _ELSEWHERE.search(self.text[start:end]):
            return gifts
        for clause in _CLAUSE.finditer(self.text, start, end):
            first = self._unmarked(*clause.span())
            words = self.text[first : clause.end()].strip()
            if gifts and (_MORE_AMOUNT.match(words)) and clause.start() - gifts[-1].end <= 2:
                gifts[-1].end = clause.end()
                continue
            instrument = (
                explicit(words) or implied(words, context) or self._training(start, clause.end(), words)
            )
            if instrument:
                own = given_audience(self.text, first, clause.end()) or self._own_subject(first, clause.end())
                # 对X，给予Y: the words of giving may begin a clause earlier
                previous = gifts[-1].end if gifts else start
                named = own or given_audience(self.text, previous, clause.end())
                gift = _Gift(first, clause.end(), instrument, named, own is not None)
                if gifts and gifts[-1].instrument == SUPPORT and instrument not in _APART:
                    earlier = gifts.pop()
                    gift.audience = gift.audience or earlier.audience
                elif gifts and gifts[-1].instrument == instrument and named is None:
                    gifts[-1].end = clause.end()
                    continue
                gifts.append(gift)
            elif (who := supported(words)) and not gifts:
                at = self.text.index(who, first)
                found = supported_audience(self.text, at, clause.end())
                if (
                    found
                    and _ENTERPRISE.search(self.text[found[0] : found[1]])
                    or (pronoun(self.text, at, at + 1))
                ):
                    gifts.append(_Gift(first, clause.end(), SUPPORT, found, found is not None))
        return gifts

    def _training(self, start: int, end: int, words: str) -> str | None:
        """面向…，由…开展培训: whom it is for may stand a clause earlier."""
        return "培训" if words.endswith("培训") and explicit(self.text[start:end]) == "培训" else None

    def _own_subject(self, start: int, end: int) -> tuple[int, int] | None:
        found = None if self.text.startswith("由", start) else subject(self.text, start, end)
        return found if found and not pronoun(self.text, *found) else None

    def _before(self, start: int, end: int) -> tuple[int, int] | None:
        """The subject of the nearest earlier clause of the part that has one."""
        found = None
        for clause in _CLAUSE.finditer(self.text, start, end):
            named = addressed(self.text, clause.start(), clause.end())
            found = named or found or subject(self.text, clause.start(), end)
        return found

    def _of_heading(self, block: Block) -> tuple[int, int] | None:
        """Who does what a heading above says (二、企业招用退役士兵); what they do becomes a condition."""
        for title in reversed(block.heading):
            match = _DOER.search(title)
            at = self.text.rfind(title, 0, block.start + len(title)) if match else -1
            if match and at >= 0:
                self.doing = (at + match.end("who"), at + len(title))
                return at + match.start("who"), at + match.end("who")
        return None

    def _measure(
        self,
        block: Block,
        label: tuple[int, int] | None,
        part_start: int,
        gift: _Gift,
        conditions: tuple[tuple[int, int], ...],
    ) -> Measure:
        doc_id = self.document.doc_id
        first = min(
            [gift.start, *([gift.audience[0]] if gift.audience and gift.audience[0] >= part_start else [])]
        )
        first = min([first, *(c[0] for c in conditions if part_start <= c[0] < gift.start)])
        end = gift.end
        if end - first > _QUOTE_LIMIT:
            first = max(first, gift.start) if end - gift.start <= _QUOTE_LIMIT else gift.start
            end = min(end, first + _QUOTE_LIMIT)
        core = Span(doc_id, gift.start, min(gift.end, gift.start + _QUOTE_LIMIT))
        amount = amount_span(self.text, core.start, core.end)
        return Measure(
            name=Span(doc_id, *self._name(block, label, gift)),
            instrument=gift.instrument,
            core=core,
            span=Span(doc_id, first, end),
            audience=Span(doc_id, *gift.audience) if gift.audience else None,
            amount=Span(doc_id, *amount) if amount else None,
            conditions=tuple(
                dict.fromkeys(Span(doc_id, *c) for c in (*conditions, *self.around.conditions(block)))
            ),
            heading=block.heading,
            **self.around.parts(block, part_start, gift.end),
        )

    def _name(self, block: Block, label: tuple[int, int] | None, gift: _Gift) -> tuple[int, int]:
        """What to call it: the clause that gives if it is short and without figures, else its paragraph's label."""
        words = self.text[gift.start : gift.end]
        if len(words) <= 30 and explicit(words) and not re.search(r"\d|[，,]", words):
            return gift.start, gift.end
        if label:
            return label
        start = gift.start
        title = block.heading[-1] if block.heading else ""
        if title and self.text.startswith(title, block.start) and len(title) <= 30:
            mark = _MARK.match(title)
            begin = block.start + (mark.end() if mark else 0)
            if begin < block.start + len(title) <= start:
                return begin, block.start + len(title)
        return start, min(gift.end, start + 60)


_DOER = re.compile(
    r"(?P<who>(?:[\u4e00-\u9fff“”]{0,8})(?:企业|退役士兵|毕业生|人员|个体工商户|农户|家庭))(?:招用|吸纳|自己|从事|开展|购买|参加|上云|创业|首次|新招)"
)
_FORBIDDEN = re.compile(r"不得|禁止|严禁|不予|停止")
_THESE = re.compile(r"上述|这些|该(?=企业|单位)|此类")
_APART = ("人才", "培训", "服务券")  # given beside what is supported, not as the support
_ENTERPRISE = re.compile(
    r"企业|机构|集群|高新区|园区|单位|中心|院校|院所|高校|创业者|人员|人才|个体工商户|服务商|主体|平台企业|联合体|青年|失业人员"
)


def _inside_brackets(text: str, start: int, position: int) -> bool:
    before = text[max(start, position - _REACH) : position]
    return before.count("（") + before.count("(") > before.count("）") + before.count(")")
