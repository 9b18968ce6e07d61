"""One question of a conversation and what has become of it so far."""

import logging
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from chat.answer import Answer
from chat.app.language import t
from chat.assistant import Assistant, Delta, Progress
from corpus.errors import PolicyQAError
from corpus.filters import Filters
from indexing.library_view import NothingToSearch

log = logging.getLogger(__name__)

FAULT = "系统出了故障，没能完成这次回答。这不表示资料里没有答案，请重试；若仍不行，请查看服务端日志。"

# The page is redrawn at most this often (seconds): fast enough to read along, slow enough for many readers.
_REDRAW = 0.05


class Step(NamedTuple):
    """A stage of answering and how long it took."""

    stage: str
    seconds: float


@dataclass(frozen=True, slots=True)
class Turn:
    """A question, and either its answer, an error, or how far the answer has come.

    `error` is a fault or something the user can mend, never "not found": that is an answer that abstains. `steps`
    are the stages that are over.
    """

    question: str
    stage: str | None = None
    partial: str = ""
    steps: tuple[Step, ...] = ()
    answer: Answer | None = None
    error: str | None = None
    stopped: bool = False

    @property
    def running(self) -> bool:
        """Whether the answer is still on its way."""
        return self.answer is None and self.error is None and not self.stopped


def advance(
    assistant: Assistant,
    question: str,
    earlier: Sequence[str] = (),
    filters: Callable[[], Filters] = Filters,
) -> Iterator[Turn]:
    """The turn as it grows; the last one is not running any more. Raises nothing: a fault becomes the turn's error."""
    turn = Turn(question, stage="searching")
    yield turn
    drawn = begun = time.monotonic()

    def over(now: float) -> tuple[Step, ...]:
        return (*turn.steps, Step(turn.stage, now - begun)) if turn.stage else turn.steps

    try:
        for part in assistant.stream(question, earlier, filters()):
            now = time.monotonic()
            if isinstance(part, Answer):
                turn = replace(turn, steps=over(now), stage=None, answer=part)
            elif isinstance(part, Progress):
                if part.stage != turn.stage:
                    turn, begun = replace(turn, steps=over(now), stage=part.stage), now
            elif isinstance(part, Delta):
                turn = replace(turn, partial=turn.partial + part.text)
                if time.monotonic() - drawn < _REDRAW:
                    continue
            yield turn
            drawn = time.monotonic()
    except NothingToSearch as error:
        yield replace(turn, error=unready(assistant, error))
    except PolicyQAError as error:
        yield replace(turn, error=str(error))
    except Exception:
        # whatever it is: the reader is shown a fault, never "not found", and the log has it whole
        log.exception("a question could not be answered")
        yield replace(turn, error=FAULT)
    else:
        if turn.running:
            log.error("the assistant's stream ended without an answer")
            yield replace(turn, error=FAULT)


def earlier_questions(turns: Sequence[Turn]) -> list[str]:
    """What a follow-up is completed from: the questions that were answered, or refused, oldest first."""
    return [turn.question for turn in turns if turn.answer is not None]


def unready(assistant: Assistant, error: PolicyQAError) -> str:
    """Why nothing can be asked yet and what to do, for somebody at the page."""
    library = assistant.retriever.library
    if not library.fingerprints():
        return t("资料库里还没有文档。请到“文档”页上传，或在命令行运行 python -m indexing build 文件夹。")
    if library.lock.holder():
        return t("正在建立索引，建好后就能提问。请过一会儿再试；进度见“文档”页。")
    return str(error)
