"""The home's SQLite file: connections, transactions, the write lock, and tables that grow with versions."""

import os
import sqlite3
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from corpus.errors import UnusableHome
from corpus.linking import read_all_statements
from corpus.lock import WriteLock
from corpus.reserve import keep_reserve, release_reserve
from corpus.schema import MIGRATIONS

LIBRARY_FILE = "library.sqlite"
LOCK_FILE = "write.lock"
_LOG_PATIENCE_SECONDS = 30
_NO_ROOM = (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN)  # what a full disk looks like


class Storage:
    """Opens or creates the file, in as many threads as like; each has its own connection.

    Raises UnusableHome where the folder cannot be opened or was written by a later version.
    """

    def __init__(self, home: Path):
        self.home = home
        self.path = home / LIBRARY_FILE
        try:
            home.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise UnusableHome(
                f"无法建立文件夹 {home}（{error.strerror}）。请用 --home 另选一个。"
            ) from error
        self.lock = WriteLock(home / LOCK_FILE)
        self._local = threading.local()
        self._migrate()
        keep_reserve(home)

    @property
    def connection(self) -> sqlite3.Connection:
        """This thread's connection; it closes with its thread."""
        own: _OwnConnection | None = getattr(self._local, "own", None)
        if own is None:
            own = self._local.own = _OwnConnection(self._connect())
        return own.connection

    def close(self) -> None:
        """Closes this thread's connection; the next use opens another."""
        self._local.own = None

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Holds the home's write lock, without a transaction: for work that commits in steps.

        Raises Busy within a second if another process or thread is writing.
        """
        with self.lock.held():
            yield

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """Holds the write lock and one transaction; inside another one it joins that.

        Raises Busy within a second if another process or thread is writing.
        """
        with self.lock.held(), self.transaction() as connection:
            yield connection

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """One transaction without the home's lock: for single rows such as a reader's feedback."""
        connection = self.connection
        if connection.in_transaction:
            yield connection
            return
        try:
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
                connection.execute("COMMIT")
            finally:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
        except sqlite3.OperationalError as error:
            raise self._unusable(error) from error

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Whatever is read meanwhile is of one moment; inside a transaction it is of that one's."""
        connection = self.connection
        if connection.in_transaction:
            yield
            return
        connection.execute("BEGIN")
        try:
            yield
        finally:
            connection.execute("COMMIT")

    def ensure_schema(self, component: str, migrations: Sequence[str]) -> None:
        """Takes the steps that the component's tables still lack. Raises UnusableHome if they are of a later
        version than this program."""
        found = self._component_version(component)
        if found == len(migrations):
            return
        self._refuse_later(component, found, len(migrations))
        with self.writing() as connection:
            for migration in migrations[self._component_version(component) :]:
                _run_script(connection, migration)
            connection.execute(
                "INSERT INTO components VALUES (?, ?) ON CONFLICT DO UPDATE SET version = excluded.version",
                (component, len(migrations)),
            )

    def empty_log(self) -> None:
        """Writes the log back into the file and empties it, so that removed text is not left readable in it.

        Waits a while for whoever reads from it; inside a transaction it does nothing.
        """
        deadline = time.monotonic() + _LOG_PATIENCE_SECONDS
        while not self.connection.in_transaction and time.monotonic() < deadline:
            busy = number(self.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)"))
            if not busy:
                break

    def _connect(self) -> sqlite3.Connection:
        try:
            try:
                return self._opened()
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode & 0xFF not in _NO_ROOM or not release_reserve(self.home):
                    raise
                return self._opened()
        except sqlite3.Error as error:
            raise self._unusable(error) from error

    def _opened(self) -> sqlite3.Connection:
        if self.path.exists() and not os.access(self.home, os.W_OK):
            # On a read-only medium SQLite cannot make the files beside it that reading a log takes.
            place = f"{self.path.absolute().as_uri()}?mode=ro&immutable=1"
            return sqlite3.connect(place, uri=True, isolation_level=None, check_same_thread=False)
        connection = sqlite3.connect(self.path, timeout=5, isolation_level=None, check_same_thread=False)
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA secure_delete = ON")
        return connection

    def _migrate(self) -> None:
        found = number(self.connection.execute("PRAGMA user_version"))
        if found == len(MIGRATIONS):
            return
        self._refuse_later("corpus", found, len(MIGRATIONS))
        with self.writing() as connection:
            found = number(connection.execute("PRAGMA user_version"))  # another may have been quicker
            for migration in MIGRATIONS[found:]:
                _run_script(connection, migration)
            read_all_statements(connection)  # which earlier versions did not keep
            connection.execute(f"PRAGMA user_version = {len(MIGRATIONS)}")

    def _component_version(self, component: str) -> int:
        return number(self.connection.execute("SELECT version FROM components WHERE name = ?", (component,)))

    def _refuse_later(self, component: str, found: int, known: int) -> None:
        if found > known:
            raise UnusableHome(
                f"{self.home} 由更新的版本写成（{component} 数据格式 {found}，本程序只认识到 {known}）。"
                "请升级本程序，或用 --home 另选一个文件夹。"
            )

    def _unusable(self, error: sqlite3.Error) -> UnusableHome:
        return UnusableHome(
            f"无法使用 {self.path}（{error}）。请检查权限和磁盘空间；文件若已损坏，用 corpus restore 恢复备份。"
        )


class _OwnConnection:
    """Closes its connection when the thread that has it ends, or the storage is let go of.

    A connection alone would stay open until the garbage collector comes by: it and its cache of statements refer
    to each other. In a server whose threads come and go that is dozens of files.
    """

    def __init__(self, connection: sqlite3.Connection):
        self.connection = connection

    def __del__(self) -> None:
        self.connection.close()


def number(cursor: sqlite3.Cursor) -> int:
    """The one number of a query; 0 if it has no row."""
    row = cursor.fetchone()
    return int(row[0]) if row else 0


def _run_script(connection: sqlite3.Connection, script: str) -> None:
    """Runs several statements inside the transaction at hand; `executescript` would commit it first."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            connection.execute(statement)
            statement = ""
    if statement.strip():
        connection.execute(statement)
