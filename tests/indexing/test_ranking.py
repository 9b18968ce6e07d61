"""The first step of ranking gives a row the same score whatever else is asked for."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import numpy as np

from indexing.generation import Generation, _cosines
from indexing.ranking import _nearest
from indexing.vectors import VectorIndex

ROWS = 700


def generation(folder: Path | None = None) -> Generation:
    drawn = np.random.default_rng(0).normal(size=(ROWS, 64)).astype(np.float32)
    vectors = drawn / np.linalg.norm(drawn, axis=1, keepdims=True)
    chroma = None
    if folder is not None:
        VectorIndex.build(folder, vectors)
        chroma = VectorIndex.open(folder, ROWS)
    return cast(
        Generation,
        SimpleNamespace(
            vectors=vectors, chroma=chroma, similarities=lambda vector, rows: _cosines(vectors[rows], vector)
        ),
    )


def test_a_cosine_is_the_same_to_the_last_bit_in_any_company() -> None:
    made: Any = generation()
    vector = made.vectors[3]
    alone = np.array([_cosines(made.vectors[[row]], vector)[0] for row in range(ROWS)])
    assert (_cosines(made.vectors, vector) == alone).all()
    for first in range(0, ROWS, 37):
        rows = np.arange(first, ROWS, 3)
        assert (_cosines(made.vectors[rows], vector) == alone[rows]).all()
    assert abs(alone[3] - 1) < 1e-6


def test_the_nearest_are_the_nearest(tmp_path: Path) -> None:
    made: Any = generation(tmp_path / "chroma")
    try:
        for row in range(0, ROWS, 50):
            exact = np.argsort(-(made.vectors @ made.vectors[row]))[:40]
            found = _nearest(made, made.vectors[row], 40)
            assert len(found) == len(set(found.tolist())) == 40
            assert len(set(found.tolist()) & set(exact.tolist())) >= 38  # the graph may miss one
    finally:
        made.chroma.close()
