"""Faithfulness of figures: the share of figures in an answer's statements that stand in the quotes they cite.

A figure is a quantity with its unit (years and dates included), compared by value, so 七万亿 is found in 7万亿. A figure
in another statement's quote does not count. The number of a list's item (2.各企业…), which is a figure only where items are
joined to a sentence, is there if a quote has an item of that number. A measure without a model for what RAGAS and FActScore ask a judge.
"""

import re
from collections.abc import Sequence

from evals.metrics.wording import agree, without_marks
from indexing.quantities import Quantity, find_quantities


def figures(text: str) -> list[Quantity]:
    """The figures of a text, citation marks aside."""
    return find_quantities(without_marks(text))


def missing_figures(statement: str, quotes: Sequence[str]) -> list[str]:
    """The statement's figures, as written, that stand in none of the quotes."""
    text = without_marks(statement)
    shown = [quantity for quote in quotes for quantity in find_quantities(quote)]
    return [
        text[wanted.start : wanted.end]
        for wanted in find_quantities(text)
        if not any(agree(wanted, quantity) for quantity in shown) and not _numbers_an_item(wanted, quotes)
    ]


def _numbers_an_item(figure: Quantity, quotes: Sequence[str]) -> bool:
    if figure.unit or figure.magnitude or figure.number % 1 or figure.comparator != "=":
        return False
    mark = re.compile(rf"(?:^|[\s。；;：:（(]){int(figure.number)}[.．、)）](?!\d)")
    return any(mark.search(quote) for quote in quotes)


def figure_faithfulness(statements: Sequence[tuple[str, Sequence[str]]]) -> float | None:
    """The share over all (statement, its quotes); None where no statement holds a figure."""
    total = sum(len(figures(text)) for text, _ in statements)
    missing = sum(len(missing_figures(text, quotes)) for text, quotes in statements)
    return 1 - missing / total if total else None
