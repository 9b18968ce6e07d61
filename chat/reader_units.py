"""The clauses of a stretch of text, each with what stands before it: the units a reader's spans are made of.

A unit ends at 。！？；，： or where a line ends, as `indexing.sentences` has it, and also at a blank between two
Chinese characters, since texts flattened to one line keep a blank where a line once ended. Nothing is cut
inside brackets, 《…》 or numbers. Found by one regular expression, because a question reads several thousand
characters.
"""

import re
from typing import NamedTuple

PARAGRAPH, SENTENCE, SEMICOLON, COLON, COMMA = 0, 1, 2, 3, 4
"""How strongly a unit is parted from the one before it."""

_MARKS = re.compile(
    r"(?P<kept>（[^（）\n]{0,200}）|\([^()\n]{0,200}\)|《[^《》\n]{0,100}》|【[^【】\n]{0,60}】|\[[^\[\]\n]{0,60}\]"
    r"|(?<=\d)[,，:：.](?=\d)|https?://[\w./?=&%#:~+-]+)"
    r"|(?P<end>[。！？!?；;，,：:]+[”’\"'」』）)》】\]]*)"
    r"|(?P<blank>\s+)"
)
_ITEM = re.compile(
    r"[#>*\s]*(?:(?P<article>第[一二三四五六七八九十百零〇\d]{1,6}[条章节])|(?P<chinese>[一二三四五六七八九十]{1,3}[、．.])"
    r"|(?P<bracketed>[（(][一二三四五六七八九十]{1,3}[）)])|(?P<arabic>\d{1,2}(?:[.．、](?!\d)|[)）]))"
    r"|(?P<circled>[（(]\d{1,2}[）)]|[①-⑳])"
    r"|(?P<word>(?:[一二三四五六七八九十]{1,2}是|第[一二三四五六七八九十]{1,2}[，,、]|其[一二三四][，,]|首先[，,]|其次[，,]|最后[，,])))"
)
ITEM_LEVELS = ("article", "chinese", "bracketed", "arabic", "circled", "word")


class Unit(NamedTuple):
    """Characters `start` to `end` of a document; `gap` is the break before it, `item` the level of its mark.

    `item` is 0 where the unit begins with no mark, else 1 + the place in `ITEM_LEVELS`.
    """

    start: int
    end: int
    gap: int
    item: int


def units(text: str, start: int, end: int) -> list[Unit]:
    """The units between two offsets, in order; together they hold every non-blank character.

    >>> [text for text in map(lambda u: "时间：9:00起，到齐。下一句"[u.start:u.end], units("时间：9:00起，到齐。下一句", 0, 14))]
    ['时间：', '9:00起，', '到齐。', '下一句']
    """
    found: list[Unit] = []
    begin, gap = start, PARAGRAPH
    for match in _MARKS.finditer(text, start, end):
        kind = match.lastgroup
        if kind == "kept":
            continue
        low, high = match.span()
        if kind == "end":
            _add(found, text, begin, high, gap)
            begin, gap = high, _gap(text[low])
        elif "\n" in match[0] or _parts(text, low, high):
            if begin < low:
                _add(found, text, begin, low, gap)
                gap = PARAGRAPH
            elif gap == SENTENCE or "\n" in match[0]:
                gap = PARAGRAPH
            begin = high
    _add(found, text, begin, end, gap)
    return found


def _gap(mark: str) -> int:
    if mark in "。！？!?":
        return SENTENCE
    if mark in "；;":
        return SEMICOLON
    return COLON if mark in "：:" else COMMA


def _parts(text: str, low: int, high: int) -> bool:
    """Whether a blank parts two lines: not where a letter or digit stands at either side."""
    if low == 0 or high >= len(text):
        return True
    before, after = text[low - 1], text[high]
    if before in "。！？!?；;：:":
        return True
    plain = before.isascii() or after.isascii()
    return not plain or _ITEM.match(text, high) is not None


def _add(found: list[Unit], text: str, start: int, end: int, gap: int) -> None:
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    if start >= end:
        return
    match = _ITEM.match(text, start, end)
    item = 1 + ITEM_LEVELS.index(str(match.lastgroup)) if match else 0
    found.append(Unit(start, end, PARAGRAPH if item and gap == SENTENCE else gap, item))
