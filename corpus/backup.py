"""One-file copies of a live home, and back.

A backup is an ordinary SQLite file: whatever opens SQLite can look into it.
"""

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from corpus.errors import PolicyQAError
from corpus.library import Library
from corpus.lock import WriteLock
from corpus.schema import MIGRATIONS
from corpus.storage import LIBRARY_FILE, LOCK_FILE, number

UNFINISHED = LIBRARY_FILE + ".restoring"
"""The name of a copy that is being restored, in the home."""

_REVISION = "SELECT value FROM state WHERE name = 'revision'"
_IS_LIBRARY = "SELECT count(*) FROM sqlite_master WHERE name = 'state'"
_SIDE_FILES = ("-wal", "-shm", "-journal")


def back_up(library: Library, target: Path) -> None:
    """Copies the library to one file, while others may go on reading and writing.

    Raises PolicyQAError if the file exists or cannot be written.
    """
    if target.exists():
        raise PolicyQAError(f"{target} 已存在；请换一个文件名，或先移走它。")
    unfinished = target.with_name(target.name + ".part")
    try:
        unfinished.unlink(missing_ok=True)
        copy = sqlite3.connect(unfinished)
        try:
            library.connection.backup(copy)
            copy.execute("PRAGMA journal_mode = DELETE")  # one file, without a log beside it
        finally:
            copy.close()
        check(unfinished)
        _sync(unfinished)
        unfinished.rename(target)
    except (OSError, sqlite3.Error) as error:
        raise PolicyQAError(f"无法写入备份 {target}（{error}）。请检查磁盘空间和权限。") from error
    finally:
        unfinished.unlink(missing_ok=True)


def restore(backup: Path, home: Path, *, force: bool = False) -> None:
    """Puts a checked copy of the backup in place of the home's library; whoever has that open sees the change.

    With `force` what was in the home's library is replaced. Raises PolicyQAError if the backup is damaged, and
    then changes nothing, or if the home holds documents; Busy if another process is writing.
    """
    check(backup)
    library = home / LIBRARY_FILE
    if not force and library.exists() and Library(home).fingerprints():
        raise PolicyQAError(f"{home} 里已有文档；要用备份替换它们，请加 --force。")
    fresh = library.with_name(UNFINISHED)
    try:
        home.mkdir(parents=True, exist_ok=True)
        with WriteLock(home / LOCK_FILE).held():
            fresh.unlink(missing_ok=True)
            place = f"{backup.absolute().as_uri()}?mode=ro"
            with closing(sqlite3.connect(place, uri=True)) as source, closing(sqlite3.connect(fresh)) as copy:
                source.backup(copy)
            check(fresh)
            _sync(fresh)
            if library.exists():
                _replace_contents(library, fresh)
            else:
                fresh.replace(library)
    except (OSError, sqlite3.Error) as error:
        raise PolicyQAError(f"无法恢复到 {home}（{error}）。请检查磁盘空间和权限。") from error
    finally:
        fresh.unlink(missing_ok=True)


def _replace_contents(library: Path, fresh: Path) -> None:
    """Writes the fresh library into the old one's file, in one transaction; into its place, if that is damaged.

    A new file would leave a server that runs with the old one, and what it takes in would be lost.
    """
    try:
        with (
            closing(sqlite3.connect(library, isolation_level=None)) as old,
            closing(sqlite3.connect(fresh, isolation_level=None)) as source,
        ):
            # So that whoever has seen a revision never meets another library under the same number.
            seen = number(old.execute(_REVISION)) if number(old.execute(_IS_LIBRARY)) else 0
            source.execute("UPDATE state SET value = max(value, ?) + 1 WHERE name = 'revision'", (seen,))
            source.backup(old)
            old.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    except sqlite3.DatabaseError as error:
        if isinstance(error, sqlite3.OperationalError):  # no room, say, and nothing was changed
            raise
        for ending in _SIDE_FILES:  # they belong to the old library and would be replayed into the new
            library.with_name(LIBRARY_FILE + ending).unlink(missing_ok=True)
        fresh.replace(library)


def check(path: Path) -> None:
    """Raises PolicyQAError unless the file is an undamaged library that this version can read."""
    if not path.is_file():
        raise PolicyQAError(f"{path} 不存在，或不是文件。")
    try:
        connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
        try:
            verdict = connection.execute("PRAGMA integrity_check").fetchone()[0]
            version = connection.execute("PRAGMA user_version").fetchone()[0]
            connection.execute("SELECT count(*) FROM documents")
        finally:
            connection.close()
    except sqlite3.Error as error:
        raise PolicyQAError(f"{path} 不是资料库的备份，或已损坏（{error}）。") from error
    if verdict != "ok":
        raise PolicyQAError(f"{path} 已损坏（{verdict}）。")
    if version > len(MIGRATIONS):
        raise PolicyQAError(f"{path} 由更新的版本写成；请先升级本程序。")


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
