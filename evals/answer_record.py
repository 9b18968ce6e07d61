"""An answer as the measures see it, read from the contract's JSON.

The measures judge what was said, so they read the JSON that anybody gets, not the assistant's own objects:
answers of a finished run, of `chat ask --batch` or of another system are scored alike.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from corpus.document import Span

OUTCOMES = ("answered", "partial", "abstained")


@dataclass(frozen=True, slots=True)
class SaidStatement:
    """One thing said, and the numbers of its citations."""

    text: str
    citations: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ShownCitation:
    """A quote and where it is said to stand; nothing about it has been checked yet."""

    number: int
    doc_id: str
    start: int
    end: int
    quote: str

    @property
    def span(self) -> Span | None:
        """The span, or None where the offsets are none."""
        return Span(self.doc_id, self.start, self.end) if 0 <= self.start < self.end else None


@dataclass(frozen=True, slots=True)
class Retrieved:
    """A passage that retrieval gave, best first."""

    doc_id: str
    passage_id: str
    start: int
    end: int
    score: float


@dataclass(frozen=True, slots=True)
class AnswerRecord:
    """What was said to one question."""

    outcome: str
    text: str
    short_answer: str | None
    statements: tuple[SaidStatement, ...]
    citations: tuple[ShownCitation, ...]
    retrieved: tuple[Retrieved, ...]
    confidence: float | None

    @property
    def abstained(self) -> bool:
        """Whether it was refused; a partial answer is none."""
        return self.outcome == "abstained"

    @property
    def stated(self) -> str:
        """The statements alone: what the text says besides, such as a warning, is no answer."""
        return "".join(statement.text for statement in self.statements)

    @classmethod
    def from_json(cls, row: Mapping[str, Any]) -> "AnswerRecord":
        """Reads the contract's Answer. Raises ValueError where a key is missing or of the wrong type.

        `confidence` is not in the contract: where an answer has none, the score of the best passage stands
        in for it, which is what the assistant has to go by.
        """
        try:
            if row["outcome"] not in OUTCOMES or row["abstained"] != (row["outcome"] == "abstained"):
                raise ValueError(f"outcome 与 abstained 不合约定：{row['outcome']!r}、{row['abstained']!r}")
            retrieved = tuple(
                Retrieved(
                    _is(str, p["doc_id"]), _is(str, p["passage_id"]), _is(int, p["start"]), _is(int, p["end"]),
                    _finite(p["score"]),
                )
                for p in row["retrieved"]
            )  # fmt: skip
            citations = tuple(
                ShownCitation(
                    _is(int, c["number"]), _is(str, c["doc_id"]), _is(int, c["start"]), _is(int, c["end"]),
                    _is(str, c["quote"]),
                )
                for c in row["citations"]
            )  # fmt: skip
            statements = tuple(
                SaidStatement(_is(str, s["text"]), tuple(_is(int, number) for number in s["citations"]))
                for s in row["statements"]
            )
            short, confidence = row["short_answer"], row.get("confidence")
            if confidence is None and retrieved:
                confidence = retrieved[0].score
            return cls(
                outcome=row["outcome"],
                text=_is(str, row["text"]),
                short_answer=None if short is None else _is(str, short),
                statements=statements,
                citations=citations,
                retrieved=retrieved,
                confidence=None if confidence is None else _finite(confidence),
            )
        except (KeyError, TypeError, OverflowError) as error:
            raise ValueError(f"不是约定的回答格式：{error!r}") from None


T = TypeVar("T")


def _is(wanted: type[T], value: object) -> T:
    if not isinstance(value, wanted) or isinstance(value, bool):
        raise TypeError(f"{value!r} is no {wanted.__name__}")
    return value


def _finite(value: Any) -> float:
    number = float(value)
    if not math.isfinite(number):
        raise TypeError(f"{value!r} is no finite number")
    return number
