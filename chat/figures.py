"""Answers to questions for a figure: the row whose indicator, year and unit are the ones asked for."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from chat.disagreement import disagreeing, notice
from chat.draft import Draft
from chat.figure_ranking import credit, leading_sentence, ranked
from chat.material import Material
from chat.question import Question
from chat.topic import Topic, fold
from corpus.document import Document, Span
from indexing.quantities import Quantity
from indexing.sentences import sentences
from indexing.target import Target
from indexing.targets import document_year

_MONTH = re.compile(r"(?<![\d—–~至到-])(1[0-2]|[1-9])月(?:份|[底末初])?(?![\d日前])")
_QUOTE = 150  # characters of a clause with what leads up to it
_GAIN = 0.12  # what a longer quote must say more of the question
# months, days and ordinals answer only who asks for them
_ASKED_ONLY = frozenset("年 月 日 天 小时 个小时 个月 岁 周岁 届 个工作日 工作日 分钟".split())
_SHARES = frozenset(["%", "‰", "个百分点", "百分点", "倍", "成"])
_LIMIT = re.compile(
    r"[，,](?:但|且)?(?:单个[^，,。；]{0,4}|每[^，,。；]{0,4}|金额|累计)?(?:最高|最多|不超过|上限|封顶)[^，,。；;]{1,24}"
)
_FROM = re.compile(r"[从由自][^，。；到至从由自]{0,8}$")
_TO = re.compile(
    r"\s*(?:提高|提升|增加|上升|增长|上调|降低|下降|降|下调|调整|调|扩大|升|涨|减少|减|变|恢复)[^，。；]{0,4}[到至为]"
)
# 比上年多安排了多少, 较年初降了几个点: not what it comes to
_DIFFERENCE = re.compile(
    r"(?:比|较)(?![例重价如大多高快])[^，,。？?]{1,14}?[多少增减高低涨降提升扩缩][^，,。？?]{0,6}(?:多少|几)"
)
_ASKS_FORMER = re.compile(r"原来|原先|以前|之前|从多少|由多少|调整前|提高前")
_PART = re.compile(r"比重|占比|[所仅只约]?占[^，,。？?]{0,16}(?:比例|多少|几)|份额")
_YEARLY_MEAN = re.compile(r"年均|[每逐]年|年平均|年年")
_CHANGE = re.compile(
    r"(?:提高|上调|上浮|上升|回升|下调|下降|增加|减少|降低|多|少|增长|涨)了?(?:约|近|超过?)?$"
)


@dataclass(frozen=True, slots=True)
class Match:
    """A figure, the probability that among all candidates it is the one meant, and how much it accounts for."""

    row: Target
    probability: float
    credit: float


def match_figures(material: Material, year: int | None, topic: Topic | None = None) -> list[Match]:
    """The figures that could be the one asked for in that year (any where None), likeliest first."""
    topic = topic or material.topic
    candidates = []
    for document in material.documents:
        for row in material.readings.figures(document):
            if row.figure in material.taken:
                continue
            doubt = year_doubt(row, year, document)
            found = material.passage_at(row.figure)
            if doubt is not None and found is not None and fits(row, material.question, document):
                candidates.append((row, document, found, doubt))
    order = ranked(material, topic, candidates)
    matches = [
        Match(
            row,
            probability,
            credit(
                topic,
                row,
                leading_sentence(document.text, row),
                material.around(found.passage),
                found.passage.text,
            )
            - doubt,
        )
        for (row, document, found, doubt), probability in zip(
            candidates, order.probabilities.tolist(), strict=True
        )
    ]
    return sorted(matches, key=lambda match: -match.probability)


def answer_figure(material: Material) -> Draft | None:
    """The figure asked for, for each year asked for; None where no row comes near."""
    years: tuple[int | None, ...] = material.question.years or (None,)
    best: list[Match] = []
    missing: list[str] = []
    rows: list[Target] = []
    for year in years:
        matches = match_figures(material, year)
        rows += (match.row for match in matches)
        if matches:
            best.append(matches[0])
        elif year is not None:
            missing.append(f"{year}年的数值")
    if not best:
        return None
    several = material.question.asks_several and len(best) == 1
    contradicted = disagreeing(material, best[0].row, rows) if len(best) == 1 else []
    if len(contradicted) > 1:
        return Draft(
            kind="figure",
            statements=tuple((shown(material, row),) for row in contradicted),
            score=best[0].credit,
            short=contradicted[0].figure,
            listed=True,
            notices=(notice(material, contradicted),),
            confidence=sum(match.probability for match in matches if match.row in contradicted),
        )
    if years == (None,) and not several:
        best = [best[0], *_other_years(best[0], match_figures(material, None))]
    return Draft(
        kind="figure",
        statements=tuple((shown(material, match.row, whole=several),) for match in best),
        score=min(match.credit for match in best),
        short=best[0].row.figure if len(best) == 1 and not several else None,
        listed=len(best) > 1,
        missing=tuple(missing),
        confidence=min(match.probability for match in best),
    )


def shown(material: Material, row: Target, whole: bool = False) -> Span:
    """What is quoted: the figure's clause, from the sentence's start where the clause alone does not say of what.

    The whole sentence where several of its figures were asked for.
    """
    document = material.document(row.span.doc_id)
    start, end = next(
        (first, last)
        for first, last in sentences(document.text, *_line(document.text, row.figure.start))
        if first <= row.figure.start < last
    )
    if whole and end - start <= _QUOTE:
        return Span(document.doc_id, start, end)
    longer = Span(document.doc_id, start, max(row.span.end, start + 1))
    gained = material.topic.coverage(material.words(longer)) - material.topic.coverage(row.quote)
    money = material.question.asks_support or material.question.likely_units
    quoted = longer if gained > _GAIN and longer.end - longer.start <= _QUOTE else row.span
    return _with_limits(document.text, quoted, end) if money else quoted


def _with_limits(text: str, span: Span, end: int) -> Span:
    """The span with the clauses right behind it that say how far its amount goes: 按10%奖补，最高500万元."""
    while more := _LIMIT.match(text, span.end, end):
        span = Span(span.doc_id, span.start, more.end())
    return span


def fits(row: Target, question: Question, document: Document) -> bool:
    """Whether a figure is of the kind asked for: its unit; reached where that was asked, aimed at where that was."""
    if not unit_fits(row.quantity, question.units):
        return False
    if any(asked.magnitude and asked.value == row.quantity.value for asked in question.quantities):
        return False  # 单户500万元以下的收多少: the case, not the answer
    asked, said = _months(question.text), _months(row.quote)
    if len(asked) == 1 and said and not asked & said:
        return False  # 6月份顺差为82亿美元 is no answer about July
    if question.asks_reached and year_is_open(row, document):
        return False
    if question.asks_present and row.kind == "target":
        return False
    change = is_change(document.text, row.figure.start, row.quantity.unit)
    if change and not question.asks_change:
        return False
    if _DIFFERENCE.search(question.text) and not change and row.quantity.unit not in _SHARES:
        return False
    if _is_a_rate_of_change(document.text, row, question) or _is_over_years(row, question):
        return False
    if _is_former(document.text, row.figure) and not _ASKS_FORMER.search(question.text):
        return False
    return not (question.asks_aim and row.kind == "achieved")


def _months(text: str) -> set[str]:
    """The months a text names one by one: no 1—7月, and no day of a month."""
    return {match[1] for match in _MONTH.finditer(text)}


def _is_former(text: str, figure: Span) -> bool:
    """Whether a figure is what something was before it changed: 从人均【40元】提高到45元."""
    return bool(
        _FROM.search(text[max(0, figure.start - 10) : figure.start])
        and _TO.match(text[figure.end : figure.end + 12])
    )


def is_change(text: str, start: int, unit: str) -> bool:
    """Whether the quantity at `start` says by how much something rises or falls, not what it comes to: 提高30元."""
    return unit not in _SHARES and bool(_CHANGE.search(text[max(0, start - 6) : start]))


def _is_a_rate_of_change(text: str, row: Target, question: Question) -> bool:
    """Whether a share says how fast something grows where its part of a whole is asked for: 占比, of 投入年均增长11%."""
    grows = row.quantity.unit in _SHARES and _CHANGE.search(
        text[max(0, row.figure.start - 6) : row.figure.start]
    )
    return bool(grows and _PART.search(question.text)) and not question.asks_change


def _is_over_years(row: Target, question: Question) -> bool:
    """Whether a figure reached is the mean of several years where one year's is asked for: of 2018年, 年均增长11.3%."""
    one_year = len(question.years) == 1 and row.kind != "target"
    return bool(one_year and _YEARLY_MEAN.search(row.quote)) and not _YEARLY_MEAN.search(question.text)


def year_is_open(row: Target, document: Document) -> bool:
    """Whether the row's year was not over when the document was written, so that nothing was reached yet."""
    written, year = document_year(document), row.year or row.context_year
    return row.kind != "achieved" and written is not None and year is not None and year >= written


def unit_fits(quantity: Quantity, units: frozenset[str]) -> bool:
    """Whether a quantity has a unit that can answer; any but a time's where none is asked for."""
    unit = quantity.unit
    if not units:
        return unit not in _ASKED_ONLY
    # 1.4亿 of people, 5千亿级 of money leave the unit to the noun before them
    return unit in units or (not unit and bool(quantity.magnitude) and bool(units & {"元", "人"}))


def year_doubt(row: Target, year: int | None, document: Document) -> float | None:
    """What a row loses because its year is not certain; None where it is another year's."""
    if year is None or row.year == year:
        return 0.0
    if row.year is not None:
        return None
    if row.context_year is not None:
        return 0.04 if row.context_year == year else None
    if str(year) in fold(document.title) or document_year(document) == year:
        return 0.1
    return None


def _line(text: str, position: int) -> tuple[int, int]:
    end = text.find("\n", position)
    return text.rfind("\n", 0, position) + 1, len(text) if end < 0 else end


def _other_years(best: Match, matches: Iterable[Match]) -> list[Match]:
    """The same indicator in other years of the same document: a question without a year asks for all."""
    if best.row.year is None:
        return []
    same: dict[int, Match] = {}
    for match in matches:
        row = match.row
        if (
            row.indicator == best.row.indicator
            and row.span.doc_id == best.row.span.doc_id
            and row.unit == best.row.unit
            and row.year is not None
            and row.year != best.row.year
            and row.figure != best.row.figure  # 2021到2023年间: one figure, read for both years
        ):
            same.setdefault(row.year, Match(row, best.probability, match.credit))
    return [same[year] for year in sorted(same)]
