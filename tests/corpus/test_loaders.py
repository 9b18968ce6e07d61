import gzip
import json
import os
from datetime import date
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from corpus.errors import Refused
from corpus.library import Library
from corpus.limits import Limits
from corpus.loaders import load
from corpus.source import Loaded


def loaded(path: Path, limits: Limits | None = None) -> list[Loaded | Refused]:
    return list(load(path, limits or Limits()))


def text_of(path: Path) -> str:
    (item,) = loaded(path)
    assert isinstance(item, Loaded), item
    return item.document.text


def reason(path: Path, limits: Limits | None = None) -> str:
    (item,) = loaded(path, limits)
    assert isinstance(item, Refused), item
    return item.reason


def written(path: Path, data: bytes | str) -> Path:
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return path


# Any text of characters that a document may hold; CR apart, which loading turns into LF.
TEXTS = st.text(
    st.one_of(
        st.sampled_from("政策第条一二三，。：；“”《》（）〔〕〇０１２ \u3000\n\tab12%.-"),
        st.characters(exclude_categories=("Cs", "Cc")),
    ),
    min_size=1,
    max_size=200,
).filter(lambda text: bool(text.strip()) and not text.startswith(("---", "\ufeff")))
CHINESE = st.text(
    st.one_of(
        st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5),
        st.sampled_from("政策第条一二三，。：；“”《》（）〔〕〇０１２ \n\tab12%.-"),
    ),
    min_size=1,
    max_size=200,
).filter(lambda text: bool(text.strip()) and not text.startswith("---"))


def is_utf8(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return not data.isascii()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("round-trips")


@given(TEXTS)
def test_txt_keeps_the_text(folder: Path, text: str) -> None:
    assert text_of(written(folder / "a.txt", text)) == text


@given(TEXTS, st.sampled_from(["utf-8-sig", "utf-16"]))
def test_byte_order_marks_are_dropped(folder: Path, text: str, encoding: str) -> None:
    assert text_of(written(folder / "b.md", text.encode(encoding))) == text


@given(CHINESE)
def test_gb18030_keeps_the_text(folder: Path, text: str) -> None:
    assume(not is_utf8(text.encode("gb18030")))  # true of a few characters at most, and then taken for it
    assert text_of(written(folder / "c.txt", text.encode("gb18030"))) == text


@given(st.lists(TEXTS, min_size=1, max_size=5), st.booleans())
def test_jsonl_keeps_the_texts(folder: Path, texts: list[str], packed: bool) -> None:
    rows = [json.dumps({"doc_id": f"r{n}", "title": "题", "text": text}) for n, text in enumerate(texts)]
    data = "\n".join(rows).encode()
    path = written(folder / ("d.jsonl.gz" if packed else "d.jsonl"), gzip.compress(data) if packed else data)
    assert [item.document.text for item in loaded(path) if isinstance(item, Loaded)] == texts


@given(TEXTS)
@settings(max_examples=30)
def test_the_library_keeps_the_text(folder: Path, text: str) -> None:
    library = Library(folder / "home")
    report = library.add(load(written(folder / "e.txt", text)))
    (doc_id,) = report.added + report.updated + report.unchanged
    stored = library.get(doc_id).text
    assert stored == text or "".join(stored.split()) == "".join(text.split())


@pytest.mark.parametrize("ending", ["\r\n", "\r"])
def test_line_ends_become_lf(tmp_path: Path, ending: str) -> None:
    assert text_of(written(tmp_path / "a.txt", f"一{ending}二{ending}")) == "一\n二\n"
    row = json.dumps({"text": f"\ufeff一{ending}二"})
    assert text_of(written(tmp_path / "a.jsonl", row)) == "一\n二"


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("a.txt", b"", "空"),
        ("a.txt", b" \n\t\r\n", "空"),
        ("a.md", "---\ntitle: 只有标题\n---\n".encode(), "空"),
        ("a.txt", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "二进制"),
        ("a.txt", "正文\x01\x02\x03".encode(), "控制字符"),
        ("a.txt", b"\xff\xff\xfe\x80abc", "编码"),
        ("a.txt", "政策".encode("utf-16") + b"\xd8", "UTF-16"),
        ("a.txt", ("臺灣衛生福利部公告長期照顧服務法規定辦理" * 5).encode("big5"), "Big5"),
        ("a.exe", b"MZ", ".txt .md"),
        ("noending", b"x", ".txt .md"),
        ("a.jsonl", b"\n\n", "空"),
        ("a.jsonl", b"{bad\n", "第 1 行不是合法的 JSON"),
        ("a.jsonl", b"[1]\n", "第 1 行应是一个对象"),
        ("a.jsonl", b'{"doc_id": "a"}\n', "缺少 text"),
        ("a.jsonl", b'{"doc_id": "a", "text": " "}\n', "第 1 行：正文是空的"),
        ("a.jsonl", b'{"doc_id": "a/b", "text": "x"}\n', "第 1 行：doc_id"),
        ("a.jsonl", b'{"doc_id": ["a"], "text": "x"}\n', "第 1 行：doc_id"),
        ("a.jsonl", b'{"text": "x\\u0000y"}\n', "NUL"),
        ("a.jsonl", b'{"text": "x\\ud800y"}\n', "代理码位"),
        ("a.jsonl", b"[" * 100_000 + b"\n", "嵌套太深"),
        ("a.jsonl", '{"text": "x"}'.encode("utf-16"), "UTF-16"),
        ("a.jsonl.gz", b"not gzip", "压缩文件"),
        ("a.jsonl.gz", gzip.compress(b'{"text": "x"}\n' * 9, mtime=0)[:-12], "压缩文件"),
        ("a.md", b"---\ndoc_id: .a\n---\nx", "doc_id"),
    ],
)
def test_refused_with_a_reason(tmp_path: Path, name: str, data: bytes, words: str) -> None:
    refused = [item for item in loaded(written(tmp_path / name, data)) if isinstance(item, Refused)]
    assert len(refused) == 1
    assert words in refused[0].reason
    assert refused[0].path == str(tmp_path / name)


def test_too_large(tmp_path: Path) -> None:
    assert "太大" in reason(written(tmp_path / "a.txt", "政" * 100), Limits(bytes=200))
    bomb = written(tmp_path / "a.jsonl.gz", gzip.compress(b"0" * 1_000_000))
    assert "太大" in reason(bomb, Limits(bytes=10_000))


def test_missing(tmp_path: Path) -> None:
    assert reason(tmp_path / "nix.txt") == "文件不存在"


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_unreadable(tmp_path: Path) -> None:
    written(tmp_path / "a.txt", "x").chmod(0)
    assert "权限" in reason(tmp_path / "a.txt")


def test_a_front_matter_that_is_no_yaml_is_text_and_said_to_be(tmp_path: Path) -> None:
    text = "---\ntitle: 湖北: 访谈\n---\n正文。\n"
    (found,) = loaded(written(tmp_path / "a.md", text))
    assert isinstance(found, Loaded) and found.document.text == text
    assert "YAML" in found.warnings[0]
    for plain in ("---\n一条横线\n---\n正文。\n", "---\ntitle: 访谈\n---\n正文。\n"):
        (found,) = loaded(written(tmp_path / "b.md", plain))
        assert isinstance(found, Loaded) and found.warnings == ()


def test_pipes_are_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.txt")
    assert reason(tmp_path / "a.txt") == "不是普通文件"


def test_a_bad_line_costs_only_itself(tmp_path: Path) -> None:
    path = written(tmp_path / "a.jsonl", '{"doc_id": "1", "text": "x"}\nbad\n\n{"doc_id": 3, "text": "y"}')
    first, second, third = loaded(path)
    assert isinstance(first, Loaded) and isinstance(second, Refused) and isinstance(third, Loaded)
    assert "第 2 行" in second.reason
    assert (first.document.doc_id, third.document.doc_id) == ("1", "3")
    assert first.document.title == "a"


def test_rows_without_ids_are_told_apart_by_their_texts(tmp_path: Path) -> None:
    library = Library(tmp_path / "home")
    path = written(tmp_path / "a.jsonl", '{"text": "甲"}\n{"text": "乙"}\n{"text": "甲"}')
    first, second = library.add(load(path)).added
    written(path, '{"text": "丙"}\n{"text": "乙"}')
    report = library.add(load(path))
    assert (len(report.added), report.unchanged) == (1, [second])
    assert library.get(first).text == "甲"


def test_folders_are_read_by_name_and_hidden_files_left_out(tmp_path: Path) -> None:
    for name in ("b.txt", "a/z.MD", "a/.hidden.txt", ".git/c.txt", "c.docm"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        written(tmp_path / name, name)
    items = loaded(tmp_path)
    assert [item.document.text for item in items if isinstance(item, Loaded)] == ["b.txt", "a/z.MD"]
    assert [Path(item.path).name for item in items if isinstance(item, Refused)] == ["c.docm"]


def test_an_empty_folder_is_no_success(tmp_path: Path) -> None:
    assert "没有文件" in reason(tmp_path)


def test_links_out_of_the_folder_are_refused(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    secret = written(tmp_path / "secret.txt", "秘密")
    written(tmp_path / "in" / "own.txt", "自己的")
    (tmp_path / "in" / "leak.txt").symlink_to(secret)
    (tmp_path / "in" / "up").symlink_to(tmp_path)
    (tmp_path / "in" / "self").symlink_to(tmp_path / "in")
    (tmp_path / "in" / "broken.txt").symlink_to(tmp_path / "in" / "nix")
    items = loaded(tmp_path / "in")
    assert [item.document.text for item in items if isinstance(item, Loaded)] == ["自己的"]
    refused = {Path(item.path).name: item.reason for item in items if isinstance(item, Refused)}
    assert sorted(refused) == ["broken.txt", "leak.txt", "up"]
    assert "链接" in refused["leak.txt"]


def test_a_name_that_is_not_utf8_is_taken(tmp_path: Path) -> None:
    path = written(tmp_path / os.fsdecode(b"\xce\xc4.txt"), "正文")
    library = Library(tmp_path / "home")
    assert len(library.add(load(path)).added) == 1


class TestFrontMatter:
    def test_is_metadata_and_not_text(self, tmp_path: Path) -> None:
        head = (
            "---\ndoc_id: 001\ntitle: 标题\nissuer: 某厅\nissued_on: 2024-03-05\neffective_on: 2024年4月1日\n"
            "document_type: 行动方案\nstatus: 已废止\nsource_url: https://example.org/a\nlist: [1, 2]\n---\n"
        )
        (item,) = loaded(written(tmp_path / "a.md", head + "\n# 正文\n---\n完"))
        assert isinstance(item, Loaded)
        found = item.document
        assert found.text == "\n# 正文\n---\n完"
        assert (found.doc_id, item.id_given) == ("001", True)
        assert (found.title, found.issuer, found.source_url) == ("标题", "某厅", "https://example.org/a")
        assert (found.issued_on, found.effective_on) == (date(2024, 3, 5), date(2024, 4, 1))
        assert (found.document_type, found.status) == ("action_plan", "repealed")
        assert item.warnings == ()

    def test_a_wrong_value_is_reported_and_costs_only_itself(self, tmp_path: Path) -> None:
        head = (
            "---\ndoc_id:\ntitle: 标题\nissued_on: 2024-02-30\nstatus: 好\nissuer: [a]\n"
            "source_url: javascript:x\n---\n"
        )
        (item,) = loaded(written(tmp_path / "a.txt", head + "正文"))
        assert isinstance(item, Loaded)
        assert (item.document.title, item.id_given) == ("标题", False)
        assert [name in "".join(item.warnings) for name in ("issued_on", "status", "issuer", "source_url")]
        assert len(item.warnings) == 4

    @pytest.mark.parametrize(
        "tag", ["!!timestamp", "!!int", "!!float", "!!bool", "!!python/object:os.system"]
    )
    def test_tags_are_not_obeyed(self, tmp_path: Path, tag: str) -> None:
        (item,) = loaded(written(tmp_path / "a.md", f"---\ntitle: {tag} 某办法\n---\n正文"))
        assert isinstance(item, Loaded) and (item.document.title, item.document.text) == ("某办法", "正文")

    @pytest.mark.parametrize(
        "text",
        [
            '---\ntitle: "\\UFFFFFFFF"\n---\n正文',  # no such character
            "---\n%YAML 9" + "9" * 5000 + ".1\ntitle: 访谈\n---\n正文",
            "---\n不是键值\n---\n正文",
            "---\ntitle: 没有结束",
            "--- \n: [\n---\n正文",
            "---\n" + "[" * 5000 + "\n---\n正文",
            "----\na: b\n----\n",
        ],
    )
    def test_what_is_no_mapping_stays_text(self, tmp_path: Path, text: str) -> None:
        assert text_of(written(tmp_path / "a.md", text)) == text
