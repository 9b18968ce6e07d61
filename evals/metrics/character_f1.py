"""Character F1: overlap of the two bags of characters, SQuAD's F1 (Rajpurkar et al. 2016) with characters for words.

Order does not count, repetition does. (CMRC 2018's own script takes the longest common substring of mixed tokens
instead; ROUGE-L is the measure here that knows order.)
"""

from collections import Counter
from collections.abc import Iterable, Sequence

from evals.metrics.wording import characters


def character_f1(answer: str, reference: str) -> float:
    """F1 between 0 and 1; 0 where either side is empty."""
    ours, theirs = Counter(characters(answer)), Counter(characters(reference))
    common = (ours & theirs).total()
    return 2 * common / (ours.total() + theirs.total()) if common else 0.0


def best_character_f1(answers: Iterable[str | None], references: Sequence[str]) -> float:
    """The best of all answers given (text and short answer) against all references; 0 where none was given."""
    return max((character_f1(a, r) for a in answers if a for r in references), default=0.0)
