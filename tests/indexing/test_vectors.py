from pathlib import Path

import numpy as np
import pytest

from indexing.vectors import VectorIndex


@pytest.fixture
def vectors() -> np.ndarray:
    matrix = np.random.default_rng(0).normal(size=(300, 16)).astype(np.float32)
    matrix[7] = matrix[3]  # two passages with the same text
    matrix /= np.linalg.norm(matrix, axis=1, keepdims=True)
    matrix[9] = 0  # a passage without a known word
    return matrix


def test_every_vector_finds_itself_also_after_reopening(tmp_path: Path, vectors: np.ndarray) -> None:
    VectorIndex.build(tmp_path / "chroma", vectors)
    for _ in range(2):
        index = VectorIndex.open(tmp_path / "chroma", 300)
        assert index.lost(vectors) == 0
        assert index.nearest(vectors[42], 3)[0] == 42
        assert len(index.nearest(vectors[0], 1000)) == 300
        index.close()


def test_vectors_that_are_not_found_are_counted(tmp_path: Path, vectors: np.ndarray) -> None:
    VectorIndex.build(tmp_path / "chroma", vectors)
    index = VectorIndex.open(tmp_path / "chroma", 300)
    assert index.lost(-vectors) == 299
    index.close()


@pytest.mark.parametrize("damage", ["truncate", "remove", "database", "rows"])
def test_damage_is_noticed_before_opening(tmp_path: Path, vectors: np.ndarray, damage: str) -> None:
    folder = tmp_path / "chroma"
    VectorIndex.build(folder, vectors)
    graph = next(folder.glob("*/data_level0.bin"))
    if damage == "truncate":
        graph.write_bytes(graph.read_bytes()[:100])
    elif damage == "remove":
        graph.unlink()
    elif damage == "database":
        (folder / "chroma.sqlite3").write_bytes(b"not a database")
    with pytest.raises(ValueError):
        VectorIndex.open(folder, 299 if damage == "rows" else 300)


def test_places_without_a_vector_hold_nothing_of_what_was_in_memory(tmp_path: Path) -> None:
    rows = np.eye(8, 64, dtype=np.float32)  # fewer than Chroma makes room for
    freed = [np.full(20_000, 7.5, np.float32) for _ in range(50)]
    del freed
    VectorIndex.build(tmp_path / "chroma", rows)
    files = [
        path
        for path in (tmp_path / "chroma").glob("*/*.bin")
        if path.name in ("data_level0.bin", "length.bin")
    ]
    assert len(files) == 2 and all(path.stat().st_size for path in files)
    assert not any(any(path.read_bytes()) for path in files)  # all eight are in the log still
    index = VectorIndex.open(tmp_path / "chroma", 8)
    assert index.nearest(rows[3], 1).tolist() == [3] and index.lost(rows) == 0
    index.close()
