"""Numerals in every form that policy texts use, and the folding that keeps offsets."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.numerals import NUMERAL_CHARACTERS, fold, parse_numeral, with_digits


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("0", "0"),
        ("12", "12"),
        ("1,300", "1300"),
        ("1,234,567.5", "1234567.5"),
        ("１３００", "1300"),
        ("３．５", "3.5"),
        ("3.5万", "35000"),
        ("2万亿", "2000000000000"),
        ("零", "0"),
        ("两", "2"),
        ("十", "10"),
        ("十二", "12"),
        ("二十", "20"),
        ("一百零五", "105"),
        ("一百二十", "120"),
        ("一千三百", "1300"),
        ("三千零二十", "3020"),
        ("两万", "20000"),
        ("一万二千", "12000"),
        ("五千万", "50000000"),
        ("七万亿", "7000000000000"),
        ("千亿", "100000000000"),
        ("二〇二七", "2027"),
        ("二○三○", "2030"),
        ("一九九八", "1998"),
        ("十点五", "10.5"),
        ("零点零三", "0.03"),
        ("三点五万", "35000"),
    ],
)
def test_a_numeral_is_worth_what_it_says(written: str, value: str) -> None:
    assert parse_numeral(written) == Decimal(value)


@pytest.mark.parametrize(
    "written",
    ["", " ", "万", "亿", "点", "三点", "点五", "三点十", "若干", "十余", "1.2.3", "A3", "3a", "²", "٣"],
)
def test_what_is_no_numeral_has_no_value(written: str) -> None:
    assert parse_numeral(written) is None


@pytest.mark.parametrize(
    "number", [0, 7, 10, 19, 20, 101, 110, 999, 1001, 1010, 9999, 10001, 20050, 99999999]
)
def test_chinese_numerals_agree_with_arabic_ones(number: int) -> None:
    assert parse_numeral(in_chinese(number)) == number


@given(st.integers(0, 10**8 - 1))
def test_every_whole_number_written_in_chinese_is_read_back(number: int) -> None:
    assert parse_numeral(in_chinese(number)) == number
    assert parse_numeral(f"{number:,}") == number


@given(st.one_of(st.text(max_size=30), st.text(NUMERAL_CHARACTERS + "0123456789.,，． ", max_size=12)))
def test_reading_never_raises_and_is_never_negative(text: str) -> None:
    value = parse_numeral(text)
    assert value is None or value >= 0


@given(st.text(max_size=60))
def test_folding_keeps_every_offset(text: str) -> None:
    folded = fold(text)
    assert len(folded) == len(text) and fold(folded) == folded
    assert all(a == b for a, b in zip(text, folded, strict=True) if "一" <= a <= "鿿" or a.isascii())


def test_folding_makes_full_width_forms_half_width() -> None:
    assert fold("Ａ１％，（工业）\u3000\u00a0。") == "A1%,(工业)  。"


def in_chinese(number: int) -> str:
    """A whole number below 10⁸ as it is spoken."""
    if number == 0:
        return "零"
    words, gap = "", False
    for unit, group in (("万", number // 10**4), ("", number % 10**4)):
        if not group:
            gap = bool(words)
            continue
        words += ("零" if words and (gap or group < 1000) else "") + _four_digits(group) + unit
        gap = False
    return words.removeprefix("一") if words.startswith("一十") else words


def _four_digits(group: int) -> str:
    words, gap = "", False
    for unit, size in (("千", 1000), ("百", 100), ("十", 10), ("", 1)):
        digit = group // size % 10
        if digit:
            words += ("零" if gap and words else "") + "零一二三四五六七八九"[digit] + unit
        gap = not digit
    return words


def test_large_numerals_in_digits() -> None:
    assert with_digits("营收过千亿、五百万以下") == "营收过1000亿、500万以下"
    assert with_digits("几千亿，9千亿，第三批万人，两亿") == "几千亿，9千亿，第三批万人，2亿"
