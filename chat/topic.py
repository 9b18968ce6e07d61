"""How much of what a question is about stands in a text, by character pairs weighed by their rarity.

Character pairs need no word segmentation that question and text must share; the rarity is counted among the
passages found for this very question, so that what all of them say (企业) weighs little and what none of them
says weighs most: a missing name is the clearest sign that the documents do not answer.
"""

import math
from collections.abc import Iterable, Sequence
from functools import lru_cache

from indexing.tokenizer import open_tokenizer


@lru_cache(maxsize=4096)
def fold(text: str) -> str:
    """The text as it is compared: full width, case and script made alike."""
    return open_tokenizer().fold(text)


def pairs(text: str) -> set[str]:
    """The character pairs of a folded text that lie within a run of letters and digits; a lone one itself."""
    found: set[str] = set()
    run = ""
    for character in text + " ":
        if character.isalnum() or character == "%":
            run += character
        else:
            if len(run) == 1:
                found.add(run)
            found.update(run[i : i + 2] for i in range(len(run) - 1))
            run = ""
    return found


class Topic:
    """The words a question is about, weighed against the passages found for it."""

    def __init__(self, stretches: Iterable[str], found: Sequence[str]):
        self.stretches = tuple(stretches)
        grams = pairs("　".join(self.stretches))
        folded = [fold(text) for text in found]
        self.weights = {
            gram: math.log(1 + (len(folded) + 1) / (0.5 + sum(gram in text for text in folded)))
            for gram in grams
        }
        self.total = sum(self.weights.values())

    def __bool__(self) -> bool:
        return bool(self.weights)

    def coverage(self, text: str) -> float:
        """The share (0 to 1) of the question's weight that the text holds; 1 for an empty question."""
        return self.credit([(text, 1.0)])

    def credit(self, layers: Sequence[tuple[str, float]]) -> float:
        """The same over several texts, each with what holding a pair there is worth; the best one counts."""
        if not self.total:
            return 1.0
        folded = [(fold(text), worth) for text, worth in layers]
        gained = sum(
            weight * max((worth for text, worth in folded if gram in text), default=0.0)
            for gram, weight in self.weights.items()
        )
        return gained / self.total

    def missing(self, text: str) -> list[str]:
        """The stretches of the question of which less than half stands in the text."""
        folded = fold(text)
        absent = []
        for stretch in self.stretches:
            grams = [gram for gram in pairs(stretch) if gram in self.weights]
            weight = sum(self.weights[g] for g in grams)
            if weight and sum(self.weights[g] for g in grams if g in folded) < weight / 2:
                absent.append(stretch)
        return absent

    def precision(self, text: str) -> float:
        """The share of the text's own pairs that the question holds: how much of it is asked for."""
        own = pairs(fold(text))
        return sum(gram in self.weights for gram in own) / len(own) if own else 0.0
