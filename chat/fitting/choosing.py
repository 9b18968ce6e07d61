"""Conditional logit: of each question's candidates the right ones against all others (McFadden 1974)."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Sample = tuple[NDArray[np.float64], NDArray[np.bool_]]
"""The candidates' features, shape (n, m), and which of them are right, shape (n,), at least one."""

_FOLDS = 10


def fitted(samples: Sequence[Sample], penalty: float) -> NDArray[np.float64]:
    """The weights, shape (m,), of the greatest likelihood with an L2 penalty."""
    from scipy.optimize import minimize

    def loss(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        total, slope = 0.0, np.zeros_like(weights)
        for table, right in samples:
            scores = table @ weights
            odds = np.exp(scores - scores.max())
            share = odds / odds.sum()
            good = share[right].sum()
            total -= float(np.log(good + 1e-12))
            slope -= (share * right / (good + 1e-12) - share) @ table
        return total + penalty * float(weights @ weights), slope + 2 * penalty * weights

    start = np.zeros(samples[0][0].shape[1])
    return np.asarray(minimize(loss, start, jac=True, method="L-BFGS-B").x)


def first_right(samples: Sequence[Sample], penalty: float) -> int:
    """For how many samples the first candidate is right, in ten-fold cross-validation."""
    order = np.random.default_rng(0).permutation(len(samples))
    count = 0
    for fold in range(_FOLDS):
        held = set(order[fold::_FOLDS].tolist())
        weights = fitted([samples[i] for i in order if i not in held], penalty)
        count += sum(int(right[np.argmax(table @ weights)]) for table, right in (samples[i] for i in held))
    return count
