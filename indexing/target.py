"""A target: one figure of a document, with its indicator, year, and what else the text says of it."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from corpus.document import Span
from indexing.quantities import Comparator, Quantity

Kind = Literal["target", "achieved", "figure"]
Nature = Literal["约束性", "预期性"]


@dataclass(frozen=True, slots=True)
class Target:
    """One figure of a document.

    `value` is the number as written without its magnitude, `unit` the magnitude and unit as written (7 and
    万亿), `year` the year it holds for or None, `context_year` the year its paragraph or heading speaks of (less
    certain than `year`), `figure` the span of the figure with its comparator words,
    `span` that of the clause it stands in. `kind` says whether it is aimed at, already reached, or neither.
    `scope` is the region it is set for, `sector` the industry and `enterprise` the kind of enterprise its indicator
    names, `baseline` the span of the figure it starts from (从【60%】提高到70%), `department` the span of the words
    that name who is responsible, `nature` whether the text calls it binding or expected. All None where not said.
    """

    indicator: str
    value: Decimal
    unit: str
    comparator: Comparator
    year: int | None
    scope: str | None
    kind: Kind
    context_year: int | None
    span: Span
    figure: Span
    quote: str
    quantity: Quantity
    baseline: Span | None = None
    department: Span | None = None
    nature: Nature | None = None
    sector: str | None = None
    enterprise: str | None = None

    @property
    def written_value(self) -> str:
        """The number as a plain decimal: 1.5."""
        return f"{self.value.normalize():f}"

    @property
    def written(self) -> str:
        """The figure as the text writes it, with its comparator words: 超200万辆, 70%以上."""
        return self.quote[self.figure.start - self.span.start : self.figure.end - self.span.start]

    def to_json(self) -> dict[str, Any]:
        """The contract's form."""
        return {
            "indicator": self.indicator,
            "value": self.written_value,
            "unit": self.unit,
            "comparator": self.comparator,
            "year": self.year,
            "scope": self.scope,
            "doc_id": self.span.doc_id,
            "start": self.span.start,
            "end": self.span.end,
            "quote": self.quote,
        }
