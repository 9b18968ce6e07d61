"""Measures as rows in the truth: how a `Measure` is kept and made again."""

from typing import Any

from corpus.document import Document, Span
from indexing.derived import Extractor
from indexing.measure import Measure
from indexing.measures import find_measures

VERSION = "12"
"""Changes with what `find_measures` reads, so that libraries are read again."""

_ONE = ("name", "core", "span", "audience", "amount", "how_to_apply", "deadline", "office", "validity")
_MANY = ("conditions", "materials")


def _keep(row: Measure) -> dict[str, Any]:
    """JSON values only; words that stand in the text are kept as offsets."""
    kept: dict[str, Any] = {"instrument": row.instrument, "heading": list(row.heading)}
    for name in _ONE:
        span: Span | None = getattr(row, name)
        if span:
            kept[name] = [span.start, span.end]
    for name in _MANY:
        kept[name] = [[span.start, span.end] for span in getattr(row, name)]
    return kept


def _restore(document: Document, kept: dict[str, Any]) -> Measure:
    spans: dict[str, Any] = {name: Span(document.doc_id, *kept[name]) for name in _ONE if name in kept}
    lists: dict[str, Any] = {name: tuple(Span(document.doc_id, *one) for one in kept[name]) for name in _MANY}
    return Measure(instrument=kept["instrument"], heading=tuple(kept["heading"]), **spans, **lists)


MEASURES: Extractor[Measure] = Extractor("measures", VERSION, find_measures, _keep, _restore)
"""Every support measure of a document."""
