"""`python -m indexing.training.answer_match --documents FOLDER … --output FILE`: what `indexing/answer_match.py` reads.

Learns from the questions of our own (`questions/`) which sentence of a passage answers: against the passage's other
sentences and those of the passages nearest to the question. Vectors begin as those of the bundled embedding, in the
dimensions that vary most. Only what the folders hold is learned from, without the documents kept apart for fitting.
"""

import argparse
import math
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch
import torch.nn.functional as F
from numpy.typing import NDArray
from safetensors.numpy import save_file

from indexing.embedder import bundled_embedder
from indexing.sentences import sentences
from indexing.static_embedding import unit_rows
from indexing.training.questions import Answered, answered

QUESTIONS = Path(__file__).with_name("questions")
BATCH = 64
NEAR, TAKEN = 6, 4  # passages near a question that may stand beside its own, and how many do
CANDIDATES = 28  # sentences
LONGEST_QUERY, LONGEST_SENTENCE, LONGEST_TITLE = 24, 48, 16  # tokens
FORGOTTEN = 0.5  # up to this part of a question's tokens is left out, drawn anew each time
DROPPED = 0.2  # of the dimensions
RATES = {"asked": 2e-3, "answering": 2e-3, "log_weights": 2e-2, "reach": 3e-2, "scale": 3e-2}

Tokens = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Lessons:
    """Passages as tokens, and the questions about them."""

    titles: list[Tokens]  # of each passage
    sentences: list[list[Tokens]]
    queries: list[Tokens]
    passages: list[int]  # which one each question is about
    right: list[list[bool]]  # which of its sentences answer
    near: NDArray[np.int64]  # (questions, at most NEAR): other passages


class Batch(NamedTuple):
    """Token numbers, the number after the last token for nothing; `under` and `begins` tell where each sentence stands."""

    query: torch.Tensor  # (questions, LONGEST_QUERY)
    sentences: torch.Tensor  # (questions, candidates, LONGEST_SENTENCE)
    titles: torch.Tensor  # (questions, passages, LONGEST_TITLE)
    under: torch.Tensor  # (questions, candidates): the place of its passage in `titles`
    begins: torch.Tensor  # (questions, candidates): first of its passage
    right: torch.Tensor  # (questions, candidates)
    there: torch.Tensor  # (questions, candidates): False where there is none


class Matcher(torch.nn.Module):
    """Scores sentences as `indexing.answer_match.answering` does, times a learned scale."""

    def __init__(self, vectors: NDArray[np.float32], dimensions: int):
        super().__init__()
        lengths = np.linalg.norm(vectors, axis=1)
        axes = np.linalg.svd(vectors.T @ vectors)[0][:, :dimensions]
        start = torch.from_numpy(unit_rows(vectors @ axes))
        weights = np.log(lengths / lengths.mean() + 1e-3)
        self.nothing = len(vectors)
        self.asked = torch.nn.Parameter(start.clone())
        self.answering = torch.nn.Parameter(start.clone())
        self.log_weights = torch.nn.Parameter(torch.from_numpy(weights))
        self.reach = torch.nn.Parameter(torch.zeros(2))
        self.scale = torch.nn.Parameter(torch.tensor(12.0))

    def forward(self, batch: Batch, dropped: float = 0.0) -> torch.Tensor:
        """The scores (questions, candidates); -inf where there is no candidate."""
        kept = (torch.rand(self.asked.shape[1]) >= dropped).float()
        asked, answering = (  # a row of zeros behind, for nothing
            F.pad(F.normalize(table * kept, dim=1), (0, 0, 0, 1)) for table in (self.asked, self.answering)
        )
        weights = F.pad(torch.exp(self.log_weights), (0, 1))[batch.query]
        weights = weights / weights.sum(dim=1, keepdim=True).clamp_min(1e-9)  # 0 without a known token
        query = F.embedding(batch.query, asked)
        own, titles = (self._found(query, answering, texts) for texts in (batch.sentences, batch.titles))
        around = titles.gather(2, batch.under[:, None].expand(-1, own.shape[1], -1))
        before = F.pad(own[:, :, :-1], (1, 0)) * ~batch.begins[:, None]
        from_around, from_before = torch.sigmoid(self.reach)
        best = torch.maximum(own, torch.maximum(from_around * around, from_before * before))
        scores = self.scale * torch.einsum("qt,qtc->qc", weights, best)
        return scores.masked_fill(~batch.there, float("-inf"))

    def _found(self, query: torch.Tensor, answering: torch.Tensor, texts: torch.Tensor) -> torch.Tensor:
        """The cosine of each token of a question with the nearest of each text, at least 0: (questions, tokens, texts)."""
        count, many, longest = texts.shape
        vectors = F.embedding(texts.view(count, -1), answering)
        cosines = torch.bmm(query.bfloat16(), vectors.bfloat16().transpose(1, 2)).float()
        return cosines.view(count, -1, many, longest).amax(dim=3).clamp_min(0.0)

    def tensors(self) -> dict[str, NDArray[np.float16]]:
        """What `indexing/answer_match.py` reads."""
        with torch.no_grad():
            found = {
                "asked": F.normalize(self.asked, dim=1),
                "answering": F.normalize(self.answering, dim=1),
                "weights": torch.exp(self.log_weights),
                "reach": torch.sigmoid(self.reach),
            }
            return {name: tensor.numpy().astype(np.float16) for name, tensor in found.items()}


def main(arguments: Sequence[str] | None = None) -> int:
    """Learns and writes; returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m indexing.training.answer_match", description=__doc__)
    parser.add_argument("--documents", type=Path, nargs="+", required=True, help="folders of .jsonl.gz texts")
    parser.add_argument("--questions", type=Path, default=QUESTIONS, help="folder of .jsonl.gz of questions")
    parser.add_argument("--output", type=Path, required=True)
    parser.add_argument("--epochs", type=float, default=3.0)
    parser.add_argument("--dimensions", type=int, default=128)
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args(arguments)
    taught = lessons(answered(chosen.questions, chosen.documents))
    if not taught.queries:
        parser.error("none of the questions is about a text in these folders")
    sys.stderr.write(f"{len(taught.queries):,} questions, {len(taught.sentences):,} passages\n")
    torch.manual_seed(chosen.seed)
    matcher = Matcher(bundled_embedder().vectors, chosen.dimensions)
    train(matcher, taught, chosen.epochs, np.random.default_rng(chosen.seed))
    save_file(matcher.tensors(), chosen.output)
    return 0


def lessons(questions: Iterator[Answered]) -> Lessons:
    """The questions whose answer is a sentence of their passage, or more than half of one."""
    embedder = bundled_embedder()
    places: dict[tuple[str, int, int], int] = {}
    spans: list[list[tuple[int, int]]] = []
    titles, texts, queries, passages, right = [], [], [], [], []
    for one in questions:
        place = places.setdefault((one.doc_id, one.start, one.end), len(spans))
        if place == len(spans):
            spans.append(list(sentences(one.text, one.start, one.end)))
            titles.append(one.title)
            texts.append([one.text[a:b] for a, b in spans[-1]])
        answers = [_answers(span, one.answer) for span in spans[place]]
        if any(answers):
            queries.append(one.query)
            passages.append(place)
            right.append(answers)
    every = iter(_tokens([text for inside in texts for text in inside], LONGEST_SENTENCE))
    near = _nearest(
        embedder.embed_passages(queries), embedder.embed_passages(list(map(" ".join, texts))), passages
    )
    return Lessons(
        _tokens(titles, LONGEST_TITLE),
        [[next(every) for _ in inside] for inside in texts],
        _tokens(queries, LONGEST_QUERY),
        passages,
        right,
        near,
    )


def _answers(sentence: tuple[int, int], answer: tuple[int, int]) -> bool:
    common = min(sentence[1], answer[1]) - max(sentence[0], answer[0])
    return 2 * common >= min(sentence[1] - sentence[0], answer[1] - answer[0])


def _tokens(texts: Sequence[str], longest: int) -> list[Tokens]:
    return [ids[:longest].astype(np.int64) for ids in bundled_embedder().tokens(texts)]


def _nearest(
    queries: NDArray[np.float32], passages: NDArray[np.float32], own: Sequence[int]
) -> NDArray[np.int64]:
    """For each question the passages nearest to it, without its own; shape (questions, at most NEAR)."""
    count = max(0, min(NEAR, len(passages) - 1))
    found = np.zeros((len(queries), count), np.int64)
    for first in range(0, len(queries), 2048):
        cosines = queries[first : first + 2048] @ passages.T
        rows = np.arange(len(cosines))
        cosines[rows, own[first : first + 2048]] = -2.0
        found[first : first + len(rows)] = np.argpartition(-cosines, max(count - 1, 0), axis=1)[:, :count]
    return found


def train(matcher: Matcher, taught: Lessons, epochs: float, chance: np.random.Generator) -> None:
    """Trains in place: of each question's candidates the right ones against all others."""
    rates = [RATES[name] for name, _ in matcher.named_parameters()]
    groups = [{"params": [value], "lr": RATES[name]} for name, value in matcher.named_parameters()]
    optimizer = torch.optim.Adam(groups, fused=True)
    steps = max(2, round(epochs * math.ceil(len(taught.queries) / BATCH)))
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimizer, rates, total_steps=steps + 1, pct_start=0.1, cycle_momentum=False, anneal_strategy="linear"
    )
    losses: list[float] = []
    for step, chosen in zip(range(1, steps + 1), _draws(len(taught.queries), chance), strict=False):
        batch = batch_of(taught, chosen, matcher.nothing, chance)
        likely = F.log_softmax(matcher(batch, DROPPED), dim=1)
        taken = batch.right.any(dim=1)  # a long passage may lose its answer
        loss = -torch.logsumexp(likely.masked_fill(~batch.right, float("-inf"))[taken], dim=1).mean()
        optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        optimizer.step()
        schedule.step()
        losses.append(loss.item())
        if step % 100 == 0 or step == steps:
            sys.stderr.write(f"  step {step}/{steps}  loss {np.mean(losses[-100:]):.3f}\n")


def _draws(count: int, chance: np.random.Generator) -> Iterator[NDArray[np.int64]]:
    while True:
        order = chance.permutation(count)
        yield from (order[first : first + BATCH] for first in range(0, count, BATCH))


def batch_of(
    taught: Lessons, chosen: Sequence[int] | Tokens, nothing: int, chance: np.random.Generator
) -> Batch:
    """Questions, each with the sentences of its own passage and of some near ones, CANDIDATES at most."""
    shown = [[taught.passages[n], *chance.permutation(taught.near[n])[:TAKEN].tolist()] for n in chosen]
    stand = [
        [(place, p, s) for place, p in enumerate(passages) for s in range(len(taught.sentences[p]))][
            :CANDIDATES
        ]
        for passages in shown
    ]
    most = max(map(len, stand))
    right = [
        [place == 0 and taught.right[n][s] for place, _, s in row]
        for n, row in zip(chosen, stand, strict=True)
    ]
    return Batch(
        _padded([_shortened(taught.queries[n], chance) for n in chosen], nothing),
        torch.stack(
            [
                _padded([taught.sentences[p][s] for _, p, s in row], nothing, most, LONGEST_SENTENCE)
                for row in stand
            ]
        ),
        torch.stack(
            [_padded([taught.titles[p] for p in row], nothing, TAKEN + 1, LONGEST_TITLE) for row in shown]
        ),
        _padded([[place for place, _, _ in row] for row in stand], 0, width=most),
        _padded([[s == 0 for _, _, s in row] for row in stand], 1, width=most).bool(),
        _padded(right, 0, width=most).bool(),
        _padded([[1] * len(row) for row in stand], 0, width=most).bool(),
    )


def _shortened(query: Tokens, chance: np.random.Generator) -> Tokens:
    kept = query[chance.random(len(query)) >= chance.random() * FORGOTTEN]
    return kept if len(kept) else query


def _padded(
    rows: Sequence[Sequence[int] | Tokens], filler: int, height: int | None = None, width: int | None = None
) -> torch.Tensor:
    """Rows as one table, filled up on the right and below."""
    table = np.full((height or len(rows), width or max(1, *map(len, rows), 1)), filler, np.int64)
    for number, row in enumerate(rows):
        table[number, : len(row)] = row
    return torch.from_numpy(table)


if __name__ == "__main__":
    raise SystemExit(main())
