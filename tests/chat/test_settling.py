"""The verdicts on the parts of a question made one outcome."""

from dataclasses import replace

import pytest

from chat.decision import Decision
from chat.draft import Draft
from chat.material import Material, Readings
from chat.parts import Part
from chat.question import analyse
from chat.settling import Verdict, doubled, says_all, settle, side_by_side
from chat.similarity import Similarity
from corpus.document import Document, Span
from indexing.embedder import open_embedder

TEXT = "省级渔港奖补30万元，企业级渔港奖补8万元。泊位由渔政局管理。"
DOCUMENT = Document("harbours", "渔港奖补办法", TEXT)
REFUSED = Decision(False, "资料中没有写明。")


def verdict(part: Part, quote: str | None, short: str | None = None) -> Verdict:
    similarities = Similarity(open_embedder(), part.question)
    material = Material(analyse(part.question), [], lambda _: DOCUMENT, similarities, Readings())
    if quote is None:
        return Verdict(material, None, REFUSED)
    draft = Draft("figure", ((at(quote),),), 1.0, short=at(short) if short else None)
    return Verdict(material, draft, Decision(True, probability=1.0))


def at(words: str) -> Span:
    start = TEXT.index(words)
    return Span(DOCUMENT.doc_id, start, start + len(words))


FIRST = Part("省级渔港奖多少", "省级渔港", certain=False)
SECOND = Part("企业级渔港奖多少", "企业级渔港", certain=False)


def test_parts_with_one_and_the_same_quote_are_one_answer_without_labels() -> None:
    settled = settle([FIRST, SECOND], [verdict(FIRST, TEXT, "30万元"), verdict(SECOND, TEXT, "8万元")])
    assert settled.statements == [(at(TEXT),)] and settled.labels == () and not settled.missing
    assert settled.short_words() is None  # each has another


def test_parts_with_quotes_of_their_own_are_labelled() -> None:
    quotes = "省级渔港奖补30万元", "企业级渔港奖补8万元"
    settled = settle([FIRST, SECOND], [verdict(FIRST, quotes[0]), verdict(SECOND, quotes[1])])
    assert settled.labels == ("省级渔港", "企业级渔港") and not settled.missing


@pytest.mark.parametrize("quote", ["省级渔港奖补30万元", "省级渔港奖补30万元，企业级渔港奖补8万元"])
def test_a_side_that_the_other_ones_sentence_names_is_quoted_with_it(quote: str) -> None:
    settled = settle([FIRST, SECOND], [verdict(FIRST, quote), verdict(SECOND, None)])
    assert not settled.missing
    (((span,),),) = [settled.statements]
    assert span.contains(at("省级渔港奖补30万元，企业级渔港奖补8万元"))


def test_a_side_that_the_other_ones_sentence_does_not_name_is_missing() -> None:
    light = Part("灯塔奖多少", "灯塔", certain=False)
    settled = settle([FIRST, light], [verdict(FIRST, "省级渔港奖补30万元"), verdict(light, None)])
    assert settled.missing == (light.question,) and settled.statements == [(at("省级渔港奖补30万元"),)]


def test_sides_with_the_same_clause_are_answered_by_its_sentence() -> None:
    both = [verdict(part, "企业级渔港奖补8万元") for part in (FIRST, SECOND)]
    assert settle([FIRST, SECOND], both).statements == [(at(TEXT[: TEXT.index("泊位")]),)]


def test_a_quote_that_names_each_side_by_its_own_words_answers_them_all() -> None:
    sides = [Part(f"{name}奖多少", f"{name}的码头", certain=False) for name in ("省级渔港", "企业级渔港")]
    settled = settle(sides, [verdict(part, "省级渔港奖补30万元，企业级渔港奖补8万元") for part in sides])
    assert settled.reason is None and not settled.missing


def test_without_any_answer_the_reason_is_given() -> None:
    assert settle([FIRST, SECOND], [verdict(FIRST, None), verdict(SECOND, None)]).reason == REFUSED.reason


def test_answers_of_other_things_than_asked_are_refused_with_a_reason() -> None:
    parts = [
        Part("食堂奖多少", "渔港的食堂", certain=False),
        Part("灯塔奖多少", "渔港的灯塔", certain=False),
    ]
    settled = settle(parts, [verdict(part, "省级渔港奖补30万元") for part in parts])
    assert settled.reason is not None and "食堂" in settled.reason and not settled.answered


@pytest.mark.parametrize(("probability", "answers"), [(0.35, True), (0.1, False)])
def test_a_draft_less_sure_answers_beside_the_answer_to_the_other_side(
    probability: float, answers: bool
) -> None:
    sure, unsure = verdict(FIRST, "省级渔港奖补30万元"), verdict(SECOND, "企业级渔港奖补8万元")
    unsure = replace(unsure, decision=replace(REFUSED, probability=probability))
    assert [v.decision.answers for v in side_by_side([sure, unsure])] == [True, answers]
    assert not any(v.decision.answers for v in side_by_side([unsure, unsure]))


def test_one_answer_may_say_all_that_is_asked_of_several_things() -> None:
    whole = Part("省级渔港和企业级渔港各奖多少")
    assert says_all([FIRST, SECOND], verdict(whole, TEXT))
    assert not says_all([FIRST, SECOND], verdict(whole, "省级渔港奖补30万元"))
    assert not says_all([FIRST, SECOND], verdict(whole, None))


def test_one_figure_does_not_answer_two_sides() -> None:
    quote = "省级渔港奖补30万元"
    both = [verdict(part, quote, "30万元") for part in (FIRST, SECOND)]
    assert doubled([FIRST, SECOND], both) == {1: at("30万元")}
    assert doubled([SECOND, FIRST], both[::-1]) == {0: at("30万元")}  # the name says whose it is
    whole = [verdict(part, TEXT, "30万元") for part in (FIRST, SECOND)]
    assert not doubled([FIRST, SECOND], whole)  # which holds the other one's as well
    apart = [verdict(FIRST, quote, "30万元"), verdict(SECOND, "企业级渔港奖补8万元", "8万元")]
    assert not doubled([FIRST, SECOND], apart)
