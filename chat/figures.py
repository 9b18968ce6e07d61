"""Answers to questions for a figure: the row whose indicator, year and unit are the ones asked for."""

from collections.abc import Iterable
from dataclasses import dataclass

from chat.draft import Draft
from chat.material import Material
from chat.topic import Topic, fold
from corpus.document import Document, Span
from indexing.sentences import sentences
from indexing.targets import Target, document_year

# What finding a pair of characters is worth, by where it stands: the nearer to the figure the more.
_INDICATOR, _CLAUSE, _SENTENCE, _AROUND = 1.0, 0.9, 0.65, 0.6
_PASSAGE = 0.5
_HEAD = 0.12  # what a figure loses whose clause lacks the very thing counted (逆差 in 结售汇逆差多少)
_LIKELY = 0.12  # … or whose unit is not the likely one (能贷多少: 元)
_QUOTE = 150  # characters of a clause with what leads up to it
_GAIN = 0.12  # what a longer quote must say more of the question
_PRECISION = (
    0.22  # how much an indicator loses that says more than was asked (高端装备等产业规模 for 工业规模)
)


@dataclass(frozen=True, slots=True)
class Match:
    """A figure and how well (0 to 1) it is the one asked for."""

    row: Target
    score: float
    rank: int


def match_figures(material: Material, year: int | None, topic: Topic | None = None) -> list[Match]:
    """The figures that could be the one asked for in that year (any where None), best first."""
    topic = topic or material.topic
    matches = []
    for document in material.documents:
        for row in material.readings.figures(document):
            if not _unit_fits(row, material.question.units):
                continue
            doubt = _year_doubt(row, year, document)
            if doubt is None:
                continue
            found = material.passage_at(row.figure)
            if found is None:
                continue
            score = _likeness(material, topic, row, document) - doubt
            if material.question.likely_units and row.quantity.unit not in material.question.likely_units:
                score -= _LIKELY
            if row.quantity.unit and row.quantity.unit in material.question.text:
                score += 0.04
            if document.text[: row.figure.start].endswith(("从", "由", "自")):  # 从60%提高到70%: what was
                score -= 0.15
            if row.kind == "target" and (year is not None or "目标" in material.question.text):
                score += 0.02
            matches.append(Match(row, score - 0.002 * found.rank, found.rank))
    return sorted(matches, key=lambda match: (-match.score, match.rank, match.row.figure.start))


def answer_figure(material: Material) -> Draft | None:
    """The figure asked for, for each year asked for; None where no row comes near."""
    years: tuple[int | None, ...] = material.question.years or (None,)
    best: list[Match] = []
    missing: list[str] = []
    for year in years:
        matches = match_figures(material, year)
        if matches:
            best.append(matches[0])
        elif year is not None:
            missing.append(f"{year}年的数值")
    if not best:
        return None
    if years == (None,):
        best = [best[0], *_other_years(best[0], match_figures(material, None))]
    several = material.question.asks_several and len(best) == 1
    return Draft(
        kind="figure",
        statements=tuple((shown(material, match.row, whole=several),) for match in best),
        score=min(match.score for match in best),
        short=best[0].row.figure if len(best) == 1 and not several else None,
        listed=len(best) > 1,
        missing=tuple(missing),
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
    sentence = Span(document.doc_id, start, end)
    if whole and end - start <= _QUOTE:
        return sentence
    longer = Span(document.doc_id, start, row.span.end)
    gained = material.topic.coverage(material.words(longer)) - material.topic.coverage(row.quote)
    return longer if gained > _GAIN and longer.end - longer.start <= _QUOTE else row.span


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
            and row.year not in (None, best.row.year)
            and row.year is not None
        ):
            same.setdefault(row.year, match)
    return [same[year] for year in sorted(same)]


def _likeness(material: Material, topic: Topic, row: Target, document: Document) -> float:
    text = document.text
    sentence_start = max(text.rfind(mark, 0, row.span.start) for mark in "。！？\n") + 1
    found = material.passage_at(row.figure)
    around = material.around(found.passage) if found else document.title
    covered = topic.credit(
        [
            (row.indicator + row.unit, _INDICATOR),
            (row.quote, _CLAUSE),
            (text[sentence_start : row.span.end], _SENTENCE),
            (around, _AROUND),
            (found.passage.text if found else "", _PASSAGE),
        ]
    )
    head = topic.head
    if head is not None and not topic.holds(head, row.indicator + row.quote):
        covered -= _HEAD
    return covered * (1 - _PRECISION * (1 - topic.precision(row.indicator)))


def _unit_fits(row: Target, units: frozenset[str]) -> bool:
    unit = row.quantity.unit
    if not units:
        # months, days and ordinals answer only who asks for them
        return unit not in ("年", "月", "日", "天", "小时", "个月", "岁", "周岁", "届", "个工作日", "工作日")
    # 1.4亿 leaves its unit to the noun before it
    return unit in units or (
        not unit and bool(row.quantity.magnitude) and bool(units & {"元", "人", "家", "个"})
    )


def _year_doubt(row: Target, year: int | None, document: Document) -> float | None:
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
