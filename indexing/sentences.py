"""Sentences and clauses of a text, as offsets.

A sentence ends at 。！？ or a line end, a clause also at ；，：; closing quotes and brackets stay with what they
close, and nothing is split inside 《…》 or brackets that close on the same line.
"""

import re
from collections.abc import Iterator
from functools import cache

SENTENCE_ENDS = frozenset("。！？!?")
CLAUSE_ENDS = frozenset("；;，,：:")
_ANY_ENDS = SENTENCE_ENDS | CLAUSE_ENDS
_CLOSING = frozenset('”’"』」）)》】]')
_PAIRS = {"（": "）", "(": ")", "《": "》", "【": "】", "[": "]"}


def sentences(text: str, start: int = 0, end: int | None = None) -> Iterator[tuple[int, int]]:
    """Spans of the sentences between `start` and `end`, without the blanks around them."""
    return _split(text, start, len(text) if end is None else end, SENTENCE_ENDS)


def clauses(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Spans of the clauses of one sentence; each keeps the mark that ends it."""
    return _split(text, start, end, _ANY_ENDS)


@cache
def _marks(ends: frozenset[str]) -> re.Pattern[str]:
    """Finds what may end a part of a text, or opens what is not to be parted."""
    return re.compile(f"[\n{re.escape(''.join([*ends, *_PAIRS]))}]")


def _split(text: str, start: int, end: int, ends: frozenset[str]) -> Iterator[tuple[int, int]]:
    begin, marks = start, _marks(ends)
    match = marks.search(text, start, end)
    while match:
        position, character = match.start(), match[0]
        if character == "\n":
            yield from _unless_blank(text, begin, position)
            begin = position + 1
        elif character in _PAIRS:
            position = _closing(text, position, end)
        elif character in ends and not _inside_number(text, position):
            while position + 1 < end and (text[position + 1] in _CLOSING or text[position + 1] in ends):
                position += 1
            yield from _unless_blank(text, begin, position + 1)
            begin = position + 1
        match = marks.search(text, position + 1, end)
    yield from _unless_blank(text, begin, end)


def _closing(text: str, opening: int, end: int) -> int:
    """Where the bracket opened at `opening` closes on the same line; `opening` itself if it does not."""
    line_end = text.find("\n", opening, end)
    closing = text.find(_PAIRS[text[opening]], opening, end if line_end < 0 else line_end)
    return opening if closing < 0 else closing


def _inside_number(text: str, position: int) -> bool:
    """Whether the mark stands between two digits: 1,300 and 9:00."""
    return (
        text[position] in ",:：."
        and 0 < position < len(text) - 1
        and text[position - 1].isdigit()
        and text[position + 1].isdigit()
    )


def _unless_blank(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    start, end = trimmed(text, start, end)
    if start < end:
        yield start, end


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """The span without the blanks at its ends; empty (start = end) where it holds nothing else."""
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return start, end
