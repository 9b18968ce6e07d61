"""More than noise? Bootstrap intervals, and paired tests for two runs over the same items.

Every figure of a report is a ratio of sums over items (a mean has 1 in every denominator), so one resampling of the items
serves all of them at once. Seeds are fixed: the same records give the same intervals.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

SEED = 20270101
RESAMPLES = 1000
FLIPS = 10_000
_AT_ONCE = 100  # resamples held in memory at a time

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Interval:
    """The middle 95 % of what resampling the items gives."""

    low: float
    high: float


def bootstrap(numerators: Floats, denominators: Floats) -> list[Interval | None]:
    """For each column of two (items × measures) arrays the percentile interval of its ratio of sums.

    None where the denominator is 0 in more than half of the resamples: too few items to say anything.
    """
    items = len(numerators)
    random = np.random.default_rng(SEED)
    drawn: list[Floats] = []
    for _ in range(0, RESAMPLES, _AT_ONCE):
        times = random.multinomial(items, np.full(items, 1 / items), size=_AT_ONCE).astype(np.float64)
        above, below = times @ numerators, times @ denominators
        drawn.append(np.divide(above, below, out=np.full_like(above, np.nan), where=below > 0))
    ratios = np.concatenate(drawn)
    return [_interval(ratios[:, column]) for column in range(ratios.shape[1])]


def _interval(ratios: Floats) -> Interval | None:
    known = ratios[~np.isnan(ratios)]
    if len(known) < RESAMPLES / 2:
        return None
    low, high = np.percentile(known, [2.5, 97.5])
    return Interval(round(float(low), 6), round(float(high), 6))


@dataclass(frozen=True, slots=True)
class Difference:
    """B minus A over the items that both scored: mean, its 95 % interval, and how likely chance gives as much."""

    items: int
    mean: float
    interval: Interval
    p_value: float

    @property
    def significant(self) -> bool:
        """Whether it is more than noise, at 5 %."""
        return self.p_value < 0.05


def paired_difference(a: Sequence[float], b: Sequence[float]) -> Difference:
    """Paired bootstrap for the interval, sign-flip permutation test (two-sided) for the p-value.

    The test asks: were A and B the same, each item's difference could as well have had the other sign; how often is the
    mean then at least as far from 0? One is added above and below, so that p is never 0.
    """
    differences = np.asarray(b, dtype=np.float64) - np.asarray(a, dtype=np.float64)
    count = len(differences)
    if not count:
        raise ValueError("no items in common")
    interval = bootstrap(differences[:, None], np.ones((count, 1)))[0]
    assert interval is not None
    changed = differences[differences != 0]
    random = np.random.default_rng(SEED)
    as_far = 0
    for _ in range(0, FLIPS, _AT_ONCE):
        signs = random.integers(0, 2, size=(_AT_ONCE, len(changed))) * 2.0 - 1.0
        as_far += int(np.sum(np.abs(signs @ changed) >= abs(changed.sum()) - 1e-9))
    return Difference(count, float(differences.mean()), interval, (as_far + 1) / (FLIPS + 1))
