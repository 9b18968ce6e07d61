"""Fits the network that picks the short answer inside a span (`chat.reader_short`)."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
import torch
from torch import nn

from chat.fitting.examples import Example, share
from chat.reader_question import KINDS, Asked
from chat.reader_short import SIGN_COUNT, Array, candidates
from chat.reader_units import units
from corpus.document import Document

HIDDEN = 32
_NEAR = 0.9  # F1 in characters from which a candidate counts as the short answer


class ShortCase(NamedTuple):
    """The candidates of one span; `right` says how well each is the short answer, all 0 where none is."""

    signs: Array
    right: Array
    held_out: bool


def short_case(example: Example, document: Document, asked: Asked) -> ShortCase | None:
    """The case of one example: the clauses that hold its span, and at times their neighbours."""
    text = document.text
    low, high = max(0, example.span.start - 200), min(len(text), example.span.end + 200)
    pieces = units(text, low, high)
    inside = [n for n, u in enumerate(pieces) if u.start < example.span.end and u.end > example.span.start]
    if not inside:
        return None
    wider = share(example.question + "#", 4)
    first, last = max(0, inside[0] - (wider == 1)), min(len(pieces) - 1, inside[-1] + (wider >= 2))
    start, end = pieces[first].start, pieces[last].end
    clauses = [(u.start - start, u.end - start) for u in pieces[first : last + 1]]
    given = candidates(asked, text[start:end], clauses)
    if not given:
        return None
    right = np.zeros(len(given), dtype=np.float32)
    if example.short is not None:
        gold_low, gold_high = example.short.start - start, example.short.end - start
        for number, one in enumerate(given):
            common = min(one.high, gold_high) - max(one.low, gold_low)
            overlap = 2 * common / (one.high - one.low + gold_high - gold_low)
            if overlap >= _NEAR:
                right[number] = overlap**4
    return ShortCase(np.stack([c.signs for c in given]), right, share(example.span.doc_id, 10) == 0)


class ShortNetwork(nn.Module):
    """See `chat.reader_short.choose`."""

    def __init__(self, mean: torch.Tensor, spread: torch.Tensor) -> None:
        super().__init__()
        self.mean = nn.Parameter(mean, requires_grad=False)
        self.spread = nn.Parameter(spread, requires_grad=False)
        self.w1 = nn.Parameter(torch.randn(SIGN_COUNT, HIDDEN) / SIGN_COUNT**0.5)
        self.b1 = nn.Parameter(torch.zeros(HIDDEN))
        self.w2 = nn.Parameter(torch.zeros(HIDDEN))
        self.none = nn.Parameter(torch.zeros(len(KINDS)))
        self.none_bias = nn.Parameter(torch.zeros(1))

    def forward(self, rows: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """Scores of the candidates, and of none of them, for the rows of one question or several."""
        hidden = torch.relu(((rows - self.mean) * self.spread) @ self.w1 + self.b1)
        return hidden @ self.w2, rows[:, -len(KINDS) :] @ self.none + self.none_bias[0]


def fit_short(
    cases: Sequence[ShortCase], say: Callable[[str], None], epochs: int = 8, seed: int = 4
) -> dict[str, Array]:
    """The fitted numbers; `say` is told how the held-out cases fare."""
    torch.manual_seed(seed)
    train = [c for c in cases if not c.held_out]
    every = torch.from_numpy(np.concatenate([c.signs for c in train[::5]]))
    spread = 1.0 / every.std(0).clamp(min=0.05)
    network = ShortNetwork(every.mean(0), spread)
    optimiser = torch.optim.AdamW([p for p in network.parameters() if p.requires_grad], lr=3e-3)
    steps = epochs * (len(train) // 32 + 1)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, 3e-3, total_steps=steps)
    for epoch in range(epochs):
        order = np.random.default_rng(epoch).permutation(len(train))
        for start in range(0, len(order), 32):
            loss = _loss(network, [train[n] for n in order[start : start + 32]])
            optimiser.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            optimiser.step()
            schedule.step()
    say(f"short answers, held out: {_fares(network, [c for c in cases if c.held_out])}")
    return {name: value.detach().numpy() for name, value in network.state_dict().items()}


def _loss(network: ShortNetwork, cases: Sequence[ShortCase]) -> torch.Tensor:
    rows = torch.from_numpy(np.concatenate([c.signs for c in cases]))
    right = torch.from_numpy(np.concatenate([c.right for c in cases]))
    of = torch.from_numpy(np.repeat(np.arange(len(cases)), [len(c.signs) for c in cases]))
    score, none_rows = network(rows)
    firsts = torch.from_numpy(np.concatenate([[0], np.cumsum([len(c.signs) for c in cases])[:-1]]))
    none = none_rows[firsts]
    top = none.detach().clone().scatter_reduce(0, of, score.detach(), "amax")
    weight = torch.exp(score - top[of])
    total = torch.exp(none - top).index_add(0, of, weight)
    good = torch.zeros(len(cases)).index_add(0, of, weight * right)
    there = torch.zeros(len(cases)).index_add(0, of, right) > 0
    likely = torch.where(there, torch.log(good / total + 1e-8), none - top - torch.log(total))
    return -likely.mean()


def _fares(network: ShortNetwork, cases: Sequence[ShortCase]) -> str:
    given = right = present = 0
    with torch.no_grad():
        for one in cases:
            score, none = network(torch.from_numpy(one.signs))
            present += bool(one.right.any())
            if float(score.max()) > float(none[0]):
                given += 1
                right += bool(one.right[int(score.argmax())] > 0)
    return f"{len(cases)} questions, {present} with one; {given} given, {right} of them right"
