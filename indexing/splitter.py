"""Cuts a document into passages of at most 300 characters that cover it, without overlap.

Where to cut is a shortest path: every passage costs 1 and more when it is short, cutting at a weak place
(inside a sentence, a title in 《》, after a heading or a question) costs, and so does holding two items of a
list or two sections in one passage. The best cutting of a whole document is found exactly.
"""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from corpus.document import Document, Span
from indexing.passage import Passage
from indexing.sentences import trimmed
from indexing.structure import ARABIC, ARTICLE, BRACKETED, CHAPTER, CHINESE, Block, blocks

SPLITTER_VERSION = "3"
"""Changes whenever the same text would be cut differently; stored passages of another version are cut anew."""

PASSAGE_LIMIT = 300

_SHORT = 150  # characters under which a passage costs more
_LONG_SENTENCE = 120  # from here on a comma may be cut at
_HEAD = 40  # a first sentence of an item up to this long is its head
_NEVER = 100.0

_PLACES = re.compile(
    r"(?P<sentence>[。！？!?]+[”’」』）)》】]*)"
    r"|(?P<clause>[；;]+[”’」』）)》】]*)"
    r"|(?P<item>[：:，,](?=[一二三四五六七八九十]是|第[一二三四五六七八九十][，,、]))"
    r"|(?P<blank>\s+)"
    r"|(?P<comma>[，,、：:])"
)
_CUT = {"sentence": 0.5, "clause": 0.8, "item": 0.4, "blank": 0.6, "comma": 2.5, "character": 8.0}
_ITEM = re.compile(
    r"[一二三四五六七八九十]{1,2}是|第[一二三四五六七八九十]{1,2}[，,、]|其[一二三四五六七八九十][，,]"
)
_PROTECTED = re.compile(
    r"《[^《》\n]{1,100}》|“[^“”\n]{1,150}”|「[^「」\n]{1,150}」|‘[^‘’\n]{1,100}’|[（(][^（）()\n]{1,80}[）)]"
)
_JOIN = {CHINESE: 3.0, BRACKETED: 1.2, ARABIC: 0.4}  # two sections of this level in one passage


class _Unit(NamedTuple):
    """Never cut inside. `cut`: cost of ending a passage before it; `join`: of not doing so."""

    start: int
    end: int
    block: int
    cut: float
    join: float


def split(document: Document) -> list[Passage]:
    """The passages of a document, in order.

    Each is at most 300 characters, begins and ends with a non-blank character, and equals the document's
    text over its span; together they hold every non-blank character once.
    """
    parts = blocks(document.text)
    units = [unit for number, part in enumerate(parts) for unit in _units(document.text, part, number, parts)]
    result = []
    for first, last in _cheapest(units):
        start, end = units[first].start, units[last].end
        covered = parts[units[first].block : units[last].block + 1]
        bodies = [part for part in covered if part.kind == "text"] or covered
        result.append(
            Passage(
                Span(document.doc_id, start, end),
                document.text[start:end],
                _common([part.heading for part in bodies]),
                bodies[0].question,
                bodies[0].speaker,
            )
        )
    return result


def _units(text: str, part: Block, number: int, parts: list[Block]) -> Iterator[_Unit]:
    """The smallest pieces of a block, with what cutting and joining before each costs."""
    before = parts[number - 1] if number else None
    cut, join = _between(before, part)
    if _ITEM.match(text, part.start):
        join = max(join, 0.4)
    head = False
    for start, end, costs in _pieces(text, part.start, part.end):
        if costs is not None:
            cut, join = costs
        # 9.推动减免企业房租。 says what follows is about, and stays with it
        yield _Unit(start, end, number, cut + (2.0 if head else 0.0), join)
        head = end - start <= _HEAD and (
            (start == part.start and part.level > 0) or _ITEM.match(text, start) is not None
        )


def _between(before: Block | None, part: Block) -> tuple[float, float]:
    """Cost of cutting, and of not cutting, between two blocks."""
    if before is None:
        return 0.0, 0.0
    if before.kind != "text":
        # a heading stays with what stands under it, and a question with its answer
        return (10.0, 0.0) if part.kind != "question" or before.kind == "heading" else (0.3, 1.0)
    if part.kind == "question" and part.turn:
        return 0.0, _NEVER
    if part.level and part.level <= ARTICLE:
        return 0.0, _NEVER if part.level >= CHAPTER else 6.0
    if part.kind == "heading":
        return 0.0, 3.0 if part.level <= BRACKETED else 0.8
    return 0.0, _JOIN.get(part.level, 0.15)


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int, tuple[float, float] | None]]:
    """Pieces of text[start:end] without blanks at either end; the costs are None for the first one."""
    places: list[tuple[int, str]] = []
    last = start
    for match in _PLACES.finditer(text, start, end):
        kind = str(match.lastgroup)
        if (
            kind == "blank"
            and text[match.start() - 1] in "。！？；;!?”"
            and places
            and places[-1][0] == match.start()
        ):
            continue
        places.append((match.end(), kind))
    kept: list[tuple[int, str]] = []
    weak: list[int] = []
    for position, kind in [*places, (end, "end")]:
        if kind == "comma":
            weak.append(position)
            continue
        if position - last > _LONG_SENTENCE:
            kept.extend((comma, "comma") for comma in weak)
        weak = []
        kept.append((position, kind))
        last = position
    guarded = [match.span() for match in _PROTECTED.finditer(text, start, end)]
    costs: tuple[float, float] | None = None
    for (first, kind), (stop, _) in pairwise([(start, "start"), *kept]):
        if kind != "start":
            inside = any(low < first < high for low, high in guarded)
            item = _ITEM.match(text, first) is not None
            costs = (_CUT[kind] * (0.6 if item else 1.0) + (4.0 if inside else 0.0), 0.3 if item else 0.0)
        while first < stop:
            piece_end = min(stop, first + PASSAGE_LIMIT)
            low, high = trimmed(text, first, piece_end)
            if low < high:
                yield low, high, costs
            first = piece_end
            costs = (_CUT["character"], 0.0)


def _cheapest(units: list[_Unit]) -> list[tuple[int, int]]:
    """First and last unit of each passage, of the cutting with the lowest cost (dynamic programming)."""
    best = [0.0] + [float("inf")] * len(units)
    previous = [0] * (len(units) + 1)
    for stop in range(1, len(units) + 1):
        end = units[stop - 1].end
        joined = 0.0
        for first in range(stop - 1, -1, -1):
            unit = units[first]
            length = end - unit.start
            if length > PASSAGE_LIMIT:
                break
            short = max(0.0, 1 - length / _SHORT)
            cost = best[first] + (unit.cut if first else 0.0) + 1 + short + joined
            if cost < best[stop]:
                best[stop], previous[stop] = cost, first
            joined += unit.join
            if joined >= 2 * _NEVER:
                break
    cuts = []
    stop = len(units)
    while stop:
        cuts.append((previous[stop], stop - 1))
        stop = previous[stop]
    return cuts[::-1]


def _common(paths: list[tuple[str, ...]]) -> tuple[str, ...]:
    """The headings that hold for all of these."""
    shared = paths[0]
    for path in paths[1:]:
        count = next((i for i, (a, b) in enumerate(zip(shared, path, strict=False)) if a != b), None)
        shared = shared[: min(len(shared), len(path)) if count is None else count]
    return shared
