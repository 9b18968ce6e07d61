"""What a title says: a statute, the rule of a place, one article; and what that does in a library of articles."""

from pathlib import Path

import pytest

from corpus.document import Document
from corpus.library import Library
from indexing.build import build
from indexing.embedder import open_embedder
from indexing.retriever import Retriever
from indexing.standing import Standings, standing


@pytest.mark.parametrize(
    ("title", "law", "article", "is_statute", "is_local"),
    [
        ("中华人民共和国民法典第五十四条", "中华人民共和国民法典", "54", True, False),
        ("中华人民共和国刑法第一百二十条之一", "中华人民共和国刑法", "120-1", True, False),
        ("中华人民共和国公司法（2018修正）", "中华人民共和国公司法（2018修正）", None, True, False),
        ("上海市消防办法第3条", "上海市消防办法", "3", False, True),
        ("关于修改第三条的决定", "关于修改第三条的决定", None, False, False),
        ("", "", None, False, False),
    ],
)
def test_what_a_title_says(
    title: str, law: str, article: str | None, is_statute: bool, is_local: bool
) -> None:
    said = standing(title)
    assert (said.law, said.article, said.is_statute, said.is_local) == (
        law,
        article,
        is_statute,
        is_local,
    )


def test_many_at_once() -> None:
    found = Standings.of(["上海市消防办法", "消防法", "通知"])
    assert found.local.tolist() == [True, False, False] and found.statute.tolist() == [False, True, False]
    assert found.articles.tolist() == [None, None, None]


def test_a_question_without_a_place_is_about_the_whole_country(tmp_path: Path) -> None:
    text = "物业服务人应当妥善维修、养护物业服务区域内的业主共有部分。"
    library = Library(tmp_path / "home")
    titles = [
        *(f"{place}物业管理条例第{n}条" for place in ("上海市", "湖北省", "重庆市") for n in "一二三"),
        "中华人民共和国民法典第九百四十二条",
    ]
    library.add([Document(f"d{i}", title, f"{text}本条之{i}。") for i, title in enumerate(titles)])
    embedder = open_embedder()
    build(library, embedder)
    retriever = Retriever(library, lambda: embedder)

    def first(query: str) -> str:
        return retriever.document(retriever.search(query, 1)[0].passage.span.doc_id).title

    assert first("共有部分坏了物业要不要维修").startswith("中华人民共和国民法典")
    assert first("湖北共有部分坏了物业要不要维修").startswith("湖北省")
    for query in ("重庆市物业管理条例第二条", "《重庆市物业管理条例》2条", "重庆市物业管理条例的第 2 条"):
        assert first(query) == "重庆市物业管理条例第二条"
    assert first("民法典第942条") == titles[-1]
