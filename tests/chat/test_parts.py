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
