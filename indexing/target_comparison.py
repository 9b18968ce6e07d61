"""One indicator over years, regions and documents: which rows belong together, which contradict each other."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from corpus.document import Span
from indexing.places import find_places
from indexing.quantities import MAGNITUDES, plain_unit
from indexing.target import Target
from indexing.tokenizer import open_tokenizer

_WHERE = re.compile(r"^(?:(?:全|我|本)[国省市区县州盟]|其中|各级?|总体)+")
_SPELLINGS = (
    (re.compile(r"国内生产总值|地区生产总值|gdp"), "生产总值"),
    (re.compile(r"规模以上"), "规上"),
    (re.compile(r"(?:年均)?(?:增长率|增长速度|增速|增幅)$"), "增长"),
    (re.compile(r"(?:上涨|涨幅)$"), "涨幅"),
    (re.compile(r"(?<=..)(?:总数|总量|数量)$"), ""),
)
_MARKS = re.compile(r"[^\w]+")


@dataclass(frozen=True, slots=True)
class Conflict:
    """Documents that give one indicator of one region different values for the same year."""

    indicator: str
    scope: str
    year: int
    rows: tuple[Target, ...]


@dataclass(frozen=True, slots=True)
class Point:
    """One row in a chart: `value` in the series' unit."""

    year: int
    value: Decimal
    row: Target


@dataclass(frozen=True, slots=True)
class Series:
    """One indicator of one region over years, in the unit most of its rows are written in, by year."""

    indicator: str
    scope: str | None
    unit: str
    points: tuple[Point, ...]


def indicator_key(row: Target) -> str:
    """What rows of the same indicator have in common: without place, marks and spellings (规模以上, 规上)."""
    words = open_tokenizer().fold(row.indicator)
    for place in reversed(find_places(words)):
        words = words[: place.start] + re.sub(r"^(?:省|市|自治区)", "", words[place.end :])
    words = _WHERE.sub("", _MARKS.sub("", words))
    for spelling, one in _SPELLINGS:
        words = spelling.sub(one, words)
    return words


def conflicts(rows: Iterable[Target]) -> list[Conflict]:
    """Rows of different documents that contradict each other: same indicator, region, year and kind, other value.

    Rows without year or region are not compared, nor those of one document with each other (6.5%—7% is a range).
    """
    together: dict[tuple[str, str, int, str, str], list[Target]] = defaultdict(list)
    for row in rows:
        if row.year is not None and row.scope:
            together[indicator_key(row), row.scope, row.year, row.kind, plain_unit(row.quantity.unit)].append(
                row
            )
    found = []
    for (_, scope, year, _, _), group in together.items():
        values: dict[str, set[Decimal]] = defaultdict(set)
        for row in group:
            values[row.span.doc_id].add(row.quantity.value)
        if len({frozenset(stated) for stated in values.values()}) > 1:
            found.append(Conflict(_usual(row.indicator for row in group), scope, year, tuple(group)))
    return found


def conflicting_figures(rows: Iterable[Target]) -> frozenset[Span]:
    """The figures of the rows that some other document contradicts, to mark them."""
    return frozenset(row.figure for conflict in conflicts(rows) for row in conflict.rows)


def series(rows: Iterable[Target]) -> list[Series]:
    """The rows with a year as series to draw or to compare: one for each indicator, region and unit; longest first.

    A year may have several points: several documents, a range, or a target and what was reached.
    """
    together: dict[tuple[str, str | None, str], list[Target]] = defaultdict(list)
    for row in rows:
        if row.year is not None:
            together[indicator_key(row), row.scope, plain_unit(row.quantity.unit)].append(row)
    found = [_series(scope, group) for (_, scope, _), group in together.items()]
    return sorted(found, key=lambda one: -len({point.year for point in one.points}))


def _series(scope: str | None, group: Sequence[Target]) -> Series:
    unit = _usual(row.unit for row in group)
    factor = MAGNITUDES.get(next(row.quantity.magnitude for row in group if row.unit == unit), 1)
    points = [Point(row.year, row.quantity.value / factor, row) for row in group if row.year is not None]
    return Series(
        _usual(row.indicator for row in group),
        scope,
        unit,
        tuple(sorted(points, key=lambda point: (point.year, point.row.figure))),
    )


def _usual(words: Iterable[str]) -> str:
    """The one that occurs most often, of equals the first."""
    return Counter(words).most_common(1)[0][0]
