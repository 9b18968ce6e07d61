"""For which province and city a document speaks, and about which a question asks, by how often each is named.

Built on `indexing.places`; besides, the one-character and poetic names of provinces count where they can mean
nothing else: the former after a word of direction (在京, 来沪), the latter always (八闽, 申城).
"""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from indexing.places import find_places

_LEAD = 200  # characters at the beginning of a text that say for whom it speaks
_TAIL = 60
_SHORT = dict(
    zip(
        "京津沪渝冀晋蒙辽吉黑苏浙皖闽赣鲁豫鄂湘粤桂琼川蜀黔滇陕陇宁新港澳",
        "北京 天津 上海 重庆 河北 山西 内蒙古 辽宁 吉林 黑龙江 江苏 浙江 安徽 福建 江西 山东 河南 湖北 湖南 广东 广西 海南 四川 四川 "
        "贵州 云南 陕西 甘肃 宁夏 新疆 香港 澳门".split(),
        strict=True,
    )
)
_POETIC = {
    "申城": "上海", "八闽": "福建", "齐鲁": "山东", "荆楚": "湖北", "楚天": "湖北", "三湘": "湖南", "南粤": "广东",
    "八桂": "广西", "三秦": "陕西", "之江": "浙江", "龙江": "黑龙江",
}  # fmt: skip
_OTHER = re.compile(rf"(?<=[在来返离赴入驻进抵留援])[{''.join(_SHORT)}]|{'|'.join(_POETIC)}")


@dataclass(frozen=True, slots=True)
class Regions:
    """How often each province and each city is named; a city counts for its province too."""

    provinces: Counter[str]
    cities: Counter[str]

    def share(self, provinces: Iterable[str]) -> float:
        """Which part of all mentions falls on these provinces; 0 where nothing is named."""
        total = self.provinces.total()
        return sum(self.provinces[name] for name in set(provinces)) / total if total else 0.0

    @property
    def main(self) -> str | None:
        """The province named most often, None where none is named."""
        return max(self.provinces, key=lambda name: self.provinces[name]) if self.provinces else None


def regions_in(text: str) -> Regions:
    """The provinces and cities that a text names."""
    provinces: Counter[str] = Counter()
    cities: Counter[str] = Counter()
    for place in find_places(text):
        provinces[place.province] += 1
        if place.name != place.province:
            cities[place.name] += 1
    for match in _OTHER.finditer(text):
        provinces[_SHORT.get(match.group()) or _POETIC[match.group()]] += 1
    return Regions(provinces, cities)


def regions_of(title: str, text: str, region: str | None = None, issuer: str | None = None) -> Regions:
    """The places that a document speaks for: those that its title, region and issuer name weigh most."""
    found = regions_in(text)
    weighed = ((20, title), (20, region or ""), (20, issuer or ""), (3, text[:_LEAD]), (2, text[-_TAIL:]))
    for weight, part in weighed:
        named = regions_in(part)
        for name in named.provinces:
            found.provinces[name] += weight
        for name in named.cities:
            found.cities[name] += weight
    return found
