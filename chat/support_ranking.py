"""Which sentences say what support there is: the sentence ranking's signals, and what the support measures say of each.

A sentence that a measure (`indexing.measures`) lies in is known by whom it is for, how much it gives, on which
conditions and how to apply. The weights (`support.json`) are fitted by `python -m chat.fitting.support` as for figures.
"""

import re
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from chat import choice, sentence_ranking
from chat.material import Material, says_something
from chat.sentence_ranking import Candidate, RankedSentences
from chat.topic import fold
from corpus.document import Span
from indexing.measure import Measure

_NUMBERS = Path(__file__).with_name("support.json")
# each side of support: what asks for it, and what a sentence that gives it holds
SIDES: dict[str, tuple[re.Pattern[str], re.Pattern[str]]] = {
    "amount": (
        re.compile(r"多少|几(?:成|万|块|个点|倍)|封顶|上限|顶格|比例|额度|金额|(?:补|奖|贴|减|抵|扣|免|返|退)法|怎么(?:补|奖|贴|减|抵|扣|返|退|算)|标准|力度"),
        re.compile(r"\d[\d.,]*\s*(?:万|亿|千|百)?(?:元|%|％|倍|成|个百分点)|百分之|全额|减半|免[征收缴费]|[一二三四五六七八九十]成"),
    ),
    "conditions": (
        re.compile(r"条件|资格|要求|符合|满足|什么样的|谁能|哪些人|哪些企业|谁可以|才能|才算|得是|门槛"),
        re.compile(r"条件|符合|满足|须|应当|不超过|以上|以下|具备|的(?:企业|个人|单位|人员|机构)?[，,]|属于|下列|限于|对象|扩大到|可以|其中"),
    ),
    "way": (
        re.compile(r"怎么(?:申|办|领|拿|弄|个办)|如何(?:申|办|领)|怎样(?:申|办|领)|流程|手续|哪里|哪办|哪申请|在哪|向谁|找谁|去哪|怎么办"),
        re.compile(r"(?:申请|申报|申领)(?!企业|单位|条件|对象|人|范围|材料|截止|时间|期限)|提交|报送|填报|登录|受理|办理|备案|网站|平台|窗口|向.{2,20}(?:申|提|备)|自行|指南|[保住在籍]地"),
    ),
    "papers": (
        re.compile(r"材料|证件|证明|带什么|带啥|交什么|资料|一起报|凭什么"),
        re.compile(r"材料|证[、，（(》，]|证$|表[、，。；]|合同|协议|副本|复印件|证明|记录|带上|凭|报送|提供|提交|身份证"),
    ),
    "until": (
        re.compile(r"什么时候|到哪天|截止|期限|多久|多长|几年|几个月|到什么时候|有效期|何时"),
        re.compile(r"\d\s*(?:年|个?月|日|天|个工作日)|期限|之日|截止|截至|[一二三四五六七八九十]年"),
    ),
}  # fmt: skip
_OWN = (
    "measure", "measure_topic", "audience", "amount_known", "gives_asked", "lacks_asked", "sides", "label",
    "figures", "statement",
)  # fmt: skip
NAMES = (*sentence_ranking.NAMES, "odds", *_OWN)


def asked_sides(question: str) -> list[str]:
    """The sides of support that a folded question asks for by name."""
    return [side for side, (asks, _) in SIDES.items() if asks.search(question)]


def gives_side(side: str, words: str) -> bool:
    """Whether words say something of a side of support."""
    return bool(SIDES[side][1].search(fold(words)))


def measure_of(material: Material, span: Span) -> Measure | None:
    """The first support measure whose statement lies in a sentence."""
    measures = material.readings.measures(material.document(span.doc_id))
    return next((m for m in measures if m.core.overlaps(span)), None)


def features(material: Material, ranked: RankedSentences) -> NDArray[np.float64]:
    """What speaks for each sentence, shape (n, len(NAMES))."""
    asked = asked_sides(fold(material.question.text))
    own = np.zeros((len(ranked.sentences), len(_OWN)))
    for number, candidate in enumerate(ranked.sentences):
        before = ranked.sentences[number - 1] if number else None
        own[number] = _of_sentence(material, candidate, before, asked)
    odds = np.log(ranked.odds + 1e-6)[:, None] / 10
    return np.hstack([ranked.table, odds, own])


def _of_sentence(
    material: Material, candidate: Candidate, before: Candidate | None, asked: Sequence[str]
) -> list[float]:
    words = material.words(candidate.span)
    measure = measure_of(material, candidate.span)
    given = [gives_side(side, words) for side in asked]
    topic = material.topic
    label = ""
    if before is not None and before.found is candidate.found:
        label = material.words(before.span)
        label = label if len(label) <= 30 else ""
    named = ""
    if measure:
        named = f"{material.words(measure.name)} {' '.join(measure.heading)}"
        named += f" {material.words(measure.audience)}" if measure.audience else ""
    return [
        float(measure is not None),
        topic.coverage(f"{named} {words}") if measure else 0.0,
        topic.coverage(material.words(measure.audience)) if measure and measure.audience else 0.0,
        float(measure is not None and measure.amount is not None and "amount" in asked),
        float(all(given)) if asked else 0.0,
        float(not any(given)) if asked else 0.0,
        sum(given) / 3,
        topic.coverage(label),
        float(bool(re.search(r"\d", words))),
        float(says_something(words)),
    ]


def probabilities(table: NDArray[np.float64]) -> NDArray[np.float64]:
    """For each sentence the probability that it, of all of them, says it; shape (n,)."""
    return choice.probabilities(table @ choice.weights(_NUMBERS, NAMES))
