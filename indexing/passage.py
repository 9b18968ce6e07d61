"""A passage: a span of a document with the headings and the question it stands under."""

from dataclasses import dataclass

from corpus.document import Span


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of at most 300 characters that is found, ranked and quoted as one.

    `heading` is the path of headings above it, outermost first, as the document writes them; for an
    interview the question asked is `question` and who answers is `speaker`. `text` equals the document's
    text over `span`.
    """

    span: Span
    text: str
    heading: tuple[str, ...] = ()
    question: str | None = None
    speaker: str | None = None

    @property
    def passage_id(self) -> str:
        """Same document, same place: same id."""
        return f"{self.span.doc_id}:{self.span.start}-{self.span.end}"


@dataclass(frozen=True, slots=True)
class ScoredPassage:
    """A passage found for a query; `rank` counts from 1, a higher `score` is better.

    `coverage` is the share of the query's words, weighted by how rare they are, that the passage and what it
    stands under (title, headings, interview question) hold: 1 where all of them occur. `similarity` is the
    cosine of the two vectors. Both compare across queries, which `score` need not.
    """

    passage: Passage
    score: float
    rank: int
    coverage: float = 0.0
    similarity: float = 0.0
