"""Questions that compare, in the words people compare with: of each side it is asked what it is."""

import pytest

from chat.parts import parts_of
from chat.question import analyse


def parts(question: str) -> list[str]:
    return [part.question for part in parts_of(question, lambda _: None)]


@pytest.mark.parametrize(
    ("question", "first", "second"),
    [
        ("省级渔港和企业级渔港拿的奖补差别多大", "省级渔港的奖补是多少", "企业级渔港拿的奖补是多少"),
        (
            "渔获量涨得快的是2021年还是2023年？",
            "2021年渔获量涨了多少",
            "2023年渔获量涨了多少",
        ),
        ("鱼价降得猛的是2021年还是2023年？", "2021年鱼价降了多少", "2023年鱼价降了多少"),
        ("宜昌和襄阳哪边答复快？各几天", "宜昌答复要多久", "襄阳答复要多久"),
        (
            "渔港补贴和渔船贷款，对船龄的年限要求一样吗？",
            "渔港补贴,对船龄的年限要求是多久",
            "渔船贷款,对船龄的年限要求是多久",
        ),
        (
            "2022年9月和2023年4月两次征集渔港方案，各收多少份",
            "2022年9月征集渔港方案,收多少份",
            "2023年4月征集渔港方案,收多少份",
        ),
        (
            "渔港补助规模，2024比2022多了还是少了？各多少",
            "渔港补助规模,2024,多少",
            "渔港补助规模,2022,多少",
        ),
    ],
)
def test_each_side_is_asked_what_it_is(question: str, first: str, second: str) -> None:
    assert parts(question) == [first, second]


def test_cases_in_a_row_are_each_asked_for_by_their_number() -> None:
    assert parts("渔船违规一次、两次、三次，处罚有什么区别") == [
        "渔船违规一次,处罚是什么",
        "渔船违规两次,处罚是什么",
        "渔船违规三次,处罚是什么",
    ]


def test_a_documents_name_is_taken_whole() -> None:
    assert parts("找渔业担保，省政府就业意见和省办6号文各怎么说费率的？") == [
        "找渔业担保,省政府就业意见怎么说费率的",
        "找渔业担保,省办6号文怎么说费率的",
    ]


@pytest.mark.parametrize(
    ("question", "second"),
    [
        ("襄阳推动多少企业做安全分级，做了补多少？", "襄阳企业做安全分级，做了补多少?"),
        ("渔业保险，全省怎么要求的，襄阳又做到哪一步了", "渔业保险，襄阳做到哪一步了"),
        (
            "襄阳每年挑几家内外网改得好的渔场，选上的每家奖多少？",
            "襄阳内外网改得好的渔场，选上的每家奖多少?",
        ),
    ],
)
def test_a_second_question_keeps_what_both_are_about(question: str, second: str) -> None:
    assert parts(question)[1:] == [second]


@pytest.mark.parametrize(
    "question",
    ["纸质捕捞证和电子捕捞证效力是不是一样", "要修渔港还是要造渔船", "渔船是登记早的先补吗"],
)
def test_what_is_no_value_is_not_compared(question: str) -> None:
    assert parts(question) == [question]


@pytest.mark.parametrize(
    ("question", "several"),
    [
        ("渔港奖补分几档，各档多少？", True),
        ("今年新建几座泊位，累计多少座", True),
        ("三起渔船事故各死了多少人", True),
        ("渔港奖补多少", False),
        ("各地渔港能补多少", False),
    ],
)
def test_several_figures_are_asked_for_at_once(question: str, several: bool) -> None:
    assert analyse(question).asks_several == several
