"""Example questions made from the documents at hand, so that a first click gets an answer."""

import re
from collections.abc import Iterator
from itertools import zip_longest

from chat.material import Readings
from corpus.document import Document
from indexing.retriever import Retriever
from indexing.target import Target

_DOCUMENTS = 40
_LENGTHS = range(8, 37)  # characters
_VAGUE = re.compile(r"主要|具体|其中|目标|以|面向|按|比|每|全年|外资机构")
_THING = re.compile(r"[量率额数值模重业群家心台区园地]$")


def example_questions(retriever: Retriever, readings: Readings, count: int) -> list[str]:
    """Up to `count` questions, taken in turn from the documents: figures by year, and what interviews asked."""
    offered = []
    for listed in retriever.documents()[:_DOCUMENTS]:
        document = retriever.document(listed.doc_id)
        figures = _about_figures(document, readings)
        asked = _asked_in(retriever, document.doc_id)
        offered.append([q for pair in zip_longest(figures, asked) for q in pair if q and len(q) in _LENGTHS])
    in_turn = [question for turn in zip_longest(*offered) for question in turn if question]
    return list(dict.fromkeys(in_turn))[:count]


def _about_figures(document: Document, readings: Readings) -> Iterator[str]:
    for row in readings.figures(document):
        if _askable(row):
            place = row.scope if row.scope and row.scope[:2] not in row.indicator else ""
            aim = "的目标" if row.kind == "target" else ""
            yield f"{row.year}年{place or ''}{row.indicator}{aim}是多少？"


def _askable(row: Target) -> bool:
    return (
        row.year is not None
        and (row.kind == "achieved" or re.search(r"力争|到20\d\d年|争创|目标", row.quote) is not None)
        and 4 <= len(row.indicator) <= 14
        and not _VAGUE.match(row.indicator)
        and _THING.search(row.indicator) is not None
    )


def _asked_in(retriever: Retriever, doc_id: str) -> Iterator[str]:
    """The questions of an interview that make sense by themselves."""
    for question in dict.fromkeys(p.question for p in retriever.passages_of(doc_id) if p.question):
        if question.endswith(("？", "?")) and not re.search(
            r"其余|上述|下一步|还有|怎样保证|这[些次项]", question
        ):
            yield question
