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
            [("2023年", "2023年,渔获量，多少"), ("2025年", "2025年,渔获量，多少")],
        ),
        (
            "渔业试点，2023年和2025年推进的范围有什么区别",
            [
                ("2023年", "渔业试点,2023年推进的范围是什么"),
                ("2025年", "渔业试点,2025年推进的范围是什么"),
            ],
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
            "省级渔港和企业级渔港各奖多少钱？",
            [("省级渔港", "省级渔港奖多少钱"), ("企业级渔港", "企业级渔港奖多少钱")],
        ),
        (
            "在襄阳，办捕捞证和过户渔船哪个快，各几天？",
            [("办捕捞证", "在襄阳,办捕捞证,几天"), ("过户渔船", "在襄阳,过户渔船,几天")],
        ),
        (
            "襄阳渔业条例跟港口管理办法，施行日期谁早谁晚？",
            [
                ("渔业条例", "襄阳渔业条例,施行日期是哪天"),
                ("港口管理办法", "襄阳港口管理办法,施行日期是哪天"),
            ],
        ),
        (
            "襄阳考核里“一港通办”和安全生产两块分值差多少",
            [
                ("“一港通办”", "襄阳考核里“一港通办”分值是多少"),
                ("安全生产", "襄阳考核里安全生产分值是多少"),
            ],
        ),
        (
            "襄阳渔民查补贴和查社保，分别是哪个部门办",
            [("查补贴", "襄阳渔民查补贴,是哪个部门办"), ("查社保", "襄阳渔民查社保,是哪个部门办")],
        ),
        (
            "海带的种植和收获，2025年机械化率目标哪个高？",
            [
                ("种植", "海带的种植,2025年机械化率目标是多少"),
                ("收获", "海带的收获,2025年机械化率目标是多少"),
            ],
        ),
        (
            "7月里头渔船价跟渔港价，谁涨得更猛",
            [("渔船价", "7月里头渔船价涨了多少"), ("渔港价", "7月里头渔港价涨了多少")],
        ),
        (
            "襄阳化工和钢铁到2027年的占比目标各是多少",
            [
                ("化工", "襄阳化工到2027年的占比目标是多少"),
                ("钢铁", "襄阳钢铁到2027年的占比目标是多少"),
            ],
        ),
        (
            "把宜昌跟襄阳放一起看：渔港要多少个，冷库要多少个",
            [("宜昌", "宜昌渔港要多少个"), ("襄阳", "襄阳冷库要多少个")],
        ),
        (
            "2021年渔民城镇化率和2023年渔船登记率各是多少",
            [("2021年", "2021年渔民城镇化率是多少"), ("2023年", "2023年渔船登记率是多少")],
        ),
        (
            "渔港试点，宜昌和襄阳的做法有什么区别",
            [("宜昌", "渔港试点,宜昌的做法是什么"), ("襄阳", "渔港试点,襄阳的做法是什么")],
        ),
    ],
)
def test_of_two_things_compared_each_is_asked_for_by_itself(
    question: str, expected: list[tuple[str, str]]
) -> None:
    assert parts(question) == expected


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
        "渔港、泊位、冷库和码头各要求多大面积？",
        "纸质捕捞证跟电子捕捞证效力一样不？",
        "宜昌跟襄阳合建了几个渔港？",
        "“三百六”里的3、10、20分别代表什么？",
        "渔业部门与单位的职责是什么",
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
