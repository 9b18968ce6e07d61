"""A plan of our own to read figures from, and what was read, in short."""

from datetime import date

from corpus.document import Document
from indexing.target import Target
from indexing.targets import find_figures

Row = tuple[str, str, str, str, int | None]


def document(
    text: str, issued_on: date | None = date(2025, 3, 1), title: str = "滨海市海洋产业方案"
) -> Document:
    """The plan, with this text; dated 2025 unless told otherwise."""
    return Document("plan", title, text, issued_on=issued_on, region="滨海市")


def rows(text: str) -> list[Row]:
    """All figures of the text."""
    return [row(target) for target in find_figures(document(text))]


def row(target: Target) -> Row:
    """Indicator, value, unit, comparator and year."""
    return target.indicator, str(target.value), target.unit, target.comparator, target.year


def read(text: str, title: str = "滨海市海洋产业方案") -> list[tuple[str, str, int | None, str]]:
    """Indicator, value, year and kind of all figures of the text."""
    return [(r.indicator, str(r.value), r.year, r.kind) for r in find_figures(document(text, title=title))]
