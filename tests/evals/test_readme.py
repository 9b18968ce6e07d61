"""The README's example runs, its commands exist, and it names every measure and every file."""

import doctest
import re
import shlex
from pathlib import Path

from evals.__main__ import COMMANDS
from evals.measures import MEASURES
from evals.options import parser

FOLDER = Path(__file__).resolve().parents[2] / "evals"
README = (FOLDER / "README.md").read_text(encoding="utf-8")


def test_the_worked_example_gives_what_it_says() -> None:
    failed, tried = doctest.testfile(str(FOLDER / "README.md"), module_relative=False, encoding="utf-8")
    assert (failed, tried > 5) == (0, True)


def test_every_command_shown_is_one() -> None:
    shown = [line for line in README.splitlines() if line.startswith("python -m evals")]
    assert len(shown) >= 6
    for line in shown:
        chosen = parser().parse_args(shlex.split(line.split("   ")[0])[3:])
        assert chosen.command in COMMANDS


def test_every_measure_is_described() -> None:
    table = README[README.index("## The measures") : README.index("## What was decided")]
    for measure in MEASURES:
        name = measure.name
        level = name.partition(".")[0] + ".…" if "." in name else name
        assert level in table or name.replace("refusal", "") in table, name


def test_every_file_is_in_the_reading_order() -> None:
    order = README[README.index("## In reading order") :]
    for path in [*FOLDER.glob("*.py"), *(FOLDER / "metrics").glob("*.py")]:
        assert path.name == "__init__.py" or path.name in order, path.name
    for folder in ("importers", "exporters"):
        assert f"`{folder}/`" in order
    assert set(re.findall(r"`(?:metrics/)?(\w+\.py)`", README)) <= {p.name for p in FOLDER.rglob("*.py")}
