"""BM25 over terms, in parts that are scored with common statistics.

A part's postings are written once, as plain arrays and JSON, and read memory-mapped. What was added since, and
what is gone, is joined to them by `joined`: the numbers are those of one index built of the rows that are left,
because scores are worked out when asked for, from counts. (bm25s, with which this agrees, keeps finished scores,
which every added row makes wrong.)
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

K1 = 1.5
B = 0.75
_ARRAYS = ("starts", "rows", "counts", "lengths")
_VOCABULARY = "vocabulary.json"


@dataclass(frozen=True)
class Postings:
    """Which rows hold a term, and how often: `rows[starts[i]:starts[i + 1]]` for term i, with `counts` beside.

    `lengths` (rows,) are the numbers of terms of the rows.
    """

    vocabulary: dict[str, int]
    starts: NDArray[np.int64]
    rows: NDArray[np.int32]
    counts: NDArray[np.uint16]
    lengths: NDArray[np.int32]

    def of(self, term: str) -> tuple[NDArray[np.int32], NDArray[np.uint16]]:
        """The rows that hold a term and how often."""
        number = self.vocabulary.get(term)
        if number is None:
            return self.rows[:0], self.counts[:0]
        found = slice(int(self.starts[number]), int(self.starts[number + 1]))
        return self.rows[found], self.counts[found]


class LexicalIndex:
    """BM25 (Lucene's variant) of every row for a query, by row number.

    `rows` counts the rows that can be found; `size` counts the places in the arrays, those of masked rows too.
    """

    def __init__(self, parts: Sequence[Postings], live: NDArray[np.bool_] | None = None):
        lengths = np.concatenate([part.lengths for part in parts])
        self.size = len(lengths)
        self.rows = self.size if live is None else int(live.sum())
        self._parts = parts
        self._live = live
        total = int(lengths.sum() if live is None else lengths[live].sum())
        average = total / self.rows if total else 1.0
        self._norms = (K1 * (1 - B + B * lengths / average)).astype(np.float32)

    @classmethod
    def build(cls, rows: Iterable[Sequence[str]]) -> "LexicalIndex":
        """An index over rows of terms; a row without terms is never found."""
        vocabulary: dict[str, int] = {}
        lengths: list[int] = []

        def numbers() -> Iterator[int]:
            for row in rows:
                lengths.append(len(row))
                for term in row:
                    yield vocabulary.setdefault(term, len(vocabulary))

        terms = np.fromiter(numbers(), dtype=np.int64)
        size = max(len(lengths), 1)
        places = np.repeat(np.arange(len(lengths), dtype=np.int64), lengths)
        keys, counts = np.unique(terms * size + places, return_counts=True)
        frequencies = np.bincount(keys // size, minlength=len(vocabulary))
        return cls(
            [
                Postings(
                    vocabulary,
                    np.concatenate([[0], np.cumsum(frequencies)]).astype(np.int64),
                    (keys % size).astype(np.int32),
                    np.minimum(counts, np.iinfo(np.uint16).max).astype(np.uint16),
                    np.array(lengths, dtype=np.int32),
                )
            ]
        )

    def joined(self, other: "LexicalIndex", live: NDArray[np.bool_]) -> "LexicalIndex":
        """This index with the rows of another behind its own, and without those that are not `live`.

        `live` has shape (rows of both,). Neither index changes.
        """
        return LexicalIndex([*self._parts, *other._parts], live)

    def compacted(self) -> "LexicalIndex":
        """The same as one part: without the masked rows, and without the terms that only they held."""
        live = np.ones(self.size, dtype=bool) if self._live is None else self._live
        places = np.cumsum(live) - 1
        vocabulary: dict[str, int] = {}
        terms, rows, counts = [], [], []
        for first, part in zip(self._firsts(), self._parts, strict=True):
            numbers = [vocabulary.setdefault(term, len(vocabulary)) for term in part.vocabulary]
            of_postings = np.repeat(np.array(numbers, dtype=np.int64), np.diff(part.starts))
            kept = live[part.rows + first]
            terms.append(of_postings[kept])
            rows.append(places[part.rows[kept] + first].astype(np.int32))
            counts.append(part.counts[kept])
        every = np.concatenate(terms)
        order = np.argsort(every, kind="stable")  # the parts follow each other, so rows stay in order
        frequencies = np.bincount(every, minlength=len(vocabulary))
        held = frequencies > 0
        names = [term for term, here in zip(vocabulary, held.tolist(), strict=True) if here]
        lengths = np.concatenate([part.lengths for part in self._parts])[live]
        return LexicalIndex(
            [
                Postings(
                    {term: number for number, term in enumerate(names)},
                    np.concatenate([[0], np.cumsum(frequencies[held])]).astype(np.int64),
                    np.concatenate(rows)[order],
                    np.concatenate(counts)[order],
                    lengths,
                )
            ]
        )

    def save(self, folder: Path) -> None:
        """Writes an index of one part into a folder of its own."""
        (part,) = self._parts
        folder.mkdir(parents=True, exist_ok=True)
        for name in _ARRAYS:
            np.save(folder / f"{name}.npy", getattr(part, name), allow_pickle=False)
        terms = json.dumps(list(part.vocabulary), ensure_ascii=False)
        (folder / _VOCABULARY).write_text(terms, encoding="utf-8", errors="surrogatepass")

    @classmethod
    def load(cls, folder: Path, rows: int) -> "LexicalIndex":
        """Opens a saved index. Raises ValueError if it is missing, torn or has another number of rows."""
        try:
            starts, places, counts, lengths = (
                # a plain array over the mapped file: slicing a memmap costs several times as much
                np.asarray(
                    np.load(folder / f"{name}.npy", mmap_mode="r" if rows else None, allow_pickle=False)
                )
                for name in _ARRAYS
            )
            terms = json.loads((folder / _VOCABULARY).read_text(encoding="utf-8", errors="surrogatepass"))
            vocabulary = {term: number for number, term in enumerate(terms)}
        except (OSError, EOFError, TypeError) as error:  # the last over JSON that is no list of words
            raise ValueError(f"{folder}: {error}") from error
        if len(lengths) != rows:
            raise ValueError(f"{folder}: {len(lengths)} rows, expected {rows}")
        if len(starts) != len(vocabulary) + 1 or not int(starts[-1]) == len(places) == len(counts):
            raise ValueError(f"{folder}: its files do not belong together")
        return cls([Postings(vocabulary, starts, places, counts, lengths)])

    def scores(self, terms: Sequence[str]) -> NDArray[np.float32]:
        """BM25 of every row, shape (size,); 0 where no term occurs, and for masked rows."""
        places, counts, weights = [], [], []
        for term in terms:
            found = [part.of(term) for part in self._parts]
            frequency = self._frequency(found)
            weight = np.log1p((self.rows - frequency + 0.5) / (frequency + 0.5))
            for first, (rows, count) in zip(self._firsts(), found, strict=True):
                places.append(rows + first if first else rows)
                counts.append(count)
                weights.append(weight)
        if not places:
            return np.zeros(self.size, dtype=np.float32)
        # all terms in one go: most have few rows, and a step of numpy costs as much as a hundred of them
        place, count = np.concatenate(places), np.concatenate(counts)
        weight_of = np.repeat(np.array(weights, dtype=np.float32), [len(rows) for rows in places])
        gained = weight_of * count / (count + self._norms[place])
        scores = np.bincount(place, gained, minlength=self.size).astype(np.float32)
        if self._live is not None:
            scores[~self._live] = 0
        return scores

    def frequencies(self, terms: Sequence[str]) -> NDArray[np.int64]:
        """In how many rows each term occurs, shape (terms,)."""
        counts = [self._frequency([part.of(term) for part in self._parts]) for term in terms]
        return np.array(counts, dtype=np.int64)

    def _frequency(self, found: Sequence[tuple[NDArray[np.int32], NDArray[np.uint16]]]) -> int:
        if self._live is None:
            return sum(len(rows) for rows, _ in found)
        pairs = zip(self._firsts(), found, strict=True)
        return sum(int(np.count_nonzero(self._live[rows + first])) for first, (rows, _) in pairs)

    def _firsts(self) -> Iterator[int]:
        """The place of every part's first row."""
        first = 0
        for part in self._parts:
            yield first
            first += len(part.lengths)
