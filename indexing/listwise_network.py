"""A listwise fit with a hidden layer, for candidates that no weighted sum tells apart well (`indexing.fitting`).

The same softmax over all candidates as in `listwise`.
"""

from collections.abc import Sequence

import numpy as np
import torch
from numpy.typing import NDArray

from indexing.hidden_layer import HiddenLayer, Recipe, fit, standards
from indexing.scorer import Scorer

RECIPE = Recipe(hidden=48, dropout=0.4, epochs=100, batch=256, rate=0.005, decay=0.1)
OFTEN = 0.05  # of the questions
_NOWHERE = -1e9  # the score of what is no candidate


def fit_network(
    tables: Sequence[NDArray[np.float64]], right: Sequence[NDArray[np.bool_]], seed: int = 0
) -> Scorer:
    """The fitted scorer, for features as they are; those that are not `told` weigh nothing.

    `tables`: one of shape (candidates, features) for each question; `right`: which candidates answer it. Questions
    without a right candidate, or with nothing else, say nothing and are left out.
    """
    kept = told(tables)
    pairs = [(t[:, kept], r) for t, r in zip(tables, right, strict=True) if r.any() and not r.all()]
    mean, scale = standards(np.concatenate([table for table, _ in pairs]))
    features, real, gold = _padded([((table - mean) / scale, answers) for table, answers in pairs])
    torch.manual_seed(seed)
    model = HiddenLayer(features.shape[2], RECIPE)

    def loss(part: torch.Tensor) -> torch.Tensor:
        chances = torch.log_softmax(model(features[part]).masked_fill(~real[part], _NOWHERE), 1)
        return -torch.logsumexp(chances.masked_fill(~gold[part], _NOWHERE), 1).mean()

    fit(model, RECIPE, len(pairs), loss)
    small, _ = model.scorer(mean, scale)  # a constant is the same for all candidates
    made = Scorer(np.zeros(len(kept)), np.zeros((len(kept), RECIPE.hidden)), small.bias, small.outward)
    made.weights[kept], made.inward[kept] = small.weights, small.inward
    return made


def told(tables: Sequence[NDArray[np.float64]]) -> NDArray[np.bool_]:
    """Which features tell candidates of one question apart often enough to be learned, shape (features,)."""
    varied = np.mean([np.ptp(table, axis=0) > 0 for table in tables if len(table)], axis=0)
    return np.asarray(varied >= OFTEN)


def _padded(
    pairs: Sequence[tuple[NDArray[np.float64], NDArray[np.bool_]]],
) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Features (questions, most candidates, features), which rows are candidates, and which of them are right."""
    size = max(len(table) for table, _ in pairs)
    features = torch.zeros(len(pairs), size, pairs[0][0].shape[1])
    real, gold = torch.zeros(2, len(pairs), size, dtype=torch.bool)
    for number, (table, answers) in enumerate(pairs):
        features[number, : len(table)] = torch.from_numpy(table)
        real[number, : len(table)] = True
        gold[number, : len(table)] = torch.from_numpy(answers)
    return features, real, gold
