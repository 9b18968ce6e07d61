"""Kinds of enterprise and industries, which of them lies within which, from the two tables beside this file.

小巨人 lies within 专精特新中小企业, that within 中小企业; a large enterprise is no 中小企业; 集成电路设计 lies within 制造业.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

_FOLDER = Path(__file__).parent

Known = Literal["yes", "no", "unknown"]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of enterprise (or an industry): how it is spelled, what it lies within, what it excludes."""

    name: str
    sort: str
    spellings: tuple[str, ...]
    wider: tuple[str, ...]
    excludes: tuple[str, ...] = ()


@cache
def enterprise_kinds() -> dict[str, Kind]:
    """Kinds of enterprise by name; `sort` is size, title, taxpayer or owner."""
    found = {}
    for name, sort, spellings, wider, excludes in _rows("enterprise_kinds.tsv", 5):
        found[name] = Kind(name, sort, _split(spellings), _split(wider), _split(excludes))
    return found


@cache
def industries() -> dict[str, Kind]:
    """Industries by name."""
    rows = _rows("industries.tsv", 3)
    return {name: Kind(name, "industry", _split(spellings), _split(wider)) for name, spellings, wider in rows}


def kinds_named(words: str) -> list[tuple[str, int, int]]:
    """Kinds of enterprise that words name, longest spelling first served, with their places."""
    return _named(words, enterprise_kinds().values())


def industries_named(words: str) -> list[tuple[str, int, int]]:
    """Industries that words name, with their places."""
    return _named(words, industries().values())


def is_kind(held: Iterable[str], wanted: str, complete: frozenset[str] = frozenset()) -> Known:
    """Whether an enterprise that is all of `held` is `wanted`; `complete` names sorts of which all are stated."""
    table = enterprise_kinds()
    mine = widened(held, table)
    if wanted in mine:
        return "yes"
    asked = widened([wanted], table)
    if any(set(table[name].excludes) & asked for name in mine if name in table):
        return "no"
    return "no" if table[wanted].sort in complete else "unknown"


def in_industry(held: Iterable[str], wanted: str) -> Known:
    """Whether an enterprise of the industries `held` is of the wanted one; unknown where its own is the wider."""
    table, mine = industries(), set(held)
    if not mine:
        return "unknown"
    if wanted in widened(mine, table):
        return "yes"
    return "unknown" if mine & widened([wanted], table) else "no"


def widened(names: Iterable[str], table: dict[str, Kind]) -> set[str]:
    """The names and every wider one."""
    found: set[str] = set()
    waiting = list(names)
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting.extend(table[name].wider if name in table else ())
    return found


def _named(words: str, table: Iterable[Kind]) -> list[tuple[str, int, int]]:
    pattern, names = _pattern(tuple(table))
    return [(names[m.group()], m.start(), m.end()) for m in pattern.finditer(words)]


@cache
def _pattern(table: tuple[Kind, ...]) -> tuple[re.Pattern[str], dict[str, str]]:
    names = {spelling: kind.name for kind in table for spelling in kind.spellings}
    return re.compile("|".join(map(re.escape, sorted(names, key=len, reverse=True)))), names


def _rows(file: str, columns: int) -> list[list[str]]:
    lines = (_FOLDER / file).read_text(encoding="utf-8").splitlines()
    return [
        (line.split("\t") + [""] * columns)[:columns] for line in lines if line and not line.startswith("#")
    ]


def _split(words: str) -> tuple[str, ...]:
    return tuple(words.split("|")) if words else ()
