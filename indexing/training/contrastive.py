"""Contrastive training: a query lies nearer to its own passage than to the other passages of the batch.

The multiple-negatives ranking loss (van den Oord et al. 2018; Henderson et al. 2017), in both directions, at
temperature .05. A text's vector is the L2-normalised mean of its token vectors, as sentence-transformers'
StaticEmbedding and Normalize compute it; a token's length becomes its weight.
"""

import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import torch
import torch.nn.functional as F
from tokenizers import Tokenizer

from indexing.training.reading import TextPair
from indexing.training.vocabulary import TokenLists, tokenize


@dataclass(frozen=True, slots=True)
class TrainingSettings:
    """How one stage trains; the defaults are those that won (see the model card)."""

    epochs: int = 1
    batch_size: int = 2048
    learning_rate: float = 5e-3
    temperature: float = 0.05
    warm_up: float = 0.05  # part of all steps
    query_dropout: float = 0.6  # from each query a part of its tokens is left out, drawn between 0 and this


@dataclass(frozen=True, slots=True)
class TokenPairs:
    """Pairs as token ids. `query_ids` and `passage_ids` are equal for equal texts."""

    queries: TokenLists
    passages: TokenLists
    query_ids: npt.NDArray[np.int64]
    passage_ids: npt.NDArray[np.int64]


def tokenize_pairs(tokenizer: Tokenizer, pairs: Sequence[TextPair], longest_passage: int) -> TokenPairs:
    """Tokenises the pairs; each distinct text once."""
    queries, query_ids = _distinct([pair.query for pair in pairs])
    passages, passage_ids = _distinct([pair.passage[:longest_passage] for pair in pairs])
    return TokenPairs(tokenize(tokenizer, queries), tokenize(tokenizer, passages), query_ids, passage_ids)


def _distinct(texts: Sequence[str]) -> tuple[list[str], npt.NDArray[np.int64]]:
    numbers: dict[str, int] = {}
    ids = np.array([numbers.setdefault(text, len(numbers)) for text in texts], np.int64)
    return list(numbers), ids


def train(
    vectors: npt.NDArray[np.float32],
    pairs: TokenPairs,
    weights: npt.NDArray[np.float64],
    settings: TrainingSettings,
    seed: int,
) -> npt.NDArray[np.float32]:
    """Trains token vectors (vocabulary, dimensions); pair i is drawn `weights[i]` times an epoch on average."""
    embedding = torch.nn.EmbeddingBag.from_pretrained(torch.from_numpy(vectors.copy()), freeze=False)
    optimizer = torch.optim.Adam(embedding.parameters(), lr=settings.learning_rate, fused=True)
    chance = np.random.default_rng(seed)
    batches = list(draw_batches(weights, settings, chance))
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimizer,
        max_lr=settings.learning_rate,
        total_steps=max(2, len(batches) + 1),
        pct_start=settings.warm_up,
        anneal_strategy="linear",
        cycle_momentum=False,
    )
    started, losses = time.monotonic(), []
    for step, batch in enumerate(batches, 1):
        loss = ranking_loss(embedding, pairs, batch, settings, chance)
        optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        optimizer.step()
        schedule.step()
        losses.append(loss.item())
        if step % 50 == 0 or step == len(batches):
            seconds = time.monotonic() - started
            sys.stderr.write(
                f"  step {step}/{len(batches)}  loss {np.mean(losses[-50:]):.3f}  {seconds:.0f} s\n"
            )
    return embedding.weight.detach().numpy()


def draw_batches(
    weights: npt.NDArray[np.float64], settings: TrainingSettings, chance: np.random.Generator
) -> Iterator[npt.NDArray[np.int64]]:
    """Pair numbers of each batch. A weight of 2.4 draws a pair twice, and a third time in 40 % of epochs."""
    for _ in range(settings.epochs):
        times = np.floor(weights + chance.random(len(weights))).astype(np.int64)
        order = chance.permutation(np.repeat(np.arange(len(weights)), times))
        yield from (
            order[first : first + settings.batch_size]
            for first in range(0, len(order), settings.batch_size)
            if len(order) - first > 1  # a lone pair has nothing to be told apart from
        )


def ranking_loss(
    embedding: torch.nn.EmbeddingBag,
    pairs: TokenPairs,
    batch: npt.NDArray[np.int64],
    settings: TrainingSettings,
    chance: np.random.Generator,
) -> torch.Tensor:
    """The loss of one batch. Two pairs with the same query or passage are no negatives of each other."""
    query_ids, passage_ids = pairs.query_ids[batch], pairs.passage_ids[batch]
    shortened = leave_out_tokens(pairs.queries.take(query_ids), settings.query_dropout, chance)
    queries = embed(embedding, shortened)  # (batch, dimensions)
    passages = embed(embedding, pairs.passages.take(passage_ids))
    scores = queries @ passages.T / settings.temperature  # (batch, batch)
    same = (query_ids[:, None] == query_ids) | (passage_ids[:, None] == passage_ids)
    np.fill_diagonal(same, False)
    scores = scores.masked_fill(torch.from_numpy(same), float("-inf"))
    target = torch.arange(len(batch))
    return (F.cross_entropy(scores, target) + F.cross_entropy(scores.T, target)) / 2


def leave_out_tokens(texts: TokenLists, most: float, chance: np.random.Generator) -> TokenLists:
    """Each text without a random part of its tokens; the part is drawn anew for each, between 0 and `most`."""
    parts = np.repeat(chance.random(len(texts)) * most, np.diff(texts.starts))
    kept = chance.random(len(texts.ids)) >= parts
    before = np.concatenate([[0], np.cumsum(kept)])  # kept tokens before each position
    return TokenLists(texts.ids[kept], before[texts.starts])


def embed(embedding: torch.nn.EmbeddingBag, texts: TokenLists) -> torch.Tensor:
    """Text vectors (texts, dimensions), L2-normalised."""
    ids, starts = torch.from_numpy(texts.ids), torch.from_numpy(texts.starts[:-1].astype(np.int32))
    return F.normalize(embedding(ids, starts), dim=-1)
