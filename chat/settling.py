"""The verdicts on a question's parts, made into one: answered, partly answered, or not at all."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from chat.decision import Decision, answers_beside
from chat.draft import Draft
from chat.material import Material
from chat.parts import Part
from chat.quoting import sentence_around
from chat.topic import fold
from chat.words import words_of
from corpus.document import Span
from indexing.passage import ScoredPassage
from indexing.places import find_places
from indexing.quantities import find_quantities
from indexing.sentences import clauses

_LONGEST = 300  # characters of a sentence that answers several parts
_TELLING = 0.5  # the weight of a word from which on it tells one thing from another
_ALL_OR_SOME = frozenset("全部 全体 所有 部分 其他 其余".split())
_DIGIT = re.compile(r"[\d一二三四五六七八九十百]")


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
    names: tuple[str, ...] = ()  # for each of them the year or place it was asked for
    missing: tuple[str, ...] = ()
    reason: str | None = None

    @property
    def statements(self) -> list[tuple[Span, ...]]:
        """The spans of every statement, each once."""
        return list(self._labelled)

    @property
    def labels(self) -> tuple[str, ...]:
        """For every statement the year or place that it was asked for; none where nothing is compared."""
        return tuple(self._labelled.values()) if any(self.names) else ()

    @property
    def _labelled(self) -> dict[tuple[Span, ...], str]:
        """Every statement's spans with the names of what they answer."""
        labelled: dict[tuple[Span, ...], str] = {}
        for (_, draft), name in zip(self.answered, self.names, strict=True):
            for spans in draft.statements:
                before = labelled.get(spans)
                labelled[spans] = f"{before}、{name}" if before and name else name
        return labelled

    @property
    def listed(self) -> bool:
        """Whether the statements stand side by side."""
        return len(self.answered) > 1 or any(draft.listed for _, draft in self.answered)

    @property
    def lead(self) -> str:
        """What is said before the statements."""
        return self.answered[0][1].lead if len(self.answered) == 1 else ""

    @property
    def short(self) -> Span | None:
        """Where the short answer stands, if one thing alone was asked for."""
        return self.answered[0][1].short if len(self.answered) == 1 else None

    def short_words(self) -> str | None:
        """The short answer, where one thing alone was asked for."""
        return self.answered[0][0].words(self.short) if self.short else None

    def passage_at(self, span: Span) -> ScoredPassage | None:
        """The passage found that a span begins in."""
        return next((p for material, _ in self.answered if (p := material.passage_at(span))), None)


def side_by_side(verdicts: Sequence[Verdict]) -> list[Verdict]:
    """The verdicts on the parts of a question, one part's answer speaking for the other parts' drafts."""
    if not any(v.draft is not None and v.decision.answers for v in verdicts):
        return list(verdicts)
    return [
        replace(v, decision=replace(v.decision, answers=True, reason=""))
        if v.draft is not None and answers_beside(v.decision)
        else v
        for v in verdicts
    ]


def settle(parts: Sequence[Part], verdicts: Sequence[Verdict]) -> Settled:
    """One outcome for all parts; a part without an answer is missing where another one has one."""
    answered, names, unanswered = [], [], []
    together = _named_together(parts, verdicts)
    for part, v in zip(parts, verdicts, strict=True):
        if v.draft is not None and v.decision.answers and (together or _of_its_thing(part, v)):
            answered.append((v.material, v.draft))
            names.append(part.label)
        else:
            unanswered.append(part)
    if not answered:
        return Settled(reason=_why_nothing(parts, verdicts))
    if len(answered) > 1 and len({draft.statements for _, draft in answered}) == 1:
        answered, names = [_as_one(answered)], [""]
    for part in unanswered:
        for number, (material, draft) in enumerate(answered):
            wider = _wider(part, material, draft)
            if wider:
                answered[number] = material, wider
                names[number] = f"{names[number]}、{part.label}" if names[number] else ""
                break
    lacking = [part.question for part in unanswered if not _said(part, answered)]
    missing = [*lacking, *(m for _, draft in answered for m in draft.missing)]
    return Settled(tuple(answered), tuple(names), tuple(dict.fromkeys(missing)))


def _why_nothing(parts: Sequence[Part], verdicts: Sequence[Verdict]) -> str:
    """Why no part is answered: a decision's reason, or that what would have answered speaks of other things."""
    things = "”“".join(part.label for part in parts if part.label)
    given = (v.decision.reason for v in verdicts if v.decision.reason)
    return next(given, f"资料中没有找到分别写明“{things}”的内容。")


def _of_its_thing(part: Part, verdict: Verdict) -> bool:
    """Whether what answers a part holds the last noun of the thing that the part is named after, or stands under it.

    航空企业的食堂 is shown beside its answer: one that speaks only of 航空企业 would be said of the wrong thing.
    """
    words = [word for word in words_of([fold(part.label)]) if word.text not in _ALL_OR_SOME]
    nouns = [word for word in words if word.weight >= 1 and not word.text[0].isdigit()]
    if verdict.draft is None or not nouns or find_places(part.label):
        return True
    spans = [span for spans in verdict.draft.statements for span in spans]
    around = (verdict.material.passage_at(span) for span in spans)
    texts = [verdict.material.words(span) for span in spans]
    texts += [f"{verdict.material.around(f.passage)}\n{f.passage.text}" for f in around if f]
    return any(verdict.material.topic.holds(nouns[-1], text) for text in texts)


def _named_together(parts: Sequence[Part], verdicts: Sequence[Verdict]) -> bool:
    """Whether one quote answers all parts and holds of each what no other one's name holds: 嘎查村达到百兆，牧户达到20兆."""
    quotes = {v.draft.statements for v in verdicts if v.draft is not None and v.decision.answers}
    if len(parts) < 2 or len(quotes) != 1 or not all(v.decision.answers for v in verdicts):
        return False
    names = [
        {word.text for word in words_of([fold(part.label)]) if word.weight >= _TELLING} for part in parts
    ]
    own = [name - set().union(*(other for other in names if other is not name)) for name in names]
    said = _quote(verdicts[0])
    return all(any(word in said for word in name) for name in own)


def _wider(part: Part, material: Material, draft: Draft) -> Draft | None:
    """Another part's draft with the clause of its sentence that speaks of this part's thing, and gives a figure where the
    quote gives one: 将制造业的税率降至13%，【将建筑业的税率降至9%】."""
    if part.certain or not part.label or len(draft.statements) != 1:
        return None
    span = draft.statements[0][-1]
    sentence = sentence_around(material.document(span.doc_id).text, span)
    text = material.document(span.doc_id).text
    name, valued = fold(part.label), bool(_DIGIT.search(material.words(span)))
    for start, end in clauses(text, sentence.start, sentence.end):
        clause = fold(text[start:end])
        whole = Span(span.doc_id, min(start, span.start), max(end, span.end))
        said = name in clause and (not valued or _DIGIT.search(clause))
        if said and not span.contains(whole) and whole.end - whole.start <= _LONGEST:
            return replace(draft, statements=((*draft.statements[0][:-1], whole),), short=None)
    return None


def doubled(parts: Sequence[Part], verdicts: Sequence[Verdict]) -> dict[int, Span]:
    """The parts whose answer is a figure that is another part's, each with that figure.

    Of parts with one figure, whose quote neither names them all nor holds another one of its unit, that one has it whose
    name is most like the quote; the first of equals.
    """
    shared: dict[Span, list[int]] = {}
    for number, v in enumerate(verdicts):
        if v.draft is not None and v.draft.kind == "figure" and v.decision.answers and v.draft.short:
            shared.setdefault(v.draft.short, []).append(number)
    found: dict[int, Span] = {}
    for figure, sides in shared.items():
        said = _quote(verdicts[sides[0]])
        named = all(parts[n].label and fold(parts[n].label) in said for n in sides)
        if len(sides) > 1 and not named and _alone(verdicts[sides[0]], figure):
            own = max(sides, key=lambda n: (_likeness(parts[n].label, said), -n))
            found |= {n: figure for n in sides if n != own}
    return found


def _quote(verdict: Verdict) -> str:
    assert verdict.draft is not None
    return fold(" ".join(verdict.material.words(s) for spans in verdict.draft.statements for s in spans))


def _alone(verdict: Verdict, figure: Span) -> bool:
    """Whether a quote holds no other figure of the unit of `figure`."""
    unit = {quantity.unit for quantity in find_quantities(fold(verdict.material.words(figure)))}
    return sum(quantity.unit in unit for quantity in find_quantities(_quote(verdict))) <= 1


def _likeness(name: str, clause: str) -> float:
    """Which share of a name's pairs of characters a clause holds."""
    folded = fold(name)
    pairs = {folded[n : n + 2] for n in range(len(folded) - 1)}
    return sum(pair in clause for pair in pairs) / len(pairs) if pairs else 0.0


def says_all(parts: Sequence[Part], verdict: Verdict) -> bool:
    """Whether what answers a whole question speaks of each of its parts by its name."""
    if verdict.draft is None or not verdict.decision.answers:
        return False
    return all(_said(part, [(verdict.material, verdict.draft)]) for part in parts)


def _as_one(answered: Sequence[tuple[Material, Draft]]) -> tuple[Material, Draft]:
    """The one answer that all parts have, with its whole sentence; what it says of each of them is no short answer."""
    material, draft = answered[0]
    span = draft.statements[0][-1]
    sentence = sentence_around(material.document(span.doc_id).text, span)
    if len(draft.statements) == 1 and sentence.contains(span) and sentence.end - sentence.start <= _LONGEST:
        draft = replace(draft, statements=((*draft.statements[0][:-1], sentence),))
    return material, replace(draft, short=None)


def _said(part: Part, answered: Sequence[tuple[Material, Draft]]) -> bool:
    """Whether what another part is answered with speaks of this one's thing by its name."""
    if part.certain or not part.label:
        return False
    name = fold(part.label)
    return any(
        name in fold(material.words(span))
        for material, draft in answered
        for spans in draft.statements
        for span in spans
    )
