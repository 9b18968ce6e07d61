"""Sets from SQuAD and BEIR, written small by hand, and what every importer does with ids, texts and broken files."""

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from corpus.errors import PolicyQAError
from evals.dataset import Evidence, QAItem, read_items, usable_evidence
from evals.importers.beir import read_beir
from evals.importers.imported import Imported, as_document_id, read_json, read_json_lines
from evals.importers.squad import read_squad

CONTEXT = "上云服务券最高补助50%。服务券由省经信厅发放，服务券有效期一年。"


def question(item_id: str, *answers: tuple[str, int], **more: Any) -> dict[str, Any]:
    return {
        "id": item_id, "question": f"{item_id}？",
        "answers": [{"text": text, "answer_start": start} for text, start in answers],
    } | more  # fmt: skip


def squad(path: Path, *questions: dict[str, Any], **paragraph: Any) -> Imported:
    content = {
        "data": [{"title": "上云", "paragraphs": [{"context": CONTEXT, "qas": questions} | paragraph]}]
    }
    path.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    return read_squad(path)


def test_squad(tmp_path: Path) -> None:
    found = squad(
        tmp_path / "s.json", question("a", ("50%", 9)), question("b", is_impossible=True), id="DEV_0"
    )
    assert found.documents == {"DEV_0": {"doc_id": "DEV_0", "title": "上云", "text": CONTEXT}}
    assert found.items == [
        QAItem("a", "a？", True, "span", (), (), ("50%",), ("50%",), (Evidence("DEV_0", 9, 12, "50%"),)),
        QAItem("b", "b？", False, "unanswerable"),
    ]
    good, problems = usable_evidence(found.items[0], {"DEV_0": CONTEXT}.get)
    assert len(good) == 1 and not problems


def test_squad_keeps_the_place_that_most_annotators_marked(tmp_path: Path) -> None:
    first, second = CONTEXT.index("服务券"), CONTEXT.index("服务券", 10)
    found = squad(
        tmp_path / "s.json", question("a", ("服务券", first), ("服务券", second), ("券由", second + 2))
    )
    assert found.items[0].evidence[0].span is not None
    assert (found.items[0].evidence[0].start, found.items[0].evidence[0].end) == (second, second + 4)
    assert found.items[0].reference_answers == ("服务券", "券由")


def test_squad_mends_a_wrong_offset_at_the_nearest_place(tmp_path: Path) -> None:
    near = CONTEXT.rindex("服务券")
    found = squad(tmp_path / "s.json", question("a", ("服务券", near - 2)), question("b", ("不在文中", 3)))
    assert found.items[0].evidence[0].start == near
    assert [e.span for e in found.items[1].evidence] == [None]
    assert "b 的答案不在原文中" in found.notes[0]


def test_squad_offsets_survive_other_line_ends(tmp_path: Path) -> None:
    found = squad(tmp_path / "s.json", question("a", ("50%", 5)), context="甲\r\n乙\r\n50%。", id="x")
    assert found.documents["x"]["text"] == "甲\n乙\n50%。"
    assert (found.items[0].evidence[0].start, found.items[0].evidence[0].quote) == (4, "50%")


def test_squad_long_answers_are_no_short_answers(tmp_path: Path) -> None:
    long = CONTEXT[:21]
    assert squad(tmp_path / "s.json", question("a", (long, 0))).items[0].short_answers == ()


def test_squad_repeated_ids_and_equal_texts(tmp_path: Path) -> None:
    found = squad(tmp_path / "s.json", question("a", ("50%", 9)), question("a", ("50%", 9)))
    assert [item.item_id for item in found.items] == ["a", "a-2"]
    paragraphs = [{"context": CONTEXT, "qas": [question(n, ("50%", 9))]} for n in "ab"]
    (tmp_path / "t.json").write_text(json.dumps({"data": [{"paragraphs": paragraphs}]}), encoding="utf-8")
    assert len(read_squad(tmp_path / "t.json").documents) == 1


def test_cmrc_s_first_form_and_gzip(tmp_path: Path) -> None:
    content = [
        {
            "context_id": "C1", "context_text": CONTEXT, "title": "券",
            "qas": [{"query_id": "C1Q1", "query_text": "补助多少？", "answers": ["50%"]}],
        }
    ]  # fmt: skip
    with gzip.open(tmp_path / "c.json.gz", "wt", encoding="utf-8") as file:
        json.dump(content, file)
    found = read_squad(tmp_path / "c.json.gz")
    assert found.items[0].evidence == (Evidence("C1", 9, 12, "50%"),)


@pytest.mark.parametrize(
    "content", ["{", "{}", '{"data": [1]}', '{"data": []}', '{"data": [{"paragraphs": [{}]}]}']
)
def test_what_is_no_squad_says_so(tmp_path: Path, content: str) -> None:
    (tmp_path / "s.json").write_text(content, encoding="utf-8")
    with pytest.raises(PolicyQAError, match=r"s\.json"):
        read_squad(tmp_path / "s.json")


def beir(folder: Path, qrels: str = "query-id\tcorpus-id\tscore\nq1\ta/1\t1\nq1\tb\t0\nq2\tb\t2\n") -> Path:
    (folder / "qrels").mkdir(parents=True)
    (folder / "corpus.jsonl").write_text(
        '{"_id": "a/1", "title": "甲", "text": "甲的正文"}\n{"_id": "b", "title": "只有标题", "text": ""}\n',
        encoding="utf-8",
    )
    (folder / "queries.jsonl").write_text(
        '{"_id": "q1", "text": "问甲"}\n{"_id": "q2", "text": "问乙"}\n{"_id": "q3", "text": "不在这一份"}\n',
        encoding="utf-8",
    )
    (folder / "qrels" / "test.tsv").write_text(qrels, encoding="utf-8")
    return folder


def test_beir(tmp_path: Path) -> None:
    found = read_beir(beir(tmp_path / "b"))
    assert [(i.item_id, i.question, i.kind) for i in found.items] == [
        ("q1", "问甲", "retrieval"),
        ("q2", "问乙", "retrieval"),
    ]
    assert found.items[0].evidence == (Evidence("a%2F1"),)
    assert found.documents["b"]["text"] == "只有标题"
    assert "1 个文档编号" in found.notes[0]


def test_beir_in_trec_s_order_without_head(tmp_path: Path) -> None:
    assert len(read_beir(beir(tmp_path / "b", "q1\t0\tb\t1\nq2\t0\tb\t1\n")).items) == 2


@pytest.mark.parametrize("broken", ["q1\tb\n", "a\tb\tc\nq1\tb\tviel\n", "q9\tb\t1\n"])
def test_broken_qrels_are_refused(tmp_path: Path, broken: str) -> None:
    with pytest.raises(PolicyQAError, match="导入"):
        read_beir(beir(tmp_path / "b", broken))


def test_beir_names_the_split_that_is_missing(tmp_path: Path) -> None:
    with pytest.raises(PolicyQAError, match=r"没有 qrels/dev\.tsv"):
        read_beir(beir(tmp_path / "b"), "dev")
    with pytest.raises(PolicyQAError, match="文件夹"):
        read_beir(tmp_path / "none")


@pytest.mark.parametrize("where", ["question", "context"])
def test_what_is_no_text_is_not_written(tmp_path: Path, where: str) -> None:
    bad = {
        "question": {"qas": [question("a", ("50%", 9)) | {"question": "\ud800"}]},
        "context": {"context": "\ud800"},
    }
    paragraph = {"context": CONTEXT, "qas": [question("a", ("50%", 9))]} | bad[where]
    (tmp_path / "s.json").write_text(json.dumps({"data": [{"paragraphs": [paragraph]}]}), encoding="utf-8")
    with pytest.raises(PolicyQAError, match="代理"):
        read_squad(tmp_path / "s.json").write(tmp_path / "qa.jsonl", tmp_path / "d.jsonl")
    assert not (tmp_path / "qa.jsonl").exists()


@pytest.mark.parametrize("content", ["[" * 100_000, "[" + "1" * 5000 + "]"])
def test_json_that_python_cannot_hold_is_refused(tmp_path: Path, content: str) -> None:
    (tmp_path / "t.json").write_text(content, encoding="utf-8")
    with pytest.raises(PolicyQAError, match="嵌套得太深，或数字太长"):
        read_json(tmp_path / "t.json")
    with pytest.raises(PolicyQAError, match="第 1 行.*嵌套得太深，或数字太长"):
        list(read_json_lines(tmp_path / "t.json"))


@pytest.mark.parametrize("name", ["a/b", "..", ".hidden", "a\\b", "长" * 200, "\x00", ""])
def test_any_name_becomes_an_id(name: str) -> None:
    from corpus.identity import why_not_an_id

    assert why_not_an_id(as_document_id(name)) is None


def test_written_sets_read_back_and_the_library_takes_the_documents(tmp_path: Path) -> None:
    from corpus.library import Library
    from corpus.loaders import load

    found = read_beir(beir(tmp_path / "b"))
    found.write(tmp_path / "out" / "qa.jsonl", tmp_path / "out" / "documents.jsonl")
    assert read_items(tmp_path / "out" / "qa.jsonl") == found.items
    library = Library(tmp_path / "home")
    library.add(load(tmp_path / "out" / "documents.jsonl"))
    assert set(library.fingerprints()) == {"a%2F1", "b"}
