"""`.pdf`: text in reading order, with the page and box of every line; scanned pages through tesseract."""

import contextlib
import ctypes
import io
import math
import signal
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pypdfium2  # type: ignore[import-untyped]
from pypdfium2 import raw

from corpus.decoding import clean
from corpus.errors import Refused
from corpus.ocr import read_image
from corpus.parsed import Page, Parsed
from corpus.pdf_columns import Columns, columns_on, in_order, place_of
from corpus.pdf_page import Glyph, Line, lines_of
from corpus.pdf_tables import CLOSE, rules_of, take_tables
from corpus.pdf_text import text_of

MOST_PAGES = 3000
MOST_CHARACTERS = 200_000  # on one page
MOST_PIXELS = 12_000_000  # of a page that is drawn: A4 at 350 dpi
SECONDS_FOR_A_SCAN = 60
_FEWEST = 5  # characters; a page with fewer and an image is a scan
_FORM_DEPTH = 15
_RADICALS = dict(
    zip(
        "⼾⺠⻄⻅⻆⻉⻋⻓⻔⻘⻚⻛⻜⻢⻣⻤⻥⻦⻨⻩⻬⻮⻰⻳",
        "户民西见角贝车长门青页风飞马骨鬼鱼鸟麦黄齐齿龙龟",
        strict=True,
    )
)  # those of Unicode's CJK Radicals Supplement that have no compatibility mapping, and ⼾, which is mapped to 戶
_FINE = 100  # device units a point, for pdfium gives whole ones
_FAR = 1000.0  # points


def parse(data: bytes, name: str) -> Parsed:
    """The text of a document. Raises Refused if it is encrypted, damaged, empty, or a scan that cannot be read."""
    with _opened(data, name) as document:
        if not 0 < len(document) <= MOST_PAGES:
            raise Refused(name, f"PDF 有 {len(document)} 页，应在 1 到 {MOST_PAGES} 页之间；请拆分后再导入")
        lines, pages = _read(document, name)
    parsed = replace(text_of(lines, {page.number: page.height for page in pages}), pages=tuple(pages))
    if not parsed.text.strip():
        raise Refused(name, "PDF 里没有文字")
    clean(parsed.text, name)
    scans = sum(page.scanned for page in pages)
    if scans:
        warning = f"有 {scans} 页是扫描件，由程序识别，个别文字和数字可能有误，请核对原件"
        parsed = replace(parsed, warnings=(warning,))
    return parsed


def draw(data: bytes, name: str, number: int, scale: float) -> bytes:
    """A page, the first being 1, as PNG, `scale` pixels a point or what keeps it within MOST_PIXELS.

    Raises Refused if there is no such page or it is damaged.
    """
    with _opened(data, name) as document:
        if not 1 <= number <= len(document):
            raise Refused(name, f"没有第 {number} 页，共 {len(document)} 页")
        page = document[number - 1]
        most = math.sqrt(MOST_PIXELS / max(page.get_width() * page.get_height(), 1.0))
        stream = io.BytesIO()
        page.render(scale=min(scale, most)).to_pil().save(stream, "PNG")
    return stream.getvalue()


@contextlib.contextmanager
def _opened(data: bytes, name: str) -> Iterator[Any]:
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise Refused(name, "PDF 已加密；请去掉密码后再导入") from error
        raise Refused(name, "不是 PDF 文件，或已损坏；请重新下载，或另存一份") from error
    try:
        yield document
    finally:
        document.close()


def _read(document: Any, name: str) -> tuple[list[Line], list[Page]]:
    """The lines of all pages in reading order, and the pages."""
    by_page: list[list[Line]] = []
    pages: list[Page] = []
    first: int | None = None  # the first page that is set in columns for sure
    middle: float | None = None  # between the columns of the pages so far
    for index in range(len(document)):
        try:
            page = document[index]
        except pypdfium2.PdfiumError as error:
            raise Refused(name, f"第 {index + 1} 页已损坏；请重新下载，或另存一份") from error
        on_page, columns = _page_lines(page, index + 1, middle)
        if columns:
            first = index if first is None else first
            middle = columns[-1].middle
        pages.append(Page(index + 1, page.get_width(), page.get_height(), scanned=on_page is None))
        by_page.append(_scanned(page, index + 1, name) if on_page is None else on_page)
        page.close()
    for index in range(first or 0):  # these are most likely set like it
        if not pages[index].scanned:
            by_page[index] = _page_lines(document[index], index + 1, middle)[0] or []
    return [line for on_page in by_page for line in on_page], pages


def _page_lines(page: Any, number: int, middle: float | None) -> tuple[list[Line] | None, list[Columns]]:
    """The lines of a page, None for one that is a picture without text; and where it is set in columns."""
    glyphs = _glyphs(page)
    if sum(not glyph.character.isspace() for glyph in glyphs) < _FEWEST:
        return (None if _has_image(page) else []), []
    tables, glyphs = take_tables(glyphs, rules_of(_shapes(page)), number)
    columns = columns_on(glyphs, tables, middle)
    places: dict[tuple[int, int], list[Glyph]] = {}
    for glyph in glyphs:
        places.setdefault(place_of(glyph, columns), []).append(glyph)
    lines = [line for together in places.values() for line in lines_of(together, number)]
    return in_order([*lines, *tables], columns), columns


def _glyphs(page: Any) -> list[Glyph]:
    """The characters of a page; what pdfium makes up itself, spaces and line breaks, left out."""
    shown = _as_shown(page)
    textpage = page.get_textpage()
    box = raw.FS_RECTF()
    glyphs: list[Glyph] = []
    high = ""
    for index in range(min(raw.FPDFText_CountChars(textpage), MOST_CHARACTERS)):
        if raw.FPDFText_IsGenerated(textpage, index) == 1:
            continue
        code = raw.FPDFText_GetUnicode(textpage, index)
        if 0xD800 <= code < 0xDC00:
            high = chr(code)
            continue
        character = chr(code) if code <= 0x10FFFF else ""
        if high and 0xDC00 <= code < 0xE000:
            character = (high + character).encode("utf-16", "surrogatepass").decode("utf-16")
        high = ""
        if not character or code < 32 or 0xD800 <= code < 0xE000 or code in (0xFFFE, 0xFFFF, 0xAD):
            continue
        if raw.FPDFText_GetLooseCharBox(textpage, index, ctypes.byref(box)) and box.top > box.bottom:
            glyphs.append(Glyph(_ideograph(character), *shown(box.left, box.bottom, box.right, box.top)))
    textpage.close()
    return glyphs


def _ideograph(character: str) -> str:
    """The character that is meant where a font's table names a radical that looks the same, as some printers' do."""
    if character in _RADICALS:
        return _RADICALS[character]
    if "\u2f00" <= character <= "\u2fd5" or "\uf900" <= character <= "\ufaff":
        return unicodedata.normalize("NFKC", character)
    return character


def _shapes(page: Any) -> list[tuple[float, float, float, float]]:
    """The boxes of drawn lines and rectangles; of filled areas only those thin enough to be lines."""
    shown = _as_shown(page)
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    found = []
    for shape in page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH], max_depth=_FORM_DEPTH):
        left, bottom, right, top = shape.get_bounds()
        raw.FPDFPath_GetDrawMode(shape.raw, ctypes.byref(fill), ctypes.byref(stroke))
        if stroke.value or min(right - left, top - bottom) <= CLOSE:
            found.append(shown(left, bottom, right, top))
    return found


def _as_shown(page: Any) -> Callable[[float, float, float, float], tuple[float, float, float, float]]:
    """Takes a box (left, bottom, right, top) in the page's own coordinates to (left, top, right, bottom) in points
    from the upper left corner of the page as it is shown: it may be cropped and turned."""
    x, y = ctypes.c_int(), ctypes.c_int()
    width, height = (round(side * _FINE) for side in page.get_size())

    def device(across: float, up: float) -> tuple[float, float]:
        raw.FPDF_PageToDevice(page, 0, 0, width, height, 0, across, up, ctypes.byref(x), ctypes.byref(y))
        return x.value / _FINE, y.value / _FINE

    # The way there is linear: three points give it, and spare two calls for every character.
    (x0, y0), (xa, ya), (xu, yu) = device(0, 0), device(_FAR, 0), device(0, _FAR)
    across_x, across_y, up_x, up_y = (
        (far - at) / _FAR for far, at in ((xa, x0), (ya, y0), (xu, x0), (yu, y0))
    )

    def shown(left: float, bottom: float, right: float, top: float) -> tuple[float, float, float, float]:
        xs, ys = zip(
            *(
                (x0 + at * across_x + high * up_x, y0 + at * across_y + high * up_y)
                for at, high in ((left, bottom), (right, top))
            ),
            strict=True,
        )
        return min(xs), min(ys), max(xs), max(ys)

    return shown


def _has_image(page: Any) -> bool:
    return any(True for _ in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=_FORM_DEPTH))


def _scanned(page: Any, number: int, name: str) -> list[Line]:
    if signal.alarm(0):  # in the worker: a scan takes its time, page by page
        signal.alarm(SECONDS_FOR_A_SCAN)
    return read_image(lambda scale: page.render(scale=scale, grayscale=True), number, name)
