"""One page of a PDF: its characters with their boxes, made into lines.

All coordinates are points from the page's upper left corner, downwards.
"""

import re
from dataclasses import dataclass, field
from statistics import median

CJK = re.compile(r"[\u2e80-\u303f\u31c0-\u9fff\uf900-\ufaff\uff00-\uffef“”‘’…—]")

_HAN = re.compile(r"[\u3400-\u9fff]")


@dataclass(frozen=True, slots=True)
class Glyph:
    """A drawn character and the box that the font gives it."""

    character: str
    left: float
    top: float
    right: float
    bottom: float

    @property
    def height(self) -> float:
        """The font's height, in points."""
        return self.bottom - self.top

    @property
    def middle(self) -> float:
        """Half way down."""
        return (self.top + self.bottom) / 2


@dataclass(slots=True)
class Line:
    """A line of text on a page, `em` its usual character height."""

    text: str
    page: int
    left: float
    top: float
    right: float
    bottom: float
    em: float
    column: int = 0  # 1 left, 2 right, where the page is set in two; 0 over its whole width
    edges: list[float] = field(default_factory=list)  # as in PageBox
    # Of a table, whose `text` is empty: its rows, and the page, left, top, right and bottom of each.
    cells: list[list[str]] = field(default_factory=list)
    places: list[tuple[int, float, float, float, float]] = field(default_factory=list)


def lines_of(glyphs: list[Glyph], page: int) -> list[Line]:
    """The lines that the characters make, from top to bottom."""
    rows: list[list[Glyph]] = []
    for glyph in sorted(without_doubles(glyphs), key=lambda glyph: (glyph.middle, glyph.left)):
        for row in rows[-3:]:
            # Characters of one line share more than half of their height.
            shared = min(glyph.bottom, row[0].bottom) - max(glyph.top, row[0].top)
            if shared > 0.5 * min(glyph.height, row[0].height):
                row.append(glyph)
                break
        else:
            rows.append([glyph])
    lines = [_line(sorted(row, key=lambda glyph: glyph.left), page) for row in rows]
    return [line for line in lines if line.text]


def without_doubles(glyphs: list[Glyph]) -> list[Glyph]:
    """The characters without those drawn a second time on the same place, as some programs make bold ones."""
    kept: list[Glyph] = []
    seen: dict[tuple[str, int, int], list[Glyph]] = {}
    for glyph in glyphs:
        if glyph.height <= 0:
            continue
        cell = max(glyph.height, 1.0)
        at, down = int(glyph.left / cell), int(glyph.top / cell)
        near = (
            other
            for across in (at - 1, at, at + 1)
            for below in (down - 1, down, down + 1)
            for other in seen.get((glyph.character, across, below), ())
        )
        across_limit = 0.35 * (glyph.right - glyph.left)  # ll and // are two characters
        if any(
            abs(other.left - glyph.left) < across_limit and abs(other.top - glyph.top) < 0.3 * cell
            for other in near
        ):
            continue
        seen.setdefault((glyph.character, at, down), []).append(glyph)
        kept.append(glyph)
    return kept


def _line(row: list[Glyph], page: int) -> Line:
    drawn = [glyph for glyph in row if not glyph.character.isspace()]
    if not drawn:
        return Line("", page, 0, 0, 0, 0, 0)
    heights = sorted(glyph.height for glyph in drawn)
    em = heights[round(0.75 * (len(heights) - 1))]  # punctuation marks are given lower boxes
    usual = _usual_gap(drawn, em)
    wide = median(widths) if (widths := [g.right - g.left for g in drawn if _HAN.match(g.character)]) else 0.0
    words = drawn[0].character
    edges = [drawn[0].left]
    blank_from = float("-inf")  # where a space was drawn last
    previous = drawn[0]
    for glyph in row[row.index(drawn[0]) + 1 :]:
        if glyph.character.isspace():
            blank_from = glyph.left
            continue
        gap = glyph.left - previous.right - _room_within(previous, wide) - _room_within(glyph, wide)
        chinese = [bool(CJK.match(one.character)) for one in (previous, glyph)]
        # Between Chinese and Latin, programs leave a little room that is no space.
        least = 0.2 * em + usual if all(chinese) else 0.6 * em if any(chinese) else 0.2 * em
        blank = blank_from >= previous.left and not any(chinese) and gap > -0.3 * em
        if gap > least or blank:
            words += " "
            edges.append(previous.right)
        words += glyph.character
        edges.append(glyph.left)
        previous = glyph
    return Line(
        words,
        page,
        min(glyph.left for glyph in drawn),
        min(glyph.top for glyph in drawn),
        max(glyph.right for glyph in drawn),
        max(glyph.bottom for glyph in drawn),
        em,
        edges=[*edges, max(glyph.right for glyph in drawn)],
    )


def _room_within(glyph: Glyph, wide: float) -> float:
    """The room on either side of a Chinese character within its square: some fonts give a box of its ink only."""
    return max(0.0, wide - (glyph.right - glyph.left)) / 2 if _HAN.match(glyph.character) else 0.0


def _usual_gap(row: list[Glyph], em: float) -> float:
    """The room between the characters of a line that is merely set wide; 0 for others."""
    gaps = [after.left - before.right for before, after in zip(row, row[1:], strict=False)]
    if len(gaps) < 3:
        return 0.0
    usual = median(gaps)
    spaced = usual > 0.05 * em and sum(abs(gap - usual) < 0.4 * em for gap in gaps) >= 0.8 * len(gaps)
    return usual if spaced else 0.0
