import struct
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
    (header,) = (tmp_path / "chroma").glob("*/header.bin")
    _version, _offset, most, count, size = struct.unpack_from("<iQQQQ", header.read_bytes())
    assert count == 8 and most > 8
    graph, lengths = (header.with_name(name).read_bytes() for name in ("data_level0.bin", "length.bin"))
    assert len(graph) == most * size and any(graph[: 8 * size]) and not any(graph[8 * size :])
    assert len(lengths) == most * 4 and any(lengths[: 8 * 4]) and not any(lengths[8 * 4 :])
    index = VectorIndex.open(tmp_path / "chroma", 8)
    assert index.nearest(rows[3], 1).tolist() == [3] and index.lost(rows) == 0
    index.close()


@pytest.mark.parametrize("count", [1, 300, 1001])  # fewer than a batch, and one that a batch leaves over
def test_readers_leave_the_graph_as_it_was_written(tmp_path: Path, count: int) -> None:
    folder = tmp_path / "chroma"
    matrix = np.random.default_rng(1).normal(size=(count, 16)).astype(np.float32)
    matrix /= np.linalg.norm(matrix, axis=1, keepdims=True)
    VectorIndex.build(folder, matrix)

    def written() -> dict[str, tuple[int, bytes]]:
        return {path.name: (path.stat().st_mtime_ns, path.read_bytes()) for path in folder.glob("*/*.bin")}

    before = written()
    assert len(before) >= 3
    index = VectorIndex.open(folder, count)
    assert index.nearest(matrix[0], 1)[0] == 0 and index.lost(matrix) == 0
    index.close()
    assert written() == before
