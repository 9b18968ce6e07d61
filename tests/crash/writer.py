"""A writer that never stops by itself, and its ledger: what it began, and what it was told is done."""

import json
import os
import random
from dataclasses import dataclass, field
from pathlib import Path

from corpus.library import Library
from indexing.build import build
from indexing.embedder import open_embedder
from tests.crash.texts import made

State = dict[str, int]  # doc_id → version


@dataclass
class Ledger:
    """One line before each step and one after it: (step, ids, version); kept over a kill of the writer."""

    path: Path
    steps: list[tuple[str, list[str], int]] = field(default_factory=list)
    done: int = 0

    def note(self, *line: object) -> None:
        """Appends a line, whole."""
        descriptor = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        os.write(descriptor, (json.dumps(line) + "\n").encode())
        os.close(descriptor)

    @property
    def going_on(self) -> str:
        """The step that was begun and not acknowledged; "between" where there is none."""
        return self.steps[-1][0] if len(self.steps) > self.done else "between"

    @classmethod
    def read(cls, path: Path) -> "Ledger":
        """The steps, and how many of them were acknowledged."""
        ledger = cls(path)
        lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
        for line in lines:
            what = json.loads(line)
            if what[0] == "done":
                ledger.done = len(ledger.steps)
            else:
                ledger.steps.append((what[0], what[1], what[2]))
        return ledger

    def states(self, start: State) -> list[State]:
        """The state after so many steps, for 0 to all of them."""
        result = [dict(start)]
        for step, ids, version in self.steps:
            state = dict(result[-1])
            if step in ("new", "replace"):
                state |= dict.fromkeys(ids, version)
            elif step == "remove":
                for doc_id in ids:
                    del state[doc_id]
            result.append(state)
        return result


def write(home: Path, ledger: Ledger, state: State, seed: int) -> None:
    """Adds, replaces, removes and builds at random until killed. Each step is one transaction."""
    chance = random.Random(seed)
    library, embedder = Library(home), open_embedder(None)
    state = dict(state)
    serial = 0
    while True:
        step = chance.choice(["new", "replace", "remove", "build", "build"])
        serial += 1
        if step == "build":
            ledger.note("build", [], 0)
            build(library, embedder)
        elif step == "remove" and len(state) > 20:
            ids = chance.sample(sorted(state), chance.choice([1, len(state) // 3]))
            ledger.note("remove", ids, 0)
            library.remove(ids)
            for doc_id in ids:
                del state[doc_id]
        else:
            count = chance.choice([1, 2, 8, 20])
            old = chance.sample(sorted(state), min(count, len(state))) if step == "replace" else []
            step = "replace" if old else "new"
            ids = old or [f"n{seed}-{serial}-{i}" for i in range(count)]
            version = max((state.get(doc_id, 0) for doc_id in ids), default=0) + 1
            ledger.note(step, ids, version)
            library.add([made(doc_id, version) for doc_id in ids])
            state |= dict.fromkeys(ids, version)
        ledger.note("done")


def start(home: Path, count: int) -> State:
    """Fills a new home and indexes it."""
    state = {f"base-{number}": 1 for number in range(count)}
    library = Library(home)
    library.add([made(doc_id, version) for doc_id, version in state.items()])
    build(library, open_embedder(None))
    library.close()
    return state
