"""条号 in all spellings, over laws whose titles contain each other: rank 1 in all."""

from pathlib import Path
from typing import Any

import pytest

from corpus.document import Document
from corpus.library import Library
from indexing.build import build
from indexing.retriever import Retriever

LAWS = ("中华人民共和国外商投资法", "外商投资法实施条例", "湖北省优化营商环境条例")
NUMERALS = [
    *"一二三四五六七八九",
    "十",
    *(f"十{n}" for n in "一二三四五六七八九"),
    "二十",
    "二十一",
    "二十二",
    "二十三",
]
TOPICS = "企业登记 信息报告 投资促进 监督检查 法律责任 公平竞争 政府采购 知识产权 融资服务 税费优惠".split()


def law(title: str) -> Document:
    articles = [
        f"第{numeral}条　有关部门应当做好{TOPICS[number % 10]}工作，依照本法第{NUMERALS[number % 7]}条办理。"
        for number, numeral in enumerate(NUMERALS)
    ]
    return Document(title, title, "第一章　总则\n" + "\n".join(articles))


@pytest.fixture(scope="module")
def retriever(tmp_path_factory: pytest.TempPathFactory) -> Any:
    from indexing.embedder import open_embedder

    library = Library(tmp_path_factory.mktemp("laws") / "home")
    library.add([law(title) for title in LAWS])
    embedder = open_embedder(None)
    build(library, embedder)
    return Retriever(library, lambda: embedder)


SPELLINGS = [
    "{title}第{numeral}条是什么内容？",
    "{title}第{digits}条怎么规定",
    "《{title}》{numeral}条",
    "《{title}》第{wide}条的内容",
    "{title}的第 {digits} 条",
]


@pytest.mark.parametrize("spelling", SPELLINGS)
@pytest.mark.parametrize("title", [*LAWS, "外商投资法"])
def test_the_article_asked_for_is_first(retriever: Retriever, spelling: str, title: str) -> None:
    for number, numeral in enumerate(NUMERALS, 1):
        wide = "".join(chr(ord(c) + 0xFEE0) for c in str(number))
        query = spelling.format(title=title, numeral=numeral, digits=number, wide=wide)
        first = retriever.search(query, 3)[0].passage
        assert first.span.doc_id.endswith(title) and first.heading[-1] == f"第{numeral}条", query


def test_the_model_is_in_the_package() -> None:
    assert (Path(__file__).parents[2] / "indexing" / "model" / "model.safetensors").is_file()
