"""`.zip`: the files in an archive, read in memory one after the other; nothing is unpacked to the disk."""

import lzma
import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from corpus.errors import Refused
from corpus.formats import ARCHIVE, suffix_of, why_not_read
from corpus.limits import Limits

MOST_FILES = 10_000
_UTF8_NAME = 0x800
_ENCRYPTED = 0x1
BAD_ZIP = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, OSError, NotImplementedError, ValueError)
"""What zipfile raises over damaged bytes.

OSError where a torn directory makes it seek before the beginning and for bad bzip2 data, NotImplementedError for a method of
packing that it lacks, ValueError for names and numbers that are none. Encrypted files are to be left out by their flag.
"""


class Member(NamedTuple):
    """A file in an archive: its name there, made safe to show, and its ending."""

    name: str
    suffix: str


def members(path: Path, name: str, limits: Limits) -> Iterator[tuple[Member, bytes | Refused]]:
    """The files of an archive with their contents, or why one is not read.

    Raises Refused if the archive itself is none, and OSError if it cannot be opened.
    """
    with _open_zip(path, name) as archive:
        entries = [entry for entry in archive.infolist() if not _is_left_out(entry)]
        if len(entries) > MOST_FILES:
            raise Refused(name, f"压缩包里有 {len(entries)} 个文件，最多 {MOST_FILES} 个；请拆分后再导入")
        if not entries:
            raise Refused(name, "压缩包是空的")
        remaining = limits.unpacked_bytes
        for entry in entries:
            shown = _shown(entry)
            member = Member(shown, suffix_of(shown))
            data = _read(archive, entry, member, min(limits.bytes, remaining))
            if not isinstance(data, Refused):
                remaining -= len(data)
            yield member, data


@contextmanager
def _open_zip(path: Path, name: str) -> Iterator[zipfile.ZipFile]:
    with path.open("rb") as stream:  # a file that may not be opened says nothing about what is in it
        try:
            archive = zipfile.ZipFile(stream)
        except BAD_ZIP as error:
            raise Refused(name, "不是 ZIP 压缩包，或已损坏；请重新下载") from error
        with archive:
            yield archive


def read_limited(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, limit: int) -> bytes | None:
    """The contents of a file in an archive, whatever size its header claims; None if it is above the limit."""
    if entry.file_size > limit:
        return None
    with archive.open(entry) as stream:
        data = stream.read(limit + 1)
    return None if len(data) > limit else data


def _read(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, member: Member, limit: int) -> bytes | Refused:
    if member.suffix == ARCHIVE:
        return Refused(member.name, "压缩包里的压缩包没有读取；请单独导入")
    reason = why_not_read(member.suffix, member.name)
    if reason is None and entry.flag_bits & _ENCRYPTED:
        reason = "文件已加密；请解压后再导入"
    if reason is not None:
        return Refused(member.name, reason)
    try:
        data = read_limited(archive, entry, limit)
    except BAD_ZIP:
        return Refused(member.name, "在压缩包里已损坏；请重新下载")
    if data is None:
        return Refused(member.name, "解压后太大；请单独导入或拆分")
    return data if data else Refused(member.name, "文件是空的")


def _is_left_out(entry: zipfile.ZipInfo) -> bool:
    parts = entry.filename.replace("\\", "/").split("/")
    return (
        entry.is_dir()
        or any(part.startswith(".") and part.strip(".") for part in parts)
        or "__MACOSX" in parts
    )


def _shown(entry: zipfile.ZipInfo) -> str:
    """The name to show: many Chinese programs write it in GBK without saying so. It is never a path to us."""
    name = entry.filename
    if not entry.flag_bits & _UTF8_NAME:
        try:
            name = name.encode("cp437").decode("gb18030")
        except (UnicodeEncodeError, UnicodeDecodeError):
            name = entry.filename
    name = re.sub(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]", "�", name.replace("\\", "/"))
    return name if len(name) <= 300 else name[:140] + "…" + name[-140:]
