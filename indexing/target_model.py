"""The fitted weights by which targets are read: `target_model.json`, plain numbers, one a sign, by name."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Protocol

from indexing.target_candidates import Candidate

MODEL_FILE = Path(__file__).with_name("target_model.json")
BIAS = "常数"
AIMED_FROM = 0.0
"""Log odds from which a figure counts as a target: likelier than not. From -0.3 on, three in a hundred more are found, and two in a hundred more wrong."""


class Decisions(Protocol):
    """What is decided while a document is read; `at` is where in its text the figure's number begins."""

    def name(self, at: int, among: Sequence[Candidate]) -> Candidate:
        """The candidate that names what the figure measures."""

    def aims(self, at: int, signs: frozenset[str]) -> bool:
        """Whether the figure is a target."""


@dataclass(frozen=True, slots=True)
class TargetModel:
    """Weights of signs: `names` of a candidate's, against those of others, `aimed` of a figure's, for a target."""

    names: Mapping[str, float]
    aimed: Mapping[str, float]

    def name(self, at: int, among: Sequence[Candidate]) -> Candidate:
        """The candidate of the greatest weight."""
        return max(among, key=lambda one: _sum(self.names, one.signs))

    def aims(self, at: int, signs: frozenset[str]) -> bool:
        """Whether the odds are for a target."""
        return self.odds(signs) > AIMED_FROM

    def odds(self, signs: Iterable[str]) -> float:
        """The log odds that a figure with these signs is a target."""
        return self.aimed.get(BIAS, 0.0) + _sum(self.aimed, signs)


def _sum(weights: Mapping[str, float], signs: Iterable[str]) -> float:
    return sum(weights.get(sign, 0.0) for sign in signs)


@cache
def open_model() -> TargetModel:
    """The shipped weights."""
    kept = json.loads(MODEL_FILE.read_text(encoding="utf-8"))
    return TargetModel(kept["names"], kept["aimed"])
