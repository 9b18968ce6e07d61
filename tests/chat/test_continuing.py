"""How much of an earlier question a later one takes over: cases, values, years and things named in others' place."""

import pytest

from chat.conversation import completed
from chat.question import years_of
from chat.relative_years import with_years


def complete(question: str, *history: str) -> str | None:
    return completed(question, history, lambda earlier: None, lambda *asked: True)


@pytest.mark.parametrize(
    ("before", "question", "whole"),
    [
        # a case of what was spoken of has no subject of its own
        ("申请捕捞证多少天办结？", "要是不批呢，得说明什么？", "申请捕捞证，要是不批呢,得说明什么?"),
        # a value by its own name is asked of the thing, not of its rate
        ("2024年渔业赤字率按多少安排？", "规模有多大", "2024年渔业赤字，规模有多大"),
        # another thing of the same noun takes the place of the first
        ("襄阳对国家级渔港补多少？", "市级的渔港能补多少", "襄阳，市级的渔港能补多少"),
        ("襄阳渔业规则说常务会议一个月开几次？", "全体会议多久开一回", "襄阳渔业规则，全体会议多久开一回"),
        # what something is given for
        ("襄阳对旧船首次报废怎么补？", "买探鱼设备和工具呢？", "襄阳对买探鱼设备和工具怎么补？"),
        # a counterpart with what is said of it
        ("2023年居民人均渔业收入增长多少？", "山区农民的呢", "2023年山区农民人均渔业收入增长多少？"),
        # how often a thing is done is not what it is
        ("渔业考评每年考几次？", "对结果不服，能重评吗", "渔业考评，对结果不服,能重评吗"),
        ("渔船停航，最多停多久？", "到期还开不了怎么办？", "渔船停航，到期还开不了怎么办?"),
    ],
)
def test_what_a_later_question_needs_is_taken_over(before: str, question: str, whole: str) -> None:
    assert complete(question, before) == whole


def test_this_thing_is_the_last_questions_though_the_talk_is_about_another() -> None:
    history = "襄阳申请有条件开放的渔场，多少天处理", "拿来做商业养殖行不行"
    given = complete("怎么选这个养殖的人", *history)
    assert given == "襄阳申请有条件开放的渔场,拿来做商业养殖，怎么选这个养殖的人"


@pytest.mark.parametrize(
    ("before", "question", "whole"),
    [
        ("渔港2023年建成几个？", "上一年呢", "渔港2022年建成几个？"),
        ("渔港2023年建成几个？", "次年呢", "渔港2024年建成几个？"),
        ("十四五期间渔获量目标是多少？", "下一个五年呢", "十五五期间渔获量目标是多少？"),
        ("十二五渔业规划里泊位目标是多少？", "后一个五年要到多少", "十三五渔业规划里泊位目标是多少？"),
    ],
)
def test_years_and_plans_are_named_by_those_before(before: str, question: str, whole: str) -> None:
    assert complete(question, before) == whole


@pytest.mark.parametrize("question", ["比上一年多了几成", "上年末有多少", "下一步怎么办"])
def test_what_only_compares_years_names_none(question: str) -> None:
    assert with_years(question, "渔港2023年建成几个？") == question


@pytest.mark.parametrize(
    ("question", "years"),
    [
        ("二一年渔获量多少", (2021,)),
        ("95年实际招了多少", (1995,)),
        ("09年和24年的渔港", (2009, 2024)),
        ("十二年禁渔", ()),
        ("养了二十年", ()),
        ("二三年内还清", ()),
    ],
)
def test_years_without_their_century_are_read(question: str, years: tuple[int, ...]) -> None:
    assert years_of(question) == years
