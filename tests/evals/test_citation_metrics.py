"""Validity, support and evidence of citations."""

from collections.abc import Callable
from typing import Any

import pytest

from evals.answer_record import AnswerRecord
from evals.dataset import Evidence
from evals.metrics.citation_support import citation_recall_precision, supports
from evals.metrics.citation_validity import citation_problems
from evals.metrics.evidence_cited import evidence_cited

TextOf = Callable[[str], str | None]
MakeAnswer = Callable[..., dict[str, Any]]
FIRST = "到2027年，全省工业规模达到7万亿级，专精特新企业达到1000家。"
NEXT = "到2030年，全省工业规模达到10万亿级，专精特新企业达到1300家。"
VOUCHER = "（一）发放上云服务券，对小微企业给予最高50%的补助。"
FUND = "（二）设立产业基金，首期规模200亿元。"


def read(answer: dict[str, Any]) -> AnswerRecord:
    return AnswerRecord.from_json(answer)


def test_an_answer_as_promised_has_no_problem(make_answer: MakeAnswer, text_of: TextOf) -> None:
    answer = make_answer(("到2027年达到7万亿级", FIRST), ("发放上云服务券", VOUCHER), short="7万亿级")
    assert citation_problems(read(answer), text_of) == []
    assert citation_problems(read(make_answer()), text_of) == []


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (lambda a: a["citations"][0].update(start=a["citations"][0]["start"] + 1), "与原文不符"),
        (lambda a: a["citations"][0].update(quote="到2027年，全省工业规模达到8万亿级"), "与原文不符"),
        (lambda a: a["citations"][0].update(doc_id="gone"), "与原文不符"),
        (lambda a: a["citations"][0].update(start=9, end=9, quote=""), "与原文不符"),
        (lambda a: a["citations"][0].update(number=3), "编号不是"),
        (lambda a: a["statements"][0].update(citations=[]), "没有引用"),
        (lambda a: a["statements"][0].update(citations=[2]), "〔1〕没有被任何一句用到"),
        (lambda a: a["statements"][0].update(citations=[1, 7]), "不存在的〔7〕"),
        (lambda a: a.update(statements=[], citations=[]), "没有任何语句"),
        (lambda a: a.update(short_answer="8万亿级"), "简答不在任何引文之内"),
        (lambda a: a.update(outcome="abstained", abstained=True), "拒答却带有"),
    ],
)
def test_each_broken_promise_is_named(
    change: Callable[[dict[str, Any]], None], problem: str, make_answer: MakeAnswer, text_of: TextOf
) -> None:
    answer = make_answer(("到2027年达到7万亿级", FIRST), ("发放上云服务券", VOUCHER), short="7万亿级")
    change(answer)
    assert any(problem in found for found in citation_problems(read(answer), text_of))


def test_a_long_quote_must_be_one_list_item(make_answer: MakeAnswer) -> None:
    item = "（三）支持企业上云" + "，加大投入" * 50 + "。"
    for text, fine in ((f"标题\n{item}\n", True), (f"标题\n{item[3:]}\n", False)):
        quote = text.split("\n")[1]
        answer = make_answer(("支持企业上云", quote))
        answer["citations"][0].update(start=3, end=3 + len(quote))
        problems = citation_problems(read(answer), {"hubei": text}.get)
        assert (problems == []) is fine, problems
    # the item without its number, which stands right before it
    answer["citations"][0].update(start=6, end=6 + len(quote))
    assert citation_problems(read(answer), {"hubei": f"标题\n{item}\n"}.get) == []


@pytest.mark.parametrize(
    ("statement", "quotes", "carried"),
    [
        (FIRST, [FIRST], True),
        ("到2027年工业规模达到70000亿", [FIRST], True),
        ("到2027年，全省工业规模达到7万亿级", [NEXT], False),  # figures differ
        ("到2030年，全省工业规模达到7万亿级", [FIRST], False),  # the year differs
        ("发放上云服务券", [FUND], False),
        ("发放上云服务券，设立产业基金", [VOUCHER], False),
        ("发放上云服务券，设立产业基金", [VOUCHER, FUND], True),
        ("", [FIRST], False),
        ("甲", ["甲"], True),
        (FIRST, [""], False),
        (FIRST, [], False),
    ],
)
def test_supports(statement: str, quotes: list[str], carried: bool) -> None:
    assert supports(quotes, statement) is carried


def test_recall_and_precision_by_hand(make_answer: MakeAnswer, text_of: TextOf) -> None:
    both = "发放上云服务券，设立产业基金"
    answer = make_answer((both, VOUCHER), ("首期规模200亿元", FUND))
    # statement 1 cites the voucher only: unsupported, its citation imprecise; statement 2 is fine
    assert citation_recall_precision(read(answer), text_of) == (0.5, 0.5)
    # with both: each alone does not carry it, but neither do the others without it: both relevant
    answer["statements"][0]["citations"] = [1, 2]
    assert citation_recall_precision(read(answer), text_of) == (1.0, 1.0)
    # statement 2 citing the voucher beside the fund: the voucher is irrelevant; 3 of 4 pairs are precise
    answer["statements"][1]["citations"] = [1, 2]
    assert citation_recall_precision(read(answer), text_of) == (1.0, 0.75)


def test_a_quote_that_is_not_in_the_document_supports_nothing(
    make_answer: MakeAnswer, text_of: TextOf
) -> None:
    answer = make_answer((FIRST, FIRST))
    answer["citations"][0]["start"] += 1
    assert citation_recall_precision(read(answer), text_of) == (0.0, 0.0)


def test_evidence_cited(make_answer: MakeAnswer, text: str) -> None:
    start = text.index("7万亿级")
    gold = Evidence("hubei", start, start + 4)
    cited = read(make_answer((FIRST, FIRST))).citations
    beside = read(make_answer((NEXT, NEXT))).citations
    assert evidence_cited(cited, [gold]) == 1.0
    assert evidence_cited(beside, [gold]) == 0.0
    assert evidence_cited(beside, [gold, Evidence("hubei")]) == 0.5
    assert evidence_cited((), [gold]) == 0.0
    touching = Evidence("hubei", text.index(FIRST) + len(FIRST), text.index(FIRST) + len(FIRST) + 1)
    assert evidence_cited(cited, [touching]) == 0.0  # side by side shares no character
