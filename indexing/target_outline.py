"""What the paragraphs of a document stand under: the year and the aim that headings and introducing lines give them."""

import re
from dataclasses import dataclass

from corpus.document import Document
from indexing.structure import Block
from indexing.target_setting import Surroundings, heading_aims, is_plan

SHIFT = {"明": 1, "去": -1, "上": -1}
"""今年, 明年, 去年, 上年 by their first character: years from the document's own."""
BY_YEAR = re.compile(r"到(20\d\d)年")
_GOES_ON = ("，", "；", ",", ";", "：", ":")


@dataclass(frozen=True, slots=True)
class _Introduction:
    """What a line that ends in ： says of the lines it introduces, or one that ends in ；of the rest of its sentence."""

    year: int | None
    aimed: bool
    whole_list: bool = True


class Outline:
    """Walks through a document's blocks and knows what each stands under."""

    def __init__(self, document: Document, this_year: int | None):
        self.text, self.this_year = document.text, this_year
        self.plan = is_plan(document)
        self.introduced: _Introduction | None = None
        self.open = False  # whether the line before goes on: it ended in ，or ；
        self.aims: tuple[tuple[str, ...], int] | None = None  # a heading of aims, and the year its text names

    def enter(self, block: Block) -> Surroundings:
        """What the block stands under."""
        words = self.text[block.start : block.end]
        lists = self.introduced is not None and self.introduced.whole_list
        if block.kind == "heading" or not (
            self.open or (lists and (block.level or words.endswith(_GOES_ON)))
        ):
            self.introduced = None
        introduced = self.introduced
        aimed = heading_aims(block.heading)
        named = _single_year(" ".join(block.heading))
        year = named if aimed and any("目标" in words for words in block.heading) else None
        if year is None and self.aims and block.heading[: len(self.aims[0])] == self.aims[0]:
            year = self.aims[1]
        listed = introduced is not None and introduced.aimed
        if introduced and listed:
            aimed, year = True, introduced.year or year
        context = named or year or (introduced.year if introduced else None)
        return Surroundings(year, context, aimed, listed, self.plan)

    def leave(self, block: Block) -> None:
        """Keeps what the block says for those that follow."""
        words = self.text[block.start : block.end]
        self.open = words.endswith(_GOES_ON)
        if words.endswith(("：", ":", "目标", "如下。")):
            last = re.split(r"[。；]", words.rstrip("。"))[-1]
            self.introduced = _Introduction(self._year_of(last), bool(re.search(r"目标|指标|任务", last)))
        elif self.open and not self.introduced and re.search(r"拟|力争|目标|预期", words):
            self.introduced = _Introduction(self._year_of(words), aimed=True, whole_list=False)
        elif block.kind == "heading" or not (block.level or self.introduced):
            self.introduced = None
        by = BY_YEAR.findall(words[:80])
        if by and block.heading and re.search(r"目标|指标", block.heading[-1]):
            self.aims = (block.heading, int(by[0]))

    def _year_of(self, words: str) -> int | None:
        named = _single_year(words)
        if named is None and self.this_year is not None and (said := re.search(r"今年|明年", words)):
            return self.this_year + SHIFT.get(said[0][0], 0)
        return named


def _single_year(words: str) -> int | None:
    years = {int(year) for year in re.findall(r"(20\d\d)年", words)}
    return years.pop() if len(years) == 1 else None
