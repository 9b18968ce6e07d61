"""What `corpus doctor` finds in an index, and mends."""

import shutil
from typing import Any

import pytest

from corpus.doctor import examine
from corpus.library import Library
from indexing.build import build
from indexing.embedder import open_embedder
from indexing.retriever import Retriever
from indexing.store import Store

NAMES = {"passages", "vectors", "index", "folders"}


@pytest.fixture
def built(library: Library) -> Library:
    build(library, open_embedder(None))
    return library


def verdicts(library: Library) -> dict[str, str]:
    return {f.check: f.verdict for f in examine(library) if f.check in NAMES}


def test_a_sound_index_and_none_at_all(library: Library) -> None:
    assert verdicts(library) == {"index": "ok"}
    build(library, open_embedder(None))
    assert verdicts(library) == dict.fromkeys(NAMES, "ok")


def break_spans(library: Library) -> None:
    library.connection.execute("UPDATE passages SET start = start + 1 WHERE doc_id = 'hubei' AND ordinal = 0")


def drop_passages(library: Library) -> None:
    library.connection.execute("DELETE FROM passages WHERE doc_id = 'hubei'")


def shorten_vector(library: Library) -> None:
    library.connection.execute(
        "UPDATE vectors SET vector = x'00' WHERE digest = (SELECT min(digest) FROM vectors)"
    )


def swap_vectors(library: Library) -> None:
    library.connection.execute(
        "UPDATE vectors SET vector = zeroblob(length(vector)) WHERE digest = (SELECT min(digest) FROM vectors)"
    )


def remove_index(library: Library) -> None:
    shutil.rmtree(library.home / "indexes" / "g1")


def tear_index(library: Library) -> None:
    next((library.home / "indexes" / "g1" / "chroma").glob("*/data_level0.bin")).unlink()


def alter_index(library: Library) -> None:
    path = library.home / "indexes" / "g1" / "words" / "counts.npy"
    content = bytearray(path.read_bytes())
    content[-1] ^= 1  # the size stays
    path.write_bytes(content)


def leave_a_folder(library: Library) -> None:
    (library.home / "indexes" / "g7").mkdir()


@pytest.mark.parametrize(
    ("damage", "check"),
    [
        (break_spans, "passages"),
        (drop_passages, "passages"),
        (shorten_vector, "vectors"),
        (swap_vectors, "vectors"),
        (remove_index, "index"),
        (tear_index, "index"),
        (alter_index, "index"),
        (leave_a_folder, "folders"),
    ],
)
def test_damage_is_found_and_mended(built: Library, damage: Any, check: str) -> None:
    damage(built)
    vectors = "SELECT digest, vector FROM vectors ORDER BY digest"
    before = built.connection.execute(vectors).fetchall() if check != "vectors" else None
    assert verdicts(built)[check] == "warning"
    assert verdicts(built) == dict.fromkeys(NAMES, "ok")
    after = built.connection.execute(vectors).fetchall()
    assert before in (None, after) and all(any(vector) for _, vector in after)
    retriever = Retriever.open(built.home)
    assert "上云服务券" in retriever.search("上云服务券")[0].passage.text and not retriever.exact
    assert len(list((built.home / "indexes").iterdir())) == 1 and Store(built).counts()[0] == 3


def test_what_cannot_be_mended_here_is_said(built: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    remove_index(built)
    monkeypatch.setenv("POLICYQA_EMBEDDING_MODEL", "/no/such/model")
    assert verdicts(built)["index"] == "bad"
    assert Store(built).counts()[0] == 3
