"""The numbers that Word computes: 第一条, 一、, （一） and 1. are not in the text of a .docx but in its list styles."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
LEVELS = 9
_DEEPEST_STYLE = 20


@dataclass(slots=True)
class _Level:
    start: int = 1
    format: str = "decimal"
    text: str = ""
    suffix: str = "tab"
    restart: int | None = None  # 0: never; n: only after a level above n
    legal: bool = False


@dataclass(slots=True)
class _List:
    """A list definition and how far it has counted."""

    levels: dict[int, _Level] = field(default_factory=dict)
    counts: dict[int, int] = field(default_factory=dict)


class Numbering:
    """Computes the label of each paragraph; to be asked for every one, in order."""

    def __init__(self, numbering: Element | None, styles: Element | None):
        self._styles: dict[str, Element] = {}
        self._lists: dict[str, _List] = {}  # by abstractNumId
        self._numbers: dict[str, tuple[str, dict[int, _Level], dict[int, int]]] = {}
        self._started: set[tuple[str, int]] = set()
        self._by_style: dict[str, int] = {}  # a style that a level is linked to → that level
        for style in [] if styles is None else styles.findall(f"{W}style"):
            self._styles[style.get(f"{W}styleId") or ""] = style
        if numbering is not None:
            self._read(numbering)

    def label(self, paragraph: Element) -> str:
        """The label that Word shows before this paragraph; empty if it is not numbered."""
        found = self._place(paragraph)
        if found is None:
            return ""
        number, depth = found
        abstract, overrides, starts = self._numbers[number]
        counted = self._lists[abstract]
        levels = counted.levels | overrides
        level = levels.get(depth)
        if level is None:
            return ""
        if depth in starts and (number, depth) not in self._started:
            counted.counts[depth] = starts[depth]
        else:
            counted.counts[depth] = counted.counts.get(depth, level.start - 1) + 1
        self._started.add((number, depth))
        for deeper in range(depth + 1, LEVELS):
            below = levels.get(deeper)
            if below is None or below.restart is None or 0 < depth + 1 <= below.restart:
                counted.counts.pop(deeper, None)
        if level.format in ("bullet", "none") and "%" not in level.text:
            return ""
        return _labelled(level, levels, counted.counts)

    def _place(self, paragraph: Element) -> tuple[str, int] | None:
        """The list and level of a paragraph, from itself or from its style."""
        own = paragraph.find(f"{W}pPr/{W}numPr")
        style_id = _value(paragraph.find(f"{W}pPr/{W}pStyle"))
        number = depth = None
        if own is not None:
            number, depth = _value(own.find(f"{W}numId")), _value(own.find(f"{W}ilvl"))
        styles_seen = 0
        while style_id and number is None and styles_seen < _DEEPEST_STYLE:
            style = self._styles.get(style_id)
            if style is None:
                break
            inherited = style.find(f"{W}pPr/{W}numPr")
            if inherited is not None and (number := _value(inherited.find(f"{W}numId"))) is not None:
                linked = self._by_style.get(style_id)
                depth = depth or _value(inherited.find(f"{W}ilvl")) or str(linked or 0)
            style_id = _value(style.find(f"{W}basedOn"))
            styles_seen += 1
        if number is None or number not in self._numbers:  # "0" takes a style's numbering away
            return None
        return number, min(_number(depth, 0), LEVELS - 1)

    def _read(self, numbering: Element) -> None:
        style_lists: dict[str, str] = {}
        links: dict[str, str] = {}
        for abstract in numbering.findall(f"{W}abstractNum"):
            key = abstract.get(f"{W}abstractNumId") or ""
            self._lists[key] = _List(dict(self._levels(abstract)))
            if link := _value(abstract.find(f"{W}styleLink")):
                style_lists[link] = key
            if link := _value(abstract.find(f"{W}numStyleLink")):
                links[key] = link
        for key, link in links.items():
            if link in style_lists:
                self._lists[key] = self._lists[style_lists[link]]
        for number in numbering.findall(f"{W}num"):
            abstract_id = _value(number.find(f"{W}abstractNumId"))
            if abstract_id not in self._lists:
                continue
            overrides: dict[int, _Level] = {}
            starts: dict[int, int] = {}
            for override in number.findall(f"{W}lvlOverride"):
                depth = _number(override.get(f"{W}ilvl"), 0)
                overrides.update(self._levels(override))
                start = override.find(f"{W}startOverride")
                if start is not None:
                    starts[depth] = _number(_value(start), 1)
            self._numbers[number.get(f"{W}numId") or ""] = (abstract_id, overrides, starts)

    def _levels(self, parent: Element) -> list[tuple[int, _Level]]:
        levels = []
        for node in parent.findall(f"{W}lvl"):
            depth = _number(node.get(f"{W}ilvl"), 0)
            restart = node.find(f"{W}lvlRestart")
            levels.append(
                (
                    depth,
                    _Level(
                        start=_number(_value(node.find(f"{W}start")), 1),
                        format=_value(node.find(f"{W}numFmt")) or "decimal",
                        text=_value(node.find(f"{W}lvlText")) or "",
                        suffix=_value(node.find(f"{W}suff")) or "tab",
                        restart=None if restart is None else _number(_value(restart), 0),
                        legal=node.find(f"{W}isLgl") is not None,
                    ),
                )
            )
            if style := _value(node.find(f"{W}pStyle")):
                self._by_style[style] = depth
        return levels


def _labelled(level: _Level, levels: dict[int, _Level], counts: dict[int, int]) -> str:
    def one(match: re.Match[str]) -> str:
        depth = int(match[1]) - 1
        at = levels.get(depth, _Level())
        count = counts.get(depth, at.start)
        return str(count) if level.legal and depth < len(levels) else written(count, at.format)

    label = re.sub(r"%([1-9])", one, level.text)
    if not label or level.suffix == "nothing":
        return label
    if label[-1] in "、）)．.":
        return label  # as it is typed in Chinese: 一、总则
    return label + ("\u3000" if "\u4e00" <= label[-1] <= "\u9fff" else " ")


def written(number: int, form: str) -> str:
    """A number in one of Word's forms; figures in those we don't know.

    >>> [written(n, "chineseCountingThousand") for n in (1, 10, 11, 20, 101, 110)]
    ['一', '十', '十一', '二十', '一百零一', '一百一十']
    """
    form_of = _FORMS.get(form)
    return form_of(number) if form_of and number > 0 else str(number)


def _counting(number: int, digits: str = "〇一二三四五六七八九", units: str = "十百千") -> str:
    if number >= 10_000:
        return str(number)
    zero = "零"
    words = ""
    pending = False
    for position in range(3, -1, -1):
        digit = number // 10**position % 10
        if digit == 0:
            pending = bool(words)
            continue
        words += (zero if pending else "") + digits[digit] + (units[position - 1] if position else "")
        pending = False
    return words.removeprefix(digits[1]) if 10 <= number < 20 and units[0] == "十" else words


def _letters(number: int) -> str:
    # a … z, aa, bb …: Word repeats the letter
    return chr(ord("a") + (number - 1) % 26) * min((number - 1) // 26 + 1, 20)


def _roman(number: int) -> str:
    if number >= 4000:
        return str(number)
    words = ""
    for value, letters in zip(
        (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
        ("m", "cm", "d", "cd", "c", "xc", "l", "xl", "x", "ix", "v", "iv", "i"),
        strict=True,
    ):
        words += letters * (number // value)
        number %= value
    return words


def _circled(number: int) -> str:
    if number <= 20:
        return chr(0x2460 + number - 1)
    if number <= 35:
        return chr(0x3251 + number - 21)
    return str(number)


def _cycle(signs: str) -> Callable[[int], str]:
    return lambda number: signs[(number - 1) % len(signs)]


_FORMS: dict[str, Callable[[int], str]] = {
    "chineseCounting": _counting,
    "chineseCountingThousand": _counting,
    "japaneseCounting": _counting,
    "taiwaneseCounting": _counting,
    "taiwaneseCountingThousand": _counting,
    "ideographDigital": lambda number: "".join("〇一二三四五六七八九"[int(digit)] for digit in str(number)),
    "chineseLegalSimplified": lambda number: _counting(number, "零壹贰叁肆伍陆柒捌玖", "拾佰仟"),
    "ideographTraditional": _cycle("甲乙丙丁戊己庚辛壬癸"),
    "ideographZodiac": _cycle("子丑寅卯辰巳午未申酉戌亥"),
    "lowerLetter": _letters,
    "upperLetter": lambda number: _letters(number).upper(),
    "lowerRoman": _roman,
    "upperRoman": lambda number: _roman(number).upper(),
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "decimalEnclosedParen": lambda number: f"（{number}）",
    "decimalFullWidth": lambda number: str(number).translate(
        str.maketrans("0123456789", "０１２３４５６７８９")
    ),
    "decimalFullWidth2": lambda number: str(number).translate(
        str.maketrans("0123456789", "０１２３４５６７８９")
    ),
    "decimalZero": lambda number: f"{number:02}",
}


def _value(node: Element | None) -> str | None:
    return None if node is None else node.get(f"{W}val")


def _number(text: str | None, default: int) -> int:
    return int(text) if text and re.fullmatch(r"-?[0-9]{1,6}", text) else default
