"""Files to documents, by the ending of the file's name."""

import os
import stat
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from corpus import plain_text
from corpus.assembly import assemble
from corpus.errors import Refused
from corpus.formats import ARCHIVE, LINES, suffix_of, why_not_read
from corpus.jsonl import open_lines, read_rows
from corpus.limits import Limits
from corpus.parsed import Parsed
from corpus.parsing import Parsing
from corpus.source import Loaded

_IN_THIS_PROCESS = (".txt", ".md")  # nothing to parse, nothing to fear


def load(path: Path, limits: Limits = Limits()) -> Iterator[Loaded | Refused]:  # noqa: B008 - immutable
    """The documents of a file, or of every file in a folder and the folders in it, by name.

    What cannot be taken comes as a Refused with its reason, never as an exception. Hidden files and
    folders are left out.
    """
    path = Path(os.path.abspath(path))  # noqa: PTH100 - resolve() would follow links
    with Parsing(limits) as parsing:
        if not path.is_dir():
            yield from _load_file(path, limits, parsing)
            return
        found = False
        for file in _files_under(path):
            found = True
            if isinstance(file, Refused):
                yield file
            else:
                yield from _load_file(file, limits, parsing)
    if not found:
        yield Refused(printable(path), "文件夹里没有文件")


def printable(path: Path) -> str:
    """The path as text; bytes of its name that are not UTF-8 become question marks."""
    return str(path).encode("utf-8", "replace").decode()


def _load_file(path: Path, limits: Limits, parsing: Parsing) -> Iterator[Loaded | Refused]:
    name, suffix = printable(path), suffix_of(path.name)
    try:
        _check(path, name, suffix, limits)
        if suffix in LINES:
            with path.open("rb") as stream:
                for row in read_rows(open_lines(stream, suffix), name, limits):
                    yield row if isinstance(row, Refused) else _assembled(name, row[1], row[0])
        elif suffix in _IN_THIS_PROCESS:
            data = path.read_bytes()
            yield assemble(replace(plain_text.parse(data, name), original=data), name)
        else:
            for item in parsing.parse(path, name, suffix):
                yield item if isinstance(item, Refused) else _assembled(*item)
    except Refused as refused:
        yield refused
    except OSError as error:
        yield Refused.unreadable(name, error)


def _assembled(name: str, parsed: Parsed, row: int | None = None) -> Loaded | Refused:
    """The document; `row` is its line in a file that holds several."""
    try:
        if row is None:
            return assemble(parsed, name)
        return assemble(parsed, name, single=False, where=f"第 {row} 行")
    except Refused as refused:
        return refused if row is None else Refused(name, f"第 {row} 行：{refused.reason}")


def _check(path: Path, name: str, suffix: str, limits: Limits) -> None:
    status = path.stat()
    if not stat.S_ISREG(status.st_mode):
        raise Refused(name, "不是普通文件")  # reading a pipe would wait for ever
    reason = why_not_read(suffix, path.name)
    if reason is not None:
        raise Refused(name, reason)
    if status.st_size == 0:
        raise Refused(name, "文件是空的")
    # Both are read piece by piece, so that they may be larger than one document.
    limit = limits.unpacked_bytes if suffix in LINES or suffix == ARCHIVE else limits.bytes
    if status.st_size > limit:
        raise Refused(name, f"文件太大（{status.st_size} 字节，{limits.described}）；请拆分后再导入")


def _files_under(folder: Path) -> Iterator[Path | Refused]:
    inside = folder.resolve()
    failed: list[OSError] = []
    for root, folders, names in os.walk(folder, onerror=failed.append):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted([*names, *(name for name in folders if (Path(root) / name).is_symlink())]):
            path = Path(root) / name
            if name.startswith("."):
                continue
            if path.is_symlink() and not path.resolve().is_relative_to(inside):
                yield Refused(printable(path), "是指向文件夹之外的链接；请直接导入它指向的文件")
            elif not path.is_dir():  # a link to a folder in here: that folder is visited anyway
                yield path
        for error in failed:
            yield Refused.unreadable(str(error.filename), error)
        failed.clear()
