"""Rankings at the three levels, and their measures by hand."""

import pytest

from evals.answer_record import Retrieved
from evals.dataset import Evidence
from evals.metrics.retrieval import (
    document_ranking,
    evaluate,
    passage_gold,
    passage_ranking,
    wording_ranking,
)


def passage(doc_id: str, start: int, end: int) -> Retrieved:
    return Retrieved(doc_id, f"{doc_id}:{start}-{end}", start, end, 1.0)


FOUND = [passage("b", 0, 100), passage("b", 100, 200), passage("a", 50, 150), passage("a", 140, 240)]


def test_documents_count_once_at_their_first_passage() -> None:
    assert document_ranking(FOUND) == ["b", "a"]


def test_a_span_is_found_by_overlap_and_once() -> None:
    gold = [Evidence("a", 145, 160)]
    # both passages of a overlap it: the first finds it, the second takes its place as a miss
    assert passage_ranking(FOUND, gold) == ["b:0-100", "b:100-200", "a:145-160", "a:140-240"]
    assert passage_gold(gold) == ["a:145-160"]


def test_touching_is_not_overlapping() -> None:
    assert "a:150-160" not in passage_ranking([passage("a", 50, 150)], [Evidence("a", 150, 160)])
    assert "a:40-50" not in passage_ranking([passage("a", 50, 150)], [Evidence("a", 40, 50)])
    assert "a:0-9" not in passage_ranking([passage("b", 0, 9)], [Evidence("a", 0, 9)])


def test_a_passage_that_holds_two_spans_finds_both() -> None:
    gold = [Evidence("b", 1, 5), Evidence("b", 6, 9)]
    assert passage_ranking(FOUND[:2], gold) == ["b:1-5", "b:6-9", "b:100-200"]


def test_a_gold_span_that_is_a_passage_is_not_found_twice() -> None:
    twice = [passage("a", 0, 300), passage("a", 0, 300), passage("a", 10, 20)]
    assert passage_ranking(twice, [Evidence("a", 10, 20)]) == ["a:10-20", "a:0-300", "a:10-20 again"]


def test_a_republished_text_counts_at_the_level_of_wording() -> None:
    texts = {"a": "……按 50% 给予一次性补助 100 元。", "b": "转发：按50%给予一次性补助，100元", "c": "无关"}
    found = [passage("c", 0, 2), passage("b", 0, 5), passage("a", 0, 5)]
    gold = [Evidence("a", 2, len(texts["a"]))]
    assert wording_ranking(found, gold, texts.get) == ["c", "gold", "a"]
    assert document_ranking(found) == ["c", "b", "a"]
    # a quote that stands anywhere makes no twin
    short = [Evidence("a", 4, 7)]
    assert texts["a"][4:7] == "50%"
    assert wording_ranking(found, short, texts.get) == ["c", "b", "gold"]


def test_measures_by_hand() -> None:
    # q1: gold a, b; ranking x a y b: R@1 0, R@5 1, RR 1/2, Success@1 0,
    #     nDCG = (1/log2 3 + 1/log2 5) / (1/log2 2 + 1/log2 3) = (.6309 + .4307) / 1.6309 = .6509
    # q2: gold c; nothing found: 0 everywhere
    scores = evaluate("document", {"q1": ["x", "a", "y", "b"], "q2": []}, {"q1": ["a", "b"], "q2": ["c"]})
    assert scores["q1"] == pytest.approx(
        {"R@1": 0, "R@5": 1, "R@10": 1, "RR": 0.5, "nDCG@10": 0.6509, "Success@1": 0, "Success@5": 1},
        abs=1e-4,
    )
    assert set(scores["q2"].values()) == {0.0}


def test_a_set_with_no_results_at_all_scores_zero() -> None:
    assert set(evaluate("passage", {}, {"q": ["g"]})["q"].values()) == {0.0}
    assert evaluate("passage", {}, {}) == {}


def test_a_ranking_keeps_its_order_however_long() -> None:
    ranking = [f"d{n}" for n in range(50)]
    scores = evaluate("document", {"q": ranking}, {"q": ["d4"]})
    assert scores["q"]["RR"] == pytest.approx(1 / 5)
    assert (scores["q"]["Success@1"], scores["q"]["Success@5"]) == (0.0, 1.0)
