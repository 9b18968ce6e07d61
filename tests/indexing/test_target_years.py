"""For when a figure counts: the year beside it, of its heading or paragraph, or counted from the document's date."""

from datetime import date

import pytest

from indexing.targets import document_year, find_figures
from tests.indexing.target_texts import document, read, rows


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


def test_a_heading_of_aims_gives_its_items_their_year_and_another_heading_only_the_context() -> None:
    items = "（一）海工装备产值达到300亿元。\n（二）港口吞吐量达到5亿吨。"
    aims = find_figures(document("一、2027年目标\n" + items))
    assert [(r.indicator, r.year, r.kind) for r in aims] == [
        ("海工装备产值", 2027, "target"),
        ("港口吞吐量", 2027, "target"),
    ]
    works = find_figures(document("一、2027年民生工作\n" + items))
    assert [(r.year, r.context_year) for r in works] == [(None, 2027)] * 2
    review = find_figures(document("一、2024年工作回顾\n" + items))
    assert [(r.year, r.context_year, r.kind) for r in review] == [(None, 2024, "achieved")] * 2


def test_a_year_that_a_paragraph_of_aims_opens_with_holds_for_those_after_it() -> None:
    text = "一、发展目标\n到2027年，产业能力明显增强。\n平台建设。培育3家平台企业。\n到2030年，港口达到9个。\n二、保障\n建设5个码头。"
    assert read(text) == [
        ("平台企业", "3", 2027, "target"),
        ("港口", "9", 2030, "target"),
        ("码头", "5", None, "target"),
    ]


def test_lines_that_list_aims_take_the_year_of_the_line_that_introduces_them() -> None:
    text = (
        "今年主要预期目标是：\n船舶产量增长6%—7%；\n新增就业3万人以上，\n港口更加繁忙。\n城市居民有40万人。"
    )
    assert read(text, "滨海市政府工作报告") == [
        ("船舶产量增长", "6", 2025, "target"),
        ("船舶产量增长", "7", 2025, "target"),
        ("新增就业", "3", 2025, "target"),
        ("城市居民", "40", None, "figure"),
    ]


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("力争三年内实现码头智能化改造率达到90%。", 2028),
        ("用5年时间建成100个海洋牧场。", 2030),
        ("到“十四五”末，船舶产量达到80艘。", 2025),
        ("近三年实现产值300亿元。", None),
        ("到2027年实现产值300亿元。", 2027),
        ("比去年多建设5个码头，力争达到9个。", None),
    ],
)
def test_years_counted_from_the_documents_own_date(text: str, year: int | None) -> None:
    assert find_figures(document(text))[-1].year == year


def test_years_are_not_counted_where_the_date_is_unknown() -> None:
    row = find_figures(document("力争三年内实现码头智能化改造率达到90%。", None))[-1]
    assert row.year is None and "三年内" in row.quote


def test_this_year_is_the_year_of_the_date_or_of_the_title_or_unknown() -> None:
    text = "今年新增充电桩3000个。"
    dated, titled, undated = (
        document(text, date(2023, 1, 5)),
        document(text, None, "2024年滨海市政府工作报告"),
        document(text, None),
    )
    assert [document_year(d) for d in (dated, titled, undated)] == [2023, 2024, None]
    assert [find_figures(d)[0].year for d in (dated, titled, undated)] == [2023, 2024, None]
