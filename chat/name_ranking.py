"""Which of the names in a quote is the one asked for: a conditional logit over candidates and "none of them".

A candidate is known by where it begins, where it ends and what is between. The weights (`names.json`) are fitted by
`python -m chat.fitting.names`.
"""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from chat import choice
from chat.material import Material
from chat.name_asked import CLASSES, NameAsked
from chat.name_candidates import SUFFIX, Name, agents_in, names_in
from chat.name_signs import BETWEEN, LEFT, RIGHT, Quoted
from chat.topic import Topic, fold
from corpus.document import Span

_NUMBERS = Path(__file__).with_name("names.json")
_NONE = ("none", "none_unread", "none_unlike", "none_clause", "none_headless")
_WIDER = ("wider_left", "wider_right")
_PAIRED = tuple(f"{asked}_{held}" for asked in CLASSES for held in SUFFIX)
NAMES = (*LEFT, *RIGHT, *BETWEEN, *_PAIRED, *_WIDER, *_NONE)


def name_in(material: Material, span: Span, read: Span | None) -> Span | None:
    """The name in a quoted span that the question asks for; None where likely none of its names is.

    `read` is the reader's choice, a candidate like the others.
    """
    own = (read.start - span.start, read.end - span.start) if read else None
    names, table = candidates(material.question.text, material.topic, material.words(span), own)
    best = int(np.argmax(table @ choice.weights(_NUMBERS, NAMES)))
    if best == len(names):
        return None
    return Span(span.doc_id, span.start + names[best].low, span.start + names[best].high)


def candidates(
    question: str, topic: Topic, words: str, read: tuple[int, int] | None
) -> tuple[list[Name], NDArray[np.float64]]:
    """The names in a text and their features, shape (n + 1, len(NAMES)); the last row stands for none of them."""
    text = Quoted(NameAsked(fold(question)), topic, words)
    agents = agents_in(text.tokens) if text.asked.who else []
    names = names_in(text.tokens, text.repeated, [*([read] if read else []), *agents])
    if text.asks_item:
        names = [name for name in names if text.names_item(name)] or names
    lefts = {low: text.left(first, low) for first, low in {(name.first, name.low) for name in names}}
    rights = {high: text.right(last, high) for last, high in {(name.last, name.high) for name in names}}
    table = np.zeros((len(names) + 1, len(NAMES)))
    own = len(LEFT) + len(RIGHT) + len(BETWEEN)
    for number, name in enumerate(names):
        left, right = lefts[name.low], rights[name.high]
        table[number, :own] = [*left, *right, *text.between(name, left, right, read)]
    asked = np.array([kind in text.asked.classes for kind in CLASSES], dtype=np.float64)
    held = table[:-1, len(LEFT) + len(RIGHT) - len(SUFFIX) : len(LEFT) + len(RIGHT)]
    table[:-1, own : own + len(_PAIRED)] = (asked[:, None] * held[:, None, :]).reshape(
        len(names), len(_PAIRED)
    )
    table[:-1, own + len(_PAIRED) : -len(_NONE)] = _within_wider(names, text, table)
    unlike = not table[:-1, NAMES.index("class_fits")].any()
    headless = bool(text.asked.head) and not table[:-1, NAMES.index("head_last")].any()
    table[-1, -len(_NONE) :] = [
        1.0,
        float(read is None),
        float(unlike),
        max(text.covered, default=0.0),
        float(headless),
    ]
    return names, table


def _within_wider(names: Sequence[Name], text: Quoted, table: NDArray[np.float64]) -> NDArray[np.float64]:
    """Whether a candidate is only the end, or the beginning, of another one of the kind asked for that is one phrase:
    采购中心 of 税务总局采购中心. Shape (n, 2)."""
    low, high = (
        np.array([getattr(name, side) for name in names], dtype=np.int64) for side in ("low", "high")
    )
    whole = np.array([text.is_phrase(name) for name in names], dtype=bool)
    whole &= table[:-1, NAMES.index("class_fits")] > 0
    left = (high[:, None] == high) & (low[:, None] > low) & whole
    right = (low[:, None] == low) & (high[:, None] < high) & whole
    return np.stack([left.any(axis=1), right.any(axis=1)], axis=1).astype(np.float64)
