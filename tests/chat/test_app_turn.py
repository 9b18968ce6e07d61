"""A question on its way: every end it can come to, and that the page is not redrawn for each character."""

from collections.abc import Iterator

import pytest

from chat.answer import Answer
from chat.app.turn import FAULT, Turn, advance, earlier_questions
from chat.assistant import Delta, Progress
from corpus.errors import PolicyQAError

REFUSAL = Answer("问", "abstained", "没有", reason="没有")


class Streaming:
    """An assistant whose stream is a list; an exception in it is raised."""

    def __init__(self, *parts: object):
        self.parts = parts
        self.asked: tuple[object, ...] = ()

    def stream(self, *asked: object) -> Iterator[object]:
        self.asked = asked
        for part in self.parts:
            if isinstance(part, Exception):
                raise part
            yield part


def last(*parts: object) -> Turn:
    *_, turn = advance(Streaming(*parts), "问")  # type: ignore[arg-type]
    return turn


def test_stages_then_words_then_the_answer() -> None:
    parts = [
        Progress("searching"),
        Progress("reading"),
        Delta("没"),
        Delta("有"),
        Progress("checking"),
        REFUSAL,
    ]
    turns = list(advance(Streaming(*parts), "问"))  # type: ignore[arg-type]
    assert turns[0] == Turn("问", stage="searching"), "searching shows before anything is done"
    assert [t.stage for t in turns if t.running][-1] == "checking"
    assert turns[-2].partial == "没有"
    assert turns[-1].answer is REFUSAL and not turns[-1].running


def test_many_characters_are_drawn_together() -> None:
    turns = list(advance(Streaming(*[Delta("字")] * 5000, REFUSAL), "问"))  # type: ignore[arg-type]
    assert len(turns) < 100 and turns[-1].answer is REFUSAL


def test_what_the_user_can_mend_is_said_as_it_is() -> None:
    assert last(PolicyQAError("请输入问题。")).error == "请输入问题。"


@pytest.mark.parametrize(
    "parts", [[RuntimeError("secret path")], [Delta("半"), ValueError()], [], [Delta("半句")]]
)
def test_a_fault_is_an_error_and_keeps_its_details_to_the_log(parts: list[object]) -> None:
    turn = last(*parts)
    assert turn.error == FAULT and turn.answer is None and not turn.running


def test_a_follow_up_knows_the_questions_before_it() -> None:
    turns = [
        Turn("甲", answer=REFUSAL),
        Turn("乙", error="坏"),
        Turn("丙", stopped=True),
        Turn("丁", answer=REFUSAL),
    ]
    assert earlier_questions(turns) == ["甲", "丁"]
    assistant = Streaming(REFUSAL)
    list(advance(assistant, "戊", ["甲", "丁"]))  # type: ignore[arg-type]
    assert assistant.asked[:2] == ("戊", ["甲", "丁"])
