"""What changed between two versions of a document."""

import json
from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import NamedTuple

LONGEST = 2_000  # characters that are compared one by one; longer pieces count as changed whole


class Version(NamedTuple):
    """A version of a document: when it came and, unless it is today's, went (ISO), its text, its metadata as JSON."""

    added_at: str
    replaced_at: str | None
    text: str
    metadata: str


class Change(NamedTuple):
    """Characters (start, end exclusive) of the older text, and those of the newer one in their place."""

    older: tuple[int, int]
    newer: tuple[int, int]


class Changes(NamedTuple):
    """What differs: the text piece by piece in order, and by field the older and the newer value."""

    text: list[Change]
    metadata: dict[str, tuple[str | None, str | None]]


def compare(older: Version, newer: Version) -> Changes:
    """What is different in the newer version."""
    before, after = json.loads(older.metadata), json.loads(newer.metadata)
    fields = {
        name: (before.get(name), after.get(name))
        for name in after
        if before.get(name) != after.get(name) and name != "source_path"
    }
    return Changes(list(changed_text(older.text, newer.text)), fields)


def changed_text(older: str, newer: str) -> Iterator[Change]:
    """The changed pieces: line by line first, then within the lines that changed."""
    before, after = older.splitlines(keepends=True), newer.splitlines(keepends=True)
    at_before, at_after = _offsets(before), _offsets(after)
    for same, *lines in SequenceMatcher(None, before, after).get_opcodes():
        if same == "equal":
            continue
        start, end = at_before[lines[0]], at_before[lines[1]]
        new_start, new_end = at_after[lines[2]], at_after[lines[3]]
        if max(end - start, new_end - new_start) > LONGEST:
            yield Change((start, end), (new_start, new_end))
            continue
        pieces = SequenceMatcher(None, older[start:end], newer[new_start:new_end], autojunk=False)
        for tag, a, b, c, d in pieces.get_opcodes():
            if tag != "equal":
                yield Change((start + a, start + b), (new_start + c, new_start + d))


def _offsets(lines: list[str]) -> list[int]:
    """Where each line begins, and where the last one ends."""
    offsets = [0]
    for line in lines:
        offsets.append(offsets[-1] + len(line))
    return offsets
