"""Five deliberately broken assistants, each caught by the measure meant for it.

The good assistant answers the small set below perfectly; each broken one differs from it in one habit.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pytest

from evals.dataset import Evidence, QAItem
from evals.measures import summarise
from evals.runner import Ask, run

TextOf = Callable[[str], str | None]
MakeAnswer = Callable[..., dict[str, Any]]
FIRST = "到2027年，全省工业规模达到7万亿级，专精特新企业达到1000家。"
NEXT = "到2030年，全省工业规模达到10万亿级，专精特新企业达到1300家。"
VOUCHER = "（一）发放上云服务券，对小微企业给予最高50%的补助。"
FUND = "（二）设立产业基金，首期规模200亿元。"
# question → the right sentence, the sentence beside it, the facts, the short answer
RIGHT = {
    "2027年工业规模？": (FIRST, NEXT, (("2027年",), ("7万亿",)), "7万亿级"),
    "2030年专精特新企业？": (NEXT, FIRST, (("2030年",), ("1300家",)), "1300家"),
    "上云补助多少？": (VOUCHER, FUND, (("上云服务券",), ("50%",)), "50%"),
}
IMPOSSIBLE = ("2035年工业规模？", "广东的产业基金规模？")


@pytest.fixture
def items(text: str) -> list[QAItem]:
    def evidence(quote: str) -> tuple[Evidence, ...]:
        start = text.index(quote)
        return (Evidence("hubei", start, start + len(quote), quote),)

    asked = [
        QAItem(f"q{n}", question, True, "figure", (), facts, (short,), (right,), evidence(right))
        for n, (question, (right, _, facts, short)) in enumerate(RIGHT.items())
    ]
    return asked + [QAItem(f"u{n}", question, False, "none") for n, question in enumerate(IMPOSSIBLE)]


def figures(items: Sequence[QAItem], ask: Ask, text_of: TextOf) -> Mapping[str, float]:
    outcome = run(items, lambda: ask, text_of)
    return {name: figure.value for name, figure in summarise(outcome.records, intervals=False).items()}


@pytest.fixture
def good(items: list[QAItem], make_answer: MakeAnswer, text_of: TextOf) -> Mapping[str, float]:
    def ask(question: str, history: Sequence[str]) -> dict[str, Any]:
        if question in IMPOSSIBLE:
            return make_answer()
        right, beside, _, short = RIGHT[question]
        return make_answer((right, right), short=short, found=(right, beside))

    return figures(items, ask, text_of)


def test_the_good_one_is_perfect(good: Mapping[str, float]) -> None:
    lower_is_better = {"refused_wrongly", "answered_wrongly", "errors"}
    assert {name: value for name, value in good.items() if value != (name not in lower_is_better)} == {}


def test_wrong_years_are_caught_by_the_figures(
    good: Mapping[str, float], items: list[QAItem], make_answer: MakeAnswer, text_of: TextOf
) -> None:
    """It says another year than the one it cites."""
    later = str.maketrans({"7": "9", "0": "8"})

    def ask(question: str, history: Sequence[str]) -> dict[str, Any]:
        if question in IMPOSSIBLE:
            return make_answer()
        right, beside, _, short = RIGHT[question]
        said = right.replace("2027年", "2027年".translate(later)).replace("2030年", "2035年")
        return make_answer((said, right), short=short, found=(right, beside))

    bad = figures(items, ask, text_of)
    assert bad["figures_faithful"] < 0.9 < good["figures_faithful"]
    assert bad["nuggets"] < 0.7  # the year was a fact asked for
    assert bad["citation_recall"] < 0.5
    # what it doesn't break looks as before
    assert bad["citation_validity"] == bad["decision"] == bad["evidence_cited"] == 1.0


def test_the_sentence_of_another_year_is_caught_by_facts_and_short_answers(
    items: list[QAItem], make_answer: MakeAnswer, text_of: TextOf
) -> None:
    """It answers from the neighbouring year, faithfully: no check of citations can see that."""

    def ask(question: str, history: Sequence[str]) -> dict[str, Any]:
        if question in IMPOSSIBLE:
            return make_answer()
        _, beside, _, _ = RIGHT[question]
        short = (
            next(s for right, _, _, s in RIGHT.values() if right == beside) if beside != FUND else "200亿元"
        )
        return make_answer((beside, beside), short=short, found=(beside,))

    bad = figures(items, ask, text_of)
    assert bad["nuggets"] == bad["short_answer"] == bad["evidence_cited"] == 0.0
    assert bad["figures_faithful"] == bad["citation_recall"] == bad["citation_validity"] == 1.0


def test_empty_answers_are_caught_by_the_facts(
    items: list[QAItem], make_answer: MakeAnswer, text_of: TextOf
) -> None:
    """It cites rightly and says nothing."""

    def ask(question: str, history: Sequence[str]) -> dict[str, Any]:
        if question in IMPOSSIBLE:
            return make_answer()
        right, beside, _, _ = RIGHT[question]
        return make_answer(("", right), found=(right, beside))

    bad = figures(items, ask, text_of)
    assert bad["nuggets"] == bad["rouge_l"] == bad["character_f1"] == bad["short_answer"] == 0.0
    assert bad["citation_recall"] == 0.0  # nothing said is nothing supported
    assert bad["decision"] == 1.0


def test_answering_everything_is_caught_by_refusal_recall(
    items: list[QAItem], make_answer: MakeAnswer, text_of: TextOf
) -> None:
    def ask(question: str, history: Sequence[str]) -> dict[str, Any]:
        right, beside, _, short = RIGHT.get(question, (FIRST, NEXT, (), "7万亿级"))
        return make_answer((right, right), short=short, found=(right, beside))

    bad = figures(items, ask, text_of)
    assert bad["refusal_recall"] == bad["refusal_f1"] == 0.0
    assert bad["answered_wrongly"] == 1.0
    assert "refusal_precision" not in bad  # nothing was refused
    assert bad["decision"] == pytest.approx(3 / 5)
    assert bad["nuggets"] == bad["refusal_recall"] + 1.0  # and the facts alone would not have told


def test_refusing_everything_is_caught_by_the_wrong_refusals(
    items: list[QAItem], make_answer: MakeAnswer, text_of: TextOf
) -> None:
    bad = figures(items, lambda question, history: make_answer(), text_of)
    assert bad["refused_wrongly"] == 1.0
    assert bad["refusal_recall"] == 1.0  # which alone would look perfect
    assert bad["refusal_precision"] == pytest.approx(2 / 5)
    assert bad["nuggets"] == bad["short_answer"] == bad["rouge_l"] == 0.0
    assert bad["decision"] == pytest.approx(2 / 5)


def test_citing_the_neighbour_is_caught_by_citation_support(
    good: Mapping[str, float], items: list[QAItem], make_answer: MakeAnswer, text_of: TextOf
) -> None:
    """It says the right thing and cites, validly, the sentence beside it."""

    def ask(question: str, history: Sequence[str]) -> dict[str, Any]:
        if question in IMPOSSIBLE:
            return make_answer()
        right, beside, _, _ = RIGHT[question]
        return make_answer((right, beside), found=(right, beside))

    bad = figures(items, ask, text_of)
    assert bad["citation_recall"] == bad["citation_precision"] == bad["evidence_cited"] == 0.0
    assert bad["nuggets_cited"] == 0.0
    assert bad["citation_validity"] == 1.0  # every quote is where it says
    assert bad["nuggets"] == good["nuggets"] == 1.0  # and the answer reads perfectly


def test_crashing_on_trick_questions_gains_nothing(
    items: list[QAItem], make_answer: MakeAnswer, text_of: TextOf
) -> None:
    def ask(question: str, history: Sequence[str]) -> dict[str, Any]:
        if question in IMPOSSIBLE:
            raise RuntimeError("坏了")
        right, beside, _, short = RIGHT[question]
        return make_answer((right, right), short=short, found=(right, beside))

    bad = figures(items, ask, text_of)
    assert bad["errors"] == pytest.approx(2 / 5)
    assert bad["refusal_recall"] == 0.0
    assert bad["citation_validity"] == bad["figures_faithful"] == pytest.approx(3 / 5)
