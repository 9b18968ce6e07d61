"""The fitted weights by which measures are read: `measure_model.json`, plain numbers.

Signs have a weight each, by name. What a clause, the rest of its sentence, their surroundings and the beginning of its
document mean, as vectors of the bundled embedding, has a weight for each dimension, so that words no document of the
fit held still count, and a notice is told from a story.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpus.document import Document
from indexing.embedder import bundled_embedder
from indexing.measure_clauses import Setting

MODEL_FILE = Path(__file__).with_name("measure_model.json")
BIAS = "常数"
GIVES_FROM = -0.6
"""Log odds from which a clause counts as giving: of the thresholds tried in cross-validation the best for both figures."""
_SCALES = (4.0, 4.0, 4.0, 2.0)  # of the vectors beside signs, which are 0 or 1
_BEFORE, _BEHIND = 100, 60  # characters around a sentence that make up its surroundings
_BEGINNING = 80

Vector = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class MeasureModel:
    """`gives` and `meaning` weigh a clause that gives something, `audience` the words for whom it is.

    `meaning` has the shape (4 d,), as `meaning_of` gives it.
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


def meaning_of(document: Document, start: int, end: int, setting: Setting) -> Vector:
    """The vectors, shape (4 d,), of the clause `start` to `end`, the rest of its sentence, what stands around that
    sentence and how the document begins before it; zero for what is not there.
    """
    text, (first, last) = document.text, setting.sentence
    texts = [
        text[start:end],
        "".join(setting.around(text, start, end)),
        text[max(0, first - _BEFORE) : first] + text[last : last + _BEHIND],
    ]
    beginning = _beginning(document.title, text[: min(first, _BEGINNING)])
    vectors = [*bundled_embedder().embed_passages(texts), beginning]
    return np.concatenate(
        [row * scale for row, scale in zip(vectors, _SCALES, strict=True)], dtype=np.float64
    )


def _sum(weights: Mapping[str, float], signs: Iterable[str]) -> float:
    return sum(weights.get(sign, 0.0) for sign in set(signs))


@cache
def open_model() -> MeasureModel:
    """The shipped weights."""
    kept = json.loads(MODEL_FILE.read_text(encoding="utf-8"))
    return MeasureModel(kept["gives"], kept["audience"], np.array(kept["meaning"]))


@lru_cache(maxsize=8)
def _beginning(title: str, words: str) -> NDArray[np.float32]:
    """The vector of how a document begins, kept while its clauses are read; zero where nothing stands before them."""
    vector: NDArray[np.float32] = bundled_embedder().embed_passages([f"{title} {words}" if words else ""])[0]
    return vector
