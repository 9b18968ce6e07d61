"""`evals bench retrieval`: from the command line's choices to a report."""

import argparse
import os
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

from corpus.errors import PolicyQAError
from evals.bench.peers import PEERS, check_installed
from evals.bench.report import as_json
from evals.bench.retrieval import run
from evals.bench.sets import DATA, SETS, BenchSet, own_set
from evals.bench.systems import Ours, System
from evals.provenance import code_state
from indexing.embedder import open_embedder

T = TypeVar("T")


def bench_retrieval(arguments: argparse.Namespace) -> dict[str, Any]:
    """The report of a run. Raises PolicyQAError for an unknown name, a missing package or missing files."""
    all_systems: dict[str, System] = {system.name: system for system in (Ours(), *PEERS)}
    systems = _chosen(all_systems, arguments.system, "系统")
    versions = check_installed(systems)
    sets = _sets(arguments)
    embedder = open_embedder(os.environ.get("POLICYQA_EMBEDDING_MODEL"))
    started = datetime.now(UTC).isoformat(timespec="seconds")
    rows = run(sets, systems, arguments.data or DATA, embedder, arguments.limit)
    made = {
        "date": started,
        "code": code_state(),
        "embedding": {"name": embedder.name, "fingerprint": embedder.fingerprint},
        "packages": versions,
        "limit": arguments.limit,
    }
    return as_json(rows, made)


def _sets(arguments: argparse.Namespace) -> Sequence[Callable[[Path], BenchSet]]:
    if (arguments.documents is None) != (arguments.questions is None):
        raise PolicyQAError("--documents 和 --questions 要一起使用。")
    if arguments.documents is not None:
        own = own_set(arguments.documents, arguments.questions, arguments.questions.name)
        return [lambda _: own]
    return _chosen(SETS, arguments.set, "数据集")


def _chosen(known: Mapping[str, T], names: Sequence[str], what: str) -> list[T]:
    """The named ones in their usual order; all where none is named."""
    for name in names:
        if name not in known:
            raise PolicyQAError(f"没有{what}“{name}”；有：{'、'.join(known)}。")
    return [one for name, one in known.items() if not names or name in names]
