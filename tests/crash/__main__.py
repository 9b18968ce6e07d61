"""Durability on trial, with figures: `python -m tests.crash kills|disk|backups|upgrades|deletion|swaps|soak [AMOUNT] [SEED]`.

`make crash` runs all but the soak, `make soak` runs that for an hour. A fault makes the exit status 1.
"""

import sys
import tempfile
from pathlib import Path

from tests.crash.backups import run_backups
from tests.crash.children import import_all
from tests.crash.deleting import run_deletion
from tests.crash.disk import NoMount, run_full, run_read_only, small_disk
from tests.crash.killing import run_kills
from tests.crash.serving import run_soak, run_swaps
from tests.crash.upgrades import commits, run_upgrades

USUAL = {
    "kills": 200,
    "disk": 50,
    "backups": 20,
    "upgrades": 0,
    "deletion": 50_000,
    "swaps": 1_400,
    "soak": 3_600,
}
"""Kills; points; backups; none; passages; documents added, of about 3.5 passages each; seconds."""


def main(name: str, amount: int, seed: int) -> list[str]:
    """Runs one trial in a folder of its own, prints what came of it, and returns the faults."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        if name == "kills":
            killed = run_kills(folder, amount, seed)
            print(killed)
            return killed.faults
        if name == "backups":
            backups = run_backups(folder, amount, seed)
            print(backups)
            return backups.faults
        if name == "deletion":
            deletion = run_deletion(folder, amount)
            print(deletion)
            return deletion.faults
        if name == "swaps":
            swaps = run_swaps(folder, amount, min(20, amount / 5))
            print(swaps)
            return swaps.faults
        if name == "soak":
            soak = run_soak(folder, amount)
            print(soak)
            return soak.faults
        if name == "upgrades":
            outcomes = list(run_upgrades(folder, commits()))
            print("\n".join(f"{commit}: {outcome}" for commit, outcome in outcomes))
            return [outcome for _, outcome in outcomes if outcome.startswith("fault")]
        return _disk(folder, amount, seed)


def _disk(folder: Path, points: int, seed: int) -> list[str]:
    try:
        with small_disk(folder / "disk") as disk:
            full = run_full(disk, points, seed)
            print(full, *sorted(full.messages), sep="\n")
            read_only = run_read_only(disk)
            print(f"read-only: {len(read_only)} faults")
            return full.faults + read_only
    except NoMount as why:
        print(f"skipped: no file system can be mounted here ({why})")
        return []


if __name__ == "__main__":
    import_all()
    chosen = sys.argv[1]
    wrong = main(
        chosen,
        int(sys.argv[2]) if len(sys.argv) > 2 else USUAL[chosen],
        int(sys.argv[3]) if len(sys.argv) > 3 else 1,
    )
    print(*wrong[:50], sep="\n", end="" if not wrong else "\n")
    sys.exit(bool(wrong))
