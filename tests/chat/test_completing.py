"""What is shown with a quote once it answers."""

from datetime import date

import pytest

from chat.completing import shown_whole
from chat.draft import Draft
from chat.material import Material, Readings
from chat.question import analyse
from chat.similarity import Similarity
from corpus.document import Document, Span
from indexing.embedder import open_embedder

WHETHER = "渔港的渔船要不要缴泊位费"
CASES = "渔船有下列情形之一的，免缴泊位费："
ITEMS = "（一）执行搜救任务的；", "（二）避台风进港的；"
TEXT = f"""渔港规则

{CASES}
{ITEMS[0]}
{ITEMS[1]}
抢险时可以征用渔船，并给予补偿。有关单位应当服从。
渔船补办登记后可以出港。逾期未补办的，扣留渔船。
云溪市渔港管理和渔船停泊以及养殖备案工作规则说明
渔港每年清淤。其余照旧。
渔获登记分为近海登记和远洋登记，近海登记由渔港办理，远洋登
记由渔政局办理并且每季度核对一次，核对结果抄送各
个渔港。
本规则自印发之日起施行。
通讯地址：云溪市港前路9号
邮编：990000
联系电话：0999-5550123
渔政局
二〇二四年十一月二十日
"""
RULES = Document("rules", "渔港规则", TEXT, issued_on=date(2024, 11, 20))


def shown(question: str, *quotes: str) -> list[list[str]]:
    spans = [Span("rules", TEXT.index(quote), TEXT.index(quote) + len(quote)) for quote in quotes]
    similarities = Similarity(open_embedder(), question)
    material = Material(analyse(question), [], lambda _: RULES, similarities, Readings())
    draft = Draft("reading", tuple((span,) for span in spans), 1.0)
    return [[RULES.quote(span) for span in spans] for spans in shown_whole(material, draft).statements]


def test_an_item_is_shown_with_what_announces_it_once() -> None:
    assert shown(WHETHER, *ITEMS) == [[CASES, ITEMS[0]], [ITEMS[1]]]
    assert shown("渔船哪天缴泊位费", ITEMS[0]) == [[ITEMS[0]]]  # the day alone is asked for


@pytest.mark.parametrize(
    ("quote", "whole"),
    [
        ("有关单位应当服从。", "抢险时可以征用渔船，并给予补偿。有关单位应当服从。"),
        ("渔船补办登记后可以出港。", "渔船补办登记后可以出港。逾期未补办的，扣留渔船。"),
        ("渔港每年清淤。", "渔港每年清淤。"),
    ],
)
def test_a_sentence_is_shown_with_the_neighbour_that_it_goes_on_from_or_that_tells_its_other_case(
    quote: str, whole: str
) -> None:
    assert shown(WHETHER, quote) == [[whole]]


def test_a_sentence_that_lines_break_off_is_shown_whole() -> None:
    line = "记由渔政局办理并且每季度核对一次，核对结果抄送各"
    whole = TEXT[TEXT.index("渔获登记") : TEXT.index("个渔港。") + 4]
    assert shown("远洋登记归谁办", line) == [[whole]]
    assert shown("渔港什么时候清淤", "渔港每年清淤。") == [["渔港每年清淤。"]]


def test_how_to_reach_somebody_is_shown_with_the_lines_beside_it() -> None:
    block = TEXT[TEXT.index("通讯地址") : TEXT.index("\n渔政局")]
    assert shown("渔政局的邮编和地址是什么，寄到哪", "990000") == [[block]]


def test_what_holds_from_its_issue_on_is_shown_with_that_day() -> None:
    assert shown("渔港规则什么时候生效", "本规则自印发之日起施行。") == [
        ["本规则自印发之日起施行。", "二〇二四年十一月二十日"]
    ]
