"""`python -m evals`: exit statuses, what goes to stdout and stderr, and runs through the whole command."""

import json
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from corpus.command_line import run as at_the_edge
from corpus.document import Document
from corpus.library import Library
from evals.__main__ import main

MakeAnswer = Callable[..., dict[str, Any]]
FIRST = "到2027年，全省工业规模达到7万亿级，专精特新企业达到1000家。"
ROWS = [
    {"item_id": "a", "question": "2027年？", "answerable": True, "kind": "figure", "nuggets": [["7万亿"]]},
    {"item_id": "b", "question": "2030年？", "answerable": True, "kind": "figure", "nuggets": [["10万亿"]]},
    {"item_id": "c", "question": "2035年？", "answerable": False, "kind": "none"},
]


@pytest.fixture
def qa(tmp_path: Path) -> Path:
    path = tmp_path / "qa.jsonl"
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in ROWS), encoding="utf-8")
    return path


@pytest.fixture
def home(tmp_path: Path, text: str) -> Path:
    Library(tmp_path / "home").add([Document("hubei", "湖北", text)])
    return tmp_path / "home"


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch, make_answer: MakeAnswer) -> list[str]:
    """Puts a small assistant in the place of ours; gives the questions it was asked."""
    questions: list[str] = []

    def open_ask(*_: object) -> Callable[[str, Sequence[str]], Mapping[str, Any]]:
        def ask(question: str, history: Sequence[str]) -> Mapping[str, Any]:
            questions.append(question)
            return make_answer() if question == "2035年？" else make_answer((FIRST, FIRST), found=(FIRST,))

        return ask

    model = {"embedding": "none", "fingerprint": "0" * 64, "chat": None}
    monkeypatch.setattr("evals.runner.open_assistant_ask", open_ask)
    code = {"commit": None, "dirty": None, "source_sha256": "1" * 64, "python": "3.11"}
    monkeypatch.setattr("evals.evaluation.model_state", lambda embedding, llm: model)
    monkeypatch.setattr("evals.evaluation.code_state", lambda: code)  # the sources may change meanwhile
    return questions


def evals(*arguments: object) -> int:
    return at_the_edge(main, [str(a) for a in arguments])


def test_run_prints_a_table_and_writes_a_report(
    qa: Path, home: Path, asked: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert evals("run", qa, "--home", home, "--output", tmp_path / "r.json") == 0
    out, err = capsys.readouterr()
    assert "要点召回" in out and "figure" in out
    assert "r.html、r.md" in err
    report = json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))
    assert report["measures"]["figure"]["nuggets"]["value"] == 0.5
    assert report["measures"]["none"]["decision"]["value"] == 1.0
    assert report["made"]["library"]["documents"] == 1
    assert report["made"]["configuration"]["as_of"]
    assert {p.name for p in tmp_path.iterdir()} == {"qa.jsonl", "home", "r.json", "r.html", "r.md"}


def test_two_runs_give_the_same_report_but_for_time(
    qa: Path, home: Path, asked: list[str], tmp_path: Path
) -> None:
    reports = []
    for name in ("one.json", "two.json"):
        assert evals("run", qa, "--home", home, "--output", tmp_path / name) == 0
        report = json.loads((tmp_path / name).read_text(encoding="utf-8"))
        del report["time"]
        reports.append(report)
    assert reports[0] == reports[1]


def test_a_stopped_run_goes_on(
    qa: Path, home: Path, asked: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    from evals.run_log import RunLog

    add = RunLog.add

    def stop_after_one(log: RunLog, record: dict[str, Any]) -> None:
        add(log, record)
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(RunLog, "add", stop_after_one)
        assert evals("run", qa, "--home", home, "--output", tmp_path / "r.json") == 130
    assert not (tmp_path / "r.json").exists()
    assert evals("run", qa, "--home", home, "--output", tmp_path / "r.json") == 0
    assert asked == ["2027年？", "2030年？", "2035年？"]
    assert "接着上次：已有 1 题" in capsys.readouterr().err


def test_limit_and_kind(qa: Path, home: Path, asked: list[str]) -> None:
    assert evals("run", qa, "--home", home, "--limit", 1) == 0
    assert evals("run", qa, "--home", home, "--kind", "none") == 0
    assert asked == ["2027年？", "2035年？"]
    assert evals("run", qa, "--home", home, "--kind", "没有的") == 1


def test_json_is_the_only_thing_on_stdout(
    qa: Path, home: Path, asked: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert evals("run", qa, "--home", home, "--json") == 0
    assert json.loads(capsys.readouterr().out)["counts"]["all"]["items"] == 3


def test_the_gate_fails_with_1_and_an_unknown_name_with_2(
    qa: Path, home: Path, asked: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert evals("run", qa, "--home", home, "--fail-under", "nuggets=.5") == 0
    assert evals("run", qa, "--home", home, "--fail-under", "nuggets=.95", "--fail-under", "errors=0") == 1
    assert "未达标：要点召回（nuggets）：0.5000 < 0.95" in capsys.readouterr().err
    assert evals("run", qa, "--home", home, "--fail-under", "none:decision=1") == 0
    assert evals("run", qa, "--home", home, "--fail-under", "figure:nuggets=.6") == 1
    assert "nuggets），figure 类：0.5000 < 0.6" in capsys.readouterr().err
    assert evals("run", qa, "--home", home, "--fail-under", "figures:nuggets=.1") == 1
    assert "没有这一类的题，只有 figure、none" in capsys.readouterr().err
    for wrong in ("nugets=.9", "nuggets", "nuggets=viel", "nuggets=nan", "judge=.5", "figure:=.5"):
        with pytest.raises(SystemExit) as caught:
            evals("run", qa, "--fail-under", wrong)
        assert caught.value.code == 2


def test_given_answers_are_scored_and_nobody_is_asked(
    qa: Path, home: Path, asked: list[str], tmp_path: Path, make_answer: MakeAnswer,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    rows: list[dict[str, Any]] = [
        {"item_id": "a", "answer": make_answer((FIRST, FIRST)) | {"elapsed_ms": 250.0}},
        {"item_id": "b", "error": "坏了"},
    ]
    given = tmp_path / "out.jsonl"
    given.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    assert evals("run", qa, "--home", home, "--answers", given, "--json") == 0
    report = json.loads(capsys.readouterr().out)
    assert asked == []
    assert (report["counts"]["all"]["answered"], report["counts"]["all"]["error"]) == (1, 2)
    assert report["time"]["p95_seconds"] == 0.25
    for bad in (
        '{"item_id": 1}',
        '{"item_id": "a"}',
        '{"item_id": "a", "error": ""}\n{"item_id": "a", "error": ""}',
    ):
        given.write_text(bad, encoding="utf-8")
        assert evals("run", qa, "--home", home, "--answers", given) == 1


def test_without_texts(qa: Path, home: Path, asked: list[str], tmp_path: Path) -> None:
    assert evals("run", qa, "--home", home, "--output", tmp_path / "r.json", "--without-texts") == 0
    for name in ("r.json", "r.html", "r.md"):
        assert "全省工业" not in (tmp_path / name).read_text(encoding="utf-8")


def test_an_empty_home_names_the_command(
    qa: Path, tmp_path: Path, asked: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert evals("run", qa, "--home", tmp_path / "empty") == 1
    assert "python -m indexing build" in capsys.readouterr().err
    assert asked == []


def test_a_bad_set_is_named_with_its_line(
    tmp_path: Path, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "bad.jsonl").write_text('{"item_id": "a"}\n', encoding="utf-8")
    assert evals("run", tmp_path / "bad.jsonl", "--home", home) == 1
    assert "第 1 行：缺少 answerable" in capsys.readouterr().err


def test_compare_report_and_export(
    qa: Path, home: Path, asked: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert evals("run", qa, "--home", home, "--output", tmp_path / "a.json") == 0
    capsys.readouterr()
    assert evals("compare", tmp_path / "a.json", tmp_path / "a.json") == 0
    assert "没有一题有变化" in capsys.readouterr().out
    assert evals("compare", tmp_path / "a.json", tmp_path / "a.json", "--json") == 0
    assert json.loads(capsys.readouterr().out)["items"]["common"] == 3
    (tmp_path / "a.html").unlink()
    assert evals("report", tmp_path / "a.json") == 0
    assert (tmp_path / "a.html").exists()
    assert evals("export", tmp_path / "a.json", "--format", "trec", "--output", tmp_path / "trec") == 0
    assert (
        evals(
            "export",
            tmp_path / "a.json",
            "--format",
            "ragas",
            "--output",
            tmp_path / "r.jsonl",
            "--home",
            home,
        )
        == 0
    )
    assert evals("export", qa, "--format", "beir", "--output", tmp_path / "beir", "--home", home) == 0
    assert (tmp_path / "beir" / "corpus.jsonl").exists()


def test_make(home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("made.jsonl", "made.xlsx"):
        assert evals("make", tmp_path / name, "--home", home, "--count", 5) == 0
        assert (tmp_path / name).exists()
    assert evals("make", tmp_path / "x.jsonl", "--home", home, "--region", "没有") == 1
    assert "审阅" in capsys.readouterr().err


def test_import_then_run(
    home: Path, asked: list[str], tmp_path: Path, text: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "t.csv").write_text("问题,要点,正文\n2027年？,7万亿,一篇正文\n", encoding="utf-8")
    out = tmp_path / "sets" / "qa.jsonl"
    assert evals("import", tmp_path / "t.csv", "--format", "csv", "--output", out) == 0
    assert "1 题写入" in capsys.readouterr().err
    assert (out.parent / "qa.documents.jsonl").exists()
    assert evals("run", out, "--home", home) == 0
    assert evals("import", tmp_path / "none.csv", "--format", "csv", "--output", out) == 1


@pytest.mark.parametrize(
    "words",
    [
        ("make", "folder", "--count", "3"),
        ("make", "file/made.jsonl", "--count", "3"),
        ("export", "qa.jsonl", "--format", "beir", "--output", "file"),
        ("import", "t.csv", "--format", "csv", "--output", "file/qa.jsonl"),
    ],
)
def test_what_cannot_be_written_is_an_error_with_its_name(
    words: tuple[str, ...], qa: Path, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").touch()
    (tmp_path / "t.csv").write_text("问题\n2027年？\n", encoding="utf-8")
    assert evals(*words, "--home", home) == 1
    assert "文件读写失败：f" in capsys.readouterr().err


@pytest.mark.parametrize("same", ["--output", "--documents"])
def test_an_import_overwrites_nothing_it_reads(tmp_path: Path, same: str) -> None:
    source = tmp_path / "t.csv"
    source.write_text("问题\n2027年？\n", encoding="utf-8")
    words = {"--output": tmp_path / "qa.jsonl"} | {same: source}
    assert evals("import", source, "--format", "csv", *(w for pair in words.items() for w in pair)) == 1
    assert source.read_text(encoding="utf-8").startswith("问题")


def test_help_is_quick_and_complete() -> None:
    began = time.monotonic()
    shown = subprocess.run(
        [sys.executable, "-m", "evals", "--help"], capture_output=True, text=True, check=True
    )
    assert time.monotonic() - began < 3
    for command in ("run", "compare", "report", "import", "make", "export"):
        assert command in shown.stdout
    heavy = "import sys, evals.__main__; print({'numpy', 'ir_measures', 'torch', 'tqdm'} & set(sys.modules))"
    loaded = subprocess.run([sys.executable, "-c", heavy], capture_output=True, text=True, check=True)
    assert loaded.stdout.strip() == "set()"


def test_wrong_usage_is_2() -> None:
    for arguments in (
        (),
        ("run",),
        ("run", "x", "--limit", "0"),
        ("import", "x", "--format", "docx", "--output", "y"),
    ):
        with pytest.raises(SystemExit) as caught:
            evals(*arguments)
        assert caught.value.code == 2
