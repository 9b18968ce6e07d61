"""The reader's network, run with numpy: from the features of clauses to the score of every span of clauses.

Three layers over the row of clauses (the second and third see the neighbours), and on top of them for each
clause how well an answer begins with it, ends with it and holds it. A span's score is the sum of these and of
what its length and the sentences and paragraphs it crosses weigh; how much length weighs depends on the
question. "No answer here" has a score of its own. Fitted by `chat.fitting.reader`.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from chat.reader_features import Array, Ints, Table
from chat.reader_question import Asked

LONGEST = 40
"""Units of a span at most."""

BAG, EDGE, ASKING = 8192, 4096, 4096
"""Rows of the tables of learned word pairs: of a clause, of its first and last pair, of the question."""

WIDTHS = {"bag": 12, "edge": 8, "asking": 12}


def hashed(pairs: Ints, size: int) -> Ints:
    """The row of each pair of characters in a table with `size` rows; pairs may share one."""
    mixed = ((pairs >> 21) * 7919 + (pairs & 0x1FFFFF)) * 2654435761
    return np.asarray(((mixed & 0x7FFFFFFF) >> 9) % size, dtype=np.int64)


class Inputs(NamedTuple):
    """What the network sees of one question: features, learned pairs by row, and the candidates.

    `bag` holds the pairs of all clauses one after the other, `bag_starts` where each clause's begin.
    """

    rows: Array
    bag: Ints
    bag_starts: Ints
    first: Ints
    last: Ints
    asking: Ints
    kinds: Array
    stretch: Ints


def inputs(asked: Asked, table: Table) -> Inputs:
    """The network's inputs for a question and the clauses read for it."""
    low, high = table.low, table.high
    sizes = np.maximum(high - low - 1, 1)
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    inside = np.arange(int(sizes.sum())) - np.repeat(starts - low, sizes)
    return Inputs(
        table.rows,
        hashed(table.pairs[inside], BAG),
        starts,
        hashed(table.pairs[low], EDGE),
        hashed(table.pairs[np.maximum(high - 3, low)], EDGE),
        hashed(asked.words, ASKING),
        asked.kinds,
        table.stretch,
    )


class Outline(NamedTuple):
    """Where the clauses begin and end, and how each stands to the one before it (`chat.reader_units`)."""

    starts: Ints
    ends: Ints
    gaps: Ints
    items: Ints
    stretch: Ints


def outline(table: Table) -> Outline:
    """The outline of the clauses read."""
    return Outline(table.starts, table.ends, table.gaps, table.items, table.stretch)


class Spans(NamedTuple):
    """Candidate spans: units `first` to `last` (inclusive), and `shape`, what length and crossings say."""

    first: Ints
    last: Ints
    shape: Array


def spans(lines: Outline) -> Spans:
    """All runs of at most `LONGEST` units of one stretch."""
    count = len(lines.starts)
    first = np.repeat(np.arange(count), LONGEST)
    last = first + np.tile(np.arange(LONGEST), count)
    first, last = first[last < count], last[last < count]
    same = lines.stretch[first] == lines.stretch[last]
    first, last = first[same], last[same]
    return Spans(first, last, shapes(lines, first, last))


def shapes(lines: Outline, first: Ints, last: Ints) -> Array:
    """What a span's length and the breaks it crosses say, a column each."""
    length = np.log(np.maximum(lines.ends[last] - lines.starts[first], 1)) / 5.0
    begins = lines.gaps <= 1
    ends = np.append(begins[1:], True)
    sentences: Ints = np.cumsum(begins)
    paragraphs: Ints = np.cumsum(lines.gaps == 0)
    crossed, over = sentences[last] - sentences[first], paragraphs[last] - paragraphs[first]
    # a mark of the span's own level inside it: 1. … 2. …
    marks = np.stack([np.cumsum(lines.items == level) for level in range(7)])
    level = lines.items[first]
    equal = (marks[level, last] > marks[level, first]) & (level > 0)
    columns = [
        length, length * length, np.log1p(crossed), begins[first] & ends[last], begins[first], ends[last],
        crossed == 0, over > 0, np.log1p(over), equal, first == last,
    ]  # fmt: skip
    return np.stack([np.asarray(c, dtype=np.float32) for c in columns], axis=1)


SHAPE_COUNT = 11


def arrays(stored: Mapping[str, Any]) -> dict[str, Array]:
    """Arrays from `{name: {"shape", "scale", "values"}}`; the values are whole numbers times the scale."""
    result = {}
    for name, one in stored.items():
        values = np.array(one["values"], dtype=np.float32) * np.float32(one["scale"])
        result[name] = values.reshape(one["shape"])
    return result


def product(one: Array, other: Array) -> Array:
    """The matrix product in blocks of rows too small for OpenBLAS to share out among threads.

    Its threads wait for each other actively: on a machine at work one question took 27 ms instead of 7.
    """
    size = max(1, 250_000 // other.size)
    short = -len(one) % size
    blocks = np.pad(one, ((0, short), (0, 0))).reshape(-1, size, one.shape[1])
    return np.asarray(np.matmul(blocks, other).reshape(-1, other.shape[1])[: len(one)])


class Network:
    """The fitted numbers."""

    def __init__(self, numbers: Mapping[str, Array]) -> None:
        self.numbers = numbers

    def scores(self, given: Inputs, candidates: Spans) -> tuple[NDArray[np.float64], float]:
        """The score of every candidate, and of "no answer here"."""
        n = self.numbers
        bag = np.add.reduceat(n["bag"][given.bag], given.bag_starts, axis=0)
        bag /= np.diff(np.append(given.bag_starts, len(given.bag)))[:, None]
        asking = n["asking"][given.asking].mean(axis=0)
        count = len(given.rows)
        seen = np.concatenate(
            [
                (given.rows - n["mean"]) * n["spread"],
                bag,
                n["edge"][given.first],
                n["edge"][given.last],
                np.broadcast_to(asking, (count, len(asking))),
                bag * asking * 8.0,
            ],
            axis=1,
        )
        hidden = np.maximum(product(seen, n["w1"]) + n["b1"], 0.0)
        hidden = self._layer(hidden, given.stretch, "2", 2)
        hidden = self._layer(hidden, given.stretch, "3", 1)
        heads = hidden @ n["heads"] + n["heads_bias"]
        question = np.concatenate([given.kinds, asking])
        weights = question @ n["length"] + n["shape"]
        inside = np.concatenate([[0.0], np.cumsum(heads[:, 2], dtype=np.float64)])
        score = (
            heads[candidates.first, 0].astype(np.float64)
            + heads[candidates.last, 1]
            + inside[candidates.last + 1]
            - inside[candidates.first]
            + candidates.shape @ weights
        )
        return score, float(hidden.max(axis=0) @ n["none"] + n["none_bias"][0])

    def _layer(self, hidden: Array, stretch: Ints, name: str, reach: int) -> Array:
        """A layer that sees `reach` neighbours at each side, none of another stretch."""
        count = len(hidden)
        total = np.broadcast_to(self.numbers["b" + name], (count, self.numbers["b" + name].shape[0])).copy()
        for place, shift in enumerate(range(-reach, reach + 1)):
            moved = product(hidden, self.numbers["w" + name][place])
            low, high = max(0, -shift), min(count, count - shift)
            if low < high:
                same = (stretch[low:high] == stretch[low + shift : high + shift])[:, None]
                total[low:high] += moved[low + shift : high + shift] * same
        return np.maximum(total, 0.0)
