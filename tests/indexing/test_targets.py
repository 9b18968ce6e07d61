"""Figures with their indicator, comparator, kind and details, read from sentences of our own."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexing.targets import find_figures, find_targets
from tests.indexing.target_texts import Row, document, read, row, rows


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


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "到2027年，对虾总产量和养殖总产值分别达到3万吨、20亿元。",
            [("对虾总产量", "3", "万吨", "=", 2027), ("养殖总产值", "20", "亿元", "=", 2027)],
        ),
        (
            "到2030年，渔船排放量比2020年下降8%—12%。",
            [("渔船排放量比下降", "8", "%", "=", 2030), ("渔船排放量比下降", "12", "%", "=", 2030)],
        ),
        (
            "到2030年，潮汐发电装机达到2020年的6倍以上，海水利用率达到40%。",
            [("潮汐发电装机", "6", "倍", ">=", 2030), ("海水利用率", "40", "%", "=", 2030)],
        ),
        ("到2030年，至少30%的近岸海域得到有效保护。", [("近岸海域", "30", "%", ">=", 2030)]),
        ("二级指标：3.渔港达标率；评价标准：力争2026年达到80%。", [("渔港达标率", "80", "%", "=", 2026)]),
        ("用三年时间实现渔村供水覆盖率达到100%。", [("渔村供水覆盖率", "100", "%", "=", 2028)]),
    ],
)
def test_rows_of_other_constructions(text: str, expected: list[Row]) -> None:
    """Figures in order, ranges, years that are only a measure, shares treated, rows of a table, terms."""
    assert [row(target) for target in find_targets(document(text))] == expected


def test_what_grew_until_a_past_year_is_no_target() -> None:
    text = "装机量由2012年的485万千瓦增长到2022年的1883万千瓦。"
    assert [r.kind for r in find_figures(document(text, None)) if str(r.value) == "1883"] == ["achieved"]
    assert not find_targets(document("7部门联合印发方案。"))


def test_what_is_raised_to_is_the_target() -> None:
    last = find_targets(document("到2027年，数字经济核心产业占比从60%提高到70%。"))[-1]
    assert row(last) == ("数字经济核心产业占比", "70", "%", "=", 2027)


def test_what_it_starts_from_is_the_baseline_and_no_target() -> None:
    text = "到2027年，数字经济核心产业占比从60%提高到70%，办理时限由15个工作日压缩至3个工作日。"
    found = find_figures(document(text))
    assert [(str(r.value), r.kind) for r in found] == [
        ("60", "figure"), ("70", "target"), ("15", "figure"), ("3", "target"),
    ]  # fmt: skip
    bases = [text[r.baseline.start : r.baseline.end] if r.baseline else None for r in found]
    assert bases == [None, "60%", None, "15个工作日"]


@pytest.mark.parametrize(
    ("text", "indicator"),
    [
        ("去年全市实现港口产值300亿元。", "港口产值"),
        ("今年拟安排海洋专项资金3亿元。", "海洋专项资金"),
        ("到2027年，打造具有影响力的20个海洋牧场。", "海洋牧场"),
        ("到2027年，新建60个智能码头、数字仓库。", "新建智能码头、数字仓库"),
        ("到2027年，引导全市200家海工企业上云。", "海工企业上云"),
        ("到2027年，船舶产值增长8%，达到100亿元。", "船舶产值"),
        ("到2027年，营业收入超10亿元的要达到30家。", "营业收入超10亿元"),
        ("今年要淘汰旧渔船300艘。", "淘汰旧渔船"),
        ("今年，港口排放强度要降低3%以上。", "港口排放强度降低"),
        ("到2027年，实现全市700余个社区（村）通网。", "社区"),
        ("海工装备企业每年滚动培育30家。", "海工装备企业"),
        ("2026年发行海洋债券，今年先发行2亿元。", "海洋债券"),
    ],
)
def test_the_indicator_is_the_noun(text: str, indicator: str) -> None:
    assert find_figures(document(text))[-1].indicator == indicator


@pytest.mark.parametrize(
    "text",
    [
        "对新建码头给予补助100万元。",
        "营业收入500万元以上的企业可以申报。",
        "单个项目最高奖励50万元，投资达到1亿元。",
        "年利润不超过10万元的，享受优惠。",
        "有效期3年，自发布之日起30日后施行。",
        "实习时间一般为6个月。",
        "推动12345市民热线升级。",
        "抓好八个方面工作。",
        "具体指标有三个：",
        "50人以上企业要上报。",
        "每降低1个百分点扣1分。",
        "落实“三个不变”要求。",
    ],
)
def test_amounts_given_conditions_and_durations_are_no_targets(text: str) -> None:
    assert find_targets(document("一、主要任务\n" + text)) == []


def test_news_of_the_running_year_tells_what_was_reached_unless_it_says_what_is_meant() -> None:
    text = "今年上半年港口吞吐量超过3亿吨。今年毕业生超过2万人。今年将新增就业1万人以上。"
    assert [kind for *_, kind in read(text, "滨海市新闻")] == ["figure", "figure", "target"]


def test_the_details_of_a_target_are_read_where_the_text_says_them() -> None:
    text = "一、约束性指标\n到2027年，武汉市规上工业企业达到300家。（责任单位：市经信局、市统计局）\n到2028年，钢铁产量达到9万吨。"
    first, second = find_targets(document(text))
    assert first.department is not None and second.department is None
    assert text[first.department.start : first.department.end] == "市经信局、市统计局"
    assert (first.scope, first.enterprise, first.nature) == ("武汉市", "规上工业企业", "约束性")
    assert (second.scope, second.enterprise, second.sector) == ("滨海市", None, "钢铁")


def test_what_is_reached_is_told_from_what_is_aimed_at() -> None:
    text = "截至目前，全市已建成12个孵化器，到2027年达到30个。去年港口货物吞吐量达到4.2亿吨。"
    kinds = {str(r.value): (r.kind, r.year) for r in find_figures(document(text))}
    assert kinds == {"12": ("achieved", None), "30": ("target", 2027), "4.2": ("achieved", 2024)}
    assert [str(r.value) for r in find_targets(document(text))] == ["30"]


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
