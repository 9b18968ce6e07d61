"""The verdicts on a question's parts, made into one: answered, partly answered, or not at all."""

from collections.abc import Sequence
from dataclasses import dataclass

from chat.decision import Decision
from chat.draft import Draft
from chat.material import Material
from corpus.document import Span
from indexing.passage import ScoredPassage


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was drafted for one part, and whether it answers."""

    material: Material
    draft: Draft | None
    decision: Decision


@dataclass(frozen=True, slots=True)
class Settled:
    """What is to be said about the whole question; `reason` is set, and nothing else, where nothing can be."""

    answered: tuple[tuple[Material, Draft], ...] = ()
    missing: tuple[str, ...] = ()
    reason: str | None = None

    @property
    def statements(self) -> list[tuple[Span, ...]]:
        """The spans of every statement, each once."""
        return list(dict.fromkeys(spans for _, draft in self.answered for spans in draft.statements))

    @property
    def listed(self) -> bool:
        """Whether the statements stand side by side."""
        return len(self.answered) > 1 or any(draft.listed for _, draft in self.answered)

    @property
    def lead(self) -> str:
        """What is said before the statements."""
        return self.answered[0][1].lead if len(self.answered) == 1 else ""

    def short_words(self) -> str | None:
        """The short answer, where one thing alone was asked for."""
        if len(self.answered) != 1:
            return None
        material, draft = self.answered[0]
        return material.words(draft.short) if draft.short else None

    def passage_at(self, span: Span) -> ScoredPassage | None:
        """The passage found that a span begins in."""
        return next((p for material, _ in self.answered if (p := material.passage_at(span))), None)


def settle(parts: Sequence[str], verdicts: Sequence[Verdict]) -> Settled:
    """One outcome for all parts; a part without an answer is missing where another one has one."""
    answered = [(v.material, v.draft) for v in verdicts if v.draft is not None and v.decision.answers]
    if not answered:
        return Settled(reason=verdicts[0].decision.reason)
    unanswered = [
        part for part, v in zip(parts, verdicts, strict=True) if v.draft is None or not v.decision.answers
    ]
    missing = [*unanswered, *(m for _, draft in answered for m in draft.missing)]
    return Settled(tuple(answered), tuple(dict.fromkeys(missing)))
