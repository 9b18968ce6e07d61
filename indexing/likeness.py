"""Passages that say the same, put together for a person to read; programs get every one of them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.numerals import fold, parse_numeral
from indexing.passage import ScoredPassage

ALIKE = 0.8  # of the stretches of both texts: a changed date or issuer leaves more, another article less
_STRETCH = 4  # characters
_NUMERAL = re.compile(r"\d[\d,.]*[万亿]?|[〇零一二两三四五六七八九十百千万亿]+")
_NOT_SAID = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Shown:
    """A passage, and those further down that say the same."""

    first: ScoredPassage
    like: tuple[ScoredPassage, ...]


def collapsed(found: Sequence[ScoredPassage]) -> list[Shown]:
    """The passages in order; each that says the same as an earlier one stands with that one."""
    groups: list[list[ScoredPassage]] = []
    kept: list[_Said] = []
    for one in found:
        said = _said(one.passage.text)
        same = next((place for place, other in enumerate(kept) if said.is_like(other)), None)
        if same is None:
            groups.append([one])
            kept.append(said)
        else:
            groups[same].append(one)
    return [Shown(first, tuple(like)) for first, *like in groups]


@dataclass(frozen=True, slots=True)
class _Said:
    """A text's stretches of letters, and its figures by their value."""

    stretches: frozenset[str]
    figures: frozenset[str]

    def is_like(self, other: "_Said") -> bool:
        """Another figure is another statement, however much else is the same."""
        both = len(self.stretches & other.stretches)
        return self.figures == other.figures and 0 < ALIKE * len(self.stretches | other.stretches) <= both


def _said(text: str) -> _Said:
    figures = set()

    def by_value(match: re.Match[str]) -> str:
        value = parse_numeral(match.group())
        figures.add(match.group() if value is None else f"{value.normalize():f}")
        return match.group() if value is None else f"{value.normalize():f}"

    said = _NOT_SAID.sub("", _NUMERAL.sub(by_value, fold(text)))
    starts = range(max(len(said) - _STRETCH + 1, 1))
    return _Said(frozenset(said[at : at + _STRETCH] for at in starts) - {""}, frozenset(figures))
