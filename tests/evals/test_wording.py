import pytest
from hypothesis import given
from hypothesis import strategies as st

from evals.metrics.wording import characters, same_wording, says, without_marks


@pytest.mark.parametrize(
    ("text", "spelling"),
    [
        ("工业规模达到70000亿元。", "7万亿"),
        ("工业规模达到７万亿级。", "7万亿级"),
        ("达到1,300家", "1300家"),
        ("有一千三百家企业", "1300家"),
        ("三千家", "3000家"),
        ("百分之五十的补助", "50%"),
        ("50％", "50%"),
        ("２０２７年底前", "2027年"),
        ("超过 200 万辆", "200万辆"),
        ("1300家以上", "1300家"),
        ("发放“上云服务券”", "上云服务券"),
        ("发放上云 服务券", "上云服务券"),
        ("京发〔2024〕12号", "〔2024〕12号"),
        ("拨打12345热线", "12345"),
        ("总数过万家", "万家"),
        ("实施AI+制造", "ai＋制造"),
        ("规模〔1〕为7万亿", "规模为7万亿"),
    ],
)
def test_says_it(text: str, spelling: str) -> None:
    assert says(text, spelling)


@pytest.mark.parametrize(
    ("text", "spelling"),
    [
        ("增长125", "25"),
        ("增长2.5", "25"),
        ("增长2.5", "5"),
        ("增长25%", "25"),
        ("增长12.5%", "2.5%"),
        ("补助125万元", "25万元"),
        ("3.5亿元", "13.5亿元"),
        ("13.5亿元", "3.5亿元"),
        ("7000亿", "7万亿"),
        ("10万亿级", "7万亿级"),
        ("2030年", "2027年"),
        ("五个月内", "5年"),
        ("三千家", "千家"),
        ("一千三百家", "三百家"),
        ("不超过50万元", "不少于50万元"),
        ("京发〔2024〕112号", "12号"),
        ("编号123456", "12345"),
        ("ChatGPT", "GPT"),
        ("第1部分〔7〕", "7"),
        ("随便什么", ""),
        ("随便什么", "。"),
    ],
)
def test_does_not_say_it(text: str, spelling: str) -> None:
    assert not says(text, spelling)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("7万亿", "70000亿", True),
        ("7万亿级", "7万亿元", True),
        ("达到1300家", "1300家", True),
        ("共1300家", "1300家左右", True),
        ("上云服务券", "“上云服务券”。", True),
        ("25", "5", False),
        ("3.5", "13.5", False),
        ("50%", "50", False),
        ("50%", "百分之五十", True),
        ("2027年", "2030年", False),
        ("不超过50万元", "50万元", True),
        ("不超过50万元", "不低于50万元", False),
        ("5.5%以内", "5.5%左右", False),
        ("5.5%以内", "5.5%", True),
        ("超1300家", "1300家以上", True),
        ("约200万辆", "200万辆以上", False),
        ("3—5年", "5年", False),
        ("省经信厅", "省经信委", False),
        ("", "", False),
    ],
)
def test_same_wording(one: str, other: str, same: bool) -> None:
    assert same_wording(one, other) is same_wording(other, one) is same


def test_marks_go_and_document_numbers_stay() -> None:
    assert without_marks("甲〔1〕乙〔12〕，国发〔2024〕3号") == "甲乙，国发〔2024〕3号"


def test_characters_drop_width_punctuation_and_blanks() -> None:
    assert characters(" Ａ１，“百分之５０”（50％）\n〔3〕→乙") == "A1百分之5050→乙"


@given(st.text(alphabet="12千万亿0.,%年家级超上以的A〔〕 ，", max_size=30))
def test_whatever_has_a_token_says_itself_and_is_the_same_as_itself(text: str) -> None:
    assert same_wording(text, text) == says(text, text)
