"""The assistant: a question in, an answer with exact citations out.

    understand (complete a follow-up) → search → draft by the kind of question → decide → compose

Without a chat model the answer is made of the documents' own sentences. A fault raises; it never becomes
"not found".
"""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, Literal

from chat.answer import Answer
from chat.compose import Composer, rendered
from chat.conversation import completed
from chat.decision import Decision, decide
from chat.draft import Draft
from chat.drafting import drafted
from chat.examples import example_questions
from chat.material import Material, Readings
from chat.notices import notices_for
from chat.question import Question, analyse
from chat.reader import Reader
from corpus.document import Document
from corpus.errors import PolicyQAError
from corpus.filters import Filters
from indexing.passage import ScoredPassage
from indexing.retriever import Retriever

QUESTION_LIMIT = 1_000
RETRIEVED = 50
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

    def __init__(self, retriever: Retriever):
        self._retriever = retriever
        self._readings = Readings()
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
        asked = self._understood(question, history, filters)
        return self._answered(question, asked, self._found(asked, filters), filters, started)

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
        asked = self._understood(question, history, filters)
        found = self._found(asked, filters)
        yield Progress("reading")
        answer = self._answered(question, asked, found, filters, started)
        yield Progress("checking")
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

    def _understood(self, question: str, history: Sequence[str], filters: Filters) -> Question:
        def title_for(earlier: str) -> str | None:
            found = self._retriever.search(earlier, 1, filters)
            return self.document(found[0].passage.span.doc_id).title if found else None

        return analyse(completed(question, history, title_for) or question.strip())

    def _found(self, asked: Question, filters: Filters) -> list[ScoredPassage]:
        return [] if asked.kind == "small_talk" else self._retriever.search(asked.text, RETRIEVED, filters)

    def _answered(
        self,
        question: str,
        asked: Question,
        found: list[ScoredPassage],
        filters: Filters,
        started: float,
    ) -> Answer:
        material = Material(asked, found, self.document, self._readings)
        draft = drafted(material, self._reader)
        decision = decide(material, draft)
        header: dict[str, Any] = {
            "question": question,
            "rewritten_question": asked.text if asked.text != question.strip() else None,
            "retrieved": tuple(found),
        }
        if draft is None or not decision.answers:
            reason = decision.reason
            answer = Answer(outcome="abstained", text=reason, reason=reason, **header)
        else:
            answer = self._composed(header, material, draft, decision, filters.day)
        return replace(answer, elapsed_ms=(time.perf_counter() - started) * 1000)

    def _composed(
        self, header: dict[str, Any], material: Material, draft: Draft, decision: Decision, day: date
    ) -> Answer:
        composer = Composer(self.document, material.passage_at)
        for spans in draft.statements:
            composer.state(spans)
        short = material.words(draft.short) if draft.short else None
        if short is not None and not any(short in citation.quote for citation in composer.citations):
            short = None
        missing = (*draft.missing, *decision.missing)
        return Answer(
            outcome="partial" if missing else "answered",
            text=rendered(composer.statements, draft.listed, short),
            short_answer=short,
            statements=tuple(composer.statements),
            citations=tuple(composer.citations),
            missing=missing,
            notices=(*draft.notices, *notices_for(composer.citations, self.document, day)),
            **header,
        )


def open_assistant(home: Path, model: str | None = None) -> Assistant:
    """The assistant over a home; `model` names the embedding model as in `open_embedder`.

    Raises NothingToSearch where the home has no library yet.
    """
    return Assistant(Retriever.open(home, model))


def check_question(question: str) -> None:
    """Raises QuestionRefused for an empty or overlong question."""
    if not question.strip():
        raise QuestionRefused("问题是空的，请输入要问的内容。")
    if len(question) > QUESTION_LIMIT:
        raise QuestionRefused(f"问题有 {len(question)} 个字，最多 {QUESTION_LIMIT} 个字。请缩短后再问。")
