"""Refusal as a decision: positive is an unanswerable question, predicted positive is an abstention.

Precision = rightly refused / refused; recall = rightly refused / unanswerable; F1 = their harmonic mean = 2 × rightly
refused / (refused + unanswerable), as for the no-answer class of SQuAD 2.0 (Rajpurkar et al. 2018). *Refused wrongly*
is the share of answerable questions that were refused, *answered wrongly* the share of unanswerable ones that were not.

A partial answer is no refusal. A failed item is none either: it counts as not refused, so an assistant that crashes on
trick questions gains nothing. Where nothing was refused precision is undefined and not given; recall and F1 are 0 then.
Where no question is unanswerable, neither precision nor F1 is given.

Each function gives one question's part (numerator, denominator) of a ratio of sums, None where it has none.
"""

Part = tuple[float, float] | None


def precision(answerable: bool, refused: bool) -> Part:
    """Of the refused, the unanswerable."""
    return (float(not answerable), 1.0) if refused else None


def recall(answerable: bool, refused: bool) -> Part:
    """Of the unanswerable, the refused."""
    return None if answerable else (float(refused), 1.0)


def f1(answerable: bool, refused: bool) -> Part:
    """The harmonic mean of both."""
    below = float(refused) + float(not answerable)
    return (2.0 * float(refused and not answerable), below) if below else None


def refused_wrongly(answerable: bool, refused: bool) -> Part:
    """Of the answerable, the refused. Lower is better."""
    return (float(refused), 1.0) if answerable else None


def answered_wrongly(answerable: bool, refused: bool) -> Part:
    """Of the unanswerable, those not refused. Lower is better."""
    return None if answerable else (float(not refused), 1.0)
