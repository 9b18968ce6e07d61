"""A listwise fit with a hidden layer, for candidates that no weighted sum tells apart well (`indexing.fitting`).

The same softmax over all candidates as in `listwise`; the layer stands beside the weighted sum, a part of it left out
at random in each step (Srivastava et al., JMLR 2014), since a few hundred questions are few for it.
"""

from collections.abc import Sequence

import numpy as np
import torch
from numpy.typing import NDArray

from indexing.scorer import Scorer

HIDDEN = 48
DROPOUT = 0.4
EPOCHS = 100
OFTEN = 0.05  # of the questions
_BATCH, _RATE, _DECAY = 256, 0.005, 0.1
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
    every = np.concatenate([table for table, _ in pairs])
    mean, scale = every.mean(axis=0), every.std(axis=0)
    scale[scale < 1e-3] = 1.0
    features, real, gold = _padded([((table - mean) / scale, answers) for table, answers in pairs])
    torch.manual_seed(seed)
    count = features.shape[2]
    inner, outer, direct = (
        torch.nn.Linear(count, HIDDEN),
        torch.nn.Linear(HIDDEN, 1),
        torch.nn.Linear(count, 1),
    )
    layer = torch.nn.Sequential(inner, torch.nn.ReLU(), torch.nn.Dropout(DROPOUT), outer)
    numbers = [*layer.parameters(), *direct.parameters()]
    optimizer = torch.optim.AdamW(numbers, _RATE, weight_decay=_DECAY)
    steps = EPOCHS * -(-len(pairs) // _BATCH)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, _RATE, total_steps=steps, pct_start=0.1)
    for _ in range(EPOCHS):
        shuffled = torch.randperm(len(pairs))
        for first in range(0, len(pairs), _BATCH):
            part = shuffled[first : first + _BATCH]
            scores = (layer(features[part]) + direct(features[part])).squeeze(-1)
            chances = torch.log_softmax(scores.masked_fill(~real[part], _NOWHERE), 1)
            loss = -torch.logsumexp(chances.masked_fill(~gold[part], _NOWHERE), 1).mean()
            optimizer.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            optimizer.step()
            schedule.step()
    inward, bias, outward, weights = (
        parameter.detach().numpy().astype(np.float64)
        for parameter in (inner.weight, inner.bias, outer.weight, direct.weight)
    )
    # for features that are not standardised; what the outer biases add is the same for all candidates
    inward = inward.T / scale[:, None]
    made = Scorer(np.zeros(len(kept)), np.zeros((len(kept), HIDDEN)), bias - mean @ inward, outward[0])
    made.weights[kept], made.inward[kept] = weights[0] / scale, inward
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
