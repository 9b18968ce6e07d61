"""Whether the figures of a sentence stand in the text it cites, worth the same and meant the same.

Both sides are read by `figures_of` and compared by value, so that spelling does not matter: 7万亿 = 70000亿,
百分之五十 = 50%, 二〇二七年 = 2027年, ２００ = 200. What does matter:

- *Unit.* 200万辆 is not 200万台, and 3年 is not 3个月. A unit may be left out (200万辆 → 200万), % may not, and
  none may be added where the text has none.
- *Comparator.* 超, 不低于, 以上, 不超过, 以下, 左右 … must mean the same on both sides. Leaving one out or adding
  one is a change as well, always: 3万家左右 said as 3万家 is a promise that the document does not make. Also where
  words stand between (不低于投资额的30%).
- *Range.* One end of 3—5年 is not 3—5年.
- *Day.* Month, day and year go together; 2025年底前 may be said as 2025年底, but never as 2025年起.
- *Names.* 国发〔2020〕5号, 第三条, 12345 must stand there as they are.
- *Place.* A figure that the text gives for one thing or year may not be given for another: of the text's figures in that
  unit, the one whose clause is nearest in words to the sentence's clause must be worth the same.

When in doubt a figure is reported: a faithful sentence lost costs a repair, a wrong figure costs trust.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from corpus.numerals import NUMERAL_CHARACTERS, fold, parse_numeral
from indexing.quantities import Quantity, find_quantities

_SAME_UNIT = {
    "人民币": "元", "美金": "美元", "港币": "港元", "名": "人", "位": "人", "个工作日": "工作日", "周年": "年",
    "个自然日": "日", "天": "日", "公里": "千米", "公斤": "千克", "个小时": "小时", "个季度": "季度", "周岁": "岁",
    "平方公里": "平方千米", "立方": "立方米", "个百分点": "百分点", "个点": "百分点", "级": "", "标箱": "标准箱",
    "TEU": "标准箱", "度电": "千瓦时", "kWh": "千瓦时", "kW": "千瓦", "km": "千米", "kg": "千克",
}  # fmt: skip
_MAY_BE_ADDED = {"", "个", "项"}
_CLAUSE_END = "，。；！？\n,;!?"
_ISO_DAY = re.compile(r"(?<!\d)((?:19|20)\d\d)([-./])(\d{1,2})\2(\d{1,2})(?!\d)")
_FRACTION = re.compile(rf"([\d{NUMERAL_CHARACTERS}]+)分之([\d.{NUMERAL_CHARACTERS}]+)")
_NUMBERED = re.compile(r"([一-鿿]{0,8})\s*[〔\[【(](\d{4})年?[〕\]】)]\s*第?(\d+)号")
_ORDINAL = re.compile(rf"第\s*([\d{NUMERAL_CHARACTERS}]+)\s*([一-鿿]?)")
_DIGITS = re.compile(r"[\d][\d,.]*")
_NUMERALS = re.compile(rf"[{NUMERAL_CHARACTERS}]+")
_JOINT = re.compile(r"\s*(?:-|–|—|——|~|～|至|到)\s*")
_WORDED_RANGE = re.compile(  # the unit of 三到五年 stands only behind the second
    r"([二三四五六七八九十]+)(?=(?:至|到|-|—|~)[二三四五六七八九十]+(?:年|个|天|家|人|倍|元|万|次|项|亩|户))"
)
_BOUNDARY = re.compile(r"(?:底|末|初|中)?(以前|之前|前|以后|之后|后|起|以来|开始)")
_APART = re.compile(
    r"不得?超过|不得?[高多大]于|不得?[低少小]于|至少|最[高多长]|最[低少短]|超过|突破|[大高多]于|[低少小]于|不足|不到|大约|接近"
)
_APART_MEANS = [
    (re.compile(r"不得?超过|不得?[高多大]于|最[高多长]"), "<="),
    (re.compile(r"不得?[低少小]于|至少|最[低少短]"), ">="),
    (re.compile(r"超过|突破|[大高多]于"), ">"),
    (re.compile(r"[低少小]于|不足|不到"), "<"),
    (re.compile(r"大约|接近"), "~"),
]
_PLACES = re.compile(
    r"四川|三亚|九江|三门峡|六安|九龙|七台河|六盘水|三明|四平|五指山|双鸭山|四会|三峡|三沙|六合|八达"
)
_ORDINARY = set("一十百千万亿两点零〇")  # alone they are mostly parts of words: 一般, 十分, 万一, 重点


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of a text: a quantity (or a day), the name of one, or a count written in words.

    `key` is what it is worth and counts in, spelling aside; `turned` how it is meant (comparator, end of a range);
    `words` what its clause says beside the figures, in pairs of characters; `years` those
    it is given for, where the sentence says so before it; `written` as the text has it.
    """

    kind: str
    key: tuple[object, ...]
    turned: str
    words: frozenset[str]
    written: str
    years: frozenset[int] = frozenset()


def unsupported_figures(statement: str, cited: Sequence[str]) -> list[str]:
    """The figures of a statement, as it writes them, that the cited texts do not bear out. Empty: all is well."""
    source = [figure for text in cited for figure in figures_of(text)]
    said = figures_of(statement)
    wrong = [figure.written for figure in said if not _supported(figure, source, cited)]
    for figure in said:  # 从60%提高到70% said as 从70%提高到70%
        if figure.kind == "quantity" and _times(figure, said) > _times(figure, source):
            wrong.append(figure.written)
    return list(dict.fromkeys(wrong))


def _times(figure: Figure, figures: list[Figure]) -> int:
    return sum(f.kind == "quantity" and f.turned == figure.turned and _agree(figure, f) for f in figures)


def figures_of(text: str) -> list[Figure]:
    """All that a text counts, measures, dates or numbers."""
    text = _plain(text)
    found: list[Figure] = []
    masked = text
    for match in [*_NUMBERED.finditer(text), *_ORDINAL.finditer(text), *_FRACTION.finditer(text)]:
        figure = _named(match, text)
        if figure is not None:
            found.append(figure)
            masked = masked[: match.start()] + "□" * (match.end() - match.start()) + masked[match.end() :]
    quantities = find_quantities(masked)
    used = [False] * len(quantities)
    for first in range(len(quantities)):
        if not used[first] and (day := _day(quantities, first, masked)):
            figure, length = day
            found.append(figure)
            used[first : first + length] = [True] * length
    found += [_measured(quantities, i, masked) for i in range(len(quantities)) if not used[i]]
    for quantity in quantities:
        masked = masked[: quantity.start] + "□" * (quantity.end - quantity.start) + masked[quantity.end :]
    return found + _left(masked)


def _plain(text: str) -> str:
    """Half-width, blanks inside figures closed, days as 2024年3月5日."""
    text = re.sub(r"(?<=[\d.])\s+(?=[\d%‰万亿年月日])|(?<=\d年)\s+(?=\d)|(?<=\d月)\s+(?=\d)", "", fold(text))
    text = _WORDED_RANGE.sub(lambda m: str(parse_numeral(m[1]) or m[1]), text)
    return _ISO_DAY.sub(lambda m: f"{m[1]}年{int(m[3])}月{int(m[4])}日", text)


def _supported(figure: Figure, source: list[Figure], cited: Sequence[str]) -> bool:
    if figure.kind == "left":
        return _stands_there(figure, source, cited)
    alike = [f for f in source if f.kind == figure.kind and _agree(figure, f)]
    if figure.kind != "quantity":
        return bool(alike)
    meant = [f for f in alike if f.turned == figure.turned and _same_years(figure, f)]
    return bool(meant) and _in_place(figure, meant, source)


def _stands_there(figure: Figure, source: list[Figure], cited: Sequence[str]) -> bool:
    """Whether a number that measures nothing stands in the text; a word with the same character behind it."""
    run, value, follows = figure.key
    needed = re.escape(str(run) + (str(follows) if len(str(run)) == 1 else ""))
    whole = re.compile(rf"(?<![\d.]){needed}(?!\d|[.,]\d)" if str(run)[0].isascii() else needed)
    if any(whole.search(_plain(text)) for text in cited):
        return True
    units = [f.key[1] for f in source if f.kind == "quantity" and f.key[0] == value]
    units += [f.key[2] for f in source if f.kind == "left" and f.key[1] == value and value is not None]
    return any(str(unit)[:1] in ("", follows) for unit in units)


def _agree(mine: Figure, theirs: Figure) -> bool:
    """Whether both are worth the same."""
    if mine.kind == "day":
        return _same_day(mine, theirs)
    if mine.kind == "document":
        (year, number, name), (their_year, their_number, their_name) = mine.key, theirs.key
        common = 0
        while common < min(len(str(name)), len(str(their_name))) and (
            str(name)[-1 - common] == str(their_name)[-1 - common]
        ):
            common += 1
        enough = common >= min(2, len(str(name)), len(str(their_name)))
        return (year, number) == (their_year, their_number) and enough
    if mine.kind != "quantity":
        return mine.key == theirs.key
    (value, unit), (their_value, their_unit) = mine.key, theirs.key
    if value != their_value:
        return False
    return (
        unit == their_unit
        or (unit == "" and their_unit not in ("%", "‰"))
        or (their_unit == "" and unit in _MAY_BE_ADDED)
    )


def _same_day(mine: Figure, theirs: Figure) -> bool:
    pairs = list(zip(mine.key, theirs.key, strict=True))
    if any(a is not None and b is not None and a != b for a, b in pairs):
        return False
    if any(a is not None and b is None for a, b in pairs):
        return False
    return not mine.turned or mine.turned == theirs.turned


def _same_years(mine: Figure, theirs: Figure) -> bool:
    return not mine.years or not theirs.years or bool(mine.years & theirs.years)


def _in_place(figure: Figure, meant: list[Figure], source: list[Figure]) -> bool:
    """Whether no other figure in this unit stands among words that are nearer to the statement's."""
    nearest = max(len(f.words & figure.words) for f in meant)
    rivals = [
        f for f in source if f.kind == "quantity" and f.key[1] == figure.key[1] and _same_years(figure, f)
    ]
    return all(len(f.words & figure.words) <= nearest for f in rivals)


def _named(match: re.Match[str], text: str) -> Figure | None:
    written = match.group()
    if match.re is _NUMBERED:
        return Figure("document", (int(match[2]), int(match[3]), match[1]), "", frozenset(), written)
    if match.re is _FRACTION:
        below, above = parse_numeral(match[1]), parse_numeral(match[2])
        if below is None or above is None or below == 100:
            return None
        return Figure("fraction", (below, above), "", frozenset(), written)
    number = parse_numeral(match[1])
    kind = match[2] if match[2] and match[2] in "条款项章节编届批次期季号类档位" else ""
    return Figure("ordinal", (number, kind), "", frozenset(), written) if number is not None else None


def _day(quantities: list[Quantity], first: int, text: str) -> tuple[Figure, int] | None:
    """The day, month or year that begins with this quantity, and how many quantities it takes."""
    parts: dict[str, Decimal] = {}
    length = 0
    for quantity in quantities[first : first + 3]:
        unit = "年" if quantity.is_year else quantity.unit
        if quantity.magnitude or not (quantity.is_year or quantity.unit in ("月", "日")):
            break
        if length and (quantity.start != quantities[first + length - 1].end or unit in parts):
            break
        parts[unit] = quantity.number
        length += 1
    if "年" not in parts and "月" not in parts:
        return None
    end = quantities[first + length - 1].end
    boundary = _BOUNDARY.match(text, end)
    turned = "" if not boundary else "before" if boundary[1].endswith("前") else "after"
    key = (parts.get("年"), parts.get("月"), parts.get("日"))
    written = text[quantities[first].start : boundary.end() if boundary else end]
    return Figure("day", key, turned, frozenset(), written), length


def _measured(quantities: list[Quantity], position: int, text: str) -> Figure:
    quantity = quantities[position]
    unit, value = quantity.unit, quantity.value
    if unit == "万元":
        unit, value = "元", value * 10**4
    unit = _SAME_UNIT.get(unit, unit)
    before = text[: quantity.start]
    clause = before[max(before.rfind(mark) for mark in _CLAUSE_END) + 1 :]
    if position and quantities[position - 1].end > quantity.start - len(clause):
        clause = text[quantities[position - 1].end : quantity.start]
    turned: str = quantity.comparator
    if turned == "=" and (apart := list(_APART.finditer(clause))):
        turned = next(means for words, means in _APART_MEANS if words.fullmatch(apart[-1].group()))
    turned += _end_of_range(quantities, position, text)
    written = text[quantity.start : quantity.end]
    words = _clause_words(text, quantity)
    return Figure("quantity", (value, unit), turned, words, written, _years(quantities[: position + 1], text))


def _years(quantities: list[Quantity], text: str) -> frozenset[int]:
    """The years that the last quantity is given for: those said last before it in its sentence."""
    later = quantities[-1]
    start = max(text.rfind(mark, 0, later.start) for mark in "。！？\n") + 1
    years: set[int] = set()
    for quantity in reversed(quantities[:-1]):
        if quantity.start < start or (years and re.search("[，,；;]", text[quantity.end : later.start])):
            break
        if quantity.is_year:
            years.add(int(quantity.number))
            later = quantity
        elif years and not quantity.is_date_part:
            break
    return frozenset(years)


def _end_of_range(quantities: list[Quantity], position: int, text: str) -> str:
    """Which end of a range a quantity is; "" for one that stands alone."""
    here = quantities[position]
    if position + 1 < len(quantities):
        after = quantities[position + 1]
        if after.unit == here.unit and _JOINT.fullmatch(text, here.end, after.start):
            return "low"
    if text[: here.start].endswith(("从", "由", "自")):
        return "low"  # 从60%提高到70%
    if position:
        before = quantities[position - 1]
        if before.unit == here.unit and _JOINT.fullmatch(text, before.end, here.start):
            return "high"
    return ""


def _clause_words(text: str, quantity: Quantity) -> frozenset[str]:
    """What the clause of a quantity says, in pairs of characters, figures left out."""
    start = max(text.rfind(mark, 0, quantity.start) for mark in _CLAUSE_END) + 1
    ends = [end for mark in _CLAUSE_END if (end := text.find(mark, quantity.end)) >= 0]
    clause = text[start : min(ends, default=len(text))]
    runs = re.findall(r"[一-鿿A-Za-z]+", re.sub(rf"[\d{NUMERAL_CHARACTERS}□]+", " ", clause))
    return frozenset(run[i : i + 2] for run in runs for i in range(len(run) - 1))


def _left(masked: str) -> list[Figure]:
    """Numbers that measure nothing: codes, telephone numbers, counts in words (三大行动, 十四五)."""
    found = []
    for match in [*_DIGITS.finditer(masked), *_NUMERALS.finditer(masked)]:
        run = match.group().rstrip(".,")
        if run in _ORDINARY or _PLACES.match(masked, match.start()):
            continue
        follows = masked[match.end() : match.end() + 1]
        found.append(Figure("left", (run, parse_numeral(run), follows), "", frozenset(), run))
    return found
