"""What settles a question for a yes or no."""

from pathlib import Path

import pytest

from chat.opposites import opposed
from chat.yes_no import claims_day, poles, settles
from corpus.document import Document
from tests.chat.conftest import assistant_over

RULES = Document(
    "rules",
    "云溪市冷库管理办法",
    """云溪市冷库管理办法

第三条　市商务局负责冷库的日常管理，每年公布冷库的名录。
第四条　冷库建设由市发展改革委审批，审批结果在网上公布。
第五条　各县已经建成冷库交易平台的，应当与市平台对接，县级部门均不得另行建设冷库交易平台。
第六条　自筹资金建设的冷库自愿选用检测机构。
第七条　财政资金建设的冷库，检测机构由市商务局选取，检测机构选取结果应当公开。
""",
    region="云溪市",
)


@pytest.mark.parametrize(
    ("question", "text", "settled"),
    [
        ("县里能不能再建冷库平台", "县级部门均不得另行建设冷库平台。", True),
        ("县里能不能再建冷库平台", "县级冷库平台由市商务局考核。", False),
        ("检测非得找市里的机构吗", "冷库自愿选用检测机构。", True),
        ("检测非得找市里的机构吗", "检测机构每年考评一次。", False),
        ("冷库的支出是不是压缩了", "冷库支出比上年扩大2亿元。", True),
        ("冷库的支出是不是压缩了", "冷库支出为2亿元。", False),
        ("冷库已经有80座了吧", "冷库达到73座。", True),
        ("冷库已经有80座了吧", "冷库由市商务局管理。", False),
        ("名录在9月底前公布，对吗", "名录于6月30日印发。", True),
        ("名录是税务局印发的吧", "名录由市商务局负责印发。", True),
        ("名录是税务局印发的吧", "名录共收冷库73座。", False),
        ("冷库是什么", "冷库不得出租。", None),
        ("冷库建设多少钱", "可以申请30万元。", None),
    ],
)
def test_a_text_settles_a_question_by_saying_which_of_the_two_holds(
    question: str, text: str, settled: bool | None
) -> None:
    assert settles(question, text) is settled


def test_a_pole_of_the_scale_asked_about_is_no_contradiction() -> None:
    assert "顺差" in poles("一季度是净流出的吧") and not poles("一季度净流出多少")
    assert opposed("上半年是逆差吧", "上半年为顺差。") == 0.0
    assert opposed("上半年的逆差有多大", "上半年为顺差。") == 1.0
    assert opposed("高压用户能减免吗", "低压用户可以减免。") == 1.0


@pytest.mark.parametrize(
    ("question", "claimed"),
    [
        ("冷库办法执行到2028年底，对吧", True),
        ("冷库办法不是2024年1月才开始施行吗", True),
        ("2024年冷库的支出压缩了吗", False),
        ("冷库办法执行到2028年底的有哪些", False),
    ],
)
def test_a_day_asserted_is_told_from_one_asked_for(question: str, claimed: bool) -> None:
    assert claims_day(question) is claimed


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("自筹资金建的冷库，非得用市里选的检测机构吗", "自愿选用"),
        ("云溪市的县里还可以自己再搭一个冷库交易平台吗", "不得另行建设"),
    ],
)
def test_the_sentence_that_settles_goes_before_its_neighbours(
    question: str, answer: str, tmp_path: Path
) -> None:
    material, drafts = assistant_over(tmp_path, [RULES]).drafted(question)
    assert any(
        answer in material.words(span) for draft in drafts for spans in draft.statements for span in spans
    )
