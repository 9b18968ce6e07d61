"""Where figures come from: the commit, the code, the models and the library that gave them."""

import hashlib
import json
import platform
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from chat.llm import ModelSettings
from corpus.library import Library
from evals.dataset import QAItem

ROOT = Path(__file__).resolve().parent.parent
FOLDERS = ("corpus", "indexing", "chat", "evals")
SUFFIXES = frozenset((".py", ".json", ".tsv", ".txt"))  # code, and the fitted figures and word lists it reads
# In the report by themselves: the library, the set, the embedding model.
ELSEWHERE = ("corpus/documents/", "evals/datasets/", "evals/bench/", "indexing/model/")

UNKNOWN_MODEL = {"embedding": "unknown", "fingerprint": "", "chat": None}  # of answers given to us


def code_state() -> dict[str, Any]:
    """Commit and dirty flag (null outside a git checkout), and a hash over all our sources, which always is there.

    The sources are our code and the data files beside it, so that a refitted threshold is another run.
    """
    commit = _git("rev-parse", "HEAD")
    status = None if commit is None else _git("status", "--porcelain")
    digest = hashlib.sha256()
    for path in sorted(path for folder in FOLDERS for path in (ROOT / folder).rglob("*")):
        name = path.relative_to(ROOT).as_posix()
        if path.suffix in SUFFIXES and not name.startswith(ELSEWHERE):
            digest.update(name.encode() + b"\0" + path.read_bytes() + b"\0")
    return {
        "commit": commit,
        "dirty": None if status is None else bool(status),
        "source_sha256": digest.hexdigest(),
        "python": platform.python_version(),
    }


def model_state(embedding: str | None, llm: ModelSettings | None) -> dict[str, Any]:
    """The embedding model with its fingerprint, and the chat model's name (never its key or address)."""
    from indexing.embedder import open_embedder

    embedder = open_embedder(
        embedding, base_url=llm.base_url if llm else None, api_key=llm.api_key if llm else None
    )
    return {
        "embedding": embedder.name,
        "fingerprint": embedder.fingerprint,
        "chat": llm.model if llm else None,
    }


def library_state(library: Library) -> dict[str, Any]:
    """How many documents, and one hash over all texts and metadata."""
    prints = library.fingerprints()
    rows = [[doc_id, *fingerprint] for doc_id, fingerprint in sorted(prints.items())]
    return {"documents": len(rows), "sha256": _hash(rows)}


def set_state(path: Path, items: Sequence[QAItem]) -> dict[str, Any]:
    """The question set's file name, its items and a hash over what they say."""
    return {"name": path.name, "items": len(items), "sha256": _hash([item.to_json() for item in items])}


def file_hash(path: Path) -> str:
    """SHA-256 of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _hash(value: object) -> str:
    return hashlib.sha256(json.dumps(value, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def _git(*arguments: str) -> str | None:
    try:
        done = subprocess.run(  # noqa: S603 - our own arguments
            ["git", "-C", str(ROOT), *arguments],  # noqa: S607 - the git on the path
            capture_output=True,
            text=True,
            timeout=20,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout.strip() if done.returncode == 0 else None
