"""A support measure: one thing given to one group, each part a span of the document."""

from dataclasses import dataclass, field
from typing import Any

from corpus.document import Document, Span

QUOTE_LIMIT = 200


@dataclass(frozen=True, slots=True)
class Measure:
    """One thing given to one group; every Span lies in the document `span.doc_id`.

    `core` is the clause that gives, `span` the statement to quote (at most 200 characters, `core` inside it).
    `audience` says for whom, `amount` how much, `conditions` what must hold besides; `heading` are the words of the
    headings above. `validity` is the period that the text gives.
    """

    name: Span
    instrument: str
    core: Span
    span: Span
    audience: Span | None = None
    amount: Span | None = None
    conditions: tuple[Span, ...] = ()
    materials: tuple[Span, ...] = ()
    how_to_apply: Span | None = None
    deadline: Span | None = None
    office: Span | None = None
    validity: Span | None = None
    heading: tuple[str, ...] = field(default=(), compare=False)

    def to_json(self, document: Document) -> dict[str, Any]:
        """The contract's form, and the offsets of each part under `spans`."""

        def words(span: Span | None) -> str | None:
            return document.quote(span) if span else None

        parts = {
            "measure": self.name, "audience": self.audience, "amount": self.amount,
            "how_to_apply": self.how_to_apply, "deadline": self.deadline, "office": self.office,
            "validity": self.validity,
        }  # fmt: skip
        return {
            "measure": words(self.name),
            "instrument": self.instrument,
            "audience": words(self.audience),
            "amount": words(self.amount),
            "conditions": "；".join(document.quote(span) for span in self.conditions) or None,
            "materials": [document.quote(span) for span in self.materials] or None,
            "how_to_apply": words(self.how_to_apply),
            "deadline": words(self.deadline),
            "office": words(self.office),
            "validity": words(self.validity),
            "doc_id": self.span.doc_id,
            "start": self.span.start,
            "end": self.span.end,
            "quote": document.quote(self.span),
            "spans": {
                **{name: [span.start, span.end] for name, span in parts.items() if span},
                "conditions": [[span.start, span.end] for span in self.conditions],
                "materials": [[span.start, span.end] for span in self.materials],
            },
        }
