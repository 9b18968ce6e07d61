"""Room kept free in a home, so that it can still be opened and searched when the disk is full.

SQLite's write-ahead log takes a small file of shared memory to be read at all (https://www.sqlite.org/wal.html,
section 6). Where the disk has no room for it, the home gives up its reserve, which the file then takes.
"""

import os
from contextlib import suppress
from pathlib import Path

NAME = "reserve"
BYTES = 128 * 1024  # the shared memory begins with 32 KB


def keep_reserve(home: Path) -> None:
    """Sets the reserve aside where it is missing; does nothing where the disk or its rights do not allow it."""
    path = home / NAME
    with suppress(OSError):
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        try:
            os.posix_fallocate(descriptor, 0, BYTES)  # a file that was only made long would hold no room
        except OSError:
            path.unlink()
        finally:
            os.close(descriptor)


def release_reserve(home: Path) -> bool:
    """Gives the room back to the disk, and says whether there was any."""
    try:
        (home / NAME).unlink()
    except OSError:
        return False
    return True
