"""Support measures: who is given what, on which conditions, where to apply — each part a span of the text.

A clause that gives something (`measure_clauses`) begins a measure, the clauses of amounts behind it belong to it,
its recipient stands in it or near it (`measure_recipients`), and what stands between the two is a condition.
Candidates come from the grammar of such sentences; which of them hold, the fitted weights say (`measure_model`).
What the text does not say stays None.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from corpus.document import Document, Span
from indexing.instruments import SUPPORT, explicit, meant, supported
from indexing.measure import QUOTE_LIMIT, Measure
from indexing.measure_audience import addressed, doer, given_audience, pronoun, subject, supported_audience
from indexing.measure_clauses import Setting, signs
from indexing.measure_forms import form_measure
from indexing.measure_model import GIVES_FROM, MeasureModel, meaning_of, open_model
from indexing.measure_parts import (
    Surroundings,
    amount_span,
    conditions_between,
    name_range,
    stated_conditions,
)
from indexing.measure_recipients import Recipient, begins_with_recipient, recipients
from indexing.measure_statement import parts, unmarked
from indexing.sentences import sentences
from indexing.structure import Block, blocks

_REACH = 400  # characters before a gift in which its recipient and conditions are looked for
_CLAUSE = re.compile(r"(?:[^，,；;。！？：:（(]|[（(][^（）()\n]{0,60}[）)]|[（(])+")
_SOURCE_NOTE = re.compile(r"^[（(]?本文(?:是|为)根据|^(?:来源|附件|原文链接)[:：]")
_MORE_AMOUNT = re.compile(
    r"^(?:金额)?(?:最高|单个(?:企业|项目)|每(?:户|人|家|个)|最多|不超过|3A|[345]A级|上限|增量|其余|期限|贴息期|所得|再按\d|最高可上浮|补贴标准)"
)
_AMOUNT_ALONE = re.compile(
    r"(?:其中[，,]?)?(?:[^，,。；;对向给]{0,8}(?:定额|限额|补贴|补助|奖励|资助|贷款|减免|免税|减税|贴息)(?:标准|额度?|金额|限额)"
    r"|每[户人家个辆台][^，,给]{0,8}(?:额度?|标准))(?!提高)(?![^，,。；;]*(?:提高|调高|上调|调整|增加|上浮))"
)
_NEW_CASE = re.compile(r"[^，,。；;]{3,}的[，,]|[^，,。；;]{2,}时[，,]")
_LABEL = re.compile(
    r"^(?:[一二三四五六七八九十]+是|[（(][一二三四五六七八九十\d]+[)）]|\d{1,2}[.．、])?\s*(?P<words>(?![^。]*(?:给予|予以|发放|享受|免征|免收|免费))[^，,。；;：:]{2,24})。$"
)


def find_measures(document: Document, model: MeasureModel | None = None) -> list[Measure]:
    """The support measures of a document, in the order of its text; by the shipped weights unless others are given.

    Never raises on any text.
    """
    form = form_measure(document)
    if form is not None:
        return [Measure(**form)] if form else []
    return list(MeasureReader(document, model).read())


@dataclass(slots=True)
class _Gift:
    """A clause that gives, while its part of the sentence is being read."""

    start: int
    end: int
    instrument: str
    audience: tuple[int, int] | None
    own: bool  # whether its own words name the audience


class MeasureReader:
    """Reads a document's blocks in order and remembers whom the block spoke of last."""

    def __init__(self, document: Document, model: MeasureModel | None = None):
        self.document, self.text = document, document.text
        self.model = model or open_model()
        self.blocks = blocks(document.text)
        self.spoken: tuple[int, int] | None = None  # whom the last measure was for
        self.doing: tuple[int, int] | None = None  # what a heading says that they do
        self.around = Surroundings(document, self.blocks)

    def gives(self, start: int, end: int, setting: Setting) -> bool:
        """Whether a clause that names a support gives it."""
        meaning = meaning_of(self.document, start, end, setting)
        return self.model.giving(signs(self.text, start, end, setting), meaning) > GIVES_FROM

    def choose(self, start: int, end: int, among: list[Recipient]) -> tuple[int, int] | None:
        """The words that say for whom the clause `start` to `end` gives; None where nobody is named."""
        return max(among, key=lambda one: self.model.addressing(one.signs)).span

    def read(self) -> Iterator[Measure]:
        """The measures in the order of the text."""
        for block in self.blocks:
            words = self.text[block.start : block.end]
            asked = block.kind == "question" and not re.search("[。；]", words)
            given = block.kind == "heading" and words.endswith(("：", ":"))
            if not given and (
                block.kind == "heading"
                or asked
                or block is self.blocks[0]
                and not re.search("[，,。]", words)
            ):
                continue
            if len(words) <= QUOTE_LIMIT and _SOURCE_NOTE.match(words):
                continue
            yield from self._block(block)

    def _block(self, block: Block) -> Iterator[Measure]:
        last: tuple[int, int] | None = None
        label: tuple[int, int] | None = None
        inherited: tuple[tuple[int, int], ...] = ()
        found: list[Measure] = []
        before = block.start  # where the sentence before begins
        for start, end in sentences(self.text, block.start, block.end):
            start = unmarked(self.text, start, end)
            named = _LABEL.match(self.text[start:end])
            if named and not explicit(named["words"]) and not supported(named["words"]):
                label = (start, start + len(named["words"]))
                continue
            called = self.text[label[0] : label[1]] if label else ""
            context = " ".join([*block.heading, block.question or "", called])
            title = bool(block.heading) and block.heading[-1].endswith(self.text[start:end].rstrip("。"))
            for part_start, part_end, intro in parts(self.text, start, end):
                setting = Setting((start, end), intro, block.heading, called, context + intro)
                gifts = self._gifts(part_start, part_end, setting)
                if title:  # a heading names what is supported; what is given stands under it
                    gifts = [gift for gift in gifts if gift.instrument != SUPPORT]
                first = subject(self.text, part_start, part_end)
                for gift in gifts:
                    if found and found[-1].core.start >= before and self._continues(found[-1], gift):
                        found[-1] = self._with_amount(found[-1], gift)
                        continue
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
                    found.append(self._measure(block, label, part_start, gift, conditions))
                    inherited = conditions
                    self.spoken = gift.audience or self.spoken
                last = next((g.audience for g in reversed(gifts) if g.audience), None) or first or last
            before = start
        yield from found

    def _continues(self, measure: Measure, gift: _Gift) -> bool:
        """Whether a clause only says how much the measure before it gives (定额标准为每人每年6000元)."""
        between = self.text[measure.core.end : gift.start]
        return (
            measure.instrument == gift.instrument
            and bool(_AMOUNT_ALONE.match(self.text, gift.start))
            and not _NEW_CASE.search(between)
        )

    def _with_amount(self, measure: Measure, gift: _Gift) -> Measure:
        amount = None if measure.amount else amount_span(self.text, gift.start, gift.end)
        return replace(measure, amount=Span(self.document.doc_id, *amount)) if amount else measure

    def _recipient(self, block: Block, gift: _Gift, part_start: int, last: tuple[int, int] | None) -> bool:
        """Settles whom a gift is for; whether that points back to an earlier measure."""
        back = self._by_grammar(block, gift, part_start, last)
        among = recipients(self.text, block.start, gift.start, gift.end, gift.audience, gift.instrument)
        chosen = self.choose(gift.start, gift.end, among)
        if chosen and self.text[chosen[1] - 1] == "的":  # a case; whose it is stands in it or before it
            apart = (
                gift.audience
                and self.text[gift.audience[1] - 1] != "的"
                and (gift.audience[1] <= chosen[0] or gift.audience[0] >= chosen[1])
            )
            whose = doer(self.text, *chosen) or subject(self.text, chosen[0], chosen[1] - 1)
            chosen = whose or (gift.audience if apart else chosen)
        while chosen and chosen[0] < chosen[1] - 1 and self.text[chosen[0]] in "，,：: 　":
            chosen = chosen[0] + 1, chosen[1]
        if chosen != gift.audience:
            gift.audience, gift.own = chosen, chosen is not None and chosen[0] >= gift.start
        return back

    def _by_grammar(self, block: Block, gift: _Gift, part_start: int, last: tuple[int, int] | None) -> bool:
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

    def _gifts(self, start: int, end: int, setting: Setting) -> list[_Gift]:
        gifts: list[_Gift] = []
        for clause in _CLAUSE.finditer(self.text, start, end):
            first = unmarked(self.text, *clause.span())
            words = self.text[first : clause.end()].strip()
            if (
                gifts
                and _MORE_AMOUNT.match(words)
                and "享受" not in words
                and clause.start() - gifts[-1].end <= 2
            ):
                gifts[-1].end = clause.end()
                continue
            said, _ = setting.around(self.text, first, clause.end())
            instrument = meant(words, f"{setting.context} {said}")
            if instrument and self.gives(first, clause.end(), setting):
                self._add(gifts, start, first, clause.end(), instrument)
        return gifts

    def _add(self, gifts: list[_Gift], start: int, first: int, end: int, instrument: str) -> None:
        """Adds a clause that gives, or joins it to the gift before it."""
        previous = gifts[-1] if gifts else None
        who = supported(self.text[first:end])
        if who and instrument == SUPPORT:
            own = supported_audience(self.text, self.text.index(who, first), end)
            named = own
        else:
            own = given_audience(self.text, first, end) or self._own_subject(first, end)
            # 对X，给予Y: the words of giving may begin a clause earlier
            named = own or given_audience(self.text, previous.end if previous else start, end)
        gift = _Gift(first, end, instrument, named, own is not None)
        if previous and previous.instrument == SUPPORT and instrument not in _APART:
            earlier = gifts.pop()
            gift.audience = gift.audience or earlier.audience
        elif previous and previous.instrument == instrument and named is None:
            others = begins_with_recipient(self.text, first, end)
            if not others and not _NEW_CASE.search(self.text, previous.end, first):
                previous.end = end
                return
        gifts.append(gift)

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
        if end - first > QUOTE_LIMIT:
            first = max(first, gift.start) if end - gift.start <= QUOTE_LIMIT else gift.start
            end = min(end, first + QUOTE_LIMIT)
        core = Span(doc_id, gift.start, min(gift.end, gift.start + QUOTE_LIMIT))
        amount = amount_span(self.text, core.start, core.end)
        return Measure(
            name=Span(doc_id, *name_range(self.text, block, label, gift.start, gift.end)),
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


_DOER = re.compile(
    r"(?P<who>(?:[\u4e00-\u9fff“”]{0,8})(?:企业|退役士兵|毕业生|人员|个体工商户|农户|家庭))(?:招用|吸纳|自己|从事|开展|购买|参加|上云|创业|首次|新招)"
)
_THESE = re.compile(r"上述|这些|该(?=企业|单位)|此类")
_APART = ("人才", "培训", "服务券")  # given beside what is supported, not as the support
