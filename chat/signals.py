"""What the decision to answer looks at: numbers from about 0 to 1 that say how a draft and a question fit."""

import math
import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from chat.draft import Draft
from chat.figure_ranking import SIDES
from chat.material import Material
from chat.opposites import opposed
from chat.premises import asserted_figure
from chat.question import Question
from chat.sentence_ranking import given_kinds
from chat.support_ranking import asked_sides, gives_side
from chat.topic import fold
from chat.words import Word, rarity
from chat.years_said import years_lacking, years_named
from chat.yes_no import claims_day, settles
from corpus.document import Span
from corpus.numerals import with_digits
from indexing.answer_match import tokens_found
from indexing.quantities import Quantity, find_quantities, plain_unit
from indexing.token_match import nearest
from indexing.word_translation import translated

_LETTERS = re.compile(r"[a-z0-9]*[a-z][a-z0-9]*")  # 4g, dip, aeo: names that have no synonym
_POINTING = "哪那这上下前第头"  # before the number of things meant, or of what is counted off
_TELLING = 100  # a bare number below is the name of something: 4+7
_LABEL = 30  # characters of a line that only gives what its heading names
_FAR = 20  # the rank of what was not among the passages found
KINDS = (
    "figure", "list", "support", "article", "premise", "definition", "validity", "particular", "reading",
)  # fmt: skip
# what weighs differently in a list, in a figure's clause and in a sentence has a weight of its own in each besides
_APART = ("figure", "list", "support", "reading")
_WEIGHED_APART = (
    "score", "quoted", "near", "absent", "similar", "first", "rank", "asking_quoted", "asking_near", "words", "length",
    "side_lacking", "rare_absent", "agreed", "head_quoted", "head_near",
)  # fmt: skip
_ONE_THING = ("contact", "name", "date")  # 有没有电话 is answered by the number
_BRIEF = ("figure", "date", "contact", "name")  # one thing answers, whatever else the question speaks of
_AT_LENGTH = ("definition", "permission", "way", "reason", "many")
_MEASURE = re.compile(r"百分比|比例|占比|比重|[数金]额|数量|[个人户家天]数|期限|时限|年限|时间|幅度|标准")
ASKED_KINDS = (
    "figure", "date", "contact", "name", "list", "definition", "validity", "support", "yes_no", "explanation",
)  # fmt: skip


def signals(material: Material, draft: Draft, drafts: Sequence[Draft] = ()) -> dict[str, float]:
    """What the decision looks at, each from about 0 to 1.

    How much of the question the quotes hold, and how much with what surrounds them; the draft's own score;
    the weight of words, and whether a year, that stand nowhere near; how alike question and quotes are, on the whole and token by token; how the best passage was found, and whether the quote lies in it;
    whether the reader found the very date or name asked for; which of amount, conditions, way … the quotes lack
    though they are asked for; whether they settle, or leave open, what is to be answered by yes or no; whether another of the `drafts`, made in another way, quotes the same place,
    or there is no other; what kind of draft it is.
    """
    quotes = quoted(material, draft)
    said = f"{quotes} {draft.context}"  # the items of a list answer by what introduces them
    near = " ".join([said, surroundings(material, draft)])
    whole = f"{said} {of_a_label(material, draft, quotes)} {_measures_given(material, draft)}"
    near = f"{near} {_measures_given(material, draft)}"
    measured = _words(material, whole, near) | _found(material, draft, whole) | _made(material, draft, drafts)
    measured |= _at_odds(material, draft, quotes, near) | _in_meaning(material, whole, near)
    sides = asked_sides(fold(material.question.text))
    lacking = [side for side in sides if not (gives_side(side, quotes) or _is_given(side, draft))]
    measured["side_lacking"] = len(lacking) / max(1, len(sides))
    verdict = settles(material.question.text, said) if material.question.kind not in _ONE_THING else None
    measured |= {"settles": float(verdict is True), "unsettled": float(verdict is False)}
    measured["length"] = min(len(quotes), 200) / 200
    given = given_kinds(material.question, said)
    if material.question.kind in _BRIEF:
        given = {kind: gives if kind not in _AT_LENGTH else None for kind, gives in given.items()}
    if draft.kind == "list" and given["many"] is False:
        given["many"] = True
    for kind, gives in given.items():
        measured |= {f"gives_{kind}": float(gives is True), f"lacks_{kind}": float(gives is False)}
    measured |= {
        f"{kind}_{name}": measured[name] * float(draft.kind == kind)
        for kind in _APART
        for name in _WEIGHED_APART
    }
    return measured


def _is_given(side: str, draft: Draft) -> bool:
    """Whether a draft gives a side by being what it is: a figure's row has the unit asked for, whatever it counts."""
    return side == "amount" and draft.kind in ("figure", "premise")


def _measures_given(material: Material, draft: Draft) -> str:
    """The words of the question that a figure answers by its unit, whether its text says them or not: 30% of 比例."""
    return " ".join(_MEASURE.findall(material.question.text)) if draft.kind == "figure" else ""


def _words(material: Material, said: str, near: str) -> dict[str, float]:
    """How much of the question the quotes, and what is near, hold, however its words are weighed."""
    topic, asking = material.topic, material.asking
    rare_share, rarest = topic.rare_missing(near)
    folded, folded_near = fold(said), fold(near)
    pairs = _pairs(fold(material.question.text), topic.words)
    doing = [word for word in topic.words if word.weight == 0.5]
    before_head = _beside(topic.words, topic.head, fold(material.question.text))
    return {
        "quoted": topic.coverage(said),
        "near": topic.coverage(near),
        "absent": topic.weight_missing(near),
        "asking_quoted": asking.coverage(said),
        "asking_near": asking.coverage(near),
        "asking_rare": asking.rare_missing(near)[0],
        "rare_absent": rare_share,
        "rarest_absent": rarest,
        "rare_unquoted": topic.rare_missing(said)[0],
        "head_quoted": float(topic.head is not None and topic.holds(topic.head, said)),
        "head_near": float(topic.head is not None and topic.holds(topic.head, near)),
        "beside_quoted": float(before_head is None or topic.holds(before_head, said)),
        "beside_near": float(before_head is None or topic.holds(before_head, near)),
        "doing_quoted": _share(doing, folded),
        "doing_near": _share(doing, folded_near),
        "pairs_quoted": sum(pair in folded for pair in pairs) / max(1, len(pairs)),
        "pairs_near": sum(pair in folded_near for pair in pairs) / max(1, len(pairs)),
        "words": len(topic.words) / 10,
    }


def _pairs(question: str, words: Sequence[Word]) -> set[str]:
    """The pairs of characters inside the weighty words of a question: what jieba cuts one way, a text may another."""
    texts = [word.text for word in words if word.weight >= 0.5]
    return {text[n : n + 2] for text in texts for n in range(len(text) - 1)} | {
        t for t in texts if len(t) == 1
    }


def _share(words: Sequence[Word], folded: str) -> float:
    """The share, by rarity, of words that a folded text holds in any spelling; 1 of none."""
    weights = [0.2 + rarity(word.text) for word in words]
    held = [any(spelling in folded for spelling in word.spellings) for word in words]
    return sum(w for w, h in zip(weights, held, strict=True) if h) / sum(weights) if weights else 1.0


def _beside(words: Sequence[Word], head: Word | None, question: str) -> Word | None:
    """The word that stands right before the question's head and says which: 【氢能】汽车."""
    if head is None:
        return None
    at = question.rfind(head.text)
    return next((word for word in words if word is not head and question[:at].endswith(word.text)), None)


def _found(material: Material, draft: Draft, said: str) -> dict[str, float]:
    """How the passages were found, and where the draft stands among them."""
    found, own = material.found[0], material.passage_at(spans_of(draft)[0])
    document = material.document(spans_of(draft)[0].doc_id)
    return {
        "similar": float(material.similarities([said])[0]),
        "passage_coverage": found.coverage,
        "passage_similarity": found.similarity,
        "rank": (own.rank if own else _FAR) / 10,
        "first": float(own is found),
        "first_document": float(found.passage.span.doc_id == document.doc_id),
        "title": material.topic.coverage(document.title),
    }


def _in_meaning(material: Material, said: str, near: str) -> dict[str, float]:
    """How well the question's tokens are matched by those nearest in meaning: on the whole, and the worst of them; and
    how much of its words the texts hold, or by words that answers have for them."""
    in_other_words = translated(material.question.text, [said, near])
    asked = in_their_words(material, near)
    return {
        **_found_tokens("match", *nearest(asked, [said, near])),
        **_found_tokens("answer", *tokens_found(asked, [said, near])),
        "translated_quoted": float(in_other_words[0, 0]),
        "translated_near": float(in_other_words[1, 0]),
        "translated_alone": float(in_other_words[0, 1]),
    }


def _found_tokens(name: str, weights: NDArray[np.float32], found: NDArray[np.float32]) -> dict[str, float]:
    """How much of a question's tokens what is said and what is near hold (rows of `found`), and the worst of them."""
    heavy = weights / max(float(weights.max(initial=0.0)), 1e-9)
    return {
        f"{how}_{where}": value
        for where, row in zip(("quoted", "near"), found, strict=True)
        for how, value in (
            (f"{name}ed", float(weights @ row)),
            (f"un{name}ed", float((heavy * (1 - row)).max(initial=0.0))),
        )
    }


def in_their_words(material: Material, near: str) -> str:
    """The question with the words that a text says otherwise as the text says them: 谁自付, of 谁掏钱."""
    asked, folded = fold(material.question.text), fold(near)
    for word in material.topic.words:
        if word.text not in folded:
            said = next((spelling for spelling in word.spellings if spelling in folded), word.text)
            asked = asked.replace(word.text, said)
    return asked


def _made(material: Material, draft: Draft, drafts: Sequence[Draft]) -> dict[str, float]:
    """Which kind of draft it is, of which question, how sure its maker is, and what the other drafts say."""
    measured = {
        "score": draft.score,
        "figure_confidence": draft.confidence if draft.kind in ("figure", "premise") else 0.0,
        "sentence_confidence": draft.confidence if draft.kind == "reading" else 0.0,
        "list_confidence": draft.confidence if draft.kind == "list" else 0.0,
        "support_confidence": draft.confidence if draft.kind == "support" else 0.0,
        "reading_confidence": draft.reading_confidence,
        "log_confidence": math.log(draft.confidence + 0.01) / 5,
        "log_reading": math.log(draft.reading_confidence + 0.01) / 5,
        "short": float(draft.short is not None and draft.kind == "reading"),
        "short_given": float(draft.short is not None),
        "count": float(draft.listed and len(draft.statements) == material.question.count),
        "alone": float(all(other.kind == draft.kind for other in drafts)),
        "agreed": float(any(_overlap(draft, other) for other in drafts if other.kind != draft.kind)),
    }
    measured |= {f"kind_{kind}": float(draft.kind == kind) for kind in KINDS}
    return measured | {f"asks_{kind}": float(material.question.kind == kind) for kind in ASKED_KINDS}


def _at_odds(material: Material, draft: Draft, quotes: str, near: str) -> dict[str, float]:
    """What of the question the draft contradicts, or names nothing of: years, numbers, letters, opposites."""
    question = material.question
    text, folded = fold(question.text), fold(near)
    # a year that is asserted is what the documents may say otherwise
    years = set() if claims_day(question.text) else set(question.years)
    said = years_named(quotes)
    return {
        "year_absent": float(bool(years and years_lacking(material, draft, near))),
        "year_quoted": float(bool(years & said)),
        "year_other": float(bool(years and said and not years & said)),
        "opposed_quoted": opposed(question.text, quotes),
        "opposed_near": opposed(question.text, near),
        "letters_absent": float(any(word not in folded for word in _LETTERS.findall(text))),
        "numbers_absent": float(_number_lacking(question, folded)),
    }


def _number_lacking(question: Question, near: str) -> bool:
    """Whether a folded text holds a number of the question neither as written nor worth the same, nor a bound that takes it in.

    The figure that is to be confirmed may be another; so may the count of what is asked for (哪三家, 那十项措施).
    """
    text, claim = with_digits(fold(question.text).strip()), asserted_figure(question)
    for asked in question.quantities:
        year = asked.number in question.years or (
            asked.unit == "年" and asked.number + 2000 in question.years
        )
        told = asked.unit or asked.magnitude or asked.number >= _TELLING
        counts = asked.start and text[asked.start - 1] in _POINTING
        if asked == claim or year or counts or not told:
            continue
        if f"{asked.number:f}" not in near and not any(_takes_in(q, asked) for q in find_quantities(near)):
            return True
    return False


def _takes_in(bound: Quantity, asked: Quantity) -> bool:
    """Whether a quantity is the one asked of, or bounds a case that it falls into: 500万元及以下 of 300万."""
    units = {plain_unit(bound.unit), plain_unit(asked.unit)}
    if len(units) > 1 and ("" not in units or "%" in units):
        return False
    if bound.value == asked.value:
        return True
    return SIDES[bound.comparator] * (asked.value - bound.value) > 0


def spans_of(draft: Draft) -> list[Span]:
    """Everything that a draft quotes, in order."""
    return [span for spans in draft.statements for span in spans]


def quoted(material: Material, draft: Draft) -> str:
    """The words of all that a draft quotes."""
    return " ".join(material.words(span) for span in spans_of(draft))


def surroundings(material: Material, draft: Draft) -> str:
    """The passage that the first quote begins in, and what that stands under."""
    first = draft.statements[0][0]
    found = material.passage_at(first)
    if found is None:
        return material.document(first.doc_id).title
    return f"{found.passage.text} {material.around(found.passage)} {draft.context}"


def of_a_label(material: Material, draft: Draft, quotes: str) -> str:
    """What a short line stands under, of which it says no more than what is asked: 组　长：韩　正, 010-55529650."""
    if len(quotes) > _LABEL or draft.kind != "reading":
        return ""
    found = material.passage_at(draft.statements[0][0])
    return material.around(found.passage) if found else ""


def _overlap(one: Draft, other: Draft) -> bool:
    return any(a.overlaps(b) for a in spans_of(one) for b in spans_of(other))
