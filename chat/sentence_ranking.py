"""Which sentence answers: a linear ranking over what each has in common with the question, and what it holds.

The weights (`sentences.json`) are fitted by `python -m chat.fitting.sentences` as a conditional logit, as for
figures: the sentence that answers against all others of the passages found.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from chat import choice
from chat.material import Material, of_note, says_something
from chat.question import Question
from chat.reader import Reader, Reading
from chat.task_notes import after_note
from chat.topic import Topic, fold
from chat.yes_no import settles
from corpus.document import Span
from indexing.answer_match import answering, before
from indexing.passage import ScoredPassage
from indexing.token_match import nearest
from indexing.word_translation import translated

_NUMBERS = Path(__file__).with_name("sentences.json")
PASSAGES = 8
_READINGS = 5
# What a question asks for, and what a sentence that gives it looks like.
_ASKED: dict[str, tuple[re.Pattern[str], re.Pattern[str]]] = {
    "date": (
        re.compile(r"什么时[候间]|何时|哪[一]?[年天日月]|几[号月日]|日期|时间|啥时|多久|期限|哪天"),
        re.compile(r"\d\s*[年月日]|[〇一二三四五六七八九十]+[年月日]|月底|年底|之日起|工作日|小时|期限"),
    ),
    "name": (
        re.compile(r"谁|哪[个家一位级]?|叫啥|什么(?:部门|单位|机构|平台|人)|由谁|牵头|叫什么|名称|文号"),
        re.compile(r"[局厅部委院会室司]|办公室|公司|中心|平台|单位|机构|部门|〔\d{4}〕|由.{2,20}(?:负责|牵头|解释|制定)|[长人员][：:]|更名|简称|称为"),
    ),
    "contact": (
        re.compile(r"电话|热线|邮箱|网址|号码|地址|公众号|网站|平台|座机|传真|寄[到往给]?哪|往哪寄|寄到?什么"),
        re.compile(r"\d{3,4}[-—－]?\d{4,}|\b1\d{4}\b|@|www|http|公众号|网站|热线|APP|小程序|地址|\d+号院?", re.IGNORECASE),
    ),
    "definition": (
        re.compile(r"什么是|是什么|什么叫|指的?是?什么|是指|含义|定义|意思|界定|算|是啥|到底是|反映|衡量"),
        re.compile(r"是指|指的是|，指|所称|统称|称为|即|衡量|包括|属于|是.{2,30}的"),
    ),
    "permission": (
        re.compile(r"吗|么|能不能|能否|可以|是否|可否|允许|有没有|会不会|需不需要|不[？?]|要不要"),
        re.compile(r"不得|可以|不能|应当|允许|禁止|无需|不需要|必须|有条件|可|不再|均|都|无论"),
    ),
    "way": (
        re.compile(r"如何|怎么|怎样|流程|方式|途径|手续|办理|申请|渠道"),
        re.compile(r"通过|申请|登录|提交|可|向|拨打|采取|填报|办理|备案|报"),
    ),
    "reason": (re.compile(r"为什么|为何|目的|原因|作用|意义|依据"), re.compile(r"为了?|目的|由于|因|以便|旨在|有利于|根据|依据")),
    "many": (re.compile(r"哪些|哪几|包括|措施|内容|材料|条件|要求|分别"), re.compile(r"、.{2,20}、|；|包括|下列|以下|一是|如下")),
    "amount": (re.compile(r"多少|几|比例|标准|金额|额度"), re.compile(r"\d|[一二三四五六七八九十百千万]+(?:个|项|元|倍|成)")),
}  # fmt: skip
# （一）加强领导。 at the head of a paragraph says what is told, not anything; so do 二是强化培训。 and 第九条　推行承诺制。
_MARKED = r"(?:[（(][一二三四五六七八九十\d]{1,3}[）)]|[一二三四五六七八九十]{1,3}、|\d{1,2}[.．、]|[一二三四五六七八九十]{1,2}是|第[一二三四五六七八九十百\d]{1,5}条[　 ])"
# 第九条　户籍数据由公安机关负责。 states something
_STATES = r"(?!.*(?:[由应可须不为有达\d]|负责))"
_RUN_IN = re.compile(rf"^{_MARKED}(?:(?<![是条　 ])|{_STATES})[^，,；;：:。]{{2,24}}。$")
_NEXT = re.compile(_MARKED)
_LABEL = re.compile(r"^([\u4e00-\u9fff　 ]{2,10})[：:]")
NAMES = (
    "sentence", "before", "passage", "around", "credit", "last", "retrieval", "rank", "similar", "similar_around",
    "matched", "matched_around", "matched_before", "matched_beyond", "translated", "translated_alone", "answering",
    "label", "length", "short_line", "states", "colon", "read", "read_first", "read_confidence", "settles",
    *(f"gives_{kind}" for kind in _ASKED),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence, and the passage it was found in."""

    span: Span
    found: ScoredPassage


@dataclass(frozen=True)
class RankedSentences:
    """Sentences with what speaks for each, shape (n, m), and the probability that each, of all of them, answers,
    shape (n,); and the reader's own choices."""

    sentences: Sequence[Candidate]
    table: NDArray[np.float64]
    odds: NDArray[np.float64]
    readings: Sequence[Reading]

    @property
    def likely(self) -> list[tuple[Span, float]]:
        """The sentences with their probabilities."""
        return [(c.span, float(p)) for c, p in zip(self.sentences, self.odds, strict=True)]


def rank_sentences(material: Material, reader: Reader) -> RankedSentences:
    """The sentences of the best passages, weighed.

    Of a follow-up, by its own words as well: what it takes over says where to look, and hardly which sentence answers.
    The odds are the geometric mean of both.
    """
    readings = reader.read(material.question.text, material.found, material.document, limit=_READINGS)
    near = candidates(material)
    table = features(material, near, readings)
    scores = _scores(table)
    if material.own is not None:
        own = replace(
            material, question=material.own.question, similarities=material.own.similarities, own=None
        )
        scores = (scores + _scores(features(own, near, readings))) / 2
    return RankedSentences(near, table, choice.probabilities(scores), readings)


def candidates(material: Material) -> list[Candidate]:
    """The sentences of the best passages, questions and titles included: whether they state anything is a feature.

    A run-in heading is one with the sentence that it heads; a note in brackets is as many as it holds; the note of
    the task before it is none of a sentence.
    """
    joined: list[Candidate] = []
    single = (
        (found, after_note(text, inner))
        for found, span in material.all_sentences(PASSAGES)
        for text in [material.document(span.doc_id).text]
        for inner in of_note(text, span)
    )
    for found, span in single:
        last = joined[-1] if joined else None
        if last and last.found is found and _heads(material, last.span, span):
            joined[-1] = Candidate(Span(span.doc_id, last.span.start, span.end), found)
        else:
            joined.append(Candidate(span, found))
    return joined


def _heads(material: Material, first: Span, second: Span) -> bool:
    """Whether a sentence is the run-in heading of the next one on its line; what has a note of its own is a task."""
    between = material.document(first.doc_id).text[first.end : second.start]
    apart = "\n" in between or between.strip() or _NEXT.match(material.words(second))
    return not apart and is_heading(material.words(first))


def is_heading(sentence: str) -> bool:
    """Whether a sentence only says what is told of: （一）加强领导。"""
    return bool(_RUN_IN.match(sentence))


def features(
    material: Material, sentences: Sequence[Candidate], readings: Sequence[Reading]
) -> NDArray[np.float64]:
    """What speaks for each sentence, shape (n, len(NAMES)); `readings` are the reader's own choices."""
    topic, question = material.topic, fold(material.question.text)
    table = np.zeros((len(sentences), len(NAMES)))
    if not sentences:
        return table
    words = [material.words(candidate.span) for candidate in sentences]
    passages = {candidate.found.passage.passage_id: candidate.found.passage for candidate in sentences}
    arounds = [material.around(passage) for passage in passages.values()]
    places = {passage_id: place for place, passage_id in enumerate(passages)}
    under = [places[candidate.found.passage.passage_id] for candidate in sentences]
    alike, alike_around = material.similarities.alone_and_under(words, arounds, under)
    match = _matched(material.question.text, words, arounds, under)
    in_other_words = translated(material.question.text, words)
    answers = answering(material.question.text, words, arounds, under)
    asked = [kind for kind, (asks, _) in _ASKED.items() if asks.search(question)]
    in_passages = [passage.text for passage in passages.values()]
    gained = _gained(topic, words, arounds, in_passages, under)
    for number, (candidate, text) in enumerate(zip(sentences, words, strict=True)):
        own = [reading for reading in readings if reading.span.overlaps(candidate.span)]
        given = {kind: float(bool(_ASKED[kind][1].search(text))) for kind in asked}
        table[number] = [
            *gained[number],
            candidate.found.score,
            candidate.found.rank / 10,
            alike[number],
            alike_around[number],
            *match[number],
            *in_other_words[number],
            answers[number],
            _labelled(text, question),
            min(len(text), 120) / 120,
            float(len(text) < 12),
            float(says_something(text)),
            float(text.endswith(("：", ":"))),
            float(bool(own)),
            float(bool(own) and own[0] is readings[0]),
            max((reading.confidence for reading in own), default=0.0),
            float(settles(material.question.text, text) is True),
            *(given.get(kind, 0.0) for kind in _ASKED),
        ]
    return table


def _gained(
    topic: Topic, words: Sequence[str], arounds: Sequence[str], passages: Sequence[str], under: Sequence[int]
) -> NDArray[np.float64]:
    """How much of the question is held, shape (n, 6): by each sentence, the one before it, its passage, what that stands
    under and all of these together; and whether the sentence holds the thing asked for, which stands last."""
    own = np.array([topic.held(text) for text in words])
    around, passage = (np.array([topic.held(text) for text in texts])[under] for texts in (arounds, passages))
    previous = before(own, under)
    together = np.maximum.reduce([own, 0.6 * previous, 0.6 * around, 0.5 * passage])
    head = next((n for n, word in enumerate(topic.words) if word == topic.head), None)
    holds = np.zeros(len(own)) if head is None else own[:, head] >= 0.5
    return np.stack(
        [*(topic.gains(held) for held in (own, previous, passage, around, together)), holds], axis=1
    )


def _matched(
    question: str, words: Sequence[str], arounds: Sequence[str], under: Sequence[int]
) -> NDArray[np.float32]:
    """How well the question's tokens are matched by those nearest in meaning (`indexing.token_match`), shape (n, 4): of
    each sentence, with what it stands under, with the sentence before it as well, and beyond what it stands under.
    """
    weights, cosines = nearest(question, [*words, *arounds])
    own, around = cosines[: len(words)], cosines[len(words) :][np.asarray(under)]
    wide = np.maximum(own, around)
    tables = [own, wide, np.maximum(wide, before(own, under)), own * (1 - around.clip(0, 1))]
    return np.stack([table @ weights for table in tables], axis=1)


def _labelled(text: str, question: str) -> float:
    """1 where a question names what a line is labelled with, or its end: 电话 for 联系电话：…, but not 组长 for 副组长：…, nor the reverse"""
    label = _LABEL.match(fold(text))
    plain = re.sub(r"\s", "", label[1]) if label else ""
    if f"副{plain}" in question:
        return 0.0
    end = plain[-2:] if "副" not in plain else plain
    return float(len(plain) > 1 and (plain in question or end in question))


def given_kinds(question: Question, text: str) -> dict[str, bool | None]:
    """For each kind of thing (a date, a body, a yes or no …) whether a text gives it; None where it is not asked for."""
    asked = fold(question.text)
    return {
        kind: bool(gives.search(text)) if asks.search(asked) else None
        for kind, (asks, gives) in _ASKED.items()
    }


def _scores(table: NDArray[np.float64]) -> NDArray[np.float64]:
    """How likely each sentence answers, of a table of what speaks for each, as the logarithm of its odds; shape (n,)."""
    return np.asarray(table @ choice.weights(_NUMBERS, NAMES))
