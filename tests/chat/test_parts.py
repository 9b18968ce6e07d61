"""Questions of several parts: each complete, named by its year or place, without the words that compare."""

import pytest

from chat.parts import Part, parts_of


def parts(question: str) -> list[tuple[str, str]]:
    return [(part.label, part.question) for part in parts_of(question, lambda _: None)]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        (
            "23年和25年的渔获量各是多少",
            [("2023年", "2023年的渔获量是多少"), ("2025年", "2025年的渔获量是多少")],
        ),
        (
            "2023年跟2025年的渔获量目标有什么不同？",
            [("2023年", "2023年的渔获量目标是多少"), ("2025年", "2025年的渔获量目标是多少")],
        ),
        (
            "2023年和2025年，哪年渔获量多，各多少？",
            [("2023年", "2023年,渔获量是多少"), ("2025年", "2025年,渔获量是多少")],
        ),
        (
            "渔业试点，2023年和2025年推进的范围有什么区别",
            [
                ("2023年", "渔业试点,2023年推进的范围是什么"),
                ("2025年", "渔业试点,2025年推进的范围是什么"),
            ],
        ),
        (
            "渔港投资，25年比23年多，两年各投了多少？",
            [("2025年", "渔港投资,2025年,投了多少"), ("2023年", "渔港投资,2023年,投了多少")],
        ),
        (
            "宜昌和襄阳分别要几天答复？",
            [("宜昌", "宜昌要几天答复"), ("襄阳", "襄阳要几天答复")],
        ),
        (
            "宜昌申办龙舟赛、襄阳申办马拉松，经费各由谁出？",
            [("宜昌", "宜昌申办龙舟赛,经费由谁出"), ("襄阳", "襄阳申办马拉松,经费由谁出")],
        ),
        (
            "宜昌每年发布多少个场景，襄阳每年多少个",
            [("宜昌", "宜昌每年发布多少个场景"), ("襄阳", "襄阳每年多少个")],
        ),
        (
            "渔业收支6月份和7月份有啥变化？都是2023年的。",
            [("6月", "2023年渔业收支6月份是多少"), ("7月", "2023年渔业收支7月份是多少")],
        ),
    ],
)
def test_each_side_is_asked_for_by_itself(question: str, expected: list[tuple[str, str]]) -> None:
    assert parts(question) == expected


@pytest.mark.parametrize(
    "question",
    [
        "湖北省武汉市有哪些补贴",
        "2021到2023年间渔获量是多少",
        "宜昌市气象局和襄阳水文站合建的站点在哪里",
        "公司注册在宜昌、厂子在襄阳，能不能申领补贴",
        "到2027年渔获量是多少",
    ],
)
def test_what_compares_nothing_stays_one_question(question: str) -> None:
    assert parts_of(question, lambda _: None) == [Part(question)]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        (
            "襄阳冷链节点要建几个，建成一个最高补多少？",
            ["襄阳冷链节点要建几个", "襄阳冷链节点，建成一个最高补多少?"],
        ),
        (
            "襄阳到2023年培育多少家养殖平台，每家奖多少钱？",
            ["襄阳到2023年培育多少家养殖平台", "襄阳养殖平台，每家奖多少钱?"],
        ),
        ("“鱼盆子”归谁负责，“虾篮子”又归谁", ["“鱼盆子”归谁负责", "“虾篮子”归谁"]),
        (
            "襄阳省级渔港最高奖多少，企业级渔港呢",
            ["襄阳省级渔港最高奖多少", "襄阳企业级渔港最高奖多少"],
        ),
        (
            "渔船换新的那个计划叫什么，由谁管",
            ["渔船换新的那个计划叫什么", "渔船换新的那个计划，由谁管"],
        ),
        ("渔业协会叫什么，什么时候成立的", ["渔业协会叫什么", "渔业协会，什么时候成立的"]),
        ("渔港总共会有多少，哪个局管考核", ["渔港总共会有多少", "渔港，哪个局管考核"]),
        (
            "渔船贷款最多贷多少，襄阳又说可以怎么办",
            ["渔船贷款最多贷多少", "渔船贷款，襄阳说可以怎么办"],
        ),
    ],
)
def test_two_clauses_that_ask_for_different_things_are_two_questions(
    question: str, expected: list[str]
) -> None:
    assert [part for _, part in parts(question)] == expected


@pytest.mark.parametrize(
    "question",
    [
        "襄阳考核的五个方面都是哪些，各多少分？",
        "渔业平台分几类，都叫什么",
        "渔船改造按几成补，封顶多少",
        "襄阳有没有渔船补贴，补多少",
        "失业渔民能领补贴吗，领多少",
        "要招够多少人，最多贷多少？",
        "几个部门一起发的文，由谁来解读",
        "渔业条例和港口办法里的渔民指的是谁",
        "纸质捕捞证跟电子捕捞证效力一样不？",
        "宜昌跟襄阳合建了几个渔港？",
        "“三百六”里的3、10、20分别代表什么？",
        "渔业部门与单位的职责是什么",
        "渔船、渔港这些，2024年定的目标分别是啥",
        "襄阳对各地渔港和码头有多少补助",
        "湖北省里给完补助，武汉市再叠加多少钱？",
        "渔业考核的分由哪几块拼成、各占多少？",
        "襄阳渔业便民那几项，牵头考核的是谁？",
    ],
)
def test_what_asks_once_stays_one_question(question: str) -> None:
    assert parts_of(question, lambda _: None) == [Part(question)]


def test_what_only_names_its_topic_before_it_asks_is_one_question() -> None:
    assert parts("冷链物流呢？要用哪些数据") == [("", "冷链物流，要用哪些数据")]


def test_sides_joined_by_a_conjunction_are_less_certain_than_places_and_years() -> None:
    pair = parts_of("省级渔港和企业级渔港各奖多少钱？", lambda _: None)
    places = parts_of("宜昌和襄阳分别要几天答复？", lambda _: None)
    assert [part.certain for part in pair] == [False, False]
    assert [part.certain for part in places] == [True, True]


def test_a_sentence_that_only_names_the_source_is_no_question_of_its_own() -> None:
    asked = "渔船不能以哪些理由拒检？滨海的条例列了哪些"
    assert parts(asked) == [("", "滨海的条例，渔船不能以哪些理由拒检？")]
