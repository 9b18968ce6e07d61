"""One writer at a time over all processes, and who it is.

An OS lock falls with its holder, so a killed process never leaves one behind.
"""

import fcntl
import json
import os
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from corpus.errors import Busy, UnusableHome

PATIENCE_SECONDS = 0.4  # a second writer is told within a second, the start of its program included


class WriteLock:
    """The write lock of a home folder. Taking it again in the thread that holds it is fine."""

    def __init__(self, path: Path):
        self._path = path
        self._thread = threading.local()

    @contextmanager
    def held(self) -> Iterator[None]:
        """Holds the lock. Raises Busy, naming the holder, if another has it for longer than we wait."""
        depth: int = getattr(self._thread, "depth", 0)
        if depth:
            self._thread.depth = depth + 1
            try:
                yield
            finally:
                self._thread.depth = depth
            return
        descriptor = self._acquire()
        self._thread.depth = 1
        try:
            yield
        finally:
            self._thread.depth = 0
            os.ftruncate(descriptor, 0)
            os.close(descriptor)  # which releases the lock

    def holder(self) -> str | None:
        """Who is writing just now, in words; None if nobody is."""
        try:
            descriptor = os.open(self._path, os.O_RDWR)
        except OSError:  # not there yet, or on a medium that nobody can write to
            return None
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return self._described()
        finally:
            os.close(descriptor)
        return None

    def _acquire(self) -> int:
        try:
            descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError as error:
            raise UnusableHome(
                f"无法写入 {self._path.parent}（{error.strerror}）。请检查这个文件夹的权限，或用 --home 另选一个。"
            ) from error
        deadline = time.monotonic() + PATIENCE_SECONDS
        while True:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() > deadline:
                    os.close(descriptor)
                    raise Busy(
                        f"{self._path.parent} 正由另一个程序写入（{self._described()}）。请等它结束后再试。"
                    ) from None
                time.sleep(0.02)
        started = datetime.now().astimezone().isoformat(timespec="seconds")
        holder = {"pid": os.getpid(), "command": " ".join(sys.argv), "started": started}
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, json.dumps(holder, ensure_ascii=False).encode("utf-8", "replace"), 0)
        return descriptor

    def _described(self) -> str:
        try:
            holder = json.loads(self._path.read_text(encoding="utf-8"))
            return f"进程 {holder['pid']}，{holder['command']}，始于 {holder['started']}"
        except (OSError, ValueError, KeyError, TypeError):
            return "进程不明"  # caught between taking the lock and signing it
