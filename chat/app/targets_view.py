"""What the table of targets shows for what was chosen: rows, choices, one indicator over years."""

from collections.abc import Sequence
from dataclasses import dataclass

from corpus.document import Document, Span
from corpus.library import Library
from indexing.target import Target
from indexing.target_comparison import Series, conflicting_figures, series
from indexing.target_export import Format, export
from indexing.target_search import KINDS_SHOWN, Order, load_targets, matching_targets, sorted_targets

ORDERS: tuple[Order, ...] = ("indicator", "value", "year", "document")
MOST = 300  # rows drawn; the files hold all of them


@dataclass(frozen=True, slots=True)
class TargetQuery:
    """What was chosen above the table; None and empty mean any. Without an `order`, the best match comes first."""

    words: str = ""
    year: int | None = None
    region: str | None = None
    kind: str = "target"
    order: Order | None = None
    descending: bool = False


@dataclass(frozen=True, slots=True)
class TargetView:
    """The rows that were found with their documents by id, and the figures that another document contradicts."""

    rows: list[Target]
    documents: dict[str, Document]
    contradicted: frozenset[Span]
    years: list[int]
    regions: list[str]

    def file(self, form: Format) -> bytes:
        """All rows as a file with their sources."""
        return export(self.rows, self.documents, self.contradicted, form)

    def comparable(self) -> list[Series]:
        """The indicators that are given for several years, or by several documents; the longest first."""
        return [one for one in series(self.rows) if len(one.points) > 1]


def view_of(library: Library, query: TargetQuery) -> TargetView:
    """The table for a query. `years` and `regions` are those of the whole library, for choosing among them."""
    every, documents = load_targets(library, kinds=KINDS_SHOWN.get(query.kind, KINDS_SHOWN["target"]))
    rows = [row for row in every if not query.region or row.scope == query.region]
    rows = matching_targets(rows, query.year, query.words.strip() or None)
    if query.order:
        rows = sorted_targets(rows, query.order, documents, query.descending)
    return TargetView(
        rows,
        documents,
        conflicting_figures(every),
        sorted({row.year for row in every if row.year is not None}),
        sorted({row.scope for row in every if row.scope}),
    )


def ordered(query: TargetQuery, column: int) -> tuple[Order | None, bool]:
    """The order after the head of a column was pressed: up, then down, then none."""
    if not 0 <= column < len(ORDERS):
        return query.order, query.descending
    if query.order != ORDERS[column]:
        return ORDERS[column], False
    return (query.order, True) if not query.descending else (None, False)


def places(rows: Sequence[Target]) -> list[tuple[Span, str]]:
    """Where each row stands and what is written there: what opening it needs."""
    return [(row.span, row.quote) for row in rows]
