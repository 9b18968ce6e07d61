"""A whole evaluation through `evaluate`: the real assistant, the chat model that is configured, progress."""

import json
from pathlib import Path

import pytest

from chat.llm import ModelSettings
from corpus.document import Document
from corpus.errors import PolicyQAError
from corpus.library import Library
from evals.dataset import QAItem, write_items
from evals.evaluation import Plan, evaluate
from indexing.build import build
from indexing.embedder import open_embedder
from tests.chat.llm_endpoint import Request, says, serving, statement

FIGURE = "到2027年，全省工业规模达到7万亿级"


@pytest.fixture
def plan(tmp_path: Path, text: str) -> Plan:
    library = Library(tmp_path / "home")
    library.add([Document("hubei", "湖北省制造业行动方案", text)])
    build(library, open_embedder())
    items = [
        QAItem("a", "2027年全省工业规模要达到多少？", True, "figure", nuggets=(("7万亿",),)),
        QAItem("b", "今天天气怎么样？", False, "none"),
    ]
    write_items(items, tmp_path / "qa.jsonl")
    return Plan(tmp_path / "qa.jsonl", tmp_path / "home", output=tmp_path / "r.json")


def test_progress_counts_every_item(plan: Plan) -> None:
    seen: list[tuple[int, int]] = []
    report = evaluate(plan, lambda done, total: seen.append((done, total)))
    assert seen == [(0, 2), (1, 2), (2, 2)]
    assert report["measures"]["figure"]["nuggets"]["value"] == 1.0
    assert report["items"][0]["texts"]["answer"]["mode"] == "extractive"
    assert plan.output is not None and plan.output.exists()


def test_the_chat_model_that_the_report_names_has_written_the_answers(plan: Plan) -> None:
    def reply(request: Request) -> str:
        return statement("2027年全省工业规模要达到7万亿级。", (request.passage_with(FIGURE), FIGURE))

    with serving(says(reply)) as endpoint:
        chosen = Plan(plan.set, plan.home, llm=ModelSettings(endpoint.address, "笔杆子", "secret-key"))
        report = evaluate(chosen)
        assert endpoint.requests
    assert report["made"]["model"]["chat"] == "笔杆子"
    assert report["items"][0]["texts"]["answer"]["mode"] == "llm"
    assert "secret-key" not in json.dumps(report) and endpoint.address not in json.dumps(report)


@pytest.mark.parametrize("name", ["r.html", "r.md", "r", "qa.jsonl", "folder.json"])
def test_a_report_overwrites_nothing_else(plan: Plan, tmp_path: Path, name: str) -> None:
    (tmp_path / "folder.json").mkdir()
    before = plan.set.read_bytes()
    with pytest.raises(PolicyQAError, match=r"以 \.json 结尾"):
        evaluate(Plan(plan.set, plan.home, output=tmp_path / name))
    assert plan.set.read_bytes() == before


def test_answers_to_another_set_are_not_scored_as_all_missing(plan: Plan, tmp_path: Path) -> None:
    given = tmp_path / "given.jsonl"
    given.write_text('{"item_id": "x", "error": "坏了"}\n', encoding="utf-8")
    with pytest.raises(PolicyQAError, match="没有一个在题集里"):
        evaluate(Plan(plan.set, plan.home, answers=given))
