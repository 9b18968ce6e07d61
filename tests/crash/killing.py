"""T4 and T5: a writer is killed at random points; nothing acknowledged is lost, nothing is there twice."""

import random
import time
from collections import Counter
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from statistics import median

from tests.crash.checks import faults_of, reopened
from tests.crash.children import forked, kill, result_of
from tests.crash.writer import Ledger, start, write

_EXHAUSTIVE = 5
_STEP_SECONDS = (
    0.05  # of an import; a build, which takes longer, is hit by half of the kills whatever is waited for
)
STEPS = ["new", "replace", "remove", "any", "any"]


@dataclass
class KillReport:
    """`during` counts what was going on when the writer died; `exact` how often exact search served at first.

    `ready` and `cpu` are the seconds until the first answer, by the clock and of CPU: others may use the machine too.
    """

    kills: int = 0
    faults: list[str] = field(default_factory=list)
    during: Counter[str] = field(default_factory=Counter)
    exact: int = 0
    ready: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)

    def __str__(self) -> str:
        return (
            f"{self.kills} kills ({dict(self.during)}): {len(self.faults)} faults; ready in {median(self.ready):.2f} s "
            f"({median(self.cpu):.2f} of CPU), in at most {max(self.ready):.1f} s ({max(self.cpu):.2f} of CPU), "
            f"{sum(ready > 5 for ready in self.ready)} times in more than 5; exact search served {self.exact} times"
        )


def run_kills(
    folder: Path, kills: int, seed: int = 1, longest: float = 1.5, documents: int = 40
) -> KillReport:
    """Kills a writer so many times, each after 0 to `longest` seconds of work, and then perhaps in a certain step.

    After each kill the home is opened and every document is compared; after every fifth everything is checked.
    """
    chance = random.Random(seed)
    report = KillReport()
    home = folder / "home"
    state = result_of(partial(start, home, documents))
    for number in range(kills):
        ledger = Ledger(folder / f"ledger-{number}.jsonl")
        pid = forked(partial(write, home, ledger, state, seed * 100_000 + number))
        deadline = time.monotonic() + 60
        while not ledger.path.exists() and time.monotonic() < deadline:  # it has begun to write
            time.sleep(0.005)
        time.sleep(chance.uniform(0, longest))
        _wait_for(chance.choice(STEPS), ledger.path)
        time.sleep(chance.uniform(0, _STEP_SECONDS))
        kill(pid)
        report.kills += 1
        ledger = Ledger.read(ledger.path)
        report.during[ledger.going_on] += 1
        found = result_of(partial(reopened, home))
        report.ready.append(found["ready"])
        report.cpu.append(found["cpu"])
        report.exact += found["exact"]
        possible = ledger.states(state)[ledger.done :]
        if found["state"] not in possible:
            report.faults.append(f"kill {number}: the library is not what was acknowledged")
        faults = found["faults"]
        if report.kills % _EXHAUSTIVE == 0 or report.kills == kills:
            faults += result_of(partial(faults_of, home))
        report.faults += [f"kill {number}: {fault}" for fault in faults]
        state = found["state"]
        if report.kills % 10 == 0:
            print(report, flush=True)
    return report


def _wait_for(step: str, ledger: Path) -> None:
    """Waits until the writer is at this step."""
    deadline = time.monotonic() + 20
    while step != "any" and Ledger.read(ledger).going_on != step and time.monotonic() < deadline:
        time.sleep(0.001)
