"""Near misses: each pair differs in the one thing that the feature is about."""

import json
from typing import Any

import numpy as np
import pytest

from corpus.document import Document
from indexing.features import NAMES, Candidate, coverage, features
from indexing.lexical import LexicalIndex
from indexing.question import Question, understand
from indexing.ranking import RANKER_FILE, names_of
from indexing.splitter import split
from indexing.tokenizer import Tokenizer
from indexing.views import Views

tokenizer = Tokenizer()


def judged(query: str, *documents: tuple[str, str]) -> list[dict[str, float]]:
    """The features of the first passage of each document (title, text)."""
    found = [Document(f"d{i}", title, text) for i, (title, text) in enumerate(documents)]
    rows = [tokenizer.terms(title + text) for title, text in documents]
    question = understand(query, tokenizer, LexicalIndex.build(rows))
    candidates = [
        Candidate(split(document)[0], document, 0, 1, 1.0, 1.0, 1.0, 0.5, None) for document in found
    ]
    table = features(question, candidates, Views(tokenizer))
    assert table.shape == (len(documents), len(NAMES)) and np.isfinite(table).all()
    return [dict(zip(NAMES, row.tolist(), strict=True)) for row in table]


PAIRS: list[tuple[str, str, tuple[str, str], tuple[str, str]]] = [
    ("place_share", "辽宁省社保补贴有哪些", ("辽宁省通知", "社保补贴。"), ("西藏通知", "社保补贴。")),
    ("place_conflict", "重庆社保补贴有哪些", ("广西通知", "社保补贴。"), ("通知", "社保补贴。")),
    ("city", "荆州市的补贴", ("湖北荆州通知", "补贴。"), ("湖北宜昌通知", "补贴。")),
    ("year", "2023年的补贴标准", ("通知", "2023年补贴。"), ("通知", "2022年补贴。")),
    ("gives_rare", "补贴咨询电话", ("通知", "补贴请拨打12345。"), ("通知", "补贴请到窗口咨询。")),
    ("gives_rare", "办理医保要什么材料", ("通知", "医保须提交身份证复印件。"), ("通知", "医保很重要。")),
    ("figures", "满30人怎么补贴", ("通知", "满30人给予补贴。"), ("通知", "满50人给予补贴。")),
    ("quoted", "《电力条例》何时施行", ("通知", "《电力条例》施行。"), ("通知", "《水利条例》施行。")),
    ("words", "上云服务券怎么领", ("通知", "发放上云服务券。"), ("通知", "发放消费券。")),
    ("repeats_title", "补贴", ("补贴办法", "补贴办法印发。"), ("补贴办法", "标准为50元。")),
]  # fmt: skip


@pytest.mark.parametrize(("name", "query", "more", "less"), PAIRS)
def test_a_feature_tells_a_pair_apart(
    name: str, query: str, more: tuple[str, str], less: tuple[str, str]
) -> None:
    first, second = judged(query, more, less)
    assert first[name] > second[name]


@pytest.mark.parametrize("query", ["。", "😀", "a", "补贴", "第三条", "\x00"])
def test_strange_questions_have_features_too(query: str) -> None:
    judged(query, ("", "。"), ("题目", "企业补贴。"))


def test_no_candidates() -> None:
    question: Question = understand("补贴", tokenizer, LexicalIndex.build([]))
    assert features(question, [], Views(tokenizer)).shape == (0, len(NAMES))


def test_coverage_counts_the_title_too() -> None:
    document = Document("d", "湖北省通知", "发放补贴。")
    question = understand("湖北发放补贴", tokenizer, LexicalIndex.build([["湖北", "发放", "补贴"]]))
    candidate: Any = Candidate(split(document)[0], document, 0, 1, 1.0, 1.0, 1.0, 0.5, None)
    assert coverage(question, candidate, Views(tokenizer)) == pytest.approx(1)


def test_every_feature_has_a_fitted_weight() -> None:
    ranker = json.loads(RANKER_FILE.read_text(encoding="utf-8"))
    for kind in ("weights", "untitled", "articles"):
        assert set(ranker[kind]) - {"hidden"} == set(names_of(kind)) and ranker["fitted"][kind]
