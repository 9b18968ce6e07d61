"""Reads the passages found for a question and marks the clauses that answer it.

A span is any run of consecutive whole units (`chat.reader_units`) of a stretch. A small network scores every
span and "no answer here" (`chat.reader_network`); made probabilities, the scores decide by least expected
loss: that span is given whose expected overlap with the true one, F1 in characters, is the greatest (minimum
Bayes risk, Kumar and Byrne 2004). With many spans nearly alike this prefers the one in the middle of them to
the single most probable one.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from chat.reader_features import NAMES, Array, Ints, Table, stretches
from chat.reader_network import Network, Spans, arrays, inputs, outline, spans
from chat.reader_question import analyse
from chat.reader_short import candidates, choose
from chat.reader_units import units
from corpus.document import Document, Span
from indexing.passage import ScoredPassage

MODEL_FILE = Path(__file__).with_name("reader_model.json")

PASSAGES = 5
"""Read for one question; those behind hold the answer hardly ever, and cost time."""

SURE = 0.5
"""Probability that the question asks for one of the candidates, from which the likeliest is given."""

_HELD = [NAMES.index(name) for name in ("under", "stretch", "path", "own")]
_LIKELY, _TRIED = 200, 80  # spans that stand for all, and spans weighed against them


@dataclass(frozen=True, slots=True)
class Reading:
    """One answer found in a document.

    `span` holds whole clauses; `confidence` is the calibrated probability that the span answers; `passage_rank`
    the rank of the passage it begins in.
    """

    span: Span
    confidence: float
    passage_rank: int


class Reader:
    """Finds the clauses that answer a question. Make it with `Reader.load()`."""

    def __init__(
        self,
        network: Network,
        short: Mapping[str, Array],
        rarity: Mapping[str, float],
        unseen: float,
        calibration: Sequence[float],
    ) -> None:
        self.network, self.short, self.rarity, self.unseen = network, short, rarity, unseen
        self.calibration = np.array(calibration, dtype=np.float64)

    @classmethod
    def load(cls) -> "Reader":
        """The reader with the committed numbers."""
        stored = json.loads(MODEL_FILE.read_text(encoding="utf-8"))
        pairs, weights = stored["rarity"]["pairs"], stored["rarity"]["weights"]
        rarity = {pairs[2 * n : 2 * n + 2]: weight / 100 for n, weight in enumerate(weights)}
        numbers = {name: arrays(stored[name]) for name in ("spans", "short")}
        calibration = stored["calibration"]
        return cls(
            Network(numbers["spans"]), numbers["short"], rarity, stored["rarity"]["unseen"], calibration
        )

    def read(
        self,
        question: str,
        found: Sequence[ScoredPassage],
        document: Callable[[str], Document],
        limit: int = 3,
    ) -> list[Reading]:
        """The best spans, best first, at most one where two overlap; none where nothing was found or asked."""
        read = stretches(found[:PASSAGES], document)
        if not read:
            return []
        asked = analyse(question, self.rarity, self.unseen)
        if not len(asked.words):
            return []
        table = Table(asked, read)
        runs = spans(outline(table))
        score, none = self.network.scores(inputs(asked, table), runs)
        chosen = decide(score, none, table.low[runs.first], table.high[runs.last])
        return self._readings(chosen[: 4 * limit], runs, table, limit)

    def _readings(
        self,
        chosen: list[tuple[int, float, float]],
        runs: Spans,
        table: Table,
        limit: int,
    ) -> list[Reading]:
        result: list[Reading] = []
        for place, expected, present in chosen:
            first, last = int(runs.first[place]), int(runs.last[place])
            stretch = table.read[int(table.stretch[first])]
            span = Span(stretch.document.doc_id, int(table.starts[first]), int(table.ends[last]))
            if any(span.overlaps(other.span) for other in result):
                continue
            rank = next((r for low, high, r in stretch.found if low <= span.start < high), stretch.rank)
            confidence = calibrated(self.calibration, signs(expected, present, table.rows[first : last + 1]))
            result.append(Reading(span, confidence, rank))
            if len(result) == limit:
                break
        return result

    def short_in(self, question: str, document: Document, span: Span) -> Span | None:
        """The very figure, date, name or term in a quoted span that the question asks for; None where none stands out."""
        asked = analyse(question, self.rarity, self.unseen)
        clauses = [
            (u.start - span.start, u.end - span.start) for u in units(document.text, span.start, span.end)
        ]
        given = candidates(asked, document.quote(span), clauses)
        chosen = choose(self.short, given)
        if chosen is None or chosen[1] < SURE:
            return None
        one = given[chosen[0]]
        low, high = one.core or (one.low, one.high)
        return Span(span.doc_id, span.start + low, span.start + high)


def decide(score: NDArray[np.float64], none: float, low: Ints, high: Ints) -> list[tuple[int, float, float]]:
    """Candidates by expected F1, the best first: (place, expected F1, probability that there is an answer).

    `low` and `high`: where each candidate begins and ends, candidates of different texts far apart.
    """
    top = max(float(score.max()), none)
    weight = np.exp(score - top)
    absent = float(np.exp(none - top))
    total = float(weight.sum()) + absent
    count = min(_LIKELY, len(score))
    likely = np.argpartition(-score, count - 1)[:count]
    likely = likely[np.lexsort((likely, -score[likely]))]
    tried = likely[:_TRIED]
    common = np.minimum(high[tried][:, None], high[likely]) - np.maximum(low[tried][:, None], low[likely])
    sizes = high - low
    overlap = 2.0 * np.maximum(common, 0) / (sizes[tried][:, None] + sizes[likely])
    expected = overlap @ (weight[likely] / total)
    order = np.argsort(-expected, kind="stable")
    return [(int(tried[n]), float(expected[n]), 1.0 - absent / total) for n in order.tolist()]


def signs(expected: float, present: float, rows: Array) -> NDArray[np.float64]:
    """What the confidence is worked out from; `rows` are the features of the span's units."""
    held = [float(rows[:, column].max()) for column in _HELD]
    return np.array([1.0, _odds(expected), _odds(present), *held])


def calibrated(weights: NDArray[np.float64], given: NDArray[np.float64]) -> float:
    """Logistic regression on the signs (Platt 1999)."""
    return float(1.0 / (1.0 + np.exp(-np.clip(weights @ given, -30.0, 30.0))))


def _odds(probability: float) -> float:
    kept = min(max(probability, 1e-4), 1.0 - 1e-4)
    return float(np.log(kept / (1.0 - kept)))
