"""From drafted spans to an answer whose citations are exact."""

import re
from collections.abc import Callable, Iterator, Sequence

from chat.answer import Citation, Statement
from corpus.document import Document, Span
from indexing.passage import ScoredPassage
from indexing.sentences import clauses, sentences

QUOTE_LIMIT = 200
ANSWERING = re.compile(r"(?:[\u4e00-\u9fff]{0,8}答复?|A\d{0,2})(?:[（(][^（）()\n]{1,40}[）)])?\s*[:：]\s*")
"""Who answers, before what is said: 答（局长周一鸣）："""


class Composer:
    """Collects statements and numbers their citations; the same span is cited under one number."""

    def __init__(
        self, document: Callable[[str], Document], passage_at: Callable[[Span], ScoredPassage | None]
    ):
        self._document = document
        self._passage_at = passage_at
        self._numbers: dict[Span, int] = {}
        self.citations: list[Citation] = []
        self.statements: list[Statement] = []

    def state(self, spans: Sequence[Span], asked: Span | None = None) -> None:
        """Adds a statement that says what the spans say, in the documents' own words; `asked` is the very thing asked for."""
        pieces = [
            piece for span in spans for piece in quotable(self._document(span.doc_id).text, span, asked)
        ]
        words = [self._document(piece.doc_id).quote(piece) for piece in pieces]
        self.state_as(joined(words), pieces)

    def state_as(self, text: str, spans: Sequence[Span]) -> None:
        """Adds a statement in other words, carried by quotable spans."""
        self.statements.append(Statement(text, tuple(dict.fromkeys(self._cite(span) for span in spans))))

    def _cite(self, span: Span) -> int:
        if span not in self._numbers:
            document = self._document(span.doc_id)
            found = self._passage_at(span)
            number = self._numbers[span] = len(self.citations) + 1
            self.citations.append(Citation(number, span, document.title, _path(found), document.quote(span)))
        return self._numbers[span]


def _path(found: ScoredPassage | None) -> tuple[str, ...]:
    """The headings above a quote; in an interview without headings the question asked."""
    if found is None:
        return ()
    passage = found.passage
    return passage.heading or ((passage.question,) if passage.question else ())


def quotable(text: str, span: Span, asked: Span | None = None) -> Iterator[Span]:
    """The span in pieces of at most 200 characters on one line each: sentences, then clauses, kept together.

    Who answers (答：) is left out, unless just that was `asked` for.
    """
    for line in re.finditer(r"[^\n]+", text[span.start : span.end]):
        start, end = span.start + line.start(), span.start + line.end()
        turn = ANSWERING.match(text, start, end)
        names = turn and asked and asked.doc_id == span.doc_id and start <= asked.start < turn.end()
        if turn and turn.end() < end and not names:  # it is no part of what is said
            start = turn.end()
        yield from _pieces(text, span.doc_id, start, end)


def _pieces(text: str, doc_id: str, start: int, end: int) -> Iterator[Span]:
    parts = [
        part
        for first, last in sentences(text, start, end)
        for part in ([(first, last)] if last - first <= QUOTE_LIMIT else clauses(text, first, last))
    ]
    held: tuple[int, int] | None = None
    for first, last in parts:
        while (
            last - first > QUOTE_LIMIT
        ):  # one clause without a mark to cut at: a table's row, a list of names
            if held:
                yield Span(doc_id, *held)
                held = None
            yield Span(doc_id, first, first + QUOTE_LIMIT)
            first += QUOTE_LIMIT
        if held and last - held[0] <= QUOTE_LIMIT:
            held = (held[0], last)
        else:
            if held:
                yield Span(doc_id, *held)
            held = (first, last)
    if held:
        yield Span(doc_id, *held)


def joined(words: Sequence[str]) -> str:
    """Quotes in a row as one text, blanks and line ends made single."""
    return " ".join(re.sub(r"\s+", " ", quote).strip() for quote in words)


def rendered(
    statements: Sequence[Statement],
    listed: bool,
    short: str | None,
    lead: str,
    notices: Sequence[str],
    labels: Sequence[str] = (),
) -> str:
    """What is shown: the figure, then each statement with its marks 〔1〕, items of a list a line each; notices last.

    `labels` say of what each statement is said, where several years or places are compared: 2027年：…〔1〕.
    """
    lines = [
        statement.text + "".join(f"〔{number}〕" for number in statement.citations)
        for statement in statements
    ]
    if labels:
        text = "\n".join(
            f"{label}：{line}" if label else line for label, line in zip(labels, lines, strict=True)
        )
    elif listed:
        text = "\n".join(f"{position}. {line}" for position, line in enumerate(lines, 1))
    else:
        text = "\n".join(lines)
    if short and not listed and not text.startswith(short):
        text = f"{short}：{text}"
    return "\n".join([lead + text, *(f"注意：{notice}" for notice in notices)])
