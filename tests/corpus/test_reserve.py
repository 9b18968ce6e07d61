"""A home on a disk that has no room left."""

import os
import shutil
from pathlib import Path

import pytest

from corpus.document import Document
from corpus.errors import UnusableHome
from corpus.library import Library
from corpus.reserve import BYTES, NAME
from tests.crash.disk import NoMount, small_disk


def test_the_reserve_is_room_that_is_really_taken(tmp_path: Path) -> None:
    Library(tmp_path)
    Library(tmp_path)
    assert (tmp_path / NAME).stat().st_blocks * 512 >= BYTES


def test_a_home_on_a_full_disk_is_opened_and_read(tmp_path: Path) -> None:
    try:
        with small_disk(tmp_path / "disk") as disk:
            home = disk / "home"
            _add(home)
            with (disk / "ballast").open("wb") as ballast:
                os.posix_fallocate(ballast.fileno(), 0, shutil.disk_usage(disk).free)
            for _ in range(3):  # each closes the files that the one before made room for
                assert [document.doc_id for document in Library(home).documents()] == ["a"]
            with pytest.raises(UnusableHome, match="磁盘空间"):
                Library(home).add([Document("b", "乙", "第二份。" * 100_000)])
            (disk / "ballast").unlink()
            assert [document.doc_id for document in Library(home).documents()] == ["a"]
            assert (home / NAME).exists()
    except NoMount as why:
        pytest.skip(f"no file system can be mounted here: {why}")


def _add(home: Path) -> None:
    Library(home).add([Document("a", "甲", "第一份。")])
