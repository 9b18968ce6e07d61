"""Answers to questions about support: the sentences that say who gets what, how much, on which conditions, and how.

The likeliest sentence (`chat.support_ranking`) begins; beside it stand those of the same document that are hardly
less likely, and for every side of support that the question names the likeliest that gives it. What none gives is
said to be missing.
"""

import re
from collections.abc import Sequence

import numpy as np

from chat.announcing import announcement, list_behind, list_of
from chat.draft import Draft
from chat.list_candidates import shown
from chat.material import Material, says_something
from chat.question import Question
from chat.sentence_ranking import RankedSentences
from chat.support_ranking import asked_sides, features, gives_side, measure_of, probabilities
from chat.topic import fold
from corpus.document import Span

_BESIDE = 0.25  # of the likeliest sentence's probability: from here on another one stands beside it
_FOR_A_SIDE = 0.001
_NEAR = 1_500  # characters
_MOST = 3
_MISSING = {
    "amount": "金额或比例",
    "conditions": "条件",
    "way": "办理方式",
    "papers": "要交的材料",
    "until": "期限",
}


def answer_support(material: Material, ranked: RankedSentences) -> Draft | None:
    """Up to three sentences of one document on the support asked for; None where no passage states anything."""
    odds = probabilities(features(material, ranked))
    order = [
        int(n) for n in np.argsort(-odds) if says_something(material.words(ranked.sentences[int(n)].span))
    ]
    if not order:
        return None
    best = ranked.sentences[order[0]].span
    near = [
        (ranked.sentences[n].span, float(odds[n]))
        for n in order
        if ranked.sentences[n].span.doc_id == best.doc_id
        and abs(ranked.sentences[n].span.start - best.start) < _NEAR
    ]
    least = _BESIDE * near[0][1]
    kept = list(dict.fromkeys(span for span, odd in near if odd >= least))[:_MOST]
    asked = asked_sides(fold(material.question.text))
    missing = []
    for side in asked:
        if any(gives_side(side, material.words(span)) for span in kept):
            continue
        added = next(
            (s for s, odd in near if odd >= _FOR_A_SIDE * near[0][1] and gives_side(side, material.words(s))),
            None,
        ) or _of_measure(material, best, side)
        if added:
            kept.append(added)
        elif len(asked) > 1:
            missing.append(_MISSING[side])
    kept += [item for span in kept for item in _listed(material, span, kept)]
    spans = _apart(sorted(set(kept), key=lambda span: span.start))
    return Draft(
        kind="support",
        statements=tuple((span,) for span in spans),
        score=material.topic.credit(
            [(" ".join(map(material.words, spans)), 1.0), (_around(material, best), 0.75)]
        ),
        missing=tuple(missing),
        confidence=near[0][1],
    )


def asks_support(question: Question, drafted: bool) -> bool:
    """Whether support may be asked for; for one figure of it only where no figure's row has been `drafted`."""
    if question.kind == "support":
        return True
    if question.kind == "figure":
        money = question.asks_support or bool(question.likely_units)
        return money and not question.years and (question.asks_several or not drafted)
    return question.asks_support and question.kind in ("yes_no", "explanation", "list", "name")


def asks_how(text: str) -> bool:
    """Whether a question asks for the way to get something: how, where, with which papers."""
    return bool(re.search(r"怎么|如何|怎样|流程|材料|手续|哪里|向谁|在哪", text))


def _of_measure(material: Material, span: Span, side: str) -> Span | None:
    """The words that the measure of a sentence has for a side: they may stand far from it."""
    measure = measure_of(material, span)
    if measure is None:
        return None
    if side == "conditions":
        return measure.conditions[0] if measure.conditions else None
    if side == "papers":
        return measure.materials[0] if measure.materials else None
    return {"way": measure.how_to_apply, "until": measure.deadline or measure.validity}.get(side)


def _listed(material: Material, span: Span, kept: Sequence[Span]) -> list[Span]:
    """The items of the list that a sentence announces; of one that it is an item of the others, where a second one of
    them stands beside it."""
    document = material.document(span.doc_id)
    follows = list_behind(material, span)
    lead = announcement(material, follows.span) if follows else None
    if follows and (material.words(span).endswith(("：", ":")) or (lead and span.contains(lead))):
        return [shown(document, item, True) for item in follows.items]
    around = list_of(material, span)
    several = around is not None and sum(around.span.contains(other) for other in kept) > 1
    return [shown(document, item, True) for item in around.items] if around and several else []


def _around(material: Material, span: Span) -> str:
    found = material.passage_at(span)
    return f"{found.passage.text} {material.around(found.passage)}" if found else ""


def _apart(spans: list[Span]) -> list[Span]:
    """The spans without those that lie in another one."""
    return [span for span in spans if not any(other != span and other.contains(span) for other in spans)]
