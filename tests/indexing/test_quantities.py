"""Quantities in running text: what is one, what it is worth, and what only looks like one."""

import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.numerals import fold
from indexing.quantities import find_quantities

SURFACES = [  # surface, value, unit as written, comparator
    ("1300家", "1300", "家", "="),
    ("1,300家", "1300", "家", "="),
    ("１３００家", "1300", "家", "="),
    ("一千三百家", "1300", "家", "="),
    ("1.5万家", "15000", "万家", "="),
    ("7万亿级", "7000000000000", "万亿", "="),
    ("5千亿级", "500000000000", "千亿", "="),
    ("1.2亿元", "120000000", "亿元", "="),
    ("三千亿元", "300000000000", "亿元", "="),
    ("1万亿元", "1000000000000", "万亿元", "="),
    ("70%", "70", "%", "="),
    ("７０％", "70", "%", "="),
    ("百分之五十", "50", "%", "="),
    ("百分之三点五", "3.5", "%", "="),
    ("3.5‰", "3.5", "‰", "="),
    ("0.5个百分点", "0.5", "个百分点", "="),
    ("一年", "1", "年", "="),
    ("十二个月", "12", "个月", "="),
    ("15个工作日", "15", "个工作日", "="),
    ("300千瓦", "300", "千瓦", "="),
    ("5GW", "5", "GW", "="),
    ("100平方米", "100", "平方米", "="),
    ("两倍", "2", "倍", "="),
    ("超200万辆", "2000000", "万辆", ">"),
    ("超过50%", "50", "%", ">"),
    ("突破1200万标箱", "12000000", "万标箱", ">"),
    ("过万家", "10000", "万家", ">"),
    ("100余家", "100", "家", ">"),
    ("3000多家", "3000", "家", ">"),
    ("70%以上", "70", "%", ">="),
    ("20万元及以上", "200000", "万元", ">="),
    ("20万元（含）以上", "200000", "万元", ">="),
    ("不低于60%", "60", "%", ">="),
    ("不少于15个工作日", "15", "个工作日", ">="),
    ("至少3名", "3", "名", ">="),
    ("不超过8%", "8", "%", "<="),
    ("不得超过30日", "30", "日", "<="),
    ("最高1000万元", "10000000", "万元", "<="),
    ("最高不超过50万元", "500000", "万元", "<="),
    ("30人以下", "30", "人", "<="),
    ("不超过六批", "6", "批", "<="),
    ("6600多万", "66000000", "万", ">"),
    ("500余万户", "5000000", "万户", ">"),
    ("十五个工作日内", "15", "个工作日", "<="),
    ("不到5%", "5", "%", "<"),
    ("低于3亿元", "300000000", "亿元", "<"),
    ("约30个", "30", "个", "~"),
    ("近百家", "100", "百家", "~"),
    ("3万家左右", "30000", "万家", "~"),
]
NAMES = [
    *(
        "滨政发〔2024〕12号",
        "国发[2021]5号",
        "滨财【2023】8号文",
        "第三条",
        "第12条",
        "第十二章",
        "见3.2.1的规定",
    ),
    *("拨打12345热线", "电话027-87654321", "电话：13800138000", "“51020”集群", "邮编430070", "编号0123"),
    *("一批企业", "十分重要", "一次性补助", "统一管理", "一流城市", "一项任务", "一个窗口", "一带一路"),
    *("千方百计", "万众一心", "千家万户", "百年大计", "三农", "五险一金", "四川", "十堰市", "九江", "周一"),
    *("第 3 批名单", "数十家", "几十万元", "三位一体", "三五家", "两三年", "5G应用", "4K影片", "24/7值守"),
    *("1. 总则", "（2）申报", "二、任务", "(一)范围", "附件1", "A4纸", "G20", "一是加快", "初三", "千瓦"),
]
TEXTS = st.one_of(
    st.text(max_size=80),
    st.text(
        "0123456789,.%％超过不低于约万亿千百十一二三点分之多余以上下左右内年月日家元个第号〔〕至—、 \n",
        max_size=50,
    ),
)


@pytest.mark.parametrize(("surface", "value", "unit", "comparator"), SURFACES)
def test_a_quantity_is_read_from_its_surface(surface: str, value: str, unit: str, comparator: str) -> None:
    for before, after in (("", ""), ("规模为", "。"), ("（", "）"), ("甲；", "，乙\n")):
        (found,) = find_quantities(before + surface + after)
        assert (found.value, found.written_unit, found.comparator) == (Decimal(value), unit, comparator)
        assert (found.start, found.end) == (len(before), len(before + surface))


@pytest.mark.parametrize("text", NAMES)
def test_numbers_that_name_or_are_part_of_a_word_are_no_quantities(text: str) -> None:
    assert [text[q.start : q.end] for q in find_quantities(text)] == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("试点期3—5年", [("3", "年"), ("5", "年")]),
        ("给予5至10万元奖励", [("50000", "万元"), ("100000", "万元")]),
        ("三到五年内建成", [("3", "年"), ("5", "年")]),
        ("二至三个月", [("2", "个月"), ("3", "个月")]),
        ("总数十家", [("10", "家")]),
        ("第1批5家、第 2 批3家", [("5", "家"), ("3", "家")]),
        ("50—100人的企业", [("50", "人"), ("100", "人")]),
        ("到2027年达到10家、20家、60家", [("2027", "年"), ("10", "家"), ("20", "家"), ("60", "家")]),
        ("2个国家级、10个省级中心", [("2", "个"), ("10", "个")]),
        ("按第八条给予8%的补助，最高20万元", [("8", "%"), ("200000", "万元")]),
        ("增长6.5%，提高0.5个百分点", [("6.5", "%"), ("0.5", "个百分点")]),
    ],
)
def test_several_quantities_in_a_row(text: str, expected: list[tuple[str, str]]) -> None:
    assert [(str(q.value), q.written_unit) for q in find_quantities(text)] == expected


def test_the_number_is_told_from_the_words_that_compare() -> None:
    text = "产量最高不超过50万辆（含）以下"
    (found,) = find_quantities(text)
    assert text[found.number_start : found.number_end] == "50万辆"
    assert text[found.start : found.end] == "最高不超过50万辆（含）以下"


def test_a_fraction_is_one_number() -> None:
    (found,) = find_quantities("占比超过1/3。")
    assert (found.start, found.end, found.comparator) == (2, 7, ">")
    assert 3 * found.value == pytest.approx(1) and find_quantities("2024/5/1") != [found]


def test_years_and_dates_are_told_apart_from_counts() -> None:
    year, month, day, term = find_quantities("自2026年3月5日起施行，有效期3年")
    assert year.is_year and not year.is_date_part
    assert month.is_date_part and day.is_date_part and not month.is_year
    assert not term.is_year and not term.is_date_part
    (spoken,) = find_quantities("二〇三〇年")
    assert spoken.is_year and spoken.value == 2030


@pytest.mark.parametrize("text", ["公示满二十日", "自受理之日起30日内", "公示期不少于7日", "不超过十五日"])
def test_days_that_are_counted_are_no_date(text: str) -> None:
    (days,) = find_quantities(text)
    assert days.unit == "日" and not days.is_date_part


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("7万亿元", "70000亿元", True),
        ("1.50万家", "15000家", True),
        ("百分之五十", "50%", True),
        ("20名", "20人", True),
        ("7万亿级", "7万亿元", True),
        ("超过30个", "30个以上", True),
        ("50%", "50家", False),
        ("3年", "3个月", False),
        ("7万亿级", "10万亿级", False),
        ("5%", "5个百分点", False),
        ("3.5万家", "3.5家", False),
    ],
)
def test_two_quantities_are_worth_the_same_or_not(one: str, other: str, same: bool) -> None:
    (a,), (b,) = find_quantities(one), find_quantities(other)
    assert a.same_as(b) is same and b.same_as(a) is same


@given(TEXTS)
def test_whatever_the_text_offsets_are_valid_in_order_and_the_number_stands_there(text: str) -> None:
    end = 0
    for found in find_quantities(text):
        assert end <= found.start <= found.number_start < found.number_end <= found.end <= len(text)
        assert found.value >= 0 and found.number >= 0
        assert (
            found.unit in fold(text[found.number_start : found.number_end])
            or found.unit == "%"
            or (
                re.search(re.escape(found.unit), fold(text[found.end :]))  # 3—5年: the last one carries it
            )
        )
        end = found.end


@given(
    st.text("甲乙丙，。；：（）《》\n", max_size=12),
    st.sampled_from(SURFACES),
    st.text("甲乙丙，。；：（）《》\n", max_size=12).filter(lambda words: words[:1] != "（"),
)
def test_a_surface_is_found_again_in_any_surroundings(
    before: str, row: tuple[str, str, str, str], after: str
) -> None:
    surface, value, unit, comparator = row
    (found,) = find_quantities(before + surface + after)
    assert (found.start, found.end) == (len(before), len(before) + len(surface))
    assert (found.value, found.written_unit, found.comparator) == (Decimal(value), unit, comparator)
