"""Targets of the whole library as a table: by filters, year and words; sorted."""

from collections.abc import Callable, Collection, Iterable, Sequence
from decimal import Decimal
from typing import Any, Literal

from corpus.document import Document
from corpus.filters import Filters
from corpus.library import Library
from indexing.derived import rows_of
from indexing.places import find_places
from indexing.target import Kind, Target
from indexing.target_rows import TARGETS
from indexing.tokenizer import Tokenizer, open_tokenizer

Order = Literal["document", "indicator", "value", "year"]

KINDS_SHOWN: dict[str, tuple[Kind, ...]] = {
    "target": ("target",),
    "achieved": ("achieved",),
    "all": ("target", "achieved"),
}
_ENOUGH = 0.6  # of the query's words that a row must hold
_IN_INDICATOR, _IN_QUOTE = 1.0, 0.8
_EMPTY = frozenset(
    "目标 指标 任务 多少 达到 要求 计划 数据 是多少 什么 情况 全省 全市 全国 我省 我市".split()
)


def load_targets(
    library: Library,
    filters: Filters = Filters(),  # noqa: B008 - immutable
    kinds: Collection[Kind] = KINDS_SHOWN["target"],
) -> tuple[list[Target], dict[str, Document]]:
    """The rows of the documents that the filters admit, in the order of documents and texts; and the documents by id."""
    documents = {document.doc_id: document for document in library.documents(filters)}
    rows = [row for row in rows_of(library, TARGETS, documents.values()) if row.kind in kinds]
    return rows, documents


def matching_targets(
    rows: Iterable[Target],
    year: int | None = None,
    query: str | None = None,
    tokenizer: Tokenizer | None = None,
) -> list[Target]:
    """The rows for a year, if one is given, that hold most of the query's words, best first.

    Without a query in the order given.
    """
    of_year = [row for row in rows if year is None or row.year == year]
    return [row for row, _ in scored_targets(of_year, query, tokenizer)] if query else of_year


def scored_targets(
    rows: Iterable[Target], query: str, tokenizer: Tokenizer | None = None
) -> list[tuple[Target, float]]:
    """The rows that hold most of the query's words, each with the share that it holds, 0.6 to 1; best first.

    A word in the indicator counts fully, one in the quote or the region a little less, and half of the words must be
    the indicator's; a place that the query names must be the row's own, where that is known. Of equal rows the one
    with the shorter indicator comes first.
    """
    tokenizer = tokenizer or open_tokenizer()
    asked = find_places(query)
    words = [word for word in tokenizer.words(query) if len(word) > 1 and word not in _EMPTY]
    words = words or tokenizer.words(query)
    named = [word for word in words if not (find_places(word) or word.rstrip("年").isdigit())]
    if not words:
        return []
    scored = []
    for row in rows:
        own = find_places(row.scope or "")
        if (
            asked
            and own
            and not any(one.covers(place) or place.covers(one) for one in asked for place in own)
        ):
            continue
        indicator, whole = tokenizer.fold(row.indicator), tokenizer.fold(f"{row.scope or ''}{row.quote}")
        held = sum(
            _IN_INDICATOR if word in indicator else _IN_QUOTE if word in whole else 0.0 for word in words
        )
        of_indicator = sum(word in indicator for word in named)
        if held / len(words) >= _ENOUGH and of_indicator * 2 >= len(named):
            scored.append((row, held / len(words)))
    return sorted(scored, key=lambda entry: (-entry[1], len(entry[0].indicator)))


def sorted_targets(
    rows: Sequence[Target], order: Order, documents: dict[str, Document], descending: bool = False
) -> list[Target]:
    """The rows in another order; what has no year comes last either way, equal rows stay as they were."""
    keys: dict[str, Callable[[Target], Any]] = {
        "document": lambda row: (documents[row.span.doc_id].title, row.span.start),
        "indicator": lambda row: row.indicator,
        "value": lambda row: (row.quantity.unit, Decimal(row.quantity.value)),
        "year": lambda row: row.year,
    }
    known = [row for row in rows if order != "year" or row.year is not None]
    unknown = [row for row in rows if order == "year" and row.year is None]
    return sorted(known, key=keys[order], reverse=descending) + unknown


def rows_for_question(
    rows: Iterable[Target], words: str, year: int | None = None
) -> list[tuple[Target, float]]:
    """The rows that can answer a question for an indicator in a year, best first, each with its share of the words.

    `words` are the question's own or those of its indicator; a row whose year is unknown only follows those of
    the year asked for, and one of another year never comes.
    """
    found = scored_targets(rows, words)
    certain = [entry for entry in found if year is None or entry[0].year == year]
    possible = [
        entry
        for entry in found
        if year is not None and entry[0].year is None and entry[0].context_year in (None, year)
    ]
    return certain + possible
