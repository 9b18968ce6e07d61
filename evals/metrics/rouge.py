"""ROUGE-L (Lin 2004), sentence level, on characters: F1 of the longest common subsequence.

Both texts are compared after NFKC, without citation marks, punctuation and blanks (`wording.characters`).
P = LCS / |answer|, R = LCS / |reference|, F1 = 2PR / (P + R), as `rouge-score` computes it without stemming.
"""

from collections.abc import Iterable, Sequence

from evals.metrics.wording import characters


def rouge_l(answer: str, reference: str) -> float:
    """F1 between 0 and 1; 0 where either side is empty."""
    ours, theirs = characters(answer), characters(reference)
    if not ours or not theirs:
        return 0.0
    common = longest_common_subsequence(ours, theirs)
    precision, recall = common / len(ours), common / len(theirs)
    return 2 * precision * recall / (precision + recall) if common else 0.0


def best_rouge_l(answers: Iterable[str | None], references: Sequence[str]) -> float:
    """The best of all answers given (text and short answer) against all references; 0 where none was given."""
    return max((rouge_l(a, r) for a in answers if a for r in references), default=0.0)


def longest_common_subsequence(one: str, other: str) -> int:
    """Its length, by Hyyrö's bit-parallel recurrence (2004): one addition a character of `other`.

    A zero bit in `row` marks a position of `one` where the subsequence grew.
    """
    places: dict[str, int] = {}
    for position, character in enumerate(one):
        places[character] = places.get(character, 0) | 1 << position
    full = (1 << len(one)) - 1
    row = full
    for character in other:
        matches = row & places.get(character, 0)
        row = ((row + matches) | (row - matches)) & full
    return len(one) - row.bit_count()
