"""Conversations taken along, and the choice of documents a question is asked of."""

import io
import re
import zipfile
from datetime import date
from xml.etree import ElementTree

import pytest

from chat.answer import Answer, Citation, Statement
from chat.app.export import conversation_markdown, conversation_word
from chat.app.filtering import Choice, choices_among
from chat.app.turn import Turn
from corpus.document import Document, Span
from corpus.errors import PolicyQAError

ANSWER = Answer(
    "补多少？",
    "answered",
    "每户300元〔1〕\n- <b>另</b> [见](http://x) *注*",
    short_answer="300元",
    statements=(Statement("每户300元", (1,)),),
    citations=(Citation(1, Span("a", 0, 6), "办法", ("第二条",), "每户300元\x0c"),),
)
TURNS = [Turn("补多少？", answer=ANSWER), Turn("坏", error="出错"), Turn("停", stopped=True)]

DOCUMENTS = [
    Document(
        "a", "甲办法", "", issuer="甲局", region="甲省", document_type="measures", issued_on=date(2021, 1, 2)
    ),
    Document("b", "乙访谈", "", region="乙市", document_type="interview", issued_on=date(2025, 3, 4)),
    Document("c", "丙", "", issuer="甲局", expires_on=date(2020, 1, 1)),
]


def test_markdown_holds_answers_with_their_sources_and_no_foreign_markup() -> None:
    text = conversation_markdown(TURNS)
    assert "## 补多少？" in text and "〔1〕《办法》 › 第二条：“每户300元”" in text
    assert "坏" not in text and "停" not in text
    assert not re.search(r"(?<!\\)[<*\[]", text), "what the document writes is not markup"
    assert "\n\\- " in text


def test_word_opens_again_and_holds_every_line() -> None:
    with zipfile.ZipFile(io.BytesIO(conversation_word(TURNS))) as archive:
        assert archive.testzip() is None
        tree = ElementTree.fromstring(archive.read("word/document.xml"))
    word = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    paragraphs = ["".join(t.text or "" for t in p.iter(f"{word}t")) for p in tree.iter(f"{word}p")]
    assert paragraphs[:2] == ["政策问答记录", "补多少？"]
    assert "答：每户300元〔1〕" in paragraphs and "〔1〕《办法》 › 第二条：“每户300元”" in paragraphs


def test_what_the_documents_can_be_told_apart_by() -> None:
    choices = choices_among(DOCUMENTS)
    assert choices.regions == ["乙市", "甲省"] and choices.issuers == ["甲局"]
    assert choices.types == ["措施", "访谈"] and choices.years == ["2025", "2021"]
    assert ("甲办法", "a") in choices.documents


@pytest.mark.parametrize(
    ("choice", "admitted"),
    [
        (Choice(), "abc"),
        (Choice(region="甲省"), "a"),
        (Choice(issuer="甲局"), "ac"),
        (Choice(type_name="访谈"), "b"),
        (Choice(year="2021"), "a"),
        (Choice(year="2021", doc_ids=("a", "b")), "a"),
        (Choice(doc_ids=("b", "c")), "bc"),
        (Choice(in_force=True), "ab"),
    ],
)
def test_a_choice_admits_the_documents_it_names(choice: Choice, admitted: str) -> None:
    filters = choice.filters(DOCUMENTS)
    assert "".join(d.doc_id for d in DOCUMENTS if filters.admits(d)) == admitted


@pytest.mark.parametrize(
    "choice",
    [Choice(region="甲省", type_name="访谈"), Choice(year="2021", doc_ids=("b",)), Choice(doc_ids=("gone",))],
)
def test_a_choice_that_leaves_no_document_is_said(choice: Choice) -> None:
    with pytest.raises(PolicyQAError, match="放宽筛选"):
        choice.filters(DOCUMENTS)


def test_a_choice_is_said_in_words() -> None:
    assert Choice().in_words() == "范围：全部文档"
    assert Choice("甲省", year="2021", doc_ids=("a",), in_force=True).in_words() == (
        "范围：甲省 · 2021年 · 1 份指定文档 · 只看现行有效"
    )
