import shutil
from pathlib import Path

import pytest

from corpus.errors import Refused
from corpus.parsed import Parsed
from corpus.pdf import parse
from corpus.pdf_page import Glyph, Line, lines_of
from corpus.pdf_text import text_of
from tests.corpus.pdf_writing import pdf_of

FIXTURES = Path(__file__).parent / "fixtures"


def glyphs(
    text: str, left: float = 0.0, step: float = 10.0, top: float = 100.0, em: float = 10.0
) -> list[Glyph]:
    """Characters one after the other; a blank in the text is room without a character."""
    return [
        Glyph(character, left + at * step, top, left + at * step + em, top + em)
        for at, character in enumerate(text)
        if character != " "
    ]


def line(text: str, page: int = 1, left: float = 50.0, top: float = 300.0, em: float = 10.0) -> Line:
    return Line(text, page, left, top, left + em * len(text), top + em, em)


class TestLines:
    def test_bold_that_is_drawn_twice_is_read_once(self) -> None:
        twice = [glyph for shift in (0.0, 0.4) for glyph in glyphs("第一章", left=shift)]
        assert [found.text for found in lines_of(twice, 1)] == ["第一章"]

    def test_a_letter_that_comes_twice_is_read_twice(self) -> None:
        narrow = [Glyph("l", at, 0, at + 2.5, 10) for at in (0, 2.5, 5)]
        assert [found.text for found in lines_of(narrow, 1)] == ["lll"]

    def test_letter_spacing_is_no_spaces(self) -> None:
        assert [found.text for found in lines_of(glyphs("国家应急预案", step=20), 1)] == ["国家应急预案"]

    def test_room_between_names_is_a_space(self) -> None:
        assert [found.text for found in lines_of(glyphs("财政部 税务总局"), 1)] == ["财政部 税务总局"]

    def test_room_of_a_quarter_of_a_character_is_a_space_and_a_narrow_box_is_none(self) -> None:
        narrow = Glyph("自", 31.8, 100, 38.2, 110)  # the ink of a character that another font draws
        drawn = [*glyphs("高级别"), narrow, *glyphs("动驾驶", left=40), *glyphs("示范区", left=72.6)]
        assert [found.text for found in lines_of(drawn, 1)] == ["高级别自动驾驶 示范区"]

    def test_lines_go_from_top_to_bottom_whatever_the_drawing_order(self) -> None:
        drawn = glyphs("下面一行", top=120) + glyphs("上面一行", top=100)
        assert [found.text for found in lines_of(drawn, 1)] == ["上面一行", "下面一行"]


class TestParagraphs:
    WIDE = "这一行写到了右边的页边所以下一行接着"

    def text(self, *lines: Line, pages: int = 1) -> Parsed:
        return text_of(list(lines), dict.fromkeys(range(1, pages + 1), 800.0))

    def test_lines_of_a_paragraph_are_joined_without_a_space(self) -> None:
        parsed = self.text(line(self.WIDE), line("写完。", top=312))
        assert parsed.text == f"{self.WIDE}写完。\n"
        assert [(box.start, box.end, box.top) for box in parsed.boxes] == [(0, 18, 300.0), (18, 21, 312.0)]

    def test_a_short_line_or_an_indented_one_ends_a_paragraph(self) -> None:
        parsed = self.text(
            line(self.WIDE),
            line("写完。", top=312),
            line(self.WIDE[:16], left=70, top=324),
            line("完。", top=336),
        )
        assert parsed.text.splitlines() == [f"{self.WIDE}写完。", f"{self.WIDE[:16]}完。"]

    def test_paragraphs_go_on_over_pages_without_heads_and_numbers(self) -> None:
        head, foot = "某市人民政府文件汇编", "— {} —"
        lines = []
        for page in (1, 2, 3):
            lines += [
                line(head, page, top=20),
                line(self.WIDE, page, top=400),
                line(self.WIDE, page, top=412),
            ]
            lines.append(line(foot.format(page), page, left=250, top=780))
        assert self.text(*lines, pages=3).text == self.WIDE * 6 + "\n"

    def test_an_article_begins_a_paragraph_even_at_the_margin(self) -> None:
        full = self.WIDE[:-1] + "。"
        assert self.text(line(full), line("第二条 " + self.WIDE, top=312)).text.startswith(f"{full}\n第二条")

    def test_the_sites_table_of_particulars_is_metadata(self) -> None:
        parsed = self.text(
            line(self.WIDE),
            line("索 引 号：0001/2026-1", top=400, em=8),
            line("发文机关：某市人民政府", top=410, em=8),
            line("成文日期：2026年02月08日", top=420, em=8),
        )
        assert parsed.text == self.WIDE + "\n"
        assert parsed.declared == {"issuer": "某市人民政府", "issued_on": "2026年02月08日"}


def test_one_text_in_four_forms_is_one_text() -> None:
    from corpus import web_page, word

    expected = [
        found.strip() for found in (FIXTURES / "plan.txt").read_text("utf-8").splitlines() if found.strip()
    ]
    for name, read in (("plan.docx", word.parse), ("plan.html", web_page.parse), ("plan.pdf", parse)):
        text = read((FIXTURES / name).read_bytes(), name).text
        assert [found for found in text.splitlines() if found.strip()] == expected, name


def test_boxes_cover_the_text() -> None:
    parsed = parse((FIXTURES / "plan.pdf").read_bytes(), "plan.pdf")
    covered = "".join(parsed.text[box.start : box.end] for box in parsed.boxes)
    assert covered == "".join(parsed.text.split("\n")).replace("\n", "")
    assert all(box.left < box.right and box.top < box.bottom < 850 for box in parsed.boxes)


def test_a_table_over_two_pages_is_rows_that_keep_their_headings() -> None:
    parsed = parse((FIXTURES / "table.pdf").read_bytes(), "table.pdf")
    rows = [found for found in parsed.text.splitlines() if found.startswith("序号：")]
    assert len(rows) == 40
    assert rows[30].startswith("序号：31；企业类别：第31类企业；补贴标准：93万元；说明：每年核定一次，")
    assert parsed.text.count("企业类别\t") == 1
    pages = [box.page for box in parsed.boxes if parsed.text[box.start : box.end] in rows]
    assert sorted(set(pages)) == [1, 2] and len(pages) == 40


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"%PDF-1.4 nothing else", "损坏"),
        (b"no pdf at all", "不是 PDF"),
        (b"", "不是 PDF"),
    ],
)
def test_refused(data: bytes, words: str) -> None:
    with pytest.raises(Refused, match=words):
        parse(data, "a.pdf")


def test_radicals_are_the_characters_that_they_look_like() -> None:
    page = [(60.0, 100.0, "⼈⺠政府办公室⻓期⽀持⼩微企业上云，每⼾补贴3000元。")]
    assert parse(pdf_of(page), "a.pdf").text == "人民政府办公室长期支持小微企业上云，每户补贴3000元。\n"


def scan() -> bytes:
    """A page that is nothing but a picture: grey, 8 by 8."""
    image = bytes([128]) * 64
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]/Contents 4 0 R/Resources<</XObject<</I 5 0 R>>>>>>",
        b"<</Length 29>>stream\nq 200 0 0 200 0 0 cm /I Do Q \nendstream",
        b"<</Type/XObject/Subtype/Image/Width 8/Height 8/ColorSpace/DeviceGray/BitsPerComponent 8/Length 64>>stream\n"
        + image
        + b"\nendstream",
    ]
    body = b"%PDF-1.4\n" + b"".join(
        b"%d 0 obj%s endobj\n" % (at + 1, found) for at, found in enumerate(objects)
    )
    return body + b"trailer<</Root 1 0 R/Size 6>>\n%%EOF"


def test_a_scan_without_tesseract_names_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: None)
    with pytest.raises(Refused, match="apt-get install tesseract-ocr tesseract-ocr-chi-sim"):
        parse(scan(), "a.pdf")
