"""A fitted hidden layer finds what no weighted sum can, and is the same after it was stored."""

import json

import numpy as np
import pytest
import torch

from indexing.hidden_layer import HiddenLayer, Recipe, standards
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


def test_the_mean_of_several_is_one() -> None:
    chance = np.random.default_rng(3)
    several = [
        Scorer(chance.normal(size=3), chance.normal(size=(3, hidden)), *chance.normal(size=(2, hidden)))
        for hidden in (4, 2, 0)
    ]
    table = chance.normal(size=(9, 3))
    assert Scorer.mean(several)(table) == pytest.approx(np.mean([one(table) for one in several], axis=0))


def test_numpy_scores_raw_features_as_torch_does_standardised_ones() -> None:
    torch.manual_seed(4)
    model = HiddenLayer(3, Recipe(hidden=6, dropout=0.5, epochs=1, batch=1, rate=0.1, decay=0.0)).eval()
    table = np.random.default_rng(4).normal((5.0, 0.0, 7.0), (3.0, 0.2, 0.0), (20, 3))
    mean, scale = standards(table)
    assert scale[2] == 1.0  # hardly varies: not divided by next to nothing
    scorer, constant = model.scorer(mean, scale)
    standardised = torch.from_numpy((table - mean) / scale).float()
    assert scorer(table) + constant == pytest.approx(model(standardised).detach().numpy(), abs=1e-5)
