"""What a parser reads out of one file: a text, what the file declares, and where on the page it stood."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple


@dataclass(frozen=True, slots=True)
class PageBox:
    """Characters `start` to `end` (exclusive) stand in this box of this page.

    Pages count from 1; the box is in points from the upper left corner of the page as it is shown. `edges` holds
    the left edge of every character and the right one of the last; it is empty where only the whole box is known.
    """

    start: int
    end: int
    page: int
    left: float
    top: float
    right: float
    bottom: float
    edges: tuple[float, ...] = ()

    def clipped(self, start: int, end: int) -> "PageBox":
        """The part of the box that the characters `start` to `end` of the text stand in."""
        first, last = max(start, self.start), min(end, self.end)
        if not self.edges or first >= last:
            return self
        edges = self.edges[first - self.start : last - self.start + 1]
        return replace(self, start=first, end=last, left=edges[0], right=edges[-1], edges=edges)


class Page(NamedTuple):
    """A page as it is shown, its size in points; `scanned` where its text was recognised from a picture."""

    number: int
    width: float
    height: float
    scanned: bool


@dataclass(frozen=True, slots=True)
class Parsed:
    """`declared` are metadata by the keys of a front matter, which win over what the text says; `fallback` are
    such as the text wins over. `original` is the file itself: parsers leave it to whoever read the file."""

    text: str
    declared: Mapping[Any, object] = field(default_factory=dict)
    fallback: Mapping[Any, object] = field(default_factory=dict)
    boxes: tuple[PageBox, ...] = ()
    pages: tuple[Page, ...] = ()
    warnings: tuple[str, ...] = ()
    original: bytes | None = None
