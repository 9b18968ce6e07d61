"""Questions to a whole assistant over the four texts of `policy_texts`."""

from collections.abc import Sequence

import pytest

from chat.advice import REFUSAL
from chat.answer import Answer
from chat.assistant import Assistant, Delta, Progress, QuestionRefused
from corpus.filters import Filters
from tests.chat.policy_texts import TARGET, policies_in

ANSWERED = [  # question, short answer, document
    (TARGET, "6千亿级", "interview"),
    ("到2030年襄阳的临空产业规模要达到多少?", "9千亿级", "interview"),
    ("到2028年航空维修企业要达到多少家？", "120家", "interview"),
    ("现在全市已有航空维修企业多少家？", "48家", "interview"),
    ("冷链设备更新补助单个企业最高多少钱？", "最高80万元", "notice"),
    ("冷链设备更新按设备投资额的百分之几补助？", "12%", "notice"),
    ("冷链设备更新补助什么时候截止？", "2025年9月30日", "notice"),
    ("电动自行车停放管理办法什么时候施行？", "2024年5月1日", "regulation"),
    ("每处停放区域不得少于多少个车位？", "不得少于20个", "regulation"),
    ("淘汰燃煤锅炉每蒸吨奖励多少钱？", "3万元", "repealed"),
    ("锅炉奖励资金由哪个部门发放？", "市生态环境部门", "repealed"),
]
REFUSED = [  # question, what the reason names
    ("2035年临空产业规模目标?", ["2035年", "临空产业规模"]),
    ("2026年临空产业规模目标是多少？", ["2026年", "临空产业规模"]),
    ("武汉的临空产业规模2027年要达到多少？", ["武汉"]),
    ("北京的电动自行车停放管理办法第三条规定了什么？", ["北京"]),
    ("航材服务券每家补多少钱？", ["航材服务券", "金额"]),
    ("养老床位补助多少钱？", ["养老床位"]),
    ("电动自行车停放管理办法第九条规定了什么？", ["第9条"]),
    ("你好", ["政策"]),
    *[(short, ["没有可供检索的政策内容"]) for short in ("好", "a", "第", "3")],
    ("谢谢", ["政策"]),
]
OTHERS = [
    *("产教融合有哪三大举措?", "民营航空企业有什么支持？", "怎么申请冷链设备更新补助？"),
    *("冷链设备更新补助的申报条件是什么？", "电动自行车停放管理办法第三条规定了什么？"),
    *("临空产业规模2027年是9千亿吗？", "临空产业规模2027年是6千亿吗？", "临空产业规模的目标是多少？"),
    *("能在楼梯间给电动自行车充电吗？", "为什么要淘汰老旧锅炉？", "？？？", "𠮷" * 1000, "<b>补助</b>\n$x$"),
]


@pytest.fixture(scope="session")
def policies(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return policies_in(tmp_path_factory.getbasetemp())[1]


def check_citations(assistant: Assistant, answer: Answer) -> None:
    """Every quote is exactly the text, of at most 200 characters, and marked in the text where it is used."""
    for citation in answer.citations:
        assert citation.quote == assistant.document(citation.span.doc_id).quote(citation.span)
        assert len(citation.quote) <= 200
        assert citation.title == assistant.document(citation.span.doc_id).title
        assert f"〔{citation.number}〕" in answer.text
    for found in answer.retrieved:
        assert found.passage.text == assistant.document(found.passage.span.doc_id).quote(found.passage.span)
    assert [found.score for found in answer.retrieved] == sorted(
        (found.score for found in answer.retrieved), reverse=True
    )


def asked(assistant: Assistant, question: str, history: Sequence[str] = ()) -> Answer:
    answer = assistant.ask(question, history)
    check_citations(assistant, answer)
    assert answer.question == question and answer.mode == "extractive" and answer.elapsed_ms > 0
    return answer


def quotes(answer: Answer) -> list[str]:
    return [citation.quote for citation in answer.citations]


@pytest.mark.parametrize(("question", "short", "doc_id"), ANSWERED)
def test_what_one_word_answers_gets_it_in_a_short_statement(
    policies: Assistant, question: str, short: str, doc_id: str
) -> None:
    answer = asked(policies, question)
    assert (answer.outcome, answer.short_answer) == ("answered", short)
    (statement,) = answer.statements
    assert short in statement.text and len(statement.text) <= 60  # its clause, not its paragraph
    assert {citation.span.doc_id for citation in answer.citations} == {doc_id}
    assert answer.rewritten_question is None and answer.missing == () and answer.reason is None


def test_the_figure_of_another_year_is_not_shown(policies: Assistant) -> None:
    assert "9千亿" not in asked(policies, TARGET).text


@pytest.mark.parametrize(("question", "named"), REFUSED)
def test_what_the_texts_do_not_say_is_refused_with_what_is_missing(
    policies: Assistant, question: str, named: list[str]
) -> None:
    answer = asked(policies, question)
    assert answer.outcome == "abstained" and answer.abstained
    assert answer.statements == answer.citations == () and answer.short_answer is None
    assert answer.reason is not None and all(word in answer.reason for word in named)
    assert answer.reason.endswith("。") and answer.reason.count("。") == 1 and answer.text == answer.reason


@pytest.mark.parametrize("question", OTHERS)
def test_whatever_is_asked_the_answer_keeps_to_the_texts(policies: Assistant, question: str) -> None:
    answer = asked(policies, question)
    assert len({found.passage.passage_id for found in answer.retrieved}) == len(answer.retrieved)


def test_a_follow_up_is_completed_from_the_questions_before(policies: Assistant) -> None:
    answer = asked(policies, "那2030年呢?", [TARGET])
    assert answer.short_answer == "9千亿级"
    assert answer.rewritten_question == "到2030年襄阳的临空产业规模要达到多少?"
    later = asked(policies, "那2035年呢？", [TARGET, "那2030年呢?"])
    assert later.abstained and later.reason is not None and "2035年" in later.reason


def test_another_document_is_asked_about_in_the_same_talk(policies: Assistant) -> None:
    answer = asked(policies, "电动自行车停放管理办法什么时候施行？", [TARGET, "那2030年呢?"])
    assert answer.short_answer == "2024年5月1日" and answer.rewritten_question is None


def test_a_pronoun_stands_for_the_document_asked_about(policies: Assistant) -> None:
    answer = asked(policies, "这个办法什么时候施行？", ["电动自行车停放区域不得少于多少个车位？"])
    assert answer.short_answer == "2024年5月1日"
    assert (
        answer.rewritten_question is not None
        and "《宜昌市电动自行车停放管理办法》" in answer.rewritten_question
    )


def test_without_a_year_the_figures_of_all_years_are_given(policies: Assistant) -> None:
    answer = asked(policies, "临空产业规模的目标是多少？")
    assert answer.outcome == "answered" and answer.short_answer is None
    assert ["6千亿级" in answer.text, "9千亿级" in answer.text] == [True, True]


@pytest.mark.parametrize("question", ["产教融合有哪三大举措?", "产教融合有哪些举措？"])
def test_a_list_is_given_whole_and_every_item_cited(policies: Assistant, question: str) -> None:
    answer = asked(policies, question)
    assert answer.outcome == "answered"
    assert [s.text for s in answer.statements] == [
        "一是共建实训基地",
        "二是推行双导师制",
        "三是设立技能奖学金",
    ]
    assert [s.citations for s in answer.statements] == [(1,), (2,), (3,)]
    assert [line[:2] for line in answer.text.splitlines()] == ["1.", "2.", "3."]


def test_support(policies: Assistant) -> None:
    answer = asked(policies, "民营航空企业有什么支持？")
    assert answer.outcome == "answered" and "航材服务券" in answer.text
    assert {citation.span.doc_id for citation in answer.citations} == {"interview"}


def test_the_conditions_of_support(policies: Assistant) -> None:
    answer = asked(policies, "冷链设备更新补助的申报条件是什么？")
    assert any("食品安全事故" in quote and "二级以上" in quote for quote in quotes(answer))


def test_how_to_apply_for_support(policies: Assistant) -> None:
    answer = asked(policies, "怎么申请冷链设备更新补助？")
    assert any("十堰市科技服务平台填报申请表" in quote for quote in quotes(answer))
    assert {citation.span.doc_id for citation in answer.citations} == {"notice"}


def test_every_side_of_support_that_is_asked_for_is_quoted_or_said_to_be_missing(
    policies: Assistant,
) -> None:
    material, drafts = policies.drafted("冷链设备更新补助补多少，怎么申请，多久到账，要符合什么条件？")
    (draft,) = [draft for draft in drafts if draft.kind == "support"]
    said = " ".join(material.words(span) for spans in draft.statements for span in spans)
    assert "12%" in said and "填报申请表" in said and "食品安全事故" in said
    _, drafts = policies.drafted("民营航空企业的航材服务券怎么补，申领条件是什么")
    assert {m for draft in drafts if draft.kind == "support" for m in draft.missing} >= {"金额或比例"}


def test_an_article_is_quoted_whole_and_alone(policies: Assistant) -> None:
    answer = asked(policies, "电动自行车停放管理办法第三条规定了什么？")
    assert quotes(answer) == ["第三条　物业服务企业应当划定停放区域，每处停放区域不得少于20个车位。"]


def test_a_wrong_premise_is_corrected_and_its_own_year_named(policies: Assistant) -> None:
    answer = asked(policies, "临空产业规模2027年是9千亿吗？")
    assert answer.text.startswith("资料写的不是“9千亿”") and "6千亿级" in answer.statements[0].text
    assert "2030年达到9千亿级" in answer.statements[-1].text


def test_a_right_premise_is_confirmed(policies: Assistant) -> None:
    answer = asked(policies, "临空产业规模2027年是6千亿吗？")
    assert "一致" in answer.text and quotes(answer) == ["力争到2027年临空产业规模达到6千亿级"]


def test_a_repealed_source_brings_a_notice(policies: Assistant) -> None:
    answer = asked(policies, "淘汰燃煤锅炉每蒸吨奖励多少钱？")
    (notice,) = answer.notices
    assert "荆门市老旧锅炉淘汰奖励办法" in notice and "已废止" in notice and notice in answer.text
    assert asked(policies, TARGET).notices == ()


def test_filters_leave_documents_out(policies: Assistant) -> None:
    question = "淘汰燃煤锅炉每蒸吨奖励多少钱？"
    for filters in (Filters(in_force=True), Filters(region="宜昌"), Filters(doc_ids=frozenset({"notice"}))):
        answer = policies.ask(question, (), filters)
        assert answer.abstained
        assert "repealed" not in {found.passage.span.doc_id for found in answer.retrieved}
    assert policies.ask(question, (), Filters(region="荆门")).short_answer == "3万元"


def test_the_stream_ends_with_the_same_answer(policies: Assistant) -> None:
    steps = list(policies.stream(TARGET))
    *before, last = steps
    assert isinstance(last, Answer) and last.short_answer == "6千亿级"
    assert "".join(step.text for step in before if isinstance(step, Delta)) == last.text
    assert [step.stage for step in before if isinstance(step, Progress)] == [
        "searching",
        "reading",
        "checking",
    ]


@pytest.mark.parametrize(("question", "words"), [("", "空"), (" \n　", "空"), ("补" * 10_000, "10000")])
def test_an_empty_or_overlong_question_is_refused_in_words(
    policies: Assistant, question: str, words: str
) -> None:
    with pytest.raises(QuestionRefused, match=words):
        policies.ask(question)
    with pytest.raises(QuestionRefused, match=words):
        list(policies.stream(question))


def test_the_example_questions_are_answered(policies: Assistant) -> None:
    examples = policies.examples(6)
    assert examples and len(set(examples)) == len(examples)
    assert [question for question in examples if asked(policies, question).abstained] == []


def test_two_things_asked_apart_stand_side_by_side(policies: Assistant) -> None:
    answer = asked(policies, "襄阳的双导师制和技能奖学金分别怎么做？")
    assert answer.outcome == "answered" and len(answer.statements) == 2
    assert "双导师制：" in answer.text and "技能奖学金：" in answer.text


def test_of_two_things_one_may_be_missing(policies: Assistant) -> None:
    answer = asked(policies, "停放区域的车位和航空维修企业的食堂各要多少个")
    assert answer.outcome == "partial" and "食堂" in "".join(answer.missing)
    assert any("20个车位" in quote for quote in quotes(answer))


@pytest.mark.parametrize(
    ("question", "advice"),
    [
        ("我该不该把冷库卖了", True),
        ("先申请航材服务券还是先建检测平台划算，帮我拿个主意", True),
        ("民营航空企业该不该交检测费", False),
        ("民营航空企业有什么支持？", False),
    ],
)
def test_advice_is_refused_whatever_the_documents_hold(
    policies: Assistant, question: str, advice: bool
) -> None:
    assert (asked(policies, question).reason == REFUSAL) is advice
