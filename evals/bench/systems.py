"""What a system of the benchmark must do, and ours."""

import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from corpus.document import Document, Span
from corpus.library import Library
from indexing.build import build
from indexing.embedder import Embedder
from indexing.retriever import Retriever

Search = Callable[[str, int], list[Span]]  # question, k → at most k passages, best first


class System(Protocol):
    """Indexes documents and gives one or more ways to search them."""

    @property
    def name(self) -> str:
        """What the table and `--system` call it."""

    @property
    def packages(self) -> tuple[str, ...]:
        """What it needs installed, by the names that pip knows."""

    def index(self, documents: Sequence[Document], embedder: Embedder) -> Mapping[str, Search]:
        """Ways to search these documents, by name."""


@dataclass(frozen=True, slots=True)
class Ours:
    """This project as it ships."""

    name: str = "policyqa"
    packages: tuple[str, ...] = ()

    def index(self, documents: Sequence[Document], embedder: Embedder) -> Mapping[str, Search]:
        """`indexing build` into a home of its own, searched as `indexing search` does."""
        folder = tempfile.TemporaryDirectory(prefix="policyqa-bench-")
        library = Library(Path(folder.name))
        library.add(documents)
        build(library, embedder)
        retriever = Retriever(library, lambda: embedder)
        retriever.warm()

        def search(question: str, k: int) -> list[Span]:
            assert folder  # the home lives as long as whoever searches it
            return [one.passage.span for one in retriever.search(question, k)]

        return {"": search}
