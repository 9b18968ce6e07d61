"""Quantities in running text: 超200万辆, 70%以上, 百分之五十, 3—5年, 三千家 — where they stand and what they are worth.

A quantity is found by pattern: an Arabic number (its unit may be missing), or a Chinese numeral that a unit
follows (一流, 十分, 统一 are no quantities). Numbers that name rather than measure are left out: 〔2024〕12号,
第三条, "51020", 5G, heading numbers and telephone numbers, and so are vague ones (数十家, 三五家).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from corpus.numerals import DIGITS, fold, parse_numeral
from indexing.quantity_pattern import AFTER_ONE, ONLY_AFTER_DIGITS, PATTERN, RANGE, TO_ANOTHER

Comparator = Literal["=", ">=", "<=", ">", "<", "~"]

MAGNITUDES = {
    "万亿": 10**12, "千亿": 10**11, "百亿": 10**10, "十亿": 10**9, "亿": 10**8,
    "千万": 10**7, "百万": 10**6, "十万": 10**5, "万": 10**4, "千": 1000, "百": 100,
}  # fmt: skip

_COMPARATORS: dict[str, Comparator] = {
    **dict.fromkeys(["超过", "超", "突破", "大于", "高于", "多于", "逾", "过"], ">"),
    **dict.fromkeys(["不低于", "不少于", "不小于", "至少", "不得低于", "不得少于", "最低", "满", "≥"], ">="),
    **dict.fromkeys(
        [
            "不超过",
            "不高于",
            "不多于",
            "不大于",
            "不得超过",
            "不得高于",
            "最高",
            "最多",
            "最长",
            "最高不超过",
            "最多不超过",
            "≤",
        ],
        "<=",
    ),
    **dict.fromkeys(["低于", "少于", "小于", "不足", "不到"], "<"),
    **dict.fromkeys(["约", "大约", "近", "将近", "接近"], "~"),
}


@dataclass(frozen=True, slots=True)
class Quantity:
    """One quantity at `start` to `end` of a text, comparator words included (超200万辆, 70%以上).

    `number` is the number as written before the magnitude (200), `magnitude` the factor as written (万), `unit`
    the unit without magnitude (辆; "" if none; % for 百分之 too). `value` = number × magnitude.
    `number_start` to `number_end` holds number, magnitude and unit without the comparator words.
    """

    start: int
    end: int
    number_start: int
    number_end: int
    number: Decimal
    magnitude: str
    unit: str
    comparator: Comparator

    @property
    def bounded_after(self) -> bool:
        """Whether words behind the number compare it: 70%以上."""
        return self.end > self.number_end

    @property
    def value(self) -> Decimal:
        """What it is worth: 200万 is 2000000."""
        return self.number * MAGNITUDES.get(self.magnitude, 1)

    @property
    def written_unit(self) -> str:
        """Magnitude and unit as written: 万辆, 万亿, %."""
        return self.magnitude + self.unit

    @property
    def is_year(self) -> bool:
        """Whether it is a calendar year: 2027年, 二〇二七年."""
        return (
            self.unit == "年" and not self.magnitude and 1900 <= self.number <= 2100 and self.number % 1 == 0
        )

    @property
    def is_date_part(self) -> bool:
        """Whether it is a month or day of a date (3月, 5日), which counts nothing; 满二十日 and 30日内 count days."""
        if self.unit == "日" and self.comparator in (">=", "<=", ">", "<"):
            return False
        return self.unit in ("月", "日") and not self.magnitude

    def moved(self, by: int) -> "Quantity":
        """The same so many characters further on: a sentence's quantity in its document."""
        return replace(
            self,
            start=self.start + by,
            end=self.end + by,
            number_start=self.number_start + by,
            number_end=self.number_end + by,
        )

    def same_as(self, other: "Quantity") -> bool:
        """Whether both are worth the same in the same unit; a missing unit agrees with any but %.

        7万亿 = 70000亿; 50% is not 50; 3年 is not 3个月.
        """
        if self.value != other.value:
            return False
        mine, theirs = plain_unit(self.unit), plain_unit(other.unit)
        return mine == theirs or ("" in (mine, theirs) and "%" not in (mine, theirs))


def plain_unit(unit: str) -> str:
    """One name for units that count the same: 名 and 位 are 人, 万元 is 元; "" for 个 and 项."""
    return {
        "万元": "元",
        "人民币": "元",
        "个工作日": "工作日",
        "名": "人",
        "位": "人",
        "户": "家",
        "个": "",
        "级": "",
        "项": "",
    }.get(unit, unit)


def find_quantities(text: str) -> list[Quantity]:
    """All quantities of a text in order; offsets into `text`. Never raises."""
    folded = fold(text)
    found: list[Quantity] = []
    for match in PATTERN.finditer(folded):
        quantity = _read(match, folded)
        if quantity is not None:
            found.append(quantity)
    return list(_share_units(found, folded))


def _read(match: re.Match[str], text: str) -> Quantity | None:
    number, magnitude = _chinese_number(match, text) if match["chinese"] else _arabic_number(match, text)
    if number is None:
        return None
    group = "percent" if match["percent"] else "chinese" if match["chinese"] else "arabic"
    return Quantity(
        start=match.start("before") if match["before"] else match.start(group),
        end=match.end(),
        number_start=match.start(group),
        number_end=match.start("after") if match["after"] else match.end(),
        number=number,
        magnitude=magnitude,
        unit="%" if match["percent"] else _unit(match),
        comparator=_comparator(match),
    )


def _unit(match: re.Match[str]) -> str:
    unit = (match["unit"] or "").strip()
    return "" if unit == "级" and match["magnitude"] else unit  # 7万亿级 counts in 万亿


def _comparator(match: re.Match[str]) -> Comparator:
    after = match["after"] or ""
    if after.endswith(("以上", "之多")):
        return ">="
    if after.endswith(("以下", "内")):
        return "<="
    if after:  # 左右, 上下
        return "~"
    before = _COMPARATORS.get(match["before"] or "", "=")
    return ">" if (match["more"] or match["about"]) and before == "=" else before


def _arabic_number(match: re.Match[str], text: str) -> tuple[Decimal | None, str]:
    if _names_something(text, match, match["arabic"]):
        return None, ""
    if "/" in match["arabic"]:
        return _fraction(match["arabic"]), match["magnitude"] or ""
    return parse_numeral(match["arabic"]), match["magnitude"] or ""


def _fraction(written: str) -> Decimal | None:
    """What 1/3 is worth; None for 24/7 and the like."""
    part, whole = map(int, written.split("/"))
    return Decimal(part) / Decimal(whole) if 0 < part < whole else None


def _chinese_number(match: re.Match[str], text: str) -> tuple[Decimal | None, str]:
    """The number without its last magnitude, and that: 三千亿元 is 三千 × 亿, as 3000亿元 is."""
    numeral, unit = match["chinese"], (match["unit"] or "").strip()
    nothing = (None, "")
    if match["percent"]:
        return parse_numeral(numeral), ""
    before = text[: match.start("chinese")].rstrip(" ")
    if not unit and len(numeral) <= 3 and TO_ANOTHER.match(text, match.end()):
        return parse_numeral(numeral), ""
    if not unit or before.endswith(("第", "初", "周")):
        return nothing
    if numeral[0] in "十百千万亿" and re.search(r"[几数](?<![总人户次]数)$", before):  # 数十家
        return nothing
    if len(numeral) == 2 and all(c in DIGITS for c in numeral) and not set(numeral) & set("〇零○"):
        return nothing  # 三五家, 七八年 are about so many
    if unit in ("月", "日") and (parse_numeral(numeral) or 99) > 31:
        return nothing
    limited = len(match["before"] or "") > 1 and match["before"] not in ("大约", "将近", "接近")  # 不超过六批
    if (unit in ONLY_AFTER_DIGITS - {"月", "日"} and not limited) or (
        numeral == "一" and unit not in AFTER_ONE
    ):
        return nothing
    if numeral in ("万", "亿", "千", "百"):  # 总数过万家 counts, 千家万户 does not
        return (Decimal(1), numeral) if match["before"] else nothing
    for magnitude in ("万亿", "亿", "万"):
        if numeral.endswith(magnitude) and not set(numeral.removesuffix(magnitude)) & {"万", "亿"}:
            return parse_numeral(numeral.removesuffix(magnitude)), magnitude
    return parse_numeral(numeral), ""


def _names_something(text: str, match: re.Match[str], digits: str) -> bool:
    """Whether the digits name something (a document, an article, a telephone) instead of measuring."""
    start, end = match.start("arabic"), match.end("arabic")
    before, after = text[max(0, start - 3) : start].rstrip(" "), text[end : end + 2]
    if before.endswith(("第", "〔", "[", "【", "附件", "附表", "No.", "NO.")) or after.startswith(
        ("号", "〕", "】")
    ):
        return True
    if "." in digits and re.match(r"\.\d", after):  # a section: 1.2.1
        return True
    if before.endswith("-") and len(digits) >= 7:  # a telephone number's second half
        return True
    if len(digits) > 1 and digits[0] == "0" and digits[1] != ".":  # an area code
        return True
    if match["unit"] or match["magnitude"]:
        return False
    if after[:1].isascii() and after[:1].isalpha() and "/" not in digits:  # 5G, 4K
        return True
    if (
        len(digits) >= 5 and "," not in digits and "." not in digits
    ):  # 12345, 51020, telephone and code numbers
        return True
    line = text[text.rfind("\n", 0, start) + 1 : start].strip()
    return after[:1] in (".", "、", ")") and line in ("", "(")  # a heading's or item's own number


def _share_units(found: list[Quantity], text: str) -> Iterator[Quantity]:
    """Gives 3 in 3—5年, and 10 in 10、20万元, the unit and magnitude that only the last one carries."""
    for position, quantity in enumerate(found):
        if not quantity.unit and not quantity.magnitude and position + 1 < len(found):
            after = found[position + 1]
            if (
                RANGE.fullmatch(text, quantity.number_end, after.number_start)
                and after.unit
                and quantity.number_end == quantity.end
            ):
                magnitude = after.magnitude if after.unit != "年" else ""
                quantity = replace(quantity, magnitude=magnitude, unit=after.unit)
        yield quantity
