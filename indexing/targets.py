"""Figures with their indicator and year: 到2027年工业规模达到7万亿级、2030年达到10万亿级 gives two rows.

Read from the sentence itself: `target_indicators` finds the words of the indicator, `target_kind` and the fitted
weights say whether it is aimed at, `target_details` what else is said. The year is the nearest one before the figure in its sentence, else the one its
paragraph, its list or a heading of aims gives. What the text leaves open stays None: a wrong year is worse than none.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from corpus.document import Document, Span
from corpus.numerals import parse_numeral
from indexing.quantities import Quantity, find_quantities
from indexing.sentences import sentences
from indexing.structure import Block, blocks
from indexing.target import Kind, Target
from indexing.target_details import baselines, department, enterprise, nature, scope, sector
from indexing.target_indicators import Indicators
from indexing.target_kind import excluded, measures, reached
from indexing.target_model import Decisions, open_model
from indexing.target_outline import BY_YEAR, SHIFT, Outline
from indexing.target_setting import Setting, Surroundings, year_past
from indexing.target_signs import signs_of
from indexing.target_words import label_of, marker_length

_YEAR_WORDS = re.compile(r"今年|本年度?|明年|(?<![比较与和同])(?:去年|上年(?!均))")
# 三年内实现, 用5年时间建成: so many years from the document's own date
_TERM = re.compile(
    r"(?<![第每近前期满\d])(?P<years>[一二两三四五六七八十]|\d{1,2})年(?:左右)?(?:内|时间)?，?"
    r"(?:力争|争取|基本)*(?:实现|达到|建成|完成|培育|形成|打造|新增)"
)
# a year that others are measured by: 比2020年, 从2019年的0.5次, 2020年的6倍
_BASE_BEFORE = re.compile(r"(?:比|较|基于|从|由|自|与|同|相比)$")
_BASE_AFTER = re.compile(r"(?:年末?|年底)?的\s*\d[\d.]*\s*(?:倍|%|％)|(?:年)?相比|[^，,。；;]{0,40}基础上")
_FIVE_YEARS_END = re.compile(r"“?十(?P<which>[一二三四五六])五”?(?:规划)?(?:期|时期)?末")
_OVER = re.compile(r"\d[多余][万亿]")
_EVERY_YEAR = re.compile(r"每年|年均")
_NOT_INHERITED = re.compile(r"今年|目前|已|每年|截至|去年")


def document_year(document: Document) -> int | None:
    """The year that 今年 means in the document: of its date, else of a title such as 2024年政府工作报告."""
    if document.issued_on:
        return document.issued_on.year
    stated = re.match(r"(20\d\d)年", document.title)
    return int(stated[1]) if stated else None


def find_figures(
    document: Document, start: int = 0, end: int | None = None, decisions: Decisions | None = None
) -> list[Target]:
    """Every figure of the document between two offsets, in order; years are carried within a paragraph or a list.

    `decisions` are the shipped weights' unless given.
    """
    decisions = decisions or open_model()
    rows: list[Target] = []
    this_year = document_year(document)
    year_over = year_past(document.text)
    first_aim = min((int(year) for year in BY_YEAR.findall(document.text)), default=None)
    outline = Outline(document, this_year)
    for block in blocks(document.text):
        first, last = max(start, block.start), min(len(document.text) if end is None else end, block.end)
        surroundings = outline.enter(block)
        carried: int | None = None
        so_far: bool | None = None
        context = surroundings.context_year
        for begin, stop in sentences(document.text, first, last) if first < last else ():
            here = replace(surroundings, context_year=context)
            reading = _Sentence(
                document,
                begin,
                stop,
                this_year,
                year_over,
                first_aim,
                so_far,
                carried,
                here,
                block,
                decisions,
            )
            rows.extend(reading.rows())
            so_far = reading.decided[-1] if reading.decided else so_far
            carried = reading.carries
            context = reading.spoken_of or context
        outline.leave(block)
    return rows


def find_targets(document: Document) -> list[Target]:
    """The figures that are aimed at, not those reached or merely mentioned."""
    return [row for row in find_figures(document) if row.kind == "target"]


@dataclass(frozen=True, slots=True)
class _Reading:
    """A figure, where it stands among its sentence's, the words before it that are its own, and its indicator."""

    position: int
    figure: Quantity
    lead: str
    indicator: str


class _Sentence:
    """One sentence being read; `carries` is the year that the next sentence of the paragraph inherits."""

    def __init__(
        self,
        document: Document,
        start: int,
        end: int,
        this_year: int | None,
        year_over: int | None,
        first_aim: int | None,
        so_far: bool | None,
        carried: int | None,
        surroundings: Surroundings,
        block: Block,
        decisions: Decisions,
    ):
        self.decisions, self.year_over = decisions, year_over
        self.first_aim, self.so_far = first_aim, so_far
        self.decided: list[bool] = []
        self.document, self.start, self.block = document, start, block
        self.surroundings, self.this_year = surroundings, this_year
        self.text = document.text[start:end]
        quantities = find_quantities(self.text)
        named = [(q.start, int(q.number)) for q in quantities if q.is_year and not self._is_base(q)]
        self.years = sorted([*named, *self._spoken_years()], key=lambda one: one[0])
        self.figures = [
            q
            for q in quantities
            if not q.is_year and not q.is_date_part and (q.unit or q.magnitude) and not self._is_name(q)
        ]
        self.indicators = Indicators(self.text, self.figures, decisions, start)
        self.baselines = baselines(self.text, self.figures)
        self.inherited = None if _NOT_INHERITED.search(self.text) else carried
        self.spoken_of = self.years[-1][1] if self.years else None
        aimed_years = [int(m[1]) for m in BY_YEAR.finditer(self.text)]
        self.carries = aimed_years[-1] if aimed_years else (carried if not self.years else None)

    def _is_base(self, year: Quantity) -> bool:
        """Whether others are measured by it, or it stands in the name of a document."""
        before = self.text[: year.start]
        return bool(
            _BASE_BEFORE.search(before)
            or _BASE_AFTER.match(self.text[year.end :])
            or before.rfind("《") > before.rfind("》")
        )

    def _is_name(self, quantity: Quantity) -> bool:
        """“四个意识”, “一基地三片区”: a count that opens a quotation, or a numeral inside, is part of a name."""
        before = self.text[: quantity.start]
        if before.endswith(("“", "‘")) and quantity.unit != "%":
            return True
        spoken = not self.text[quantity.number_start].isdigit() and quantity.unit != "%"
        return spoken and before.rfind("“") > before.rfind("”")

    def _spoken_years(self) -> Iterator[tuple[int, int | None]]:
        """今年, 三年内实现, “十四五”末: where they stand, and the years they mean, None where that is not known."""
        for match in _FIVE_YEARS_END.finditer(self.text):
            if not _BASE_BEFORE.search(self.text[: match.start()]):
                yield match.start(), 2005 + 5 * "一二三四五六".index(match["which"]) + 5
        for match in _YEAR_WORDS.finditer(self.text):
            yield match.start(), self._years_on(SHIFT.get(match[0][0], 0))
        for match in _TERM.finditer(self.text):
            if years := parse_numeral(match["years"]):
                yield match.start(), self._years_on(int(years))

    def _years_on(self, years: int) -> int | None:
        return None if self.this_year is None else self.this_year + years

    def rows(self) -> Iterator[Target]:
        for position, figure in enumerate(self.figures):
            lead = self.indicators.lead(position)
            indicator = self.indicators.of(position)
            if indicator:
                yield self._row(_Reading(position, figure, lead, indicator))

    def _row(self, reading: "_Reading") -> Target:
        figure, indicator = reading.figure, reading.indicator
        clause_start, clause_end = self._clause(figure)
        year, kind = self._year_and_kind(reading)
        context = year if year is not None else self._context_year()
        base = self.baselines.get(figure)
        named = department(
            self.document.text, self.start + figure.end, max(self.block.end, self.start + figure.end)
        )
        return Target(
            indicator=indicator,
            value=figure.number,
            unit=figure.written_unit,
            comparator=figure.comparator,
            year=year,
            context_year=context,
            scope=scope(indicator, self.document.region),
            kind=kind,
            span=self._span(clause_start, clause_end),
            figure=self._span(figure.start, figure.end),
            quote=self.text[clause_start:clause_end],
            quantity=figure.moved(self.start),
            baseline=self._span(base.number_start, base.number_end) if base else None,
            department=Span(self.document.doc_id, *named) if named else None,
            nature=nature(self.text[clause_start:clause_end], self.text, *reversed(self.block.heading)),
            sector=sector(indicator),
            enterprise=enterprise(indicator),
        )

    def _span(self, start: int, end: int) -> Span:
        return Span(self.document.doc_id, self.start + start, self.start + end)

    def _year_and_kind(self, reading: "_Reading") -> tuple[int | None, Kind]:
        own = self._year(reading)
        figure = reading.figure
        if figure in self.baselines.values():
            return own, "figure"
        listed = None
        if own is None and not (
            _EVERY_YEAR.search(self.text) or _NOT_INHERITED.search(self.text) or self.years
        ):
            listed = self.surroundings.year
        clause_start, clause_end = self._clause(figure)
        setting = Setting(
            figure=figure,
            clause=self.text[clause_start:clause_end],
            before=self.text[: figure.start],
            lead=reading.lead or label_of(self.text[: figure.start]),
            after=self.text[figure.end :],
            indicator=reading.indicator,
            year=listed if own is None else own,
            this_year=self.this_year,
            year_past=self.year_over,
            first_aim=self.first_aim,
            spelled=not self.text[figure.number_start].isdigit(),
            over=bool(_OVER.search(self.text, figure.number_start, figure.number_end)),
            figure_before=self._figure_before(reading.position),
            surroundings=self.surroundings,
        )
        self.decided.append(False)
        aimed = measures(setting) and self.decisions.aims(self.start + figure.number_start, signs_of(setting))
        if aimed and not excluded(setting):
            self.decided[-1] = True
            return setting.year, "target"
        return own, "achieved" if reached(setting) else "figure"

    def _figure_before(self, position: int) -> str:
        """Whether the figure before was a target, and what parts the two."""
        if not self.decided or not position:
            return f"句{self.so_far}"
        between = self.text[self.figures[position - 1].end : self.figures[position].start]
        mark = "；" if re.search(r"[；;]", between) else "，" if re.search(r"[，,：]", between) else "、"
        return f"{mark}{self.decided[-1]}"

    def _year(self, reading: "_Reading") -> int | None:
        figure = reading.figure
        if _EVERY_YEAR.search(reading.lead):
            return None
        before = [(at, year) for at, year in self.years if at < figure.start]
        if not before:
            return self.inherited
        at, year = before[-1]
        semicolon = max(self.text.rfind(mark, at, figure.start) for mark in "；;")
        if semicolon >= 0:
            # A year reaches over a semicolon only into a part that names none itself.
            part_end = min(
                (p for m in "；;" if (p := self.text.find(m, figure.end)) >= 0), default=len(self.text)
            )
            if any(semicolon < p < part_end for p, _ in self.years):
                return None
        return year

    def _context_year(self) -> int | None:
        return None if _EVERY_YEAR.search(self.text) else self.surroundings.context_year

    def _clause(self, figure: Quantity) -> tuple[int, int]:
        """The figure's clause: back over a clause that only sets the year, on to the next ，；。"""
        label = label_of(self.text[: figure.start])
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
        marked = marker_length(self.text[start:end])
        start += marked if start + marked <= figure.start else 0
        while start < end and self.text[start] in " 　\t“”":
            start += 1
        return start, end
