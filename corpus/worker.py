"""The child process that parses files which may be hostile. Run by `corpus.parsing`, never by hand.

It reads one request a line from its input and answers with one JSON line for each document, refusal or end.
Its memory is limited, it may write no file, and an alarm kills it when a file takes too long: then the parent
says so and starts another.
"""

import base64
import contextlib
import importlib
import io
import json
import os
import resource
import signal
import sys
from collections.abc import Iterator
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any, TextIO

from corpus.archive import members
from corpus.decoding import clean
from corpus.errors import Refused
from corpus.formats import LINES, PARSERS
from corpus.jsonl import open_lines, read_rows
from corpus.limits import Limits
from corpus.parsed import Parsed


def main() -> None:
    """Answers requests until the input ends."""
    # What a library prints must not get between our lines.
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    for line in sys.stdin:
        request = json.loads(line)
        limits = Limits(**request["limits"])
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
        with contextlib.suppress(ValueError, OSError):  # some systems don't limit address space
            resource.setrlimit(resource.RLIMIT_AS, (limits.memory_bytes, limits.memory_bytes))
        for answer in _answers(request, limits):
            _send(answers, answer)
        signal.alarm(0)
        _send(answers, {"end": True})


def _answers(request: dict[str, Any], limits: Limits) -> Iterator[dict[str, object]]:
    signal.alarm(limits.seconds)
    if "draw" in request:
        yield _drawn(request)
        return
    name, suffix = request["name"], request["suffix"]
    try:
        if suffix != ".zip":
            yield from _parsed(Path(request["path"]).read_bytes(), name, suffix, limits)
            return
        for member, data in members(Path(request["path"]), name, limits):
            signal.alarm(limits.seconds)
            inner = f"{name}!/{member.name}"
            if isinstance(data, Refused):
                yield _refused(Refused(inner, data.reason))
            else:
                yield from _parsed(data, inner, member.suffix, limits)
    except Refused as refused:
        yield _refused(refused)
    except OSError as error:  # of the file itself: whatever is wrong inside it is a refusal by now
        yield _refused(Refused.unreadable(name, error))
    except MemoryError as error:
        yield _failed(name, error)


def _parsed(data: bytes, name: str, suffix: str, limits: Limits) -> Iterator[dict[str, object]]:
    """The answers for one file in memory; whatever a parser raises is a refusal."""
    if suffix in LINES:
        lines = open_lines(io.BytesIO(data), suffix)
        for item in read_rows(lines, name, replace(limits, unpacked_bytes=limits.bytes)):
            if isinstance(item, Refused):
                yield _refused(item)
            else:
                yield {"document": {"name": name, "row": item[0], **asdict(item[1])}}
        return
    try:
        module, _, function = PARSERS[suffix].partition(":")
        parsed: Parsed = getattr(importlib.import_module(module), function)(data, name)
        if len(parsed.text) > limits.bytes:
            raise Refused(name, f"正文太长（{len(parsed.text)} 字）")
        clean(parsed.text, name)
    except Refused as refused:
        yield _refused(refused)
    except (
        Exception
    ) as error:  # pypdfium2, lxml and the rest have no common base, and the next file is to be read
        yield _failed(name, error)
    else:
        original = base64.b64encode(data).decode()
        yield {"document": {"name": name, **asdict(parsed), "original": original}}


def _drawn(request: dict[str, Any]) -> dict[str, object]:
    """One page as a picture."""
    name = request["name"]
    try:
        from corpus.pdf import draw

        png = draw(base64.b64decode(request["draw"]), name, request["page"], request["scale"])
    except Refused as refused:
        return _refused(refused)
    except Exception as error:  # as when parsing
        return _failed(name, error)
    return {"png": base64.b64encode(png).decode()}


def _failed(name: str, error: BaseException) -> dict[str, object]:
    if isinstance(error, MemoryError):
        reason = "解析时占用内存过多；请拆分后再导入"
    elif isinstance(error, RecursionError):
        reason = "内容嵌套太深；请另存一份后再导入"
    else:
        reason = f"文件已损坏或不合规范，无法解析（{type(error).__name__}）；请重新下载，或另存一份后再导入"
    return _refused(Refused(name, reason))


def _refused(refused: Refused) -> dict[str, object]:
    return {"refused": {"path": refused.path, "reason": refused.reason}}


def _send(stream: TextIO, answer: dict[str, object]) -> None:
    stream.write(json.dumps(answer) + "\n")
    stream.flush()


if __name__ == "__main__":
    main()
