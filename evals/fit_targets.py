"""Fits the weights by which targets are read: python -m evals.fit_targets [--cross-validate [--errors]]

On the open half of `datasets/targets/gold.jsonl`; never on the kept half. Writes `indexing/target_model.json`: which words
name what a figure measures (conditional logit), and which figures are targets (logistic regression).
"""

import argparse
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from corpus.document import Document
from evals.sign_fits import common_signs, fit_choices, fit_verdicts, rounded, sign_table, write_fit
from evals.target_gold import Tally, gold_documents, names_rightly, score
from indexing.target_candidates import Candidate
from indexing.target_model import BIAS, MODEL_FILE, TargetModel
from indexing.targets import find_figures

NAMING_PENALTY, AIMING_PENALTY = 1.0, 1.0
_RAREST = 2  # figures that a sign with a weight occurs at
_FOLDS = 8

Entry = tuple[Document, dict[str, Any]]


@dataclass(slots=True)
class Lesson:
    """What one document teaches: choices among candidates with the right ones, and figures that are targets or not."""

    entry: Entry
    choices: list[tuple[Sequence[Candidate], list[bool]]] = field(default_factory=list)
    figures: list[tuple[frozenset[str], bool]] = field(default_factory=list)


class _Taught:
    """Decides as the gold says, and writes down what there was to decide."""

    def __init__(self, entry: Entry):
        self.document, self.gold = entry
        self.rows = {row["figure"][0]: row for row in self.gold["rows"]}
        self.lesson = Lesson(entry)

    def name(self, at: int, among: Sequence[Candidate]) -> Candidate:
        known = next((one for one in among if any(sign.startswith("式") for sign in one.signs)), among[0])
        row = self.rows.get(at)
        if row is None or row["kind"] == "opt":
            return known
        right = [names_rightly(self.document.text, row, one.words) for one in among]
        if any(right) and not all(right):
            self.lesson.choices.append((among, right))
        return next((one for one, good in zip(among, right, strict=True) if good), known)

    def aims(self, at: int, signs: frozenset[str]) -> bool:
        kind = str(self.rows.get(at, {}).get("kind"))
        if kind != "opt" and any(start <= at < end for start, end in self.gold["windows"]):
            self.lesson.figures.append((signs, kind == "target"))
        return kind == "target"


def lesson(entry: Entry) -> Lesson:
    """What a document teaches."""
    taught = _Taught(entry)
    find_figures(entry[0], decisions=taught)
    return taught.lesson


def fit_naming(lessons: Iterable[Lesson]) -> dict[str, float]:
    """The weights of a candidate's signs: of each figure's candidates the right ones against all others."""
    choices = [([one.signs for one in among], right) for each in lessons for among, right in each.choices]
    names = common_signs((frozenset().union(*among) for among, _ in choices), _RAREST)
    return fit_choices(choices, names, NAMING_PENALTY)


def fit_aiming(lessons: Iterable[Lesson]) -> dict[str, float]:
    """The weights of a figure's signs."""
    figures = [figure for one in lessons for figure in one.figures]
    names = common_signs((signs for signs, _ in figures), _RAREST)
    right = np.array([target for _, target in figures], dtype=np.float64)
    found = fit_verdicts(sign_table([signs for signs, _ in figures], names), right, AIMING_PENALTY)
    return {**dict(zip(names, found.tolist(), strict=False)), BIAS: float(found[-1])}


def fitted(lessons: Sequence[Lesson]) -> TargetModel:
    """The model that the lessons give."""
    return TargetModel(fit_naming(lessons), fit_aiming(lessons))


def cross_validated(lessons: Sequence[Lesson]) -> tuple[dict[Any, Tally], list[str]]:
    """Each document read by a model fitted on the others (groups of documents take turns), and the mistakes."""
    tallies: dict[Any, Tally] = {}
    mistakes = []
    order = np.random.default_rng(0).permutation(len(lessons)).tolist()
    for fold in range(_FOLDS):
        held = set(order[fold::_FOLDS])
        model = fitted([one for place, one in enumerate(lessons) if place not in held])
        for place in sorted(held):
            document, gold = lessons[place].entry
            tally = tallies.setdefault(gold.get("round", 0), Tally())
            lines = score(document, gold, find_figures(document, decisions=model), tally, "target")
            mistakes += [f"{gold['doc_id']} {line}" for line in lines]
    return tallies, mistakes


def main(arguments: Sequence[str] | None = None) -> int:
    """Fits, and writes the weights; or cross-validates and prints the figures."""
    parser = argparse.ArgumentParser(prog="python -m evals.fit_targets", description=__doc__)
    parser.add_argument("--cross-validate", action="store_true")
    parser.add_argument("--errors", action="store_true", help="with --cross-validate: print the mistakes")
    parsed = parser.parse_args(arguments)
    lessons = [lesson(entry) for entry in gold_documents("open")]
    if parsed.cross_validate:
        tallies, mistakes = cross_validated(lessons)
        if parsed.errors:
            sys.stdout.writelines(f"{line}\n" for line in mistakes)
        for name, tally in sorted(tallies.items()):
            sys.stdout.write(f"{name} {tally.report()}\n")
        return 0
    model = fitted(lessons)
    told = {
        "documents": len(lessons),
        "choices": sum(len(one.choices) for one in lessons),
        "figures": sum(len(one.figures) for one in lessons),
    }
    write_fit(MODEL_FILE, told, {"names": rounded(model.names), "aimed": rounded(model.aimed)})
    return 0


if __name__ == "__main__":
    sys.exit(main())
