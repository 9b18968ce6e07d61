"""A citation opens its page: the boxes lie on the ink of their characters, however the page is turned or cropped."""

import io
import sqlite3
import zipfile
from collections.abc import Callable
from pathlib import Path

import pypdfium2  # type: ignore[import-untyped]
import pytest
from PIL import Image

from corpus.document import Span
from corpus.errors import Refused
from corpus.library import Library
from corpus.loaders import load

FIXTURES = Path(__file__).parent / "fixtures"


def turned(data: bytes) -> bytes:
    """The same pages to look at, but drawn lying down and turned upright by the viewer."""
    source, document = pypdfium2.PdfDocument(data), pypdfium2.PdfDocument.new()
    for number, upright in enumerate(source):
        width, height = upright.get_size()
        page = document.new_page(height, width)
        drawn = source.page_as_xobject(number, document).as_pageobject()
        drawn.transform(pypdfium2.PdfMatrix().rotate(90, ccw=True).translate(height, 0))
        page.insert_obj(drawn)
        page.gen_content()
        page.set_rotation(90)
    return saved(document)


def cropped(data: bytes) -> bytes:
    """The pages without 30 points at the left and 40 at the top."""
    document = pypdfium2.PdfDocument(data)
    for page in document:
        width, height = page.get_size()
        page.set_cropbox(30, 0, width, height - 40)
    return saved(document)


def saved(document: pypdfium2.PdfDocument) -> bytes:
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def add(library: Library, file: Path) -> str:
    report = library.add(load(file))
    assert not report.refused
    (doc_id,) = report.added or report.updated or report.unchanged
    return doc_id


@pytest.mark.parametrize("change", [bytes, turned, cropped], ids=["as it is", "turned", "cropped"])
def test_the_boxes_of_a_text_cover_its_ink(
    library: Library, tmp_path: Path, change: Callable[[bytes], bytes]
) -> None:
    file = tmp_path / "文件.pdf"
    file.write_bytes(change((FIXTURES / "plan.pdf").read_bytes()))
    doc_id = add(library, file)
    text = library.get(doc_id).text
    assert text == library_text(FIXTURES / "plan.pdf", tmp_path)
    for view in library.views(Span(doc_id, 0, len(text))):
        picture = Image.open(io.BytesIO(library.draw_page(doc_id, view.page.number, 2.0))).convert("L")
        assert picture.size == pytest.approx((view.page.width * 2, view.page.height * 2), abs=2)
        ink = picture.point(lambda value: 255 if value < 128 else 0)
        left_over = ink.copy()
        for box in view.boxes:
            place = tuple(
                round(2 * side) for side in (box.left - 1, box.top - 1, box.right + 1, box.bottom + 1)
            )
            assert ink.crop(place).getbbox() is not None, text[box.start : box.end]
            left_over.paste(0, place)
        # Page numbers and running heads stand at the edges; nothing else is outside the boxes.
        width, height = left_over.size
        assert left_over.crop((0, height // 10, width, height - height // 10)).getbbox() is None


def library_text(file: Path, folder: Path) -> str:
    library = Library(folder / "other")
    return library.get(add(library, file)).text


def test_a_few_characters_of_a_line_have_a_box_of_their_own(library: Library) -> None:
    doc_id = add(library, FIXTURES / "plan.pdf")
    text = library.get(doc_id).text
    line = next(line for line in text.splitlines() if len(line) > 15)
    start = text.index(line)
    (whole,) = library.views(Span(doc_id, start, start + 12))
    (first,) = library.views(Span(doc_id, start, start + 4))
    (second,) = library.views(Span(doc_id, start + 4, start + 12))
    assert (whole.boxes[0].left, whole.boxes[0].right) == (first.boxes[0].left, second.boxes[0].right)
    assert first.boxes[0].right == second.boxes[0].left
    assert (second.boxes[0].start, second.boxes[0].end) == (start + 4, start + 12)


def test_the_file_is_kept_as_it_was_and_goes_with_its_document(library: Library, tmp_path: Path) -> None:
    data = (FIXTURES / "plan.docx").read_bytes()
    archive = tmp_path / "包.zip"
    with zipfile.ZipFile(archive, "w") as target:
        target.writestr("夹/..\\计划.docx", data)
    doc_id = add(library, archive)
    original = library.original(doc_id)
    assert original is not None
    assert original == ("计划.docx", data)
    assert library.pages(doc_id) == []
    assert library.views(Span(doc_id, 0, 5)) == []
    library.remove([doc_id])
    assert library.original(doc_id) is None
    assert data[:200] not in library.path.read_bytes()


def test_a_new_version_brings_its_own_file_and_pages(library: Library, tmp_path: Path) -> None:
    file = tmp_path / "文件.pdf"
    file.write_bytes((FIXTURES / "plan.pdf").read_bytes())
    doc_id = add(library, file)
    file.write_bytes((FIXTURES / "table.pdf").read_bytes())
    assert add(library, file) == doc_id
    original = library.original(doc_id)
    assert original is not None
    assert original.content == file.read_bytes()
    assert len(library.pages(doc_id)) == len(pypdfium2.PdfDocument(file))


def test_files_of_before_they_were_kept_come_when_added_again(library: Library) -> None:
    doc_id = add(library, FIXTURES / "plan.pdf")
    with sqlite3.connect(library.path) as connection:
        connection.execute("DELETE FROM originals")
        connection.execute("DELETE FROM pages")
    with pytest.raises(Refused, match="重新导入原文件"):
        library.draw_page(doc_id, 1)
    assert library.add(load(FIXTURES / "plan.pdf")).unchanged == [doc_id]
    assert library.draw_page(doc_id, 1).startswith(b"\x89PNG")
    assert library.pages(doc_id)


def test_what_cannot_be_drawn_is_refused(library: Library) -> None:
    pdf, page = add(library, FIXTURES / "table.pdf"), add(library, FIXTURES / "plan.html")
    for doc_id, number in ((pdf, 0), (pdf, 99), (page, 1)):
        with pytest.raises(Refused):
            library.draw_page(doc_id, number)


def test_a_page_is_never_drawn_larger_than_memory_bears(library: Library) -> None:
    doc_id = add(library, FIXTURES / "plan.pdf")
    picture = Image.open(io.BytesIO(library.draw_page(doc_id, 1, 1000.0)))
    assert picture.width * picture.height < 12_100_000
