"""Places named in a text: provinces and prefecture-level cities, by the gazetteer `places.tsv` written for this.

A place is named by its short or full name (湖北, 湖北省; 襄阳, 襄阳市); names that are also common words stand in
the gazetteer with their suffix (朝阳市) and count only so.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

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
    return [Place(m.start(), m.end(), m["name"], provinces[m["name"]]) for m in pattern.finditer(text)]


@lru_cache(maxsize=1)
def _gazetteer() -> tuple[re.Pattern[str], dict[str, str]]:
    provinces: dict[str, str] = {}
    for line in _FILE.read_text(encoding="utf-8").splitlines():
        province, _, cities = line.partition("\t")
        provinces[province] = province
        provinces.update(dict.fromkeys(cities.split(), province))
    names = "|".join(sorted(map(re.escape, provinces), key=len, reverse=True))
    return re.compile(rf"(?P<name>{names}){_SUFFIX}"), provinces
