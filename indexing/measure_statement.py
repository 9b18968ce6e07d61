"""A sentence as measures are stated in it: without its mark (（一）, 一是), in parts between semicolons."""

import re
from collections.abc import Iterator

from indexing.instruments import explicit

_REACH = 400  # characters before an offset in which an open bracket is looked for
_PART_ENDS = "；;"
MARK = re.compile(
    r"^(?:[一二三四五六七八九十]+(?:是|、)|[（(][一二三四五六七八九十\d]+[)）]|\d{1,2}[.．、﹒]|第[一二三四五六七八九十百]+条\s*|[①-⑳]|答[：:]|--)\s*"
)


def unmarked(text: str, start: int, end: int) -> int:
    """Where the words between two offsets begin, behind blanks and the mark of a list."""
    while start < end and text[start].isspace():
        start += 1
    mark = MARK.match(text[start:end])
    return start + mark.end() if mark and mark.end() < end - start else start


def parts(text: str, start: int, end: int) -> Iterator[tuple[int, int, str]]:
    """The parts of a sentence between semicolons, with the words that introduce them before a colon."""
    intro = ""
    colon = next((p for p in range(start, end) if text[p] in "：:" and not text[p - 1].isdigit()), -1)
    if 0 <= colon - start <= 60 and colon < end - 1 and not explicit(text[start:colon]):
        intro = text[start:colon]
        start = colon + 1
    begin = start
    for position in range(start, end + 1):
        if position == end or (text[position] in _PART_ENDS and not _inside_brackets(text, start, position)):
            first = unmarked(text, begin, position)
            if first < position:
                yield first, position, intro
            begin = position + 1


def _inside_brackets(text: str, start: int, position: int) -> bool:
    before = text[max(start, position - _REACH) : position]
    return before.count("（") + before.count("(") > before.count("）") + before.count(")")
