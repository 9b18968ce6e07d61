"""Which way of answering a question gets: by a figure's row, an enumeration, support sentences, or the reader."""

import re

from chat.articles import answer_article
from chat.definitions import answer_definition
from chat.draft import Draft
from chat.figures import answer_figure
from chat.lists import answer_list, listed
from chat.material import Material, says_something
from chat.premises import answer_premise
from chat.question import Question
from chat.reader import Reader
from chat.sentence_ranking import candidates, features, probabilities
from chat.short_names import named
from chat.support import answer_support
from chat.validity_answers import answer_validity

_GOOD_LIST = 0.7
_READINGS = 5
_SHORT = frozenset(["figure", "date", "contact", "name", "definition"])
_SOURCE = re.compile(
    r"文号|印发|发布|公布|通过|落款|成文|施行|执行到|几号|哪[年天]|什么时[候间]|日期|受访|采访|访谈|答问|发言人|谁|叫什么|哪位|有效|废止|管用|算数|失效|还在|原文|来源"
)


def drafted(material: Material, reader: Reader) -> Draft | None:
    """The best draft of an answer, or None where the documents hold nothing of the kind asked for."""
    if not material.found:
        return None
    question = material.question
    premise = answer_premise(material)
    if premise:
        return premise
    if question.kind == "article":
        return answer_article(material)
    if question.kind == "validity":
        return answer_validity(material) or read(material, reader)
    if question.kind == "definition":
        defined = answer_definition(material)
        if defined:
            return defined
    if question.kind == "figure":
        return answer_figure(material)
    if question.kind == "list":
        found = answer_list(material)
        if found and found.score >= _GOOD_LIST:
            return found
    if question.kind == "support":
        support = answer_support(material)
        if support:
            return support
    return read(material, reader)


def read(material: Material, reader: Reader) -> Draft | None:
    """The sentence most likely to answer, cut as the reader cuts it; where it announces a list, the list."""
    readings = reader.read(material.question.text, material.found, material.document, limit=_READINGS)
    near = candidates(material)
    if not near:
        return None
    odds = probabilities(features(material, near, readings))
    order = [int(place) for place in odds.argsort()[::-1]]
    about_source = _asks_about_source(material.question)
    best = next((n for n in order if says_something(material.words(near[n].span), about_source)), None)
    if best is None:
        return None
    sentence, found = near[best].span, near[best].found
    reading = next((r for r in readings if r.span.overlaps(sentence)), None)
    # the reader's span begins and ends where the answer does; the sentence may say more
    span = reading.span if reading else sentence
    words = material.words(span)
    score = material.topic.credit(
        [(words, 1.0), (found.passage.text, 0.8), (material.around(found.passage), 0.7)]
    )
    if words.endswith(("：", ":")):
        announced = next(
            (
                enumeration
                for enumeration in material.readings.enumerations(material.document(span.doc_id))
                if 0 <= enumeration.span.start - span.end <= 3
            ),
            None,
        )
        if announced:
            return listed(announced, score)
    short = reading.short if reading and material.question.kind in _SHORT else None
    if short is None and material.question.kind == "name":
        short = named(material, span)
    return Draft(
        kind="reading",
        statements=((span,),),
        score=score,
        short=short if short and span.contains(short) else None,
        confidence=float(odds[best]),
        reading_confidence=reading.confidence if reading else 0.0,
    )


def _asks_about_source(question: Question) -> bool:
    """Whether it asks what only an editor's note or a title says: the number, the date, who spoke, whether in force."""
    return bool(_SOURCE.search(question.text))
