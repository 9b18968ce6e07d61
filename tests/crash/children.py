"""Work in processes of its own, that may be killed: forked from one that has done the slow imports."""

import json
import os
import signal
import sys
import traceback
from collections.abc import Callable
from typing import Any


def forked(work: Callable[[], Any]) -> int:
    """Runs the work in a child process, which ends with it; returns the child's pid."""
    sys.stdout.flush()
    pid = os.fork()
    if pid:
        return pid
    status = 1
    try:
        work()
        status = 0
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stderr.flush()
        os._exit(status)


def result_of(work: Callable[[], Any]) -> Any:
    """What the work returned, as JSON values, from a child process. Raises RuntimeError if the child failed."""
    reader, writer = os.pipe()

    def report() -> None:
        os.close(reader)
        with os.fdopen(writer, "w", encoding="utf-8") as pipe:
            json.dump(work(), pipe)

    pid = forked(report)
    os.close(writer)
    with os.fdopen(reader, encoding="utf-8") as pipe:
        said = pipe.read()
    _, status = os.waitpid(pid, 0)
    if status:
        raise RuntimeError(f"the child ended with status {status}")
    return json.loads(said)


def kill(pid: int) -> None:
    """SIGKILL, and waits until the child is gone. Raises RuntimeError if it had ended by itself."""
    done, status = os.waitpid(pid, os.WNOHANG)
    if done:
        raise RuntimeError(f"the child ended with status {status} before it was killed")
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)


def import_all() -> None:
    """Imports whatever is slow to import, but starts nothing that a fork would break."""
    import chromadb  # noqa: F401

    from indexing.tokenizer import open_tokenizer

    open_tokenizer().terms("预热")
