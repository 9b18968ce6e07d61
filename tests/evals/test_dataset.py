import gzip
import json
from pathlib import Path

import pytest

from evals.dataset import BadDataset, Evidence, QAItem, parse_item, read_items, usable_evidence, write_items

ROW = {"item_id": "a", "question": "目标是多少？", "answerable": True, "kind": "figure"}


def write(path: Path, *lines: object) -> Path:
    text = "\n".join(
        line if isinstance(line, str) else json.dumps(line, ensure_ascii=False) for line in lines
    )
    path.write_text(text + "\n", encoding="utf-8")
    return path


def test_a_set_reads_back_as_written(tmp_path: Path) -> None:
    item = QAItem(
        "a", "目标？", True, "figure", ("之前的问题",), (("7万亿", "70000亿"),), ("7万亿级",), ("全文",),
        (Evidence("d", 3, 5, "引文"), Evidence("e")),
    )  # fmt: skip
    write_items([item, parse_item(ROW | {"item_id": "b"})], tmp_path / "qa.jsonl")
    assert read_items(tmp_path / "qa.jsonl") == [item, QAItem("b", "目标是多少？", True, "figure")]


def test_unknown_keys_blank_lines_and_gzip_are_fine(tmp_path: Path) -> None:
    path = tmp_path / "qa.jsonl.gz"
    with gzip.open(path, "wt", encoding="utf-8") as file:
        file.write("\ufeff" + json.dumps(ROW | {"作者": "我", "nuggets": None}) + "\n\n")
    assert read_items(path) == [QAItem("a", "目标是多少？", True, "figure")]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"question": 5}, "question 应是非空字符串，实际是数字"),
        ({"question": "  "}, "question 应是非空字符串，实际是空字符串"),
        ({"item_id": None}, "item_id 应是非空字符串，实际是 null"),
        ({"answerable": "yes"}, "answerable 应是true 或 false，实际是字符串"),
        ({"answerable": 1}, "answerable 应是true 或 false，实际是数字"),
        ({"kind": []}, "kind 应是非空字符串，实际是列表"),
        ({"history": "上一问"}, "history 应是列表"),
        ({"history": [1]}, "history 应是字符串的列表"),
        ({"nuggets": ["7万亿"]}, "nuggets 的每一项应是非空的写法列表"),
        ({"nuggets": [[]]}, "nuggets 的每一项应是非空的写法列表"),
        ({"nuggets": [[" "]]}, "nuggets 的每一项应是非空的写法列表"),
        ({"short_answers": "7"}, "short_answers 应是列表"),
        ({"evidence": [{"start": 1, "end": 2}]}, "要有 doc_id"),
        ({"evidence": ["d"]}, "evidence 的每一项应是对象"),
        ({"evidence": [{"doc_id": "d", "start": 1}]}, "要么都不写，要么都是整数"),
        ({"evidence": [{"doc_id": "d", "start": 1.0, "end": 2}]}, "要么都不写，要么都是整数"),
        ({"evidence": [{"doc_id": "d", "start": False, "end": 2}]}, "要么都不写，要么都是整数"),
        ({"evidence": [{"doc_id": "d", "start": 2, "end": 2}]}, "0 ≤ start < end，实际是 2 和 2"),
    ],
)
def test_a_wrong_type_is_refused_by_name(change: dict[str, object], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        parse_item(ROW | change)


def test_every_fault_is_named_with_its_line(tmp_path: Path) -> None:
    path = write(tmp_path / "qa.jsonl", ROW, "", "{坏", [1], {"item_id": "b"}, ROW)
    with pytest.raises(BadDataset) as caught:
        read_items(path)
    lines = str(caught.value).splitlines()
    assert "4 处错误" in lines[0]
    assert [line.split("：")[0].strip() for line in lines[1:]] == ["第 3 行", "第 4 行", "第 5 行", "第 6 行"]
    assert "缺少 answerable" in lines[3]
    assert "“a”与第 1 行重复" in lines[4]


def test_a_file_of_another_kind_does_not_flood_the_screen(tmp_path: Path) -> None:
    path = write(tmp_path / "qa.jsonl", *[{"doc_id": str(n)} for n in range(500)])
    with pytest.raises(BadDataset) as caught:
        read_items(path)
    assert len(str(caught.value).splitlines()) == 22
    assert "还有 480 处" in str(caught.value)


@pytest.mark.parametrize("content", [b"", b"\n\n", "题".encode("gb18030") * 9])
def test_an_empty_or_wrongly_encoded_file_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "qa.jsonl").write_bytes(content)
    with pytest.raises(BadDataset, match="没有一道题|不是 UTF-8"):
        read_items(tmp_path / "qa.jsonl")


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadDataset, match="没有.jsonl"):
        read_items(tmp_path / "没有.jsonl")


def test_evidence_that_no_longer_holds_is_reported(text: str) -> None:
    start = text.index("7万亿级")
    evidence = (
        Evidence("hubei", start, start + 4, "7万亿级"),  # holds
        Evidence("hubei"),  # the whole document holds
        Evidence("hubei", start, start + 4),  # no quote to compare
        Evidence("hubei", start + 1, start + 5, "7万亿级"),  # moved
        Evidence("hubei", 0, 4, "山东省的"),  # gone
        Evidence("hubei", 0, 10_000),  # outside
        Evidence("gone", 0, 4),  # no such document
    )
    item = QAItem("a", "?", True, "k", evidence=evidence)
    good, problems = usable_evidence(item, {"hubei": text}.get)
    assert good == list(evidence[:3])
    assert [p.evidence for p in problems] == list(evidence[3:])
    reasons = [p.reason for p in problems]
    assert f"引文现在位于 {start}–{start + 4}" in reasons[0]
    assert "全文也找不到" in reasons[1]
    assert "超出文档" in reasons[2]
    assert "没有文档“gone”" in reasons[3]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (gzip.compress(b'{"item_id": "a"}' * 100)[:-20], "读不了"),
        (b"no gzip", "读不了"),
        (gzip.compress(b"[" * 100_000), "第 1 行：括号嵌套得太深"),
        (
            gzip.compress(b'{"item_id": "a", "question": "\\ud800", "answerable": true, "kind": "k"}'),
            "第 1 行：含有不成对的代理字符",
        ),
    ],
    ids=["torn", "foreign", "deep", "surrogate"],
)
def test_a_broken_file_is_an_error_of_the_set(tmp_path: Path, content: bytes, message: str) -> None:
    (tmp_path / "qa.jsonl.gz").write_bytes(content)
    with pytest.raises(BadDataset, match=message):
        read_items(tmp_path / "qa.jsonl.gz")
