"""What of a sentence is quoted: the reader's clauses, with what they are said of.

The reader marks the clauses that answer; alone they may lack their subject, their condition or the end of what is listed
(一次性奖补100万元, without the things it is given for). A short sentence is quoted whole, of a long one all that follows.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from chat.fitness import may_answer
from chat.material import Material
from chat.reader import Reading
from chat.sentence_ranking import given_kinds, is_heading
from chat.task_notes import after_note
from corpus.document import Span
from indexing.sentences import clauses, sentences

LONGEST = 200
"""Characters of a quote."""

_RESTATED = 0.6  # of a quote's characters: so much of it stands in the question already
_CASE = re.compile(
    r"^(?:无论|不论|不管|如果?|凡|只要|对于?|除|经|为|自)|[的时后]，$|(?:部分|情况下|前提下)，$"
)
# characters up to which a sentence is quoted whole; of what a day or a number to call is asked for, only its clause
_WHOLE = {"figure": 75, "name": 75, "list": 75, "support": 75, "explanation": 60}
# a clause that goes on about what the one before it names: 其增量足额退还, 不足部分由…承担
_GOES_ON = re.compile(
    r"^(?:其(?![中他它余次])|并(?![购网行联轨列入])|且|但|而(?!且)|上述|前述|(?:不足|不够的|超出|超过|剩余|其余)部分)"
)


@dataclass(frozen=True, slots=True)
class Quote:
    """`span` is what is quoted of a sentence, `core` the clauses in it that answer, `reading` the reader's own, if any."""

    span: Span
    core: Span
    reading: Reading | None = None


def quote_of(material: Material, sentence: Span, readings: Sequence[Reading]) -> Quote:
    """What would be quoted of a sentence.

    The reader's span begins and ends where the answer does (the sentence may say more); it is widened to its
    sentence where only that gives what is asked, or says anything new.
    """
    reading = next((r for r in readings if r.span.overlaps(sentence)), None)
    if reading is None:
        return Quote(sentence, sentence)
    span = after_note(material.document(sentence.doc_id).text, reading.span)
    if not sentence.contains(span):
        # of an editor's note only the sentence that says it
        note = material.words(span)[0] in "（("
        span = sentence if note else _ended(material, _begun(material, span))
        return Quote(span, span, reading)
    words, whole = material.words(span), material.words(sentence)
    said, more = (True in given_kinds(material.question, text).values() for text in (words, whole))
    fit, fitter = (may_answer(material.question, text) for text in (words, whole))
    restates = material.topic.precision(words) > _RESTATED
    # what is allowed is said by the whole: a case (无论查账还是核定征收，) is not what follows from it
    open_ended = material.question.kind == "yes_no" or (words.endswith(("，", ",")) and _CASE.search(words))
    if (more and not said) or (fitter and not fit) or restates or (open_ended and len(whole) <= LONGEST):
        return Quote(sentence, sentence, reading)
    return Quote(_completed(material, sentence, span), span, reading)


def sentence_around(text: str, span: Span) -> Span:
    """The sentence that a span begins in."""
    line, end = text.rfind("\n", 0, span.start) + 1, text.find("\n", span.start)
    bounds = sentences(text, line, end if end >= 0 else len(text))
    start, last = next(((a, b) for a, b in bounds if a <= span.start < b), (span.start, span.end))
    return Span(span.doc_id, start, last)


def _completed(material: Material, sentence: Span, span: Span) -> Span:
    """The span with what of its sentence it is said of, and what follows from it."""
    whole = _WHOLE.get(material.question.kind, 0)
    text = material.document(span.doc_id).text
    parts = list(sentences(text, sentence.start, sentence.end))
    # what is more than a name is said under its run-in heading, which counts for nothing in its length
    headed = _tells(material) and len(parts) > 1 and is_heading(text[slice(*parts[0])])
    if sentence.end - parts[headed][0] <= whole:
        return sentence
    end = sentence.end if whole and sentence.end - span.start <= LONGEST else span.end
    start = span.start
    before = [first for first, _ in clauses(text, sentence.start, sentence.end) if first < start]
    while before and end - before[-1] <= LONGEST and _GOES_ON.match(text[start:end]):
        start = before.pop()
    return Span(span.doc_id, start, end)


def _tells(material: Material) -> bool:
    return material.question.kind in ("list", "support", "explanation")


def _begun(material: Material, span: Span) -> Span:
    """A span of several sentences that begins with no end of one: 最高100万元。对… gets the whole of its first sentence."""
    if material.question.kind not in _WHOLE:
        return span
    text = material.document(span.doc_id).text
    line = text.rfind("\n", 0, span.start) + 1
    start = next(first for first, last in sentences(text, line, span.end) if last > span.start)
    return Span(span.doc_id, start, span.end) if start < span.start and span.end - start <= LONGEST else span


def _ended(material: Material, span: Span) -> Span:
    """A span of several sentences that breaks off in the middle of none (…用于研究的，), nor ends with the heading of what
    follows (…市商务局。（二）交通运输。)."""
    text = material.document(span.doc_id).text
    inside = list(sentences(text, span.start, span.end))
    while len(inside) > 1 and is_heading(material.words(Span(span.doc_id, *inside[-1]))):
        inside.pop()
    end = inside[-1][1]
    if text[end - 1] in "，,、：:":
        line_end = text.find("\n", end)
        _, whole = next(sentences(text, inside[-1][0], line_end if line_end > 0 else len(text)))
        end = whole if whole - span.start <= LONGEST else end
    return Span(span.doc_id, span.start, end)
