"""The home's file: transactions, one writer and many readers, threads, and tables that grow with versions."""

import gc
import os
import sqlite3
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from corpus.errors import Busy, UnusableHome
from corpus.library import Library
from corpus.schema import MIGRATIONS
from tests.corpus.conftest import document


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
