"""Files to documents: one loader per format, found by the file name's ending."""

import os
import stat
from collections.abc import Callable, Iterator
from pathlib import Path

from corpus.assembly import assemble
from corpus.decoding import decode
from corpus.errors import Refused
from corpus.front_matter import split_front_matter
from corpus.jsonl import load_jsonl
from corpus.limits import Limits
from corpus.source import Loaded

Loader = Callable[[Path, str, Limits], Iterator[Loaded | Refused]]


def load(path: Path, limits: Limits = Limits()) -> Iterator[Loaded | Refused]:  # noqa: B008 - immutable
    """The documents of a file, or of every file in a folder and the folders in it, by name.

    What cannot be taken comes as a Refused with its reason, never as an exception. Hidden files and
    folders are left out.
    """
    path = Path(os.path.abspath(path))  # noqa: PTH100 - resolve() would follow links
    if not path.is_dir():
        yield from _load_file(path, limits)
        return
    found = False
    for file in _files_under(path):
        found = True
        if isinstance(file, Refused):
            yield file
        else:
            yield from _load_file(file, limits)
    if not found:
        yield Refused(printable(path), "文件夹里没有文件")


def suffix_of(path: Path) -> str:
    """The ending that decides the format: .txt, .jsonl.gz; empty if there is none."""
    name = path.name.lower()
    return ".jsonl.gz" if name.endswith(".jsonl.gz") else Path(name).suffix


def printable(path: Path) -> str:
    """The path as text; bytes of its name that are not UTF-8 become question marks."""
    return str(path).encode("utf-8", "replace").decode()


def load_text(path: Path, name: str, limits: Limits) -> Iterator[Loaded | Refused]:
    """A `.txt` or `.md` file: a front matter, if it has one, and the text as it is."""
    raw, text = split_front_matter(decode(path.read_bytes(), name))
    if not str(raw.get("doc_id") or "").strip():
        raw.pop("doc_id", None)  # `doc_id:` with nothing after it
    yield assemble(text, raw, name)


LOADERS: dict[str, Loader] = {
    ".txt": load_text,
    ".md": load_text,
    ".jsonl": load_jsonl,
    ".jsonl.gz": load_jsonl,
}
_STREAMED = (".jsonl", ".jsonl.gz")  # read line by line, so that a file may be larger than a document


def _load_file(path: Path, limits: Limits) -> Iterator[Loaded | Refused]:
    name = printable(path)
    try:
        _check(path, name, limits)
        yield from LOADERS[suffix_of(path)](path, name, limits)
    except Refused as refused:
        yield refused
    except OSError as error:
        yield Refused(name, _reason(error))


def _check(path: Path, name: str, limits: Limits) -> None:
    status = path.stat()
    if not stat.S_ISREG(status.st_mode):
        raise Refused(name, "不是普通文件")  # reading a pipe would wait for ever
    suffix = suffix_of(path)
    if suffix not in LOADERS:
        raise Refused(name, f"不支持“{suffix or path.name}”格式；支持 {' '.join(LOADERS)}")
    if status.st_size == 0:
        raise Refused(name, "文件是空的")
    limit = limits.unpacked_bytes if suffix in _STREAMED else limits.bytes
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
            yield Refused(str(error.filename), _reason(error))
        failed.clear()


def _reason(error: OSError) -> str:
    if isinstance(error, FileNotFoundError):
        return "文件不存在"
    if isinstance(error, PermissionError):
        return "没有读取权限"
    return f"无法读取（{error.strerror or type(error).__name__}）"
