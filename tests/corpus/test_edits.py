"""Metadata set by hand hold over new readings of the file; what changed between two versions can be shown."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.__main__ import main
from corpus.changes import changed_text
from corpus.edits import NotAValue
from corpus.errors import PolicyQAError, UnknownDocument
from corpus.library import Library
from corpus.loaders import load
from corpus.validity import status_on

TEXT = "云溪市人民政府关于支持企业上云的通知\n云政发〔2024〕12号\n\n各区人民政府：\n　　现将有关事项通知如下。\n\n云溪市人民政府\n2024年3月5日\n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    file = tmp_path / "通知.txt"
    file.write_text(TEXT, encoding="utf-8")
    return file


@pytest.fixture
def library(tmp_path: Path, file: Path) -> Library:
    library = Library(tmp_path / "home")
    library.add(load(file))
    return library


def the_id(library: Library) -> str:
    (document,) = library.documents()
    return document.doc_id


def test_what_is_set_by_hand_holds_when_the_file_is_read_again(library: Library, file: Path) -> None:
    doc_id = the_id(library)
    assert library.get(doc_id).issued_on == date(2024, 3, 5)
    assert library.readings(doc_id)["issued_on"].doc_id == doc_id
    changed = library.edit(doc_id, {"issued_on": "2024年4月1日", "expires_on": "2024-12-31", "region": ""})
    assert (changed.issued_on, changed.expires_on, changed.region) == (
        date(2024, 4, 1),
        date(2024, 12, 31),
        None,
    )
    assert status_on(changed, date(2025, 1, 1)) == "expired"
    assert library.edits(doc_id) == {"issued_on": "2024-04-01", "expires_on": "2024-12-31", "region": None}
    assert "issued_on" not in library.readings(doc_id) and "document_number" in library.readings(doc_id)
    assert library.add(load(file)).unchanged == [doc_id]
    assert library.get(doc_id) == changed
    file.write_text(TEXT.replace("12号", "13号").replace("3月5日", "5月6日"), encoding="utf-8")
    assert library.add(load(file)).updated == [doc_id]
    again = library.get(doc_id)
    assert (again.document_number, again.issued_on) == ("云政发〔2024〕13号", date(2024, 4, 1))
    back = library.take_back(doc_id, ["issued_on", "region", "title"])
    assert (back.issued_on, back.expires_on) == (date(2024, 5, 6), date(2024, 12, 31))
    assert set(library.edits(doc_id)) == {"expires_on"}


def test_every_edit_is_in_the_history(library: Library) -> None:
    doc_id, revision = the_id(library), library.revision
    library.edit(doc_id, {"title": "改过的标题"})
    library.edit(doc_id, {"title": "改过的标题"})  # nothing new
    library.edit(doc_id, {"issuer": "云溪市"})
    assert len(library.history(doc_id)) == 2 and library.revision == revision + 2
    assert library.changes(doc_id, 0).metadata == {
        "title": ("云溪市人民政府关于支持企业上云的通知", "改过的标题")
    }
    assert library.changes(doc_id).metadata == {"issuer": ("云溪市人民政府", "云溪市")}
    assert library.changes(doc_id).text == []
    with pytest.raises(PolicyQAError, match="没有这个较早的版本"):
        library.changes(doc_id, 2)


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"text": "别的正文"}, "不能修改"),
        ({"doc_id": "x"}, "不能修改"),
        ({"superseded_by": "x"}, "不能修改"),
        ({"title": " "}, "不能为空"),
        ({"issued_on": "去年"}, "不是日期"),
        ({"status": "好像有效"}, "不认识"),
        ({"source_url": "javascript:alert(1)"}, "不是网址"),
        ({"region": "北京", "issuer": "长" * 501}, "应是文字"),
    ],
)
def test_what_cannot_be_is_refused_and_changes_nothing(
    library: Library, changes: dict[str, str], complaint: str
) -> None:
    before = library.get(the_id(library))
    with pytest.raises(NotAValue, match=complaint):
        library.edit(before.doc_id, changes)
    assert library.get(before.doc_id) == before and library.history(before.doc_id) == []
    with pytest.raises(UnknownDocument):
        library.edit("nobody", {"title": "题"})


def test_a_title_set_by_hand_is_found_by_what_repeals_it(library: Library, tmp_path: Path) -> None:
    other = tmp_path / "新.txt"
    other.write_text("新办法\n\n第一条　《旧办法》同时废止。\n", encoding="utf-8")
    library.add(load(other))
    doc_id = next(d.doc_id for d in library.documents() if d.title.startswith("云溪市"))
    assert library.edit(doc_id, {"title": "旧办法"}).superseded_by is not None
    assert library.take_back(doc_id, ["title"]).superseded_by is None


def test_the_command_line(library: Library, capsys: pytest.CaptureFixture[str]) -> None:
    doc_id, home = the_id(library), ["--home", str(library.home)]
    assert main(["edit", doc_id, "status=废止", "issuer=", *home, "--json"]) == 0
    assert '"edited": ["issuer", "status"]' in capsys.readouterr().out
    assert library.get(doc_id).status == "repealed"
    assert main(["edit", doc_id, "--undo", "status", "--undo", "issuer", *home]) == 0
    assert library.edits(doc_id) == {}


@given(st.text("甲乙。\n𠮷", max_size=60), st.text("甲乙。\n𠮷", max_size=60))
def test_the_changes_make_the_newer_text_of_the_older(older: str, newer: str) -> None:
    made, at = "", 0
    for change in changed_text(older, newer):
        made += older[at : change.older[0]]
        assert len(made) == change.newer[0]
        made += newer[slice(*change.newer)]
        at = change.older[1]
    assert made + older[at:] == newer
