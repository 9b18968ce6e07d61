"""What a run has done so far, beside its output: so that a killed run goes on where it stopped.

The first line says which run it is (set, code, models, library, configuration); a log of another run is not
continued. Each further line is one item's record. From the first line that is torn or no record the log counts as
lost. An OS lock keeps a second run with the same output away, and falls with its holder.
"""

import fcntl
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from corpus.errors import PolicyQAError
from evals.scoring import Record


class RunUnderWay(PolicyQAError):
    """Another process is writing this run's log just now."""

    def __init__(self, path: Path):
        super().__init__(f"另一个评测正在写 {path}。请等它结束，或用 --output 另选一个文件。")


class RunLog:
    """The records of one run, on disk as soon as they are there."""

    def __init__(self, path: Path, key: Mapping[str, Any], fresh: bool = False):
        """Opens the log of the run with this key; an older one with another key, or any if `fresh`, is replaced.

        Raises RunUnderWay, or PolicyQAError where the file cannot be written.
        """
        self.path = path
        self.records: dict[str, Record] = {}
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._file = path.open("a+b")
        except OSError as error:
            raise PolicyQAError(
                f"写不了 {path}（{error.strerror}）。请检查 --output 的位置和权限。"
            ) from None
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            self._file.close()
            raise RunUnderWay(path) from None
        good = 0 if fresh else self._read(key)
        self.replaced = not good and self._file.seek(0, 2) > 0
        self._file.truncate(good)
        if not good:
            self._write({"run": key})

    def add(self, record: Record) -> None:
        """Keeps a record; it is with the operating system before this returns, so a kill can't take it."""
        self.records[record["item_id"]] = record
        self._write(record)

    def close(self) -> None:
        """Leaves the log where it is."""
        self._file.close()

    def remove(self) -> None:
        """Removes the log: the report holds everything now."""
        self.path.unlink(missing_ok=True)
        self._file.close()

    def _write(self, row: Mapping[str, Any]) -> None:
        self._file.write(_line(row))
        self._file.flush()

    def _read(self, key: Mapping[str, Any]) -> int:
        """Reads what is whole; returns how many bytes that is, 0 where the log is of another run."""
        good = 0
        self._file.seek(0)
        for number, line in enumerate(self._file):
            row = _row(line)
            if number == 0:
                if row != {"run": json.loads(_line(key))}:
                    return 0
            elif row is None or not isinstance(row.get("item_id"), str):
                break
            else:
                self.records[row["item_id"]] = row
            good += len(line)
        return good


def _line(value: Mapping[str, Any]) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode() + b"\n"


def _row(line: bytes) -> dict[str, Any] | None:
    """The object of a whole line; None for anything else."""
    try:
        row = json.loads(line) if line.endswith(b"\n") else None
    except (ValueError, RecursionError):
        return None
    return row if isinstance(row, dict) else None
