"""Targets as rows in the truth: how a `Target` is kept and made again."""

from decimal import Decimal
from typing import Any

from corpus.document import Document, Span
from indexing.derived import Extractor
from indexing.quantities import Quantity
from indexing.target import Target
from indexing.target_details import scope
from indexing.targets import find_figures

VERSION = "13"
"""Changes with what `find_figures` reads, so that libraries are read again."""


def _keep(row: Target) -> dict[str, Any]:
    """JSON values only; words that stand in the text are kept as offsets."""
    quantity = row.quantity
    return {
        "indicator": row.indicator,
        "year": row.year,
        "context_year": row.context_year,
        "kind": row.kind,
        "span": [row.span.start, row.span.end],
        "quantity": [quantity.start, quantity.number_start, quantity.number_end, quantity.end],
        "number": str(quantity.number),
        "magnitude": quantity.magnitude,
        "unit": quantity.unit,
        "comparator": quantity.comparator,
        "baseline": _offsets(row.baseline),
        "department": _offsets(row.department),
        "nature": row.nature,
        "sector": row.sector,
        "enterprise": row.enterprise,
    }


def _offsets(span: Span | None) -> list[int] | None:
    return [span.start, span.end] if span else None


def _restore(document: Document, kept: dict[str, Any]) -> Target:
    span = Span(document.doc_id, *kept["span"])
    start, number_start, number_end, end = kept["quantity"]
    quantity = Quantity(
        start,
        end,
        number_start,
        number_end,
        Decimal(kept["number"]),
        kept["magnitude"],
        kept["unit"],
        kept["comparator"],
    )
    return Target(
        indicator=kept["indicator"],
        value=quantity.number,
        unit=quantity.written_unit,
        comparator=quantity.comparator,
        year=kept["year"],
        scope=scope(kept["indicator"], document.region),
        kind=kept["kind"],
        context_year=kept["context_year"],
        span=span,
        figure=Span(document.doc_id, start, end),
        quote=document.quote(span),
        quantity=quantity,
        baseline=Span(document.doc_id, *kept["baseline"]) if kept["baseline"] else None,
        department=Span(document.doc_id, *kept["department"]) if kept["department"] else None,
        nature=kept["nature"],
        sector=kept["sector"],
        enterprise=kept["enterprise"],
    )


TARGETS: Extractor[Target] = Extractor("targets", VERSION, find_figures, _keep, _restore)
"""Every figure of a document, whatever its kind."""
