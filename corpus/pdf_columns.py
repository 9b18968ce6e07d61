"""Pages set in two columns: where the room between them is, so that each column is read by itself.

Told from a table without rules by what fills it: the lines of columns are long, and most reach the column's edge.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from corpus.pdf_page import Glyph, Line, lines_of

CENTRE = (0.3, 0.7)  # of the width that is written on: where the room between two columns is looked for
FEWEST_LINES = 5  # a column has
FEWEST_CHARACTERS = 10  # a column is wide
FULL = 0.8  # of a column's width: a line that reaches its edge
FULL_LINES = 0.4  # the share of a column's lines that do
_ROOM = 0.4  # of a character on either side of the middle


Box = Glyph | Line


@dataclass(frozen=True, slots=True)
class Columns:
    """The part of a page from `top` to `bottom`, in points, that is set in two columns left and right of `middle`."""

    top: float
    bottom: float
    middle: float

    def side_of(self, box: Box) -> int:
        """1 for what stands in the left column, 2 for the right one, 0 for what lies above or below."""
        if not self.top <= (box.top + box.bottom) / 2 <= self.bottom:
            return 0
        return 1 if (box.left + box.right) / 2 < self.middle else 2


def columns_on(
    glyphs: Sequence[Glyph], tables: Sequence[Box] = (), known: float | None = None
) -> list[Columns]:
    """The parts of a page that are set in columns, from top to bottom; one column all over gives none.

    `known` is the middle between the columns of an earlier page: there, a few lines will do, and the right column
    may be empty, as on the last page.
    """
    drawn = [glyph for glyph in glyphs if not glyph.character.isspace() and glyph.height > 0]
    if len(drawn) < 2 * FEWEST_CHARACTERS:
        return []
    em = median(glyph.height for glyph in drawn)
    boxes = [*drawn, *tables]
    middle = _middle(boxes, em)
    if middle is not None and any(
        _fill_columns(middle, part, drawn) for part in _free(boxes, middle, em, FEWEST_LINES)
    ):
        known = middle
    if known is None:
        return []
    parts = [_part(known, free, drawn, em) for free in _free(boxes, known, em, 2)]
    return [part for part in parts if part is not None]


def place_of(box: Box, columns: Sequence[Columns]) -> tuple[int, int]:
    """Where a box comes in reading order: how many parts in columns lie above it, and its column, 0 for none."""
    above = sum(part.bottom < (box.top + box.bottom) / 2 for part in columns)
    return above, columns[above].side_of(box) if above < len(columns) else 0


def in_order(lines: Sequence[Line], columns: Sequence[Columns]) -> list[Line]:
    """Lines and tables as they are read: what stands above, the left column, the right one, what stands below.

    Each is told its column.
    """
    for line in lines:
        line.column = place_of(line, columns)[1]
    return sorted(lines, key=lambda line: (*place_of(line, columns), line.top, line.left))


def _middle(boxes: Sequence[Box], em: float) -> float | None:
    """The place in the page's centre past which the most lines run without crossing it; None if all cross."""
    left, right = min(box.left for box in boxes), max(box.right for box in boxes)
    begin, end = (left + part * (right - left) for part in CENTRE)
    step = em / 4
    cells: list[list[Box]] = [[] for _ in range(min(int((end - begin) / step) + 1, 400))]
    for box in boxes:
        first = max(0, int((box.left - _ROOM * em - begin) / step))
        for cell in cells[first : max(0, int((box.right + _ROOM * em - begin) / step)) + 1]:
            cell.append(box)
    top, bottom = min(box.top for box in boxes), max(box.bottom for box in boxes)
    room = [
        sum(below - above for above, below in _between(crossing, top, bottom, FEWEST_LINES * em))
        for crossing in cells
    ]
    best = [cell for cell, free in enumerate(room) if free and free == max(room)]
    return begin + (best[0] + best[-1] + 1) / 2 * step if best else None


def _free(boxes: Sequence[Box], middle: float, em: float, lines: int) -> list[tuple[float, float]]:
    """The heights of at least so many lines in which nothing crosses the middle."""
    crossing = [box for box in boxes if box.left < middle + _ROOM * em and box.right > middle - _ROOM * em]
    top, bottom = min(box.top for box in boxes), max(box.bottom for box in boxes)
    return _between(crossing, top, bottom, lines * em)


def _between(crossing: Sequence[Box], top: float, bottom: float, least: float) -> list[tuple[float, float]]:
    free = []
    for box in sorted(crossing, key=lambda box: box.top):
        if box.top - top >= least:
            free.append((top, box.top))
        top = max(top, box.bottom)
    return [*free, (top, bottom)] if bottom - top >= least else free


def _sides(middle: float, free: tuple[float, float], glyphs: Sequence[Glyph]) -> list[list[Line]]:
    """The lines left and right of the middle."""
    part = Columns(*free, middle)
    return [lines_of([glyph for glyph in glyphs if part.side_of(glyph) == side], 0) for side in (1, 2)]


def _fill_columns(middle: float, free: tuple[float, float], glyphs: Sequence[Glyph]) -> bool:
    """Whether the lines on either side are those of a column, and not the cells of a table."""
    for lines in _sides(middle, free, glyphs):
        if len(lines) < FEWEST_LINES:
            return False
        left, right = _edges(lines)
        wide = right - left
        full = sum(line.right - line.left >= FULL * wide for line in lines)
        if full < FULL_LINES * len(lines) or median(len(line.text) for line in lines) < FEWEST_CHARACTERS:
            return False
    return True


def _edges(lines: Sequence[Line]) -> tuple[float, float]:
    """Where a column begins and ends, whatever stands out of it, such as the address below a printed page."""
    lefts, rights = sorted(line.left for line in lines), sorted(line.right for line in lines)
    return lefts[len(lines) // 10], rights[-1 - len(lines) // 10]


def _part(middle: float, free: tuple[float, float], glyphs: Sequence[Glyph], em: float) -> Columns | None:
    """The part in columns, without the short lines above them, as of a title; None if there is no long line."""
    sides = _sides(middle, free, glyphs)
    if not sides[0] or sum(map(len, sides)) < 2:
        return None
    wide = middle - _edges(sides[0])[0]
    long = [line.top for lines in sides for line in lines if line.right - line.left >= FULL * (wide - em)]
    return Columns(min(long) - em / 2, free[1], middle) if long else None
