"""The two things everything else is made of: a document's text, and a span of it.

Offsets count Unicode characters of `Document.text` from 0, `end` exclusive. The text is never normalised in
place: whoever compares strings normalises on the side and keeps the offsets of the original.
"""

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

Status = Literal["in_force", "not_yet", "expired", "amended", "repealed", "unknown"]

DOCUMENT_TYPES = {
    "interview": "访谈",
    "action_plan": "行动方案",
    "notice": "通知",
    "measures": "措施",
    "regulation": "法规",
    "report": "报告",
    "opinions": "意见",
}


# Fields of Document that the library works out from other documents.
DERIVED = ("superseded_by", "superseded_on", "superseded_in", "amended_by", "amended_on")


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Characters `start` to `end` (exclusive) of one document's text.

    Raises ValueError unless 0 <= start < end.
    """

    doc_id: str
    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"not a span: {self.doc_id}[{self.start}:{self.end}]")

    def overlaps(self, other: "Span") -> bool:
        """Whether the two share at least one character of the same document."""
        return self.doc_id == other.doc_id and self.start < other.end and other.start < self.end

    def contains(self, other: "Span") -> bool:
        """Whether the other lies wholly inside this one."""
        return self.doc_id == other.doc_id and self.start <= other.start and other.end <= self.end


@dataclass(frozen=True, slots=True)
class Document:
    """One stored text and what is known of it; None where nothing is known.

    `status` is what the source itself declares; whether it is in force on a given day is worked out from the
    dates too (`corpus.validity.status_on`). The last five are not of the document itself but found by the library:
    which document repealed (or replaced) and which last amended it, from what day on, and the repealed name there.
    """

    doc_id: str
    title: str
    text: str = field(repr=False)
    source_path: str | None = None
    issuer: str | None = None
    document_number: str | None = None
    issued_on: date | None = None
    effective_on: date | None = None
    expires_on: date | None = None
    region: str | None = None
    document_type: str | None = None
    status: Status = "unknown"
    source_url: str | None = None
    superseded_by: str | None = None
    superseded_on: date | None = None
    superseded_in: Span | None = None
    amended_by: str | None = None
    amended_on: date | None = None

    def quote(self, span: Span) -> str:
        """The text of a span of this document."""
        if span.doc_id != self.doc_id or span.end > len(self.text):
            raise ValueError(f"{span} does not lie in {self.doc_id} ({len(self.text)} characters)")
        return self.text[span.start : span.end]
