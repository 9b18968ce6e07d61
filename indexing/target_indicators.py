"""Finds the indicators of a sentence's figures: of the pieces of words around each, the one the fitted weights choose."""

import re
from dataclasses import replace

from indexing.quantities import Quantity
from indexing.target_candidates import Candidate, candidates
from indexing.target_model import Decisions
from indexing.target_words import (
    ALONE,
    BREAK,
    COUNTING,
    GROWTH,
    LEVEL,
    MAKING,
    MEASURED,
    NEW,
    RANGE,
    RATE,
    SHARE_TREATED,
    TABLE_ROW,
    WEAK,
    core,
    label_of,
    unmarked,
)


class Indicators:
    """Finds the indicators of the figures of one sentence, which begins at `start`, in order.

    `read_until` is what earlier figures have used of it.
    """

    def __init__(self, text: str, figures: list[Quantity], decisions: Decisions, start: int):
        self.text, self.figures = text, figures
        self.decisions, self.start = decisions, start
        self.read_until = 0
        self.paired = self._paired_series() | self._respective()
        self._last = ""

    def of(self, position: int) -> str | None:
        """The indicator of a figure; None where it only says which things another figure counts, "" if unknown."""
        figure = self.figures[position]
        if figure in self.paired:
            chosen = Candidate(self.paired[figure] or "", frozenset(), figure.end)
        elif self._last and RANGE.fullmatch(
            self.lead(position)
        ):  # 7%—10%: both ends are the same indicator's
            chosen = Candidate(self._last, frozenset(), self.read_until)
        else:
            chosen = self._chosen(position)
        self.read_until = max(self.read_until, figure.end, chosen.end)
        self._last = chosen.words or self._last
        return None if figure in self.paired and self.paired[figure] is None else self._last

    def _chosen(self, position: int) -> Candidate:
        figure = self.figures[position]
        found, construction = self._construction(position)
        if construction == "受":  # 至少30%的【海域】得到保护
            return Candidate(found, frozenset(), figure.end)
        chosen = self.decisions.name(self.start + figure.number_start, self._candidates(position))
        making = MAKING.search(self.lead(position))
        if "右" in chosen.signs and making and NEW.fullmatch(making["verb"]):  # 新建3个【码头】
            return replace(chosen, words=making["verb"] + chosen.words)
        return chosen

    def _candidates(self, position: int) -> list[Candidate]:
        last = position  # of a range 7—10家, whose noun stands behind its end
        if position + 1 < len(self.figures) and self._ranges(position):
            last += 1
        following = last + 1
        while following < len(self.figures) and self._limits(following):
            following += 1
        limit = self.figures[following].start if following < len(self.figures) else len(self.text)
        return candidates(
            self.text,
            self.figures[position],
            (self.boundary(position), self.figures[last].end, limit),
            self._last,
            self._construction(position),
        ) or [Candidate("", frozenset(), self.figures[position].end)]

    def _limits(self, position: int) -> bool:
        """Whether the figure only limits the noun of the one before: 50个规模【300亿元以上】产业集群."""
        figure, before = self.figures[position], self.figures[position - 1]
        between, after = self.text[before.end : figure.start], self.text[figure.end : figure.end + 1]
        return (
            before.unit in COUNTING
            and figure.unit not in COUNTING
            and figure.comparator != "="
            and len(between) <= 8
            and not re.search(r"[、，,；;。和及与]", between)
            and ("\u4e00" <= after <= "\u9fff" or after == "的")
        )

    def _ranges(self, position: int) -> bool:
        """Whether the figure and the next one are the ends of a range."""
        return bool(
            RANGE.fullmatch(self.text, self.figures[position].end, self.figures[position + 1].number_start)
        )

    def lead(self, position: int) -> str:
        """The words that belong to the figure, before it."""
        return self.text[self.boundary(position) : self.figures[position].start]

    def boundary(self, position: int) -> int:
        """Where the words that belong to the figure begin: after the last ，；： or figure before it."""
        figure = self.figures[position]
        before = self.text[: figure.start]
        marks = [m.end() for m in BREAK.finditer(before)]
        opened = max(before.rfind("（"), before.rfind("("))
        if opened > max(before.rfind("）"), before.rfind(")")):
            marks.append(opened + 1)
        earlier = [f.end for f in self.figures if f.end <= figure.start]
        return max([0, *marks, *earlier[-1:], min(self.read_until, figure.start)])

    def _construction(self, position: int) -> tuple[str, str]:
        """What a known construction gives for a figure, and the construction's name; "" where it gives nothing."""
        figure, previous = self.figures[position], self._last
        left = self.lead(position)
        counted = self._counted_noun(position)
        making = MAKING.search(left)
        own = core(left)
        counts = figure.unit in COUNTING and (not own or left.endswith("的"))
        if counted and figure.unit != "%" and (making or counts):
            return counted, "数"
        alone = ALONE.match(own)
        if alone and (
            found := re.search(rf"{alone['verb']}([^，,。；;、]{{2,20}})", self.text[: figure.start])
        ):
            return found[1], "独"
        if (not own or WEAK.match(own)) and (row := list(TABLE_ROW.finditer(self.text[: figure.start]))):
            return unmarked(row[-1]["indicator"]), "表"
        label = label_of(self.text[: figure.start])
        if label and (not own or WEAK.match(own)) and position < 2:
            return core(label) + ("" if own in ("全年控制", "控制", "安排", "全年") else own), "签"
        if not own and figure.unit == "%" and (treated := SHARE_TREATED.match(self.text, figure.end)):
            return treated["indicator"], "受"
        if not own and counted and not core(self.text[: figure.start]):
            return counted, "首"
        if WEAK.match(own):
            noun = self._noun_of_clause_before(position) or GROWTH.sub("", RATE.sub("", previous))
            return (noun + own, "弱") if noun else (own, "单")
        if not own and left.startswith("的") and position:  # 营业收入超1000亿元的要达到10家
            start = (
                max(self.text.rfind(mark, 0, self.figures[position - 1].start) for mark in "，,；;：:。") + 1
            )
            return core(self.text[start : self.figures[position - 1].end]), "的"
        if not own and GROWTH.search(previous) and figure.unit not in ("%", "个百分点"):
            return GROWTH.sub("", previous), "增"  # 生产总值增长8%，达到100万亿元
        if own:
            return own, "前"
        return (previous, "承") if previous else (self._noun_of_clause_before(position), "句")

    def _noun_of_clause_before(self, position: int) -> str:
        """What the clause just before speaks of, if no figure stands in it: 通过评估的企业，每年新增200家."""
        boundary = self.boundary(position)
        if not self.text[:boundary].endswith(("，", ",")):
            return ""
        start = max(self.text.rfind(mark, 0, boundary - 1) for mark in "，,；;：:。") + 1
        if any(start <= figure.start < boundary for figure in self.figures) or boundary <= self.read_until:
            return ""
        noun = core(self.text[start : boundary - 1])
        return noun if re.search(r"(?:企业|项目|平台|人才|单位|中心|基地|率|量|值|人|者|户)$", noun) else ""

    def _counted_noun(self, position: int) -> str:
        """The noun behind the figure: 3个【世界级产业集群】, up to a mark or the next figure."""
        figure = self.figures[position]
        following = self.figures[position + 1] if position + 1 < len(self.figures) else None
        limit = following.start if following else len(self.text)
        stop = re.search(r"[，,；;。、：:（(]", self.text[figure.end : limit])
        noun = self.text[figure.end : figure.end + stop.start() if stop else limit]
        if stop and stop[0] == "、" and (listed := self._listed_noun(figure.end, limit)):
            noun = listed
        noun = re.sub(r"(?:和|及|以及|与|，|、)$", "", noun).strip()
        if following and LEVEL.fullmatch(noun):  # 2个国家级、10个省级制造业创新中心
            noun += LEVEL.sub("", self._counted_noun(position + 1))
        return noun if 2 <= len(noun) <= 40 and not noun.startswith(("的", "以", "左右")) else ""

    def _listed_noun(self, start: int, limit: int) -> str:
        """A noun with 、 in it, where no further figure or verb follows: 800个【智能工厂、数字化车间】."""
        stop = re.search(r"[，,；;。：:（(]|$", self.text[start:limit])
        noun = self.text[start : start + stop.start()] if stop else ""
        parts = noun.split("、")
        fits = all(2 <= len(part) <= 30 for part in parts) and not re.search(r"\d", noun)
        return (
            noun
            if fits and len(noun) <= 40 and limit - start > len(noun) - 1 and not self._cut(start, noun)
            else ""
        )

    def _cut(self, start: int, noun: str) -> bool:
        """Whether the next figure ends the noun: 5个省级产业集群、20家企业."""
        return any(figure.start <= start + len(noun) for figure in self.figures if figure.start >= start)

    def _paired_series(self) -> dict[Quantity, str | None]:
        """营业收入超1000亿元、500亿元、100亿元的工业企业要达到10家、20家、60家: pairs first with first, and so on.

        Gives the indicator of each figure of the second series, and None for those of the first.
        """
        series: list[list[Quantity]] = []
        for figure in self.figures:
            if series and re.fullmatch(r"[、和及与]", self.text[series[-1][-1].end : figure.start]):
                series[-1].append(figure)
            else:
                series.append([figure])
        paired: dict[Quantity, str | None] = {}
        for first, second in zip(series, series[1:], strict=False):
            between = self.text[first[-1].end : second[0].start]
            if (
                len(first) == len(second) > 1
                and between.startswith("的")
                and not re.search(r"[，,；;。]", between)
            ):
                noun = core(between[1:])
                lead = core(self.lead(self.figures.index(first[0])))
                comparator = self.text[first[0].start : first[0].number_start]
                for condition, counted in zip(first, second, strict=True):
                    amount = self.text[condition.number_start : condition.number_end]
                    paired[condition] = None
                    paired[counted] = f"{lead}{comparator}{amount}的{noun}"
        return paired

    def _respective(self) -> dict[Quantity, str | None]:
        """产量和产值分别达到4万吨、60亿元: the indicators of figures that a list before 分别 names in order."""
        paired: dict[Quantity, str | None] = {}
        for first, figure in enumerate(self.figures):
            begin = self.boundary(first)
            before, apart, _ = self.text[begin : figure.start].partition("分别")
            names = [core(name) for name in re.split(r"[、和及与]|以及", before)]
            last = first + len(names)
            series = self.figures[first:last]
            joined = all(
                re.fullmatch(r"[、和及与,，]", self.text[one.end : other.start])
                for one, other in zip(series, series[1:], strict=False)
            )
            if (
                apart
                and len(names) == len(series) > 1
                and joined
                and len({bool(MEASURED.search(name)) for name in names}) == 1
            ):
                paired.update(zip(series, names, strict=True))
        return paired
