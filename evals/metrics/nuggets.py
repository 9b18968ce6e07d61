"""Nugget recall: the share of the wanted facts that the answer holds (Voorhees, TREC 2003 QA track, list of
vital nuggets; matched here by spelling instead of by an assessor, as in AutoNuggetizer's all-or-nothing form).

A nugget is a tuple of spellings of one fact, any of which will do. Widths, blanks and punctuation do not count;
numbers are compared as numbers, so 25 is not found in 125, 2.5 or 25%. There is no precision: an answer's length is
not judged here but by ROUGE-L and character F1.
"""

from collections.abc import Sequence

from evals.metrics.wording import says


def nuggets_said(text: str, nuggets: Sequence[Sequence[str]]) -> list[bool]:
    """For each nugget whether any of its spellings stands in the text."""
    return [any(says(text, spelling) for spelling in nugget) for nugget in nuggets]


def nugget_recall(text: str, nuggets: Sequence[Sequence[str]]) -> float:
    """The share of nuggets that the text says. Raises ValueError where there are none to say."""
    if not nuggets:
        raise ValueError("no nuggets")
    return sum(nuggets_said(text, nuggets)) / len(nuggets)


def cited_nugget_recall(quotes: Sequence[str], nuggets: Sequence[Sequence[str]]) -> float:
    """The share of nuggets that stand in a cited quote: said and shown. A nugget must stand in one quote whole."""
    if not nuggets:
        raise ValueError("no nuggets")
    found = [nuggets_said(quote, nuggets) for quote in quotes]
    return sum(any(column) for column in zip(*found, strict=True)) / len(nuggets) if found else 0.0
