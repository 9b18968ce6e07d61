"""T13 and T19: questions are answered while the library changes; nothing is empty, mixed, or left open."""

import json
import os
import random
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from statistics import quantiles

from corpus.errors import PolicyQAError
from corpus.library import Library
from indexing.build import INDEXES, build
from indexing.embedder import open_embedder
from indexing.retriever import Retriever
from tests.crash.children import forked
from tests.crash.texts import made, versions_in

SENTINEL = made("sentinel", 1, 3)  # never changed: it must always be found by its own words
_SETTLED = 300  # seconds of a soak, from which on what grows is a fault
MOVING = "moving"  # one document that is replaced all the time


def prepare(home: Path, documents: int) -> None:
    """Fills a new home and indexes it."""
    library = Library(home)
    library.add([SENTINEL, made(MOVING, 1, 6), *(made(f"base-{n}", 1) for n in range(documents))])
    build(library, open_embedder(None))


@dataclass
class Answers:
    """What the readers saw: seconds a search, and what was wrong."""

    seconds: list[float] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    @property
    def p95(self) -> float:
        """The 95th percentile, in seconds."""
        return quantiles(self.seconds, n=20)[-1]


def ask(retriever: Retriever, answers: Answers, until: Callable[[], bool]) -> None:
    """Searches until told to stop: by the words of a document that stays, and of one that changes."""
    words = SENTINEL.text.splitlines()[1]
    while not until():
        for query, wanted in ((words, SENTINEL.doc_id), (f"{MOVING} 第3条 办结", MOVING)):
            began = time.perf_counter()
            found = retriever.search(query, 20)
            answers.seconds.append(time.perf_counter() - began)
            if wanted not in {one.passage.span.doc_id for one in found}:
                answers.faults.append(f"{wanted} was not found")
            seen: dict[str, set[int]] = {}
            for one in found:
                for doc_id, versions in versions_in(one.passage.text).items():
                    seen.setdefault(doc_id, set()).update(versions)
            answers.faults += [f"versions {v} of {d} in one answer" for d, v in seen.items() if len(v) > 1]


def _asked(retriever: Retriever, readers: int, until: Callable[[], bool]) -> Answers:
    answers = [Answers() for _ in range(readers)]
    threads = [threading.Thread(target=ask, args=(retriever, one, until)) for one in answers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    whole = Answers()
    for one in answers:
        whole.seconds += one.seconds
        whole.faults += one.faults
    return whole


@dataclass
class SwapReport:
    """Latency in seconds while so many documents were indexed and generations swapped, and before and after it."""

    before: Answers
    busy: Answers
    after: Answers
    swaps: int

    @property
    def quiet(self) -> float:
        """The 95th percentile before and after together: the library grows, and searches with it."""
        return Answers(self.before.seconds + self.after.seconds).p95

    @property
    def faults(self) -> list[str]:
        """What was wrong in any of the three."""
        return self.before.faults + self.busy.faults + self.after.faults

    def __str__(self) -> str:
        return (
            f"quiet p95 {self.before.p95 * 1000:.0f} ms before, {self.after.p95 * 1000:.0f} ms after, of "
            f"{len(self.before.seconds)} and {len(self.after.seconds)}; while indexing "
            f"{self.busy.p95 * 1000:.0f} ms of {len(self.busy.seconds)} ({self.busy.p95 / self.quiet:.2f} times); "
            f"{self.swaps} swaps; {len(self.faults)} empty or mixed"
        )


def run_swaps(folder: Path, added: int, quiet_seconds: float = 20, readers: int = 2) -> SwapReport:
    """Asks in quiet, then while the command adds documents to twice as many in five parts, and in quiet again."""
    home = folder / "home"
    _wait(forked(partial(prepare, home, 2 * added)))
    retriever = Retriever.open(home)
    retriever.warm()

    def quiet() -> Answers:
        end = time.monotonic() + quiet_seconds
        return _asked(retriever, readers, lambda: time.monotonic() > end)

    first, before = quiet(), _generation(home)
    done = threading.Event()
    failed: list[str] = []

    def index() -> None:
        try:
            for part in range(5):
                _build_by_command(home, folder / "part.jsonl", part, added)
        except subprocess.CalledProcessError as error:
            failed.append(f"the build failed: {error.stderr}")
        done.set()

    thread = threading.Thread(target=index)
    thread.start()
    busy = _asked(retriever, readers, done.is_set)
    thread.join()
    busy.faults += failed
    return SwapReport(first, busy, quiet(), _generation(home) - before)


def _build_by_command(home: Path, file: Path, part: int, added: int) -> None:
    """Adds a fifth of the documents and the next version of the one that moves, as a person would."""
    numbers = range(part * added // 5, (part + 1) * added // 5)
    documents = [*(made(f"new-{n}", 1) for n in numbers), made(MOVING, part + 2, 6)]
    rows = [{"doc_id": d.doc_id, "title": d.title, "text": d.text} for d in documents]
    file.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    command = [sys.executable, "-m", "indexing", "build", str(file), "--home", str(home)]
    subprocess.run(command, check=True, capture_output=True, text=True)


def _generation(home: Path) -> int:
    return max(int(path.name[1:]) for path in (home / INDEXES).iterdir())


def _wait(pid: int) -> None:
    _, status = os.waitpid(pid, 0)
    if status:
        raise RuntimeError(f"the child ended with status {status}")


@dataclass
class SoakReport:
    """What is open and held, over time: (seconds, file handles, threads, index folders, resident MB)."""

    samples: list[tuple[float, int, int, int, float]] = field(default_factory=list)
    answers: Answers = field(default_factory=Answers)
    changes: int = 0
    left: list[str] = field(default_factory=list)

    @property
    def growth(self) -> dict[str, tuple[float, float]]:
        """The median of the second quarter of the time, and of the last, of each."""
        quarter = len(self.samples) // 4
        early, late = self.samples[quarter : 2 * quarter], self.samples[-quarter:]
        names = ("handles", "threads", "folders", "megabytes")
        return {
            name: (
                sorted(row[i] for row in early)[quarter // 2],
                sorted(row[i] for row in late)[quarter // 2],
            )
            for i, name in enumerate(names, 1)
        }

    @property
    def faults(self) -> list[str]:
        """What was wrong with answers, what was left over, and what of handles and memory grew by more than a tenth.

        A short run is still warming up. Threads and folders come and go meanwhile, and are counted at the end.
        """
        grown = [
            f"{name} grew from {early:.0f} to {late:.0f}"
            for name, (early, late) in self.growth.items()
            if name in ("handles", "megabytes") and late > 1.1 * early and self.samples[-1][0] >= _SETTLED
        ]
        return self.answers.faults + self.left + grown

    def __str__(self) -> str:
        return (
            f"{self.samples[-1][0]:.0f} s, {len(self.answers.seconds)} searches, {self.changes} changes, "
            f"{len(self.faults)} faults; early and late: {self.growth}"
        )


def run_soak(folder: Path, seconds: float, users: int = 10, documents: int = 60) -> SoakReport:
    """Users ask and one uploads, replaces and removes, all in one process as in the app."""
    home = folder / "home"
    _wait(forked(partial(prepare, home, documents)))
    retriever = Retriever.open(home)
    retriever.warm()
    report, stop = SoakReport(), threading.Event()
    before = threading.active_count()
    each = [Answers() for _ in range(users)]
    threads = [threading.Thread(target=_user, args=(retriever, one, stop)) for one in each]
    threads.append(threading.Thread(target=_uploader, args=(retriever, report, stop)))
    for thread in threads:
        thread.start()
    began = time.monotonic()
    while time.monotonic() - began < seconds:
        time.sleep(max(seconds / 200, 0.2))
        report.samples.append((time.monotonic() - began, *_held(home)))
        if len(report.samples) % 20 == 0:
            print(report.samples[-1], report.changes, flush=True)
    stop.set()
    for thread in threads:
        thread.join()
    for one in each:
        report.answers.seconds += one.seconds
        report.answers.faults += one.faults
    threads, folders = threading.active_count(), [path.name for path in (home / INDEXES).iterdir()]
    if threads > before:
        report.left.append(f"{threads - before} threads are left over")
    if len(folders) != 1:
        report.left.append(f"index folders are left over: {folders}")
    return report


def _user(retriever: Retriever, answers: Answers, stop: threading.Event) -> None:
    """Asks a few questions in a thread of its own, as a server's workers do, and pauses."""
    while not stop.is_set():
        turn = iter([False, True])
        worker = threading.Thread(target=ask, args=(retriever, answers, lambda turn=turn: next(turn)))
        worker.start()
        worker.join()
        stop.wait(0.5)


def _uploader(retriever: Retriever, report: SoakReport, stop: threading.Event) -> None:
    chance, library = random.Random(1), retriever.library
    serial, here = 0, []
    while not stop.is_set():
        serial += 1
        try:
            if len(here) > 20:
                library.remove([here.pop(chance.randrange(len(here)))])
            else:
                library.add([made(f"up-{serial}", 1)])
                here.append(f"up-{serial}")
            library.add([made(MOVING, serial + 1, 6)])
            build(library, retriever.embedder)
            report.changes += 1
        except PolicyQAError as error:
            report.answers.faults.append(str(error))
        stop.wait(1)


def _held(home: Path) -> tuple[int, int, int, float]:
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return (
        len(list(Path("/proc/self/fd").iterdir())),
        threading.active_count(),
        len(list((home / INDEXES).iterdir())),
        pages * os.sysconf("SC_PAGE_SIZE") / 1e6,
    )
