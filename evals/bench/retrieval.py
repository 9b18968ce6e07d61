"""The benchmark's run: every system over every set, by the same measures, in one process.

`doc@k`: a gold document among the first k distinct documents. `R@k`: the share of the gold documents among them.
`ans@k`: a passage that holds the beginning of a gold span among the first k passages. All by ir-measures, from twice
as many passages as the greatest k: asked for more, a fusion by rank puts what both lists hold far down above what one
holds first, which no user would ask it to do.
"""

import resource
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from corpus.document import Span
from evals.bench.sets import BenchSet, sample
from evals.bench.systems import Search, System
from evals.dataset import QAItem
from evals.metrics.retrieval import calculate
from indexing.embedder import Embedder


@dataclass(frozen=True, slots=True)
class Row:
    """What one way of one system to search reached on one set; times in seconds."""

    set: str
    system: str
    way: str
    documents: int
    questions: int
    values: Mapping[str, float]
    index_seconds: float
    median_seconds: float


def run(
    sets: Sequence[Callable[[Path], BenchSet]],
    systems: Sequence[System],
    data: Path,
    embedder: Embedder,
    limit: int | None = None,
) -> Iterator[list[Row]]:
    """One row for each set, system and way; at most `limit` questions of a set, drawn evenly.

    Yields what there is so far after each system: a run may take hours, and what it measured is not to be lost.
    """
    rows: list[Row] = []
    for open_set in sets:
        bench_set = open_set(data)
        items = sample(bench_set.items, limit)
        for system in systems:
            rows += measure(bench_set, items, system, embedder)
            yield rows


def measure(bench_set: BenchSet, items: Sequence[QAItem], system: System, embedder: Embedder) -> list[Row]:
    """One row for each way of the system to search the set."""
    started = time.perf_counter()
    ways = system.index(bench_set.documents, embedder)
    indexed = time.perf_counter() - started
    depth = 2 * max(int(name.partition("@")[2]) for name in bench_set.measures)
    rows = []
    for way, search in ways.items():
        found, seconds = _ask(search, items, depth)
        values = evaluate(bench_set.measures, items, found)
        median = float(np.median(seconds))
        rows.append(
            Row(
                bench_set.name,
                system.name,
                way,
                len(bench_set.documents),
                len(items),
                values,
                indexed,
                median,
            )
        )
        figures = "  ".join(f"{name} {value:.3f}" for name, value in values.items())
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        sys.stderr.write(
            f"{bench_set.name} {system.name} {way}  {figures}  {median * 1000:.0f} ms  {peak} MB\n"
        )
    return rows


def _ask(search: Search, items: Sequence[QAItem], depth: int) -> tuple[list[list[Span]], list[float]]:
    found, seconds = [], []
    for item in items:
        started = time.perf_counter()
        found.append(search(item.question, depth))
        seconds.append(time.perf_counter() - started)
    return found, seconds


def evaluate(
    measures: Sequence[str], items: Sequence[QAItem], found: Sequence[Sequence[Span]]
) -> dict[str, float]:
    """The mean of every measure over the items.

    >>> item = QAItem("q", "?", True, "", evidence=(Evidence("d", 10, 20),))
    >>> evaluate(("doc@1", "ans@1", "ans@5"), [item], [[Span("d", 0, 10), Span("d", 10, 30)]])
    {'doc@1': 1.0, 'ans@1': 0.0, 'ans@5': 1.0}
    """
    documents, answers, gold = {}, {}, {}
    for item, spans in zip(items, found, strict=True):
        documents[item.item_id] = list(dict.fromkeys(span.doc_id for span in spans))
        gold[item.item_id] = list(dict.fromkeys(e.doc_id for e in item.evidence))
        names = ("answer" if _answers(span, item) else f"other {place}" for place, span in enumerate(spans))
        answers[item.item_id] = list(dict.fromkeys(names))
    result = {}
    for name in measures:
        measure = name.replace("doc@", "Success@").replace("ans@", "Success@")
        if name.startswith("ans@"):
            scores = calculate([measure], answers, dict.fromkeys(gold, ["answer"]))
        else:
            scores = calculate([measure], documents, gold)
        result[name] = sum(values[measure] for values in scores.values()) / len(items)
    return result


def _answers(span: Span, item: QAItem) -> bool:
    return any(
        e.doc_id == span.doc_id and e.start is not None and span.start <= e.start < span.end
        for e in item.evidence
    )
