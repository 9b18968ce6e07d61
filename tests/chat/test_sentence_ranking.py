"""Which sentences are weighed against each other, and which of them may answer."""

from pathlib import Path

import pytest

from chat.assistant import Assistant
from chat.conversation import Turn
from chat.material import says_something
from chat.reader import Reader
from chat.sentence_ranking import _labelled, candidates, rank_sentences
from corpus.document import Document
from corpus.filters import Filters
from indexing.passage import ScoredPassage
from tests.chat.conftest import assistant_over

PLAN = Document(
    "plan",
    "云溪市便民服务方案",
    """云溪市便民服务方案

一、任务
1.冷链服务平台。由市商务局建设，为冷库和居民提供查询、预约和投诉服务。
2.公交便民。2025年前更新公交车300辆。
3.冷库补助。符合条件的冷库可申请补助30万元。
（一）每半年检查一次，结果公开。
二、做法
一是加强检查。冷库的检查由乡镇负责。二是公开结果。检查的结果在网站公开。三是奖优罚劣。
第五条　实行冷库准入制。符合消防标准的冷库准予运营。
第六条　冷库的台账由乡镇负责。冷链车的台账由交通部门负责。
""",
    region="云溪市",
)


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return assistant_over(tmp_path_factory.mktemp("plan"), [PLAN])


def test_a_run_in_heading_is_weighed_with_the_sentence_it_heads(assistant: Assistant) -> None:
    material, _ = assistant.drafted("冷链服务平台能办什么")
    weighed = {material.words(candidate.span) for candidate in candidates(material)}
    assert {
        "1.冷链服务平台。由市商务局建设，为冷库和居民提供查询、预约和投诉服务。",
        "2.公交便民。2025年前更新公交车300辆。",
        "（一）每半年检查一次，结果公开。",
    } <= weighed
    assert not {"1.冷链服务平台。", "2.公交便民。"} & weighed
    assert "查询、预约和投诉" in assistant.ask("冷链服务平台能办什么").text


def test_the_head_of_a_spoken_item_or_an_article_is_weighed_with_what_it_heads(assistant: Assistant) -> None:
    material, _ = assistant.drafted("冷库的检查怎么做")
    weighed = {material.words(candidate.span) for candidate in candidates(material)}
    assert {
        "一是加强检查。冷库的检查由乡镇负责。",
        "二是公开结果。检查的结果在网站公开。",
        "三是奖优罚劣。",
        "第五条　实行冷库准入制。符合消防标准的冷库准予运营。",
        "第六条　冷库的台账由乡镇负责。",  # which states something
    } <= weighed


RELIEF = Document(
    "relief",
    "云溪市渔业救助办法",
    """云溪市渔业救助办法

第一条　云溪市渔业救助指挥部的总指挥由市长担任，云溪市渔业救助指挥部负责渔业救助。
第二条　遇险渔船的拖带由港务局安排。
第三条　渔业救助的经费由财政局保障，渔业救助的事项向社会公布。
""",
    region="云溪市",
)


def test_a_follow_ups_own_words_say_which_sentence_answers(tmp_path: Path) -> None:
    assistant = assistant_over(tmp_path, [RELIEF])
    turn = assistant.turn("遇险船的拖带由谁安排？", ["云溪市渔业救助指挥部的总指挥由谁担任？"])
    assert turn.own and turn.whole.endswith(turn.own) and turn.whole != turn.own
    odds = []
    for own in ("", turn.own_of(turn.whole)):
        material, _ = assistant.drafted(turn.whole, own=own)
        ranked = rank_sentences(material, Reader.load())
        odds.append(sum(p for span, p in ranked.likely if "拖带" in material.words(span)))
    assert odds[1] > odds[0]


def test_a_follow_up_is_searched_for_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assistant = assistant_over(tmp_path, [RELIEF])
    search, asked = assistant.retriever.search, []

    def counted(question: str, limit: int, filters: Filters) -> list[ScoredPassage]:
        asked.append((question, limit))
        return search(question, limit, filters)

    monkeypatch.setattr(assistant.retriever, "search", counted)
    answer = assistant.ask("遇险船的拖带由谁安排？", ["云溪市渔业救助指挥部的总指挥由谁担任？"])
    whole = answer.rewritten_question
    assert whole and sum(question == whole for question, _ in asked) == 1


def test_of_a_question_with_parts_each_has_its_own_words() -> None:
    turn = Turn("渔港登记，几天办结，归谁管", "渔港登记", "几天办结，归谁管")
    assert turn.own_of("渔港登记，几天办结") == "几天办结"
    assert turn.own_of("归谁管") == ""
    assert Turn("渔港登记归谁管", "渔港登记").own_of("渔港登记归谁管") == ""


def test_conditions_that_are_only_mentioned_are_said_to_be_missing(assistant: Assistant) -> None:
    assert "30万元" in assistant.ask("云溪市冷库补助多少钱").text
    answer = assistant.ask("云溪市冷库补助要满足哪些条件")
    assert answer.outcome == "abstained" and "的条件" in answer.text


@pytest.mark.parametrize(
    "line", ["取消果品检测服务费，", "王　明　　市商务局局长", "赵小川　　市民政局副局长", "组　长：周　明"]
)
def test_a_broken_line_and_a_member_of_a_group_say_something(line: str) -> None:
    assert says_something(line)


@pytest.mark.parametrize("line", ["云溪市人民政府", "重点任务，", "附件：申请表", "二、组成人员"])
def test_a_title_says_nothing(line: str) -> None:
    assert not says_something(line)


@pytest.mark.parametrize(
    ("line", "named"),
    [("副港长：王海", 1.0), ("港长：李江", 0.0), ("联系电话：0999-5550123", 0.0)],
)
def test_a_deputys_line_is_told_from_the_heads(line: str, named: float) -> None:
    assert _labelled(line, "渔港的副港长是哪几位") == named
