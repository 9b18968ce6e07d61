"""A weighted sum with a hidden layer beside it, fitted with torch; `indexing.scorer` runs the same numbers with numpy."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from indexing.scorer import Scorer

Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Recipe:
    """How to fit: `dropout` is the share of the hidden layer left out at random in each step (Srivastava et al., JMLR
    2014), since the examples are few for it; `decay` that of AdamW."""

    hidden: int
    dropout: float
    epochs: int
    batch: int
    rate: float
    decay: float


class HiddenLayer(torch.nn.Module):
    """Scores of rows of standardised features: shape (…, features) to (…)."""

    def __init__(self, features: int, recipe: Recipe) -> None:
        super().__init__()
        self.inner = torch.nn.Linear(features, recipe.hidden)
        self.outer = torch.nn.Linear(recipe.hidden, 1)
        self.direct = torch.nn.Linear(features, 1)
        self.dropout = torch.nn.Dropout(recipe.dropout)

    def forward(self, rows: Tensor) -> Tensor:
        """The score of each row."""
        hidden = self.dropout(torch.relu(self.inner(rows)))
        scores: Tensor = (self.outer(hidden) + self.direct(rows)).squeeze(-1)
        return scores

    def scorer(self, mean: Numbers, scale: Numbers) -> tuple[Scorer, float]:
        """The same for features that are not standardised, and the constant that is to be added to its scores."""
        inward, bias, outward, weights = (
            parameter.detach().numpy().astype(np.float64)
            for parameter in (self.inner.weight, self.inner.bias, self.outer.weight[0], self.direct.weight[0])
        )
        inward, weights = inward.T / scale[:, None], weights / scale
        constant = float(self.outer.bias.item() + self.direct.bias.item() - mean @ weights)
        return Scorer(weights, inward, bias - mean @ inward, outward), constant


def standards(every: Numbers) -> tuple[Numbers, Numbers]:
    """The mean and spread of each feature, shape (features,); a spread of 1 where it hardly varies."""
    scale = every.std(axis=0)
    scale[scale < 1e-3] = 1.0
    return every.mean(axis=0), scale


def fit(model: HiddenLayer, recipe: Recipe, count: int, loss: Callable[[Tensor], Tensor]) -> None:
    """Fits a model to `count` examples; `loss` is that of those with the given numbers, shape (batch,)."""
    optimizer = torch.optim.AdamW(model.parameters(), recipe.rate, weight_decay=recipe.decay)
    steps = recipe.epochs * -(-count // recipe.batch)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, recipe.rate, total_steps=steps, pct_start=0.1)
    for _ in range(recipe.epochs):
        shuffled = torch.randperm(count)
        for first in range(0, count, recipe.batch):
            lost = loss(shuffled[first : first + recipe.batch])
            optimizer.zero_grad()
            lost.backward()  # type: ignore[no-untyped-call]
            optimizer.step()
            schedule.step()
    model.eval()
