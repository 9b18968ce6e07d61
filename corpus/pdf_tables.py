"""Tables of a PDF page, from the rules drawn around their cells."""

import itertools
from dataclasses import dataclass

from corpus.pdf_page import Glyph, Line, lines_of

CLOSE = 3.0  # points: rules nearer than this meet
MOST_RULES = 3000


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight line: from (left, top) to (right, bottom), thin in one direction."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def is_horizontal(self) -> bool:
        """Whether it lies, rather than stands."""
        return self.right - self.left >= self.bottom - self.top


def rules_of(boxes: list[tuple[float, float, float, float]]) -> list[Rule]:
    """The rules among drawn shapes: thin ones are rules, other rectangles have four of them."""
    rules: list[Rule] = []
    for left, top, right, bottom in boxes:
        wide, high = right - left, bottom - top
        if min(wide, high) <= CLOSE:
            if max(wide, high) >= 5:
                rules.append(Rule(left, top, right, bottom))
        elif wide >= 8 and high >= 8:
            rules.append(Rule(left, top, right, top))
            rules.append(Rule(left, bottom, right, bottom))
            rules.append(Rule(left, top, left, bottom))
            rules.append(Rule(right, top, right, bottom))
    return rules[:MOST_RULES]


def take_tables(glyphs: list[Glyph], rules: list[Rule], page: int) -> tuple[list[Line], list[Glyph]]:
    """The tables of a page as lines that hold their rows, and the characters outside of them."""
    tables: list[Line] = []
    for group in _stacked(_connected(rules)):
        grid = _Grid(_closed(group, glyphs))
        inside = [glyph for glyph in glyphs if grid.holds(glyph)]
        if not grid.is_table or not inside:
            continue
        rows = grid.rows(inside, page)
        if sum(any(row) for row in rows) < 2 or max(len(set(filter(None, row))) for row in rows) < 2:
            continue
        em = sorted(glyph.height for glyph in inside)[len(inside) // 2]
        box = (grid.xs[0], grid.ys[0], grid.xs[-1], grid.ys[-1])
        places = [(page, box[0], top, box[2], bottom) for top, bottom in itertools.pairwise(grid.ys)]
        tables.append(Line("", page, *box, em, cells=rows, places=places))
        taken = set(map(id, inside))
        glyphs = [glyph for glyph in glyphs if id(glyph) not in taken]
    return tables, glyphs


class _Grid:
    """The rows and columns that connected rules make."""

    def __init__(self, rules: list[Rule]):
        self._lying = [rule for rule in rules if rule.is_horizontal]
        self._standing = [rule for rule in rules if not rule.is_horizontal]
        self.ys = _distinct([rule.top for rule in self._lying])
        self.xs = _distinct([rule.left for rule in self._standing])

    @property
    def is_table(self) -> bool:
        """At least two columns and two rows."""
        return len(self.xs) >= 3 and len(self.ys) >= 3

    def holds(self, glyph: Glyph) -> bool:
        if not self.is_table:
            return False
        across = (glyph.left + glyph.right) / 2
        return self.xs[0] <= across <= self.xs[-1] and self.ys[0] <= glyph.middle <= self.ys[-1]

    def rows(self, glyphs: list[Glyph], page: int) -> list[list[str]]:
        """The cells' texts, that of a merged cell in every place it covers."""
        height, width = len(self.ys) - 1, len(self.xs) - 1
        owner = {(y, x): (y, x) for y in range(height) for x in range(width)}

        def root(cell: tuple[int, int]) -> tuple[int, int]:
            while owner[cell] != cell:
                cell = owner[cell]
            return cell

        for y in range(height):
            for x in range(width):
                middle_y, middle_x = (self.ys[y] + self.ys[y + 1]) / 2, (self.xs[x] + self.xs[x + 1]) / 2
                if x + 1 < width and not self._stands(self.xs[x + 1], middle_y):
                    owner[root((y, x + 1))] = root((y, x))
                if y + 1 < height and not self._lies(self.ys[y + 1], middle_x):
                    owner[root((y + 1, x))] = root((y, x))
        held: dict[tuple[int, int], list[Glyph]] = {}
        for glyph in glyphs:
            y = _slot(self.ys, glyph.middle)
            x = _slot(self.xs, (glyph.left + glyph.right) / 2)
            held.setdefault(root((y, x)), []).append(glyph)
        texts = {cell: "".join(line.text for line in lines_of(inside, page)) for cell, inside in held.items()}
        return [[texts.get(root((y, x)), "") for x in range(width)] for y in range(height)]

    def _stands(self, x: float, y: float) -> bool:
        return any(
            abs(rule.left - x) <= CLOSE and rule.top - CLOSE <= y <= rule.bottom + CLOSE
            for rule in self._standing
        )

    def _lies(self, y: float, x: float) -> bool:
        return any(
            abs(rule.top - y) <= CLOSE and rule.left - CLOSE <= x <= rule.right + CLOSE
            for rule in self._lying
        )


def _stacked(groups: list[list[Rule]]) -> list[list[Rule]]:
    """The groups, with lines under the cells of one row joined to those of the next row."""
    stacks: dict[tuple[int, ...], list[Rule]] = {}
    others = []
    for group in groups:
        if any(not rule.is_horizontal for rule in group):
            others.append(group)
        else:
            edges = _distinct([edge for rule in group for edge in (rule.left, rule.right)])
            stacks.setdefault(tuple(round(edge / CLOSE) for edge in edges), []).extend(group)
    return others + list(stacks.values())


def _closed(rules: list[Rule], glyphs: list[Glyph]) -> list[Rule]:
    """The rules, with the missing ones of a table that has only lines under its cells.

    Where each cell has its own line under it, their ends are the columns' edges.
    """
    if any(not rule.is_horizontal for rule in rules):
        return rules
    edges = _distinct([edge for rule in rules for edge in (rule.left, rule.right)])
    ys = _distinct([rule.top for rule in rules])
    if len(edges) < 3 or len(ys) < 2 or len(rules) < (len(edges) - 1) * len(ys):
        return rules
    ems = [glyph.height for glyph in glyphs if ys[0] < glyph.middle < ys[-1]]
    em = max(ems, default=0.0)
    across = [glyph for glyph in glyphs if edges[0] <= glyph.left <= edges[-1] and glyph.height <= 1.05 * em]
    top, bottom = ys[0], ys[-1]
    for glyph in sorted(across, key=lambda glyph: -glyph.bottom):
        if glyph.middle < top and top - glyph.bottom < 1.5 * em:
            top = glyph.top
    for glyph in sorted(across, key=lambda glyph: glyph.top):
        if glyph.middle > bottom and glyph.top - bottom < 1.5 * em:
            bottom = glyph.bottom
    lying = [Rule(edges[0], y, edges[-1], y) for y in (top - CLOSE, bottom + CLOSE)]
    standing = [Rule(edge, top - CLOSE, edge, bottom + CLOSE) for edge in edges]
    return rules + lying + standing


def _slot(edges: list[float], at: float) -> int:
    for index in range(len(edges) - 2):
        if at < edges[index + 1]:
            return index
    return len(edges) - 2


def _distinct(places: list[float]) -> list[float]:
    found: list[float] = []
    for place in sorted(places):
        if not found or place - found[-1] > CLOSE:
            found.append(place)
    return found


def _connected(rules: list[Rule]) -> list[list[Rule]]:
    """Rules in groups that touch each other."""
    groups: list[list[Rule]] = []
    for rule in rules:
        touching = [group for group in groups if any(_meet(rule, other) for other in group)]
        merged = [rule, *(other for group in touching for other in group)]
        groups = [group for group in groups if group not in touching] + [merged]
    return groups


def _meet(one: Rule, other: Rule) -> bool:
    return (
        one.left - CLOSE <= other.right
        and other.left - CLOSE <= one.right
        and one.top - CLOSE <= other.bottom
        and other.top - CLOSE <= one.bottom
    )
