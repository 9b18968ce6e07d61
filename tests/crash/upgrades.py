"""T16: homes written by the program as it was at every commit that changed what a home looks like.

Early commits take a package that we take no more: `pip install bm25s` first, or they are said not to run.
"""

import json
import os
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import Any

from tests.crash.children import result_of
from tests.crash.texts import made

ROOT = Path(__file__).resolve().parents[2]
# What lays down the files of a home; a commit that changes none of them writes homes like the one before.
FORMATS = [
    *(
        "corpus/schema.py",
        "corpus/library.py",
        "corpus/storage.py",
        "corpus/registration.py",
        "corpus/rows.py",
    ),
    *(
        "indexing/store.py",
        "indexing/generation.py",
        "indexing/generation_files.py",
        "indexing/vectors.py",
        "indexing/lexical.py",
        "indexing/derived.py",
    ),
]


def commits() -> list[str]:
    """The commits, the oldest first; none without the repository's history."""
    done = subprocess.run(
        ["git", "log", "--reverse", "--format=%h", "--", *FORMATS], cwd=ROOT, capture_output=True, text=True
    )
    return done.stdout.split() if done.returncode == 0 else []


def run_upgrades(folder: Path, chosen: list[str]) -> Iterator[tuple[str, str]]:
    """Each commit, with what came of the home it wrote: `opens`, `rebuilt`, `no index then` or a fault."""
    rows = [made(f"doc-{number}", 1) for number in range(12)]
    documents = folder / "documents.jsonl"
    documents.write_text(
        "".join(
            json.dumps({"doc_id": d.doc_id, "title": d.title, "text": d.text}, ensure_ascii=False) + "\n"
            for d in rows
        ),
        encoding="utf-8",
    )
    for commit in chosen:
        program, home = folder / commit, folder / f"home-{commit}"
        archive = subprocess.run(["git", "archive", commit], cwd=ROOT, capture_output=True, check=True).stdout
        with tarfile.open(fileobj=BytesIO(archive)) as packed:
            packed.extractall(program, filter="data")
        # The first commit to make an index lacks a file of its own; its library can still be written.
        indexes = (program / "indexing" / "embedder.py").exists()
        command = ["indexing", "build"] if indexes else ["corpus", "add"]
        done = subprocess.run(
            [sys.executable, "-m", *command, str(documents), "--home", str(home)],
            cwd=program,
            env=os.environ | {"PYTHONPATH": str(program)},
            capture_output=True,
            text=True,
        )
        if done.returncode:
            yield commit, f"could not be run: {done.stderr.strip().splitlines()[-1]}"
            continue
        yield commit, result_of(partial(_opened, home, [d.text for d in rows], indexes))


def _opened(home: Path, texts: list[str], indexed: bool) -> Any:
    from indexing.retriever import Retriever
    from tests.crash.checks import QUESTION, faults_of

    outcome = "no index then"
    if indexed:
        retriever = Retriever.open(home)
        if not retriever.search(QUESTION):
            return "fault: nothing was found before the build"
        outcome = "rebuilt" if retriever.exact else "opens"
    faults = faults_of(home)
    retriever = Retriever.open(home)
    held = sorted(retriever.library.get(d.doc_id).text for d in retriever.documents())
    if held != sorted(texts):
        faults.append("the documents are not those that were added")
    return f"fault: {'; '.join(faults)}" if faults or retriever.exact else outcome
