"""Answers to questions about support: the sentences that say who gets what, on which conditions, and how."""

import re

from chat.draft import Draft
from chat.material import Material
from chat.topic import Topic, fold
from corpus.document import Span

_PASSAGES = 12
_MOST = 5
_GIVES = re.compile(
    r"补贴|补助|奖励|奖补|资助|扶持|支持|优惠|减免|减按|减半|免征|免税|免收|抵扣|扣减|退还|返还|贷款|融资|担保|贴息|发放|服务券|给予|优先|推广|降低|缓缴|延期|缩短|简化|提供|免费|补偿|推动"
)
_CONDITION = re.compile(
    r"条件|符合|满足|须|应当|不超过|以上|以下|具备|下列|可以|可享受|适用|限于|不得|标准|范围|应"
)
_PROCEDURE = re.compile(
    r"申请|申报|申领|提交|报送|填报|登录|受理|办理|携带|材料|备案|提供|凭|网站|平台|窗口|电话|部门|向.{2,20}(?:申|提)"
)
# The words for support itself say nothing about which: whatever is quoted gives something anyway.
_GENERIC = re.compile(
    r"补贴|补助|奖励|奖补|资助|扶持|支持|优惠|政策|措施|帮助|帮扶|好处|福利|待遇|享受|申请|申领|申报|办理|领取|条件|材料|流程|手续|符合|资格|企业可|方面|力度"
)


def answer_support(material: Material) -> Draft | None:
    """Up to five sentences of one document on the support asked for; None where none comes near."""
    text = fold(material.question.text)
    wanted = _CONDITION if re.search(r"条件|资格|符合", text) else _PROCEDURE if asks_how(text) else _GIVES
    narrowed = [word for word in material.question.topic if not _GENERIC.fullmatch(word.text)]
    topic = Topic(narrowed, [material.around(f.passage) + f.passage.text for f in material.found])
    scored: list[tuple[float, Span]] = []
    for found, span in material.sentences(_PASSAGES):
        words = material.words(span)
        if not wanted.search(words):
            continue
        passage = found.passage
        document = material.document(span.doc_id)
        score = topic.credit(
            [
                (words, 1.0),
                (passage.text, 0.7),
                (" ".join(passage.heading), 0.75),
                (passage.question or "", 0.75),
                (" ".join([document.title, document.region or "", document.issuer or ""]), 0.7),
            ]
        )
        scored.append((score - 0.01 * found.rank, span))
    if not scored:
        return None
    best, first = max(scored, key=lambda entry: entry[0])
    near = [
        (score, span)
        for score, span in scored
        if span.doc_id == first.doc_id and score >= best - 0.15 and abs(span.start - first.start) < 1500
    ]
    kept = sorted(sorted(near, key=lambda entry: -entry[0])[:_MOST], key=lambda entry: entry[1])
    return Draft(kind="support", statements=tuple((span,) for _, span in kept), score=best)


def asks_how(text: str) -> bool:
    """Whether a question asks for the way to get something: how, where, with which papers."""
    return bool(re.search(r"怎么|如何|怎样|流程|材料|手续|哪里|向谁|在哪", text))
