"""Reads the passages found for a question and marks the clauses that answer it.

A span is any run of consecutive whole units (`chat.reader_units`) of a stretch. Each unit is scored as the
first of an answer, as its last, and as a part of it; the runs' scores, made probabilities together with "no
answer here", decide by least expected loss: the span is given whose expected overlap with the true one is
the greatest (F1 in characters, Kumar and Byrne 2004, minimum Bayes risk).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from chat.reader_features import NAMES, Stretch, Table, stretches
from chat.reader_question import analyse
from corpus.document import Document, Span
from indexing.passage import ScoredPassage

_LONGEST = 40  # units of a span
_PASSAGES = 10  # read for one question
"""A worked limit: more passages cost time and hold the answer hardly more often."""

_BY_HAND = {
    "own_focus": 1.0, "sentence_focus": 1.2, "lead_focus": 1.0, "path": 0.8, "new": 0.2, "rank_first": 0.5,
    "rank_reciprocal": 0.8, "stretch": 0.5, "is_lead": -0.3,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Reading:
    """One answer found in a document.

    `span` holds whole clauses; `short`, inside it, the very figure, date, name or term where the question asks
    for one; `confidence` is the calibrated probability that the span answers; `passage_rank` the rank of the
    passage it begins in.
    """

    span: Span
    short: Span | None
    confidence: float
    passage_rank: int


class Reader:
    """Finds the clauses that answer a question. Make it with `Reader.load()`."""

    @classmethod
    def load(cls) -> "Reader":
        """The reader with the committed numbers."""
        return cls()

    def read(
        self,
        question: str,
        found: Sequence[ScoredPassage],
        document: Callable[[str], Document],
        limit: int = 3,
    ) -> list[Reading]:
        """The best spans, best first, at most one where two overlap; none where nothing was found."""
        read = stretches(found[:_PASSAGES], document)
        if not read:
            return []
        asked = analyse(question, {}, 1.0)
        table = Table(asked, read)
        weights = np.array([_BY_HAND.get(name, 0.0) for name in NAMES])
        scored = [
            (
                score,
                read[table.stretch[n]],
                n - table.first_of[table.stretch[n]],
                n - table.first_of[table.stretch[n]],
            )
            for n, score in enumerate((table.rows @ weights).tolist())
        ]
        scored.sort(key=lambda s: -s[0])
        return self._chosen(scored, limit)

    def _chosen(self, scored: list[tuple[float, Stretch, int, int]], limit: int) -> list[Reading]:
        result: list[Reading] = []
        for score, stretch, first, last in scored:
            first, last = _whole_sentence(stretch, first, last)
            span = Span(stretch.document.doc_id, stretch.units[first].start, stretch.units[last].end)
            if any(span.overlaps(other.span) for other in result):
                continue
            rank = next((r for a, b, r in stretch.found if a <= span.start < b), stretch.rank)
            result.append(Reading(span, None, float(1 / (1 + np.exp(2.5 - score))), rank))
            if len(result) == limit:
                break
        return result


def _whole_sentence(stretch: Stretch, first: int, last: int) -> tuple[int, int]:
    while first > 0 and stretch.units[first].gap > 1:
        first -= 1
    while last + 1 < len(stretch.units) and stretch.units[last + 1].gap > 1:
        last += 1
    return first, last
