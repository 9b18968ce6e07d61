import io
import zipfile

import pytest

from corpus.errors import Refused
from corpus.numbering import written
from corpus.word import parse

NS = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
LEVELS = """
<w:abstractNum w:abstractNumId="7">
 <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCountingThousand"/><w:lvlText w:val="第%1条"/></w:lvl>
 <w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="（%2）"/></w:lvl>
 <w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:isLgl/><w:lvlText w:val="%1.%3"/><w:suff w:val="space"/></w:lvl>
</w:abstractNum>
<w:abstractNum w:abstractNumId="8">
 <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1、"/><w:pStyle w:val="H1"/></w:lvl>
</w:abstractNum>
<w:abstractNum w:abstractNumId="9">
 <w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val="●"/></w:lvl>
</w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>
<w:num w:numId="2"><w:abstractNumId w:val="8"/></w:num>
<w:num w:numId="3"><w:abstractNumId w:val="7"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="20"/></w:lvlOverride></w:num>
<w:num w:numId="4"><w:abstractNumId w:val="9"/></w:num>
"""
STYLES = """
<w:style w:styleId="H1"><w:pPr><w:numPr><w:numId w:val="2"/></w:numPr></w:pPr></w:style>
<w:style w:styleId="H1b"><w:basedOn w:val="H1"/></w:style>
"""


def docx(body: str, **parts: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        package.writestr("word/document.xml", f"<w:document {NS}><w:body>{body}</w:body></w:document>")
        for name, xml in parts.items():
            package.writestr(f"word/{name}.xml", f"<w:{name} {NS}>{xml}</w:{name}>")
    return stream.getvalue()


def p(text: str, number: int = 0, level: int = 0, style: str = "") -> str:
    numbered = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>' if number else ""
    styled = f'<w:pStyle w:val="{style}"/>' if style else ""
    return f"<w:p><w:pPr>{styled}{numbered}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def lines(body: str, **parts: str) -> list[str]:
    return parse(docx(body, **parts), "a.docx").text.splitlines()


def test_computed_numbers() -> None:
    body = (
        p("总则", style="H1")
        + p("甲", 1)
        + p("子", 1, 1)
        + p("丑", 1, 1)
        + p("乙", 1)
        + p("寅", 1, 1)
        + p("细", 1, 2)
        + p("附则", style="H1b")
        + p("丙", 3)
        + p("丁", 1)
        + p("点", 4)
        + p("无", style="H1").replace("</w:pPr>", '<w:numPr><w:numId w:val="0"/></w:numPr></w:pPr>')
    )
    assert lines(body, numbering=LEVELS, styles=STYLES) == [
        "一、总则",
        "第一条　甲",
        "（一）子",
        "（二）丑",
        "第二条　乙",
        "（一）寅",
        "2.1 细",
        "二、附则",
        "第二十条　丙",
        "第二十一条　丁",
        "点",
        "无",
    ]


@pytest.mark.parametrize(
    ("number", "form", "words"),
    [
        (10, "chineseCounting", "十"),
        (12, "chineseCounting", "十二"),
        (20, "chineseCounting", "二十"),
        (101, "chineseCountingThousand", "一百零一"),
        (110, "chineseCountingThousand", "一百一十"),
        (1005, "japaneseCounting", "一千零五"),
        (10, "ideographDigital", "一〇"),
        (11, "ideographTraditional", "甲"),
        (12, "chineseLegalSimplified", "壹拾贰"),
        (28, "lowerLetter", "bb"),
        (14, "upperRoman", "XIV"),
        (3, "decimalEnclosedCircle", "③"),
        (7, "decimalZero", "07"),
        (7, "decimalFullWidth", "７"),
        (7, "unheardOf", "7"),
    ],
)
def test_forms_of_numbers(number: int, form: str, words: str) -> None:
    assert written(number, form) == words


def cell(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{p(text)}</w:tc>"


def test_tables() -> None:
    rows = [
        cell("规模") + cell("补贴") + cell("期限"),
        cell("小型", '<w:vMerge w:val="restart"/>') + cell("5万元") + cell("1年"),
        cell("", "<w:vMerge/>") + cell("3万元及<w:br/>以下") + cell("2年"),
        cell("另行通知", '<w:gridSpan w:val="3"/>'),
    ]
    table = "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in rows) + "</w:tbl>"
    assert lines(p("前") + table.replace("<w:br/>", "</w:t><w:br/><w:t>") + p("后")) == [
        "前",
        "规模\t补贴\t期限",
        "规模：小型；补贴：5万元；期限：1年",
        "规模：小型；补贴：3万元及以下；期限：2年",
        "另行通知",
        "后",
    ]


def test_notes_changes_boxes_and_hidden_text() -> None:
    body = (
        "<w:p><w:r><w:t>正文</w:t></w:r><w:r><w:footnoteReference w:id='2'/></w:r>"
        "<w:ins><w:r><w:t>加的</w:t></w:r></w:ins><w:del><w:r><w:delText>删的</w:delText></w:r></w:del>"
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>藏的</w:t></w:r><w:hyperlink><w:r><w:t>链接</w:t></w:r></w:hyperlink>"
        "<w:r><w:pict><w:txbxContent><w:p><w:r><w:t>框里</w:t></w:r></w:p></w:txbxContent></w:pict></w:r>"
        "<w:r><w:instrText>PAGE</w:instrText></w:r></w:p>"
        "<w:sdt><w:sdtContent>" + p("控件里") + "</w:sdtContent></w:sdt>"
    )
    notes = f"<w:footnote w:id='0' w:type='separator'>{p('-')}</w:footnote><w:footnote w:id='2'>{p('注文')}</w:footnote>"
    assert lines(body, footnotes=notes) == ["正文［注1］加的链接", "框里", "［注1］注文", "控件里"]


def broken(change: str) -> bytes:
    data = docx(p("正文"))
    if change == "truncated":
        return data[:-40]
    if change == "entities":
        bomb = '<!DOCTYPE d [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;">]>'
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w") as package:
            package.writestr("word/document.xml", f"{bomb}<w:document {NS}><w:body>&b;</w:body></w:document>")
        return stream.getvalue()
    if change == "no document":
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w") as package:
            package.writestr("other.xml", "<a/>")
        return stream.getvalue()
    if change == "torn":
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_LZMA) as package:
            package.writestr("word/document.xml", "<a/>" * 500)
        data = bytearray(stream.getvalue())
        at = data.index(b"document.xml") + len("document.xml") + 9
        data[at : at + 20] = b"\xff" * 20
        return bytes(data)
    if change == "bad xml":
        return docx("<w:p>")
    return b"\xd0\xcf\x11\xe0" + bytes(600)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ("truncated", "损坏"),
        ("torn", "损坏"),
        ("entities", "DTD"),
        ("no document", "没有 Word 正文"),
        ("bad xml", "XML 不完整"),
        ("encrypted", "加密"),
    ],
)
def test_refused(change: str, words: str) -> None:
    with pytest.raises(Refused, match=words):
        parse(broken(change), "a.docx")
