"""Which of many figures is the one asked for: a linear ranking over what each has in common with the question.

The weights (`figures.json`) are fitted by `python -m chat.fitting.figures` as a conditional logit: the figure
asked for against all others that have a fitting unit and year (McFadden 1974).
"""

import re
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from chat import choice
from chat.material import Material
from chat.opposites import opposed
from chat.question import Question
from chat.topic import Topic
from corpus.document import Document
from indexing.answer_match import answering
from indexing.passage import ScoredPassage
from indexing.quantities import find_quantities
from indexing.target import Target

_NUMBERS = Path(__file__).with_name("figures.json")
NAMES = (
    "indicator", "clause", "sentence", "around", "passage", "credit", "precision", "length", "head", "likely_unit",
    "named_unit", "was", "case", "whom", "opposed", "doubt", "rank", "retrieval", "target", "similar_clause", "similar_sentence", "answering",
)  # fmt: skip
# What finding a word is worth, by where it stands: the nearer to the figure the more.
_NEARNESS = (1.0, 0.7, 0.6, 0.5)
_WHOM = re.compile(
    r"(?:企业|公司|个人|人员|士兵|军人|毕业生|学生|农民|居民|职工|个体|工商户|纳税人|家庭|单位|机构|老人|老年人|儿童|患者|残疾人)$"
)
_YEARLY = re.compile(r"[每逐]年|年均|一年(?=[要能可给补发交缴扣减]|最)")
SIDES = {"=": 0, "~": 0, ">": 1, ">=": 1, "<": -1, "<=": -1}
"""Which side of an amount a comparator speaks of: above it 1, below it -1, the amount itself 0."""


class Ranked:
    """Figures with their features, shape (n, len(NAMES)), and their scores, shape (n,)."""

    def __init__(self, features: NDArray[np.float64]):
        self.features = features
        self.scores = features @ choice.weights(_NUMBERS, NAMES)
        self.probabilities = choice.probabilities(self.scores)


def ranked(
    material: Material, topic: Topic, rows: Sequence[tuple[Target, Document, ScoredPassage, float]]
) -> Ranked:
    """Scores figures, each given with its document, the passage it was found in, and the doubt about its year."""
    table = np.zeros((len(rows), len(NAMES)))
    clauses, whole, arounds = [], [], []
    for number, (row, document, found, doubt) in enumerate(rows):
        sentence = leading_sentence(document.text, row)
        around = material.around(found.passage)
        table[number] = _features(material, topic, row, sentence, around, found, doubt)
        table[number, NAMES.index("was")] = document.text[: row.figure.start].endswith(("从", "由", "自"))
        clauses.append(f"{row.indicator} {row.quote}")
        whole.append(sentence)
        arounds.append(around)
    if rows:
        table[:, NAMES.index("similar_clause")] = material.similarities(clauses)
        table[:, NAMES.index("similar_sentence")] = material.similarities(whole)
        table[:, NAMES.index("answering")] = answering(
            material.question.text, whole, arounds, range(len(rows))
        )
    return Ranked(table)


def credit(topic: Topic, row: Target, sentence: str, around: str, passage: str) -> float:
    """How much of the question the figure's surroundings account for, 0 to 1."""
    texts = (row.indicator + row.quote, sentence, around, passage)
    return topic.credit(list(zip(texts, _NEARNESS, strict=True)))


def leading_sentence(text: str, row: Target) -> str:
    """The sentence up to the end of the figure's clause."""
    start = max(text.rfind(mark, 0, row.span.start) for mark in "。！？\n") + 1
    return text[start : row.span.end]


def _features(
    material: Material,
    topic: Topic,
    row: Target,
    sentence: str,
    around: str,
    found: ScoredPassage,
    doubt: float,
) -> list[float]:
    question = material.question
    unit = row.quantity.unit
    head = topic.head
    passage = found.passage.text
    return [
        topic.coverage(row.indicator + row.unit),
        topic.coverage(row.quote),
        topic.coverage(sentence),
        topic.coverage(around),
        topic.coverage(passage),
        credit(topic, row, sentence, around, passage),
        topic.precision(row.indicator),
        min(len(row.indicator), 20) / 20,
        float(head is not None and topic.holds(head, row.indicator + row.quote)),
        float(unit in question.likely_units),
        float(bool(unit) and unit in question.text),
        0.0,
        _case(question, sentence, row),
        _whom(topic, sentence),
        max(opposed(question.text, sentence), _not_yearly(question.text, sentence)),
        10 * doubt,
        found.rank / 10,
        found.score,
        # the weights were fitted when few rows without a year were known for targets
        float(row.kind == "target" and row.year is not None),
        0.0,
        0.0,
        0.0,
    ]


def _not_yearly(asked: str, sentence: str) -> float:
    """1 where so much a year is asked for and a sentence does not say that its figure is one."""
    return float(bool(_YEARLY.search(asked)) and not _YEARLY.search(sentence))


def _whom(topic: Topic, sentence: str) -> float:
    """0 where a sentence names all those that the question asks for, or it names none; to -1 where it names none of them."""
    named = [word for word in topic.words if _WHOM.search(word.text)]
    return sum(topic.holds(word, sentence) for word in named) / len(named) - 1.0 if named else 0.0


def _case(question: Question, sentence: str, row: Target) -> float:
    """1 where the figure is said of the case asked about (超过500万的, of 500万以上的), -1 where of the other side of it."""
    before = sentence[: max(0, len(sentence) - (row.span.end - row.figure.start))]
    said = [q for q in find_quantities(re.split(r"[；;]", before)[-1]) if not q.is_year]
    for asked in question.quantities:
        for quantity in reversed(said):
            if quantity.value == asked.value:
                sides = {SIDES[asked.comparator], SIDES[quantity.comparator]}
                return -1.0 if sides == {-1, 1} else 1.0
    return 0.0
