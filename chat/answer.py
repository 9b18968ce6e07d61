"""An answer and its citations, as `contract` writes them in JSON.

Invariants, checked by `Answer.__post_init__`: citations are numbered from 1 in the order in which the
statements use them, every citation is used, every statement has at least one, an abstention has neither, and
the short answer lies inside a cited quote.
"""

from dataclasses import dataclass
from typing import Any, Literal

from corpus.document import Span
from indexing.passage import ScoredPassage

Outcome = Literal["answered", "partial", "abstained"]
Mode = Literal["extractive", "llm"]


@dataclass(frozen=True, slots=True)
class Citation:
    """A quote and where it stands; `quote` equals the document's text over `span`."""

    number: int
    span: Span
    title: str
    heading: tuple[str, ...]
    quote: str

    def to_json(self) -> dict[str, Any]:
        """The contract's form."""
        return {
            "number": self.number,
            "doc_id": self.span.doc_id,
            "title": self.title,
            "heading": list(self.heading),
            "start": self.span.start,
            "end": self.span.end,
            "quote": self.quote,
        }


@dataclass(frozen=True, slots=True)
class Statement:
    """One thing said, and the numbers of the citations that carry it."""

    text: str
    citations: tuple[int, ...]

    def to_json(self) -> dict[str, Any]:
        """The contract's form."""
        return {"text": self.text, "citations": list(self.citations)}


@dataclass(frozen=True, slots=True)
class Answer:
    """What the assistant says to one question. Raises ValueError where the invariants above are broken."""

    question: str
    outcome: Outcome
    text: str
    rewritten_question: str | None = None
    reason: str | None = None
    missing: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()
    short_answer: str | None = None
    statements: tuple[Statement, ...] = ()
    citations: tuple[Citation, ...] = ()
    retrieved: tuple[ScoredPassage, ...] = ()
    mode: Mode = "extractive"
    elapsed_ms: float = 0.0

    def __post_init__(self) -> None:
        used = list(dict.fromkeys(number for s in self.statements for number in s.citations))
        if [c.number for c in self.citations] != list(range(1, len(self.citations) + 1)):
            raise ValueError("citations are not numbered 1, 2, 3 …")
        if sorted(used) != [c.number for c in self.citations] or not all(
            s.citations for s in self.statements
        ):
            raise ValueError("statements and citations do not match")
        if self.abstained and (self.statements or self.short_answer is not None or not self.reason):
            raise ValueError("an abstention says why and nothing else")
        if not self.abstained and not self.statements:
            raise ValueError("an answer without a statement")
        if self.short_answer is not None and not any(self.short_answer in c.quote for c in self.citations):
            raise ValueError(f"the short answer {self.short_answer!r} stands in no cited quote")

    @property
    def abstained(self) -> bool:
        """Whether the documents do not answer."""
        return self.outcome == "abstained"

    def to_json(self) -> dict[str, Any]:
        """The contract's form."""
        return {
            "question": self.question,
            "rewritten_question": self.rewritten_question,
            "outcome": self.outcome,
            "abstained": self.abstained,
            "reason": self.reason,
            "missing": list(self.missing),
            "notices": list(self.notices),
            "text": self.text,
            "short_answer": self.short_answer,
            "statements": [statement.to_json() for statement in self.statements],
            "citations": [citation.to_json() for citation in self.citations],
            "retrieved": [
                {
                    "doc_id": found.passage.span.doc_id,
                    "passage_id": found.passage.passage_id,
                    "start": found.passage.span.start,
                    "end": found.passage.span.end,
                    "score": round(found.score, 6),
                }
                for found in self.retrieved
            ],
            "mode": self.mode,
            "elapsed_ms": round(self.elapsed_ms, 1),
        }
