"""What a run has done so far, beside its output: so that a killed run goes on where it stopped.

The first line says which run it is (set, code, models, library, configuration); a log of another run is not
continued. Each further line is one item's record. A line torn by the kill is dropped.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from evals.scoring import Record


class RunLog:
    """The records of one run, on disk as soon as they are there."""

    def __init__(self, path: Path, key: Mapping[str, Any], fresh: bool = False):
        """Opens the log of the run with this key; an older one with another key, or any if `fresh`, is replaced."""
        self.path = path
        self.records: dict[str, Record] = {}
        self.replaced = False
        good = 0 if fresh or not path.exists() else self._read(key)
        path.parent.mkdir(parents=True, exist_ok=True)
        if good:
            with path.open("r+b") as file:
                file.truncate(good)
        else:
            self.replaced = path.exists()
            path.write_text(_line({"run": key}), encoding="utf-8")
        self._file = path.open("a", encoding="utf-8")

    def add(self, record: Record) -> None:
        """Keeps a record; it is with the operating system before this returns, so a kill can't take it."""
        self.records[record["item_id"]] = record
        self._file.write(_line(record))
        self._file.flush()

    def close(self) -> None:
        """Leaves the log where it is."""
        self._file.close()

    def remove(self) -> None:
        """Removes the log: the report holds everything now."""
        self._file.close()
        self.path.unlink(missing_ok=True)

    def _read(self, key: Mapping[str, Any]) -> int:
        """Reads what is whole; returns how many bytes that is, 0 where the log is of another run."""
        good = 0
        with self.path.open("rb") as file:
            for number, line in enumerate(file):
                if not line.endswith(b"\n"):
                    break
                try:
                    row = json.loads(line)
                except ValueError:
                    break
                if number == 0:
                    if row != {"run": json.loads(_line(key))}:
                        return 0
                else:
                    self.records[row["item_id"]] = row
                good += len(line)
        return good


def _line(value: Mapping[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False) + "\n"
