"""Fits the weights by which support measures are read: python -m evals.fit_measures [--shared ../shared] [--cross-validate]

On the documents of `datasets/measures/gold.jsonl` whose half is development or final; never on the halves that measure.
Writes `indexing/measure_model.json`: which clauses give (logistic regression), whom they name (conditional logit).
"""

import argparse
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from scipy.sparse import hstack, vstack

from corpus.document import Document
from evals.measure_gold import Score, gold_documents, overlaps, same_audience, score_document
from evals.sign_fits import common_signs, fit_choices, fit_verdicts, rounded, sign_table, write_fit
from indexing.embedder import open_embedder
from indexing.measure_clauses import Setting, signs
from indexing.measure_model import BIAS, MODEL_FILE, MeasureModel, Vector, meaning_of
from indexing.measure_recipients import Range, Recipient
from indexing.measures import MeasureReader, find_measures

FITTED_ON = ("development", "final")
GIVING_PENALTY, ADDRESSING_PENALTY = 2.0, 3.0
_RAREST = 2  # occurrences of a sign that gets a weight
_ROUNDS = 3  # in which a row's clause is settled anew: of several at its place the likeliest gives
_FOLDS = 8
_NOTHING = MeasureModel({}, {})

Entry = tuple[dict[str, Any], Document]


@dataclass(slots=True)
class Clause:
    """A candidate clause: its place, the gold row it stands at ("" where at none), its signs, whether it gives."""

    at: Range
    row: str
    signs: frozenset[str]
    meaning: Vector
    gives: bool = False

    def giving(self, model: MeasureModel) -> float:
        """The log odds that it gives, by a model."""
        return model.giving(self.signs, self.meaning)


@dataclass(slots=True)
class Choice:
    """The candidates for the recipient of one gift, and which are right."""

    among: list[Recipient]
    right: list[bool]


@dataclass(slots=True)
class Lesson:
    """What one document teaches."""

    entry: Entry
    clauses: list[Clause] = field(default_factory=list)
    choices: list[Choice] = field(default_factory=list)


class _Taught(MeasureReader):
    """Reads a document as the gold set says, and writes down what there was to decide."""

    def __init__(self, entry: Entry, giving: frozenset[Range]):
        super().__init__(entry[1], _NOTHING)
        self.entry, self.giving, self.lesson = entry[0], giving, Lesson(entry)

    def gives(self, start: int, end: int, setting: Setting) -> bool:
        first, last = self.entry["range"]
        rows = [row for row in self.entry["measures"] if overlaps(start, end, row)]
        needed = [row["id"] for row in rows if "id" in row]
        if first <= start < last and (needed or not (rows or self.entry.get("others_optional"))):
            found = frozenset(signs(self.text, start, end, setting))
            meaning = meaning_of(self.document, start, end, setting)
            self.lesson.clauses.append(Clause((start, end), needed[0] if needed else "", found, meaning))
        return (start, end) in self.giving

    def choose(self, start: int, end: int, among: list[Recipient]) -> Range | None:
        row = next((r for r in self.entry["measures"] if "id" in r and overlaps(start, end, r)), None)
        if row is None:
            return None
        gold = [self.text[slice(*span)] if span else None for span in row["audience"]]
        right = [
            any(same_audience(self.text[slice(*one.span)] if one.span else None, words) for words in gold)
            for one in among
        ]
        if any(right) and not all(right):
            self.lesson.choices.append(Choice(among, right))
        named = row["audience"][0]
        return (named[0], named[1]) if named else None


def lessons(entries: Iterable[Entry]) -> list[Lesson]:
    """What the documents teach. Of the clauses at a row's place the likeliest gives, settled in rounds of fitting."""
    taught = [_taught(entry, frozenset()) for entry in entries]
    model = MeasureModel({"明给": 1.0, "隐给": 1.0}, {})
    for _ in range(_ROUNDS):
        for lesson in taught:
            best: dict[str, Clause] = {}
            for clause in lesson.clauses:
                clause.gives = False
                if clause.row and (
                    clause.row not in best or clause.giving(model) >= best[clause.row].giving(model)
                ):
                    best[clause.row] = clause
            for clause in best.values():
                clause.gives = True
        model = fitted_giving(taught)
    for lesson in taught:
        giving = frozenset(clause.at for clause in lesson.clauses if clause.gives)
        lesson.choices = _taught(lesson.entry, giving).choices
    return taught


def _taught(entry: Entry, giving: frozenset[Range]) -> Lesson:
    reader = _Taught(entry, giving)
    for _ in reader.read():
        pass
    return reader.lesson


def fitted_giving(taught: Sequence[Lesson]) -> MeasureModel:
    """A model that knows which clauses give."""
    clauses = [c for lesson in taught for c in lesson.clauses if c.gives or not c.row]
    names = common_signs((c.signs for c in clauses), _RAREST)
    held, meaning = sign_table([c.signs for c in clauses], names), np.array([c.meaning for c in clauses])
    # each a second time as if its sentence stood alone, so that such a one is read as well
    alone = meaning.copy()
    alone[:, meaning.shape[1] // 2 :] = 0.0
    table = vstack([hstack([held, block]) for block in (meaning, alone)], format="csr")
    right = np.tile(np.array([c.gives for c in clauses], dtype=np.float64), 2)
    found = fit_verdicts(table, right, GIVING_PENALTY, worth=0.5)
    weights = {**dict(zip(names, found.tolist(), strict=False)), BIAS: float(found[-1])}
    return MeasureModel(weights, {}, found[len(names) : -1])


def fit_addressing(taught: Sequence[Lesson]) -> dict[str, float]:
    """The weights of a recipient's signs: of each gift's candidates the right ones against all others."""
    choices = [
        ([frozenset(one.signs) for one in choice.among], choice.right)
        for lesson in taught
        for choice in lesson.choices
    ]
    names = common_signs((signs for among, _ in choices for signs in among), _RAREST)
    return fit_choices(choices, names, ADDRESSING_PENALTY)


def fitted(taught: Sequence[Lesson]) -> MeasureModel:
    """The model that the lessons give."""
    giving = fitted_giving(taught)
    return MeasureModel(giving.gives, fit_addressing(taught), giving.meaning)


def cross_validated(taught: Sequence[Lesson]) -> Score:
    """Each document read by a model fitted on the others (groups of documents take turns)."""
    total = Score()
    order = np.random.default_rng(0).permutation(len(taught)).tolist()
    for fold in range(_FOLDS):
        held = set(order[fold::_FOLDS])
        model = fitted([lesson for place, lesson in enumerate(taught) if place not in held])
        for place in sorted(held):
            entry, document = taught[place].entry
            score_document(entry, document, total, find_measures(document, model))
    return total


def main(arguments: Sequence[str] | None = None) -> int:
    """Fits, and writes the weights; or cross-validates and prints the figures."""
    parser = argparse.ArgumentParser(prog="python -m evals.fit_measures", description=__doc__)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--cross-validate", action="store_true")
    parser.add_argument(
        "--errors", action="store_true", help="with --cross-validate: print every row not right"
    )
    parsed = parser.parse_args(arguments)
    entries = [
        (entry, document)
        for entry, document in gold_documents(parsed.shared if parsed.shared.is_dir() else None)
        if document is not None and entry["half"] in FITTED_ON
    ]
    taught = lessons(entries)
    if parsed.cross_validate:
        score = cross_validated(taught)
        if parsed.errors:
            sys.stdout.writelines(f"{note}\n" for note in score.notes)
        sys.stdout.write(f"{score.report()}\n")
        return 0
    model = fitted(taught)
    told = {
        "documents": len(entries),
        "clauses": sum(len(one.clauses) for one in taught),
        "recipients": sum(len(one.choices) for one in taught),
        "embedding": open_embedder(None).fingerprint,
    }
    meaning = [round(weight, 3) for weight in model.meaning.tolist()]
    weights = {"gives": rounded(model.gives), "audience": rounded(model.audience), "meaning": meaning}
    write_fit(MODEL_FILE, told, weights)
    return 0


if __name__ == "__main__":
    sys.exit(main())
