"""Which way of answering a question gets: by a figure's row, an enumeration, support sentences, or the reader."""

import re
from collections.abc import Sequence
from functools import cache

from chat.articles import answer_article
from chat.definitions import answer_definition, asks_definition
from chat.draft import Draft
from chat.enumerations import Enumeration
from chat.figures import answer_figure
from chat.fitness import may_answer, only_figure, states_what_is_asked
from chat.lists import announced, answer_list, asks_list
from chat.material import Material, says_something
from chat.particulars import answer_particular
from chat.premises import answer_premise
from chat.question import Question
from chat.reader import Reader, Reading
from chat.sentence_ranking import Candidate, RankedSentences, given_kinds, is_heading, rank_sentences
from chat.short_answers import short_answer
from chat.support import answer_support, asks_how, asks_support
from chat.validity_answers import answer_validity, asks_term
from corpus.document import Span
from indexing.sentences import sentences

_TRIED = 8  # sentences, likeliest first, of which the first that may answer is taken
_RESTATED = 0.6  # of a quote's characters: so much of it stands in the question already
_LONGEST = 200  # characters of a quote
_CASE = re.compile(
    r"^(?:无论|不论|不管|如果?|凡|只要|对于?|除|经|为|自)|[的时后]，$|(?:部分|情况下|前提下)，$"
)
_SHORT = frozenset(["figure", "date", "contact", "name", "definition"])
_SOURCE = re.compile(
    r"文号|印发|发布|公布|通过|落款|成文|施行|执行到|几号|哪[年天]|什么时[候间]|日期|受访|采访|访谈|答问|发言人|谁|叫什么|哪位|有效|废止|管用|算数|失效|还在|原文|来源"
)


def drafts(material: Material, reader: Reader) -> list[Draft]:
    """The drafts that could answer, of each way that fits what is asked; none where the documents hold nothing.

    Which of them answers, if any, is for the decision to say.
    """
    if not material.found:
        return []
    question = material.question
    premise = answer_premise(material)
    if premise:
        return [premise]
    if question.kind == "article":
        return [article] if (article := answer_article(material)) else []
    ranked = cache(lambda: rank_sentences(material, reader))  # not for a figure that has its row
    ways: list[Draft | None] = [answer_particular(material)]
    if question.kind == "validity" or asks_term(question):
        ways.append(answer_validity(material))
    elif question.kind == "figure":
        ways.append(answer_figure(material))
    if asks_definition(question):
        ways.append(answer_definition(material))
    if asks_support(question, any(ways)):
        ways.append(answer_support(material, ranked()))
    if asks_list(question):
        ways.append(answer_list(material, ranked().likely))
    # a figure of a certain year is a row's to give: a sentence may hold those of several years
    dated = question.kind == "figure" and question.years
    # nor is one sentence the whole of how to apply
    if not ((dated or (question.kind == "support" and asks_how(question.text))) and any(ways)):
        ways.append(read(material, ranked(), reader))
    return [draft for draft in ways if draft and (draft.missing or _states(material, draft))]


def _states(material: Material, draft: Draft) -> bool:
    """Whether a draft's quotes state the conditions or papers that may be asked for."""
    quotes = " ".join(material.words(span) for spans in draft.statements for span in spans)
    return states_what_is_asked(material.question, quotes)


def read(material: Material, ranked: RankedSentences, reader: Reader) -> Draft | None:
    """The sentence most likely to answer, cut as the reader cuts it; where it announces a list, the list."""
    near, odds = ranked.sentences, ranked.odds
    about_source = _asks_about_source(material.question)
    order = [
        int(place)
        for place in odds.argsort()[::-1]
        if says_something(material.words(near[place].span), about_source)
    ]
    for place in order[:_TRIED]:
        reading, span = quote_of(material, near[place].span, ranked.readings)
        if may_answer(material.question, material.words(span)):
            return _reading(material, near[place], reading, span, float(odds[place]), reader)
    return None


def _reading(
    material: Material,
    sentence: Candidate,
    reading: Reading | None,
    span: Span,
    odds: float,
    reader: Reader,
) -> Draft:
    """The draft that quotes `span` of a sentence."""
    found = sentence.found
    words = material.words(span)
    score = material.topic.credit(
        [(words, 1.0), (found.passage.text, 0.8), (material.around(found.passage), 0.7)]
    )
    follows = _announced(material, sentence.span, words)
    if follows:
        return announced(follows, score, odds)
    short = None
    if material.question.kind in _SHORT:
        chosen = reader.short_in(material.question.text, material.document(span.doc_id), span)
        short = short_answer(material, span, chosen)
    if short and material.question.kind == "figure" and not only_figure(material.question, words):
        short = None
    return Draft(
        kind="reading",
        statements=((span,),),
        score=score,
        short=short if short and span.contains(short) else None,
        confidence=odds,
        reading_confidence=reading.confidence if reading else 0.0,
    )


def quote_of(material: Material, sentence: Span, readings: Sequence[Reading]) -> tuple[Reading | None, Span]:
    """The reading of a sentence, if there is one, and what would be quoted of it.

    The reader's span begins and ends where the answer does (the sentence may say more); it is widened to its
    sentence where only that gives what is asked, or says anything new.
    """
    reading = next((r for r in readings if r.span.overlaps(sentence)), None)
    if reading is None:
        return None, sentence
    span = reading.span
    if not sentence.contains(span):
        # of an editor's note only the sentence that says it
        return reading, sentence if material.words(span)[0] in "（(" else _without_last_heading(
            material, span
        )
    words, whole = material.words(span), material.words(sentence)
    said, more = (True in given_kinds(material.question, text).values() for text in (words, whole))
    fit, fitter = (may_answer(material.question, text) for text in (words, whole))
    restates = material.topic.precision(words) > _RESTATED
    # what is allowed is said by the whole: a case (无论查账还是核定征收，) is not what follows from it
    open_ended = material.question.kind == "yes_no" or (words.endswith(("，", ",")) and _CASE.search(words))
    wide = (more and not said) or (fitter and not fit) or restates or (open_ended and len(whole) <= _LONGEST)
    return reading, sentence if wide else span


def _without_last_heading(material: Material, span: Span) -> Span:
    """A span of several sentences without the heading of what follows that it may end with: …市商务局。（二）交通运输。"""
    inside = list(sentences(material.document(span.doc_id).text, span.start, span.end))
    while len(inside) > 1 and is_heading(material.words(Span(span.doc_id, *inside[-1]))):
        inside.pop()
    return Span(span.doc_id, span.start, inside[-1][1])


def _announced(material: Material, sentence: Span, words: str) -> Enumeration | None:
    """The list that follows a sentence right away, where it ends with a colon or a list is asked for."""
    if not (words.endswith(("：", ":")) or material.question.kind == "list"):
        return None
    near = material.readings.enumerations(material.document(sentence.doc_id))
    return next((found for found in near if 0 <= found.span.start - sentence.end <= 3), None)


def _asks_about_source(question: Question) -> bool:
    """Whether it asks what only an editor's note or a title says: the number, the date, who spoke, whether in force."""
    return bool(_SOURCE.search(question.text))
