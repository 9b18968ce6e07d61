"""Questions by 条号 and 文号, made by program over documents written here: the one named comes first."""

import json
from pathlib import Path

import pytest

from corpus.document import Document, Span
from corpus.library import Library
from evals.__main__ import main
from evals.bench.numbered import (
    ARTICLE_SPELLINGS,
    NUMBER_SPELLINGS,
    NumberQuestion,
    article_questions,
    ask,
    document_questions,
    with_numbers,
)
from indexing.build import build
from indexing.embedder import open_embedder
from indexing.retriever import Retriever
from indexing.tokenizer import article_number

NUMERALS = [*"一二三四五六七八九", "十", "十一", "十二", "二十", "一百零一"]
TITLES = (
    "中华人民共和国水法",
    "北京市实施《中华人民共和国水法》办法",
    "水法实施细则",
    "教师资格条例",
)


def law(title: str) -> Document:
    topics = ("取水许可", "河道管理", "教师资格认定", "法律责任")
    articles = [
        f"第{n}条　{topics[i % 4]}由主管部门负责，依照本规定第三条办理。" for i, n in enumerate(NUMERALS)
    ]
    return Document(title, title, "第一章　总则\n" + "\n".join(articles))


LAWS = [law(title) for title in TITLES]


def test_the_one_named_comes_first(tmp_path: Path) -> None:
    documents = with_numbers(LAWS, 3, 1)
    library = Library(tmp_path / "home")
    library.add(documents)
    embedder = open_embedder()
    build(library, embedder)
    questions = [*article_questions(documents, 60, 1), *document_questions(documents, 12, 1)]
    assert {q.spelling for q in questions} == {*ARTICLE_SPELLINGS, *NUMBER_SPELLINGS}
    retriever = Retriever(library, lambda: embedder)
    assert ask(questions, retriever) == []
    wrong = NumberQuestion("教师资格条例第一条", "条号", "", (Span("no such law", 0, 9),))
    assert [missed.first for missed in ask([wrong], retriever)] == ["教师资格条例 第一条"] * 2


def test_the_same_seed_makes_the_same_questions() -> None:
    assert article_questions(LAWS, 20, 7) == article_questions(LAWS, 20, 7) != article_questions(LAWS, 20, 8)
    assert not article_questions([Document("d", "通知", "没有条文。")], 20, 7)


def test_an_answer_is_the_article_named() -> None:
    texts = {document.doc_id: document.text for document in LAWS}
    for question in article_questions(LAWS, 40, 3):
        (answer,) = question.answers
        text = texts[answer.doc_id][answer.start : answer.end]
        assert text.startswith("第") and "\n第" not in text.rstrip()
        named = question.text.replace(answer.doc_id, "")  # the title names no article
        assert article_number(text) == article_number("法" + named.lstrip("《》的"))


def test_made_numbers_are_unique_and_leave_real_ones() -> None:
    real = Document("r", "通知", "正文", document_number="国发〔2001〕1号")
    numbered = with_numbers([real, *LAWS], 10, 1)
    numbers = [document.document_number for document in numbered]
    assert numbers[0] == "国发〔2001〕1号" and len(set(numbers)) == 5


def test_by_the_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file, output = tmp_path / "laws.jsonl", tmp_path / "numbers.json"
    rows = [{"doc_id": d.doc_id, "title": d.title, "text": d.text} for d in LAWS]
    file.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    command = ["bench", "numbers", "--documents", str(file), "--limit", "6", "--output", str(output)]
    assert main(command) == 0
    made = json.loads(output.read_text(encoding="utf-8"))
    assert made["asked"] == {"条号": 6, "文号": 6} and made["missed"] == {"条号": [], "文号": []}
    assert "条号：6 题" in capsys.readouterr().out
