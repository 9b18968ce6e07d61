"""Whether a draft answers the question, or the documents do not.

A fitted decision (`decision.json`: a weighted sum of `chat.signals` with a hidden layer beside it, its calibration
table and how it was fitted, made by `python -m chat.fitting.decision`), after the checks that no score may outweigh: a
place that the evidence does not speak of.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

import numpy as np

from chat.advice import REFUSAL, asks_advice
from chat.draft import Draft
from chat.lists import asks_list
from chat.material import Material, asks_twice, is_ones_own, places_asked
from chat.question import Question
from chat.signals import quoted, signals, spans_of, surroundings
from chat.stated import sides_asked
from chat.topic import fold
from indexing.places import find_places
from indexing.scorer import Scorer

_NUMBERS = Path(__file__).with_name("decision.json")
_ABSTRACT = frozenset("钱 数额 金额 目标 指标 情况 问题 内容".split())
_SHORTEST_TOPIC = 2  # characters: less would be found in nearly any text
_READ_OFF = ("validity", "particular")  # of a document named by its title, these are no guess
_AS_LIKELY = 0.15  # how much less likely a fuller answer may be
_BESIDE = 0.6  # of the threshold


@dataclass(frozen=True, slots=True)
class Decision:
    """`answers`, or the `reason` in one sentence why not; `probability` that the draft answers."""

    answers: bool
    reason: str = ""
    probability: float = 0.0


def decide(material: Material, drafts: Sequence[Draft]) -> tuple[Draft | None, Decision]:
    """The draft most likely to answer, and whether it does; every refusal says what is missing."""
    question = material.question
    if question.kind == "small_talk":
        return None, Decision(False, "这里只回答与资料库中政策文件有关的问题，请输入想查询的政策内容。")
    if asks_advice(fold(question.text)):
        return None, Decision(False, REFUSAL)
    topic = [word.text for word in question.topic if not word.text[0].isdigit()]
    if question.kind != "article" and sum(map(len, topic)) < _SHORTEST_TOPIC:
        return None, Decision(False, "问题里没有可供检索的政策内容，请写明想查询的事项。")
    if not drafts:
        return None, Decision(False, _standing(material) or _nothing_found(question))
    known = next((d for d in drafts if d.kind in _READ_OFF and d.confidence == 1.0), None)
    if known:
        return known, Decision(True, probability=1.0)
    near = [draft for draft in drafts if not foreign_place(material, draft)]
    if not near:
        return None, Decision(False, f"资料中没有{foreign_place(material, drafts[0])}的相关规定。")
    numbers = _numbers()
    odds = numbers.probabilities([signals(material, draft, near) for draft in near])
    probability = max(odds)
    best = near[odds.index(probability)]
    as_likely = [d for d, chance in zip(near, odds, strict=True) if chance > probability - _AS_LIKELY]
    if question.kind == "support" or asks_list(question) or asks_twice(question.text):
        best = _fuller(best, as_likely)
    if question.kind == "list":
        best = _itemised(best, as_likely)
    if probability >= numbers.threshold:
        return _with_short(best, near), Decision(True, probability=probability)
    return best, Decision(False, _lacking(material, best), probability)


def answers_beside(decision: Decision) -> bool:
    """Whether what is not sure enough to answer alone does beside an answer to the other side of its question.

    Where a library speaks of one side it mostly speaks of the other: of 31 drafts refused beside an answered one in the
    question sets, 10 of the 12 from six tenths of the threshold on that say anything wanted are right.
    """
    return decision.probability >= _BESIDE * _numbers().threshold


def _with_short(draft: Draft, others: Sequence[Draft]) -> Draft:
    """The draft with the short answer that another one found in what it quotes, where it has none itself."""
    if draft.short is not None or draft.listed:
        return draft
    found = (other.short for other in others if other.short is not None)
    short = next((s for s in found if any(span.contains(s) for span in spans_of(draft))), None)
    return replace(draft, short=short)


def _fuller(draft: Draft, others: Sequence[Draft]) -> Draft:
    """Of drafts as likely as one that says all it says and more: several things are asked for whole."""
    return next(
        (other for other in others if _lies_in(draft, other) and _length(other) > _length(draft)), draft
    )


def _itemised(draft: Draft, others: Sequence[Draft]) -> Draft:
    """Of drafts as likely as one that gives item by item what this one gives in one piece."""
    if draft.listed:
        return draft
    lists = (other for other in others if other.listed and len(other.statements) > 1)
    return next((other for other in lists if _lies_in(other, draft)), draft)


def _lies_in(inner: Draft, outer: Draft) -> bool:
    """Whether all that one draft quotes, but for a last mark, stands in what another quotes."""
    wholes = [replace(span, end=span.end + 1) for span in spans_of(outer)]
    return all(any(whole.contains(span) for whole in wholes) for span in spans_of(inner))


def _length(draft: Draft) -> int:
    return sum(span.end - span.start for span in spans_of(draft))


@dataclass(frozen=True)
class Numbers:
    """The fitted decision: a draft answers from a probability of `threshold` on."""

    threshold: float
    intercept: float
    names: Sequence[str]
    scorer: Scorer

    @classmethod
    def read(cls, path: Path = _NUMBERS) -> "Numbers":
        """As `chat.fitting.decision` wrote them."""
        stored = json.loads(path.read_text(encoding="utf-8"))
        names = [name for name in stored["weights"] if name != "hidden"]
        return cls(stored["threshold"], stored["intercept"], names, Scorer.read(stored["weights"], names))

    def probabilities(self, measured: Sequence[Mapping[str, float]]) -> list[float]:
        """The probability that each draft answers, by its signals."""
        table = np.array([[signal[name] for name in self.names] for signal in measured])
        return [float(p) for p in 1 / (1 + np.exp(-np.clip(self.scorer(table) + self.intercept, -30, 30)))]


_numbers = lru_cache(maxsize=1)(Numbers.read)


def _subject(question: Question) -> str:
    """The weighty words of the question, those that stood side by side as one."""
    folded = fold(question.text)
    phrases: list[str] = []
    for word in question.topic:
        if word.weight < 0.7 or word.text in _ABSTRACT:
            continue
        if phrases and phrases[-1] + word.text in folded:
            phrases[-1] += word.text
        else:
            phrases.append(word.text)
    return "".join(f"“{phrase}”" for phrase in phrases) or "所问内容"


def _years(question: Question) -> str:
    return "、".join(f"{year}年" for year in question.years)


def _measured(question: Question) -> str:
    """What kind of value was asked for."""
    if "元" in question.units:
        return "金额"
    if "%" in question.units:
        return "比例"
    return "时间" if "天" in question.units and "年" in question.units else "数值"


def _standing(material: Material) -> str | None:
    """For a question whether a document holds: what the library knows of it where its text does not say."""
    if material.question.kind != "validity" or not material.documents:
        return None
    document = material.documents[0]
    known = {"repealed": "已废止", "expired": "已过有效期", "amended": "已被修订"}.get(document.status)
    return (
        f"《{document.title}》在资料库中标为{known}，但正文没有写明，请核对发文机关的公告。"
        if known
        else None
    )


def _nothing_found(question: Question) -> str:
    if question.kind == "figure":
        return f"资料中没有写明{_years(question)}{_subject(question)}的{_measured(question)}。"
    if question.kind == "article":
        return f"资料中没有找到所问的第{question.article}条。"
    sides = sides_asked(question)
    if sides:
        return f"资料中没有写明{_subject(question)}的{'和'.join(sides)}。"
    return f"资料中没有找到关于{_years(question)}{_subject(question)}的内容。"


def _lacking(material: Material, draft: Draft) -> str:
    question = material.question
    if question.kind == "figure":
        return _nothing_found(question)
    absent = material.topic.missing(f"{surroundings(material, draft)} {quoted(material, draft)}")
    if absent:
        return f"资料中没有写明与{''.join(f'“{word}”' for word in absent)}有关的内容。"
    return _nothing_found(question)


def foreign_place(material: Material, draft: Draft) -> str | None:
    """A place that the question names and neither the evidence nor what it stands under does.

    Where somebody only says where they are (我户口在苏州), what holds for the country or the province answers.
    """
    asked = places_asked(material.question.text)
    if not asked:
        return None
    named = find_places(f"{quoted(material, draft)} {surroundings(material, draft)}")
    for place in asked:
        held = any(place.name == other.name or place.name == other.province for other in named)
        own = is_ones_own(place, material.question.text)
        wider = own and (not named or any(other.name == place.province for other in named))
        if not held and not wider:
            return place.name
    return None
