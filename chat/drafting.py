"""Which way of answering a question gets: by a figure's row, an enumeration, support sentences, or the reader."""

import re

from chat.articles import answer_article
from chat.draft import Draft
from chat.figures import answer_figure
from chat.lists import answer_list, listed
from chat.material import Material, says_something
from chat.premises import answer_premise
from chat.question import Question
from chat.reader import Reader
from chat.support import answer_support

_GOOD_LIST = 0.6
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
    """What the reader marks as the answer; where that only announces a list, the list."""
    for reading in reader.read(material.question.text, material.found, material.document, limit=_READINGS):
        document = material.document(reading.span.doc_id)
        words = material.words(reading.span)
        if not says_something(words) and not _asks_about_source(material.question):
            continue
        found = material.found[reading.passage_rank - 1]
        score = material.topic.credit(
            [(words, 1.0), (found.passage.text, 0.8), (material.around(found.passage), 0.7)]
        )
        if words.endswith(("：", ":")):
            announced = next(
                (
                    e
                    for e in material.readings.enumerations(document)
                    if 0 <= e.span.start - reading.span.end <= 3
                ),
                None,
            )
            if announced:
                return listed(announced, score)
        return Draft(
            kind="reading",
            statements=((reading.span,),),
            score=score,
            short=reading.short if material.question.kind in _SHORT else None,
            confidence=reading.confidence,
        )
    return None


def _asks_about_source(question: Question) -> bool:
    """Whether it asks what only an editor's note or a title says: the number, the date, who spoke, whether in force."""
    return bool(_SOURCE.search(question.text))
