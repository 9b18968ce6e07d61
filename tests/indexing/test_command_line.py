"""`python -m indexing` against the contract."""

import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from corpus.errors import PolicyQAError
from indexing import __main__ as command_line
from indexing.search_command import batch_lines

TEXT = "一、支持\n省级每年向中小微企业发放上云服务券。\n"


@pytest.fixture(autouse=True)
def stand_in(monkeypatch: pytest.MonkeyPatch, embedder: Any) -> None:
    monkeypatch.setattr("indexing.embedder.open_embedder", lambda model: embedder)
    monkeypatch.setattr("indexing.retriever.open_embedder", lambda model: embedder)


def run(*arguments: str) -> int:
    from corpus.command_line import run as run_command

    return run_command(command_line.main, arguments)


@pytest.fixture
def built(tmp_path: Path) -> str:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    home = str(tmp_path / "home")
    assert run("build", "--home", home, str(tmp_path / "a.txt")) == 0
    return home


def test_build_twice_and_search(built: str, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    assert run("--home", built, "build") == 0
    assert "没有需要做的" in capsys.readouterr().err
    assert run("search", "上云服务券", "-k", "3", "--json", "--home", built) == 0
    (found,) = json.loads(capsys.readouterr().out)
    assert list(found) == ["doc_id", "passage_id", "start", "end", "heading", "score", "text"]
    assert found["heading"] == ["一、支持"]
    assert TEXT[found["start"] : found["end"]] == found["text"]
    assert run("search", "上云服务券", "--home", built) == 0
    assert "上云服务券" in capsys.readouterr().out


def test_search_batch(built: str, tmp_path: Path) -> None:
    queries, output = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    rows = [{"item_id": "1", "question": "上云"}, {"item_id": "2", "question": "  ", "other": 1}]
    queries.write_text("\n".join(json.dumps(row) for row in rows) + "\n", encoding="utf-8")
    assert run("search", "--batch", str(queries), "--output", str(output), "-k", "5", "--home", built) == 0
    first, second = map(json.loads, output.read_text(encoding="utf-8").splitlines())
    assert first["item_id"] == "1" and "上云服务券" in first["results"][0]["text"]
    assert second["item_id"] == "2" and "空" in second["error"]
    queries.write_text("{}\n", encoding="utf-8")
    assert run("search", "--batch", str(queries), "--output", str(output), "--home", built) == 1


def test_the_bundled_documents_go_into_an_empty_library(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    bundled = tmp_path / "documents"
    bundled.mkdir()
    (bundled / "a.txt").write_text(TEXT, encoding="utf-8")
    monkeypatch.setattr(command_line, "BUNDLED", bundled)
    for _ in range(2):
        assert run("build", "--home", str(tmp_path / "home")) == 0
    assert "1 篇文档" in capsys.readouterr().err
    assert command_line.BUNDLED.is_dir()


def test_refused_files_are_named_and_the_others_taken(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "good.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "bad.txt").write_text("", encoding="utf-8")
    home = str(tmp_path / "home")
    assert run("build", "--home", home, str(tmp_path / "good.txt"), str(tmp_path / "bad.txt")) == 0
    assert "bad.txt" in capsys.readouterr().err
    assert run("build", "--home", home, str(tmp_path / "bad.txt")) == 1


@pytest.mark.parametrize(
    ("arguments", "status", "message"),
    [
        (["search", ""], 1, "问题是空的"),
        (["search", "补贴"], 1, "还没有文档"),
        (["search"], 2, "二者之一"),
        (["search", "补贴", "--batch", "x"], 2, "二者之一"),
        (["search", "--batch", "x"], 2, "一起使用"),
        (["search", "补贴", "-k", "0"], 2, "不是正整数"),
        (["search", "补贴", "--as-of", "昨天"], 2, "不是日期"),
    ],
)
def test_wrong_use_has_a_clear_message(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], status: int, message: str
) -> None:
    try:
        found = run(*arguments, "--home", str(tmp_path / "home"))
    except SystemExit as error:
        found = int(str(error.code))
    captured = capsys.readouterr()
    assert found == status and message in captured.err and not captured.out


def test_documents_that_are_not_indexed_yet_are_mentioned(
    built: str, capsys: pytest.CaptureFixture[str]
) -> None:
    from corpus.document import Document
    from corpus.library import Library

    Library(Path(built)).add([Document("new", "新", "新文档。")])
    assert run("search", "新文档", "--home", built) == 0
    assert "尚未进入索引" not in capsys.readouterr().err  # found at once
    long = "".join(f"第{n}条 新办法里第{n}件要办的事。" + "办好。" * 100 + "\n" for n in range(1, 1200))
    Library(Path(built)).add([Document("long", "长", long)])
    assert run("search", "上云", "--home", built) == 0
    assert "1 篇文档尚未进入索引" in capsys.readouterr().err


def test_help_comes_at_once() -> None:
    best = 9.0
    for _ in range(3):
        begun = time.perf_counter()
        subprocess.run([sys.executable, "-m", "indexing", "--help"], check=True, capture_output=True)
        best = min(best, time.perf_counter() - begun)
    assert best < 0.5  # 0.1 s on an idle machine


def test_nothing_heavy_is_imported_for_help() -> None:
    code = (
        "import sys, contextlib, indexing.__main__ as m\n"
        "with contextlib.suppress(SystemExit): m.main(['--help'])\n"
        "print([n for n in ('numpy', 'chromadb', 'rjieba', 'tqdm', 'sqlite3') if n in sys.modules])"
    )
    shown = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout
    assert shown.splitlines()[-1] == "[]"


@pytest.mark.parametrize("line", ["[" * 100_000, "1" * 5000, "[]", '{"item_id": 1}'])
def test_a_batch_line_of_another_form_is_named(tmp_path: Path, line: str) -> None:
    (tmp_path / "batch.jsonl").write_text(f"\n{line}\n", encoding="utf-8")
    with pytest.raises(PolicyQAError, match="第 2 行"):
        list(batch_lines(tmp_path / "batch.jsonl"))


def test_a_batch_line_may_hold_any_line_end_of_unicode(tmp_path: Path) -> None:
    batch = tmp_path / "batch.jsonl"
    batch.write_text(
        '{"item_id": 1, "question": "上云\u2028补助"}\r\n{"item_id": 2, "question": "\x85报销"}\n', "utf-8"
    )
    assert [item["question"] for item in batch_lines(batch)] == ["上云\u2028补助", "\x85报销"]
