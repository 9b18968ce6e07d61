"""Choosing among candidates by fitted weights: each one's probability that it, of all of them, is the right one.

The weights are a conditional logit's (McFadden 1974), fitted by `chat.fitting.choosing`, a number a feature.
"""

import json
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray


def probabilities(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    """The scores of candidates as probabilities, shape (n,); empty where there are none."""
    odds = np.exp(scores - scores.max(initial=-np.inf))
    return np.asarray(odds / odds.sum() if len(odds) else odds)


@lru_cache(maxsize=8)
def weights(file: Path, names: tuple[str, ...]) -> NDArray[np.float64]:
    """The weights that a file of numbers holds for these features, shape (len(names),).

    Raises KeyError where it lacks one.
    """
    numbers = json.loads(file.read_text(encoding="utf-8"))["weights"]
    return np.array([numbers[name] for name in names])
