"""Answers to questions for a list: the heads of the list that the question is about, or the row that holds it."""

import re
from collections.abc import Sequence

from chat.announcing import list_behind, statement
from chat.draft import Draft
from chat.enumerations import Enumeration
from chat.list_candidates import Listing, candidates, shown
from chat.list_ranking import features, probabilities
from chat.material import Material
from chat.question import Question
from chat.topic import fold
from corpus.document import Span

_QUOTE_LIMIT = 200
# what asks for several things, whatever else the question was taken for
_SEVERAL = re.compile(
    r"(?:分|有|哪|那|这)几(?:种|类|档|样|项|条|块|步|方面|个方面|个阶段|大)|分(?:为|成|了)?(?:哪|几|[两二三四五六七八九十][块类种项档级])|哪些|哪几|什么(?:情况|情形|材料|资料|条件|方面)"
    r"|包[括含](?:什么|啥|谁)|哪(?:几|些)?个?(?:地方|领域|地区|城市)|各(?:自|占|要求|抓)|分别|依次"
)


def asks_list(question: Question) -> bool:
    """Whether several things at once may be asked for."""
    if question.kind in ("article", "small_talk", "validity", "date", "contact"):
        return False
    return question.kind == "list" or bool(question.count) or bool(_SEVERAL.search(fold(question.text)))


def answer_list(material: Material, sentence_odds: Sequence[tuple[Span, float]]) -> Draft | None:
    """The likeliest list, its things in order; None where the documents hold no list."""
    near = candidates(material)
    if not near:
        return None
    odds = probabilities(features(material, near, sentence_odds))
    best = int(odds.argmax())
    listing, (first, *_) = near[best], near[best].spans
    # on one line with what announces it the first item of a marked list looks like a row
    follows = list_behind(material, first) if listing.form == "series" else None
    draft = drafted(material, listing, float(odds[best]))
    if follows and first.start < follows.span.start < first.end:
        return announced(material, follows, draft.score, draft.confidence)
    return draft


def drafted(material: Material, listing: Listing, confidence: float) -> Draft:
    """A list as a draft."""
    return Draft(
        kind="list",
        statements=tuple((_cut(span),) for span in listing.spans),
        score=material.topic.credit(
            [(" ".join([listing.context, *map(material.words, listing.spans)]), 1.0)]
        ),
        listed=len(listing.spans) > 1,
        context=listing.context,
        confidence=confidence,
    )


def announced(material: Material, enumeration: Enumeration, score: float, confidence: float) -> Draft:
    """The list that a sentence announces, or is an item of, as a draft; what it is announced by with its first item."""
    document = material.document(enumeration.span.doc_id)
    lead = statement(material, enumeration.span)
    items = [_cut(shown(document, item, True)) for item in enumeration.items]
    return Draft(
        kind="list",
        statements=tuple(
            (lead, item) if lead and not number else (item,) for number, item in enumerate(items)
        ),
        score=score,
        listed=True,
        context=" ".join([enumeration.lead, *enumeration.heading, enumeration.question or ""]),
        confidence=confidence,
    )


def _cut(head: Span) -> Span:
    return (
        head
        if head.end - head.start <= _QUOTE_LIMIT
        else Span(head.doc_id, head.start, head.start + _QUOTE_LIMIT)
    )
