"""Weights of signs: what is right gets the greatest, the constant is the share of what is."""

import numpy as np

from evals.sign_fits import common_signs, fit_choices, fit_verdicts, rounded, sign_table


def test_the_sign_of_the_right_candidates_weighs_most() -> None:
    choices = [
        ([frozenset("ax"), frozenset("bx"), frozenset("b")], [True, False, False]),
        ([frozenset("b"), frozenset("ay")], [False, True]),
    ]
    names = common_signs((signs for among, _ in choices for signs in among), 2)
    assert names == ["a", "b", "x"]
    weights = fit_choices(choices, names, penalty=0.1)
    assert weights["a"] > weights["x"] > weights["b"]


def test_verdicts_follow_their_column_and_the_constant_their_share() -> None:
    rows = [frozenset("a"), frozenset("a"), frozenset("a"), frozenset("b")] * 5
    right = np.array([1.0, 1.0, 1.0, 0.0] * 5)
    a, b, _ = fit_verdicts(sign_table(rows, ["a", "b"]), right, penalty=0.1)
    assert a > 1 > -1 > b
    (constant,) = fit_verdicts(sign_table(rows, []), right, penalty=0.1)
    assert abs(1 / (1 + np.exp(-constant)) - 0.75) < 0.01


def test_what_comes_to_nothing_is_not_written() -> None:
    assert rounded({"b": 0.00049, "a": 1.23456}) == {"a": 1.235}
