"""What a parser reads out of one file: a text, what the file declares, and where on the page it stood."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class PageBox:
    """Characters `start` to `end` (exclusive) stand in this box of this page.

    Pages count from 1; the box is in points from the page's upper left corner.
    """

    start: int
    end: int
    page: int
    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Parsed:
    """`declared` are metadata by the keys of a front matter, which win over what the text says; `fallback` are
    such as the text wins over."""

    text: str
    declared: Mapping[Any, object] = field(default_factory=dict)
    fallback: Mapping[Any, object] = field(default_factory=dict)
    boxes: tuple[PageBox, ...] = ()
    warnings: tuple[str, ...] = ()
