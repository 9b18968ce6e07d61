"""Backups put back: into a home in use, over a damaged one, and not at all where the backup is damaged."""

from pathlib import Path

import pytest

from corpus.backup import back_up, restore
from corpus.doctor import examine
from corpus.document import Document
from corpus.errors import PolicyQAError
from corpus.library import Library

A, B = Document("a", "甲办法", "第一条 甲。"), Document("b", "乙办法", "第一条 乙。")


@pytest.fixture
def backup(tmp_path: Path) -> Path:
    library = Library(tmp_path / "source")
    library.add([A])
    back_up(library, tmp_path / "backup.sqlite")
    return tmp_path / "backup.sqlite"


def ids(library: Library) -> list[str]:
    return [document.doc_id for document in library.documents()]


def test_who_has_the_home_open_sees_what_was_restored_and_loses_nothing_after(
    backup: Path, tmp_path: Path
) -> None:
    server = Library(tmp_path / "home")
    server.add([B])
    with pytest.raises(PolicyQAError, match="--force"):
        restore(backup, server.home)
    seen = server.revision
    restore(backup, server.home, force=True)
    assert ids(server) == ["a"] and server.revision > seen
    server.add([B])
    assert ids(Library(server.home)) == ["a", "b"]
    assert sorted(path.name for path in server.home.iterdir() if "library.sqlite" in path.name) == [
        *("library.sqlite", "library.sqlite-shm", "library.sqlite-wal")
    ]


def test_nothing_of_what_was_replaced_is_left_in_the_files(backup: Path, tmp_path: Path) -> None:
    library = Library(tmp_path / "home")
    library.add([Document("canary", "丙办法", "第一条 麒麟瑞兽。" * 2_000)])
    restore(backup, library.home, force=True)
    held = [path.name for path in library.home.iterdir() if "麒麟".encode() in path.read_bytes()]
    assert held == []


@pytest.mark.parametrize(
    "content", [b"no library at all" * 500, b"SQLite format 3\x00" + b"\xff" * 8_000, b""]
)
def test_a_damaged_home_is_replaced(backup: Path, tmp_path: Path, content: bytes) -> None:
    home = tmp_path / "home"
    home.mkdir()
    (home / "library.sqlite").write_bytes(content)
    restore(backup, home, force=True)
    assert ids(Library(home)) == ["a"]


def test_the_doctor_clears_up_after_a_restore_that_was_cut_off(backup: Path, tmp_path: Path) -> None:
    library = Library(tmp_path / "home")
    left = library.home / "library.sqlite.restoring"
    left.write_bytes(backup.read_bytes())
    with library.locked():  # which one that is going on has
        assert [f.verdict for f in examine(Library(library.home)) if f.check == "leftovers"] == ["warning"]
    assert [f.verdict for f in examine(library) if f.check == "leftovers"] == ["warning"]
    assert not left.exists() and all(f.verdict == "ok" for f in examine(library) if f.check == "leftovers")


def test_a_damaged_backup_changes_nothing(backup: Path, tmp_path: Path) -> None:
    library = Library(tmp_path / "home")
    library.add([B])
    backup.write_bytes(backup.read_bytes()[:-5_000])
    with pytest.raises(PolicyQAError):
        restore(backup, library.home, force=True)
    assert ids(library) == ["b"]
