"""A day asserted and asked to be confirmed is asked for."""

import pytest

from chat.day_claims import with_day_asked
from chat.question import analyse


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("渔港办法是2022年元旦生效的吧?", "渔港办法什么时候生效的"),
        ("襄阳的渔业条例不是2022年1月1日才开始施行吗?", "襄阳的渔业条例什么时候施行"),
        ("渔船补贴通知执行到2018年底,对吧", "渔船补贴通知执行到什么时候"),
        ("渔港办法是3月5日公布的,没错吧?", "渔港办法什么时候公布的"),
    ],
)
def test_a_day_to_be_confirmed_is_asked_for(question: str, asked: str) -> None:
    assert with_day_asked(question) == asked
    assert analyse(question).kind == "date" and not analyse(question).years


@pytest.mark.parametrize(
    "question",
    [
        "2024年发的渔业债券个人能买吗",  # when it was issued says which one
        "2022年渔获量目标是6万吨,对吧",
        "渔港办法2022年1月1日起施行,归谁管",
        "渔港办法2022年1月1日起施行",
        "渔船能登记吗",
    ],
)
def test_other_questions_stay_as_they_are(question: str) -> None:
    assert with_day_asked(question) == question
