"""`.jsonl` and `.jsonl.gz`: one document a line, read line by line; a bad line costs only itself."""

import codecs
import gzip
import json
import zlib
from collections.abc import Iterator
from typing import IO, Protocol

from corpus.decoding import clean, decode
from corpus.errors import Refused
from corpus.limits import Limits
from corpus.parsed import Parsed

_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


class Lines(Protocol):
    """An open file, unpacked or unpacking itself."""

    def readline(self, size: int, /) -> bytes:
        """The next line, or as much of it as `size` bytes."""
        ...


def open_lines(stream: IO[bytes], suffix: str) -> Lines:
    """The unpacked lines of a file with this ending."""
    return gzip.GzipFile(fileobj=stream) if suffix.endswith(".gz") else stream


def read_rows(stream: Lines, name: str, limits: Limits) -> Iterator[tuple[int, Parsed] | Refused]:
    """The rows of a file, each with its line number; `name` is the path to report."""
    number = taken = read = 0
    try:
        while line := stream.readline(limits.bytes + 1):
            number += 1
            read += len(line)
            if number == 1 and line.startswith(_UTF16):
                yield Refused(name, "是 UTF-16 编码；.jsonl 请另存为 UTF-8 编码后再导入")
                return
            if len(line) > limits.bytes or read > limits.unpacked_bytes:
                yield Refused(name, f"第 {number} 行起太大（{limits.described}），其后的内容没有读取")
                return
            if not line.strip():
                continue
            taken += 1
            try:
                yield number, _read_line(line, name, number)
            except Refused as refused:
                yield refused
    except (EOFError, gzip.BadGzipFile, zlib.error):
        yield Refused(name, f"压缩文件不完整或已损坏（读到第 {number} 行）；请重新下载或导出")
        return
    if not taken:
        yield Refused(name, "文件是空的，里面没有文档")


def _read_line(line: bytes, name: str, number: int) -> Parsed:
    try:
        row = json.loads(decode(line, name))
    except Refused as refused:
        raise Refused(name, f"第 {number} 行：{refused.reason}") from None
    except json.JSONDecodeError as error:
        raise Refused(name, f"第 {number} 行不是合法的 JSON（第 {error.colno} 个字符处）") from None
    except (RecursionError, ValueError):
        raise Refused(name, f"第 {number} 行的 JSON 嵌套太深或数字太长") from None
    if not isinstance(row, dict):
        raise Refused(name, f'第 {number} 行应是一个对象，如 {{"doc_id": …, "title": …, "text": …}}')
    if not isinstance(row.get("text"), str):
        raise Refused(name, f"第 {number} 行缺少 text（正文）")
    try:
        return Parsed(clean(row["text"], name), row)
    except Refused as refused:
        raise Refused(name, f"第 {number} 行：{refused.reason}") from None
