"""A listwise linear fit: the weights that give the right candidates the most of a softmax over all.

By Adam over standardised features, with signs held where a feature can only speak for a passage or only against it.
"""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from indexing.features import NAMES

# What can only speak for a passage, or only against it: questions made by program hold some of it too seldom to
# tell (no figures, few interviews), and a weight of the wrong sign would do harm where it is frequent.
FREE = frozenset("place_none national opening repeats_title length position document_length".split())
AGAINST = frozenset({"place_conflict", "year_conflict", "elsewhere"})


def fit(
    tables: Sequence[NDArray[np.float64]],
    right: Sequence[NDArray[np.bool_]],
    names: Sequence[str] = NAMES,
    rounds: int = 40,
    decay: float = 2e-3,
    seed: int = 0,
) -> NDArray[np.float64]:
    """The weight of every feature, shape (features,).

    `tables`: one of shape (candidates, features) for each question; `right`: which candidates answer it.
    Questions without a right candidate, or with nothing else, say nothing and are left out.
    """
    pairs = [(t, r) for t, r in zip(tables, right, strict=True) if r.any() and not r.all()]
    every = np.concatenate([table for table, _ in pairs])
    scale = every.std(axis=0)
    scale[scale < 1e-3] = 1.0
    size = max(len(table) for table, _ in pairs)
    features = np.zeros((len(pairs), size, every.shape[1]))
    real = np.zeros((len(pairs), size), dtype=bool)
    gold = np.zeros((len(pairs), size), dtype=bool)
    for number, (table, answers) in enumerate(pairs):
        features[number, : len(table)] = (table - every.mean(axis=0)) / scale
        real[number, : len(table)] = True
        gold[number, : len(table)] = answers
    order = np.random.default_rng(seed)
    weights = np.zeros(every.shape[1])
    lowest = np.array([-np.inf if name in FREE | AGAINST else 0.0 for name in names])
    highest = np.array([0.0 if name in AGAINST else np.inf for name in names])
    step = _adam(len(weights))
    for turn in range(rounds):
        shuffled = order.permutation(len(pairs))
        for first in range(0, len(pairs), 512):
            part = shuffled[first : first + 512]
            scores = features[part] @ weights
            guess = _softmax(np.where(real[part], scores, -np.inf))
            wanted = _softmax(np.where(gold[part], scores, -np.inf))
            slope = np.einsum("qc,qcf->f", guess - wanted, features[part]) / len(part) + 2 * decay * weights
            weights -= step(slope, 0.03 * (1 - turn / rounds) + 1e-4)
            weights = np.clip(weights, lowest, highest)
    return np.asarray(weights / scale)


def _softmax(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=1, keepdims=True))


def _adam(size: int) -> Callable[[NDArray[np.float64], float], NDArray[np.float64]]:
    """Adam's steps (Kingma and Ba, 2015) with their usual constants."""
    mean, square = np.zeros(size), np.zeros(size)
    count = 0

    def step(slope: NDArray[np.float64], rate: float) -> NDArray[np.float64]:
        nonlocal count, mean, square
        count += 1
        mean = 0.9 * mean + 0.1 * slope
        square = 0.999 * square + 0.001 * slope**2
        result = rate * (mean / (1 - 0.9**count)) / (np.sqrt(square / (1 - 0.999**count)) + 1e-8)
        return np.asarray(result)

    return step
