"""Citation recall and precision at statement level (ALCE: Gao et al. 2023, arXiv 2305.14627 §3), without a model.

Recall of a statement is 1 where the texts it cites, taken together, support it, else 0 (a statement without citation
or without content: 0). A citation is precise where its statement is supported and the citation is not irrelevant;
irrelevant means: alone it does not support the statement, and without it the others still do. Recall is the mean over
an answer's statements, precision the mean over its (statement, citation) pairs.

ALCE lets an NLI model decide support. Here: the quote stands in the document exactly; every figure of the statement
stands in it; and at least `ENOUGH` of the statement's character pairs do. For an answer in the documents' own words
that is all there is to decide; a model that rewrites freely is judged too low, one that reverses a meaning (不) too high.
"""

from collections.abc import Callable, Sequence

from evals.answer_record import AnswerRecord
from evals.metrics.citation_validity import valid_quote
from evals.metrics.figures import missing_figures
from evals.metrics.wording import characters

ENOUGH = (
    0.6  # neighbour sentences of one topic share 0.1–0.4 of their pairs, a shortened sentence 0.8 and more
)


def supports(quotes: Sequence[str], statement: str) -> bool:
    """Whether the quotes together carry the statement."""
    wanted = _pairs(statement)
    if not wanted:
        return False
    shown = set().union(*(_pairs(quote) for quote in quotes))
    return len(wanted & shown) >= ENOUGH * len(wanted) and not missing_figures(statement, quotes)


def citation_recall_precision(
    answer: AnswerRecord, text_of: Callable[[str], str | None]
) -> tuple[float, float]:
    """Recall and precision of one answer; both 0 where nothing is stated or nothing cited."""
    quotes = {c.number: c.quote if valid_quote(c, text_of) else "" for c in answer.citations}
    recalls: list[bool] = []
    precise: list[bool] = []
    for statement in answer.statements:
        cited = [quotes.get(number, "") for number in statement.citations]
        supported = supports(cited, statement.text)
        recalls.append(supported)
        for place, quote in enumerate(cited):
            others = cited[:place] + cited[place + 1 :]
            irrelevant = not supports([quote], statement.text) and supports(others, statement.text)
            precise.append(supported and not irrelevant)
    return _mean(recalls), _mean(precise)


def _pairs(text: str) -> set[str]:
    normal = characters(text)
    return {normal[i : i + 2] for i in range(max(len(normal) - 1, min(len(normal), 1)))}


def _mean(values: Sequence[bool]) -> float:
    return sum(values) / len(values) if values else 0.0
