"""The lists that a question may mean: marked enumerations and moulds of the documents found, and rows in their sentences."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from chat.enumerations import Item
from chat.material import Material
from chat.series import rows_in
from chat.topic import fold
from corpus.document import Document, Span
from indexing.passage import ScoredPassage

_PASSAGES = 12  # in which rows within a sentence are looked for
_QUOTE_LIMIT = 200
_PART_END = re.compile(r"[。；;！？\n]|$")
_SENTENCE_END = re.compile(r"[。！？?\n]|$")
_SHORT = 60  # characters up to which an item's first sentence is quoted whole
_PAIRS = re.compile(r"[两二2](?:大|个|项|条|种|类|方面|点|步|件|样|档|块|级|份)|哪两")
_DETAILS = re.compile(r"多少|条件|要求|标准|各|分别|情形|情况|重点|怎么|如何")


@dataclass(frozen=True, slots=True)
class Listing:
    """A list that may be meant: `spans` are quoted in order, `count` says how many things they hold."""

    spans: tuple[Span, ...]
    count: int
    form: str
    lead: str
    heading: tuple[str, ...]
    question: str | None
    found: ScoredPassage

    @property
    def context(self) -> str:
        """What introduces it in the document."""
        return " ".join([self.lead, *self.heading, self.question or ""])


def candidates(material: Material) -> list[Listing]:
    """The lists that lie in, or begin right after, the passages found."""
    listings = list(_rows(material))
    detailed = bool(_DETAILS.search(fold(material.question.text)))
    for document in material.documents:
        for enumeration in [
            *material.readings.enumerations(document),
            *material.readings.moulds(document),
        ]:
            found = next((p for item in enumeration.items if (p := material.passage_at(item.span))), None)
            if found is not None:
                listings.append(
                    Listing(
                        tuple(shown(document, item, detailed) for item in enumeration.items),
                        len(enumeration.items),
                        enumeration.form,
                        enumeration.lead,
                        enumeration.heading,
                        enumeration.question,
                        found,
                    )
                )
    return listings


def shown(document: Document, item: Item, detailed: bool) -> Span:
    """An item's first sentence, if it is short, or else its head; where details are asked for (条件, 各多少) what is told
    up to a semicolon, if that is no longer than a quote."""
    head = item.head
    first = _SENTENCE_END.search(document.text, head.end, item.span.end)
    if first and first.start() - head.start <= _SHORT:
        return Span(head.doc_id, head.start, max(head.end, first.start()))
    if detailed and (end := _PART_END.search(document.text, head.end, item.span.end)):
        head = Span(head.doc_id, head.start, max(head.end, end.start()))
    return head if head.end - head.start <= _QUOTE_LIMIT else item.head


def _rows(material: Material) -> Iterator[Listing]:
    seen: set[tuple[Span, ...]] = set()
    pairs = bool(_PAIRS.search(fold(material.question.text)))
    for found in material.found[:_PASSAGES]:
        span = found.passage.span
        document = material.document(span.doc_id)
        for row in rows_in(document, span.start, span.end):
            if _asks(document.text, row.spans[-1].end - 1):
                continue
            # two things joined by 和 stand everywhere, and are hardly ever the list asked for
            if row.spans not in seen and (row.count > 2 or pairs):
                seen.add(row.spans)
                lead = _before(document, row.spans[0].start)
                yield Listing(
                    row.spans, row.count, row.form, lead, found.passage.heading, found.passage.question, found
                )


def _asks(text: str, position: int) -> bool:
    """Whether the sentence at a position is a question, which names things and states nothing of them."""
    end = _SENTENCE_END.search(text, position)
    return end is not None and end[0] in ("？", "?")


def _before(document: Document, position: int) -> str:
    """The words before a place, back to the end of the sentence before the one it stands in; none of another line."""
    line = document.text.rfind("\n", 0, position) + 1
    return document.text[max(line, position - 80) : position]
