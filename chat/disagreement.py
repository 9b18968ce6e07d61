"""Documents that give one indicator different values for the same year: both are shown, what holds and is newer first."""

from collections.abc import Iterable, Sequence
from datetime import date

from chat.material import Material
from corpus.document import Document
from corpus.validity import NOT_HOLDING, status_on
from indexing.quantities import plain_unit
from indexing.target import Target
from indexing.target_comparison import indicator_key

_MOST = 3  # documents shown beside one another


def disagreeing(material: Material, row: Target, rows: Iterable[Target]) -> list[Target]:
    """The row and those of other documents that contradict it, one a document; the row alone where none does.

    Contradicting is another value of the same indicator, kind, unit, year and region, as in the table of targets.
    """
    others: dict[str, Target] = {}
    for other in rows:
        if (
            other.span.doc_id != row.span.doc_id
            and other.kind == row.kind
            and _year(other) == _year(row) is not None
            and _region(material, other) == _region(material, row) is not None
            and plain_unit(other.quantity.unit) == plain_unit(row.quantity.unit)
            and indicator_key(other) == indicator_key(row)
            and other.quantity.value != row.quantity.value
        ):
            others.setdefault(other.span.doc_id, other)
    return sorted([row, *others.values()], key=lambda one: _order(material, one))[:_MOST]


def notice(material: Material, rows: Sequence[Target]) -> str:
    """What the reader is told of rows that contradict one another."""
    named = "、".join(_named(material.document(row.span.doc_id)) for row in rows)
    return f"{named}对同一指标给出的数值不同，先列现行且较新的，请核对。"


def _order(material: Material, row: Target) -> tuple[bool, int]:
    document = material.document(row.span.doc_id)
    issued = document.issued_on or date.min
    return status_on(document, material.day) in NOT_HOLDING, -issued.toordinal()


def _named(document: Document) -> str:
    return f"《{document.title}》" + (f"（{document.issued_on}）" if document.issued_on else "")


def _year(row: Target) -> int | None:
    return row.year if row.year is not None else row.context_year


def _region(material: Material, row: Target) -> str | None:
    return row.scope or material.document(row.span.doc_id).region
