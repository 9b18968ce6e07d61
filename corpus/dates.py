"""Dates as documents write them: 2024-03-05, 2024年3月5日, 二〇二四年三月五日."""

import re
from datetime import date

_DIGITS = {character: value for value, character in enumerate("〇一二三四五六七八九")} | dict.fromkeys(
    "零○０OoＯ◯", 0
)
_NUMERAL = "[0-9０-９〇零○◯OＯ一二三四五六七八九十廿卅]"
WRITTEN_DATE = re.compile(
    rf"(?P<year>{_NUMERAL}{{4}}) ?年 ?(?P<month>{_NUMERAL}{{1,3}}) ?月 ?(?P<day>{_NUMERAL}{{1,3}}) ?日"
)
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)")


def read_date(text: str) -> date | None:
    """The date that the text begins with, in figures or Chinese numerals; None if there is none such."""
    text = text.strip()
    if match := _ISO.match(text):
        return _date(*(int(part) for part in match.groups()))
    if match := WRITTEN_DATE.match(text):
        return date_of(match)
    if re.fullmatch(r"\d{8}", text):
        return _date(int(text[:4]), int(text[4:6]), int(text[6:]))
    return None


def date_of(match: re.Match[str]) -> date | None:
    """The date of a match of `WRITTEN_DATE`; None for one that the calendar doesn't have."""
    year = "".join(str(_digit(character)) for character in match["year"])
    if not year.isdigit():
        return None
    return _date(int(year), read_number(match["month"]), read_number(match["day"]))


def read_number(text: str) -> int:
    """A whole number below 100, in figures or Chinese numerals: 5, 十五, 二十, 廿三. 0 if it is none."""
    if re.fullmatch(r"[0-9０-９]+", text):
        return int(text)
    text = text.replace("廿", "二十").replace("卅", "三十")
    if "十" in text:
        tens, _, ones = text.partition("十")
        digits = [_digit(tens) if tens else 1, _digit(ones) if ones else 0]
        return digits[0] * 10 + digits[1] if all(isinstance(digit, int) for digit in digits) else 0
    digits = [_digit(character) for character in text]
    return int("".join(map(str, digits))) if digits and all(digit >= 0 for digit in digits) else 0


def _digit(character: str) -> int:
    if character in _DIGITS:
        return _DIGITS[character]
    return int(character) if re.fullmatch(r"[0-9０-９]", character) else -100


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day) if year >= 1900 else None
    except ValueError:
        return None
