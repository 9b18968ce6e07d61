"""The network that tells right drafts from wrong ones, for `chat.fitting.decision`: signals in, log odds out."""

from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray

from indexing.hidden_layer import HiddenLayer, Recipe, fit, standards
from indexing.scorer import Scorer

RECIPE = Recipe(hidden=32, dropout=0.3, epochs=25, batch=64, rate=0.003, decay=0.05)
SEEDS = 3  # networks whose log odds are averaged: one alone goes its own way in rare cases
_LEAST = (
    0.05  # spread that a sign is divided by: what hardly ever holds would else drown all others where it does
)

Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Answering:
    """`scorer` and the `intercept` to be added to its scores give the log odds that a draft is right."""

    scorer: Scorer
    intercept: float

    def probabilities(self, table: Numbers) -> Numbers:
        """The probability of each row of signals, shape (rows,)."""
        return np.asarray(1 / (1 + np.exp(-(self.scorer(table) + self.intercept))))


def fit_answering(table: Numbers, right: NDArray[np.bool_], weight: Numbers) -> Answering:
    """Fitted to signals, shape (drafts, signals), of drafts of which each counts as much as its weight says."""
    mean, scale = standards(table)
    scale = np.maximum(scale, _LEAST)
    rows = torch.from_numpy((table - mean) / scale).float()
    answers, counted = torch.from_numpy(right).float(), torch.from_numpy(weight).float()
    made = []
    for seed in range(SEEDS):
        torch.manual_seed(seed)
        model = HiddenLayer(rows.shape[1], RECIPE)

        def loss(part: torch.Tensor, model: HiddenLayer = model) -> torch.Tensor:
            lost = torch.nn.functional.binary_cross_entropy_with_logits(
                model(rows[part]), answers[part], counted[part], reduction="sum"
            )
            return lost / counted[part].sum()

        fit(model, RECIPE, len(rows), loss)
        made.append(model.scorer(mean, scale))
    return Answering(
        Scorer.mean([scorer for scorer, _ in made]), float(np.mean([constant for _, constant in made]))
    )
