"""How much of an earlier question a later one takes over: cases, values, years and things named in others' place."""

import pytest

from chat.conversation import completed, understood
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
        # a post or body that the first question was about is no part of what another is asked of
        ("襄阳渔业救助指挥部的总指挥是谁？", "物资科归谁管？", "襄阳渔业救助指挥部，物资科归谁管?"),
        ("渔业应急预案里水利局管什么", "那拖船归谁派", "渔业应急预案里，拖船归谁派"),
        # what both name stands once
        ("襄阳渔港集约化试点选了哪些地方？", "试点最晚几月做完？", "襄阳渔港集约化试点最晚几月做完?"),
        # an amount of the subject replaced
        ("襄阳产值超千亿的渔企要有多少家？", "超五百亿的呢，要有几家", "襄阳产值超500亿的渔企，要有几家"),
        (
            "单船运100万吨以上货物要走什么程序？",
            "如果只有几万吨的普通货物呢",
            "单船运几万吨的普通货物要走什么程序？",
        ),
        # only said to be meant, and not to be
        ("渔业数据算不算财产？", "我是说襄阳，不是武汉", "襄阳渔业数据算不算财产？"),
        # a case, after a question for a yes or no
        ("渔船贷款能贴息吗？", "要是后来停航了？", "渔船贷款贴息，要是后来停航了怎么办?"),
        # a deputy
        ("渔业联席会议召集人是谁？", "副召集人呢", "渔业联席会议副召集人是谁？"),
        # another topic, of the same place
        ("襄阳渔船登记要几天", "换个话题：接自来水几天通？", "襄阳接自来水几天通?"),
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


@pytest.mark.parametrize(
    ("before", "question", "own"),
    [
        ("襄阳渔业救助指挥部设在哪？", "拖船归谁派", "拖船归谁派"),
        ("渔船贷款能贴息吗？", "要是后来停航了呢？", "后来停航了怎么办?"),
        ("渔船从什么时候开始缴费？", "合同没写日期呢？", "合同没写日期，从什么时候开始缴费？"),
        ("新渔港领专用发票最多几份？", "普票呢，一个月几份", "普票，一个月几份"),
        ("渔港2023年建成几个？", "那2024年呢？", ""),
    ],
)
def test_its_own_words_are_told_from_what_it_takes_over(before: str, question: str, own: str) -> None:
    turn = understood(question, [before], lambda earlier: None, lambda *asked: True)
    assert turn and turn.own == own and turn.own_of(turn.whole) == own


def test_another_topic_keeps_the_place_only_where_its_document_speaks_of_it() -> None:
    asked = ("换个话题：外贸顺差多少？", ["襄阳渔船登记要几天"], lambda earlier: None)
    assert completed(*asked, lambda *_: False) == "外贸顺差多少?"
