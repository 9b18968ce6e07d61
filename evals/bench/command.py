"""`evals bench`: from the command line's choices to a report."""

import argparse
import os
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

from corpus.errors import PolicyQAError
from evals.bench.numbered import as_text, bench_numbers
from evals.bench.peers import PEERS, check_installed
from evals.bench.report import as_json, write
from evals.bench.retrieval import run
from evals.bench.sets import DATA, SETS, BenchSet, own_set
from evals.bench.systems import Ours, System
from evals.provenance import code_state
from indexing.embedder import open_embedder

T = TypeVar("T")
# what `numbers` asks about: all laws, and documents with numbers of their own
NUMBERED = ("training/laws.jsonl.gz", "policies/beijing.jsonl.gz", "policies/gov_cn.jsonl.gz")
QUESTIONS, SEED = 1000, 1


def bench_retrieval(arguments: argparse.Namespace) -> dict[str, Any]:
    """The report of a run, written after each system too where `--output` says so; `finished` tells which it is.

    Raises PolicyQAError for an unknown name, a missing package or missing files.
    """
    all_systems: dict[str, System] = {system.name: system for system in (Ours(), *PEERS)}
    systems = _chosen(all_systems, arguments.system, "系统")
    versions = check_installed(systems)
    sets = _sets(arguments)
    embedder = open_embedder(os.environ.get("POLICYQA_EMBEDDING_MODEL"))
    started = datetime.now(UTC).isoformat(timespec="seconds")
    made = {
        "date": started,
        "code": code_state(),
        "embedding": {"name": embedder.name, "fingerprint": embedder.fingerprint},
        "packages": versions,
        "limit": arguments.limit,
    }
    for rows in run(sets, systems, arguments.data or DATA, embedder, arguments.limit):
        if arguments.output is not None:
            write(as_json(rows, {**made, "finished": False}), arguments.output)
    return as_json(rows, {**made, "finished": True})


def numbers(
    arguments: argparse.Namespace, bar: Callable[[], AbstractContextManager[Callable[[int, int], None]]]
) -> tuple[dict[str, Any], str]:
    """The report of a run of `evals bench numbers`, and the same for the terminal. Raises PolicyQAError."""
    data = arguments.data or DATA
    files = [arguments.documents] if arguments.documents else [data / name for name in NUMBERED]
    for file in files:
        if not file.exists():
            raise PolicyQAError(
                f"没有 {file}。请用 --data 指出存放公开数据集的文件夹，或用 --documents 给出自己的文档。"
            )
    embedder = open_embedder(os.environ.get("POLICYQA_EMBEDDING_MODEL"))
    with bar() as progress:
        asked = bench_numbers(files, arguments.limit or QUESTIONS, SEED, embedder, progress)
    return {"code": code_state(), "embedding": embedder.name, **asked}, as_text(asked)


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
