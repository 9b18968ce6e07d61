"""T8: of a removed document nothing is left in the home: text, earlier versions, file, terms, vectors, folders."""

from dataclasses import replace
from pathlib import Path

from corpus.library import Library
from corpus.loaders import load
from indexing.build import build
from indexing.embedder import open_embedder
from indexing.retriever import Retriever
from indexing.store import Store
from tests.crash.deleting import CANARY, NEEDLES, traces
from tests.crash.texts import made


def test_nothing_is_left_of_a_removed_document(tmp_path: Path) -> None:
    home, embedder = tmp_path / "home", open_embedder(None)
    library = Library(home)
    library.add([made(f"doc-{number}", 1) for number in range(8)])
    upload = home / "uploads" / "upload.txt"
    upload.parent.mkdir()
    upload.write_text(f"第一条 {CANARY}旧。\n", encoding="utf-8")
    library.add(load(upload))
    build(library, embedder)
    upload.write_text(f"第一条 {CANARY}新。\n第二条 {CANARY}项目给予20万元。\n", encoding="utf-8")
    (doc_id,) = library.add(load(upload)).updated
    build(library, embedder)
    retriever = Retriever.open(home)
    retriever.warm()  # a reader has everything open
    assert retriever.search(CANARY)[0].passage.span.doc_id == doc_id and len(library.history(doc_id)) == 1
    vectors = library.connection.execute("SELECT vector FROM vectors").fetchall()

    assert len(traces(home, NEEDLES)) >= 4  # the scan can see them
    library.remove([doc_id])
    assert CANARY not in "".join(one.passage.text for one in retriever.search(CANARY))
    assert build(library, embedder).changed

    kept = {vector for (vector,) in library.connection.execute("SELECT vector FROM vectors")}
    gone = [vector for (vector,) in vectors if vector not in kept]
    assert gone and traces(home, [*NEEDLES, *gone]) == []
    assert [path.name for path in (home / "indexes").iterdir()] == [Store(library).pointer().folder]  # type: ignore[union-attr]
    assert retriever.search("办结") and not upload.exists()


def test_a_file_of_others_or_outside_the_home_stays(tmp_path: Path) -> None:
    outside = tmp_path / "mine.txt"
    outside.write_text("第一条 我的文件。", encoding="utf-8")
    library = Library(tmp_path / "home")
    library.add(load(outside))
    shared = library.home / "rows.txt"
    shared.write_text("两篇文档的来源。", encoding="utf-8")
    library.add([replace(made(d, 1), source_path=str(shared)) for d in ("a", "b")])
    library.remove(["a"])
    library.remove([d.doc_id for d in library.documents() if d.source_path == str(outside)])
    assert outside.exists() and shared.exists()
    library.remove(["b"])
    assert not shared.exists()
