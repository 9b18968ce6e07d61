"""Figures with their indicator and year: 到2027年工业规模达到7万亿级、2030年达到10万亿级 gives two rows.

Read from the sentence itself by rules: the indicator is the noun phrase before the figure (工业规模达到7万亿级)
or, after a verb of making, the counted noun behind it (争创3个世界级产业集群); the year is the nearest one before
the figure in its sentence, else the one its paragraph aims at. What the text leaves open stays None: a wrong
year is worse than none.
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from corpus.document import Document, Span
from indexing.quantities import Quantity, find_quantities
from indexing.sentences import sentences
from indexing.structure import blocks
from indexing.target import Kind, Target

_YEAR_WORDS = re.compile(r"今年|本年度?|当年|明年|去年|(?<![比较与和])上年")
_ACHIEVED = re.compile(r"已经?|目前|截至|去年|上年|累计|现有|以来|完成了|达到了|增长了|过去|同比|实现了")
_AIMED = re.compile(
    r"力争|目标|到20\d\d年|20\d\d年底?前|达到|超过|突破|争创|新增|培育|建成|打造|实现|不低于|不少于|以上|左右|计划"
    r"|预期|控制在|提高到|提升至|提升到|增长|下降|降低|完成|今年|明年|确保"
)
_EVERY_YEAR = re.compile(r"每年|年均")
_MAKING = re.compile(
    r"(?:力争|争取|计划|将|要|再|共|累计|分别|每年|已|遴选|重点|组织|推动|支持|推广)*"
    r"(?P<verb>争创|创建|新建|建成|建设|新增|新创建|培育|打造|形成|发布|推出|实施|引进|认定|布局|组建|突破|推广|举办|选派|培养|遴选|攻克|制定"
    r"|扶持|设立|建立|开展|完成|改造|落地|吸引|集聚|汇聚|拥有|梯度培育|改扩建|开工|投放|发放|创成|评选|征集|安排|选树|开发|支持|推动)(?:出|成|了|好)?$"
)
_REACHING = re.compile(
    r"(?:力争|要|将|应|须|可|能|(?<!平)均|都|分别|总体|基本|稳定|保持|控制|提高|提升|增加|扩大|增长|下降|降低|压减|缩短|合计|共计|总计|已|就|仅|还)*"
    r"(?:达到?|实现|为|是|到|至|在|有|占|过|以|按|按照|给予|不|约|拟|预计|共|另|包括|由|从|把)+(?:了)?$"
)
_TRAILING = re.compile(r"(?<=..)(?:力争|争取|争创|创建|培育|打造|建成|新建|遴选发布|每年)$")
_OPENING = re.compile(
    r"^(?:[、，,；;和与及并而且]|以及|其中|同时|力争|争取|确保|实现|预计|计划|目标是|推动|使|让|努力|到?20\d\d[-—–~至]?(?:20\d\d)?年(?:底|末|前|度|内)?"
    r"|包括|另外|预计|今年|明年|目前|已|截至|要求|总体|主要目标|发展目标|预期目标|下一步|每年|年均|全年|的|[:：\s“”])+"
)
# Words of change and share need a noun before them; a label (城镇调查失业率：) gives it.
_WEAK = re.compile(
    r"^(?:增长|上涨|涨幅|降幅|降低|下降|提高|增加|减少|扩大|全年|全年控制|控制|安排|总数|总量|总额|总规模|数量|规模|占比|比重|比例|增速|增幅|分别|均|全部|累计|每年|年均|其中)$"
)
_RATE = re.compile(r"(?:[\u4e00-\u9fff]{2}率|占比|比重|比例|数量|总量|规模)$")
_LABEL = re.compile(r"^([^，,。；;：:]{2,24})[:：]")
_LEVEL = re.compile(r"^(?:国家级|省级|市级|县级|区级|世界级|国际级)$")
_MARKER = re.compile(
    r"^(?:[一二三四五六七八九十]+(?:是|、)|[（(][一二三四五六七八九十\d]+[)）]|\d+[.．、]|第[一二三四五六七八九十]+[，,、]|[①-⑳])"
)
# Durations and plain numbers measure a condition, hardly ever an indicator.
_TIME_UNITS = frozenset(
    "年 月 日 天 小时 个小时 分钟 周 个月 工作日 个工作日 季度 个季度 岁 周岁 届 次".split()
)
_COUNTING = frozenset(
    "家 个 项 件 名 位 户 人 种 类 条 座 处 所 支 批 场 台 套 辆 款 部 例 只 间 张 只 幅 期 组 对 头 株 枚 颗 艘 架 列 栋 万个 笔".split()
)


def document_year(document: Document) -> int | None:
    """The year that 今年 means in the document: of its date, else of a title such as 2024年政府工作报告."""
    if document.issued_on:
        return document.issued_on.year
    stated = re.match(r"(20\d\d)年", document.title)
    return int(stated[1]) if stated else None


def find_figures(document: Document, start: int = 0, end: int | None = None) -> list[Target]:
    """Every figure of the document between two offsets, in order; years are carried within a paragraph only."""
    rows: list[Target] = []
    this_year = document_year(document)
    listed: int | None = None  # the year that a line introducing a list set for its items
    for block in blocks(document.text):
        first, last = max(start, block.start), min(len(document.text) if end is None else end, block.end)
        words = document.text[block.start : block.end]
        heading_year = _single_year(" ".join(block.heading)) or (listed if block.level else None)
        if not block.level or block.kind == "heading":
            listed = _single_year(words) if words.endswith(("：", ":", "标", "下。")) else None
        carried: int | None = None
        context = heading_year
        for begin, stop in sentences(document.text, first, last) if first < last else ():
            reading = _Sentence(document, begin, stop, this_year, carried, context)
            rows.extend(reading.rows())
            carried = reading.carries
            context = reading.spoken_of or context
    return rows


def _single_year(words: str) -> int | None:
    years = {int(year) for year in re.findall(r"(20\d\d)年", words)}
    return years.pop() if len(years) == 1 else None


def find_targets(document: Document) -> list[Target]:
    """The figures that are aimed at, not those reached or merely mentioned."""
    return [row for row in find_figures(document) if row.kind == "target"]


class _Sentence:
    """One sentence being read; `carries` is the year that the next sentence of the paragraph inherits."""

    def __init__(
        self,
        document: Document,
        start: int,
        end: int,
        this_year: int | None,
        carried: int | None,
        context: int | None,
    ):
        self.document, self.start, self.context = document, start, context
        self.read_until = 0  # what has been used as the noun of an earlier figure
        self.text = document.text[start:end]
        self.this_year = this_year
        quantities = find_quantities(self.text)
        self.years = [(q.start, int(q.number)) for q in quantities if q.is_year]
        for match in _YEAR_WORDS.finditer(self.text):
            shift = {"明": 1, "去": -1, "上": -1}.get(match[0][0], 0)
            if this_year is not None:
                self.years.append((match.start(), this_year + shift))
        self.years.sort()
        self.figures = [
            q for q in quantities if not q.is_year and not q.is_date_part and (q.unit or q.magnitude)
        ]
        self.inherited = None if re.search(r"今年|目前|已|每年|截至|去年", self.text) else carried
        self.spoken_of = self.years[-1][1] if self.years else None
        aimed_years = [int(m[1]) for m in re.finditer(r"到(20\d\d)年", self.text)]
        self.carries = aimed_years[-1] if aimed_years else (carried if not self.years else None)

    def rows(self) -> Iterator[Target]:
        paired = self._paired_series()
        indicator = ""
        for position, figure in enumerate(self.figures):
            if figure in paired and paired[figure] is None:
                continue
            own = paired.get(figure) or self._indicator(position, indicator)
            self.read_until = max(self.read_until, figure.end)
            if own:
                indicator = own
            elif not indicator:
                continue
            clause_start, clause_end = self._clause(figure)
            quote = self.text[clause_start:clause_end]
            yield Target(
                indicator=indicator,
                value=figure.number,
                unit=figure.written_unit,
                comparator=figure.comparator,
                year=self._year(figure),
                context_year=self._context_year(figure),
                scope=self.document.region,
                kind=self._kind(figure),
                span=self._span(clause_start, clause_end),
                figure=self._span(figure.start, figure.end),
                quote=quote,
                quantity=replace(
                    figure,
                    start=figure.start + self.start,
                    end=figure.end + self.start,
                    number_start=figure.number_start + self.start,
                    number_end=figure.number_end + self.start,
                ),
            )

    def _span(self, start: int, end: int) -> Span:
        return Span(self.document.doc_id, self.start + start, self.start + end)

    def _year(self, figure: Quantity) -> int | None:
        if _EVERY_YEAR.search(self.text[self._boundary(figure) : figure.start]):
            return None
        before = [(position, year) for position, year in self.years if position < figure.start]
        if not before:
            return self.inherited
        position, year = before[-1]
        semicolon = max(self.text.rfind(mark, position, figure.start) for mark in "；;")
        if semicolon >= 0:
            # A year reaches over a semicolon only into a part that names none itself.
            part_end = min(
                (p for m in "；;" if (p := self.text.find(m, figure.end)) >= 0), default=len(self.text)
            )
            if any(semicolon < p < part_end for p, _ in self.years):
                return None
        return year

    def _context_year(self, figure: Quantity) -> int | None:
        year = self._year(figure)
        return year if year is not None else None if _EVERY_YEAR.search(self.text) else self.context

    def _kind(self, figure: Quantity) -> Kind:
        clause_start, clause_end = self._clause(figure)
        clause = self.text[clause_start:clause_end]
        lead = self.text[: figure.start]
        year = self._year(figure)
        if figure.unit in _TIME_UNITS:
            return "figure"
        if "力争" not in lead and (
            _ACHIEVED.search(clause)
            or (year is not None and self.this_year is not None and year < self.this_year)
        ):
            return "achieved"
        if year is not None and _AIMED.search(lead + clause):
            return "target"
        return "target" if re.search(r"力争|目标|争创|每年", clause) else "figure"

    def _boundary(self, figure: Quantity) -> int:
        """Where the words that belong to the figure begin: after the last ，；： or figure before it."""
        before = self.text[: figure.start]
        marks = [m.end() for m in re.finditer(r"[，,；;：:。]", before)]
        opened = max(before.rfind("（"), before.rfind("("))
        if opened > max(before.rfind("）"), before.rfind(")")):
            marks.append(opened + 1)
        earlier = [f.end for f in self.figures if f.end <= figure.start]
        return max([*marks, *earlier[-1:], min(self.read_until, figure.start)])

    def _clause(self, figure: Quantity) -> tuple[int, int]:
        """The figure's clause: back over a clause that only sets the year, on to the next ，；。"""
        label = _LABEL.match(_MARKER.sub("", self.text[: figure.start]))
        separators = r"[，,；;]" if label else r"[，,；;：:]"
        marks = [0] + [m.end() for m in re.finditer(separators, self.text[: figure.start])]
        start = marks[-1]
        years = [p for p, _ in self.years if p < figure.start]
        if years and years[-1] < start:  # the year stands in an earlier clause of the sentence
            before = [m for m in marks if m <= years[-1]]
            if not re.search(r"[；;]", self.text[years[-1] : start]):
                start = before[-1]
        closing = re.search(r"[，,；;。！？]", self.text[figure.end :])
        end = figure.end + closing.start() if closing else len(self.text)
        following = next((f for f in self.figures if figure.end <= f.start < end), None)
        parting = re.search(r"[、和及与]", self.text[figure.end : following.start]) if following else None
        if parting:  # 7万亿级、2030年达到10万亿级: the rest belongs to the next figure
            end = figure.end + parting.start()
        mark = _MARKER.match(self.text[start:end])
        start += mark.end() if mark and start + mark.end() <= figure.start else 0
        while start < end and self.text[start] in " 　\t“”":
            start += 1
        return start, end

    def _indicator(self, position: int, previous: str) -> str:
        """The indicator of one figure; "" where the figure repeats the previous one's."""
        figure = self.figures[position]
        left = self.text[self._boundary(figure) : figure.start]
        counted = self._counted_noun(position)
        making = _MAKING.search(left)
        if counted and figure.unit in _COUNTING and (making or not _core(left)):
            verb = making["verb"] if making else ""
            self.read_until = figure.end + _common_length(self.text[figure.end :], counted)
            return ("新增" if "新" in verb else "") + counted
        core = _core(left)
        label = _LABEL.match(_MARKER.sub("", self.text[: figure.start]))
        if label and (not core or _WEAK.match(core)) and len(self.figures[:position]) < 2:
            return _core(label[1]) + ("" if core in ("全年控制", "控制", "安排", "全年") else core)
        if not core and counted and not _core(self.text[: figure.start]):
            return counted
        if _WEAK.match(core):
            return _RATE.sub("", previous) + core if previous else core
        return core

    def _counted_noun(self, position: int) -> str:
        """The noun behind the figure: 3个【世界级产业集群】, up to a mark or the next figure."""
        figure = self.figures[position]
        following = self.figures[position + 1] if position + 1 < len(self.figures) else None
        limit = following.start if following else len(self.text)
        stop = re.search(r"[，,；;。、：:（(]", self.text[figure.end : limit])
        noun = self.text[figure.end : figure.end + stop.start() if stop else limit]
        noun = re.sub(r"(?:和|及|以及|与|，|、)$", "", noun).strip()
        if _LEVEL.match(noun) and following:  # 2个国家级、10个省级制造业创新中心
            shared = self._counted_noun(position + 1)
            noun += re.sub(r"^(?:国家级|省级|市级|县级|区级|世界级|国际级)", "", shared)
        return noun if 2 <= len(noun) <= 40 and not noun.startswith(("的", "以", "左右")) else ""

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
                and not re.search(r"[；;。]", between)
            ):
                noun = _core(between[1:])
                lead = _core(self.text[self._boundary(first[0]) : first[0].start])
                comparator = self.text[first[0].start : first[0].number_start]
                for condition, counted in zip(first, second, strict=True):
                    amount = self.text[condition.number_start : condition.number_end]
                    paired[condition] = None
                    paired[counted] = f"{lead}{comparator}{amount}的{noun}"
        return paired


def _common_length(text: str, words: str) -> int:
    """How many characters the two begin with in common."""
    length = 0
    while length < min(len(text), len(words)) and text[length] == words[length]:
        length += 1
    return length


def _core(words: str) -> str:
    """The noun phrase in the words before a figure, without year, connectives and the verb of reaching."""
    words = _OPENING.sub("", _MARKER.sub("", words.strip()))
    words = re.sub(r"[到至]?20\d\d年(?:底|末|前|度)?|今年|明年", "", words)
    previous = None
    while previous != words:
        previous = words
        words = _TRAILING.sub("", _REACHING.sub("", words)).strip(' 　、，的“”"')
    return "" if words in ("将", "把", "对", "在", "用") else words[-40:]
