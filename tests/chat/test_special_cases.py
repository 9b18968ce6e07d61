"""Special cases that a question for a yes or no asks about."""

import pytest

from chat.special_cases import speaks_of_the_case


@pytest.mark.parametrize(
    ("question", "text", "speaks"),
    [
        ("二手冷藏车能领补助吗", "购置冷藏车的，每辆补助3万元。", False),
        ("二手冷藏车能领补助吗", "全新的冷藏车每辆补助3万元。", True),
        ("冷链贷款能不能提前还", "冷链贷款最长3年。", False),
        ("冷链贷款能不能提前还", "提前还清冷链贷款的，不收违约金。", True),
        ("冷库大厅周末办公吗", "冷库大厅设三个窗口。", False),
        ("外省的冷库能入驻吗", "平台面向全国的冷库。", True),
        ("外商投资的冷库能拿补助吗", "每座冷库补助3万元。", False),
        ("外商投资的冷库能拿补助吗", "各种所有制的冷库都可申请补助。", True),
        ("周日也能去冷库大厅吗", "冷库大厅在周日提供服务。", True),
        ("我能替爸妈领冷链补助吗", "冷链补助由车主申领。", False),
        ("冷库能领补助吗", "每座冷库补助3万元。", True),
    ],
)
def test_what_holds_in_general_says_nothing_of_a_special_case(question: str, text: str, speaks: bool) -> None:
    assert speaks_of_the_case(question, text) is speaks
