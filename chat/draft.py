"""A drafted answer: which spans it would quote, before it is decided whether they answer."""

from dataclasses import dataclass

from corpus.document import Span


@dataclass(frozen=True, slots=True)
class Draft:
    """One statement per entry of `statements`, each the spans that carry it, in reading order.

    `score` (0 to 1) says how much of the question the spans and what they stand under account for; `listed`
    that the statements are items of a list; `lead` is said before them; `context` is what introduces them in the document; `missing` was asked and not found;
    `confidence` is the probability that of all candidates this is the one, `reading_confidence` the reader's own,
    0 where it took no part.
    """

    kind: str
    statements: tuple[tuple[Span, ...], ...]
    score: float
    short: Span | None = None
    listed: bool = False
    missing: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()
    lead: str = ""
    context: str = ""
    confidence: float = 0.0
    reading_confidence: float = 0.0
