"""Lists in a document: their lead, items and heads, with exact offsets."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chat.enumerations import Enumeration, find_enumerations, without_mark
from corpus.document import Document


def document(text: str) -> Document:
    return Document("plan", "方案", text)


def heads(text: str) -> list[list[str]]:
    return [
        [text[i.head.start : i.head.end] for i in found.items] for found in find_enumerations(document(text))
    ]


def only(text: str) -> Enumeration:
    (found,) = find_enumerations(document(text))
    return found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("主要有两项：一是建港口，二是造船舶。其余照旧。", ["一是建港口", "二是造船舶"]),
        (
            "一是建港口。细节。\n二是造船舶。细节。\n三是兴渔业。\n",
            ["一是建港口", "二是造船舶", "三是兴渔业"],
        ),
        ("第一，建港口。第二，造船舶。", ["第一，建港口", "第二，造船舶"]),
        ("其一，建港口；其二，造船舶。", ["其一，建港口", "其二，造船舶"]),
        ("材料如下：\n（一）申请表；\n（二）身份证。\n", ["（一）申请表", "（二）身份证"]),
        ("1. 资金保障\n2. 人才保障：引进专家。\n", ["1. 资金保障", "2. 人才保障"]),
        ("①申请表\n②身份证\n", ["①申请表", "②身份证"]),
        ("目标：\n——建港口。扩建码头。\n——造船舶。\n其余照旧。\n", ["——建港口", "——造船舶"]),
    ],
)
def test_every_form_of_list_gives_its_heads(text: str, expected: list[str]) -> None:
    assert heads(text) == [expected]


def test_the_items_hold_their_details_and_the_last_one_ends_with_the_list() -> None:
    text = "重点抓三件事：一是建港口，做大吞吐量。二是造船舶。三是兴渔业。\n另有安排。"
    found = only(text)
    assert found.lead == "重点抓三件事："
    assert [text[i.span.start : i.span.end] for i in found.items] == [
        "一是建港口，做大吞吐量。",
        "二是造船舶。",
        "三是兴渔业。",
    ]
    assert text[found.span.start : found.span.end].endswith("三是兴渔业。")


def test_headings_and_what_stands_under_them_are_lists_inside_lists() -> None:
    text = "一、总体要求\n（一）建港口。做大吞吐量。\n补充说明。\n（二）造船舶\n二、保障\n1. 资金\n2. 人才\n"
    outer, first, second = find_enumerations(document(text))
    assert [text[i.head.start : i.head.end] for i in outer.items] == ["一、总体要求", "二、保障"]
    assert first.heading == ("一、总体要求",) and first.lead == "一、总体要求"
    assert (
        text[first.items[0].span.start : first.items[0].span.end] == "（一）建港口。做大吞吐量。\n补充说明。"
    )
    assert second.heading == ("二、保障",)


def test_a_list_that_begins_anew_is_another_one() -> None:
    text = (
        "4.1 渔港报告以下内容：\n（1）泊位数。\n（2）渔船数。\n4.2 接到报告后：\n（1）核对。\n（2）上报。\n"
    )
    assert heads(text) == [["（1）泊位数", "（2）渔船数"], ["（1）核对", "（2）上报"]]


def test_an_interviews_list_knows_its_question_and_ends_with_the_answer() -> None:
    text = "问：有哪些举措？\n答：有两大举措。\n一是建港口。\n二是造船舶。\n问：还有吗？\n答：一是资金。二是人才。\n"
    first, second = find_enumerations(document(text))
    assert first.question is not None and "有哪些举措" in first.question
    assert "两大举措" in first.lead
    assert second.question is not None and "还有吗" in second.question
    assert text[first.span.start : first.span.end] == "一是建港口。\n二是造船舶。"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "没有列举。",
        "只有一项：一是建港口。",
        "第一条 目的。\n第二条 范围。\n第三条 附则。\n",
        "一是建港口。三是兴渔业。",
        "他们一是否定，二是否认。",
    ],
)
def test_what_is_no_list(text: str) -> None:
    assert find_enumerations(document(text)) == []


def test_the_head_of_a_long_item_ends_at_its_first_comma() -> None:
    long = "推动港口提质增效" + "，扩建深水泊位和航道并配套建设铁路专线" * 4
    text = f"一是{long}。二是造船舶。"
    assert heads(text) == [["一是推动港口提质增效", "二是造船舶"]]


@pytest.mark.parametrize(
    ("marked", "bare"),
    [
        ("一是建港口", "建港口"),
        ("（二）造船舶", "造船舶"),
        ("3. 兴渔业", "兴渔业"),
        ("①申请表", "申请表"),
        ("第一，建港口", "建港口"),
        ("建港口", "建港口"),
    ],
)
def test_an_item_without_its_mark(marked: str, bare: str) -> None:
    assert without_mark(marked) == bare


PIECES = st.sampled_from(
    "一是 二是 三是 第一， 第二， （一） （二） 1. 2. ① ② 一、 二、 第一条 问： 答： 建港口 。 ； ， \n \n : 　 𠮷".split(
        " "
    )
)


@given(st.one_of(st.text(max_size=80), st.lists(PIECES, max_size=30).map("".join)))
def test_whatever_the_text_items_are_in_order_and_begin_with_their_heads(text: str) -> None:
    for found in find_enumerations(document(text)):
        assert len(found.items) >= 2
        for item in found.items:
            assert item.span.end <= len(text)
            assert item.head.start == item.span.start and item.span.contains(item.head)
        for one, next_one in zip(found.items, found.items[1:], strict=False):
            assert one.span.end <= next_one.span.start
