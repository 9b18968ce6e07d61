"""Small versions of `make crash`, each in a process of its own that nothing else has been started in."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("trial", ["kills 2", "disk 1", "backups 1", "deletion 100", "swaps 10", "soak 4"])
def test_durability(trial: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.crash", *trial.split()],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=400,
    )
    if done.stdout.startswith("skipped"):
        pytest.skip(done.stdout.strip())
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
