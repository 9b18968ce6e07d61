"""The measures of a report: names, labels, and their figures over any group of records.

Each is a ratio of sums over items, so that all get their bootstrap intervals in one go. Names are stable: `--fail-under`
and reports use them.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from evals.metrics import refusal
from evals.metrics.refusal import Part
from evals.metrics.retrieval import MEASURES as RETRIEVAL
from evals.scoring import Record
from evals.significance import Interval, bootstrap


@dataclass(frozen=True, slots=True)
class Measure:
    """One measure: its stable name, what readers call it, which way is better, and an item's part in it (None: it has none)."""

    name: str
    label: str
    part: Callable[[Record], Part]
    higher_is_better: bool = True
    among_both: bool = False  # means something only where some questions are unanswerable


@dataclass(frozen=True, slots=True)
class Figure:
    """A measure's value over a group: its 95 % interval (None where unknown) and the items that count."""

    value: float
    interval: Interval | None
    items: int


def _score(name: str, label: str) -> Measure:
    def part(record: Record) -> Part:
        value = record["scores"].get(name)
        return None if value is None else (value, 1.0)

    return Measure(name, label, part)


def _refusal(
    name: str, label: str, part: Callable[[bool, bool], Part], higher: bool = True, among_both: bool = False
) -> Measure:
    def of(record: Record) -> Part:
        return part(record["answerable"], record["outcome"] == "abstained")

    return Measure(name, label, of, higher, among_both)


MEASURES: tuple[Measure, ...] = (
    _score("right", "答对"),
    _score("grounded", "答对且有据"),
    _score("nuggets", "要点召回"),
    _score("nuggets_cited", "引文含要点"),
    _score("short_answer", "简答正确"),
    _score("rouge_l", "ROUGE-L"),
    _score("character_f1", "字符 F1"),
    _score("citation_validity", "引用有效"),
    _score("citation_recall", "引用支持语句"),
    _score("citation_precision", "引用无冗余"),
    _score("evidence_cited", "引到依据"),
    _score("figures_faithful", "数字有据"),
    _score("decision", "答拒得当"),
    _refusal("refusal_precision", "拒答准确率", refusal.precision, among_both=True),
    _refusal("refusal_recall", "拒答召回率", refusal.recall),
    _refusal("refusal_f1", "拒答 F1", refusal.f1, among_both=True),
    _refusal("refused_wrongly", "误拒率", refusal.refused_wrongly, higher=False),
    _refusal("answered_wrongly", "误答率", refusal.answered_wrongly, higher=False),
    Measure("errors", "出错率", lambda r: (float(r["outcome"] == "error"), 1.0), higher_is_better=False),
    *(
        _score(f"{level}.{name}", f"{label} {name}")
        for level, label in (("document", "文档"), ("passage", "段落"), ("wording", "同文"))
        for name in RETRIEVAL[level]
    ),
)
BY_NAME = {measure.name: measure for measure in MEASURES}


def summarise(records: Sequence[Record], intervals: bool = True) -> dict[str, Figure]:
    """Every measure that applies to at least one of the records."""
    above = np.zeros((len(records), len(MEASURES)))
    below = np.zeros_like(above)
    counted = np.zeros(len(MEASURES), dtype=int)
    for row, record in enumerate(records):
        for column, measure in enumerate(MEASURES):
            part = measure.part(record)
            if part is not None:
                above[row, column], below[row, column] = part
                counted[column] += 1
    both = any(not record["answerable"] for record in records)
    known = [
        column
        for column, measure in enumerate(MEASURES)
        if below[:, column].sum() > 0 and (both or not measure.among_both)
    ]
    spread = bootstrap(above[:, known], below[:, known]) if intervals and known else [None] * len(known)
    totals = above.sum(axis=0), below.sum(axis=0)
    return {
        MEASURES[column].name: Figure(
            round(float(totals[0][column] / totals[1][column]), 6), interval, int(counted[column])
        )
        for column, interval in zip(known, spread, strict=True)
    }
