"""The assistant: a question in, an answer with exact citations out.

    understand (complete a follow-up) → search → draft each part by its kind → decide → settle → compose

Without a chat model the answer is made of the documents' own sentences; with one, it is put into the model's words
where these hold (`chat.writing`). A fault raises; it never becomes "not found".
"""

import time
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, lru_cache, partial
from pathlib import Path
from typing import Any, Literal

from chat import drafting
from chat.about import continues, title_for
from chat.answer import Answer, Citation
from chat.articles import narrowed
from chat.completing import shown_whole
from chat.compose import Composer, rendered
from chat.conversation import Turn, understood
from chat.decision import decide
from chat.draft import Draft
from chat.examples import example_questions
from chat.in_force import from_what_holds
from chat.llm import ChatModel, ModelSettings
from chat.material import Material, Own, Readings, of_the_issue, of_the_place
from chat.notices import notices_for
from chat.parts import Part, parts_of
from chat.question import analyse
from chat.reader import Reader
from chat.settling import Settled, Verdict, doubled, says_all, settle, side_by_side
from chat.similarity import Similarity
from chat.writing import Writer
from corpus.document import Document, Span
from corpus.errors import PolicyQAError
from corpus.filters import Filters
from indexing.passage import ScoredPassage
from indexing.retriever import Retriever

QUESTION_LIMIT = 1_000
RETRIEVED = 50
_FEW = 2  # things in a row that one sentence seldom says all of
_DELTA = 12  # characters a step of the stream

Stage = Literal["searching", "reading", "checking"]


class QuestionRefused(PolicyQAError):
    """The question is empty or too long."""


@dataclass(frozen=True, slots=True)
class Progress:
    """What is being done right now."""

    stage: Stage


@dataclass(frozen=True, slots=True)
class Delta:
    """The next characters of the answer's text."""

    text: str


class Assistant:
    """Answers questions over one home. May be shared by any number of threads."""

    def __init__(self, retriever: Retriever, model: ChatModel | None = None):
        self._retriever = retriever
        self._writer = Writer(model) if model else None
        self._readings = Readings(retriever.library)
        self._reader = Reader.load()

    @property
    def retriever(self) -> Retriever:
        """What the assistant searches with."""
        return self._retriever

    def ask(self, question: str, history: Sequence[str] = (), filters: Filters = Filters()) -> Answer:  # noqa: B008
        """The answer to a question; `history` holds the earlier questions, oldest first.

        Raises QuestionRefused for an empty or overlong question, PolicyQAError where nothing can be searched.
        """
        started = time.perf_counter()
        check_question(question)
        turn, found_for = self._understood(question, history, filters)
        *_, answer = self._answered(question, turn, found_for(turn.whole), filters, started)
        assert isinstance(answer, Answer)
        return answer

    def stream(
        self,
        question: str,
        history: Sequence[str] = (),
        filters: Filters = Filters(),  # noqa: B008
    ) -> Iterator[Progress | Delta | Answer]:
        """The same in steps: what is being done, the text piece by piece, and last the whole Answer."""
        started = time.perf_counter()
        check_question(question)
        yield Progress("searching")
        turn, found_for = self._understood(question, history, filters)
        found = found_for(turn.whole)
        yield Progress("reading")
        for step in self._answered(question, turn, found, filters, started):
            if isinstance(step, Progress):
                yield step
            else:
                answer = step
        for position in range(0, len(answer.text), _DELTA):
            yield Delta(answer.text[position : position + _DELTA])
        yield answer

    def document(self, doc_id: str) -> Document:
        """The document with this id. Raises UnknownDocument."""
        return self._retriever.document(doc_id)

    def documents(self) -> list[Document]:
        """All documents that can be asked about, without their texts."""
        return self._retriever.documents()

    def examples(self, count: int = 6) -> list[str]:
        """Questions that the documents at hand answer."""
        return example_questions(self._retriever, self._readings, count)

    def updated_at(self) -> str | None:
        """The day on which the library last changed, as 2026-11-23; None for an empty one."""
        changed = self._retriever.library.changed_on
        return changed.isoformat() if changed else None

    # -- the steps

    def similarities(self, question: str) -> Similarity:
        """What gives the cosines of texts with a question, by the embedding in use."""
        return Similarity(self._retriever.embedder, question)

    def turn(self, question: str, history: Sequence[str], filters: Filters = Filters()) -> Turn:  # noqa: B008
        """The question as it stands on its own, and its own words within that."""
        return self._understood(question, history, filters)[0]

    def understood(self, question: str, history: Sequence[str], filters: Filters = Filters()) -> str:  # noqa: B008
        """The question as it stands on its own."""
        return self.turn(question, history, filters).whole

    def _understood(
        self, question: str, history: Sequence[str], filters: Filters
    ) -> tuple[Turn, Callable[[str], list[ScoredPassage]]]:
        """The question as it stands on its own, and what finds passages for it, or gives those that it found."""
        found_for = cache(lambda whole: self._found(whole, filters))
        goes_on = partial(continues, self._retriever, filters, found_for)
        turn = understood(question, history, self._title_for(filters), goes_on) or Turn(question.strip(), "")
        return turn, found_for

    def _title_for(self, filters: Filters) -> Callable[[str], str | None]:
        return partial(title_for, self._retriever, filters)

    def _found(self, question: str, filters: Filters) -> list[ScoredPassage]:
        return self._retriever.search(question, RETRIEVED, filters)

    def _answered(
        self, question: str, turn: Turn, found: list[ScoredPassage], filters: Filters, started: float
    ) -> Iterator[Progress | Answer]:
        """What is being done, and last the Answer; nothing of it is shown before it is checked."""
        header: dict[str, Any] = {
            "question": question,
            "rewritten_question": turn.whole if turn.whole != question.strip() else None,
            "retrieved": tuple(found),
        }
        parts, verdicts = self._parted(turn, found, filters)
        settled = settle(parts, verdicts)
        yield Progress("checking")
        if settled.reason is not None:
            answer = Answer(outcome="abstained", text=settled.reason, reason=settled.reason, **header)
        else:
            answer = self._composed(header, settled, filters.day)
            if self._writer is not None:
                deadline = time.monotonic() + self._writer.timeout - (time.perf_counter() - started)
                notices = partial(self._notices, settled, day=filters.day)
                writing = self._writer.rewritten(answer, settled, self.document, notices, deadline)
                answer = yield from _said(writing)
        yield replace(answer, elapsed_ms=(time.perf_counter() - started) * 1000)

    def _parted(
        self, turn: Turn, found: list[ScoredPassage], filters: Filters
    ) -> tuple[list[Part], list[Verdict]]:
        """The questions that a question consists of, each judged; it alone where it may be one and that answers it."""

        def judged(part: str, found: Sequence[ScoredPassage] | None, *taken: Span) -> Verdict:
            return self._judged(part, turn.own_of(part), found, filters, frozenset(taken))

        parts = parts_of(turn.whole, self._title_for(filters))
        if len(parts) == 1:
            return parts, [judged(parts[0].question, found)]
        alone = cache(lambda: judged(turn.whole, found))
        several = len(parts) > _FEW and not any(part.certain for part in parts)
        if several and says_all(parts, alone()):
            return [Part(turn.whole)], [alone()]
        verdicts = side_by_side([judged(part.question, None) for part in parts])
        for number, figure in doubled(parts, verdicts).items():
            verdicts[number] = judged(parts[number].question, None, figure)
        if any(part.certain or v.decision.answers for part, v in zip(parts, verdicts, strict=True)):
            return parts, verdicts
        return [Part(turn.whole)], [alone()]

    def _judged(
        self,
        part: str,
        own: str,
        found: Sequence[ScoredPassage] | None,
        filters: Filters,
        taken: frozenset[Span],
    ) -> Verdict:
        """What a question of one part is answered with, from what holds where that answers as well."""

        def judged(found: Sequence[ScoredPassage] | None) -> Verdict:
            material, drafts = self.drafted(part, found, filters, taken, own)
            draft, decision = decide(material, drafts)
            if draft is not None:
                draft = narrowed(material, draft) if draft.kind == "article" else shown_whole(material, draft)
            return Verdict(material, draft, decision)

        return from_what_holds(judged(found), judged, filters.day)

    def drafted(
        self,
        part: str,
        found: Sequence[ScoredPassage] | None = None,
        filters: Filters = Filters(),  # noqa: B008
        taken: frozenset[Span] = frozenset(),
        own: str = "",
    ) -> tuple[Material, list[Draft]]:
        """What a question of one part could be answered with, not yet decided; `own`: its own words, of a follow-up."""
        if found is None:
            found = self._found(part, filters)
        document = lru_cache(maxsize=None)(
            self.document
        )  # asked for hundreds of times, and always the same few
        found = list(of_the_issue(part, of_the_place(part, found, document), document))
        material = Material(
            analyse(part), found, document, self.similarities(part), self._readings, filters.day, taken
        )
        if own and own != part:
            material = replace(material, own=Own(analyse(own), self.similarities(own)))
        return material, drafting.drafts(material, self._reader)

    def _notices(self, settled: Settled, citations: Sequence[Citation], day: date) -> tuple[str, ...]:
        said = (notice for _, draft in settled.answered for notice in draft.notices)
        return (*said, *notices_for(citations, self.document, self._retriever.library.is_scanned, day))

    def _composed(self, header: dict[str, Any], settled: Settled, day: date) -> Answer:
        composer = Composer(self.document, settled.passage_at)
        for spans in settled.statements:
            composer.state(spans, settled.short)
        short = settled.short_words()
        if short is not None and not any(short in citation.quote for citation in composer.citations):
            short = None
        notices = self._notices(settled, composer.citations, day)
        return Answer(
            outcome="partial" if settled.missing else "answered",
            text=rendered(composer.statements, settled.listed, short, settled.lead, notices, settled.labels),
            short_answer=short,
            statements=tuple(composer.statements),
            citations=tuple(composer.citations),
            missing=settled.missing,
            notices=notices,
            **header,
        )


def open_assistant(home: Path, model: str | None = None, llm: ModelSettings | None = None) -> Assistant:
    """The assistant over a home; `model` names the embedding model as in `open_embedder`, `llm` the chat model.

    Raises NothingToSearch where the home has no library yet.
    """
    return Assistant(Retriever.open(home, model), ChatModel(llm) if llm else None)


def _said(steps: Generator[None, None, Answer]) -> Generator[Progress, None, Answer]:
    """Says at each step that the checking goes on, so that a caller may stop."""
    while True:
        try:
            next(steps)
        except StopIteration as end:
            answer: Answer = end.value
            return answer
        yield Progress("checking")


def check_question(question: str) -> None:
    """Raises QuestionRefused for an empty or overlong question."""
    if not question.strip():
        raise QuestionRefused("问题是空的，请输入要问的内容。")
    if len(question) > QUESTION_LIMIT:
        raise QuestionRefused(f"问题有 {len(question)} 个字，最多 {QUESTION_LIMIT} 个字。请缩短后再问。")
