"""Answers to questions for the figures of several matters at once: 赤字率、支出、转移支付各是多少.

Each matter is asked for by itself, of the same passages; where nearly all have a figure of their own, these answer.
"""

import re
from dataclasses import replace

from chat.draft import Draft
from chat.figure_ranking import leading_sentence
from chat.figures import Match, match_figures, shown
from chat.material import Material
from chat.question import analyse
from chat.topic import fold
from chat.words import words_of
from corpus.document import Span

_ROW = re.compile(r"[^，,。；;：:？?、]{2,}(?:、[^，,。；;：:？?、]{2,}){1,7}")
_JOINT = re.compile(r"(?<=[\u4e00-\u9fff”])(?:和|与|跟|以及|还有)(?=[\u4e00-\u9fff“])")
# what follows the last matter, what says that each is asked for, and what stands before the first
_TAIL = re.compile(
    r"(?:各|分别|都|是|有|要|一共|安排|达到|怎么|如何)?(?:各|分别|都|多少|几|说说|讲讲|列出|怎么|如何).*$"
)
_EACH = re.compile(r"各|分别|都|多少|说说|讲讲|列")
_SCENE = re.compile(r"^.*(?:\d年[底末初]?|\d月份?[底末初]?|年度|的)(?=[\u4e00-\u9fff“])")
_EXAMPLES = re.compile(r"这些|那些|之类|什么的|等")  # 就业、物价这些: not all that is asked for
_FEWEST = 3


def answer_several_figures(material: Material) -> Draft | None:
    """A figure for each of three or more matters; None where fewer are named, or one of them has no figure of its own."""
    scene, matters = _matters(fold(material.question.text))
    if len(matters) < _FEWEST:
        return None
    matches: list[Match] = []
    for matter in matters:
        match = _match(material, scene, matter, [match.row.figure for match in matches])
        if match is None:
            return None
        matches.append(match)
    quotes = dict.fromkeys(shown(material, match.row) for match in matches)
    spans = [span for span in quotes if not any(other != span and other.contains(span) for other in quotes)]
    return Draft(
        kind="figure",
        statements=tuple((span,) for span in spans),
        score=min(match.credit for match in matches),
        listed=len(spans) > 1,
        confidence=min(match.probability for match in matches),
    )


def _matters(question: str) -> tuple[str, list[str]]:
    """What a question is about, and the matters in a row that it asks for: 2022年财政, [赤字率, 支出, 转移支付]."""
    row = next((m for m in _ROW.finditer(question) if _EACH.search(question, m.start())), None)
    if row is None or _EXAMPLES.search(row[0]):
        return "", []
    first, *others, last = row[0].split("、")
    last = _TAIL.sub("", last)
    scene = _SCENE.match(first)
    before = question[: row.start()] + (scene[0] if scene else "")
    first = first[scene.end() :] if scene else first
    return before, [matter for matter in [first, *others, *_JOINT.split(last)] if matter]


def _match(material: Material, scene: str, matter: str, taken: list[Span]) -> Match | None:
    """The likeliest figure that stands beside the name of a matter, and is no other's."""
    question = replace(analyse(f"{scene}{matter}是多少"), units=analyse(f"{matter}是多少").units)
    alone = replace(material, question=question)
    words = words_of([matter])
    years: tuple[int | None, ...] = question.years or (None,)
    topic = material.weighed(question.topic)
    return next(
        (
            match
            for year in years
            for match in match_figures(alone, year, topic)
            if match.row.figure not in taken
            and all(topic.holds(word, _said(material, match)) for word in words)
        ),
        None,
    )


def _said(material: Material, match: Match) -> str:
    text = material.document(match.row.span.doc_id).text
    return f"{match.row.indicator} {leading_sentence(text, match.row)}"
