"""What is asked of a document itself, short answers of their kind, and documents that contradict one another."""

from datetime import date
from pathlib import Path

import pytest

from chat.assistant import Assistant
from chat.opposites import counterpart, opposed
from chat.words import rarity
from corpus.document import Document
from tests.chat.conftest import assistant_over

RULES = Document(
    "rules",
    "岚山市渔港管理办法",
    """岚山市渔港管理办法
岚政发〔2023〕14号

第一条　为了规范渔港管理，制定本办法。
第二条　市海洋渔业局负责全市渔港的监督管理；渔港防台风应急工作由市应急管理局牵头，气象部门配合。
第三条　渔船进港前应当向渔港值班室报告，值班电话0633-8812345。
第四条　本办法自2023年9月1日起施行，有效期至2028年8月31日。

岚山市人民政府
2023年7月20日
""",
    issuer="岚山市人民政府",
    document_number="岚政发〔2023〕14号",
    region="岚山市",
    document_type="measures",
    issued_on=date(2023, 7, 20),
    effective_on=date(2023, 9, 1),
    expires_on=date(2028, 8, 31),
)
OLDER = Document(
    "older",
    "岚山市海洋经济行动方案",
    "岚山市海洋经济行动方案\n\n一、目标\n到2027年，全市海洋经济规模达到300亿元，国家级海洋牧场达到4个。\n",
    region="岚山市",
    document_type="action_plan",
    issued_on=date(2021, 3, 1),
)
NEWER = Document(
    "newer",
    "岚山市海洋经济倍增计划",
    "岚山市海洋经济倍增计划\n\n一、目标\n到2027年，全市海洋经济规模达到450亿元。\n",
    region="岚山市",
    document_type="action_plan",
    issued_on=date(2025, 3, 1),
)


@pytest.fixture(scope="module")
def harbour(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    home: Path = tmp_path_factory.mktemp("harbour")
    return assistant_over(home, [RULES, OLDER, NEWER])


@pytest.mark.parametrize(
    ("question", "short"),
    [
        ("岚山市渔港管理办法的文号是什么？", "岚政发〔2023〕14号"),
        ("岚山市渔港管理办法是哪天印发的？", "2023年7月20日"),
        ("岚山市渔港管理办法从什么时候开始施行？", "2023年9月1日"),
        ("岚山市渔港管理办法有效期到哪天？", "2028年8月31日"),
        ("渔港防台风应急工作由哪个部门牵头？", "市应急管理局"),
        ("渔港值班电话是多少？", "0633-8812345"),
    ],
)
def test_a_short_answer_is_the_very_thing_asked_for(harbour: Assistant, question: str, short: str) -> None:
    answer = harbour.ask(question)
    assert answer.short_answer == short
    assert any(short in citation.quote for citation in answer.citations)


@pytest.mark.parametrize(
    ("question", "short", "whole"),
    [
        ("岚山市渔港管理办法第三条里，进港报告的值班电话是多少？", "0633-8812345", False),
        ("岚山市渔港管理办法第四条规定从哪天起施行？", "2023年9月1日", False),
        ("岚山市渔港管理办法第二条讲了什么？", None, True),
    ],
)
def test_of_an_article_only_what_is_asked_of_it(
    harbour: Assistant, question: str, short: str | None, whole: bool
) -> None:
    answer = harbour.ask(question)
    assert answer.outcome == "answered" and answer.short_answer == short
    assert whole == any(citation.quote.startswith("第二条") for citation in answer.citations)


REPLY = Document(
    "reply",
    "岚山市人民政府关于设立深蓝海洋牧场的批复",
    "岚政函〔2024〕9号\n市海洋渔业局：\n同意设立深蓝海洋牧场，面积12平方公里。牧场每年3月1日开放。\n岚山市人民政府\n二〇二四年四月十二日\n",
    issuer="岚山市人民政府",
    region="岚山市",
    issued_on=date(2024, 4, 12),
)


@pytest.mark.parametrize(
    "question", ["岚山市什么时候批的深蓝海洋牧场？", "设立深蓝海洋牧场的批复是哪天下的？"]
)
def test_a_reply_was_given_on_its_own_day(tmp_path: Path, question: str) -> None:
    answer = assistant_over(tmp_path, [REPLY, RULES]).ask(question)
    assert answer.short_answer == "二〇二四年四月十二日"


def test_those_who_issued_a_document_together_are_those_who_signed_it(tmp_path: Path) -> None:
    text = "关于支持海洋牧场建设的通知\n各区海洋局：\n现将有关事项通知如下。\n一、每个牧场补贴30万元。\n\n岚山市财政局\n\n岚山市海洋渔业局\n\n岚山市委网信办\n\n2024年5月6日\n\n附件：申请表\n"
    notice = Document("joint", "关于支持海洋牧场建设的通知", text, issued_on=date(2024, 5, 6))
    answer = assistant_over(tmp_path, [notice, RULES]).ask("支持海洋牧场建设的通知是哪几个部门联合发的？")
    assert [citation.quote for citation in answer.citations] == [
        "岚山市财政局",
        "岚山市海洋渔业局",
        "岚山市委网信办",
    ]


def test_a_signature_that_is_not_understood_whole_is_not_given_in_part(tmp_path: Path) -> None:
    text = "关于支持海洋牧场建设的通知\n各区海洋局：\n每个牧场补贴30万元。\n\n岚山市审改办(岚山市政务局代章)\n\n岚山市财政局\n\n岚山市海洋渔业局\n\n2024年5月6日\n"
    notice = Document("joint", "关于支持海洋牧场建设的通知", text, issued_on=date(2024, 5, 6))
    answer = assistant_over(tmp_path, [notice, RULES]).ask("支持海洋牧场建设的通知是哪几个部门联合发的？")
    assert len(answer.citations) != 2


def test_a_draft_on_support_gives_the_name_that_is_asked_for(tmp_path: Path) -> None:
    text = (
        "云溪市渔业补贴细则\n\n一、补贴\n更新渔船的，每艘补贴30万元。渔船更新补贴由市渔业局审核，合格的给予补贴。\n"
        "二、贷款\n渔民贷款通过渔信通平台申请，给予贴息。\n"
    )
    assistant = assistant_over(tmp_path, [Document("d", "云溪市渔业补贴细则", text, region="云溪市")])
    material, drafted = assistant.drafted("云溪市渔船更新补贴由哪个部门审核？")
    support = [draft for draft in drafted if draft.kind == "support"]
    for draft in support:
        quoted = any("市渔业局" in material.words(span) for spans in draft.statements for span in spans)
        assert quoted == (draft.short is not None and material.words(draft.short) == "市渔业局")
    assert support


def test_what_another_document_contradicts_is_shown_with_it_the_newer_first(harbour: Assistant) -> None:
    answer = harbour.ask("到2027年岚山市海洋经济规模达到多少？")
    assert answer.short_answer == "450亿元"
    assert [citation.span.doc_id for citation in answer.citations] == ["newer", "older"]
    assert any("数值不同" in notice and "2021-03-01" in notice for notice in answer.notices)


def test_a_figure_that_one_document_gives_contradicts_nothing(harbour: Assistant) -> None:
    answer = harbour.ask("到2027年岚山市国家级海洋牧场达到多少个？")
    assert answer.short_answer == "4个" and not answer.notices


@pytest.mark.parametrize(
    ("question", "text", "against"),
    [
        ("高压供电几天接入", "接入低压供电的，时间不超过八个工作日", 1.0),
        ("低压供电几天接入", "接入低压供电的，时间不超过八个工作日", 0.0),
        ("省级平台补多少", "国家级平台补300万元，省级平台补100万元", 0.0),
        ("平台补多少", "国家级平台补300万元", 0.0),
        ("第三批项目有几项", "第二批项目共11项", 1.0),
        ("第二批项目有几项", "第一批9项，第二批11项", 0.0),
        ("海洋系统内有几人", "海洋系统外有19人", 1.0),
        ("专班的副组长是谁", "专班由市长任组长", 1.0),
        ("专班的副组长是谁", "专班由市长任组长，副市长任副组长", 0.0),
        ("专班的组长是谁", "专班由市长任组长", 0.0),
        ("专班的组长是谁", "组　长：王一　副组长：李二", 0.0),
        ("一共几座", "换热站新增30座", 1.0),
        ("新增几座", "换热站共有210座", 1.0),
        ("一共几座", "新增30座，累计210座", 0.0),
        ("省怎么安排", "各市分别制定办法", 1.0),
        ("国家的试点有几个", "试点城市的市场主体有12家", 0.0),
        ("国家的试点有几个", "本市试点12个", 1.0),
    ],
)
def test_words_that_exclude_one_another(question: str, text: str, against: float) -> None:
    assert opposed(question, text) == against


def test_a_level_stands_in_for_its_counterpart() -> None:
    assert counterpart("省级的", "国家级创新中心有几个") == ("省级", "国家级")
    assert counterpart("省级的", "省级创新中心有几个") is None


def test_names_are_rarer_than_common_words() -> None:
    assert rarity("企业") < rarity("摊铺机") <= 1.0 == rarity("没有这个词呀")
