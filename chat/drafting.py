"""Which way of answering a question gets: by a figure's row, an enumeration, support sentences, or the reader."""

from chat.draft import Draft
from chat.figures import answer_figure
from chat.lists import answer_list
from chat.material import Material
from chat.reader import Reader
from chat.support import answer_support

_GOOD_LIST = 0.6


def drafted(material: Material, reader: Reader) -> Draft | None:
    """The best draft of an answer, or None where the documents hold nothing of the kind asked for."""
    if not material.found:
        return None
    kind = material.question.kind
    if kind == "figure":
        return answer_figure(material)
    if kind == "list":
        listed = answer_list(material)
        if listed and listed.score >= _GOOD_LIST:
            return listed
    if kind == "support" or (kind == "list" and material.question.asks_support):
        support = answer_support(material)
        if support:
            return support
    return read(material, reader)


def read(material: Material, reader: Reader) -> Draft | None:
    """What the reader marks as the answer."""
    readings = reader.read(material.question.text, material.found, material.document, limit=1)
    if not readings:
        return None
    best = readings[0]
    found = material.found[best.passage_rank - 1]
    score = material.topic.credit(
        [(material.words(best.span), 1.0), (found.passage.text, 0.8), (material.around(found.passage), 0.7)]
    )
    return Draft(
        kind="reading",
        statements=((best.span,),),
        score=score,
        short=best.short
        if material.question.kind in ("figure", "date", "contact", "name", "definition")
        else None,
        signals={"score": score, "confidence": best.confidence},
    )
