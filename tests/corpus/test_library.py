"""What is in the library: documents as they were added, found by filters, versions, removal, links made up for."""

import sqlite3
from datetime import date

import pytest

from corpus.errors import UnknownDocument
from corpus.filters import Filters
from corpus.library import Library
from tests.corpus.conftest import document


def test_a_document_comes_back_as_it_was_added(library: Library) -> None:
    added = document(
        source_path="/x/a.txt",
        issuer="湖北省人民政府",
        document_number="鄂政发〔2024〕12号",
        issued_on=date(2024, 3, 5),
        effective_on=date(2024, 4, 1),
        expires_on=date(2027, 3, 31),
        region="湖北省",
        document_type="notice",
        status="in_force",
        source_url="https://example.org/a",
    )
    assert library.add([added]).added == ["a"]
    assert library.get("a") == added
    assert library.documents() == [added]
    assert library.listing()[0][1] == len(added.text)


def test_unknown_documents_are_named(library: Library) -> None:
    with pytest.raises(UnknownDocument, match="“nix”"):
        library.get("nix")
    library.add([document()])
    with pytest.raises(UnknownDocument, match="“nix”"):
        library.remove(["a", "nix"])
    assert library.get("a")


def test_earlier_versions_are_kept(library: Library) -> None:
    for text in ("第一版", "第二版", "第三版"):
        library.add([document(text=text)])
    assert [version.text for version in library.history("a")] == ["第一版", "第二版"]


def test_filters(library: Library) -> None:
    library.add([document("a", region="北京市"), document("b", region="湖北省武汉市"), document("c")])

    def ids(filters: Filters) -> list[str]:
        return [found.doc_id for found in library.documents(filters)]

    assert ids(Filters()) == ["a", "b", "c"]
    assert ids(Filters(region="湖北")) == ["b"]
    library.add([document("d", region="阿坝州"), document("e", region="成都市锦江区")])
    assert ids(Filters(region="四川")) == ids(Filters(region="四川省")) == ["d", "e"]
    assert ids(Filters(region="阿坝藏族羌族自治州")) == ["d"]
    assert ids(Filters(region="火星")) == []
    assert ids(Filters(doc_ids=frozenset({"c", "a", "nix"}))) == ["a", "c"]


def test_removed_text_is_nowhere_in_the_files(library: Library) -> None:
    library.add([document(text="绝密正文XYZZY。" * 50), document("b")])
    library.add([document(text="绝密正文XYZZY，改。" * 50)])
    library.remove(["a"])
    for file in library.home.iterdir():
        assert b"XYZZY" not in file.read_bytes(), file
    assert library.get("b")


def test_an_import_cut_off_before_its_links_is_linked_on_opening(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Killed(BaseException):
        pass

    def dying(connection: sqlite3.Connection) -> int:
        raise Killed

    old = document("old", "第一条 旧规定。", document_number="甲发〔2020〕1号", issued_on=date(2020, 1, 1))
    new = document("new", "第一条 《标题》（甲发〔2020〕1号）同时废止。", issued_on=date(2024, 1, 1))
    monkeypatch.setattr("corpus.library.link_statements", dying)
    with pytest.raises(Killed):
        library.add([old, new])
    monkeypatch.undo()
    assert library.get("old").superseded_by is None
    before = library.revision
    assert Library(library.home).get("old").superseded_by == "new"
    assert library.revision > before  # so that a reader that is open takes notice
    assert Library(library.home).revision == library.revision  # once is enough


def test_a_large_import_commits_in_steps(library: Library) -> None:
    def endless() -> object:
        for number in range(450):
            yield document(f"doc{number:03}", f"正文{number}。")
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        library.add(endless())  # type: ignore[arg-type]
    assert len(library.documents()) == 400
