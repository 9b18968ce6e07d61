"""The commands and JSON shapes of the contract, field by field, as a script outside the project would call them."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.chat.policy_texts import DOCUMENTS, TARGET, policies_in

TEXTS = {document.doc_id: document.text for document in DOCUMENTS}
ANSWER = {
    "question": str,
    "rewritten_question": (str, type(None)),
    "outcome": str,
    "abstained": bool,
    "reason": (str, type(None)),
    "missing": list,
    "notices": list,
    "text": str,
    "short_answer": (str, type(None)),
    "statements": list,
    "citations": list,
    "retrieved": list,
    "mode": str,
    "elapsed_ms": float,
}
STATEMENT = {"text": str, "citations": list}
CITATION = {
    "number": int,
    "doc_id": str,
    "title": str,
    "heading": list,
    "start": int,
    "end": int,
    "quote": str,
}
RETRIEVED = {"doc_id": str, "passage_id": str, "start": int, "end": int, "score": float}
FOUND = {
    "doc_id": str,
    "passage_id": str,
    "start": int,
    "end": int,
    "heading": list,
    "score": float,
    "text": str,
}
LISTED = {
    "doc_id": str,
    "title": str,
    **dict.fromkeys(
        [
            *("source_path", "issuer", "document_number", "issued_on", "effective_on", "expires_on"),
            *("region", "document_type"),
        ],
        (str, type(None)),
    ),
    "status": str,
    "source_url": (str, type(None)),
    "characters": int,
}
Shape = dict[str, Any]
Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="session")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Runs a command of a folder over the home of the four texts."""
    home, _ = policies_in(tmp_path_factory.getbasetemp())
    known = {name: value for name, value in os.environ.items() if not name.startswith("POLICYQA_")}

    def command(*arguments: str, at: Path = home) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", *arguments],
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=120,
            env=known | {"POLICYQA_HOME": str(at)},
        )

    return command


def check(value: Any, shape: Shape) -> None:
    """The keys in the contract's order, and each value's type; a truth value is no number."""
    assert list(value) == list(shape)
    for name, kinds in shape.items():
        allowed = kinds if isinstance(kinds, tuple) else (kinds,)
        assert type(value[name]) in allowed, (name, value[name])


def check_answer(answer: Any) -> None:
    check(answer, ANSWER)
    assert answer["outcome"] in ("answered", "partial", "abstained") and answer["mode"] in (
        "extractive",
        "llm",
    )
    assert answer["abstained"] is (answer["outcome"] == "abstained")
    assert all(isinstance(words, str) for words in [*answer["missing"], *answer["notices"]])
    for statement in answer["statements"]:
        check(statement, STATEMENT)
        assert statement["citations"] and all(type(number) is int for number in statement["citations"])
    for citation in answer["citations"]:
        check(citation, CITATION)
        assert all(isinstance(heading, str) for heading in citation["heading"])
        assert TEXTS[citation["doc_id"]][citation["start"] : citation["end"]] == citation["quote"]
    used = {number for statement in answer["statements"] for number in statement["citations"]}
    assert used == {citation["number"] for citation in answer["citations"]}
    for found in answer["retrieved"]:
        check(found, RETRIEVED)
        assert 0 <= found["start"] < found["end"] <= len(TEXTS[found["doc_id"]])
    if answer["abstained"]:
        assert (answer["statements"], answer["citations"], answer["short_answer"]) == ([], [], None)
        assert answer["reason"]
    else:
        assert answer["statements"] and answer["reason"] is None


def check_found(results: Any, most: int) -> None:
    assert 0 < len(results) <= most
    for found in results:
        check(found, FOUND)
        assert TEXTS[found["doc_id"]][found["start"] : found["end"]] == found["text"]
        assert len(found["text"]) <= 300
    assert [found["score"] for found in results] == sorted((f["score"] for f in results), reverse=True)


def written(path: Path, lines: list[Any]) -> Path:
    text = "\n".join(
        line if isinstance(line, str) else json.dumps(line, ensure_ascii=False) for line in lines
    )
    path.write_text(text + "\n", encoding="utf-8")
    return path


def read(path: Path) -> list[Any]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_ask_with_history(run: Run) -> None:
    done = run(
        "chat",
        "ask",
        "襄阳的呢？",
        "--history",
        "到2027年武汉的临空产业规模要达到多少？",
        "--history",
        "2030年呢？",
        "--json",
    )
    assert done.returncode == 0
    answer = json.loads(done.stdout)
    check_answer(answer)
    assert (
        answer["question"] == "襄阳的呢？"
        and answer["rewritten_question"] == "到2030年襄阳的临空产业规模要达到多少？"
    )
    assert answer["short_answer"] == "9千亿级" and answer["outcome"] == "answered"
    passages = [found["passage_id"] for found in answer["retrieved"]]
    assert len(passages) == len(set(passages)) >= 10


def test_ask_batch_keeps_every_line_that_can_be_answered(run: Run, tmp_path: Path) -> None:
    lines = [
        {"item_id": "figure", "question": TARGET, "kind": "figure", "answerable": True},
        "{not json",
        {"item_id": 7, "question": "那2030年呢？", "history": [TARGET]},
        {"item_id": "refused", "question": "2035年临空产业规模目标?", "history": []},
        {"item_id": "empty", "question": "  "},
        {"item_id": "long", "question": "补" * 10_000},
        "[" * 100_000,
        {"item_id": "no question"},
        {"item_id": "history", "question": TARGET, "history": "x"},
        [1, 2],
        "",
        {"item_id": "repealed", "question": "淘汰燃煤锅炉每蒸吨奖励多少钱？"},
    ]
    output = tmp_path / "out.jsonl"
    done = run("chat", "ask", "--batch", str(written(tmp_path / "in.jsonl", lines)), "--output", str(output))
    assert done.returncode == 0 and done.stdout == "" and "7 行" in done.stderr
    records = read(output)
    assert [record["item_id"] for record in records] == [
        *("figure", None, 7, "refused", "empty", "long", None, "no question", "history", None, "repealed")
    ]
    answers = {record["item_id"]: record["answer"] for record in records if "answer" in record}
    for record in records:
        assert list(record) in (["item_id", "answer"], ["item_id", "error"])
        assert "error" not in record or (isinstance(record["error"], str) and record["error"])
    for answer in answers.values():
        check_answer(answer)
    assert {item: answer["short_answer"] for item, answer in answers.items()} == {
        "figure": "6千亿级",
        7: "9千亿级",
        "refused": None,
        "repealed": "3万元",
    }
    assert answers["figure"]["rewritten_question"] is None and answers["refused"]["abstained"] is True
    assert len(answers["repealed"]["notices"]) == 1


def test_search(run: Run) -> None:
    done = run("indexing", "search", "冷链设备更新补助", "-k", "3", "--json")
    assert done.returncode == 0
    results = json.loads(done.stdout)
    check_found(results, 3)
    assert results[0]["doc_id"] == "notice"


def test_search_batch(run: Run, tmp_path: Path) -> None:
    lines = [
        {"item_id": "a", "question": "停放区域", "kind": "x"},
        {"item_id": "b", "question": " "},
        {"item_id": "c", "question": "锅炉"},
    ]
    output = tmp_path / "out.jsonl"
    source = written(tmp_path / "in.jsonl", lines)
    done = run("indexing", "search", "--batch", str(source), "--output", str(output), "-k", "5")
    assert done.returncode == 0 and done.stdout == ""
    first, second, third = read(output)
    assert list(first) == list(third) == ["item_id", "results"] and list(second) == ["item_id", "error"]
    for record, doc_id in ((first, "regulation"), (third, "repealed")):
        check_found(record["results"], 5)
        assert record["results"][0]["doc_id"] == doc_id


def test_corpus_list_and_show(run: Run) -> None:
    done = run("corpus", "list", "--json")
    assert done.returncode == 0
    listed = {row["doc_id"]: row for row in json.loads(done.stdout)}
    assert set(listed) == set(TEXTS)
    for doc_id, row in listed.items():
        check(row, LISTED)
        assert row["characters"] == len(TEXTS[doc_id])
    regulation = listed["regulation"]
    assert (regulation["issued_on"], regulation["effective_on"]) == ("2024-03-20", "2024-05-01")
    assert regulation["expires_on"] is regulation["document_number"] is regulation["source_url"] is None
    assert {doc_id: row["status"] for doc_id, row in listed.items()} == {
        "interview": "unknown",
        "notice": "unknown",
        "regulation": "in_force",
        "repealed": "repealed",
    }
    shown = run("corpus", "show", "notice", "interview", "--json")
    assert shown.returncode == 0
    assert [json.loads(line) for line in shown.stdout.splitlines()] == [
        {"doc_id": doc_id, "text": TEXTS[doc_id]} for doc_id in ("notice", "interview")
    ]
    assert run("corpus", "show", "regulation", "--text").stdout == TEXTS["regulation"]


@pytest.mark.parametrize(
    ("arguments", "status", "message"),
    [
        (["chat", "ask", ""], 1, "问题是空的"),
        (["chat", "ask", "补" * 10_000, "--json"], 1, "10000 个字"),
        (["chat", "ask", "--batch", "nowhere.jsonl", "--output", "out.jsonl"], 1, "nowhere.jsonl"),
        (["chat", "ask", "--batch", "in.jsonl"], 2, "--output"),
        (["chat", "ask", "--batch", __file__, "--output", __file__], 1, "会覆盖题目"),
        (["indexing", "search", "--batch", __file__, "--output", __file__], 1, "会覆盖题目"),
        (["indexing", "search", "--batch", "/dev/null", "--output", "x"], 1, "找不到文件"),
        (["indexing", "search", "补" * 10_000], 1, "10000 个字"),
        (["corpus", "show", "nowhere", "--json"], 1, "nowhere"),
    ],
)
def test_what_cannot_be_done_is_said_clearly(
    run: Run, arguments: list[str], status: int, message: str
) -> None:
    done = run(*arguments)
    assert done.returncode == status and message in done.stderr and done.stdout == ""
    assert "Traceback" not in done.stderr


def test_an_empty_home_has_nothing_to_ask(run: Run, tmp_path: Path) -> None:
    done = run("chat", "ask", TARGET, "--json", at=tmp_path / "new")
    assert done.returncode == 1 and done.stdout == "" and "还没有文档" in done.stderr
