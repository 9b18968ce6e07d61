"""The reader's network in torch, to fit it; `chat.reader_network` runs the same numbers with numpy."""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from chat.fitting.gather import Case
from chat.reader_features import NAMES
from chat.reader_network import ASKING, BAG, EDGE, SHAPE_COUNT, WIDTHS, Outline, spans
from chat.reader_question import KINDS


class Batch(NamedTuple):
    """Several questions, their clauses and candidates one after the other; `of` says whose a candidate is."""

    rows: Tensor
    bag: Tensor
    bag_starts: Tensor
    first: Tensor
    last: Tensor
    asking: Tensor
    asking_starts: Tensor
    kinds: Tensor
    stretch: Tensor
    question: Tensor
    span_first: Tensor
    span_last: Tensor
    shape: Tensor
    of: Tensor
    overlap: Tensor
    right: Tensor
    weight: Tensor


def batch(cases: Sequence[Case], weights: dict[str, float]) -> Batch:
    """The cases as one batch."""
    columns: list[list[NDArray[Any]]] = [[] for _ in range(15)]
    right, units, candidates, stretches, pairs, asked = [], 0, 0, 0, 0, 0
    for number, one in enumerate(cases):
        lines = Outline(*(a.astype(np.int64) for a in one.outline))
        runs = spans(lines)
        overlap = np.zeros(len(runs.first), dtype=np.float32)
        place = -1
        if one.first >= 0:
            low, high = lines.starts[runs.first], lines.ends[runs.last]
            gold_low, gold_high = lines.starts[one.first], lines.ends[one.last]
            common = np.minimum(high, gold_high) - np.maximum(low, gold_low)
            same = lines.stretch[runs.first] == lines.stretch[one.first]
            overlap = (2.0 * np.maximum(common, 0) * same / (high - low + gold_high - gold_low)).astype(
                np.float32
            )
            place = candidates + int(np.flatnonzero((runs.first == one.first) & (runs.last == one.last))[0])
        given = one.given
        values: list[NDArray[Any]] = [
            given.rows.astype(np.float32), given.bag.astype(np.int64), given.bag_starts.astype(np.int64) + pairs,
            given.first.astype(np.int64), given.last.astype(np.int64), given.asking, np.array([asked]),
            given.kinds[None], given.stretch.astype(np.int64) + stretches, np.full(len(given.rows), number),
            runs.first + units, runs.last + units, runs.shape, np.full(len(runs.first), number), overlap,
        ]  # fmt: skip
        for column, value in zip(columns, values, strict=True):
            column.append(value)
        right.append(place)
        units += len(given.rows)
        candidates += len(runs.first)
        stretches += int(given.stretch[-1]) + 1
        pairs += len(given.bag)
        asked += len(given.asking)
    tensors = [torch.from_numpy(np.concatenate(column)) for column in columns]
    weight = torch.tensor([weights.get(one.source, 1.0) for one in cases])
    return Batch._make([*tensors, torch.tensor(right), weight])


class TorchNetwork(nn.Module):
    """See `chat.reader_network.Network`; the names of the parameters are those of its numbers."""

    def __init__(self, mean: Tensor, spread: Tensor, hidden: tuple[int, int, int] = (80, 80, 64)) -> None:
        super().__init__()
        one, two, three = hidden
        seen = len(NAMES) + 2 * WIDTHS["bag"] + 2 * WIDTHS["edge"] + WIDTHS["asking"]
        question = len(KINDS) + WIDTHS["asking"]
        self.mean = nn.Parameter(mean, requires_grad=False)
        self.spread = nn.Parameter(spread, requires_grad=False)
        self.bag = nn.Parameter(torch.randn(BAG, WIDTHS["bag"]) * 0.1)
        self.edge = nn.Parameter(torch.randn(EDGE, WIDTHS["edge"]) * 0.1)
        self.asking = nn.Parameter(torch.randn(ASKING, WIDTHS["asking"]) * 0.1)
        self.w1 = nn.Parameter(torch.randn(seen, one) / seen**0.5)
        self.b1 = nn.Parameter(torch.zeros(one))
        self.w2 = nn.Parameter(torch.randn(5, one, two) / (3 * one) ** 0.5)
        self.b2 = nn.Parameter(torch.zeros(two))
        self.w3 = nn.Parameter(torch.randn(3, two, three) / (2 * two) ** 0.5)
        self.b3 = nn.Parameter(torch.zeros(three))
        self.heads = nn.Parameter(torch.randn(three, 3) / three**0.5)
        self.heads_bias = nn.Parameter(torch.zeros(3))
        self.length = nn.Parameter(torch.zeros(question, SHAPE_COUNT))
        self.shape = nn.Parameter(torch.zeros(SHAPE_COUNT))
        self.none = nn.Parameter(torch.zeros(three))
        self.none_bias = nn.Parameter(torch.zeros(1))
        self.drop = nn.Dropout(0.15)

    def forward(self, given: Batch) -> tuple[Tensor, Tensor]:
        """Scores of the candidates, and of "no answer here" for each question."""
        bag = nn.functional.embedding_bag(given.bag, self.bag, given.bag_starts, mode="mean")
        asking = nn.functional.embedding_bag(given.asking, self.asking, given.asking_starts, mode="mean")
        own = asking[given.question]
        seen = torch.cat(
            [
                (given.rows - self.mean) * self.spread,
                bag,
                self.edge[given.first],
                self.edge[given.last],
                own,
                bag * own * 8.0,
            ],
            dim=1,
        )
        hidden = torch.relu(self.drop(seen) @ self.w1 + self.b1)
        hidden = self._layer(self.drop(hidden), given.stretch, self.w2, self.b2)
        hidden = self._layer(self.drop(hidden), given.stretch, self.w3, self.b3)
        heads = hidden @ self.heads + self.heads_bias
        weights = torch.cat([given.kinds, asking], dim=1) @ self.length + self.shape
        inside = torch.cat([torch.zeros(1), torch.cumsum(heads[:, 2], 0)])
        score = (
            heads[given.span_first, 0]
            + heads[given.span_last, 1]
            + inside[given.span_last + 1]
            - inside[given.span_first]
            + (given.shape * weights[given.of]).sum(1)
        )
        top = torch.full((len(given.kinds), hidden.shape[1]), 0.0)
        top = top.scatter_reduce(0, given.question[:, None].expand_as(hidden), hidden, "amax")
        return score, top @ self.none + self.none_bias[0]

    def _layer(self, hidden: Tensor, stretch: Tensor, weight: Tensor, bias: Tensor) -> Tensor:
        count, reach = len(hidden), len(weight) // 2
        total = bias.expand(count, -1)
        for place, shift in enumerate(range(-reach, reach + 1)):
            low, high = max(0, -shift), min(count, count - shift)
            if low >= high:
                continue
            same = (stretch[low:high] == stretch[low + shift : high + shift])[:, None]
            moved = (hidden[low + shift : high + shift] @ weight[place]) * same
            total = total + nn.functional.pad(moved, (0, 0, low, count - high))
        return torch.relu(total)


def loss(score: Tensor, none: Tensor, given: Batch) -> Tensor:
    """Half how unlikely the right span is, half how little of the probability overlaps it (both logs)."""
    count = len(none)
    top = none.detach().clone().scatter_reduce(0, given.of, score.detach(), "amax")
    weight = torch.exp(score - top[given.of])
    absent = torch.exp(none - top)
    total = absent.index_add(0, given.of, weight)
    covered = torch.zeros(count).index_add(0, given.of, weight * given.overlap)
    there = given.right >= 0
    likely = torch.where(there, score[given.right.clamp(min=0)], none) - top - torch.log(total)
    near = torch.where(there, torch.log(covered / total + 1e-6), likely)
    return -((0.5 * likely + 0.5 * near) * given.weight).sum() / given.weight.sum()


def batches(cases: Sequence[Case], size: int, weights: dict[str, float], seed: int) -> Iterator[Batch]:
    """The cases in an order that depends on the seed alone, in batches of questions of like length."""
    order = np.random.default_rng(seed).permutation(len(cases))
    for start in range(0, len(order), size):
        yield batch([cases[n] for n in order[start : start + size]], weights)
