"""What each number says, on texts that differ in the one thing it is about."""

import numpy as np
import pytest

from indexing.token_match import FEEDBACK, NAMES, nearest, token_match

ASKED = "老板拖着工资不给怎么办"
WAGES = "用人单位拖欠劳动报酬的，劳动者可以申请支付令"
BOATS = "渔船应当在指定港口停泊"


def judged(*passages: tuple[str, ...], above: str = "") -> list[dict[str, float]]:
    table = token_match(ASKED, [above] * len(passages), passages)
    assert table.shape == (len(passages), len(NAMES)) and np.isfinite(table).all()
    assert (np.abs(table) <= 1 + 1e-5).all()
    return [dict(zip(NAMES, row.tolist(), strict=True)) for row in table]


@pytest.mark.parametrize(
    "name", ["match", "match_title", "match_sentence", "match_back", "sentence_similarity"]
)
def test_words_of_like_meaning_are_matched(name: str) -> None:
    wages, boats = judged((WAGES,), (BOATS,))
    assert wages[name] > boats[name] + 0.05


def test_one_sentence_counts_though_others_speak_of_something_else() -> None:
    alone, among = judged((WAGES,), (BOATS, WAGES, BOATS))
    assert among["match_sentence"] == pytest.approx(alone["match_sentence"])
    assert among["sentence_similarity"] == pytest.approx(alone["sentence_similarity"], abs=1e-6)
    assert among["match"] >= alone["match"] and among["match_back"] < alone["match_back"]


def test_what_it_stands_under_counts_apart() -> None:
    without, under = judged((BOATS,))[0], judged((BOATS,), above="工资支付条例")[0]
    assert under["match_title"] > without["match_title"] == without["match"] == under["match"]


def test_what_is_like_the_first_candidates_is_told_from_the_rest() -> None:
    *first, like, unlike = judged(*[(WAGES,)] * FEEDBACK, ("拖欠劳动报酬的处理",), (BOATS,))
    assert first[0]["feedback"] > like["feedback"] > unlike["feedback"]


@pytest.mark.parametrize("question", ["", "。", "😀"])
def test_what_has_no_known_token_matches_nothing(question: str) -> None:
    assert not token_match(question, [""], [(WAGES,)]).any()
    assert not token_match(ASKED, ["", ""], [(), ("😀",)]).any()
    assert token_match(ASKED, [], []).shape == (0, len(NAMES))


def test_each_token_has_its_nearest() -> None:
    weights, cosines = nearest(ASKED, [WAGES, BOATS, ASKED, "@@"])
    assert weights.sum() == pytest.approx(1, abs=1e-5) and cosines.shape == (4, len(weights))
    whole = cosines @ weights
    assert whole[2] == pytest.approx(1, abs=1e-5) and whole[0] > whole[1] + 0.05 and whole[3] == 0


def test_a_question_without_a_known_token_is_matched_by_nothing() -> None:
    weights, cosines = nearest("@@", [WAGES])
    assert weights.shape == (0,) and cosines.shape == (1, 0)
