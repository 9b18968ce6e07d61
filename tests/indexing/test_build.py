"""Builds over a real library, with real Chroma and real BM25."""

import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from corpus.document import Document
from corpus.errors import Busy
from corpus.library import Library
from indexing import generation_files
from indexing.build import IndexNotBuilt, build
from indexing.generation import Generation
from indexing.retriever import Retriever
from indexing.store import Store
from indexing.vectors import VectorIndex

NEW = Document("new", "新办法", "对首次上规入库的企业，一次性奖励20万元。")


def folders(library: Library) -> list[str]:
    return sorted(path.name for path in (library.home / "indexes").iterdir())


def test_a_second_build_does_nothing(library: Library, embedder: Any) -> None:
    first = build(library, embedder)
    assert first.changed and first.documents == first.split == 3 and first.embedded == first.passages
    again = build(library, embedder)
    assert not again.changed and again.split == again.embedded == 0
    assert embedder.embedded == first.passages and folders(library) == ["g1"]


def test_only_what_changed_is_done_again(library: Library, embedder: Any) -> None:
    build(library, embedder)
    library.add([NEW])
    report = build(library, embedder)
    assert (report.split, report.embedded, report.documents) == (1, 1, 4)
    library.add([replace(NEW, text="奖励30万元。")])
    report = build(library, embedder)
    assert (report.split, report.embedded) == (1, 1) and folders(library) == ["g3"]
    assert Retriever(library, lambda: embedder).search("奖励")[0].passage.text == "奖励30万元。"


def test_another_title_keeps_the_vectors(library: Library, embedder: Any) -> None:
    library.add([NEW])
    build(library, embedder)
    library.add([replace(NEW, title="小升规奖励")])
    report = build(library, embedder)
    assert report.changed and report.embedded == 0
    assert Retriever(library, lambda: embedder).search("小升规")[0].passage.span.doc_id == "new"


def test_removed_means_removed_with_all_that_was_derived(library: Library, embedder: Any) -> None:
    library.add([NEW])
    build(library, embedder)
    library.remove(["new"])
    retriever = Retriever(library, lambda: embedder)
    assert all(f.passage.span.doc_id != "new" for f in retriever.search("上规入库奖励20万元"))  # at once
    build(library, embedder)
    store = Store(library)
    assert folders(library) == ["g3"] and store.counts()[0] == 3  # g2 had no collection yet
    library.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    for path in library.home.rglob("*"):
        if path.is_file():
            assert "上规入库".encode() not in path.read_bytes(), path


def test_removal_waits_for_nothing_else(library: Library, embedder: Any) -> None:
    class Interrupted(type(embedder)):  # type: ignore[misc]
        def embed_passages(self, texts: Any) -> Any:
            raise KeyboardInterrupt

    library.add([NEW])
    build(library, embedder)
    library.remove(["new"])
    library.add([replace(NEW, doc_id="later", text="第一条 另有办法。")])
    with pytest.raises(KeyboardInterrupt):
        build(library, Interrupted())
    (folder,) = (library.home / "indexes").iterdir()
    for path in library.home.rglob("*"):
        if path.is_file():
            assert "上规入库".encode() not in path.read_bytes(), path
    retriever = Retriever(library, lambda: embedder)
    assert retriever.search("另有办法")[0].passage.span.doc_id == "later" and not retriever.exact
    assert build(library, embedder).changed and not build(library, embedder).changed
    assert not folder.exists()


def test_another_model_is_embedded_anew_and_the_old_vectors_go(library: Library, embedder: Any) -> None:
    build(library, embedder)
    other = type(embedder)("other", 32)
    report = build(library, other)
    assert report.changed and report.embedded == report.passages
    models = library.connection.execute("SELECT DISTINCT model FROM vectors").fetchall()
    assert models == [(other.fingerprint,)]


@pytest.mark.parametrize("damage", ["missing", "torn", "chroma", "manifest"])
def test_a_damaged_index_is_built_again_without_embedding(
    library: Library, embedder: Any, damage: str
) -> None:
    before = build(library, embedder)
    folder = library.home / "indexes" / "g1"
    if damage == "missing":
        shutil.rmtree(folder)
    elif damage == "torn":
        (folder / "vectors.npy").write_bytes(b"")
    elif damage == "chroma":
        next((folder / "chroma").glob("*/data_level0.bin")).unlink()
    else:
        (folder / "manifest.json").write_text("{}")
    found = Retriever(library, lambda: embedder).search("上云服务券")
    assert "上云服务券" in found[0].passage.text  # served from the truth meanwhile
    report = build(library, embedder)
    assert report.changed and report.embedded == 0 and embedder.embedded == before.passages
    assert folders(library) == ["g2"]
    assert not Retriever(library, lambda: embedder).exact


def test_a_generation_that_fails_its_check_is_not_published(
    library: Library, embedder: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(library, embedder)
    write = generation_files.write

    def torn(generation: Generation, folder: Path, *how: Any) -> None:
        write(generation, folder, *how)
        (folder / "vectors.npy").write_bytes(b"")

    monkeypatch.setattr(generation_files, "write", torn)
    library.add([NEW])
    with pytest.raises(IndexNotBuilt, match="原有索引不受影响"):
        build(library, embedder)
    assert folders(library) == ["g1"]
    assert Retriever(library, lambda: embedder).search("上云服务券")


def test_where_chroma_cannot_write_the_build_says_so(
    library: Library, embedder: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(library, embedder)

    def full(*_: Any) -> None:
        raise RuntimeError("database or disk is full")  # as chromadb has it

    monkeypatch.setattr(VectorIndex, "_fill", full)
    library.add([NEW])
    with pytest.raises(IndexNotBuilt, match="disk is full.*原有索引不受影响"):
        build(library, embedder)
    assert folders(library) == ["g1"]


def test_where_chroma_loses_vectors_exact_search_serves(
    library: Library, embedder: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(VectorIndex, "lost", lambda self, vectors: 1)
    build(library, embedder)
    assert not (library.home / "indexes" / "g1" / "chroma").exists()
    retriever = Retriever(library, lambda: embedder)
    retriever.warm()
    assert "上云服务券" in retriever.search("上云服务券")[0].passage.text and not retriever.exact
    assert not build(library, embedder).changed


def test_an_interrupted_build_goes_on_where_it_was(library: Library, embedder: Any) -> None:
    class Interrupted(type(embedder)):  # type: ignore[misc]
        def embed_passages(self, texts: Any) -> Any:
            raise KeyboardInterrupt

    stopped = Interrupted()
    with pytest.raises(KeyboardInterrupt):
        build(library, stopped)
    assert not Store(library).unsplit()
    (library.home / "indexes" / "g1").mkdir(parents=True)  # left by a killed one
    report = build(library, embedder)
    assert report.split == 0 and report.changed and folders(library) == ["g2"]


def test_one_writer_at_a_time(library: Library, embedder: Any) -> None:
    with Library(library.home).locked(), pytest.raises(Busy):
        build(library, embedder)


def test_an_empty_library(home: Path, embedder: Any) -> None:
    report = build(Library(home), embedder)
    assert report.documents == report.passages == 0
