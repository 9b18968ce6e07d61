"""What no answer may be: each broken invariant raises."""

from typing import Any

import pytest

from chat.answer import Answer, Citation, Statement
from corpus.document import Span

QUOTE = "到2027年规模达到6万亿级"


def citation(number: int, quote: str = QUOTE) -> Citation:
    return Citation(
        number, Span("plan", number * 100, number * 100 + len(quote)), "方案", ("一、目标",), quote
    )


def answer(**changes: Any) -> Answer:
    given: dict[str, Any] = {
        "question": "规模多大？",
        "outcome": "answered",
        "text": f"{QUOTE}〔1〕",
        "short_answer": "6万亿级",
        "statements": (Statement(QUOTE, (1,)),),
        "citations": (citation(1),),
    }
    return Answer(**(given | changes))


def abstention(**changes: Any) -> Answer:
    given: dict[str, Any] = {
        "outcome": "abstained",
        "text": "没有。",
        "reason": "资料中没有写明。",
        "short_answer": None,
        "statements": (),
        "citations": (),
    }
    return answer(**(given | changes))


def test_sound_answers_are_made() -> None:
    assert not answer().abstained and not answer(outcome="partial", missing=("其余",)).abstained
    assert abstention().abstained
    shared = answer(
        statements=(Statement("甲", (1,)), Statement("乙", (1, 2))), citations=(citation(1), citation(2))
    )
    assert [c.number for c in shared.citations] == [1, 2]


@pytest.mark.parametrize(
    "changes",
    [
        {"citations": (citation(2),), "statements": (Statement(QUOTE, (2,)),)},
        {"citations": (citation(1), citation(1)), "statements": (Statement(QUOTE, (1,)),)},
        {
            "citations": (citation(2), citation(1)),
            "statements": (Statement(QUOTE, (2,)), Statement(QUOTE, (1,))),
        },
        {"citations": (citation(1), citation(2))},  # the second is used by no statement
        {"citations": ()},  # the statement's one is missing
        {"statements": (Statement(QUOTE, (1,)), Statement("无出处", ()))},
        {"statements": (Statement(QUOTE, (1, 3)),)},
        {"statements": (), "citations": (), "short_answer": None},
        {"short_answer": "9万亿级"},
        {"short_answer": "6 万亿级"},
    ],
)
def test_an_answer_that_breaks_an_invariant_is_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(ValueError):
        answer(**changes)


@pytest.mark.parametrize(
    "changes",
    [
        {"reason": None},
        {"reason": ""},
        {"short_answer": "6万亿级"},
        {"statements": (Statement(QUOTE, (1,)),), "citations": (citation(1),)},
        {"citations": (citation(1),)},
    ],
)
def test_an_abstention_says_why_and_nothing_else(changes: dict[str, Any]) -> None:
    with pytest.raises(ValueError):
        abstention(**changes)


def test_the_json_form() -> None:
    assert answer(elapsed_ms=12.345).to_json() == {
        "question": "规模多大？",
        "rewritten_question": None,
        "outcome": "answered",
        "abstained": False,
        "reason": None,
        "missing": [],
        "notices": [],
        "text": f"{QUOTE}〔1〕",
        "short_answer": "6万亿级",
        "statements": [{"text": QUOTE, "citations": [1]}],
        "citations": [
            {
                "number": 1,
                "doc_id": "plan",
                "title": "方案",
                "heading": ["一、目标"],
                "start": 100,
                "end": 100 + len(QUOTE),
                "quote": QUOTE,
            }
        ],
        "retrieved": [],
        "mode": "extractive",
        "elapsed_ms": 12.3,
    }
