"""Real documents beside the checkout, where they are: all are taken, and their metadata read as a person read them.

`gold_metadata.tsv` was written by hand from the documents (empty: the document doesn't say). A source is a folder
and part of a file's name, or an id in `gov_cn`, whose metadata keys are not shown to the reader here.
"""

import csv
import gzip
import json
import re
from pathlib import Path

import pytest

from corpus.assembly import assemble
from corpus.document import Document
from corpus.errors import Refused
from corpus.library import Library
from corpus.linking import normal
from corpus.loaders import load
from corpus.parsed import Parsed
from corpus.source import Loaded

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"
GOLD = Path(__file__).parent / "gold_metadata.tsv"
CITED = re.compile(r"《((?:[^《》]|《[^《》]*》)+)》")
FIELDS = ("title", "document_number", "issuer", "issued_on")

pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason="the real documents are not beside this checkout")


def rows(path: Path) -> list[dict[str, str]]:
    with gzip.open(path, "rt", encoding="utf-8") as stream:
        return [json.loads(line) for line in stream]


def read(source: str) -> Document:
    folder, _, name = source.partition("/")
    if folder == "gov_cn":
        row = next(row for row in rows(DATA / "policies" / "gov_cn.jsonl.gz") if row["doc_id"] == name)
        return assemble(Parsed(row["text"]), f"{name}.txt").document
    (path,) = (path for path in (DATA / folder).iterdir() if name in path.name)
    (item,) = load(path)
    assert isinstance(item, Loaded), item
    return item.document


def plain(value: object) -> str:
    """A value for comparison: how several names are parted is layout."""
    return re.sub(r"[\s、]", "", "" if value is None else str(value))


def test_metadata_are_read_as_a_person_reads_them() -> None:
    wrong = []
    count = 0
    with GOLD.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream, delimiter="\t"):
            document = read(row["source"])
            for field in FIELDS:
                count += 1
                if plain(getattr(document, field)) != plain(row[field]):
                    wrong.append(f"{row['source']} {field}: {getattr(document, field)!r}, not {row[field]!r}")
    assert count == 80
    assert len(wrong) * 20 <= count, "\n".join(wrong)


@pytest.mark.parametrize("folder", ["policies_pdf", "policies_html", "policies"])
def test_every_real_document_is_taken(folder: str) -> None:
    items = list(load(DATA / folder))
    refused = [str(item) for item in items if isinstance(item, Refused)]
    assert items and not refused


def test_paragraphs_of_printed_pages_read_on() -> None:
    for path in sorted((DATA / "policies_pdf").iterdir()):
        (item,) = load(path)
        assert isinstance(item, Loaded)
        for paragraph in item.document.text.splitlines():
            # A line as long as the page is wide ends a sentence, or it was torn.
            assert len(paragraph) < 40 or paragraph.endswith(tuple("。；：）》")), paragraph
            assert not re.search(r"gov\.cn|^\d+/\d+$|\d{4}/\d+/\d+ \d+:\d+", paragraph), paragraph


def test_repeals_among_laws_are_linked(tmp_path: Path) -> None:
    laws = [row for row in rows(DATA / "training" / "laws.jsonl.gz") if row["text"].strip()]
    ending = [sentence for row in laws for sentence in re.split("[。\n]", row["text"]) if "废止" in sentence]
    cited = {normal(name) for sentence in ending for name in CITED.findall(sentence)}
    library = Library(tmp_path)
    library.add(
        assemble(Parsed(row["text"], row), "laws.jsonl", single=False)
        for row in laws
        if "废止" in row["text"] or normal(row["title"]) in cited
    )
    ended = [document for document in library.documents() if document.superseded_by]
    assert len(ended) >= 60
    for document in ended:
        assert document.superseded_by is not None
        successor = library.get(document.superseded_by)
        # The successor names it, by its own name or without the issuer before it.
        names = {normal(name) for name in CITED.findall(successor.text)}
        assert any(normal(document.title).endswith(name) for name in names), document.title
        if document.issued_on and document.superseded_on:
            assert document.issued_on < document.superseded_on
