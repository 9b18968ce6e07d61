"""T8: a document is removed from a large home: how long until nothing of it is left?"""

import subprocess
import sys
import time
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from corpus.document import Document
from corpus.library import Library
from indexing.build import INDEXES, build
from indexing.embedder import open_embedder
from tests.crash.checks import faults_of
from tests.crash.children import result_of
from tests.crash.texts import made

CANARY = "麒麟瑞兽甪端獬豸"
NEEDLES = [CANARY.encode(), CANARY.encode("utf-16-le"), CANARY[:2].encode(), CANARY[-2:].encode()]
_PASSAGES = 10  # of a document


@dataclass
class DeletionReport:
    """Seconds from the command that removes until nothing is left, and until the build has ended."""

    passages: int = 0
    gone: float = 0.0
    built: float = 0.0
    faults: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        return (
            f"a document of {self.passages} passages: nothing left after {self.gone:.1f} s, "
            f"build ended after {self.built:.1f} s; {len(self.faults)} faults"
        )


def traces(home: Path, needles: list[bytes]) -> list[str]:
    """Where in the files of a home any of the byte strings stands."""
    found = []
    for path in home.rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            found += [f"{path.relative_to(home)}: {n[:30]!r}" for n in needles if n in content]
    return found


def run_deletion(folder: Path, passages: int) -> DeletionReport:
    """Removes one document of a home of so many passages by the commands, and looks for it in every file."""
    home = folder / "home"
    report = DeletionReport(passages)
    vectors = [bytes.fromhex(vector) for vector in result_of(partial(_prepare, home, passages))]
    needles = [*NEEDLES, *vectors]
    if len(traces(home, needles)) < 4:
        report.faults.append("the scan does not see the document")
    before = _folders(home)
    began = time.monotonic()
    _run("corpus", "remove", "canary", "--home", str(home))
    building = subprocess.Popen([sys.executable, "-m", "indexing", "build", "--home", str(home)])
    while _folders(home) & before and building.poll() is None:
        time.sleep(0.05)
    left = traces(home, needles)
    while left and building.poll() is None:  # the log is emptied last
        left = traces(home, needles)
    report.gone = time.monotonic() - began
    if building.wait():
        report.faults.append("the build failed")
    report.built = time.monotonic() - began
    report.faults += traces(home, needles)
    report.faults += result_of(partial(faults_of, home))
    return report


def _prepare(home: Path, passages: int) -> list[str]:
    """Fills and indexes a home; returns the vectors of the document that will go and of no other, in hex."""
    library = Library(home)
    library.add(made(f"base-{number}", 1, _PASSAGES) for number in range(passages // _PASSAGES))
    library.add(
        [Document("canary", f"{CANARY}办法", f"第一条 {CANARY}项目给予20万元。\n第二条 向{CANARY}局申报。\n")]
    )
    build(library, open_embedder(None))
    rows = library.connection.execute(
        "SELECT vector FROM vectors JOIN passages USING (digest) WHERE doc_id = 'canary'"
    )
    return [vector.hex() for (vector,) in rows]


def _folders(home: Path) -> set[str]:
    return {path.name for path in (home / INDEXES).iterdir()}


def _run(*command: str) -> None:
    subprocess.run([sys.executable, "-m", *command], check=True, capture_output=True)
