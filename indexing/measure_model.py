"""The fitted weights by which measures are read: `measure_model.json`, plain numbers.

Signs have a weight each, by name. What a clause and the rest of its sentence mean, as vectors of the bundled
embedding, has a weight for each dimension, so that words no document of the fit held still count.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from indexing.embedder import Embedder, open_embedder

MODEL_FILE = Path(__file__).with_name("measure_model.json")
BIAS = "常数"
GIVES_FROM = -0.5
"""Log odds from which a clause counts as giving: of the thresholds tried in cross-validation the best for both figures."""
_SCALE = 4.0  # of the vectors beside signs, which are 0 or 1

Vector = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class MeasureModel:
    """`gives` and `meaning` weigh a clause that gives something, `audience` the words for whom it is.

    `meaning` has the shape (2 d,): d dimensions of the clause, then d of the rest of its sentence.
    """

    gives: Mapping[str, float]
    audience: Mapping[str, float]
    meaning: Vector = field(default_factory=lambda: np.zeros(0))

    def giving(self, signs: Iterable[str], meaning: Vector) -> float:
        """The log odds that a clause with these signs and this meaning gives something."""
        odds = self.gives.get(BIAS, 0.0) + _sum(self.gives, signs)
        return odds + float(self.meaning @ meaning) if self.meaning.size else odds

    def addressing(self, signs: Iterable[str]) -> float:
        """How well words with these signs name the recipient, against others of the same clause."""
        return _sum(self.audience, signs)


def meaning_of(clause: str, rest: str) -> Vector:
    """The vectors of a clause and of the rest of its sentence, one behind the other, shape (2 d,)."""
    vectors = _embedder().embed_passages([clause, rest])
    return np.asarray(vectors, np.float64).reshape(-1) * _SCALE


def _sum(weights: Mapping[str, float], signs: Iterable[str]) -> float:
    return sum(weights.get(sign, 0.0) for sign in set(signs))


@cache
def open_model() -> MeasureModel:
    """The shipped weights."""
    kept = json.loads(MODEL_FILE.read_text(encoding="utf-8"))
    return MeasureModel(kept["gives"], kept["audience"], np.array(kept["meaning"]))


@cache
def _embedder() -> Embedder:
    """The bundled embedding, whatever else the library is searched with: the weights belong to it."""
    return open_embedder(None)
