"""Reads the training files: texts, and query → passage pairs."""

import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class TextPair:
    """A query and a passage that belongs to it; `source` names the collection the pair is from."""

    query: str
    passage: str
    source: str


def read_texts(folder: Path) -> Iterator[str]:
    """The `text` of every row of every `.jsonl.gz` below the folder, in a fixed order; rows without are skipped."""
    for path in sorted(folder.rglob("*.jsonl.gz")):
        for row in rows(path):
            text = row.get("text")
            if isinstance(text, str) and text.strip():
                yield text


def read_pairs(path: Path) -> list[TextPair]:
    """All pairs of a `.jsonl.gz` file with `query`, `passage` and `source`."""
    return [TextPair(row["query"], row["passage"], row["source"]) for row in rows(path)]


def rows(path: Path) -> Iterator[dict[str, Any]]:
    """The JSON objects of a `.jsonl` or `.jsonl.gz` file, one a line."""
    with (
        gzip.open(path, "rt", encoding="utf-8")
        if path.suffix == ".gz"
        else path.open(encoding="utf-8") as lines
    ):
        for line in lines:
            yield json.loads(line)
