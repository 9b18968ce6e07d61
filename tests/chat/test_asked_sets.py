"""What questions ask, and what follow-ups go on with, on sets written for it (`evals/datasets/asked`)."""

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest

from chat.conversation import completed
from chat.definitions import asks_definition
from chat.lists import asks_list
from chat.question import Question, analyse
from chat.support import asks_support
from indexing.tokenizer import open_tokenizer

SETS = Path(__file__).parents[2] / "evals/datasets/asked"
UNITS = {
    "money": {"元", "万元", "美元"},
    "share": {"%"},
    "time": {"年", "天"},
    "count": set(
        "家 个 人 名 户 项 次 台 辆 亩 吨 件 座 处 种 条 所 批 倍 岁 套 场 位 分 个积分 公里 份".split()
    ),
}
# what is answered in the same way
ALIKE = {
    "date": {"validity"},
    "yes_no": {"validity"},
    "explanation": {"support", "list"},
    "support": {"list", "explanation"},
    "list": {"support", "explanation"},
}


def rows(name: str, *sets: str) -> Iterator[dict[str, str]]:
    with (SETS / name).open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
            if row["set"] in sets:
                yield row


def taken_for(asked: Question, kind: str, unit: str) -> bool:
    """Whether a question was taken for the kind, and a figure's unit, that it asks for."""
    if kind == "figure":
        return asked.kind == kind and (
            unit not in UNITS or not asked.units or bool(asked.units & UNITS[unit])
        )
    if kind in ("list", "support") and (asks_list(asked) or asks_support(asked, False)):
        return True
    return asked.kind in {kind, *ALIKE.get(kind, ())} or (kind == "definition" and asks_definition(asked))


@pytest.mark.parametrize(("sets", "least"), [("012345", 0.95), ("6", 0.89)])
def test_most_questions_are_taken_for_what_they_ask(sets: str, least: float) -> None:
    right = [
        taken_for(analyse(row["question"]), row["kind"], row["unit"]) for row in rows("kinds.tsv", *sets)
    ]
    assert len(right) == 160 * len(sets) and sum(right) / len(right) >= least


@pytest.mark.parametrize(("sets", "least"), [("01", 0.76), ("2", 0.67)])
def test_most_follow_ups_hold_what_they_take_over_and_lack_what_they_replace(sets: str, least: float) -> None:
    fold, right = open_tokenizer().fold, []
    for row in rows("follow_ups.tsv", *sets):
        history = row["history"].split("||")
        whole = completed(row["question"], history, lambda earlier: None, lambda *asked: True)
        words = fold(whole or row["question"])
        holds, lacks = (
            [fold(word) for word in row[name].split(";") if word.strip("- ")] for name in ("holds", "lacks")
        )
        right.append(all(word in words for word in holds) and not any(word in words for word in lacks))
    assert len(right) == 100 * len(sets) and sum(right) / len(right) >= least
