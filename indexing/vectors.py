"""Nearest neighbours of a vector. The one door to Chroma, embedded and without its own embedding functions.

A collection is written once, in a folder of its own, checked, and never written again: killed while writing,
or written by two processes, the embedded store of 1.5.9 breaks (see indexing/README.md). What the folder must
hold is noted beside it, so that a torn one is found out without opening it (opening one may kill the process).
"""

import json
import logging
import sqlite3
import struct
import weakref
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

COLLECTION = "passages"
CHECKED_ALL = 5_000  # up to here every vector must find itself; beyond, an even sample of as many
_BATCH = 1_000
_NEAR = 100  # a vector with close relatives must be among so many
_INVENTORY = "inventory.json"
_DATABASE = "chroma.sqlite3"
# Measured on 4,200 vectors of 256: 1.4 ms a query, every vector finds itself.
# Written to the files at every batch: of what is left in Chroma's log, every reader would write the graph's files anew,
# and in their unused places what its memory holds.
_HNSW = {"space": "ip", "ef_construction": 200, "max_neighbors": 32, "ef_search": 200, "sync_threshold": 1}


class VectorIndex:
    """A collection of L2-normalised vectors, by row number."""

    def __init__(self, folder: Path, rows: int, client: Any, collection: Any):
        self.folder = folder
        self.rows = rows
        self._collection = collection
        # Chroma keeps open whatever nobody closes; the last reader that lets go of this closes it.
        self._close = weakref.finalize(self, client.close)

    @classmethod
    def build(
        cls, folder: Path, vectors: NDArray[np.float32], progress: Callable[[int], object] | None = None
    ) -> None:
        """Writes a collection of vectors (n, d) and its inventory; leaves it closed.

        `progress` is told how many more are in it. Raises ValueError if Chroma fails, where the disk is full say.
        """
        folder.mkdir(parents=True)
        try:
            cls._fill(folder, vectors, progress)
            _clear_unused(folder)
        except Exception as error:  # chromadb's errors have no common base
            raise ValueError(f"{folder}: {error}") from error
        sizes = {path.relative_to(folder).as_posix(): path.stat().st_size for path in _index_files(folder)}
        inventory = {"rows": len(vectors), "sizes": sizes}
        (folder / _INVENTORY).write_text(json.dumps(inventory), encoding="utf-8")

    @staticmethod
    def _fill(folder: Path, vectors: NDArray[np.float32], progress: Callable[[int], object] | None) -> None:
        client = _client(folder)
        try:
            collection = client.create_collection(
                COLLECTION, embedding_function=None, configuration={"hnsw": _HNSW}
            )
            for first in range(0, len(vectors), _BATCH):
                part = np.asarray(vectors[first : first + _BATCH])
                collection.add(ids=[str(row) for row in range(first, first + len(part))], embeddings=part)
                if progress is not None:
                    progress(len(part))
        finally:
            client.close()

    @classmethod
    def open(cls, folder: Path, rows: int) -> "VectorIndex":
        """Opens a collection. Raises ValueError if it is missing, torn or holds another number of rows."""
        fault = _fault(folder, rows)
        if fault:
            raise ValueError(f"{folder}: {fault}")
        try:
            client = _client(folder)
        except Exception as error:  # chromadb's errors have no common base
            raise ValueError(f"{folder}: {error}") from error
        try:
            collection = client.get_collection(COLLECTION, embedding_function=None)
            found = collection.count()
        except Exception as error:  # chromadb's errors have no common base
            client.close()
            raise ValueError(f"{folder}: {error}") from error
        if found != rows:
            client.close()
            raise ValueError(f"{folder}: {found} vectors, expected {rows}")
        return cls(folder, rows, client, collection)

    def nearest(self, vector: NDArray[np.float32], k: int) -> NDArray[np.int64]:
        """The rows of the k nearest vectors, nearest first. Raises ValueError if Chroma fails."""
        return self._query(vector[None, :], k)[0]

    def lost(self, vectors: NDArray[np.float32]) -> int:
        """How many of the vectors, or of an even sample of them, are not found when they are asked for.

        Equal texts have equal vectors, of which any will do; an all-zero vector (a text without a known word)
        is like nothing, itself included, and is not asked for.
        """
        rows = np.unique(np.linspace(0, len(vectors) - 1, min(len(vectors), CHECKED_ALL)).astype(int))
        rows = rows[np.asarray(vectors[rows]).any(axis=1)]
        lost = 0
        for first in range(0, len(rows), _BATCH):
            wanted = np.asarray(vectors[rows[first : first + _BATCH]])
            nearest = np.stack(self._query(wanted, 1))[:, 0]
            found = np.einsum("nd,nd->n", wanted, np.asarray(vectors[nearest])) > 1 - 1e-4
            for vector in wanted[~found]:
                again = np.asarray(vectors[self._query(vector[None, :], _NEAR)[0]]) @ vector
                lost += int(again.max() <= 1 - 1e-4)
        return lost

    def close(self) -> None:
        """Gives the files back."""
        self._close()

    def _query(self, vectors: NDArray[np.float32], k: int) -> list[NDArray[np.int64]]:
        try:
            result = self._collection.query(
                query_embeddings=np.asarray(vectors), n_results=min(k, self.rows), include=["distances"]
            )
        except Exception as error:  # chromadb's errors have no common base
            raise ValueError(f"{self.folder}: {error}") from error
        return [np.array([int(row) for row in ids], dtype=np.int64) for ids in result["ids"]]


def _client(folder: Path) -> Any:
    import chromadb
    from chromadb.config import Settings

    logging.getLogger("chromadb").setLevel(logging.ERROR)
    return chromadb.PersistentClient(str(folder), settings=Settings(anonymized_telemetry=False))


def _fault(folder: Path, rows: int) -> str | None:
    """What is wrong with a collection's files, as far as can be told without opening it."""
    try:
        inventory = json.loads((folder / _INVENTORY).read_text(encoding="utf-8"))
        sizes = {path.relative_to(folder).as_posix(): path.stat().st_size for path in _index_files(folder)}
        if inventory != {"rows": rows, "sizes": sizes}:
            return f"its files are not those that were written for {rows} vectors"
        with closing(sqlite3.connect(f"file:{folder / _DATABASE}?mode=ro", uri=True)) as connection:
            answer = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
            return None if answer == "ok" else str(answer)
    except (OSError, ValueError, sqlite3.Error) as error:
        return str(error)


def _clear_unused(folder: Path) -> None:
    """Overwrites the places of the graph's files that hold no vector yet.

    Chroma writes them as they happened to be in memory, and there vectors of removed documents may have been.
    """
    for header in folder.glob("*/header.bin"):
        _version, _offset, _most, count, size = struct.unpack_from("<iQQQQ", header.read_bytes())
        for name, width in (("data_level0.bin", size), ("length.bin", 4)):
            path = header.with_name(name)
            with path.open("r+b") as file:
                file.seek(count * width)
                file.write(bytes(max(0, path.stat().st_size - count * width)))


def _index_files(folder: Path) -> Iterator[Path]:
    """The files of the graph, which never change; the database does (Chroma keeps books in it)."""
    return (path for path in sorted(folder.glob("*/*")) if path.is_file())
