"""How later questions open: whether they go on, correct, return, or leave the topic."""

import pytest

from chat.conversation import completed
from tests.chat.conftest import TITLE, complete


@pytest.mark.parametrize(
    ("before", "question", "stands_alone"),
    [
        ("到2027年襄阳的海洋产业规模要达到多少？", "我们是小微企业，上云有补贴吗？", True),
        ("到2027年襄阳的海洋产业规模要达到多少？", "我们是小微企业，规模不够能拿补贴吗？", False),
        ("小微企业上云补多少钱？", "我们是中型企业，能补多少？", False),
        ("到2027年襄阳的海洋产业规模要达到多少？", "我是说宜昌，要达到多少？", False),
    ],
)
def test_who_says_what_they_are_after_a_target_asks_of_something_else(
    before: str, question: str, stands_alone: bool
) -> None:
    whole = completed(question, [before], lambda earlier: TITLE, lambda earlier, later, together: True)
    assert (whole is None) == stands_alone


@pytest.mark.parametrize(
    "question",
    [
        "襄阳市养老服务床位的建设补助标准是多少？",
        "谢谢",
        "",
    ],
)
def test_a_question_that_stands_on_its_own_is_left_as_it_is(question: str) -> None:
    assert complete(question, "到2027年武汉有多少家上云企业？") is None


def test_a_question_with_a_subject_of_its_own_takes_neither_place_nor_year_of_another() -> None:
    assert complete("产教融合有哪三大举措？", "襄阳市养老服务补助办法从哪天起施行？") is None
    assert complete("产教融合有哪三大举措？", "到2027年襄阳的海洋产业规模要达到多少？") is None


@pytest.mark.parametrize(
    ("speaks", "whole"), [(True, "冷链公司领导小组，办公室设在哪个部门?"), (False, None)]
)
def test_whether_a_question_with_words_of_its_own_goes_on_is_for_the_documents(
    speaks: bool, whole: str | None
) -> None:
    given = completed(
        "办公室设在哪个部门?", ["冷链公司领导小组由谁牵头？"], lambda _: None, lambda *asked: speaks
    )
    assert given == whole


def test_one_may_return_to_an_earlier_question() -> None:
    asked = ["冷链公司的补助最高多少？", "换个话题，海洋馆几点开门？"]
    whole = complete("回到前面冷链那个，要先审批吗", *asked)
    assert whole is not None and "冷链公司" in whole and "海洋馆" not in whole


@pytest.mark.parametrize(
    ("question", "whole"),
    [
        ("换个话题：养老床位补助标准是多少？", "养老床位补助标准是多少?"),
        ("换个事，襄阳的养老办法还有效吗", "襄阳的养老办法还有效吗"),
        ("对了另外问下，养老床位补多少", "养老床位补多少"),
        ("先不管那个，渔船报废补多少？", "渔船报废补多少?"),
        ("另一件事，渔船报废补多少？", "渔船报废补多少?"),
        ("再问一个不相干的，渔船报废补多少？", "渔船报废补多少?"),
        ("不谈规模了，渔船报废补多少？", "渔船报废补多少?"),
        ("这个懂了，还想打听渔船报废补多少？", "渔船报废补多少?"),
    ],
)
def test_what_announces_another_topic_is_dropped(question: str, whole: str) -> None:
    assert complete(question, "到2027年武汉有多少家上云企业？") == whole


def test_a_figure_of_a_thing_of_its_own_does_not_go_on_about_another_ones() -> None:
    given = completed(
        "那渔船改造的典型，一年发几个",
        ["襄阳“链条式”冷链案例每年发布多少个？"],
        lambda _: None,
        lambda *asked: True,
    )
    assert given == "襄阳渔船改造的典型,一年发几个"


@pytest.mark.parametrize(
    ("before", "whole"),
    [
        ("2021年渔船卖了多少艘？", "2021年渔网卖了多少张?"),
        ("襄阳渔船补贴多少钱？", "襄阳一年渔网卖了多少张?"),
    ],
)
def test_that_year_is_the_earlier_questions_where_it_names_one(before: str, whole: str) -> None:
    assert complete("那一年渔网卖了多少张？", before) == whole


@pytest.mark.parametrize(
    ("before", "question", "whole"),
    [
        ("2016年渔业产值目标是多少？", "我是问2013年的", "2013年渔业产值目标是多少？"),
        ("2016年渔业产值目标是多少？", "不是这年 我问的是2013年的", "2013年渔业产值目标是多少？"),
        ("2025年全国渔船总数要到多少？", "我说的是2020年那个目标", "2020年全国渔船总数要到多少？"),
        ("襄阳2022年7月底前要清理多少张渔网？", "9月底呢", "襄阳2022年9月底前要清理多少张渔网？"),
        ("襄阳到2023年渔船上网要新增多少艘？", "那每年呢", "襄阳渔船上网每年要新增多少艘？"),
        ("襄阳渔场营收过五百亿的有几家？", "一百亿以上的又是多少家？", "襄阳渔场营收100亿以上的有几家？"),
    ],
)
def test_what_is_corrected_or_asked_again_is_replaced(before: str, question: str, whole: str) -> None:
    assert complete(question, before) == whole
