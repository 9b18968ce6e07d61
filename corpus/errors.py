"""What can go wrong, said to the user.

Every error that a person may see derives from `PolicyQAError`; its message is Chinese first, names the
thing, says what is wrong with it and how to mend it. A command line prints the message and exits with 1.

    PolicyQAError           something the user can mend
    ├── Refused             a file or a row that cannot be taken; the others are
    ├── Busy                another process is writing
    ├── UnusableHome        the home folder cannot be opened, read or written
    └── UnknownDocument     no document has this id
"""

from pathlib import Path
from typing import Self


class PolicyQAError(Exception):
    """Something went wrong that the user can mend; the message says how."""


class Refused(PolicyQAError):
    """A file, or one row of it, cannot be taken into the library."""

    def __init__(self, path: str | Path, reason: str):
        super().__init__(f"{path}：{reason}")
        self.path = str(path)
        self.reason = reason

    @classmethod
    def unreadable(cls, path: str | Path, error: OSError) -> Self:
        """A file that the system doesn't let us read."""
        if isinstance(error, FileNotFoundError):
            return cls(path, "文件不存在")
        if isinstance(error, PermissionError):
            return cls(path, "没有读取权限")
        return cls(path, f"无法读取（{error.strerror or type(error).__name__}）")


class Busy(PolicyQAError):
    """Another process holds the home's write lock."""


class UnusableHome(PolicyQAError):
    """The home folder, or the library in it, cannot be opened, read or written."""


class UnknownDocument(PolicyQAError):
    """No document in the library has this id."""

    def __init__(self, doc_id: str):
        super().__init__(f"资料库里没有编号为“{doc_id}”的文档。用 corpus list --json 查看已有文档。")
        self.doc_id = doc_id
