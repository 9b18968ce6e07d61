"""Which document is which: known or new, a new version or one more source, and what is refused."""

from pathlib import Path

import pytest

from corpus.errors import Refused, UnknownDocument
from corpus.library import Library
from corpus.registration import AddReport
from tests.corpus.conftest import document, from_file


def test_adding_again_changes_nothing(library: Library) -> None:
    library.add([document()])
    revision = library.revision
    report = library.add([document()])
    assert (report.added, report.updated, report.unchanged) == ([], [], ["a"])
    assert library.revision == revision


def test_changed_text_or_metadata_is_an_update(library: Library) -> None:
    library.add([document()])
    for changed in (document(text="第一条 改了。"), document(text="第一条 改了。", region="湖北省")):
        revision, before = library.revision, library.fingerprints()
        assert library.add([changed]).updated == ["a"]
        assert library.revision > revision
        assert library.fingerprints() != before
        assert library.get("a") == changed


def test_another_file_becomes_the_new_version_of_a_document(library: Library) -> None:
    library.add([from_file("/x/a.txt", "一")])
    (doc_id,) = library.fingerprints()
    assert library.renew(doc_id, from_file("/x/b.txt", "二")).updated == [doc_id]
    assert (library.get(doc_id).text, library.sources(doc_id)) == ("二", ["/x/b.txt"])
    assert [version.text for version in library.history(doc_id)] == ["一"]
    assert library.version_counts() == {doc_id: 2}
    assert library.renew(doc_id, from_file("/x/c.txt", "二")).unchanged == [doc_id]
    assert [refused.path for refused in library.renew(doc_id, from_file("/x/d.txt", " ")).refused] == [
        "/x/d.txt"
    ]
    assert library.add([from_file("/x/b.txt", "三")]).updated == [doc_id], "its file may change again"
    with pytest.raises(UnknownDocument):
        library.renew("none", from_file("/x/b.txt", "四"))


def test_given_ids_are_never_merged(library: Library) -> None:
    assert library.add([document("a"), document("b")]).added == ["a", "b"]
    assert library.copies("a") == ["b"]


def test_a_given_id_stands_for_one_text_in_one_run(library: Library) -> None:
    report = library.add([document("a", "甲"), document("a", "乙")])
    assert report.added == ["a"]
    assert "已有另一篇" in report.refused[0].reason
    assert library.get("a").text == "甲"


@pytest.mark.parametrize("doc_id", ["", ".a", "a/b", "a\\b", "a\nb", "a" * 129])
def test_what_cannot_be_an_id_is_refused(library: Library, doc_id: str) -> None:
    report = library.add([document(doc_id), document("好")])
    assert [len(report.refused), report.added] == [1, ["好"]]


def test_an_id_of_128_characters_is_kept(library: Library) -> None:
    assert library.add([document("政" * 128)]).added == ["政" * 128]


class TestDocumentsWithoutGivenIds:
    def test_the_id_comes_from_the_text(self, library: Library, tmp_path: Path) -> None:
        (doc_id,) = library.add([from_file("/a.txt", "正文。")]).added
        assert Library(tmp_path / "other").add([from_file("/z.txt", "正文。")]).added == [doc_id]

    def test_a_changed_file_keeps_its_id(self, library: Library) -> None:
        (doc_id,) = library.add([from_file("/a.txt", "正文。")]).added
        report = library.add([from_file("/a.txt", "改了。")])
        assert report.updated == [doc_id]
        assert library.get(doc_id).text == "改了。"

    def test_the_old_text_under_a_new_path_is_another_document(self, library: Library) -> None:
        (doc_id,) = library.add([from_file("/a.txt", "正文。")]).added
        library.add([from_file("/a.txt", "改了。")])
        (other,) = library.add([from_file("/b.txt", "正文。")]).added
        assert other != doc_id

    def test_a_copy_is_one_more_source(self, library: Library) -> None:
        (doc_id,) = library.add([from_file("/a.txt", "正文。 全文。")]).added
        for path, text in (("/b.txt", "正文。 全文。"), ("/c.txt", "正文。\n\n全文。")):
            assert library.add([from_file(path, text)]).unchanged == [doc_id]
        assert library.sources(doc_id) == ["/a.txt", "/b.txt", "/c.txt"]
        assert library.get(doc_id).text == "正文。 全文。"

    def test_spaces_between_figures_are_not_mere_spacing(self, library: Library) -> None:
        assert len(library.add([from_file("/a.txt", "1 2"), from_file("/b.txt", "12")]).added) == 2

    def test_one_of_two_sources_changes(self, library: Library) -> None:
        (doc_id,) = library.add([from_file("/a.txt", "正文。")]).added
        library.add([from_file("/b.txt", "正文。")])
        (other,) = library.add([from_file("/b.txt", "改了。")]).added
        assert library.get(doc_id).text == "正文。"
        assert (library.sources(doc_id), library.sources(other)) == (["/a.txt"], ["/b.txt"])

    def test_a_file_becomes_a_copy_of_another(self, library: Library) -> None:
        first, second = library.add([from_file("/a.txt", "甲。"), from_file("/b.txt", "乙。")]).added
        assert library.add([from_file("/b.txt", "甲。")]).updated == [first]
        assert library.sources(first) == ["/a.txt", "/b.txt"]
        with pytest.raises(UnknownDocument):
            library.get(second)

    def test_a_file_with_the_text_of_a_given_id_is_its_source(self, library: Library) -> None:
        library.add([from_file("/a.txt", "正文。", doc_id="given")])
        assert library.add([from_file("/b.txt", "正文。")]).unchanged == ["given"]


def test_what_loaders_refuse_is_reported(library: Library) -> None:
    report = library.add([Refused("/x.bin", "是二进制文件"), document()])
    assert report.as_json() == {
        "added": ["a"],
        "updated": [],
        "unchanged": [],
        "refused": [{"path": "/x.bin", "reason": "是二进制文件"}],
    }


def test_an_empty_report_took_nothing() -> None:
    assert AddReport().taken == 0
