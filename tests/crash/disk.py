"""T14: the disk fills up at random points, or becomes read-only. Takes a file system of our own (root, Linux)."""

import os
import random
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from corpus.errors import PolicyQAError
from corpus.library import Library
from indexing.build import build
from indexing.embedder import open_embedder
from indexing.retriever import Retriever
from tests.crash.checks import QUESTION, faults_of, reopened
from tests.crash.children import result_of
from tests.crash.texts import made
from tests.crash.writer import start

MEGABYTES = 64
_ROOM = 1_500_000  # bytes; a step of this trial takes somewhat less


class NoMount(Exception):
    """A file system cannot be mounted here."""


@contextmanager
def small_disk(folder: Path) -> Iterator[Path]:
    """A file system of 64 MB in memory. Raises NoMount."""
    folder.mkdir()
    if os.geteuid() != 0 or shutil.which("mount") is None:
        raise NoMount("mounting takes root")
    command = ["mount", "-t", "tmpfs", "-o", f"size={MEGABYTES}m", "tmpfs", str(folder)]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        raise NoMount(done.stderr.strip())
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


@dataclass
class DiskReport:
    """`full` counts the points at which the disk was full before the work was done."""

    points: int = 0
    full: int = 0
    faults: list[str] = field(default_factory=list)
    messages: set[str] = field(default_factory=set)

    def __str__(self) -> str:
        return f"{self.points} points, disk full at {self.full}: {len(self.faults)} faults"


def run_full(disk: Path, points: int, seed: int = 1) -> DiskReport:
    """Leaves a random amount of room, works until it is used up, makes room and does the same again.

    Goes on until it was full so many times, but not for ever: what is made may take less room one day.
    """
    chance = random.Random(seed)
    report = DiskReport()
    home, ballast = disk / "home", disk / "ballast"
    state = result_of(partial(start, home, 20))
    for number in range(5 * points):
        if report.full == points:
            break
        free = shutil.disk_usage(disk).free
        room = int(chance.uniform(0, _ROOM))
        with ballast.open("wb") as file:
            os.posix_fallocate(file.fileno(), 0, max(free - room, 1))
        ids = [f"d{number}-{i}" for i in range(10)]
        gone = chance.sample(sorted(state), 10 if len(state) > 40 else 0)
        said = result_of(partial(_work, home, ids, gone))
        report.points += 1
        report.full += said["full"]
        report.messages |= set(said["messages"])
        report.faults += [f"point {number}: {fault}" for fault in said["faults"]]
        ballast.unlink()
        found = result_of(partial(reopened, home))  # nothing is half done
        added, removed = state | dict.fromkeys(ids, 1), {d: v for d, v in state.items() if d not in gone}
        both = {d: v for d, v in added.items() if d not in gone}
        if found["state"] not in (state, added, removed, both):
            report.faults.append(f"point {number}: the library is half changed")
        again = result_of(partial(_work, home, ids, [d for d in gone if d in found["state"]]))
        faults = found["faults"] + again["faults"] + again["messages"] + result_of(partial(faults_of, home))
        report.faults += [f"point {number}, with room again: {fault}" for fault in faults]
        state = both
        if result_of(partial(reopened, home))["state"] != state:
            report.faults.append(f"point {number}: done again, the library is not as it should be")
    if report.full < points:
        report.faults.append(f"the disk was full at {report.full} points only: leave less room")
    return report


def _work(home: Path, ids: list[str], gone: list[str]) -> dict[str, Any]:
    """Adds, removes and builds; what stops it must say why, and search must go on."""
    said: dict[str, Any] = {"full": False, "messages": [], "faults": []}
    try:
        library = Library(home)
        library.add([made(doc_id, 1) for doc_id in ids])
        library.remove(gone)
        build(library, open_embedder(None))
    except PolicyQAError as error:
        said["full"] = True
        said["messages"].append(str(error).replace(str(home), "HOME")[:60])
    except Exception as error:  # what a person would see as a traceback
        said["faults"].append(f"{type(error).__name__}: {error}")
    try:
        if not Retriever.open(home).search(QUESTION):
            said["faults"].append("nothing was found")
    except Exception as error:
        said["faults"].append(f"search failed: {type(error).__name__}: {error}")
    return said


def run_read_only(disk: Path) -> list[str]:
    """The faults of a home on a file system that is read-only: search must work, changes must say why not."""
    home = disk / "home"
    if not home.exists():
        result_of(partial(start, home, 20))
    subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
    try:
        said = result_of(partial(_work, home, ["new"], []))
    finally:
        subprocess.run(["mount", "-o", "remount,rw", str(disk)], check=True)
    faults = list(said["faults"])
    if not said["messages"] or "权限" not in said["messages"][0]:
        faults.append(f"the message was {said['messages']}")
    return faults + list(result_of(partial(faults_of, home)))
