"""Which day, month or year in a quote is the one asked for, and how much of a period."""

from datetime import date

import pytest

from chat.material import Material
from chat.particulars import answer_particular
from chat.question import analyse
from chat.short_answers import short_answer
from corpus.document import Document, Span
from indexing.passage import Passage, ScoredPassage


def dated(question: str, quote: str) -> str | None:
    document = Document("d", "题", quote)
    material = Material(analyse(question), [], lambda _: document, lambda texts: [0.0] * len(texts))
    span = short_answer(material, Span("d", 0, len(quote)), None)
    return None if span is None else document.quote(span)


FISHING = "休渔补贴自2031年5月1日至2031年8月16日发放。"


@pytest.mark.parametrize(
    ("question", "quote", "day"),
    [
        ("休渔补贴从哪天发到哪天？", FISHING, "2031年5月1日至2031年8月16日"),
        ("休渔补贴从什么时候开始发？", FISHING, "2031年5月1日"),
        ("休渔补贴截止到什么时候？", FISHING, "2031年8月16日"),
        ("渔港规划管哪几年？", "渔港规划为2031—2035年，", "2031—2035年"),
        ("渔获报表每年几月前交？", "渔获报表于每年2月底前报送。", "2月底前"),
        ("渔获月报每月几号前交？", "各站于每月15日前报送渔获月报。", "每月15日前"),
        ("买了渔船从哪个月起交费？", "从渔船登记的次月起交费。", "渔船登记的次月"),
        ("渔港哪天验收？", "渔港于2031年3月9日前验收。", "2031年3月9日"),
    ],
)
def test_the_day_or_period_asked_for_is_given(question: str, quote: str, day: str) -> None:
    assert analyse(question).kind == "date"
    assert dated(question, quote) == day


def test_the_day_on_which_a_rule_was_passed_is_not_that_of_its_publication() -> None:
    document = Document(
        "d",
        "云溪市渔港管理办法",
        "云溪市渔港管理办法\n来源：2031年3月2日经市政府常务会议通过，2031年4月5日公布。",
        issued_on=date(2031, 4, 5),
    )
    passage = ScoredPassage(Passage(Span("d", 0, len(document.text)), document.text), 1.0, 1)
    given = {}
    for asked in ("公布", "通过"):
        question = analyse(f"云溪市渔港管理办法是哪天{asked}的？")
        draft = answer_particular(
            Material(question, [passage], lambda _: document, lambda texts: [0.0] * len(texts))
        )
        given[asked] = draft and draft.short and document.quote(draft.short)
    assert given == {"公布": "2031年4月5日", "通过": None}
