"""Numerals as policy texts write them: 1,300、１３００、一千三百、二〇二七, and strings compared with offsets kept."""

import re
from decimal import Decimal

DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "两": 2}
SMALL_UNITS = {"十": 10, "百": 100, "千": 1000}
LARGE_UNITS = {"万": 10**4, "亿": 10**8}
NUMERAL_CHARACTERS = "".join([*DIGITS, *SMALL_UNITS, *LARGE_UNITS, "点"])

# Full-width ASCII and the ideographic space, one character for one: offsets stay.
_FOLDED = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20, 0x00A0: 0x20}
# not 几千亿, 数百万
_COUNTS_LARGE = re.compile(r"(?<![几数好多\d])[一二三四五六七八九十百千两]+(?=[万亿])")


def fold(text: str) -> str:
    """The text with full-width letters, digits and marks made half-width; same length, same offsets."""
    return text.translate(_FOLDED)


def parse_numeral(text: str) -> Decimal | None:
    """The value of 一千三百, 二〇二七, 十点五, 3万, 1,300.5 or 百分之 … without the 百分之; None if it is no numeral.

    >>> parse_numeral("一千三百"), parse_numeral("二〇二七"), parse_numeral("3.5万")
    (Decimal('1300'), Decimal('2027'), Decimal('35000.0'))
    """
    text = fold(text).replace(",", "").replace(" ", "")
    whole_value = _parse_whole(text)  # 三亿二千万: the last 万 counts the 二千 only
    if whole_value is not None:
        return Decimal(whole_value)
    multiplier = 1
    while text and text[-1] in LARGE_UNITS and len(text) > 1:
        multiplier *= LARGE_UNITS[text[-1]]
        text = text[:-1]
    if text.replace(".", "", 1).isdigit() and text.isascii():
        return Decimal(text) * multiplier
    whole, _, fraction = text.partition("点")
    if fraction and not all(c in DIGITS for c in fraction):
        return None
    value = _parse_whole(whole)
    if value is None or (("点" in text) and not fraction):
        return None
    digits = "".join(str(DIGITS[c]) for c in fraction)
    return (Decimal(value) + (Decimal(f"0.{digits}") if digits else 0)) * multiplier


def with_digits(text: str) -> str:
    """The text with Chinese numerals before 万 and 亿 in digits: 过千亿 becomes 过1000亿, 五百万 becomes 500万."""
    return _COUNTS_LARGE.sub(lambda match: f"{parse_numeral(match[0]) or match[0]}", text)


def _parse_whole(text: str) -> int | None:
    if not text or any(c not in NUMERAL_CHARACTERS or c == "点" for c in text):
        return None
    if len(text) > 1 and all(c in DIGITS for c in text):  # digit by digit: 二〇二七
        return int("".join(str(DIGITS[c]) for c in text))
    total, section, digit = 0, 0, None
    for character in text:
        if character in DIGITS:
            digit = DIGITS[character]
        elif character in SMALL_UNITS:
            section += (1 if digit is None else digit) * SMALL_UNITS[character]
            digit = None
        else:
            part = section + (digit or 0)
            if not part:  # 千亿 has its 千 in `section`; a bare 亿 counts nothing
                return None
            total = (
                (total + part) * LARGE_UNITS[character]
                if LARGE_UNITS[character] > 10**4
                else total + part * 10**4
            )
            section, digit = 0, None
    return total + section + (digit or 0)
