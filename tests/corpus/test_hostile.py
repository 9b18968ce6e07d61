"""Files made to hurt: refused with a reason, and the next file is read as if nothing had been."""

import os
import signal
import zipfile
from pathlib import Path

import pytest

from corpus.errors import Refused
from corpus.limits import Limits
from corpus.loaders import load
from corpus.parsing import Parsing
from corpus.source import Loaded
from tests.corpus import fuzz

FIXTURES = Path(__file__).parent / "fixtures"
SMALL = Limits(bytes=2_000_000, unpacked_bytes=3_000_000, seconds=10)


def archive(path: Path, **members: bytes) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for name, data in members.items():
            target.writestr(name, data)
    return path


def outcomes(path: Path, limits: Limits = SMALL) -> dict[str, str]:
    """By name in the archive: the text's beginning, or why it was refused."""
    found = {}
    for item in load(path, limits):
        if isinstance(item, Refused):
            found[item.path.partition("!/")[2]] = item.reason
        else:
            found[(item.document.source_path or "").partition("!/")[2]] = item.document.text[:4]
    return found


def test_an_archive_is_its_files(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as target:
        target.writestr("通知/一.txt", "正文一。")
        target.write(FIXTURES / "plan.docx", "plan.docx")
        target.writestr("__MACOSX/._一.txt", b"\0")
        target.writestr(".hidden.txt", "x")
        target.writestr("b.exe", b"MZ")
        target.writestr("inner.zip", b"PK")
        target.writestr("空.txt", b"")
        target.writestr("rows.jsonl", '{"text": "第一行。"}\n{bad\n')
    assert outcomes(path) == {
        "通知/一.txt": "正文一。",
        "plan.docx": "北京市“",
        "b.exe": "不支持“.exe”格式；支持 .txt .md .html .htm .docx .pdf .jsonl .jsonl.gz .zip",
        "inner.zip": "压缩包里的压缩包没有读取；请单独导入",
        "空.txt": "文件是空的",
        "rows.jsonl": "第 2 行不是合法的 JSON（第 2 个字符处）",
    }


def test_names_in_gbk_are_shown_and_never_used_as_paths(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as target:
        target.writestr("AAAA.txt", "正文。")
        target.writestr("../../../evil.txt", "正文一。")
        target.writestr("x\\..\\b.txt", "正文二。")
        target.writestr("政" * 300 + ".txt", "正文三。")
    data = path.read_bytes().replace(b"AAAA.txt", "通知".encode("gbk") + b".txt")
    path.write_bytes(data)
    names = list(outcomes(path))
    assert names[0] == "通知.txt"
    assert names[1] == "../../../evil.txt"  # shown as it is, and nothing more
    assert len(names[3]) < 300
    assert [found.name for found in tmp_path.iterdir()] == ["a.zip"]


def test_archives_that_are_none(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(b"PK\x03\x04 not really")
    assert "不是 ZIP" in outcomes(tmp_path / "a.zip")[""]
    assert "空的" in outcomes(archive(tmp_path / "b.zip"))[""]


@pytest.mark.parametrize("packing", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_torn_file_in_an_archive_costs_only_itself(tmp_path: Path, packing: int) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w", packing) as target:
        target.writestr("torn.txt", "正文。" * 500)
        target.writestr("good.txt", "正文。")
    data = bytearray((tmp_path / "a.zip").read_bytes())
    at = data.index(b"torn.txt") + len("torn.txt") + 9  # behind the properties that LZMA's data begin with
    data[at : at + 20] = b"\xff" * 20
    (tmp_path / "a.zip").write_bytes(data)
    assert outcomes(tmp_path / "a.zip") == {"torn.txt": "在压缩包里已损坏；请重新下载", "good.txt": "正文。"}


def test_bombs_are_not_unpacked(tmp_path: Path) -> None:
    bomb = archive(tmp_path / "a.zip", **{"bomb.txt": b"0" * 50_000_000, "good.txt": "正文。".encode()})
    assert outcomes(bomb) == {"bomb.txt": "解压后太大；请单独导入或拆分", "good.txt": "正文。"}
    # A header that lies about the size gets no further.
    data = bytearray(bomb.read_bytes())
    at = data.find(b"PK\x01\x02")
    data[at + 24 : at + 28] = (1000).to_bytes(4, "little")
    bomb.write_bytes(data)
    assert outcomes(bomb)["bomb.txt"] in ("解压后太大；请单独导入或拆分", "在压缩包里已损坏；请重新下载")


def test_a_wrong_ending_is_found_out(tmp_path: Path) -> None:
    for name in ("a.pdf", "a.docx"):
        (tmp_path / name).write_bytes((FIXTURES / "plan.html").read_bytes())
    (tmp_path / "a.html").write_bytes((FIXTURES / "plan.pdf").read_bytes())
    (tmp_path / "a.txt").write_bytes((FIXTURES / "plan.docx").read_bytes())
    assert all(isinstance(item, Refused) for item in load(tmp_path, SMALL))


def pdf_bomb() -> bytes:
    import zlib

    stream = zlib.compress(zlib.compress(b"0 0 m " * 30_000_000, 9), 9)  # 180 MB in a few hundred bytes
    filters = b"[/FlateDecode/FlateDecode]"
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]/Contents 4 0 R>>",
        b"<</Filter%s/Length %d>>stream\n%s\nendstream" % (filters, len(stream), stream),
    ]
    body = b"%PDF-1.4\n" + b"".join(
        b"%d 0 obj%s endobj\n" % (at + 1, found) for at, found in enumerate(objects)
    )
    return body + b"trailer<</Root 1 0 R/Size 5>>\n%%EOF"


def test_a_stream_that_swells_is_given_up(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(pdf_bomb())
    (tmp_path / "b.pdf").write_bytes((FIXTURES / "table.pdf").read_bytes())
    bomb, good = load(tmp_path, Limits(seconds=5, memory_bytes=400_000_000))
    assert isinstance(bomb, Refused), bomb
    assert isinstance(good, Loaded)


@pytest.mark.parametrize("suffix", [".docx", ".zip"])
def test_a_file_that_cannot_be_opened_is_not_called_damaged(tmp_path: Path, suffix: str) -> None:
    with Parsing(SMALL) as parsing:
        (gone,) = parsing.parse(tmp_path / f"gone{suffix}", "gone", suffix)  # removed since it was found
    assert isinstance(gone, Refused) and gone.reason == "文件不存在"


def test_a_child_that_dies_costs_one_file(tmp_path: Path) -> None:
    with Parsing(SMALL) as parsing:
        (first,) = parsing.parse(FIXTURES / "plan.html", "a", ".html")
        assert not isinstance(first, Refused)
        assert parsing._process is not None
        os.kill(parsing._process.pid, signal.SIGKILL)
        parsing._process.wait()
        (second,) = parsing.parse(FIXTURES / "plan.html", "b", ".html")
        assert not isinstance(second, Refused)


@pytest.mark.parametrize("seed", [1])
def test_500_mutated_files_are_all_answered(seed: int) -> None:
    outcome, slowest = fuzz.run(500, seed)
    assert outcome["taken"] > 50 < outcome["refused"]
    assert slowest < 60
