"""Nuggets, short answers, ROUGE-L, character F1 and figures, on near misses worked out by hand."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rouge_score.rouge_scorer import RougeScorer

from evals.metrics.character_f1 import best_character_f1, character_f1
from evals.metrics.figures import figure_faithfulness, missing_figures
from evals.metrics.nuggets import cited_nugget_recall, nugget_recall
from evals.metrics.rouge import best_rouge_l, longest_common_subsequence, rouge_l
from evals.metrics.short_answer import short_answer_exact


@pytest.mark.parametrize(
    ("text", "nuggets", "recall"),
    [
        ("到2027年达到7万亿级", [["7万亿"]], 1.0),
        ("到2027年达到7万亿级", [["70000亿", "七万亿"]], 1.0),
        ("到2027年达到7万亿级", [["7万亿"], ["2030年"]], 0.5),
        ("到2027年达到7万亿级", [["10万亿"], ["2030年"]], 0.0),
        ("补助25%，限125家", [["25"]], 0.0),
        ("", [["7万亿"]], 0.0),
    ],
)
def test_nugget_recall(text: str, nuggets: list[list[str]], recall: float) -> None:
    assert nugget_recall(text, nuggets) == recall


def test_a_nugget_must_stand_in_one_quote_whole() -> None:
    nuggets = [["上云服务券"], ["50%"]]
    assert cited_nugget_recall(["发放上云服务券", "最高50%"], nuggets) == 1.0
    assert cited_nugget_recall(["发放上云", "服务券，最高150%"], nuggets) == 0.0
    assert cited_nugget_recall([], nuggets) == 0.0


def test_no_nuggets_is_a_mistake_not_a_score() -> None:
    with pytest.raises(ValueError, match="no nuggets"):
        nugget_recall("…", [])


@pytest.mark.parametrize(
    ("given_", "spellings", "exact"),
    [
        ("7万亿级", ["7万亿级"], 1.0),
        ("70000亿", ["7万亿"], 1.0),
        ("10万亿级", ["7万亿级"], 0.0),
        ("50", ["50%"], 0.0),
        ("25", ["5", "125", "2.5"], 0.0),
        ("2030年", ["2027年", "2030年"], 1.0),
        (None, ["7万亿"], 0.0),
        ("到2027年工业规模达到7万亿级", ["7万亿级"], 0.0),
    ],
)
def test_short_answer(given_: str | None, spellings: list[str], exact: float) -> None:
    assert short_answer_exact(given_, spellings) == exact


def test_rouge_l_by_hand() -> None:
    # answer 甲丙丁 (3), reference 甲乙丙丁戊 (5): LCS 甲丙丁 = 3, P = 1, R = 3/5, F1 = 2·1·.6/1.6 = .75
    assert rouge_l("甲丙丁", "甲乙丙丁戊") == pytest.approx(0.75)
    # order counts: 丁甲 against 甲丁 has LCS 1, P = R = F1 = 1/2
    assert rouge_l("丁甲", "甲丁") == pytest.approx(0.5)
    assert rouge_l("甲，丙〔1〕。丁", "甲丙丁") == 1.0
    assert rouge_l("", "甲") == rouge_l("甲", "") == rouge_l("甲", "乙") == rouge_l("。", "。") == 0.0
    assert best_rouge_l(["乙", None, "甲"], ["丙", "甲"]) == 1.0
    assert best_rouge_l([None], ["甲"]) == 0.0


def slow_longest_common_subsequence(one: str, other: str) -> int:
    row = [0] * (len(other) + 1)
    for a in one:
        corner = 0
        for n, b in enumerate(other, start=1):
            row[n], corner = (corner + 1 if a == b else max(row[n], row[n - 1])), row[n]
    return row[-1]


@given(st.text("甲乙丙丁", max_size=40), st.text("甲乙丙丁", max_size=40))
def test_bit_parallel_agrees_with_the_table(one: str, other: str) -> None:
    assert longest_common_subsequence(one, other) == slow_longest_common_subsequence(one, other)


def generated_pairs() -> list[tuple[str, str]]:
    """1,000 pairs: two texts over few characters, or a text and a shuffled, cut or altered copy of it."""
    draw = random.Random(2027)
    alphabet = "工业规模达到亿元企业支持政策年年的的一二三0123456789AB"
    pairs = []
    for _ in range(1000):
        one = "".join(draw.choices(alphabet, k=draw.randint(1, 120)))
        kind, cut = draw.randrange(4), draw.randint(0, len(one) - 1)
        other = {
            0: "".join(draw.choices(alphabet, k=draw.randint(1, 120))),
            1: one[cut:] + one[:cut],
            2: one[cut:],
            3: "".join(c if draw.random() < 0.7 else draw.choice(alphabet) for c in one),
        }[kind]
        pairs.append((one, other))
    return pairs


class Characters:
    """The tokenizer that makes rouge-score count characters, as ours does."""

    def tokenize(self, text: str) -> list[str]:
        return list(text)


def test_rouge_l_agrees_with_rouge_score_on_1000_pairs() -> None:
    rouge = RougeScorer(["rougeL"], tokenizer=Characters())
    pairs = generated_pairs()
    ours = [rouge_l(answer, reference) for answer, reference in pairs]
    theirs = [rouge.score(reference, answer)["rougeL"].fmeasure for answer, reference in pairs]
    assert len(ours) == 1000
    assert ours == pytest.approx(theirs, abs=1e-12)
    assert 0.2 < sum(ours) / len(ours) < 0.8  # the pairs are neither all alike nor all unlike


def test_character_f1_by_hand() -> None:
    # bags 甲甲乙 and 甲乙丙: common 甲乙 = 2, F1 = 2·2/(3+3)
    assert character_f1("甲甲乙", "甲乙丙") == pytest.approx(2 / 3)
    assert character_f1("丁甲", "甲丁") == 1.0  # order doesn't count
    assert character_f1("", "甲") == character_f1("甲", "乙") == 0.0
    assert best_character_f1([None, "甲"], ["乙", "甲"]) == 1.0


@pytest.mark.parametrize(
    ("statement", "quotes", "missing"),
    [
        ("到2027年达到7万亿级", ["到2027年，全省工业规模达到7万亿级"], []),
        ("到2027年达到70000亿", ["到2027年，全省工业规模达到7万亿级"], []),
        ("到2030年达到7万亿级", ["到2027年，全省工业规模达到7万亿级"], ["2030年"]),
        ("达到7万亿", ["到2027年", "达到10万亿"], ["7万亿"]),
        ("补助50%〔1〕", ["补助50万元"], ["50%"]),
        ("不少于50万元", ["不超过50万元"], ["不少于50万元"]),
        ("发放上云服务券", [], []),
        ("1.制定用工计划。2.加强源头管控。", ["1.制定用工计划。", "2.加强源头管控。"], []),
        ("加强管控。2.加强源头管控。", ["加强管控。", "2.5倍的源头管控"], ["2"]),
        ("增长2。", ["2%"], ["2"]),
    ],
)
def test_missing_figures(statement: str, quotes: list[str], missing: list[str]) -> None:
    assert missing_figures(statement, quotes) == missing


def test_faithfulness_is_over_all_figures_of_all_statements() -> None:
    good, bad = ("到2027年达到7万亿", ["到2027年达到7万亿"]), ("到2030年", ["到2027年"])
    assert figure_faithfulness([good]) == 1.0
    assert figure_faithfulness([good, bad]) == pytest.approx(2 / 3)
    assert figure_faithfulness([("没有数字", ["引文"])]) is None
