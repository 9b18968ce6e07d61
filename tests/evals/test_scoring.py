"""From an answer to a record: which measures apply, what counts as right, and why an item failed."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from evals.dataset import Evidence, QAItem
from evals.scoring import Record, score, without_texts

TextOf = Callable[[str], str | None]
MakeAnswer = Callable[..., dict[str, Any]]
FIRST = "到2027年，全省工业规模达到7万亿级，专精特新企业达到1000家。"
NEXT = "到2030年，全省工业规模达到10万亿级，专精特新企业达到1300家。"

FIGURE = QAItem(
    "fig", "2027年工业规模？", True, "figure",
    nuggets=(("7万亿", "七万亿"),), short_answers=("7万亿级",), reference_answers=("2027年达到7万亿级。",),
)  # fmt: skip
IMPOSSIBLE = QAItem("imp", "2035年工业规模？", False, "unanswerable")


def scored(item: QAItem, answer: dict[str, Any] | None, text_of: TextOf, error: str | None = None) -> Record:
    return score(item, item.evidence, answer, error, 0.01, text_of)


def test_a_right_answer_scores_one_everywhere(make_answer: MakeAnswer, text_of: TextOf) -> None:
    record = scored(FIGURE, make_answer(("2027年达到7万亿级", FIRST), short="7万亿级"), text_of)
    assert record["right"] is True
    assert record["failed"] == []
    assert set(record["scores"].values()) == {1.0}
    assert set(record["scores"]) == {
        "decision", "right", "nuggets", "nuggets_cited", "short_answer", "rouge_l", "character_f1",
        "citation_validity", "citation_recall", "citation_precision", "figures_faithful",
    }  # fmt: skip


def test_the_neighbouring_year_is_wrong(make_answer: MakeAnswer, text_of: TextOf) -> None:
    record = scored(FIGURE, make_answer((NEXT, NEXT), short="10万亿级"), text_of)
    assert record["right"] is False
    assert record["failed"] == ["nuggets", "short_answer"]
    assert record["texts"]["notes"] == ["缺少要点：7万亿", "简答应为“7万亿级”，实际为“10万亿级”"]
    assert record["scores"]["citation_recall"] == 1.0  # faithful to the wrong sentence


def test_a_refusal_scores_zero_on_an_answerable_question(make_answer: MakeAnswer, text_of: TextOf) -> None:
    refusal = make_answer(text="资料里没有说到7万亿")  # what a refusal's words say is no answer
    record = scored(FIGURE, refusal, text_of)
    assert record["failed"] == ["refused_wrongly"]
    assert {name: v for name, v in record["scores"].items() if v} == {}
    assert "citation_validity" not in record["scores"]


def test_an_unanswerable_question_has_two_outcomes(make_answer: MakeAnswer, text_of: TextOf) -> None:
    right = scored(IMPOSSIBLE, make_answer(), text_of)
    wrong = scored(IMPOSSIBLE, make_answer((NEXT, NEXT)), text_of)
    assert (right["right"], right["failed"], right["scores"]) == (True, [], {"decision": 1.0, "right": 1.0})
    assert (wrong["right"], wrong["failed"]) == (False, ["answered_wrongly"])


@pytest.mark.parametrize("item", [FIGURE, IMPOSSIBLE])
def test_a_failed_item_scores_zero_in_all_that_could_apply(
    item: QAItem, make_answer: MakeAnswer, text_of: TextOf
) -> None:
    failed = scored(item, None, text_of, "RuntimeError: 坏了")
    good = scored(item, make_answer(("2027年达到7万亿级", FIRST), short="7万亿级"), text_of)
    assert set(failed["scores"]) == set(good["scores"])
    assert set(failed["scores"].values()) == {0.0}
    assert (failed["outcome"], failed["failed"]) == ("error", ["error"])
    assert failed["right"] is False


@pytest.mark.parametrize(
    "change",
    [
        {"outcome": "maybe"},
        {"outcome": "answered", "abstained": True},
        {"statements": None},
        {"citations": [{"number": 1}]},
        {"retrieved": 7},
        {"text": None},
        {"short_answer": 7},
        {"statements": [{"text": None, "citations": [1]}]},
        {"statements": [{"text": "甲", "citations": ["1"]}]},
        {"citations": [{"number": 1, "doc_id": "hubei", "start": True, "end": 3, "quote": "甲"}]},
        {"retrieved": [{"doc_id": "a", "passage_id": "p", "start": 0, "end": 1, "score": None}]},
    ],
)
def test_what_is_no_answer_is_a_failure(
    change: dict[str, Any], make_answer: MakeAnswer, text_of: TextOf
) -> None:
    record = scored(FIGURE, make_answer(("…", FIRST)) | change, text_of)
    assert record["outcome"] == "error"
    assert record["error"]


def test_whole_answers_alone_are_judged_by_rouge(make_answer: MakeAnswer, text_of: TextOf) -> None:
    item = QAItem("ref", "?", True, "span", reference_answers=("到2027年，全省工业规模达到7万亿级",))
    assert scored(item, make_answer(("到2027年，全省工业规模达到7万亿级", FIRST)), text_of)["right"] is True
    wrong = scored(item, make_answer(("设立产业基金", "设立产业基金")), text_of)
    assert (wrong["right"], wrong["failed"]) == (False, ["rouge_l"])


def test_rouge_takes_the_better_of_text_and_short_answer(make_answer: MakeAnswer, text_of: TextOf) -> None:
    item = QAItem("ref", "?", True, "span", reference_answers=("7万亿级",))
    record = scored(item, make_answer((FIRST, FIRST), short="7万亿级"), text_of)
    assert record["scores"]["rouge_l"] == 1.0


def test_a_notice_costs_an_answer_nothing(make_answer: MakeAnswer, text_of: TextOf) -> None:
    item = QAItem("ref", "?", True, "span", reference_answers=(FIRST,))
    answer = make_answer((FIRST, FIRST))
    warned = answer | {"text": f"{answer['text']}\n注意：依据〔1〕已过有效期，请核对现行规定。"}
    assert scored(item, answer, text_of)["scores"] == scored(item, warned, text_of)["scores"]
    assert scored(item, warned, text_of)["scores"]["rouge_l"] == 1.0


def test_the_same_figure_by_chance_is_right_but_not_grounded(
    make_answer: MakeAnswer, text_of: TextOf, text: str
) -> None:
    start = text.index(FIRST)
    item = QAItem(
        "g", "?", True, "figure", nuggets=(("50%",),), evidence=(Evidence("hubei", start, start + 9),)
    )
    voucher = "对小微企业给予最高50%的补助"
    record = scored(item, make_answer((voucher, voucher)), text_of)
    assert (record["scores"]["right"], record["scores"]["grounded"]) == (1.0, 0.0)
    assert scored(item, make_answer((voucher, FIRST)), text_of)["scores"]["grounded"] == 1.0


def test_retrieval_alone_says_whether_the_evidence_was_found(
    make_answer: MakeAnswer, text_of: TextOf, text: str
) -> None:
    start = text.index(FIRST)
    item = QAItem("r", "?", True, "lay", evidence=(Evidence("hubei", start, start + 5),))
    found = scored(item, make_answer((FIRST, FIRST), found=(NEXT, FIRST)), text_of)
    lost = scored(item, make_answer((NEXT, NEXT), found=(NEXT,)), text_of)
    assert (found["right"], found["failed"]) == (None, [])
    assert (lost["right"], lost["failed"]) == (None, ["retrieval"])
    assert (found["evidence_rank"], lost["evidence_rank"]) == (2, None)
    assert found["rankings"]["passage"][1] == f"hubei:{start}-{start + 5}"


def test_without_texts_no_word_of_the_set_is_left(make_answer: MakeAnswer, text_of: TextOf) -> None:
    item = QAItem("fig", "2027年工业规模？", True, "figure", nuggets=(("不存在的要点",),))
    for answer, error in ((make_answer((FIRST, FIRST)), None), (None, "ValueError: 问题“2027年工业规模？”")):
        kept = without_texts(scored(item, answer, text_of, error))
        words = repr(kept)
        for secret in ("工业规模", "不存在", "全省", "湖北"):
            assert secret not in words
    assert kept["error"] == "ValueError"
    assert kept["failed"] == ["error"]


def test_without_texts_keeps_where_the_citations_stand(make_answer: MakeAnswer, text_of: TextOf) -> None:
    answer = make_answer((FIRST, FIRST))
    kept = without_texts(scored(FIGURE, answer, text_of))
    citation = answer["citations"][0]
    assert kept["citations"] == [{"doc_id": "hubei", "start": citation["start"], "end": citation["end"]}]


@pytest.mark.parametrize(
    "odd",
    [
        {"text": "半个\ud800"},
        {"confidence": float("inf")},
        {"retrieved": [{"doc_id": "d", "passage_id": "p", "start": 0, "end": 1, "score": 10**400}]},
        {"mode": {1, 2}},
    ],
    ids=["surrogate", "infinite", "huge", "set"],
)
def test_no_answer_breaks_the_report(make_answer: MakeAnswer, text_of: TextOf, odd: dict[str, Any]) -> None:
    record = score(QAItem("a", "?", True, "k"), [], make_answer((FIRST, FIRST)) | odd, None, 0.1, text_of)
    assert record["outcome"] == "error" and record["error"]
    assert json.loads(json.dumps(record, ensure_ascii=False, allow_nan=False).encode()) == record
