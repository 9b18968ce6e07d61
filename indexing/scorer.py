"""From a candidate's features to its score: a weighted sum, and for some kinds of candidates a hidden layer's beside it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class Scorer:
    """`weights` has shape (features,), `inward` (features, hidden), `bias` and `outward` (hidden,); hidden may be 0."""

    weights: Numbers
    inward: Numbers
    bias: Numbers
    outward: Numbers

    @classmethod
    def linear(cls, weights: Numbers) -> "Scorer":
        """A weighted sum alone."""
        return cls(weights, np.zeros((len(weights), 0)), np.zeros(0), np.zeros(0))

    @classmethod
    def mean(cls, scorers: Sequence["Scorer"]) -> "Scorer":
        """One that gives the mean of the scores of several, with all their hidden layers side by side."""
        return cls(
            np.mean([one.weights for one in scorers], axis=0),
            np.concatenate([one.inward for one in scorers], axis=1),
            np.concatenate([one.bias for one in scorers]),
            np.concatenate([one.outward for one in scorers]) / len(scorers),
        )

    def __call__(self, table: Numbers) -> Numbers:
        """The score of each row, shape (rows,); the higher, the better."""
        hidden = np.maximum(table @ self.inward + self.bias, 0.0)
        return np.asarray(table @ self.weights + hidden @ self.outward)

    def stored(self, names: Sequence[str]) -> dict[str, Any]:
        """As JSON holds it: every feature's weight by its name, and the hidden layer if there is one."""
        result: dict[str, Any] = dict(zip(names, np.round(self.weights, 4).tolist(), strict=True))
        if self.bias.size:
            layer = {"inward": self.inward.T, "bias": self.bias, "outward": self.outward}
            result["hidden"] = {name: np.round(numbers, 4).tolist() for name, numbers in layer.items()}
        return result

    @classmethod
    def read(cls, stored: Mapping[str, Any], names: Sequence[str]) -> "Scorer":
        """The same back. Raises KeyError where a feature has no weight."""
        weights = np.array([stored[name] for name in names], float)
        layer = stored.get("hidden")
        if not layer:
            return cls.linear(weights)
        return cls(weights, np.array(layer["inward"]).T, np.array(layer["bias"]), np.array(layer["outward"]))
