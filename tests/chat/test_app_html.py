"""Answers and sources as HTML: exact marks, and nothing a text says is ever obeyed."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chat.answer import Citation, Statement
from chat.app.answer_html import answer_html, conversation_html, empty_html, turn_html, unready_html
from chat.app.markup import escape, web_address
from chat.app.plain_text import answer_text
from chat.app.source_html import marked_text, source_html
from chat.app.turn import Turn
from corpus.document import Span
from tests.chat.hostile_html import PAYLOADS, Seen, harmless
from tests.chat.made_answers import DOCUMENT, TEXT, an_answer, refused, span_of

DAY = date(2026, 1, 1)


def title_of(doc_id: str) -> str:
    return {"plan": "行动方案"}.get(doc_id, doc_id)


@given(st.text(alphabet="a中𠮷<&\n\u2028 '\"", min_size=1, max_size=40), st.data())
def test_marks_hold_exactly_the_cited_characters(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    seen = Seen(marked_text(text, start, end))
    assert seen.text == text
    assert seen.marked == text[start:end]


def test_a_quote_over_several_lines_is_marked_on_each() -> None:
    seen = Seen(marked_text(TEXT, 3, TEXT.index("支持")))
    assert [tag for tag, _ in seen.tags].count("mark") == 3
    assert seen.marked == TEXT[3 : TEXT.index("支持")]


def test_the_source_shows_what_is_known_of_the_document() -> None:
    span = span_of("7万亿级")
    seen = harmless(source_html(DOCUMENT, span, quote="7万亿级", heading=("一、目标",), day=DAY))
    assert seen.marked == "7万亿级"
    for fact in (
        "行动方案",
        "省经信厅",
        "鄂经信〔2024〕12号",
        "2024年5月1日",
        "2027年12月31日",
        "现行有效",
        "一、目标",
    ):
        assert fact in seen.text
    assert ("a", "https://example.org/plan") in [(tag, a.get("href")) for tag, a in seen.tags]


@pytest.mark.parametrize(
    ("span", "quote"),
    [(span_of("7万亿级"), "8万亿级"), (Span("plan", 0, 10_000), "一"), (Span("other", 0, 2), "一、")],
)
def test_what_cannot_be_placed_is_not_marked(span: Span, quote: str) -> None:
    seen = harmless(source_html(DOCUMENT, span, quote=quote, day=DAY))
    assert "mark" not in [tag for tag, _ in seen.tags]
    assert "未作标注" in seen.text and quote in seen.text


def test_an_expired_document_says_so() -> None:
    assert "已过有效期" in source_html(DOCUMENT, day=date(2028, 1, 1))


def test_a_figure_stands_large_and_marks_become_buttons() -> None:
    html = answer_html(an_answer(), 2, title_of)
    seen = harmless(html)
    assert '<p class="figure">7万亿级</p>' in html
    cites = [a for tag, a in seen.tags if tag == "button" and a.get("data-act") == "cite"]
    assert {(a["data-turn"], a["data-item"]) for a in cites} == {("2", "1")}
    assert "鄂经信〔2024〕12号" in seen.text, "the year of a document number is no citation"


def test_a_refusal_gives_its_reason_and_the_nearest_passages() -> None:
    html = answer_html(refused(), 0, title_of)
    assert 'class="answer abstained"' in html and "资料没有写每家补多少钱。" in html
    assert 'data-act="passage"' in html and "不是答案" in html
    assert 'class="figure"' not in html and 'data-act="cite"' not in html


def test_a_partial_answer_says_what_is_missing_and_every_notice_once() -> None:
    answer = an_answer(outcome="partial", missing=("资金安排",), notices=("文件已不再有效。",))
    html = answer_html(answer, 0, title_of)
    assert 'class="answer partial"' in html and Seen(html).text.count("资金安排") == 1
    already = replace(answer, text=answer.text + "\n注意：文件已不再有效。")
    visible = Seen(answer_html(already, 0, title_of)).text
    assert visible.count("文件已不再有效。") == 1


def test_what_the_question_was_taken_to_mean_is_shown() -> None:
    assert "理解为：到2030年呢" in answer_html(an_answer(rewritten_question="到2030年呢"), 0, title_of)
    assert "理解为" not in answer_html(an_answer(rewritten_question="2027年工业规模？"), 0, title_of)


def test_a_fault_is_not_shown_as_not_found() -> None:
    html = turn_html(Turn("问", error="系统出了故障"), 0, title_of)
    assert 'role="alert"' in html and "没有找到依据" not in html


def test_lists_are_lists() -> None:
    text = "主要有两项：\n1. 甲〔1〕\n2. 乙〔1〕"
    tags = [tag for tag, _ in Seen(answer_html(an_answer(text=text), 0, title_of)).tags]
    assert tags.count("ul") == 1 and tags.count("p") >= 1


def test_the_first_page_helps_also_without_documents() -> None:
    assert 'data-act="documents"' in unready_html("资料库里还没有文档。")
    assert 'data-item="1"' in empty_html(["甲？", "乙？"], 3)


@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_text_is_ever_obeyed(payload: str) -> None:
    text = f"前{payload}后"
    document = replace(DOCUMENT, title=payload, text=text, issuer=payload, source_url=payload, region=payload)
    span = Span("plan", 1, 1 + len(payload))
    seen = harmless(source_html(document, span, quote=payload, heading=(payload,), label=payload, day=DAY))
    assert seen.marked == Seen(escape(payload)).text
    citation = Citation(1, span, payload, (payload,), payload)
    answer = an_answer(
        question=payload,
        text=f"{payload}〔1〕\n- {payload}",
        rewritten_question=payload + "？",
        short_answer=payload,
        missing=(payload + "甲",),
        notices=(payload + "乙",),
        statements=(Statement(payload, (1,)),),
        citations=(citation,),
    )
    finished = [
        Turn(payload, answer=answer),
        Turn(payload, answer=refused(payload)),
        Turn(payload, error=payload),
    ]
    harmless(conversation_html(finished, lambda _: payload, payload))
    harmless(empty_html([payload], 1, payload))


@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_text_that_is_still_streaming_is_as_harmless(payload: str) -> None:
    for n in range(len(payload) + 1):
        for turn in (
            Turn(payload, stage="reading", partial=payload[:n]),
            Turn(payload, partial=payload[:n], stopped=True),
        ):
            harmless(turn_html(turn, 0, title_of))


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("https://www.gov.cn/a", True),
        (" http://example.org ", True),
        ("javascript:alert(1)", False),
        ("JaVaScRiPt://x/%0aalert(1)", False),
        ("data:text/html,x", False),
        ("//example.org", False),
        ("http://[bad", False),
        ("", False),
        (None, False),
    ],
)
def test_only_web_pages_become_links(address: str | None, kept: bool) -> None:
    assert (web_address(address) is not None) == kept


def test_what_is_compared_stands_in_a_table() -> None:
    first, second = "工业规模<达到>7万亿级", "工业规模达到10万亿级"
    text = f"2027年：{first}〔1〕\n2030年：{second}〔1〕\n注意：口径不同。"
    statements = (Statement(first, (1,)), Statement(second, (1,)))
    compared = an_answer(text=text, statements=statements, short_answer=None, notices=("口径不同。",))
    html = answer_html(compared, 0, title_of)
    harmless(html)
    assert (
        html.count("<tr>") == 2
        and '<th scope="row">2027年</th><td>工业规模&lt;达到&gt;7万亿级<button' in html
    )
    one = replace(compared, text=f"2027年：{first}〔1〕", statements=statements[:1])
    assert "<table" not in answer_html(one, 0, title_of)


def test_copying_takes_the_sources_along() -> None:
    lines = answer_text(an_answer(notices=("注意有效期。",))).split("\n")
    assert lines[0] == "问：2027年工业规模？" and lines[1].startswith("答：𠮷林工业规模达到7万亿级")
    assert lines[-1] == "〔1〕《行动方案》 › 一、目标：“𠮷林工业规模达到7万亿级”"
    assert answer_text(refused()) == "问：2027年工业规模？\n答：资料没有写每家补多少钱。"
