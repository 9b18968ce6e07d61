"""Weights of named signs, fitted: which of several is right (conditional logit), whether one is (logistic regression).

Both with an L2 penalty on the weights, minimised by L-BFGS (scipy).
"""

import json
import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from chat.fitting.choosing import fitted

Matrix = NDArray[np.float64]
Choice = tuple[Sequence[frozenset[str]], Sequence[bool]]
"""The signs of each candidate, and which of them are right (one at least)."""

_FREE = 0.01  # penalty of the constant


def common_signs(many: Iterable[frozenset[str]], rarest: int) -> list[str]:
    """The signs that stand in so many rows at least, by name."""
    counts = Counter(sign for signs in many for sign in signs)
    return sorted(sign for sign, count in counts.items() if count >= rarest)


def sign_table(rows: Sequence[frozenset[str]], names: Sequence[str]) -> Any:
    """Shape (rows, names), sparse: 1 where a row has the sign."""
    from scipy.sparse import csr_array

    places = {name: place for place, name in enumerate(names)}
    held = [[places[sign] for sign in row if sign in places] for row in rows]
    columns = np.array([place for one in held for place in one], dtype=np.int64)
    starts = np.concatenate([[0], np.cumsum([len(one) for one in held])])
    return csr_array((np.ones(len(columns)), columns, starts), shape=(len(rows), len(names)))


def fit_choices(choices: Sequence[Choice], names: Sequence[str], penalty: float) -> dict[str, float]:
    """The weights of the named signs by which the right candidates of each choice stand out against the others."""
    samples = [(sign_table(among, names).toarray(), np.array(right)) for among, right in choices]
    found = fitted(samples, penalty / 2) if samples else np.zeros(len(names))
    return dict(zip(names, found.tolist(), strict=True))


def fit_verdicts(table: Any, right: Matrix, penalty: float, worth: float = 1.0) -> Matrix:
    """The weights of the columns of a sparse table, and last a constant: shape (columns + 1,). Each row counts `worth`."""
    from scipy.optimize import minimize
    from scipy.sparse import hstack

    table = hstack([table, np.ones((table.shape[0], 1))], format="csr")
    penalties = np.full(table.shape[1], penalty)
    penalties[-1] = _FREE

    def loss(weights: Matrix) -> tuple[float, Matrix]:
        scores = table @ weights
        slope = worth * (table.T @ (1 / (1 + np.exp(-scores)) - right)) + penalties * weights
        total = worth * (np.logaddexp(0, scores) - right * scores).sum() + (penalties * weights**2).sum() / 2
        return float(total), slope

    found: Matrix = minimize(loss, np.zeros(table.shape[1]), jac=True, method="L-BFGS-B").x
    return found


def write_fit(path: Path, told: Mapping[str, Any], weights: Mapping[str, Any]) -> None:
    """Writes weights as plain numbers, one a line, with `told`: on what they were fitted."""
    content = json.dumps({"fitted_on": told, **weights}, ensure_ascii=False, indent=0)
    path.write_text(content + "\n", encoding="utf-8")
    sys.stdout.write(f"{path}: {told}\n")


def rounded(weights: Mapping[str, float]) -> dict[str, float]:
    """To three digits, by name, without those that come to nothing: as they are written."""
    return {name: round(weight, 3) for name, weight in sorted(weights.items()) if abs(weight) >= 0.0005}
