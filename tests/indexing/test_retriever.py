from dataclasses import replace
from datetime import date
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from corpus.document import Document
from corpus.errors import UnknownDocument
from corpus.filters import Filters
from corpus.library import Library
from indexing.build import build
from indexing.generation_files import load
from indexing.langchain_retriever import PolicyRetriever
from indexing.library_view import NothingToSearch
from indexing.retriever import QueryRefused, Retriever


@pytest.fixture
def retriever(library: Library, embedder: Any) -> Retriever:
    build(library, embedder)
    return Retriever(library, lambda: embedder)


QUESTIONS = [
    ("到2027年工业规模要达到多少？", "7万亿级"),
    ("小微企业上云有什么支持", "上云服务券"),
    ("公共数据管理办法第23条", "第二十三条"),
    ("異地就醫怎樣備案", "国家医保服务平台"),
]


@pytest.mark.parametrize(("query", "words"), QUESTIONS)
def test_the_passage_that_answers_is_first(retriever: Retriever, query: str, words: str) -> None:
    found = retriever.search(query)
    assert words in found[0].passage.text
    assert [one.rank for one in found] == list(range(1, len(found) + 1))
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)
    for one in found:
        assert retriever.document(one.passage.span.doc_id).quote(one.passage.span) == one.passage.text
        assert 0 <= one.coverage <= 1


@pytest.mark.parametrize(
    ("filters", "doc_ids"),
    [
        (Filters(region="湖北"), {"hubei"}),
        (Filters(issuer="经济和信息化局"), {"beijing"}),
        (Filters(document_type="action_plan"), {"hubei"}),
        (Filters(doc_ids=frozenset({"interview"})), {"interview"}),
        (Filters(in_force=True, as_of=date(2025, 6, 1)), {"hubei", "interview"}),
        (Filters(in_force=True, as_of=date(2022, 6, 1)), {"beijing", "interview"}),
        (Filters(region="火星"), set()),
    ],
)
def test_filters_are_exact_and_come_first(retriever: Retriever, filters: Filters, doc_ids: set[str]) -> None:
    for _ in range(2):
        found = retriever.search("公共数据 上云 备案", 1000, filters)
        assert {one.passage.span.doc_id for one in found} == doc_ids
        assert {d.doc_id for d in retriever.documents(filters)} == doc_ids
        retriever.warm()  # the same with Chroma at hand


def test_chroma_and_exact_search_agree(retriever: Retriever) -> None:
    exact = [retriever.search(query) for query, _ in QUESTIONS]
    retriever.warm()
    assert [retriever.search(query) for query, _ in QUESTIONS] == exact


def test_passages_and_neighbours(retriever: Retriever) -> None:
    passages = retriever.passages_of("interview")
    assert [p.question for p in passages] == ["参保人员异地就医怎样备案？", "门诊费用能报销吗？"]
    assert retriever.neighbours(passages[0]) == (None, passages[1])
    assert retriever.neighbours(passages[1]) == (passages[0], None)
    with pytest.raises(UnknownDocument):
        retriever.passages_of("nothing")


def test_it_moves_to_a_new_generation_by_itself(
    library: Library, retriever: Retriever, embedder: Any
) -> None:
    retriever.warm()
    new = Document("new", "新办法", "首次上规奖励20万元。")
    library.add([new])
    assert retriever.search("首次上规奖励")[0].passage.text == new.text and retriever.unindexed == 0
    build(library, embedder)
    assert retriever.search("首次上规奖励")[0].passage.text == new.text
    library.add([replace(new, text="首次上规奖励30万元，分两年兑现。")])
    found = [one.passage.text for one in retriever.search("首次上规奖励")]
    assert found[0] == "首次上规奖励30万元，分两年兑现。" and new.text not in found
    library.remove(["new"])
    assert all(one.passage.span.doc_id != "new" for one in retriever.search("首次上规奖励"))
    with pytest.raises(UnknownDocument):
        retriever.passages_of("new")


def test_a_document_is_given_as_it_is_now(library: Library, retriever: Retriever) -> None:
    old = Document("old", "首次上规奖励办法", "首次上规奖励20万元。", issued_on=date(2020, 1, 1))
    library.add([old])
    for text in ("首次上规奖励20万元。", "首次上规奖励30万元。"):
        library.add([replace(old, text=text)])
        assert retriever.search("首次上规奖励")[0].passage.text == text  # which reads it
        assert retriever.document("old").text == text
    words = "《首次上规奖励办法》同时废止。"
    library.add([Document("new", "新办法", words, issued_on=date(2024, 1, 1))])
    assert retriever.document("old").superseded_by == "new"  # before a search sees it
    retriever.search("首次上规奖励")
    assert retriever.document("old").superseded_by == "new"
    library.remove(["new"])
    assert retriever.document("old").superseded_by is None
    library.remove(["old"])
    with pytest.raises(UnknownDocument):
        retriever.document("old")


def test_threads_search_while_the_index_changes(
    library: Library, retriever: Retriever, embedder: Any
) -> None:
    faults: list[BaseException] = []
    done: list[bool] = []

    def ask() -> None:
        try:
            while not done:
                found = retriever.search("上云服务券")
                assert "上云服务券" in found[0].passage.text
        except BaseException as error:
            faults.append(error)

    threads = [Thread(target=ask) for _ in range(3)]
    for thread in threads:
        thread.start()
    for number in range(3):
        library.add([Document(f"n{number}", f"办法{number}", f"第{number}号办法：奖励{number}万元。")])
        build(library, embedder)
    done.append(True)
    for thread in threads:
        thread.join()
    assert not faults


def test_a_generation_replaced_while_it_is_opened_is_not_taken_for_a_torn_one(
    library: Library, retriever: Retriever, embedder: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def change() -> None:
        library.add([Document("new", "新办法", "首次上规奖励20万元。")])
        build(library, embedder)

    def overtaken(folder: Path, stamp: str) -> Any:
        monkeypatch.setattr("indexing.library_view.load", load)
        monkeypatch.setattr(library, "empty_log", lambda: None)  # which would wait for this reader
        writer = Thread(target=change)  # as another process would
        writer.start()
        writer.join()
        return load(folder, stamp)

    monkeypatch.setattr("indexing.library_view.load", overtaken)
    assert retriever.search("首次上规奖励")[0].passage.span.doc_id == "new" and not retriever.exact


def test_what_runs_on_mends_a_torn_index_by_itself(
    library: Library, retriever: Retriever, embedder: Any
) -> None:
    (library.home / "indexes" / "g1" / "vectors.npy").write_bytes(b"")
    assert "上云服务券" in retriever.search("上云服务券")[0].passage.text and retriever.exact
    assert [path.name for path in (library.home / "indexes").iterdir()] == [
        "g1"
    ]  # a single search waits for nobody

    server = Retriever(library, lambda: embedder)
    server.mend_by_itself()
    assert "上云服务券" in server.search("上云服务券")[0].passage.text
    assert server.mending is not None
    server.mending.join()
    assert "上云服务券" in server.search("上云服务券")[0].passage.text and not server.exact
    assert [path.name for path in (library.home / "indexes").iterdir()] == ["g2"]


@pytest.mark.parametrize("query", ["", " \n", "长" * 2001])
def test_queries_that_cannot_be_searched_for(retriever: Retriever, query: str) -> None:
    with pytest.raises(QueryRefused):
        retriever.search(query)


@pytest.mark.parametrize("query", ["。", "😀", "𠀀", "\x00", "没有任何文档提到的东西"])
def test_strange_queries_are_answered(retriever: Retriever, query: str) -> None:
    retriever.search(query)


def test_nothing_to_search(home: Path, library: Library, embedder: Any, tmp_path: Path) -> None:
    with pytest.raises(NothingToSearch, match="还没有文档"):
        Retriever.open(tmp_path / "none")
    with pytest.raises(NothingToSearch, match="还没有建立索引"):
        Retriever(library, lambda: embedder).search("补贴")
    build(library, embedder)
    other = type(embedder)("other")
    with pytest.raises(NothingToSearch, match="索引是用模型“standin”建立的"):
        Retriever(library, lambda: other).search("补贴")


def test_langchain_adapter(retriever: Retriever) -> None:
    documents = PolicyRetriever(retriever=retriever, k=2).invoke("上云服务券")
    assert len(documents) == 2 and "上云服务券" in documents[0].page_content
    assert documents[0].metadata["doc_id"] == "hubei"
    assert len(PolicyRetriever(retriever=retriever).invoke("上云服务券", k=1)) == 1


def test_of_two_like_documents_the_one_in_force_comes_first(library: Library, embedder: Any) -> None:
    text = "第一条 中小企业上云的，按年度费用的三成补助，每户每年不超过五万元。\n"
    library.add(
        [
            Document("a-old", "市级上云补助办法", f"市级上云补助办法\n{text}", expires_on=date(2022, 12, 31)),
            Document(
                "b-new", "市级数字化补助办法", f"市级数字化补助办法\n{text}", effective_on=date(2023, 1, 1)
            ),
        ]
    )
    build(library, embedder)
    retriever = Retriever(library, lambda: embedder)

    def first(query: str, day: date, k: int = 10) -> str:
        found = retriever.search(query, k, Filters(as_of=day))
        return next(one.passage.span.doc_id for one in found if one.passage.span.doc_id[1] == "-")

    old_days, new_days = date(2022, 6, 1), date(2024, 6, 1)
    query = "中小企业每户每年补多少？"
    assert first(query, old_days) == first(query, old_days, 1) == "a-old"
    assert first(query, new_days) == first(query, new_days, 1) == "b-new"
    # Asked for by its name it comes first, in force or not.
    assert first("《市级上云补助办法》补助多少？", new_days) == "a-old"


def test_a_new_version_of_the_model_is_followed(library: Library, embedder: Any) -> None:
    build(library, embedder)
    later = type(embedder)(embedder.name, 32)
    with Library(library.home).locked(), pytest.raises(NothingToSearch, match="indexing build"):
        Retriever(library, lambda: later).search("上云服务券")
    assert "上云服务券" in Retriever(library, lambda: later).search("上云服务券")[0].passage.text


@pytest.mark.parametrize(
    "question",
    [
        "鄂政发〔2025〕7号讲了什么",
        "鄂政发[2025]7号",
        "关于鄂政发（２０２５）第 007 号的内容",
        "鄂政發〔2025〕7號是什么文件",
    ],
)
def test_a_document_named_by_its_number_comes_first(library: Library, embedder: Any, question: str) -> None:
    text = "全省各地要做好有关工作。"
    for doc_id, number in (
        ("seven", "鄂政发〔2025〕7号"),
        ("office", "政发〔2025〕7号"),
        ("eight", "鄂政发〔2025〕8号"),
    ):
        library.add([Document(doc_id, "通知", text + number[-2:], document_number=number)])
    build(library, embedder)
    found = Retriever(library, lambda: embedder).search(question, 3)
    assert found[0].passage.span.doc_id == "seven"
    assert "office" not in {one.passage.span.doc_id for one in found if one.score > 15}


def test_what_says_it_in_other_words_gains_on_what_repeats_them(
    library: Library, embedder: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = "一、身份证\n身份证由公安机关统一制作，样式由公安部门规定。\n二、其他情形\n身份证遗失、被盗的，应当申请挂失、补领。\n"
    library.add([Document("card", "居民身份证服务指南", text)])
    build(library, embedder)

    def lead() -> float:
        found = Retriever(library, lambda: embedder).search("身份证丢了怎么办")
        scores = {one.passage.text: one.score for one in found if one.passage.span.doc_id == "card"}
        lost = next(score for passage, score in scores.items() if "遗失" in passage)
        return lost - next(score for passage, score in scores.items() if "样式" in passage)

    as_shipped = lead()
    assert as_shipped > 0
    monkeypatch.setattr("indexing.ranking.ANSWER_WEIGHT", 0.0)
    assert as_shipped > lead() + 0.5
