"""Rows derived from documents: read once, kept in the truth, read again when text, metadata or version change."""

from dataclasses import replace
from typing import Any

from corpus.document import Document
from corpus.library import Library
from indexing.build import EXTRACTORS, build
from indexing.derived import Extractor, refresh, rows_for, rows_of, stale
from indexing.target_rows import TARGETS
from indexing.targets import find_figures

PLAN = Document(
    "plan", "海洋方案", "到2027年，港口达到8个。\n去年港口货物吞吐量达到4.2亿吨。", region="滨海市"
)


class Letters:
    """An extractor of our own that counts what it reads: one row a character."""

    def __init__(self, version: str = "1"):
        self.read_ids: list[str] = []
        self.extractor: Extractor[str] = Extractor("letters", version, self.read, lambda row: [row], _first)

    def read(self, document: Document) -> list[str]:
        self.read_ids.append(document.doc_id)
        return list(document.text)


def _first(document: Document, kept: Any) -> str:
    return str(kept[0])


def test_a_document_is_read_once_and_again_when_it_changes(library: Library) -> None:
    letters = Letters()
    assert refresh(library, letters.extractor) == len(library.fingerprints()) == len(letters.read_ids)
    assert refresh(library, letters.extractor) == 0
    library.add([PLAN])
    assert stale(library, letters.extractor) == ["plan"] and refresh(library, letters.extractor) == 1
    library.add([replace(PLAN, text="𠮷\n。")])
    assert refresh(library, letters.extractor) == 1
    assert list(rows_of(library, letters.extractor, [library.get("plan")])) == ["𠮷", "\n", "。"]
    library.add([replace(PLAN, text="𠮷\n。", region="别处")])  # what is known of it counts too
    assert refresh(library, letters.extractor) == 1


def test_another_version_reads_everything_again(library: Library) -> None:
    refresh(library, Letters("1").extractor)
    later = Letters("2")
    assert refresh(library, later.extractor) == len(library.fingerprints()) == len(later.read_ids)


def test_rows_go_with_their_document(library: Library) -> None:
    library.add([PLAN])
    refresh(library, Letters().extractor)
    library.remove(["plan"])
    for table in ("derived_documents", "derived_rows"):
        count = library.connection.execute(f"SELECT count(*) FROM {table} WHERE doc_id = 'plan'")
        assert count.fetchone() == (0,)


def test_what_was_not_refreshed_is_read_at_once_and_never_served_old(library: Library) -> None:
    letters = Letters()
    assert "".join(rows_of(library, letters.extractor, [PLAN])) == PLAN.text  # no table yet
    library.add([PLAN])
    refresh(library, letters.extractor)
    library.add([replace(PLAN, text="新")])
    assert list(rows_of(library, letters.extractor, [library.get("plan")])) == ["新"]


def test_the_rows_of_one_document_are_those_of_its_very_text(library: Library) -> None:
    letters = Letters()
    assert "".join(rows_for(library, letters.extractor, PLAN)) == PLAN.text  # no table yet
    library.add([PLAN])
    refresh(library, letters.extractor)
    letters.read_ids.clear()
    assert "".join(rows_for(library, letters.extractor, PLAN)) == PLAN.text and not letters.read_ids
    for other in (replace(PLAN, text="新"), replace(PLAN, region="别处")):  # kept rows are not of these
        assert "".join(rows_for(library, letters.extractor, other)) == other.text
    assert "".join(rows_for(library, Letters("2").extractor, PLAN)) == PLAN.text
    assert letters.read_ids == ["plan", "plan"]
    library.remove(["plan"])
    assert "".join(rows_for(library, letters.extractor, PLAN)) == PLAN.text and len(letters.read_ids) == 3


def test_kept_targets_equal_those_read_from_the_text(library: Library, embedder: Any) -> None:
    library.add([PLAN])
    report = build(library, embedder)
    assert report.extracted == len(library.fingerprints())
    documents = library.documents()
    read = [row for document in documents for row in find_figures(document)]
    assert len(read) > 4 and list(rows_of(library, TARGETS, documents)) == read
    assert build(library, embedder).extracted == 0
    assert not any(stale(library, extractor) for _, extractor in EXTRACTORS)
