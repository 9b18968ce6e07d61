"""Turns examples into what the network learns from: the passages found for each, their clauses, the right span."""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np

from chat.fitting.examples import Example, share
from chat.reader_features import Table, stretches
from chat.reader_network import LONGEST, Inputs, Outline, inputs, outline
from chat.reader_question import analyse
from corpus.document import Document, Span
from indexing.passage import Passage, ScoredPassage
from indexing.splitter import split
from indexing.tokenizer import Tokenizer

_K1, _B = 1.2, 0.75


class Finder:
    """Plain BM25 over the passages of some documents with their titles; enough to find what to learn from."""

    def __init__(self, documents: Sequence[Document], tokenizer: Tokenizer) -> None:
        self.documents = {document.doc_id: document for document in documents}
        self.tokenizer = tokenizer
        self.passages: list[Passage] = []
        postings: dict[str, list[tuple[int, int]]] = defaultdict(list)
        lengths = []
        for document in documents:
            title = tokenizer.terms(document.title)
            for passage in split(document):
                terms = tokenizer.terms(passage.text) + title
                for term, count in Counter(terms).items():
                    postings[term].append((len(self.passages), count))
                lengths.append(len(terms))
                self.passages.append(passage)
        length = np.array(lengths, dtype=np.float64) / (sum(lengths) / max(len(lengths), 1))
        self.weights = {}
        for term, held in postings.items():
            places = np.array([place for place, _ in held])
            counts = np.array([count for _, count in held], dtype=np.float64)
            rarity = math.log(1 + (len(lengths) - len(held) + 0.5) / (len(held) + 0.5))
            norm = counts + _K1 * (1 - _B + _B * length[places])
            self.weights[term] = (places, rarity * counts * (_K1 + 1) / norm)

    def find(self, question: str, count: int, without: str | None = None) -> list[ScoredPassage]:
        """The best passages, those of the document `without` left out."""
        scores = np.zeros(len(self.passages))
        for term in self.tokenizer.terms(question):
            if term in self.weights:
                places, weights = self.weights[term]
                scores[places] += weights
        result: list[ScoredPassage] = []
        for place in np.argsort(-scores, kind="stable")[: count + 40].tolist():
            passage = self.passages[place]
            if passage.span.doc_id != without and len(result) < count:
                result.append(ScoredPassage(passage, float(scores[place]), len(result) + 1))
        return result


class Case(NamedTuple):
    """One question to learn from; `first` to `last` are the units of the right span, -1 where none is there."""

    source: str
    given: Inputs
    outline: Outline
    first: int
    last: int
    held_out: bool

    def packed(self) -> "Case":
        """The same in a third of the memory."""
        given, lines = self.given, self.outline
        small = given._replace(
            rows=given.rows.astype(np.float16),
            bag=given.bag.astype(np.uint16),
            bag_starts=given.bag_starts.astype(np.int32),
            first=given.first.astype(np.int16),
            last=given.last.astype(np.int16),
            stretch=given.stretch.astype(np.int16),
        )
        return self._replace(
            given=small,
            outline=Outline(
                lines.starts.astype(np.int32),
                lines.ends.astype(np.int32),
                lines.gaps.astype(np.int8),
                lines.items.astype(np.int8),
                small.stretch,
            ),
        )

    def unpacked(self) -> Inputs:
        """What the network sees, as it would be had it not been packed."""
        given = self.given
        return given._replace(
            rows=given.rows.astype(np.float32),
            bag=given.bag.astype(np.int64),
            bag_starts=given.bag_starts.astype(np.int64),
            first=given.first.astype(np.int64),
            last=given.last.astype(np.int64),
            stretch=given.stretch.astype(np.int64),
        )


def case(
    example: Example,
    finder: Finder,
    rarity: dict[str, float],
    unseen: float,
    answerable: bool,
    count: int = 8,
) -> Case | None:
    """The case of one example; without its own document's passages where it shall not be answerable.

    One document in ten is held out, with all its questions.
    """
    found = finder.find(example.question, count, None if answerable else example.span.doc_id)
    read = stretches(found, finder.documents.__getitem__)
    if not read:
        return None
    asked = analyse(example.question, rarity, unseen)
    table = Table(asked, read)
    first, last = covering(example.span, table)
    held_out = share(example.span.doc_id, 10) == 0
    return Case(example.source, inputs(asked, table), outline(table), first, last, held_out)


def covering(span: Span, table: Table) -> tuple[int, int]:
    """The narrowest run of units that holds the span; -1, -1 if none does."""
    mine = np.array([one.document.doc_id == span.doc_id for one in table.read])[table.stretch]
    touched = np.flatnonzero(mine & (table.starts < span.end) & (table.ends > span.start))
    if not len(touched):
        return -1, -1
    first, last = int(touched[0]), int(touched[-1])
    whole = table.starts[first] <= span.start and table.ends[last] >= span.end
    if not whole or last - first >= LONGEST or table.stretch[first] != table.stretch[last]:
        return -1, -1
    return first, last


def rarities(documents: Iterable[Document], most: int = 4000) -> tuple[dict[str, float], float]:
    """How much the commonest pairs of characters say (1 = as much as one never seen), and what others say: 1."""
    seen: Counter[str] = Counter()
    count = 0
    for document in documents:
        for start in range(0, len(document.text), 300):
            piece = document.text[start : start + 300].lower()
            seen.update({a + b for a, b in zip(piece, piece[1:], strict=False)})
            count += 1
    chosen = [(pair, held) for pair, held in seen.most_common(most * 2) if pair.isalnum()][:most]
    lowest = math.log(count / chosen[-1][1])
    return {pair: round(math.log(count / held) / lowest, 2) for pair, held in chosen}, 1.0
