"""The fitted decision: what it is read from, and what its fit can learn."""

import json
from pathlib import Path

import numpy as np
import pytest

from chat.decision import Numbers
from chat.fitting.answering import fit_answering


def test_probabilities_are_the_logistic_of_the_score(tmp_path: Path) -> None:
    stored = {
        "threshold": 0.4,
        "intercept": -1.0,
        "weights": {"near": 2.0, "absent": -3.0, "hidden": {"inward": [[1.0, 1.0]], "bias": [-1.0], "outward": [4.0]}},
    }  # fmt: skip
    path = tmp_path / "decision.json"
    path.write_text(json.dumps(stored), encoding="utf-8")
    numbers = Numbers.read(path)
    assert numbers.threshold == 0.4 and numbers.names == ["near", "absent"]
    found = numbers.probabilities([{"absent": 0.0, "near": 0.5, "other": 9.0}, {"near": 1.0, "absent": 1.0}])
    # -1 + 1 = 0; -1 + 2 - 3 + 4 (1 + 1 - 1) = 2
    assert found == pytest.approx([0.5, 1 / (1 + np.exp(-2))])


def test_the_shipped_numbers_know_every_signal_of_theirs() -> None:
    numbers = Numbers.read()
    assert 0.0 < numbers.threshold < 1.0
    assert numbers.scorer.inward.shape[0] == len(numbers.names) == len(numbers.scorer.weights)
    low, high = numbers.probabilities([dict.fromkeys(numbers.names, 0.0), dict.fromkeys(numbers.names, 1.0)])
    assert 0.0 < low < 1.0 and 0.0 < high < 1.0


def test_the_fit_learns_what_no_weighted_sum_says_and_what_counts_little_little() -> None:
    """Right where just one of two signs holds; a third part of the drafts, turned round, counts next to nothing."""
    chance = np.random.default_rng(0)
    table = np.column_stack([chance.integers(0, 2, (1500, 2)), chance.normal(size=1500)]).astype(float)
    right = table[:, 0] != table[:, 1]
    weight = np.ones(1500)
    right[:500], weight[:500] = ~right[:500], 0.001
    found = fit_answering(table, right, weight).probabilities(table[500:])
    assert ((found > 0.5) == right[500:]).mean() > 0.95
