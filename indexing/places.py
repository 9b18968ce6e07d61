"""Places named in a text: provinces and prefecture-level cities, by the gazetteer `places.tsv` written for this.

A place is named by its short or full name (湖北, 湖北省; 襄阳, 襄阳市); names that are also common words stand in
the gazetteer with their suffix (朝阳市) and count only so.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from indexing.tokenizer import open_tokenizer

_FILE = Path(__file__).with_name("places.tsv")
_SUFFIX = r"(?:特别行政区|壮族自治区|回族自治区|维吾尔自治区|自治区|自治州|新区|地区|省|市|盟|州)?"


@dataclass(frozen=True, slots=True)
class Place:
    """A place named at `start` to `end` of a text, by its short name; `province` holds itself for a province."""

    start: int
    end: int
    name: str
    province: str

    def covers(self, other: "Place") -> bool:
        """Whether the other lies within this one or is the same: 湖北 covers 武汉."""
        return self.name == other.name or self.name == other.province


def find_places(text: str) -> list[Place]:
    """The places named in a text, in order. Never raises."""
    pattern, provinces = _gazetteer()
    found: list[Place] = []
    match = pattern.search(text)
    while match:
        over = pattern.search(text, match.start() + 1)
        # 平台北京 names 北京, not 台北: of two that overlap the one that begins where a word does
        if (
            over
            and over.start() < match.start("name") + len(match["name"])
            and _begins_word(text, over.start())
        ):
            match = over
        found.append(Place(match.start(), match.end(), match["name"], provinces[match["name"]]))
        match = pattern.search(text, match.end())
    return found


def _begins_word(text: str, position: int) -> bool:
    begin = 0
    for word in open_tokenizer().cut(text):
        if begin >= position:
            return begin == position
        begin += len(word)
    return False


@lru_cache(maxsize=1)
def _gazetteer() -> tuple[re.Pattern[str], dict[str, str]]:
    provinces: dict[str, str] = {}
    for line in _FILE.read_text(encoding="utf-8").splitlines():
        province, _, cities = line.partition("\t")
        provinces[province] = province
        provinces.update(dict.fromkeys(cities.split(), province))
    names = "|".join(sorted(map(re.escape, provinces), key=len, reverse=True))
    return re.compile(rf"(?P<name>{names}){_SUFFIX}"), provinces
