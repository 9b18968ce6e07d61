import gc
import os
import sqlite3
import subprocess
import sys
import threading
import time
from datetime import date
from pathlib import Path

import pytest

from corpus.document import Document
from corpus.errors import Busy, Refused, UnknownDocument, UnusableHome
from corpus.filters import Filters
from corpus.library import Library
from corpus.registration import AddReport
from corpus.schema import MIGRATIONS
from corpus.source import Loaded


def document(doc_id: str = "a", text: str = "第一条 正文。", **metadata: object) -> Document:
    return Document(doc_id=doc_id, title="标题", text=text, **metadata)  # type: ignore[arg-type]


def from_file(path: str, text: str, doc_id: str | None = None) -> Loaded:
    found = Document(doc_id=doc_id or "proposal", title="标题", text=text, source_path=path)
    return Loaded(found, id_given=doc_id is not None)


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return Library(tmp_path / "home")


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


def test_adding_again_changes_nothing(library: Library) -> None:
    library.add([document()])
    revision = library.revision
    report = library.add([document()])
    assert (report.added, report.updated, report.unchanged) == ([], [], ["a"])
    assert library.revision == revision


def test_changed_text_or_metadata_is_an_update(library: Library) -> None:
    library.add([document()])
    for changed in (document(text="第一条 改了。"), document(text="第一条 改了。", region="湖北省")):
        revision, before = library.revision, library.fingerprints()
        assert library.add([changed]).updated == ["a"]
        assert library.revision > revision
        assert library.fingerprints() != before
        assert library.get("a") == changed


def test_earlier_versions_are_kept(library: Library) -> None:
    for text in ("第一版", "第二版", "第三版"):
        library.add([document(text=text)])
    assert [version.text for version in library.history("a")] == ["第一版", "第二版"]


def test_another_file_becomes_the_new_version_of_a_document(library: Library) -> None:
    library.add([from_file("/x/a.txt", "一")])
    (doc_id,) = library.fingerprints()
    assert library.renew(doc_id, from_file("/x/b.txt", "二")).updated == [doc_id]
    assert (library.get(doc_id).text, library.sources(doc_id)) == ("二", ["/x/b.txt"])
    assert [version.text for version in library.history(doc_id)] == ["一"]
    assert library.version_counts() == {doc_id: 2}
    assert library.renew(doc_id, from_file("/x/c.txt", "二")).unchanged == [doc_id]
    assert [refused.path for refused in library.renew(doc_id, from_file("/x/d.txt", " ")).refused] == [
        "/x/d.txt"
    ]
    assert library.add([from_file("/x/b.txt", "三")]).updated == [doc_id], "its file may change again"
    with pytest.raises(UnknownDocument):
        library.renew("none", from_file("/x/b.txt", "四"))


def test_given_ids_are_never_merged(library: Library) -> None:
    assert library.add([document("a"), document("b")]).added == ["a", "b"]
    assert library.copies("a") == ["b"]


def test_a_given_id_stands_for_one_text_in_one_run(library: Library) -> None:
    report = library.add([document("a", "甲"), document("a", "乙")])
    assert report.added == ["a"]
    assert "已有另一篇" in report.refused[0].reason
    assert library.get("a").text == "甲"


@pytest.mark.parametrize("doc_id", ["", ".a", "a/b", "a\\b", "a\nb", "a" * 129])
def test_what_cannot_be_an_id_is_refused(library: Library, doc_id: str) -> None:
    report = library.add([document(doc_id), document("好")])
    assert [len(report.refused), report.added] == [1, ["好"]]


def test_an_id_of_128_characters_is_kept(library: Library) -> None:
    assert library.add([document("政" * 128)]).added == ["政" * 128]


class TestDocumentsWithoutGivenIds:
    def test_the_id_comes_from_the_text(self, library: Library, tmp_path: Path) -> None:
        (doc_id,) = library.add([from_file("/a.txt", "正文。")]).added
        assert Library(tmp_path / "other").add([from_file("/z.txt", "正文。")]).added == [doc_id]

    def test_a_changed_file_keeps_its_id(self, library: Library) -> None:
        (doc_id,) = library.add([from_file("/a.txt", "正文。")]).added
        report = library.add([from_file("/a.txt", "改了。")])
        assert report.updated == [doc_id]
        assert library.get(doc_id).text == "改了。"

    def test_the_old_text_under_a_new_path_is_another_document(self, library: Library) -> None:
        (doc_id,) = library.add([from_file("/a.txt", "正文。")]).added
        library.add([from_file("/a.txt", "改了。")])
        (other,) = library.add([from_file("/b.txt", "正文。")]).added
        assert other != doc_id

    def test_a_copy_is_one_more_source(self, library: Library) -> None:
        (doc_id,) = library.add([from_file("/a.txt", "正文。 全文。")]).added
        for path, text in (("/b.txt", "正文。 全文。"), ("/c.txt", "正文。\n\n全文。")):
            assert library.add([from_file(path, text)]).unchanged == [doc_id]
        assert library.sources(doc_id) == ["/a.txt", "/b.txt", "/c.txt"]
        assert library.get(doc_id).text == "正文。 全文。"

    def test_spaces_between_figures_are_not_mere_spacing(self, library: Library) -> None:
        assert len(library.add([from_file("/a.txt", "1 2"), from_file("/b.txt", "12")]).added) == 2

    def test_one_of_two_sources_changes(self, library: Library) -> None:
        (doc_id,) = library.add([from_file("/a.txt", "正文。")]).added
        library.add([from_file("/b.txt", "正文。")])
        (other,) = library.add([from_file("/b.txt", "改了。")]).added
        assert library.get(doc_id).text == "正文。"
        assert (library.sources(doc_id), library.sources(other)) == (["/a.txt"], ["/b.txt"])

    def test_a_file_becomes_a_copy_of_another(self, library: Library) -> None:
        first, second = library.add([from_file("/a.txt", "甲。"), from_file("/b.txt", "乙。")]).added
        assert library.add([from_file("/b.txt", "甲。")]).updated == [first]
        assert library.sources(first) == ["/a.txt", "/b.txt"]
        with pytest.raises(UnknownDocument):
            library.get(second)

    def test_a_file_with_the_text_of_a_given_id_is_its_source(self, library: Library) -> None:
        library.add([from_file("/a.txt", "正文。", doc_id="given")])
        assert library.add([from_file("/b.txt", "正文。")]).unchanged == ["given"]


def test_what_loaders_refuse_is_reported(library: Library) -> None:
    report = library.add([Refused("/x.bin", "是二进制文件"), document()])
    assert report.as_json() == {
        "added": ["a"],
        "updated": [],
        "unchanged": [],
        "refused": [{"path": "/x.bin", "reason": "是二进制文件"}],
    }


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


def test_a_failed_transaction_leaves_nothing(library: Library) -> None:
    with pytest.raises(RuntimeError), library.writing():
        library.add([document()])
        raise RuntimeError
    assert library.documents() == []
    assert library.revision == 0


def test_every_thread_sees_what_another_wrote(library: Library) -> None:
    seen: list[str] = []
    library.add([document()])
    thread = threading.Thread(target=lambda: seen.append(library.get("a").text))
    thread.start()
    thread.join()
    assert seen == ["第一条 正文。"]


@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="counts open files as Linux lists them")
def test_threads_that_have_ended_leave_no_file_open(library: Library) -> None:
    def held() -> int:
        files = [os.path.realpath(file) for file in Path("/proc/self/fd").iterdir()]
        return sum(file.startswith(str(library.path.resolve())) for file in files)

    library.add([document()])
    before = held()
    gc.disable()
    try:
        for _ in range(20):
            thread = threading.Thread(target=lambda: library.get("a"))
            thread.start()
            thread.join()
            assert held() <= before + 1  # one that SQLite keeps for the next
    finally:
        gc.enable()


def test_the_log_is_emptied_however_long_somebody_reads(library: Library) -> None:
    library.add([document(text="第一条 麒麟瑞兽。")])
    reader = sqlite3.connect(library.path, isolation_level=None, check_same_thread=False)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM documents").fetchone()
    library.connection.execute("PRAGMA busy_timeout = 100")  # SQLite alone would give up after it
    threading.Timer(0.5, reader.close).start()
    library.remove(["a"])
    held = [path.name for path in library.home.iterdir() if "麒麟".encode() in path.read_bytes()]
    assert held == []


HOLD = """
import sys, time
from pathlib import Path
from corpus.library import Library
with Library(Path(sys.argv[1])).writing():
    print("held", flush=True)
    time.sleep(60)
"""


def test_a_second_writer_is_told_who_writes_and_readers_go_on(library: Library) -> None:
    library.add([document()])
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(library.home)], stdout=subprocess.PIPE, text=True
    )
    try:
        assert holder.stdout is not None and holder.stdout.readline() == "held\n"
        began = time.monotonic()
        with pytest.raises(Busy, match=rf"进程 {holder.pid}，.*始于 "):
            library.add([document("b")])
        assert time.monotonic() - began < 1
        assert library.get("a")
        assert str(holder.pid) in (library.lock.holder() or "")
    finally:
        holder.kill()
        holder.wait()
    assert library.lock.holder() is None
    assert library.add([document("b")]).added == ["b"]


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


def test_components_keep_tables_of_their_own(library: Library) -> None:
    first = """
        CREATE TABLE passages (
            doc_id TEXT REFERENCES documents (doc_id) ON DELETE CASCADE, note TEXT DEFAULT ';'
        ) STRICT;
        CREATE INDEX passages_by_document ON passages (doc_id);
    """
    library.ensure_schema("indexing", [first])
    library.ensure_schema("indexing", [first])
    library.ensure_schema("indexing", [first, "ALTER TABLE passages ADD COLUMN start INTEGER"])
    library.add([document()])
    with library.writing() as connection:
        connection.execute("INSERT INTO passages (doc_id, start) VALUES ('a', 0)")
    library.remove(["a"])
    assert library.connection.execute("SELECT count(*) FROM passages").fetchone() == (0,)
    with pytest.raises(UnusableHome, match="更新的版本"):
        library.ensure_schema("indexing", [first])


def test_a_home_of_an_earlier_version_is_brought_up_to_date(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "library.sqlite") as connection:
        connection.executescript(MIGRATIONS[0])
        connection.execute("PRAGMA user_version = 1")
        for doc_id, title, text in (("a", "甲办法", "正文。"), ("b", "乙办法", "《甲办法》同时废止。")):
            connection.execute(
                "INSERT INTO documents (doc_id, title, text, status, characters, id_given, content_hash,"
                " wording_hash, metadata_hash, first_added, changed_at, revision)"
                " VALUES (?, ?, ?, 'unknown', ?, 1, ?, ?, '', '', '', 1)",
                (doc_id, title, text, len(text), doc_id, doc_id),
            )
    assert Library(tmp_path).get("a").superseded_by == "b"


def test_a_home_of_a_later_version_is_left_alone(tmp_path: Path) -> None:
    Library(tmp_path).close()
    with sqlite3.connect(tmp_path / "library.sqlite") as connection:
        connection.execute("PRAGMA user_version = 99")
    with pytest.raises(UnusableHome, match="升级"):
        Library(tmp_path)


def test_what_is_no_library_is_said_to_be_none(tmp_path: Path) -> None:
    (tmp_path / "library.sqlite").write_bytes(b"not a database, but long enough to look like one" * 50)
    with pytest.raises(UnusableHome, match="恢复备份"):
        Library(tmp_path)
    (tmp_path / "file").write_text("")
    with pytest.raises(UnusableHome, match="--home"):
        Library(tmp_path / "file")


def test_a_large_import_commits_in_steps(library: Library) -> None:
    def endless() -> object:
        for number in range(450):
            yield document(f"doc{number:03}", f"正文{number}。")
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        library.add(endless())  # type: ignore[arg-type]
    assert len(library.documents()) == 400


def test_an_empty_report_took_nothing() -> None:
    assert AddReport().taken == 0
