"""Which way of answering a question gets: by a figure's row, an enumeration, support sentences, or the reader."""

import re
from dataclasses import replace
from functools import cache

from chat.announcing import announcement, list_behind, list_of
from chat.articles import answer_article
from chat.charge import asks_charge, puts_in_charge
from chat.definitions import answer_definition, asks_definition
from chat.draft import Draft
from chat.enumerations import Enumeration
from chat.figures import answer_figure
from chat.fitness import may_answer, only_figure
from chat.list_candidates import shown
from chat.lists import announced, answer_list, asks_list
from chat.material import Material, asks_twice, says_something
from chat.particulars import answer_particular
from chat.premises import answer_premise
from chat.question import Question
from chat.quoting import Quote, quote_of
from chat.reader import Reader
from chat.sentence_ranking import Candidate, RankedSentences, rank_sentences
from chat.series import things_in_a_row
from chat.several_figures import answer_several_figures
from chat.short_answers import short_answer
from chat.special_cases import speaks_of_the_case
from chat.stated import states_what_is_asked
from chat.support import answer_support, asks_how, asks_support
from chat.task_notes import named_in, note_of, task_of
from chat.topic import fold
from chat.validity_answers import answer_validity, asks_term
from corpus.document import Span

_TRIED = 8  # sentences, likeliest first, of which the first that may answer is taken
_SHORT = frozenset(["figure", "date", "contact", "name", "definition"])
_ELSE_ASKED = ("list", "support", "definition")
_FEW = 3  # things in a row: as many are a list of their own
_ONE_THING = ("name", "date", "contact")
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
    several = answer_several_figures(material)
    if several:
        return [several]
    if question.kind == "article":
        return [article] if (article := answer_article(material)) else []
    ranked = cache(lambda: rank_sentences(material, reader))  # not for a figure that has its row
    ways: list[Draft | None] = [answer_particular(material)]
    if question.kind == "validity" or asks_term(question):
        ways.append(answer_validity(material))
    elif question.kind == "figure":
        ways.append(answer_figure(material))
    if asks_definition(question):
        ways.append(_with_list(material, answer_definition(material)))
    if asks_support(question, any(ways)):
        ways.append(answer_support(material, ranked()))
    if asks_list(question):
        ways.append(answer_list(material, ranked().likely))
    # a figure of a certain year is a row's to give: a sentence may hold those of several years
    dated = question.kind == "figure" and question.years and not asks_twice(question.text)
    # nor is one sentence the whole of how to apply
    if not ((dated or (question.kind == "support" and asks_how(question.text))) and any(ways)):
        ways.append(read(material, ranked(), reader))
    given = [draft for draft in ways if draft and (draft.missing or _states(material, draft))]
    return _named(given) if question.kind == "name" else given


def _named(given: list[Draft]) -> list[Draft]:
    """Drafts that quote what another one is read from, with the name that it found there."""
    short = next((draft.short for draft in given if draft.kind == "reading" and draft.short), None)
    if short is None:
        return given
    return [
        replace(draft, short=short)
        if draft.kind == "support"
        and any(span.contains(short) for spans in draft.statements for span in spans)
        else draft
        for draft in given
    ]


def _states(material: Material, draft: Draft) -> bool:
    """Whether a draft's quotes state the conditions, papers or number of things that may be asked for; a list's or
    those of support also the name, day or way to reach somebody; for a yes or no, the special case asked about."""
    quotes = [" ".join(map(material.words, spans)) for spans in draft.statements]
    one_thing = draft.kind in _ELSE_ASKED and material.question.kind in _ONE_THING
    if one_thing and not may_answer(material.question, " ".join(quotes)):
        return False
    if not _of_the_case(material, draft.statements[0][0], " ".join([*quotes, draft.context])):
        return False
    return states_what_is_asked(material.question, quotes)


def _of_the_case(material: Material, span: Span, words: str) -> bool:
    """Whether words quoted at a span speak, for a yes or no, of the special case asked about, or their document's title does."""
    if material.question.kind != "yes_no":
        return True
    return speaks_of_the_case(material.question.text, f"{words} {material.document(span.doc_id).title}")


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
        quote = quote_of(material, near[place].span, ranked.readings)
        noted = _noted(material, near[place], quote, float(odds[place]), reader)
        if noted:
            return noted
        words = material.words(quote.span)
        if may_answer(material.question, words) and _of_the_case(material, quote.span, words):
            return _reading(material, near[place], quote, float(odds[place]), reader)
    return None


def _noted(
    material: Material, sentence: Candidate, quote: Quote, odds: float, reader: Reader
) -> Draft | None:
    """The draft of a task whose office or day the note behind it gives, and its own words do not; of a note alone, with its task."""
    question, words = material.question, material.words(quote.span)
    charge = question.kind != "yes_no" and asks_charge(fold(question.text))
    if not charge and question.kind not in ("name", "date"):
        return None
    if charge and (task := task_of(material, quote.span)):
        draft = _reading(material, sentence, quote, odds, reader)
        return replace(draft, statements=((task, quote.span),))
    if puts_in_charge(words) if charge else may_answer(question, words) and question.kind == "date":
        return None
    note = note_of(material, sentence.span)
    if note is None or not (charge or may_answer(question, material.words(note))):
        return None
    draft = _reading(material, sentence, quote, odds, reader)
    short = _short(material, named_in(material, note), reader)
    # the task's own words may name one as well: 由市商务局发布。（市政府办公室牵头）
    if not charge and may_answer(question, words) and (draft.short or not short):
        return None
    return replace(draft, statements=((quote.span, note),), short=short)


def _reading(material: Material, sentence: Candidate, quote: Quote, odds: float, reader: Reader) -> Draft:
    """The draft that quotes of a sentence what answers."""
    found = sentence.found
    words = material.words(quote.span)
    score = material.topic.credit(
        [(words, 1.0), (found.passage.text, 0.8), (material.around(found.passage), 0.7)]
    )
    follows = _listed(material, sentence.span, quote.span)
    if follows:
        return announced(material, follows, score, odds)
    return Draft(
        kind="reading",
        statements=((quote.span,),),
        score=score,
        short=_short(material, quote.core, reader) or _short(material, quote.span, reader),
        confidence=odds,
        reading_confidence=quote.reading.confidence if quote.reading else 0.0,
    )


def _short(material: Material, span: Span, reader: Reader) -> Span | None:
    """The very thing asked for, where a span holds one; of several figures none stands out."""
    question = material.question
    if question.kind not in _SHORT:
        return None
    chosen = reader.short_in(question.text, material.document(span.doc_id), span)
    short = short_answer(material, span, chosen)
    if short is None or not span.contains(short):
        return None
    if question.kind != "figure":
        return short
    # of 费率不高于1%的，补贴10万元 only the money answers 多少钱
    fits = not question.units or only_figure(question, material.words(short))
    return short if fits and only_figure(question, material.words(span)) else None


def _listed(material: Material, sentence: Span, quote: Span) -> Enumeration | None:
    """The list that a quote announces by its colon; where several things are asked for, the one it is an item of as well."""
    several = asks_list(material.question)
    follows = list_behind(material, quote) or (list_behind(material, sentence) if several else None)
    if follows and quote.start < follows.span.start:
        apart = quote.end <= follows.span.start
        within = not apart and quote.end <= follows.span.end + 1
        if material.words(quote).endswith(("：", ":")) or (apart and material.question.kind == "list"):
            return follows
        wanted = several or (within and material.question.kind not in _SHORT)
        if wanted and (apart or within) and announcement(material, follows.span):
            return follows
    # what is asked of one thing by its name (什么是, 包括啥) is no other thing of its list
    around = list_of(material, quote) if several and not asks_definition(material.question) else None
    head = material.topic.head
    named = around is not None and head is not None and material.topic.holds(head, around.lead)
    return around if named or things_in_a_row(material.words(quote)) < _FEW else None


def _with_list(material: Material, definition: Draft | None) -> Draft | None:
    """A definition with the items of the list that it ends by announcing: 符合以下情形之一的属于…：."""
    span = definition.statements[0][0] if definition else None
    if definition is None or span is None or not material.words(span).endswith(("：", ":")):
        return definition
    follows = list_behind(material, span)
    document = material.document(span.doc_id)
    items = tuple((shown(document, item, True),) for item in follows.items) if follows else ()
    return replace(definition, statements=(*definition.statements, *items))


def _asks_about_source(question: Question) -> bool:
    """Whether it asks what only an editor's note or a title says: the number, the date, who spoke, whether in force."""
    return bool(_SOURCE.search(question.text))
