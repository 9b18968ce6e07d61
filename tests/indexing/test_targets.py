"""Figures with their indicator, year and comparator, read from sentences of our own."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.document import Document
from indexing.target import Target
from indexing.targets import document_year, find_figures, find_targets

Row = tuple[str, str, str, str, int | None]


def document(
    text: str, issued_on: date | None = date(2025, 3, 1), title: str = "滨海市海洋产业方案"
) -> Document:
    return Document("plan", title, text, issued_on=issued_on, region="滨海市")


def rows(text: str) -> list[Row]:
    return [row(target) for target in find_figures(document(text))]


def row(target: Target) -> Row:
    return target.indicator, str(target.value), target.unit, target.comparator, target.year


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "力争到2027年海洋产业规模达到4千亿级、2030年达到6千亿级。",
            [("海洋产业规模", "4", "千亿", "=", 2027), ("海洋产业规模", "6", "千亿", "=", 2030)],
        ),
        (
            "到2027年，港口集装箱吞吐量超过900万标箱，2030年突破1200万标箱。",
            [
                ("港口集装箱吞吐量", "900", "万标箱", ">", 2027),
                ("港口集装箱吞吐量", "1200", "万标箱", ">", 2030),
            ],
        ),
        (
            "到2030年，营业收入超500亿元、200亿元、50亿元的制造企业要达到10家、20家、60家。",
            [
                ("营业收入超500亿元的制造企业", "10", "家", "=", 2030),
                ("营业收入超200亿元的制造企业", "20", "家", "=", 2030),
                ("营业收入超50亿元的制造企业", "60", "家", "=", 2030),
            ],
        ),
        (
            "到2026年，培育5个省级产业集群、20家专精特新“小巨人”企业。",
            [
                ("省级产业集群", "5", "个", "=", 2026),
                ("专精特新“小巨人”企业", "20", "家", "=", 2026),
            ],
        ),
        (
            "到2027年，争创2个国家级、10个省级创新中心。",
            [("国家级创新中心", "2", "个", "=", 2027), ("省级创新中心", "10", "个", "=", 2027)],
        ),
        (
            "2026年船舶产量达到80艘；2028年绿色船舶占比达到40%以上。",
            [("船舶产量", "80", "艘", "=", 2026), ("绿色船舶占比", "40", "%", ">=", 2028)],
        ),
        (
            "2026年船舶产量达到80艘；绿色船舶占比达到40%。",
            [("船舶产量", "80", "艘", "=", 2026), ("绿色船舶占比", "40", "%", "=", 2026)],
        ),
        ("今年新增充电桩3000个。", [("新增充电桩", "3000", "个", "=", 2025)]),
        ("明年新增充电桩约3000个。", [("新增充电桩", "3000", "个", "~", 2026)]),
        ("2026年城镇调查失业率：5.5%左右。", [("城镇调查失业率", "5.5", "%", "~", 2026)]),
        ("海洋投资增速：不低于10%。", [("海洋投资增速", "10", "%", ">=", None)]),
        ("每年遴选20个示范项目。", [("示范项目", "20", "个", "=", None)]),
        (
            "到2030年，规上企业达到2000家左右。其中海工装备企业达到150家。",
            [("规上企业", "2000", "家", "~", 2030), ("海工装备企业", "150", "家", "=", 2030)],
        ),
        (
            "到2027年，森林覆盖率不低于32%，能源消费总量控制在6亿吨标准煤以内。",
            [("森林覆盖率", "32", "%", ">=", 2027), ("能源消费总量", "6", "亿吨标准煤", "<=", 2027)],
        ),
        ("到2027年，上云企业达到1.5万家。", [("上云企业", "1.5", "万家", "=", 2027)]),
    ],
)
def test_rows(text: str, expected: list[Row]) -> None:
    assert rows(text) == expected


def test_what_is_raised_to_is_the_target() -> None:
    last = find_targets(document("到2027年，数字经济核心产业占比从60%提高到70%。"))[-1]
    assert row(last) == ("数字经济核心产业占比", "70", "%", "=", 2027)


def test_a_year_does_not_reach_into_a_part_that_names_its_own() -> None:
    inner = next(
        r
        for r in find_figures(document("2026年新建码头6座；其中深水码头2座，2028年再建3座。"))
        if r.value == 2
    )
    assert inner.indicator == "深水码头" and inner.year is None


def test_a_year_is_not_carried_into_the_next_paragraph() -> None:
    _, later = rows("到2027年，港口达到8个。\n海工装备企业达到150家。")
    assert later == ("海工装备企业", "150", "家", "=", None)


def test_the_year_of_a_heading_is_only_the_context_of_its_items() -> None:
    found = find_figures(
        document("一、2027年目标\n（一）海工装备产值达到300亿元。\n（二）港口吞吐量达到5亿吨。")
    )
    assert [(r.indicator, r.year, r.context_year) for r in found] == [
        ("海工装备产值", None, 2027),
        ("港口吞吐量", None, 2027),
    ]


def test_what_is_reached_is_told_from_what_is_aimed_at() -> None:
    text = "截至目前，全市已建成12个孵化器，到2027年达到30个。去年港口货物吞吐量达到4.2亿吨。"
    kinds = {str(r.value): (r.kind, r.year) for r in find_figures(document(text))}
    assert kinds == {"12": ("achieved", None), "30": ("target", 2027), "4.2": ("achieved", 2024)}
    assert [str(r.value) for r in find_targets(document(text))] == ["30"]


def test_this_year_is_the_year_of_the_date_or_of_the_title_or_unknown() -> None:
    text = "今年新增充电桩3000个。"
    dated, titled, undated = (
        document(text, date(2023, 1, 5)),
        document(text, None, "2024年滨海市政府工作报告"),
        document(text, None),
    )
    assert [document_year(d) for d in (dated, titled, undated)] == [2023, 2024, None]
    assert [find_figures(d)[0].year for d in (dated, titled, undated)] == [2023, 2024, None]


def test_only_figures_between_the_offsets_are_read() -> None:
    text = "到2027年，港口达到8个。\n到2028年，码头达到9座。\n"
    cut = text.index("\n") + 1
    assert [r.year for r in find_figures(document(text), 0, cut)] == [2027]
    assert [r.year for r in find_figures(document(text), cut)] == [2028]


def test_the_json_form() -> None:
    text = "到2027年，上云企业达到1.50万家以上。"
    (target,) = find_targets(document(text))
    assert target.to_json() == {
        "indicator": "上云企业",
        "value": "1.5",
        "unit": "万家",
        "comparator": ">=",
        "year": 2027,
        "scope": "滨海市",
        "doc_id": "plan",
        "start": 0,
        "end": len(text) - 1,
        "quote": text[:-1],
    }


PIECES = st.sampled_from(
    "到2027年 2030年 今年 去年 每年 力争 目前已 达到 超过 从 提高到 培育 的企业 工业规模 占比 港口吞吐量 示范项目 一是 （一） 1. 一、目标"
    " 7万亿级 30% 百分之五 3000家 2个 10万元 三年 以上 左右 ： ； ， 、 。 （ ） 和 \n 国家级 “ ” 𠮷 ％".split(
        " "
    )
)


@given(st.one_of(st.text(max_size=80), st.lists(PIECES, max_size=30).map("".join)))
def test_whatever_the_text_every_quote_is_exact_and_holds_its_figure(text: str) -> None:
    for found in find_figures(document(text)):
        assert text[found.span.start : found.span.end] == found.quote
        assert found.span.contains(found.figure)
        quantity = found.quantity
        assert found.figure.start == quantity.start and found.figure.end == quantity.end
        assert text[quantity.number_start : quantity.number_end] in found.quote
        assert found.indicator and found.kind in ("target", "achieved", "figure")
        assert found.year is None or 1900 <= found.year <= 2100
