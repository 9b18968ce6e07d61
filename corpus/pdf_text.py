"""Lines of pages to a text that reads on: running heads and page numbers out, lines joined to paragraphs."""

import re
from collections import Counter
from dataclasses import replace
from statistics import median
from typing import NamedTuple

from corpus.parsed import PageBox, Parsed
from corpus.particulars import is_particulars, read_particulars, starts_with_label
from corpus.pdf_page import Line
from corpus.tables import numbered_lines

EDGE = 0.12  # of a page's height: where running heads and page numbers stand
_PAGE_NUMBER = re.compile(
    r"[-—–·\s]*\d{1,4}[-—–·\s]*$|第\s*\d{1,4}\s*页(?:\s*[，,/]?\s*共\s*\d{1,4}\s*页)?$|\d{1,4}\s*/\s*\d{1,4}$"
)
# What browsers print above and below a page.
_PRINTED = re.compile(r"(?:\d{1,4}/\d{1,2}/\d{1,2},? \d{1,2}:\d{2}|(?:https?|file)://\S+.{0,20}$)")
_STARTS_ANEW = re.compile(
    r"第[一二三四五六七八九十百千零〇\d]{1,8}[章节条编][ \u3000]|[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十\d]{1,3}[）)]|附件"
    r"|[问答][：:]|\d{1,2}[.．、]\D"
)
_UNBROKEN = re.compile(r"[〔（《“【\[(]*(?:[A-Za-z0-9.%()〔〕/-]+|.)[，。、；：！？）》”】〕]*")
_ENDS = tuple("。；：！？!?;:")


def text_of(lines: list[Line], heights: dict[int, float]) -> Parsed:
    """The text of a document's lines in reading order, and where each stands; `heights` by page."""
    lines = [line for line in lines if not _is_running(line, heights, _repeated(lines, heights))]
    lines, declared = _without_particulars(lines)
    writer = _Writer(lines)
    for block in _with_joined_tables(lines):
        writer.add(block)
    text = writer.text + "\n" if writer.text else ""
    return Parsed(text, declared, boxes=tuple(writer.boxes))


class _Writer:
    """Joins lines to paragraphs and remembers their boxes."""

    def __init__(self, lines: list[Line]):
        plain = [line for line in lines if not line.cells]
        self._em = median(line.em for line in plain) if plain else 12.0
        body = [line for line in plain if abs(line.em - self._em) < 0.15 * self._em] or plain
        self._margins = {
            column: _margins([line for line in body if line.column == column])
            for column in {line.column for line in plain}
        }
        gaps = [
            after.top - before.bottom
            for before, after in zip(body, body[1:], strict=False)
            if before.page == after.page and 0 <= after.top - before.bottom < 3 * self._em
        ]
        self._gap = median(gaps) if gaps else self._em
        starts = [
            after
            for before, after in zip(body, body[1:], strict=False)
            if before.right < self._margins[before.column].right - 2 * self._em
        ]
        indented = sum(line.left > self._margins[line.column].left + 1.2 * self._em for line in starts)
        # Whether paragraphs begin at the margin, as their other lines do.
        self._is_flush = indented < 0.3 * len(starts)
        self._before: Line | None = None
        self.text = ""
        self.boxes: list[PageBox] = []

    def add(self, line: Line) -> None:
        """Appends a line, or a table's rows."""
        if line.cells:
            for number, row in numbered_lines(line.cells):
                page, left, top, right, bottom = line.places[number]
                place = replace(line, page=page, left=left, top=top, right=right, bottom=bottom)
                self._append("\n", row, place)
            self._before = None
            return
        before = self._before
        joined = before is not None and self._goes_on(before, line)
        self._append(self._between(line) if joined else "\n", line.text, line)
        self._before = line

    def _append(self, between: str, words: str, line: Line) -> None:
        self.text += between if self.text else ""
        start = len(self.text)
        self.text += words
        if words:
            left, top, right, bottom, *edges = (
                round(edge, 1) for edge in (line.left, line.top, line.right, line.bottom, *line.edges)
            )
            self.boxes.append(
                PageBox(start, len(self.text), line.page, left, top, right, bottom, tuple(edges))
            )

    def _between(self, line: Line) -> str:
        last, first = self.text[-1:], line.text[:1]
        latin = last.isascii() and first.isascii() and last.isalpha() and first.isalpha()
        return " " if latin or (last in ",.;" and first.isascii()) else ""

    def _goes_on(self, before: Line, line: Line) -> bool:
        """Whether a line continues the paragraph of the one before it."""
        em = max(before.em, line.em)
        if abs(before.em - line.em) > 0.15 * em or bool(before.column) != bool(line.column):
            return False
        if before.page == line.page and line.top - before.bottom > self._gap + 0.8 * em:
            return False
        if before.text.count("（") > before.text.count("）"):
            return True
        heading = line.em > 1.15 * self._em
        right = self._margins[before.column].right
        reach = max(right, before.right) if not heading else right
        if reach - before.right > max(1.7 * em, _first_width(line)):
            return False  # the paragraph ended before the margin
        # Where nothing else shows it, the end of a sentence at the margin is taken for the paragraph's.
        if self._is_flush and before.text.endswith("。"):
            return False
        if _STARTS_ANEW.match(line.text) and before.text.endswith(_ENDS):
            return False
        if heading:
            return not before.text.endswith(_ENDS)
        return line.left < self._margins[line.column].left + 1.2 * em


class _Margins(NamedTuple):
    """Where the lines of a column begin and end, in points."""

    left: float
    right: float


def _margins(lines: list[Line]) -> _Margins:
    lefts = Counter(round(line.left / 2) for line in lines)
    # Continued lines begin at the margin; where every line is a paragraph, indentation is the margin.
    often = [left for left, count in lefts.items() if count >= 0.1 * len(lines)]
    rights = sorted(line.right for line in lines)
    return _Margins(2.0 * min(often, default=0), rights[int(0.9 * (len(rights) - 1))] if rights else 0.0)


def _first_width(line: Line) -> float:
    """About how wide the piece is that the line could not be broken in: it did not fit on the line before."""
    piece = _UNBROKEN.match(line.text)
    return sum(0.55 if character.isascii() else 1.0 for character in piece[0]) * line.em if piece else 0.0


def _repeated(lines: list[Line], heights: dict[int, float]) -> set[str]:
    """Lines at the edge of at least half of the pages, figures aside: running heads."""
    pages = len(heights)
    seen: dict[str, set[int]] = {}
    for line in lines:
        if line.text and _edge(line, heights):
            seen.setdefault(_figureless(line.text), set()).add(line.page)
    return {words for words, on in seen.items() if len(on) >= 2 and len(on) >= 0.5 * pages}


def _is_running(line: Line, heights: dict[int, float], repeated: set[str]) -> bool:
    if line.cells or not _edge(line, heights):
        return False
    words = line.text.strip()
    return bool(_PAGE_NUMBER.match(words) or _PRINTED.match(words) or _figureless(line.text) in repeated)


def _edge(line: Line, heights: dict[int, float]) -> bool:
    height = heights[line.page]
    return line.bottom < EDGE * height or line.top > (1 - EDGE) * height


def _figureless(text: str) -> str:
    return re.sub(r"\d+", "#", text)


def _without_particulars(lines: list[Line]) -> tuple[list[Line], dict[str, str]]:
    """The lines without the site's table of particulars, and what that said."""
    for start, line in enumerate(lines):
        if not starts_with_label(line.text) and not (line.cells and is_particulars(_cells(line))):
            continue
        end = start + 1
        while end < len(lines) and end - start < 40 and _belongs(lines[start:end], lines[end]):
            end += 1
        block = "\n".join(line.text or _cells(line) for line in lines[start:end])
        if is_particulars(block):
            return lines[:start] + lines[end:], read_particulars(block)
    return lines, {}


def _belongs(block: list[Line], line: Line) -> bool:
    """Whether a line still is of the table: on the same page, close, and of its type size."""
    last = block[-1]
    return (
        line.page == last.page
        and line.top - last.bottom < 1.6 * last.em
        and abs(line.em - block[0].em) < 0.1 * line.em
        and not line.text.endswith("。")
    )


def _cells(line: Line) -> str:
    return "\n".join(" ".join(row) for row in line.cells)


def _with_joined_tables(lines: list[Line]) -> list[Line]:
    """The lines, with a table that goes on over a page break as one, its repeated head once."""
    joined: list[Line] = []
    for line in lines:
        last = joined[-1] if joined else None
        if last is not None and _is_rest_of_table(last, line):
            repeated = line.cells[0] == last.cells[0]
            last.cells = last.cells + line.cells[repeated:]
            last.places = last.places + line.places[repeated:]
            # So that a third part joins too; where the rows stand is in `places`.
            last.page, last.column, last.left, last.right = line.page, line.column, line.left, line.right
        else:
            joined.append(line)
    return joined


def _is_rest_of_table(table: Line, line: Line) -> bool:
    if not table.cells or not line.cells or len(line.cells[0]) != len(table.cells[0]):
        return False
    if line.page == table.page:  # from the left column to the right one
        same_width = abs((line.right - line.left) - (table.right - table.left)) < 5
        return (table.column, line.column) == (1, 2) and same_width
    return line.page == table.page + 1 and abs(line.left - table.left) < 5
