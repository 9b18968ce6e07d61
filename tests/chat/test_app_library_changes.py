"""Documents put in, renewed and taken out for the page, and by whom."""

from pathlib import Path

import pytest

from chat.app.library_changes import renewed, safe_name, take_in, take_out
from chat.app.locality import is_local, same_origin
from corpus.errors import Busy, PolicyQAError, UnknownDocument
from corpus.library import Library
from tests.chat.conftest import INTERVIEW, PLAN, assistant_over


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("办法.md", "办法.md"),
        ("../../etc/passwd", "passwd"),
        ("..\\..\\办法.md", "办法.md"),
        ("..", "未命名"),
        ("", "未命名"),
        (".bashrc", "bashrc"),
        ("a\x00b\n.md", "a_b_.md"),
        ("C:办法.md", "C_办法.md"),
        ("长" * 300 + ".docx", "长" * 100 + ".docx"),
    ],
)
def test_a_file_s_name_leads_nowhere(name: str, kept: str) -> None:
    assert safe_name(name) == kept


def test_what_is_taken_in_can_be_asked_about_until_it_is_taken_out(tmp_path: Path) -> None:
    own = assistant_over(tmp_path / "home", [INTERVIEW, PLAN])
    good, bad = tmp_path / "奖励办法.md", tmp_path / "坏.md"
    good.write_text("蓝岛市奖励办法\n\n第一条　对蓝岛市新办企业，每家奖励8万元。\n", encoding="utf-8")
    bad.write_bytes(b"\x00\x01\xff" * 50)
    outcome = take_in(own, [good, bad])
    assert outcome.taken == ["蓝岛市奖励办法"] and [name for name, _ in outcome.refused] == ["坏.md"]
    uploads = own.retriever.library.home / "uploads"
    assert [file.name for file in uploads.iterdir()] == ["奖励办法.md"], "what is refused is not kept"
    answer = own.ask("蓝岛市新办企业每家奖励多少？")
    assert answer.short_answer == "8万元"

    assert take_in(own, [good]).unchanged == ["蓝岛市奖励办法"]
    good.write_text("蓝岛市奖励办法\n\n第一条　对蓝岛市新办企业，每家奖励9万元。\n", encoding="utf-8")
    assert take_in(own, [good]).taken == ["蓝岛市奖励办法"]
    answer = own.ask("蓝岛市新办企业每家奖励多少？")
    assert answer.short_answer == "9万元", "a file of the same name is a new version"

    doc_id = answer.citations[0].span.doc_id
    assert take_out(own, doc_id) == "蓝岛市奖励办法"
    assert list(uploads.iterdir()) == []
    assert "蓝岛" not in str(
        [found.passage.text for found in own.ask("蓝岛市新办企业每家奖励多少？").retrieved]
    )
    with pytest.raises(UnknownDocument):
        take_out(own, doc_id)


def test_where_another_is_writing_no_file_is_kept(tmp_path: Path) -> None:
    own, file = assistant_over(tmp_path / "home", [PLAN]), tmp_path / "奖励办法.md"
    file.write_text("蓝岛市奖励办法\n\n第一条　每家奖励8万元。\n", encoding="utf-8")
    take_in(own, [file])
    other, uploads = tmp_path / "另一份.md", own.retriever.library.home / "uploads"
    for changed in (file, other):
        changed.write_text("蓝岛市奖励办法\n\n第一条　每家奖励9万元。\n", encoding="utf-8")
    with Library(own.retriever.library.home).locked():  # as another process does
        for changed in (file, other):
            with pytest.raises(Busy):
                take_in(own, [changed])
    assert [kept.name for kept in uploads.iterdir()] == ["奖励办法.md"]
    assert "8万元" in (uploads / "奖励办法.md").read_text(encoding="utf-8")


def test_a_file_of_any_name_becomes_the_new_version(tmp_path: Path) -> None:
    own = assistant_over(tmp_path / "home", [PLAN])
    first, second, many, empty = (tmp_path / name for name in ("一.md", "二.md", "多.jsonl", "空.md"))
    for file, amount in ((first, "8万元"), (second, "9万元")):
        file.write_text(f"蓝岛市奖励办法\n\n第一条　对蓝岛市新办企业，每家奖励{amount}。\n", encoding="utf-8")
    many.write_text(
        '{"doc_id":"x","title":"甲","text":"甲"}\n{"doc_id":"y","title":"乙","text":"乙"}\n', encoding="utf-8"
    )
    empty.write_text("\n", encoding="utf-8")
    take_in(own, [first])
    (doc_id,) = (document.doc_id for document in own.documents() if document.doc_id != "plan")
    (own.retriever.library.home / "uploads" / "二.md").write_text("别的文档的文件", encoding="utf-8")
    assert renewed(own, doc_id, second).taken == ["蓝岛市奖励办法"]
    assert own.ask("蓝岛市新办企业每家奖励多少？").short_answer == "9万元"
    assert len(own.documents()) == 2 and len(own.retriever.library.history(doc_id)) == 1
    kept = {file.name for file in (own.retriever.library.home / "uploads").iterdir()}
    assert kept == {"二.md", "二-2.md"}, "no other document's file is written over, and the old one goes"
    assert renewed(own, doc_id, second).unchanged == ["蓝岛市奖励办法"]
    assert renewed(own, doc_id, empty).refused and len(own.retriever.library.history(doc_id)) == 1
    with pytest.raises(PolicyQAError, match="2 份文档"):
        renewed(own, doc_id, many)
    with pytest.raises(UnknownDocument):
        renewed(own, "none", second)
    assert {file.name for file in (own.retriever.library.home / "uploads").iterdir()} == kept


@pytest.mark.parametrize(
    ("client", "headers", "local"),
    [
        ("127.0.0.1", {"host": "127.0.0.1:7860"}, True),
        ("127.0.0.1", {"host": "localhost:7860"}, True),
        ("::1", {"host": "[::1]:7860"}, True),
        ("192.0.2.7", {"host": "127.0.0.1:7860"}, False),
        ("127.0.0.1", {"host": "policy.example.org"}, False),
        ("127.0.0.1", {"host": "127.0.0.1:7860", "x-forwarded-for": "192.0.2.7"}, False),
        ("127.0.0.1", {}, False),
        (None, {"host": "localhost"}, False),
    ],
)
def test_only_this_machine_may_change_the_library(
    client: str | None, headers: dict[str, str], local: bool
) -> None:
    assert is_local(client, headers) == local


def test_foreign_pages_are_told_apart() -> None:
    assert same_origin({"host": "127.0.0.1:7860"})
    assert same_origin({"host": "127.0.0.1:7860", "origin": "http://127.0.0.1:7860"})
    assert not same_origin({"host": "127.0.0.1:7860", "origin": "https://evil.example"})
    assert not same_origin({"host": "127.0.0.1:7860", "origin": "null"})
