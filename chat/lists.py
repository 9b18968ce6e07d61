"""Answers to questions for a list: the heads of the enumeration that the question is about."""

import re

from chat.draft import Draft
from chat.enumerations import Enumeration
from chat.material import Material
from corpus.document import Document, Span

_QUOTE_LIMIT = 200


def answer_list(material: Material) -> Draft | None:
    """The best enumeration's items, in order, each by its head; None where the documents hold no list."""
    scored = [
        (score, -rank, enumeration)
        for rank, document in enumerate(material.documents)
        for enumeration in material.readings.enumerations(document)
        if (score := _score(material, document, enumeration)) > 0
    ]
    if not scored:
        return None
    score, _, best = max(scored, key=lambda entry: entry[:2])
    return listed(best, score)


def listed(enumeration: Enumeration, score: float) -> Draft:
    """The heads of an enumeration's items as a draft."""
    return Draft(
        kind="list",
        statements=tuple((_shown(item.head),) for item in enumeration.items),
        score=score,
        listed=True,
        context=" ".join([enumeration.lead, *enumeration.heading, enumeration.question or ""]),
    )


def _shown(head: Span) -> Span:
    return (
        head
        if head.end - head.start <= _QUOTE_LIMIT
        else Span(head.doc_id, head.start, head.start + _QUOTE_LIMIT)
    )


def _score(material: Material, document: Document, enumeration: Enumeration) -> float:
    nearest = enumeration.heading[-1:] or ("",)
    score = material.topic.credit(
        [
            (enumeration.lead, 1.0),
            (nearest[0], 1.0),
            (enumeration.question or "", 0.9),
            (" ".join(enumeration.heading), 0.75),
            (" ".join([document.title, document.issuer or "", document.region or ""]), 0.65),
        ]
    )
    years = {int(year) for year in re.findall(r"20\d\d(?=年)", " ".join([enumeration.lead, *nearest]))}
    if material.question.years and years and not years & set(material.question.years):
        return 0.0
    count = material.question.count
    if count is not None:
        score += 0.15 if count == len(enumeration.items) else -0.3
    if material.passage_at(enumeration.items[0].span) is None:
        score -= 0.1
    return score
