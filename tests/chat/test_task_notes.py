"""The note behind a task that says who does it and until when."""

import pytest

from chat.assistant import Assistant
from chat.charge import asks_charge, puts_in_charge
from chat.task_notes import task_of
from corpus.document import Document, Span
from tests.chat.conftest import assistant_over

PLAN = Document(
    "orchard-plan",
    "云溪市果园提升行动方案",
    "云溪市果园提升行动方案\n\n一、重点任务\n"
    "（一）推广节水灌溉，建设果园节水示范片。组织果农开展修剪技术培训。（市农业农村局负责落实，完成时限：2031年10月）\n"
    "（二）开展果品冷藏库改造，改造产地冷藏库。\n责任单位：市商务局、市供销社\n"
    "（三）举办果品展销会，组织果农参展。\n"
    "（四）编制果树品种名录。（市林业局牵头）建立果品检测站，配备检测设备。（市市场监管局、市卫生健康委负责）\n"
    "（五）推广果园保险。（负责部门：市金融局，适用范围：沿江果园）\n",
    region="云溪市",
)


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return assistant_over(tmp_path_factory.mktemp("orchards"), [PLAN])


@pytest.mark.parametrize(
    ("question", "task", "note", "short"),
    [
        (
            "云溪市建设果园节水示范片归哪个局管？",
            "建设果园节水示范片",
            "（市农业农村局负责落实",
            "市农业农村局",
        ),
        ("云溪市果农修剪技术培训由哪个部门负责？", "修剪技术培训", "（市农业农村局负责落实", "市农业农村局"),
        ("云溪市改造产地冷藏库由哪个部门负责？", "改造产地冷藏库", "责任单位：市商务局", None),
        ("云溪市改造产地冷藏库，哪两家单位负责？", "改造产地冷藏库", "责任单位：市商务局、市供销社", None),
        ("云溪市推广果园保险是哪个部门的事？", "推广果园保险", "（负责部门：市金融局", "市金融局"),
        ("云溪市编制果树品种名录谁牵头？", "编制果树品种名录", "（市林业局牵头）", "市林业局"),
        (
            "云溪市建立果品检测站归哪几个部门负责？",
            "建立果品检测站",
            "（市市场监管局、市卫生健康委负责）",
            None,
        ),
    ],
)
def test_a_task_is_quoted_with_the_note_that_names_its_office(
    assistant: Assistant, question: str, task: str, note: str, short: str | None
) -> None:
    answer = assistant.ask(question)
    assert answer.outcome == "answered"
    quotes = [citation.quote for citation in answer.citations]
    assert any(task in quote for quote in quotes) and any(note in quote for quote in quotes)
    for citation in answer.citations:
        assert PLAN.text[citation.span.start : citation.span.end] == citation.quote
    if short:
        assert answer.short_answer == short


def test_the_note_of_another_task_is_none_of_this_one(assistant: Assistant) -> None:
    answer = assistant.ask("云溪市举办果品展销会由哪个部门负责？")
    assert answer.outcome == "abstained" or "市商务局" not in answer.text


def test_a_note_before_a_sentence_is_none_of_it(assistant: Assistant) -> None:
    answer = assistant.ask("云溪市建立果品检测站归哪几个部门负责？")
    assert "市林业局" not in answer.text


@pytest.mark.parametrize(
    "question", ["修路归哪几家管？", "这事由谁牵头", "检测站的责任单位有哪些", "开放平台哪两个局负责"]
)
def test_who_is_in_charge_is_asked(question: str) -> None:
    assert asks_charge(question)


@pytest.mark.parametrize(
    "question", ["项目负责人要什么条件", "事项在哪个系统里统一管着", "由谁颁奖", "负责修路的补多少钱"]
)
def test_what_asks_for_something_else(question: str) -> None:
    assert not asks_charge(question)


def test_what_puts_somebody_in_charge() -> None:
    assert puts_in_charge("市水务局负责河道的日常维护。")
    assert puts_in_charge("维护资金由镇政府承担。")
    assert not puts_in_charge("项目负责人由镇上推荐。")


def test_a_note_that_is_a_line_of_its_own_is_shown_with_its_task(assistant: Assistant) -> None:
    material, _ = assistant.drafted("云溪市改造产地冷藏库由谁负责？")
    start = PLAN.text.index("责任单位：")
    note = Span(PLAN.doc_id, start, PLAN.text.index("\n", start))
    task = task_of(material, note)
    assert task is not None and material.words(task) == "（二）开展果品冷藏库改造，改造产地冷藏库。"
    assert task_of(material, task) is None  # is no note
    bracketed = PLAN.text.index("（市林业局牵头）")  # behind its task, on the same line
    assert task_of(material, Span(PLAN.doc_id, bracketed, bracketed + 8)) is None
