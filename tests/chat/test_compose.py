"""From spans to citations: every quote is exact, short enough, and nothing that was drafted is lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chat.answer import Answer
from chat.compose import QUOTE_LIMIT, Composer, joined, quotable, rendered
from corpus.document import Document, Span
from indexing.passage import ScoredPassage

TEXT = "一、目标\n到2027年，规模达到6万亿级；到2030年，达到9万亿级。此后另定。\n\n　　二、保障。\n"
PARTS = st.lists(
    st.sampled_from(
        ["甲乙", "规模达到6万亿级", "，", "。", "；", "\n", "  ", "（", "）", "𠮷", "长" * 90, "短" * 250]
    ),
    max_size=14,
).map("".join)


def composer(text: str) -> Composer:
    return Composer(lambda doc_id: Document(doc_id, "方案", text), lambda span: None)


def span_of(words: str) -> Span:
    start = TEXT.index(words)
    return Span("plan", start, start + len(words))


@given(PARTS.filter(bool), st.data())
def test_every_quote_is_exact_short_and_together_they_cover_the_span(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    span = Span("plan", start, data.draw(st.integers(start + 1, len(text))))
    pieces = list(quotable(text, span))
    covered = {position for piece in pieces for position in range(piece.start, piece.end)}
    assert {p for p in range(span.start, span.end) if not text[p].isspace()} <= covered
    assert all(span.contains(piece) and piece.end - piece.start <= QUOTE_LIMIT for piece in pieces)
    assert all("\n" not in text[piece.start : piece.end] for piece in pieces)
    assert all(a.end <= b.start for a, b in zip(pieces, pieces[1:], strict=False))
    if not pieces:
        return
    made = composer(text)
    made.state([span])
    assert [c.number for c in made.citations] == list(range(1, len(pieces) + 1))
    for citation in made.citations:
        assert citation.quote == text[citation.span.start : citation.span.end]
    Answer("问", "answered", "答", statements=tuple(made.statements), citations=tuple(made.citations))


def test_a_statement_says_what_its_quotes_say() -> None:
    made = composer(TEXT)
    made.state([span_of("到2027年，规模达到6万亿级")])
    (statement,), (citation,) = made.statements, made.citations
    assert statement.text == citation.quote == "到2027年，规模达到6万亿级"
    assert citation.title == "方案" and citation.heading == ()


def test_the_same_span_is_cited_under_one_number() -> None:
    made = composer(TEXT)
    first, second = span_of("此后另定。"), span_of("二、保障。")
    made.state([first])
    made.state([second, first])
    made.state_as("另一种说法", [second, second])
    assert [c.span for c in made.citations] == [first, second]
    assert [s.citations for s in made.statements] == [(1,), (2, 1), (2,)]


def test_a_span_over_several_lines_is_quoted_line_by_line() -> None:
    pieces = [TEXT[p.start : p.end] for p in quotable(TEXT, Span("plan", 0, len(TEXT)))]
    assert pieces == [
        "一、目标",
        "到2027年，规模达到6万亿级；到2030年，达到9万亿级。此后另定。",
        "二、保障。",
    ]


def test_who_answers_is_left_out_unless_just_that_is_asked() -> None:
    text = "答（市商务局局长周一鸣）：冷库在线登记。"
    whole, name = Span("plan", 0, len(text)), text.index("周一鸣")
    assert [text[p.start : p.end] for p in quotable(text, whole)] == ["冷库在线登记。"]
    assert [text[p.start : p.end] for p in quotable(text, whole, Span("plan", name, name + 3))] == [text]


def test_a_long_sentence_is_cut_at_its_clauses() -> None:
    clause = "推动港口航道与铁路专线一体建设" * 6 + "，"
    text = clause * 4 + "完成。"
    pieces = [text[p.start : p.end] for p in quotable(text, Span("plan", 0, len(text)))]
    assert "".join(pieces) == text
    assert all(piece.endswith(("，", "。")) and len(piece) <= QUOTE_LIMIT for piece in pieces)


def test_the_heading_of_the_passage_goes_into_the_citation() -> None:
    from indexing.passage import Passage

    span = span_of("此后另定。")
    passage = Passage(span, TEXT[span.start : span.end], ("一、目标",))
    found = ScoredPassage(passage, 0.9, 1)
    made = Composer(
        lambda doc_id: Document(doc_id, "方案", TEXT), lambda asked: found if asked == span else None
    )
    made.state([span])
    assert made.citations[0].heading == ("一、目标",)


@pytest.mark.parametrize(
    ("listed", "short", "lead", "notices", "text"),
    [
        (False, None, "", [], "规模达到6万亿级〔1〕\n此后另定〔1〕〔2〕"),
        (False, "6万亿级", "", [], "6万亿级：规模达到6万亿级〔1〕\n此后另定〔1〕〔2〕"),
        (False, "规模", "", [], "规模达到6万亿级〔1〕\n此后另定〔1〕〔2〕"),
        (True, "6万亿级", "", [], "1. 规模达到6万亿级〔1〕\n2. 此后另定〔1〕〔2〕"),
        (
            False,
            None,
            "不是：",
            ["已废止。"],
            "不是：规模达到6万亿级〔1〕\n此后另定〔1〕〔2〕\n注意：已废止。",
        ),
    ],
)
def test_what_is_shown(listed: bool, short: str | None, lead: str, notices: list[str], text: str) -> None:
    from chat.answer import Statement

    statements = [Statement("规模达到6万亿级", (1,)), Statement("此后另定", (1, 2))]
    assert rendered(statements, listed, short, lead, notices) == text


def test_what_is_compared_is_shown_by_year_or_place() -> None:
    from chat.answer import Statement

    statements = [Statement("规模为6万亿级", (1,)), Statement("规模为9万亿级", (2,))]
    shown = rendered(statements, True, None, "", [], ("2027年", "2030年"))
    assert shown == "2027年：规模为6万亿级〔1〕\n2030年：规模为9万亿级〔2〕"


def test_quotes_in_a_row_are_joined_with_single_blanks() -> None:
    assert joined(["  甲　乙 ", "丙\n丁"]) == "甲 乙 丙 丁"
