"""Risk and coverage (El-Yaniv & Wiener 2010; Geifman & El-Yaniv 2017): what would a stricter threshold buy?

Answers are ordered by confidence, best first. At each length of that list, coverage is the share of all questions
answered so far and risk the share of wrong ones among them; questions that the assistant refused are never covered, so
the curve ends at its own coverage. AURC is the mean risk over the curve's points (lower is better): it tells
whether confidence knows right from wrong, and a constant confidence gives the plain error rate.
Answers of equal confidence enter together, as no threshold can part them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby


@dataclass(frozen=True, slots=True)
class Point:
    """One threshold: answer only where confidence is at least this."""

    confidence: float
    coverage: float
    risk: float


def risk_coverage(answered: Sequence[tuple[float, bool]], questions: int) -> list[Point]:
    """The curve over (confidence, right) of the answered among `questions` questions, most confident first."""
    points: list[Point] = []
    seen = wrong = 0
    ordered = sorted(answered, key=lambda pair: -pair[0])
    for confidence, group in groupby(ordered, key=lambda pair: pair[0]):
        rights = [right for _, right in group]
        seen += len(rights)
        wrong += rights.count(False)
        points.append(Point(confidence, seen / questions, wrong / seen))
    return points


def area_under(points: Sequence[Point]) -> float | None:
    """AURC: the mean risk, each point weighed by the answers that entered with it. None without an answer."""
    if not points:
        return None
    area, before = 0.0, 0.0
    for point in points:
        area += point.risk * (point.coverage - before)
        before = point.coverage
    return area / before


@dataclass(frozen=True, slots=True)
class Bin:
    """Answers of neighbouring confidence and the share of right ones among them."""

    lowest: float
    highest: float
    answers: int
    right: float


def calibration(answered: Sequence[tuple[float, bool]], bins: int = 5) -> list[Bin]:
    """Equally filled bins by confidence, lowest first: does a higher confidence mean more right answers?"""
    ordered = sorted(answered)
    filled = []
    for number in range(bins):
        part = ordered[len(ordered) * number // bins : len(ordered) * (number + 1) // bins]
        if part:
            right = sum(right for _, right in part) / len(part)
            filled.append(Bin(part[0][0], part[-1][0], len(part), right))
    return filled
