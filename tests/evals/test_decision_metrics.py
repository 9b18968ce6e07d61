"""Refusal, risk and coverage, latency, and the statistics, by hand."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evals.metrics import refusal
from evals.metrics.latency import percentile
from evals.metrics.risk_coverage import Point, area_under, calibration, risk_coverage
from evals.significance import bootstrap, paired_difference

# (answerable, refused): 3 answerable of which 1 refused, 2 unanswerable of which 1 refused
DECISIONS = [(True, False), (True, False), (True, True), (False, True), (False, False)]


@pytest.mark.parametrize(
    ("part", "value"),
    [
        (refusal.precision, 1 / 2),
        (refusal.recall, 1 / 2),
        (refusal.f1, 2 * 1 / (2 + 2)),
        (refusal.refused_wrongly, 1 / 3),
        (refusal.answered_wrongly, 1 / 2),
    ],
)
def test_refusal_by_hand(part: object, value: float) -> None:
    parts = [p for decision in DECISIONS if (p := part(*decision)) is not None]  # type: ignore[operator]
    assert sum(above for above, _ in parts) / sum(below for _, below in parts) == pytest.approx(value)


def test_f1_is_the_harmonic_mean() -> None:
    # 2 refused, both unanswerable, of 4 unanswerable: P = 1, R = 1/2, F1 = 2/3
    decisions = [(False, True), (False, True), (False, False), (False, False), (True, False)]
    parts = [p for decision in decisions if (p := refusal.f1(*decision)) is not None]
    assert sum(a for a, _ in parts) / sum(b for _, b in parts) == pytest.approx(2 / 3)


def test_risk_coverage_by_hand() -> None:
    # right, wrong, right among 4 questions, one of which was refused
    points = risk_coverage([(0.2, True), (0.9, True), (0.5, False)], questions=4)
    assert points == [Point(0.9, 1 / 4, 0.0), Point(0.5, 2 / 4, 1 / 2), Point(0.2, 3 / 4, 1 / 3)]
    assert area_under(points) == pytest.approx((0 + 1 / 2 + 1 / 3) / 3)


def test_equal_confidence_enters_together() -> None:
    points = risk_coverage([(0.5, True), (0.5, False)], questions=2)
    assert points == [Point(0.5, 1.0, 0.5)]
    assert area_under(points) == 0.5
    assert area_under([]) is None


def test_confidence_that_knows_has_the_smaller_area() -> None:
    knows = risk_coverage([(0.9, True), (0.8, True), (0.1, False)], 3)
    misled = risk_coverage([(0.1, True), (0.2, True), (0.9, False)], 3)
    assert area_under(knows) < area_under(misled)  # type: ignore[operator]


def test_calibration_bins_are_equally_full() -> None:
    bins = calibration([(n / 10, n >= 5) for n in range(10)], bins=5)
    assert [b.answers for b in bins] == [2, 2, 2, 2, 2]
    assert [b.right for b in bins] == [0, 0, 0.5, 1, 1]
    assert calibration([(0.5, True)], bins=5)[0].answers == 1


def test_percentiles_are_times_that_were_taken() -> None:
    times = [float(n) for n in range(1, 21)]
    assert percentile(times, 50) == 10.0
    assert percentile(times, 95) == 19.0
    assert percentile([3.0], 95) == 3.0
    with pytest.raises(ValueError, match="no values"):
        percentile([], 50)


def test_the_interval_holds_the_value_and_narrows_with_more_items() -> None:
    few = bootstrap(np.array([[1.0], [0.0]] * 10), np.ones((20, 1)))[0]
    many = bootstrap(np.array([[1.0], [0.0]] * 1000), np.ones((2000, 1)))[0]
    assert few is not None and many is not None
    assert few.low < many.low < 0.5 < many.high < few.high
    # for a mean of ½ over 2,000 items: ± 1.96 · √(¼ / 2000) = ± .0219
    assert many.high - many.low == pytest.approx(2 * 0.0219, rel=0.15)


def test_the_interval_of_a_ratio_that_few_items_have() -> None:
    above, below = np.zeros((50, 1)), np.zeros((50, 1))
    above[0], below[0] = 1, 1  # one item of 50: in about a third of the resamples it is not there
    found = bootstrap(above, below)[0]
    assert found is not None and found.low == found.high == 1.0


def test_same_records_same_interval() -> None:
    numbers = np.random.default_rng(1).random((300, 3))
    assert bootstrap(numbers, np.ones((300, 3))) == bootstrap(numbers, np.ones((300, 3)))


def test_a_clear_difference_is_significant_and_a_small_one_is_not() -> None:
    clear = paired_difference([0.0] * 20, [1.0] * 15 + [0.0] * 5)
    assert clear.mean == 0.75 and clear.significant and clear.p_value < 0.001
    small = paired_difference([0.0, 1.0] * 10, [1.0, 1.0] + [0.0, 1.0] * 9)
    assert small.mean == 0.05 and not small.significant
    # a single changed item: either sign is as far from 0, so p = 1
    assert small.p_value == 1.0


@settings(deadline=None, max_examples=30)
@given(st.lists(st.sampled_from([0.0, 0.5, 1.0]), min_size=1, max_size=20))
def test_no_difference_is_never_significant(scores: list[float]) -> None:
    same = paired_difference(scores, scores)
    assert (same.mean, same.p_value, same.significant) == (0.0, 1.0, False)
