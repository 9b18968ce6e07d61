"""`.pdf`: text in reading order, with the page and box of every line; scanned pages through tesseract."""

import ctypes
import signal
from dataclasses import replace
from typing import Any

import pypdfium2  # type: ignore[import-untyped]
from pypdfium2 import raw

from corpus.decoding import clean
from corpus.errors import Refused
from corpus.ocr import read_image
from corpus.parsed import Parsed
from corpus.pdf_page import Glyph, Line, lines_of
from corpus.pdf_tables import CLOSE, rules_of, take_tables
from corpus.pdf_text import text_of

MOST_PAGES = 3000
MOST_CHARACTERS = 200_000  # on one page
SECONDS_FOR_A_SCAN = 60
_FEWEST = 5  # characters; a page with fewer and an image is a scan
_FORM_DEPTH = 15


def parse(data: bytes, name: str) -> Parsed:
    """The text of a document. Raises Refused if it is encrypted, damaged, empty, or a scan that cannot be read."""
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise Refused(name, "PDF 已加密；请去掉密码后再导入") from error
        raise Refused(name, "不是 PDF 文件，或已损坏；请重新下载，或另存一份") from error
    try:
        if not 0 < len(document) <= MOST_PAGES:
            raise Refused(name, f"PDF 有 {len(document)} 页，应在 1 到 {MOST_PAGES} 页之间；请拆分后再导入")
        lines: list[Line] = []
        scans: list[int] = []
        heights: dict[int, float] = {}
        for index in range(len(document)):
            try:
                page = document[index]
            except pypdfium2.PdfiumError as error:
                raise Refused(name, f"第 {index + 1} 页已损坏；请重新下载，或另存一份") from error
            heights[index + 1] = page.get_height()
            on_page = _page_lines(page, index + 1)
            if on_page is None:
                scans.append(index + 1)
                on_page = _scanned(page, index + 1, name)
            lines.extend(on_page)
            page.close()
    finally:
        document.close()
    parsed = text_of(lines, heights)
    if not parsed.text.strip():
        raise Refused(name, "PDF 里没有文字")
    clean(parsed.text, name)
    if scans:
        warning = f"有 {len(scans)} 页是扫描件，由程序识别，个别文字和数字可能有误，请核对原件"
        parsed = replace(parsed, warnings=(warning,))
    return parsed


def _page_lines(page: Any, number: int) -> list[Line] | None:
    """The lines of a page; None for one that is a picture without text."""
    glyphs = _glyphs(page)
    if sum(not glyph.character.isspace() for glyph in glyphs) < _FEWEST:
        return None if _has_image(page) else []
    tables, glyphs = take_tables(glyphs, rules_of(_shapes(page)), number)
    return sorted([*lines_of(glyphs, number), *tables], key=lambda line: (line.top, line.left))


def _glyphs(page: Any) -> list[Glyph]:
    """The characters of a page; what pdfium makes up itself, spaces and line breaks, left out."""
    height = page.get_height()
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
            glyphs.append(Glyph(character, box.left, height - box.top, box.right, height - box.bottom))
    textpage.close()
    return glyphs


def _shapes(page: Any) -> list[tuple[float, float, float, float]]:
    """The boxes of drawn lines and rectangles; of filled areas only those thin enough to be lines."""
    height = page.get_height()
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    found = []
    for shape in page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH], max_depth=_FORM_DEPTH):
        left, bottom, right, top = shape.get_bounds()
        raw.FPDFPath_GetDrawMode(shape.raw, ctypes.byref(fill), ctypes.byref(stroke))
        if stroke.value or min(right - left, top - bottom) <= CLOSE:
            found.append((left, height - top, right, height - bottom))
    return found


def _has_image(page: Any) -> bool:
    return any(True for _ in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=_FORM_DEPTH))


def _scanned(page: Any, number: int, name: str) -> list[Line]:
    if signal.alarm(0):  # in the worker: a scan takes its time, page by page
        signal.alarm(SECONDS_FOR_A_SCAN)
    return read_image(lambda scale: page.render(scale=scale, grayscale=True), number, name)
