"""BM25 over terms. The one door to bm25s; saved as plain arrays and JSON, never pickled, read memory-mapped."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

K1 = 1.5
B = 0.75


class LexicalIndex:
    """BM25 (Lucene's variant) of every row for a query, by row number."""

    def __init__(self, model: Any, rows: int):
        self._model = model
        self.rows = rows

    @classmethod
    def build(cls, rows: Iterable[Sequence[str]], k1: float = K1, b: float = B) -> "LexicalIndex":
        """An index over rows of terms; a row without terms is never found."""
        import bm25s

        vocabulary: dict[str, int] = {"": 0}  # a place for rows without terms
        ids = [[vocabulary.setdefault(term, len(vocabulary)) for term in row] or [0] for row in rows]
        model = bm25s.BM25(k1=k1, b=b, method="lucene")
        if ids:
            model.index(bm25s.tokenization.Tokenized(ids=ids, vocab=vocabulary), show_progress=False)
        return cls(model, len(ids))

    def save(self, folder: Path) -> None:
        """Writes the index into a folder of its own."""
        folder.mkdir(parents=True, exist_ok=True)
        if self.rows:
            self._model.save(str(folder), show_progress=False)

    @classmethod
    def load(cls, folder: Path, rows: int) -> "LexicalIndex":
        """Opens a saved index. Raises ValueError if it is missing, torn or has another number of rows."""
        import bm25s

        if not rows:
            return cls(bm25s.BM25(), 0)
        try:
            model = bm25s.BM25.load(str(folder), mmap=True, show_progress=False)
            found = int(model.scores["num_docs"])
            lists = model.scores["indptr"]
            torn = len(lists) < len(model.vocab_dict) + 1 or int(lists[-1]) != len(model.scores["data"])
        except Exception as error:  # bm25s and numpy raise many kinds on a damaged file
            raise ValueError(f"{folder}: {error}") from error
        if found != rows or torn:
            raise ValueError(f"{folder}: {found} rows, expected {rows}")
        return cls(model, rows)

    def scores(self, terms: Sequence[str]) -> NDArray[np.float32]:
        """BM25 of every row, shape (rows,); 0 where no term occurs."""
        ids = self._ids(terms)
        if not ids:
            return np.zeros(self.rows, dtype=np.float32)
        return np.asarray(self._model.get_scores_from_ids(ids), dtype=np.float32)

    def frequencies(self, terms: Sequence[str]) -> NDArray[np.int64]:
        """In how many rows each term occurs, shape (terms,)."""
        if not self.rows:
            return np.zeros(len(terms), dtype=np.int64)
        lists = self._model.scores["indptr"]
        known = [self._model.vocab_dict.get(term) for term in terms]
        counts = [0 if i is None else int(lists[i + 1]) - int(lists[i]) for i in known]
        return np.array(counts, dtype=np.int64)

    def _ids(self, terms: Sequence[str]) -> list[int]:
        if not self.rows:
            return []
        vocabulary: dict[str, int] = self._model.vocab_dict
        return [vocabulary[term] for term in terms if term and term in vocabulary]
