"""T17: backups of a home that is being written, each restored elsewhere and checked."""

import random
import time
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from corpus.backup import back_up, restore
from corpus.library import Library
from tests.crash.checks import faults_of
from tests.crash.children import forked, kill, result_of
from tests.crash.texts import made, versions_in
from tests.crash.writer import Ledger, start, write


@dataclass
class BackupReport:
    """`sound` backups were a state of the home as it was while they were taken, and whole."""

    taken: int = 0
    sound: int = 0
    faults: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        return (
            f"{self.taken} backups under writes, {self.sound} restored and sound; {len(self.faults)} faults"
        )


def run_backups(folder: Path, count: int, seed: int = 1) -> BackupReport:
    """Takes so many backups while a writer goes on, then restores and checks each."""
    home = folder / "home"
    state = result_of(partial(start, home, 40))
    ledger = Ledger(folder / "ledger.jsonl")
    writer = forked(partial(write, home, ledger, state, seed))
    chance = random.Random(seed)
    taken: list[tuple[Path, int, int]] = []
    for number in range(count):
        time.sleep(chance.uniform(0.1, 1))
        first = Ledger.read(ledger.path).done
        file = folder / f"backup-{number}.sqlite"
        result_of(partial(_take, home, file))
        taken.append((file, first, len(Ledger.read(ledger.path).steps)))
    kill(writer)
    states = Ledger.read(ledger.path).states(state)
    report = BackupReport()
    for number, (file, first, last) in enumerate(taken):
        report.taken += 1
        elsewhere = folder / f"restored-{number}"
        held = result_of(partial(_restored, file, elsewhere))
        faults = result_of(partial(faults_of, elsewhere))
        if held not in states[first : last + 1]:
            faults.append("it is no state that the home was in")
        report.sound += not faults
        report.faults += [f"backup {number}: {fault}" for fault in faults]
    return report


def _take(home: Path, file: Path) -> None:
    back_up(Library(home), file)


def _restored(file: Path, home: Path) -> dict[str, int]:
    restore(file, home)
    held = {}
    for document in Library(home).documents():
        (version,) = versions_in(document.text)[document.doc_id]
        assert document.text == made(document.doc_id, version).text
        held[document.doc_id] = version
    return held
