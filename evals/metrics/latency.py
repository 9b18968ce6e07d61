"""Latency: the time from question to answer, as p50 and p95 by nearest rank.

The nearest-rank percentile is a time that some question really took: the smallest one that at least p % of all
times do not exceed. Failed items count with the time until they failed.
"""

import math
from collections.abc import Sequence


def percentile(values: Sequence[float], percent: float) -> float:
    """The nearest-rank percentile. Raises ValueError where there are no values."""
    if not values:
        raise ValueError("no values")
    return sorted(values)[max(1, math.ceil(percent / 100 * len(values))) - 1]
