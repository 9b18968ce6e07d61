"""Fits the ranking of names: `python -m chat.fitting.names --set QA.jsonl HOME [--set …] [--asked …] --output chat/names.json`.

Of every question that asks for a name the right spelling competes against all other candidates of what would be quoted
of the evidence. For one question in twelve the quote is one that does not answer it, and none of its names is right:
more of these make it silent where it should speak.
"""

import sys
from collections.abc import Sequence
from typing import Any

import numpy as np

from chat.assistant import Assistant
from chat.fitness import may_answer
from chat.fitting.choosing import Sample, asked, fit_command
from chat.fitting.decision import plain
from chat.fitting.examples import share
from chat.material import Material, says_something
from chat.name_ranking import NAMES, candidates
from chat.question import analyse
from chat.quoting import quote_of
from chat.reader import Reader
from chat.sentence_ranking import rank_sentences
from corpus.document import Span

_UNANSWERED = 12
"""Of so many questions one is asked of a quote that does not answer it."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Fits and writes the weights."""
    return fit_command("python -m chat.fitting.names", NAMES, names_of, arguments)


def names_of(assistant: Assistant, reader: Reader, item: dict[str, Any]) -> Sample | None:
    """The candidates' features and which are right; None where no name is asked for or none of them is right."""
    wanted = [plain(spelling) for spelling in item.get("short_answers") or []]
    if not wanted or analyse(assistant.understood(item["question"], item.get("history", []))).kind != "name":
        return None
    material = asked(assistant, item)
    answered = share(item["question"], _UNANSWERED) > 0
    span = _quoted(material, reader, item, wanted, answered)
    if span is None:
        return None
    words = material.words(span)
    read = reader.short_in(material.question.text, material.document(span.doc_id), span)
    own = (read.start - span.start, read.end - span.start) if read else None
    names, table = candidates(material.question.text, material.topic, words, own)
    right = np.array(
        [answered and plain(words[name.low : name.high]) in wanted for name in names] + [not answered]
    )
    return (table, right) if right.any() else None


def _quoted(
    material: Material, reader: Reader, item: dict[str, Any], wanted: Sequence[str], answered: bool
) -> Span | None:
    """What would be quoted of the likeliest sentence that holds the evidence and a right spelling, or neither."""
    ranked = rank_sentences(material, reader)
    evidence = [Span(e["doc_id"], e["start"], e["end"]) for e in item.get("evidence", []) if "start" in e]
    for place in ranked.odds.argsort()[::-1]:
        sentence = ranked.sentences[int(place)].span
        quote = quote_of(material, sentence, ranked.readings).core
        words = material.words(quote)
        holds = any(spelling in plain(words) for spelling in wanted)
        lies = any(sentence.overlaps(e) for e in evidence)
        if says_something(words, True) and (
            (answered and holds and lies)
            or not (answered or holds or lies or not may_answer(material.question, words))
        ):
            return quote
    return None


if __name__ == "__main__":
    sys.exit(main())
