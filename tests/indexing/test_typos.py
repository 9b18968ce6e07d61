"""Slips of the input method are mended; what may be meant as it stands is left."""

from pathlib import Path

import pytest

from corpus.document import Document
from corpus.library import Library
from indexing.build import build
from indexing.embedder import open_embedder
from indexing.lexical import LexicalIndex
from indexing.retriever import Retriever
from indexing.tokenizer import open_tokenizer, traditional
from indexing.typos import mended, same_reading

PASSAGES = (
    "对专精特新企业给予一次性奖励。",
    "高新技术企业减按百分之十五征收企业所得税。",
    "研发费用可以加计扣除。",
    "专项债权由管理人清偿。",
)


@pytest.fixture(scope="module")
def passages() -> LexicalIndex:
    return LexicalIndex.build(open_tokenizer().terms(text) for text in PASSAGES)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("专精特薪企业有什么奖励", "专精特新企业有什么奖励"),
        ("高薪技术企业和家计扣除", "高新技术企业和加计扣除"),
        ("专精特新企业", "专精特新企业"),
        ("专项债权怎么清偿", "专项债权怎么清偿"),  # written so in a passage: no slip for 专项债券
        ("水务局的职责", "水务局的职责"),  # three characters are too few to be sure of 税务局
        ("专精特长企业", "专精特长企业"),  # another reading is no slip
        ("", ""),
    ],
)
def test_a_slip_is_mended_and_nothing_else(passages: LexicalIndex, typed: str, meant: str) -> None:
    assert mended(typed, open_tokenizer().kept, passages) == meant


def test_readings() -> None:
    assert same_reading("券", "权") and same_reading("做", "作") and same_reading("啊", "阿")
    assert not same_reading("薪", "兴") and not same_reading("鑫", "鑫")  # rare: in no order of readings
    assert not same_reading("a", "b")


def test_slips_and_traditional_script_rank_the_same(tmp_path: Path) -> None:
    library = Library(tmp_path / "home")
    library.add([Document(f"d{n}", text[:8], text * 3) for n, text in enumerate(PASSAGES)])
    embedder = open_embedder()
    build(library, embedder)
    retriever = Retriever(library, lambda: embedder)
    for query in ("专精特新企业有什么奖励", "研发费用加计扣除", "高新技术企业所得税"):
        wanted = [(one.passage.span, one.score) for one in retriever.search(query, 4)]
        slip = query.replace("特新", "特薪").replace("加计", "家计").replace("高新", "高薪")
        for other in (slip, traditional(query)):
            assert other != query
            assert [(one.passage.span, one.score) for one in retriever.search(other, 4)] == wanted
