"""`.docx`: paragraphs, tables and footnotes in reading order, with the numbers that Word computes.

The package is read with the standard library: a document is a zip of XML files without a DTD, and one that has
a DTD is refused, so that no entity is ever expanded.
"""

import io
import re
import zipfile
from collections.abc import Iterator
from xml.etree import ElementTree

from corpus.archive import BAD_ZIP, read_limited
from corpus.decoding import clean
from corpus.errors import Refused
from corpus.numbering import Numbering
from corpus.parsed import Parsed
from corpus.tables import covered, table_lines

Element = ElementTree.Element
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
LARGEST_PART = 200 * 1024 * 1024  # bytes of XML
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
_TRANSITIONAL = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_OLE = b"\xd0\xcf\x11\xe0"  # what Word wraps an encrypted document in, and what an old .doc is
_IN_RUN = {"noBreakHyphen": "-", "tab": "\t", "cr": "\n"}


def parse(data: bytes, name: str) -> Parsed:
    """The text of a document. Raises Refused if it is encrypted, damaged, or no Word document."""
    if data.startswith(_OLE):
        raise Refused(name, "是加密的文档，或旧版 .doc 改了名；请在 Word 或 WPS 里去掉密码、另存为 .docx")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            parts = {
                part: _read_part(package, f"word/{part}.xml", name)
                for part in ("document", "numbering", "styles", "footnotes", "endnotes")
            }
    except BAD_ZIP as error:
        raise Refused(name, "不是 Word 文档，或已损坏；请重新下载，或另存一份") from error
    document = parts["document"]
    body = None if document is None else document.find(f"{W}body")
    if body is None:
        raise Refused(name, "里面没有 Word 正文；请确认它确是 .docx 文件")
    reader = _Reader(Numbering(parts["numbering"], parts["styles"]), parts["footnotes"], parts["endnotes"])
    lines = reader.lines(body)
    return Parsed(clean("\n".join(lines) + "\n" if lines else "", name))


class _Reader:
    """Walks the body and collects lines."""

    def __init__(self, numbering: Numbering, footnotes: Element | None, endnotes: Element | None):
        self._numbering = numbering
        self._notes = {"footnoteReference": _notes(footnotes), "endnoteReference": _notes(endnotes)}
        self._noted = 0

    def lines(self, container: Element) -> list[str]:
        found: list[str] = []
        for block in _blocks(container):
            if block.tag == f"{W}p":
                found.extend(self._paragraph(block))
            else:
                found.extend(table_lines(self._rows(block)))
        return [line for line in found if line.strip()]

    def _paragraph(self, paragraph: Element) -> list[str]:
        notes: list[str] = []
        boxes: list[str] = []
        words = "".join(self._inline(paragraph, notes, boxes))
        if words.strip():  # an empty paragraph has no number to show, though Word counts it
            words = self._numbering.label(paragraph) + words.strip(" ")
        else:
            self._numbering.label(paragraph)
        # Leading ideographic spaces are typed indentation, not text.
        lines = [line.strip(" \u3000\xa0") for line in words.split("\n")]
        return [*lines, *boxes, *notes]

    def _inline(self, node: Element, notes: list[str], boxes: list[str]) -> Iterator[str]:
        for child in node:
            tag = child.tag.removeprefix(W)
            if tag == "t":
                yield child.text or ""
            elif tag in _IN_RUN:
                yield _IN_RUN[tag]
            elif tag == "br":
                if child.get(f"{W}type") not in ("page", "column"):
                    yield "\n"
            elif tag in self._notes:
                note = self._notes[tag].get(child.get(f"{W}id") or "")
                if note is not None:
                    self._noted += 1
                    notes.append(f"［注{self._noted}］{' '.join(self.lines(note))}")
                    yield f"［注{self._noted}］"
            elif tag == "txbxContent":
                boxes.extend(self.lines(child))
            elif (
                tag in ("del", "moveFrom", "pPr", "instrText", "delText", "rPr", "sectPr", "p", "tbl")
                or tag == "r"
                and _is_hidden(child)
            ):
                continue
            elif child.tag == f"{_MC}AlternateContent":
                # One thing in two forms: the first that there is.
                yield from self._inline(child[0], notes, boxes) if len(child) else ()
            else:
                yield from self._inline(child, notes, boxes)

    def _rows(self, table: Element) -> list[list[str]]:
        rows: list[list[str]] = []
        for row in _children(table, "tr"):
            cells: list[str] = []
            for cell in _children(row, "tc"):
                properties = cell.find(f"{W}tcPr")
                merged = None if properties is None else properties.find(f"{W}vMerge")
                span = None if properties is None else properties.find(f"{W}gridSpan")
                words = _joined(self.lines(cell))
                if merged is not None and merged.get(f"{W}val") != "restart" and rows:
                    above = rows[-1]
                    words = above[len(cells)] if len(cells) < len(above) else words
                cells.extend([words] * covered(None if span is None else span.get(f"{W}val")))
            rows.append(cells)
        return rows


def _blocks(container: Element) -> Iterator[Element]:
    """Paragraphs and tables in order, also those inside content controls and the like."""
    for child in container:
        tag = child.tag.removeprefix(W)
        if tag in ("p", "tbl"):
            yield child
        elif tag in ("sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag"):
            yield from _blocks(child)
        elif child.tag == f"{_MC}AlternateContent" and len(child):
            yield from _blocks(child[0])


def _children(parent: Element, name: str) -> Iterator[Element]:
    """Rows of a table or cells of a row, also those inside content controls."""
    for child in parent:
        tag = child.tag.removeprefix(W)
        if tag == name:
            yield child
        elif tag in ("sdt", "sdtContent", "customXml", "ins"):
            yield from _children(child, name)


def _joined(lines: list[str]) -> str:
    """The lines of a cell as one: a break between Chinese characters is none."""
    return re.sub(r"(?<=[\u3000-\u9fff\uff00-\uffef]) (?=[\u3000-\u9fff\uff00-\uffef])", "", " ".join(lines))


def _is_hidden(run: Element) -> bool:
    vanish = run.find(f"{W}rPr/{W}vanish")
    return vanish is not None and vanish.get(f"{W}val") not in ("0", "false")


def _notes(part: Element | None) -> dict[str, Element]:
    """Notes by id, the separators that Word keeps among them aside."""
    if part is None:
        return {}
    return {note.get(f"{W}id") or "": note for note in part if not note.get(f"{W}type")}


def _read_part(package: zipfile.ZipFile, part: str, name: str) -> Element | None:
    """One XML file of the package; None if it has none such."""
    try:
        entry = package.getinfo(part)
    except KeyError:
        return None
    if entry.flag_bits & 1:
        raise Refused(name, "文档已加密；请去掉密码后再导入")
    data = read_limited(package, entry, LARGEST_PART)
    if data is None:
        raise Refused(name, "文档解压后太大；请拆分后再导入")
    if re.search(rb"<!(?:DOCTYPE|ENTITY)", data) or b"\0" in data[:200]:
        raise Refused(name, "文档里有不该有的 XML 声明（DTD），出于安全没有读取；请在 Word 里另存一份")
    data = data.replace(_STRICT.encode(), _TRANSITIONAL.encode())
    try:
        return ElementTree.fromstring(data)  # noqa: S314 - no DTD, so no entities
    except ElementTree.ParseError as error:
        raise Refused(name, "文档内部的 XML 不完整；请在 Word 或 WPS 里打开后另存一份") from error
