"""Files that may be hostile are parsed in a child process; here it is started, asked, and given up on."""

import base64
import contextlib
import json
import os
import select
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from corpus.errors import Refused
from corpus.limits import Limits
from corpus.parsed import Page, PageBox, Parsed

_GRACE_SECONDS = 5  # the child's own alarm comes first
_PACKAGE_PARENT = str(Path(__file__).resolve().parent.parent)


class Parsing:
    """A child process for parsing, started when first needed and again after one was lost."""

    def __init__(self, limits: Limits):
        self._limits = limits
        self._process: subprocess.Popen[bytes] | None = None
        self._pending = b""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop()

    def parse(self, path: Path, name: str, suffix: str) -> Iterator[tuple[str, Parsed, int | None] | Refused]:
        """The documents in a file, or why one is not taken; each with the name to report it by, and its row
        where that holds several."""
        for answer in self._answers({"path": os.fspath(path), "name": name, "suffix": suffix}):
            yield _understood(answer)

    def draw(self, content: bytes, name: str, page: int, scale: float) -> bytes:
        """A page of a PDF, the first being 1, as PNG. Raises Refused if it cannot be drawn."""
        request = {"draw": base64.b64encode(content).decode(), "name": name, "page": page, "scale": scale}
        (answer,) = self._answers(request)
        if "refused" in answer:
            raise Refused(name, answer["refused"]["reason"])
        return base64.b64decode(answer["png"])

    def _answers(self, request: dict[str, Any]) -> Iterator[dict[str, Any]]:
        try:
            self._send(request | {"limits": asdict(self._limits)})
            while True:
                answer = self._receive()
                if answer is None:
                    yield {"refused": {"path": request["name"], "reason": self._post_mortem()}}
                    return
                if "end" in answer:
                    return
                yield answer
        except GeneratorExit:
            self._stop()  # the rest of its answers would be taken for those of the next file
            raise

    def _send(self, request: dict[str, Any]) -> None:
        line = json.dumps(request).encode() + b"\n"
        if self._process is None or self._process.poll() is not None:
            self._start()
        assert self._process is not None and self._process.stdin is not None
        with contextlib.suppress(BrokenPipeError):  # it died between two files; the reply will be its end
            self._process.stdin.write(line)
            self._process.stdin.flush()

    def _receive(self) -> dict[str, Any] | None:
        """The next answer; None when the child died, or had to be killed."""
        assert self._process is not None and self._process.stdout is not None
        deadline = time.monotonic() + self._limits.seconds + _GRACE_SECONDS
        pieces = [self._pending]
        received = 0
        while b"\n" not in pieces[-1]:
            ready, _, _ = select.select([self._process.stdout], [], [], max(0, deadline - time.monotonic()))
            piece = os.read(self._process.stdout.fileno(), 1 << 20) if ready else b""
            received += len(piece)
            # JSON writes a character in up to 12 bytes.
            if not piece or received > 12 * self._limits.bytes + (1 << 24):
                return None
            pieces.append(piece)
        line, _, self._pending = b"".join(pieces).partition(b"\n")
        answer: dict[str, Any] = json.loads(line)
        return answer

    def _start(self) -> None:
        paths = [_PACKAGE_PARENT, *filter(None, [os.environ.get("PYTHONPATH")])]
        self._pending = b""
        self._process = subprocess.Popen(
            [sys.executable, "-m", "corpus.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=os.environ | {"PYTHONPATH": os.pathsep.join(paths)},
        )

    def _post_mortem(self) -> str:
        """Why there is no answer, in words for the user."""
        assert self._process is not None
        try:
            status = self._process.wait(timeout=1)
        except subprocess.TimeoutExpired:
            status = -14
        self._stop()
        if status == -14:  # SIGALRM
            return f"解析超过 {self._limits.seconds} 秒，已放弃；请拆分后再导入"
        return "文件已损坏，解析程序因此退出；请重新下载，或另存一份后再导入"

    def _stop(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        process.wait()
        for stream in (process.stdin, process.stdout):
            if stream is not None:
                with contextlib.suppress(BrokenPipeError):  # an unsent request to a dead child
                    stream.close()


def _understood(answer: dict[str, Any]) -> tuple[str, Parsed, int | None] | Refused:
    if "refused" in answer:
        return Refused(answer["refused"]["path"], answer["refused"]["reason"])
    document = answer["document"]
    parsed = Parsed(
        document["text"],
        document["declared"],
        document["fallback"],
        boxes=tuple(PageBox(**box | {"edges": tuple(box["edges"])}) for box in document["boxes"]),
        pages=tuple(Page(*page) for page in document["pages"]),
        warnings=tuple(document["warnings"]),
        original=document["original"] and base64.b64decode(document["original"]),
    )
    return document["name"], parsed, document.get("row")
