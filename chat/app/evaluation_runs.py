"""Evaluations as the page sees them: a run is `python -m evals` in a process of its own, a report is a file.

The layer to the right is started, never imported, so nothing of it can slow or break an answer.
"""

import contextlib
import json
import subprocess
import sys
import threading
from collections.abc import Sequence
from datetime import datetime
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple

from corpus.errors import PolicyQAError

REPORTS, SETS = "reports", "question-sets"
MADE, RATED = "made", "rated"
QUESTIONS_MADE = 60
# Kept for the last word on a version: whoever looks at it between two changes spoils it.
_NOT_OFFERED = ("heldout",)
_PATIENCE = 120  # seconds for a command that only reads
_WORDS_OF_A_FAULT = 600


class Progress(NamedTuple):
    """How far the run has come; `total` is 0 until the questions are known."""

    done: int
    total: int


class Evaluations:
    """The reports of a home, and at most one run that adds to them."""

    def __init__(self, home: Path):
        self._home = home
        self._lock = threading.Lock()
        self._process: subprocess.Popen[str] | None = None
        self._set: Path | None = None
        self._output: Path | None = None

    def sets(self) -> list[tuple[str, str]]:
        """The question sets that can be run, as name and path: the project's own, and those put into the home."""
        spec = find_spec("evals")
        folders = [Path(folder) / "datasets" for folder in (spec and spec.submodule_search_locations) or []]
        found = [path for folder in [*folders, self._home / SETS] for path in sorted(folder.glob("*.jsonl"))]
        offered = [path for path in found if not any(word in path.stem for word in _NOT_OFFERED)]
        return [(path.stem, str(path)) for path in offered if path.stem not in (MADE, RATED)]

    def reports(self) -> list[Path]:
        """The reports, the latest first."""
        found = [path for path in (self._home / REPORTS).glob("*.json") if path != self._output]
        return sorted(found, key=lambda path: path.stat().st_mtime, reverse=True)

    def report(self, name: str) -> Path:
        """The report of this name. Raises PolicyQAError where there is none: a name may come from anywhere."""
        for path in self.reports():
            if path.stem == name:
                return path
        raise PolicyQAError(f"没有名为“{name[:80]}”的评测报告，它可能已被删除。请刷新后重选。")

    def start(self, chosen: str) -> None:
        """Starts a run over a set of `sets`, over MADE or over RATED questions.

        Raises PolicyQAError where one is running, the set is none of ours, or no questions can be made.
        """
        with self._lock:
            if self.running:
                raise PolicyQAError("已有一次评测在进行。请等它完成，或先停止。")
            questions = self._questions(chosen)
            stamp = f"{datetime.now():%Y%m%d-%H%M%S}"
            output = self._home / REPORTS / f"{questions.stem}-{stamp}.json"
            output.parent.mkdir(parents=True, exist_ok=True)
            command = self._command("run", str(questions), "--output", str(output), "--fresh")
            with (self._home / REPORTS / "run.log").open("w", encoding="utf-8") as log:
                self._process = subprocess.Popen(command, stdout=log, stderr=log, text=True)  # noqa: S603
            self._set, self._output = questions, output

    def stop(self) -> None:
        """Ends the run, if there is one; what it had answered is not kept."""
        with self._lock:
            if self._process is not None and self._process.poll() is None:
                self._process.terminate()
                self._process.wait(30)
            if self._output is not None:
                _partial(self._output).unlink(missing_ok=True)
            self._process = self._output = None

    @property
    def running(self) -> bool:
        """Whether a run is going on."""
        return self._process is not None and self._process.poll() is None

    def progress(self) -> Progress:
        """How far the run has come, as it stands in its own record."""
        if self._set is None or self._output is None:
            return Progress(0, 0)
        with contextlib.suppress(OSError):
            return Progress(max(_lines(_partial(self._output)) - 1, 0), _lines(self._set))
        return Progress(0, 0)

    def finished(self) -> Path | None:
        """The report of the run that has ended; None where it was stopped. Raises PolicyQAError where it failed."""
        with self._lock:
            process, output = self._process, self._output
            if process is None or output is None:
                return None
            process.wait()
            self._process = self._output = None
        if process.returncode:
            said = (self._home / REPORTS / "run.log").read_text(encoding="utf-8", errors="replace")
            raise PolicyQAError(f"评测没有完成。{said.strip()[-_WORDS_OF_A_FAULT:]}")
        return output

    def page(self, name: str) -> str:
        """The report as a page of its own. Raises PolicyQAError where it can't be read."""
        report = self.report(name)
        page = report.with_suffix(".html")
        if not page.exists():
            self._run("report", str(report))
        return page.read_text(encoding="utf-8")

    def comparison(self, first: str, second: str) -> dict[str, Any]:
        """Two reports side by side, as `evals compare --json` says. Raises PolicyQAError."""
        said = self._run("compare", str(self.report(first)), str(self.report(second)), "--json")
        compared: dict[str, Any] = json.loads(said)
        return compared

    # -- underneath

    def _questions(self, chosen: str) -> Path:
        if chosen not in (MADE, RATED):
            for _, path in self.sets():
                if path == chosen:
                    return Path(path)
            raise PolicyQAError("没有这份题集。请从列表里选一份。")
        output = self._home / SETS / f"{chosen}.jsonl"
        self._run(
            "make", str(output), *(["--feedback"] if chosen == RATED else ["--count", str(QUESTIONS_MADE)])
        )
        return output

    def _run(self, *arguments: str) -> str:
        """What a command that only reads says. Raises PolicyQAError with its own words where it fails."""
        command = self._command(*arguments)
        try:
            done = subprocess.run(  # noqa: S603 - our own command, no shell
                command, capture_output=True, text=True, encoding="utf-8", timeout=_PATIENCE, check=False
            )
        except subprocess.TimeoutExpired:
            raise PolicyQAError("评测程序没有及时回应。请稍后再试。") from None
        if done.returncode:
            raise PolicyQAError(done.stderr.strip()[-_WORDS_OF_A_FAULT:].removeprefix("出错了："))
        return done.stdout

    def _command(self, *arguments: str) -> Sequence[str]:
        return [sys.executable, "-m", "evals", arguments[0], "--home", str(self._home), *arguments[1:]]


def _partial(output: Path) -> Path:
    return output.with_name(output.name + ".partial.jsonl")


def _lines(path: Path) -> int:
    with path.open("rb") as file:
        return sum(1 for line in file if line.strip())
