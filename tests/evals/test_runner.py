"""Runs: parallel, resumed after a kill, and the same every time."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from evals import report
from evals.dataset import Evidence, QAItem
from evals.run_log import RunLog, RunUnderWay
from evals.runner import EmptyHome, WorkerDied, open_library, run

TextOf = Callable[[str], str | None]
MakeAnswer = Callable[..., dict[str, Any]]
FIRST = "到2027年，全省工业规模达到7万亿级，专精特新企业达到1000家。"
ITEMS = [
    QAItem(f"q{n}", f"第{n}问", n % 3 > 0, "abc"[n % 3], nuggets=(("7万亿",),) if n % 3 else ())
    for n in range(12)
]
MADE = {"set": {"name": "qa.jsonl", "items": 12, "sha256": "s"}}


def refuse(question: str, history: Sequence[str]) -> Mapping[str, Any]:
    """Answers in the contract's form, at the top level so that a worker process finds it."""
    return {
        "question": question, "outcome": "abstained", "abstained": True, "reason": "没有", "text": "没有",
        "short_answer": None, "statements": [], "citations": [], "retrieved": [], "elapsed_ms": time.time(),
    }  # fmt: skip


def open_refuse() -> Callable[[str, Sequence[str]], Mapping[str, Any]]:
    return refuse


def nothing(doc_id: str) -> None:
    return None


def test_history_reaches_the_assistant(make_answer: MakeAnswer, text_of: TextOf) -> None:
    asked: list[tuple[str, tuple[str, ...]]] = []

    def ask(question: str, history: Sequence[str]) -> Mapping[str, Any]:
        asked.append((question, tuple(history)))
        return make_answer()

    run([QAItem("a", "那2030年呢？", True, "k", ("2027年呢？",))], lambda: ask, text_of)
    assert asked == [("那2030年呢？", ("2027年呢？",))]


def test_one_failure_does_not_stop_the_run(make_answer: MakeAnswer, text_of: TextOf) -> None:
    def ask(question: str, history: Sequence[str]) -> Mapping[str, Any]:
        if question == "第1问":
            raise ValueError("坏了")
        return make_answer()

    records = run(ITEMS, lambda: ask, text_of).records
    assert [r["item_id"] for r in records] == [item.item_id for item in ITEMS]
    assert [r["outcome"] for r in records].count("error") == 1
    assert records[1]["error"] == "ValueError: 坏了"


def test_processes_give_what_one_gives() -> None:
    def timeless(outcome: Any) -> list[Any]:
        built = report.build(outcome, MADE, "now")
        return [built["items"], built["measures"]]

    assert timeless(run(ITEMS, open_refuse, nothing, jobs=2)) == timeless(run(ITEMS, open_refuse, nothing))


def die() -> Callable[[str, Sequence[str]], Mapping[str, Any]]:
    os._exit(9)


def test_a_dead_worker_says_how_to_go_on() -> None:
    with pytest.raises(WorkerDied, match="接着做"):
        run(ITEMS, die, nothing, jobs=2)


def test_stale_evidence_is_reported_and_not_scored(make_answer: MakeAnswer, text_of: TextOf) -> None:
    items = [
        QAItem("stale", "?", True, "k", evidence=(Evidence("hubei", 0, 3, "山东省"),)),
        QAItem("good", "?", True, "k", evidence=(Evidence("hubei", 0, 3, "湖北省"),)),
    ]
    outcome = run(items, lambda: lambda question, history: make_answer((FIRST, FIRST)), text_of)
    assert [p.item_id for p in outcome.problems] == ["stale"]
    assert "document.RR" not in outcome.records[0]["scores"]
    assert outcome.records[1]["scores"]["document.RR"] == 0.0


def test_a_log_is_continued_only_for_the_same_run(tmp_path: Path) -> None:
    log = RunLog(tmp_path / "log", {"set": "s"})
    log.add({"item_id": "a"})
    log.close()
    assert set(RunLog(tmp_path / "log", {"set": "s"}).records) == {"a"}
    other = RunLog(tmp_path / "log", {"set": "t"})
    assert (other.records, other.replaced) == ({}, True)
    other.close()
    assert RunLog(tmp_path / "log", {"set": "s"}).records == {}


def test_two_runs_cannot_share_an_output(tmp_path: Path) -> None:
    log = RunLog(tmp_path / "log", {"set": "s"})
    log.add({"item_id": "a"})
    with pytest.raises(RunUnderWay, match="另一个评测正在写"):
        RunLog(tmp_path / "log", {"set": "s"}, fresh=True)
    log.close()
    assert set(RunLog(tmp_path / "log", {"set": "s"}).records) == {"a"}


@pytest.mark.parametrize("junk", [b"\x00\xff\n", b"[]\n", b'{"no": "id"}\n', b"[" * 100_000 + b"\n", b"\n"])
def test_junk_in_a_log_ends_what_is_taken_from_it(tmp_path: Path, junk: bytes) -> None:
    log = RunLog(tmp_path / "log", {})
    log.add({"item_id": "a"})
    log.close()
    whole = (tmp_path / "log").read_bytes()
    (tmp_path / "log").write_bytes(whole + junk + b'{"item_id": "b"}\n')
    again = RunLog(tmp_path / "log", {})
    again.close()
    assert set(again.records) == {"a"}
    assert (tmp_path / "log").read_bytes() == whole
    (tmp_path / "log").write_bytes(junk)
    assert RunLog(tmp_path / "log", {}).replaced


def test_a_torn_line_is_dropped(tmp_path: Path) -> None:
    log = RunLog(tmp_path / "log", {})
    log.add({"item_id": "a", "text": "全"})
    log.add({"item_id": "b"})
    log.close()
    whole = (tmp_path / "log").read_bytes()
    for cut in range(1, len(b'{"item_id": "b"}\n')):
        (tmp_path / "log").write_bytes(whole[:-cut])
        again = RunLog(tmp_path / "log", {})
        assert set(again.records) == {"a"}
        again.add({"item_id": "b"})
        again.close()
        assert (tmp_path / "log").read_bytes() == whole


def test_asked_to_start_afresh_it_does(tmp_path: Path) -> None:
    log = RunLog(tmp_path / "log", {})
    log.add({"item_id": "a"})
    log.close()
    assert RunLog(tmp_path / "log", {}, fresh=True).records == {}


SLOW = """
import sys, time
from pathlib import Path
from evals.dataset import QAItem
from evals.run_log import RunLog, RunUnderWay
from evals.runner import run

def ask(question, history):
    time.sleep(0.05)
    return {"question": question, "outcome": "abstained", "abstained": True, "reason": "r", "text": "t",
            "short_answer": None, "statements": [], "citations": [], "retrieved": [], "elapsed_ms": 1.0}

items = [QAItem(f"q{n}", f"第{n}问", n % 3 > 0, "abc"[n % 3], nuggets=(("7万亿",),) if n % 3 else ())
         for n in range(12)]
run(items, lambda: ask, lambda doc_id: None, log=RunLog(Path(sys.argv[1]), {"set": "s"}))
"""


def test_killed_and_started_again_it_ends_with_the_same_report(tmp_path: Path) -> None:
    path = tmp_path / "log"
    process = subprocess.Popen([sys.executable, "-c", SLOW, str(path)])
    deadline = time.monotonic() + 60
    while not path.exists() or path.read_bytes().count(b"\n") < 4:
        assert time.monotonic() < deadline
        time.sleep(0.02)
    process.send_signal(signal.SIGKILL)
    process.wait()
    log = RunLog(path, {"set": "s"})
    done = set(log.records)
    assert 3 <= len(done) < 12
    asked: list[str] = []

    def ask(question: str, history: Sequence[str]) -> Mapping[str, Any]:
        asked.append(question)
        return refuse(question, history) | {"reason": "r", "text": "t"}

    def timeless(outcome: Any) -> str:
        built = report.build(outcome, MADE, "now")
        return json.dumps({key: value for key, value in built.items() if key != "time"})

    resumed = run(ITEMS, lambda: ask, nothing, log=log)
    assert len(asked) == 12 - len(done)
    assert timeless(resumed) == timeless(run(ITEMS, lambda: ask, nothing))


PARALLEL = """
import os, sys, time
from pathlib import Path
from evals.dataset import QAItem
from evals.runner import run

def answer(question, history):
    time.sleep(0.2)
    return {}

def open_ask():
    Path(sys.argv[1], str(os.getpid())).touch()
    return answer

if __name__ == "__main__":
    run([QAItem(f"q{n}", "?", True, "k") for n in range(1000)], open_ask, lambda doc_id: None, jobs=2)
"""


def test_the_workers_of_a_killed_run_end_too(tmp_path: Path) -> None:
    (tmp_path / "pids").mkdir()
    (tmp_path / "parallel.py").write_text(PARALLEL, encoding="utf-8")
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).resolve().parents[2])}
    command = [sys.executable, str(tmp_path / "parallel.py"), str(tmp_path / "pids")]
    process = subprocess.Popen(command, env=environment)
    try:
        wait_until(lambda: len(list((tmp_path / "pids").iterdir())) == 2)
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait()
    workers = [int(path.name) for path in (tmp_path / "pids").iterdir()]
    wait_until(lambda: not any(is_alive(pid) for pid in workers))


def wait_until(reached: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 60
    while not reached():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def is_alive(pid: int) -> bool:
    """Whether the process runs; one that has ended and waits to be collected does not."""
    try:
        return "\nState:\tZ" not in Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return False


def test_an_empty_home_says_which_command_fills_it(tmp_path: Path) -> None:
    with pytest.raises(EmptyHome, match="python -m indexing build --home"):
        open_library(tmp_path / "none")
    assert not (tmp_path / "none").exists()
