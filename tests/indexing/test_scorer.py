"""A fitted hidden layer finds what no weighted sum can, and is the same after it was stored."""

import json

import numpy as np
import pytest

from indexing.listwise import fit
from indexing.listwise_network import fit_network
from indexing.scorer import Scorer

NAMES = ("one", "other", "noise")


def first_right(scorer: Scorer, tables: list[np.ndarray], right: list[np.ndarray]) -> float:
    return float(np.mean([r[np.argmax(scorer(t))] for t, r in zip(tables, right, strict=True)]))


def test_a_hidden_layer_tells_what_lies_between() -> None:
    chance = np.random.default_rng(1)
    tables = [chance.uniform(-1, 1, (8, 3)) for _ in range(300)]
    right = [np.arange(8) == np.argmin(np.abs(table[:, 0])) for table in tables]
    network = fit_network(tables[:200], right[:200])
    line = Scorer.linear(fit(tables[:200], right[:200], NAMES))
    assert first_right(network, tables[200:], right[200:]) > 0.6
    assert first_right(line, tables[200:], right[200:]) < 0.4


@pytest.mark.parametrize("hidden", [0, 5])
def test_what_was_stored_scores_alike(hidden: int) -> None:
    chance = np.random.default_rng(2)
    made = Scorer(chance.normal(size=3), chance.normal(size=(3, hidden)), *chance.normal(size=(2, hidden)))
    again = Scorer.read(json.loads(json.dumps(made.stored(NAMES))), NAMES)
    table = chance.normal(size=(20, 3))
    assert again(table) == pytest.approx(made(table), abs=1e-2)
    assert again(table).shape == (20,) and made(np.zeros((0, 3))).shape == (0,)


def test_a_feature_without_a_weight_is_an_error() -> None:
    with pytest.raises(KeyError, match="noise"):
        Scorer.read({"one": 1.0, "other": 2.0}, NAMES)
