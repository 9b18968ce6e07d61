"""Numbers that say how each clause of the retrieved text stands to a question.

A stretch is a found passage with what follows it in the document, since an answer may run on past the
passage; passages that touch are read as one. The features of all stretches are worked out together with
numpy: a question reads several thousand characters and has some milliseconds.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from chat.reader_cues import CUE_NAMES, SHAPES, cue_bits
from chat.reader_question import KINDS, Asked, character_codes, pair_codes
from chat.reader_units import ITEM_LEVELS, Unit, units
from corpus.document import Document
from indexing.passage import ScoredPassage

Array = NDArray[np.float32]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

READ_ON = 120
"""How many characters past a passage are read on."""

NAMES: tuple[str, ...] = (
    "own", "own_focus", "sentence", "sentence_focus", "before", "sentence_before", "lead", "lead_focus", "lead_share",
    "path", "path_focus", "title", "asked", "two_before", "two_after", "stretch", "stretch_to_best", "under",
    "own_to_best", "sentence_to_best", "sentence_to_best_of_all", "density", "longest", "length", "tiny", "new",
    "begins_matched", "ends_matched", "second_half", "first_in_sentence", "last_in_sentence", "place_in_sentence",
    "from_start", "in_passage", "behind_best", "before_best", "is_best", "in_best_sentence", "rank_first",
    "rank_reciprocal", "is_lead", "has_lead", "behind_lead", "sentences_behind_best",
    "own_here", "sentence_here", "before_here", "lead_here", "sentence_before_here", "own_here_to_best",
    "sentence_here_to_best", "two_before_here", "under_here", "own_characters", "sentence_characters",
    "characters_to_best", "under_here_to_best",
    *(f"gap_{n}" for n in range(5)), *(f"item_{name}" for name in ITEM_LEVELS),
    *(f"ends_{n}" for n in range(5)), *(f"cue_{name}" for name in CUE_NAMES),
    *(f"shape_{name}" for name in SHAPES), *(f"asks_{name}" for name in KINDS),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Stretch:
    """Consecutive units of one document that are read for an answer.

    `rank` is that of the best passage in it; `found` the spans of all its passages as (start, end, rank).
    """

    document: Document
    units: tuple[Unit, ...]
    rank: int
    found: tuple[tuple[int, int, int], ...]
    path: str
    asked: str


def stretches(
    found: Sequence[ScoredPassage], document: Callable[[str], Document], read_on: int = READ_ON
) -> list[Stretch]:
    """What is read for these passages, the best one's stretch first; passages that touch are joined."""
    by_document: dict[str, list[ScoredPassage]] = {}
    for one in found:
        by_document.setdefault(one.passage.span.doc_id, []).append(one)
    result = []
    for doc_id, passages in by_document.items():
        source = document(doc_id)
        group: list[ScoredPassage] = []
        reach = -1
        for one in sorted(passages, key=lambda p: p.passage.span.start):
            span = one.passage.span
            if group and span.start > reach:
                result.append(_stretch(source, group, reach))
                group = []
            group.append(one)
            reach = max(reach, min(span.end + read_on, len(source.text)))
        if group:
            result.append(_stretch(source, group, reach))
    return sorted((s for s in result if s.units), key=lambda s: s.rank)


def _stretch(source: Document, group: list[ScoredPassage], reach: int) -> Stretch:
    best = min(group, key=lambda p: p.rank)
    pieces = units(source.text, group[0].passage.span.start, min(reach, len(source.text)))
    if reach < len(source.text) and pieces and pieces[-1].start > group[-1].passage.span.end:
        pieces.pop()  # cut off in its middle, as likely as not
    places = tuple((p.passage.span.start, p.passage.span.end, p.rank) for p in group)
    path = " ".join(best.passage.heading)
    return Stretch(source, tuple(pieces), best.rank, places, path, best.passage.question or "")


class Table:
    """All units of the stretches read for one question, one after the other, and their features.

    `stretch`: the number of each unit's stretch; `sentence`: of its sentence; `starts`, `ends`: offsets in its
    document; `rows`: the features, one row for each unit and one column for each of `NAMES`.
    """

    def __init__(self, asked: Asked, read: Sequence[Stretch]) -> None:
        every = [unit for one in read for unit in one.units]
        sizes = [len(one.units) for one in read]
        self.asked, self.read, self.count = asked, read, len(every)
        numbers = np.array(every, dtype=np.int64).reshape(-1, 4)
        self.starts, self.ends, self.gaps, self.items = numbers.T
        self.stretch = np.repeat(np.arange(len(read)), sizes)
        self.first_of = np.concatenate([[0], np.cumsum(sizes)[:-1]]).astype(np.int64)
        self.gaps[self.first_of] = 0
        self.sentence = np.cumsum(self.gaps <= 1) - 1
        pieces = [one.document.text[one.units[0].start : one.units[-1].end] for one in read]
        moved = np.concatenate([[0], np.cumsum([len(piece) + 1 for piece in pieces])[:-1]])
        moved = (moved - [one.units[0].start for one in read])[self.stretch]
        self.low, self.high = self.starts + moved, self.ends + moved  # offsets in `text`
        self.text = "\n".join(pieces)
        self.codes = character_codes(self.text)
        self.pairs = pair_codes(self.codes)
        self._match()
        self.rows = self._rows()

    def _match(self) -> None:
        """Which unit holds which of the question's pairs, and which characters are part of one."""
        codes = self.asked.codes
        self.held = np.zeros((len(codes), self.count), dtype=bool)
        self.hits = np.zeros(len(self.codes) + 1, dtype=bool)
        if not len(codes):
            return
        places = np.searchsorted(codes, self.pairs).clip(0, len(codes) - 1)
        matched = np.flatnonzero(codes[places] == self.pairs)
        owner = np.searchsorted(self.low, matched, side="right") - 1
        inside = (owner >= 0) & (matched + 1 < self.high[owner.clip(0)])
        matched, owner = matched[inside], owner[inside]
        self.held[places[matched], owner] = True
        self.hits[matched] = True
        self.hits[matched + 1] = True

    def _cover(self, held: Bools) -> NDArray[np.float64]:
        """Three rows: how much of the question is held; of it near the words that ask; of what is rare here."""
        return np.asarray(self.weights @ held)

    def _holds(self, words: str) -> Bools:
        if not words:
            return np.zeros(len(self.asked.codes), dtype=bool)
        return np.isin(self.asked.codes, pair_codes(character_codes(words)))

    def _rows(self) -> Array:
        count, held, index, stretch = self.count, self.held, np.arange(self.count), self.stretch
        first = np.flatnonzero(np.diff(self.sentence, prepend=-1))
        last = np.append(first[1:], count) - 1
        sentences = np.logical_or.reduceat(held, first, axis=1)
        self.weights = np.vstack([self.asked.both, _rare_here(sentences) * self.asked.both[:1]])
        self.weights[2] /= max(float(self.weights[2].sum()), 1e-9)
        own, own_focus, own_here = self._cover(held)
        of_sentence, _, of_sentence_here = self._cover(sentences)
        sentence, sentence_focus, sentence_here = self._cover(sentences)[:, self.sentence]
        previous = np.maximum(self.sentence - 1, 0)
        follows = self.sentence > self.sentence[self.first_of][stretch]
        character, of_characters = self._characters(first)
        parts = np.logical_or.reduceat(held, self.first_of, axis=1)
        whole = self._cover(parts)[0]
        path = np.stack([self._holds(one.path) for one in self.read], axis=1)
        paths = self._cover(path)[:, stretch]
        asked = self._cover(np.stack([self._holds(one.asked) for one in self.read], axis=1))[0]
        title = self._cover(np.stack([self._holds(one.document.title) for one in self.read], axis=1))[0]
        lead = self._leads(last)
        lead_held = held[:, lead.clip(0)] & (lead >= 0)
        leads = self._cover(lead_held)
        before = self._before(first)
        wide = np.pad(held, ((0, 0), (2, 2)))
        two_before = self._cover(wide[:, :count] | wide[:, 1 : count + 1])
        under = self._cover(lead_held | sentences[:, self.sentence] | path[:, stretch])
        length = (self.ends - self.starts).astype(np.float64)
        sums = np.concatenate([[0], np.cumsum(self.hits)])
        matched = (sums[self.high] - sums[self.low]).astype(np.float64)
        density = matched / length
        best = np.array(
            [
                low + int(np.argmax((own + 0.5 * sentence + 0.01 * density)[low:high]))
                for low, high in zip(self.first_of, np.append(self.first_of[1:], count), strict=True)
            ]
        )[stretch]
        ranks = self._ranks()
        middle = (self.low + self.high) // 2
        second = (sums[self.high] - sums[middle]) / np.maximum(self.high - middle, 1)
        top = np.maximum.reduceat(own, self.first_of)[stretch]
        top_sentence = np.maximum.reduceat(sentence, self.first_of)[stretch]
        behind = index - first[self.sentence]
        columns = [
            own, own_focus, sentence, sentence_focus, before[0], np.where(follows, of_sentence[previous], 0),
            leads[0], leads[1], leads[0] / np.maximum(top, 1e-6), paths[0], paths[1], title[stretch], asked[stretch],
            two_before[0], self._cover(wide[:, 3 : count + 3] | wide[:, 4:])[0],
            whole[stretch], (whole / max(float(whole.max()), 1e-6))[stretch], under[0],
            own / np.maximum(top, 1e-6), sentence / np.maximum(top_sentence, 1e-6),
            sentence / max(float(sentence.max()), 1e-6), density, self._longest() / 8.0, np.log(length) / 4.0,
            length < 7, (length - matched) / 20.0, self.hits[self.low],
            self.hits[np.maximum(self.high - 2, self.low)], second, behind == 0, index == last[self.sentence],
            np.minimum(behind, 6) / 6.0, np.minimum(self.starts - self.starts[self.first_of][stretch], 1200) / 600.0,
            ranks < 30, np.clip(index - best, 0, 10) / 10.0, np.clip(best - index, 0, 10) / 10.0, index == best,
            self.sentence == self.sentence[best], ranks == 1, 1.0 / ranks, np.isin(index, lead), lead >= 0,
            np.minimum(index - lead, 20) * (lead >= 0) / 20.0,
            np.clip(self.sentence - self.sentence[best], -4, 8) / 4.0,
            own_here, sentence_here, before[2], leads[2], np.where(follows, of_sentence_here[previous], 0),
            _to_best(own_here), _to_best(sentence_here), two_before[2], under[2], character, of_characters,
            _to_best(of_characters), _to_best(under[2]),
        ]  # fmt: skip
        rows = np.empty((count, len(NAMES)), dtype=np.float32)
        rows[:, : len(columns)] = np.stack([np.asarray(c, dtype=np.float32) for c in columns], axis=1)
        rest = [
            self.gaps[:, None] == np.arange(5),
            self.items[:, None] == np.arange(1, len(ITEM_LEVELS) + 1),
            cue_bits(self.text, self.pairs, self.codes, self.low, self.high),
            np.broadcast_to(self.asked.kinds, (count, len(KINDS))),
        ]
        rows[:, len(columns) :] = np.concatenate(rest, axis=1)
        return rows

    def _ranks(self) -> NDArray[np.float64]:
        ranks = np.full(self.count, 30.0)
        for number, one in enumerate(self.read):
            mine = self.stretch == number
            for low, high, rank in one.found:
                inside = mine & (self.starts >= low) & (self.starts < high)
                ranks[inside] = np.minimum(ranks[inside], rank)
        return ranks

    def _before(self, first: Ints) -> NDArray[np.float64]:
        """How much of the question the clauses before this one in its sentence hold."""
        begins = np.where(self.held, np.arange(self.count), self.count)
        earliest = np.minimum.reduceat(begins, first, axis=1)[:, self.sentence]
        return self._cover(earliest < np.arange(self.count))

    def _characters(self, first: Ints) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """How many of the question's characters, weighed by rarity, each unit and its sentence hold."""
        wanted = self.asked.characters
        held = np.zeros((len(wanted), self.count), dtype=bool)
        if not len(wanted):
            return np.zeros(self.count), np.zeros(self.count)
        places = np.searchsorted(wanted, self.codes).clip(0, len(wanted) - 1)
        matched = np.flatnonzero(wanted[places] == self.codes)
        owner = np.searchsorted(self.low, matched, side="right") - 1
        held[places[matched], owner] = True
        sentences = np.logical_or.reduceat(held, first, axis=1)
        weights = _rare_here(sentences)
        weights /= max(float(weights.sum()), 1e-9)
        return weights @ held, (weights @ sentences)[self.sentence]

    def _leads(self, last: Ints) -> Ints:
        """The head each unit stands under, -1 if none: a short marked sentence, or a clause ended by a colon."""
        length = self.ends - self.starts
        marked = (self.items > 0) & (length <= 45) & (np.arange(self.count) == last[self.sentence])
        ended = np.isin(self.codes[self.high - 1], (0x3A, 0xFF1A))
        heads = np.where(marked | ended, np.arange(self.count), -1)
        lead = np.maximum.accumulate(np.append(-1, heads[:-1]))
        return np.where(lead >= self.first_of[self.stretch], lead, -1)

    def _longest(self) -> NDArray[np.float64]:
        """The longest run of characters shared with the question, up to 8, for each unit."""
        run = np.zeros(len(self.hits) + 1)
        edges = np.flatnonzero(np.diff(np.concatenate([[0], self.hits.astype(np.int8), [0]])))
        run[edges[::2]] = edges[1::2] - edges[::2]
        longest = np.minimum(np.maximum.reduceat(run[: len(self.codes)], self.low), 8.0)
        return np.asarray(longest, dtype=np.float64)


def _rare_here(sentences: Bools) -> NDArray[np.float64]:
    """What each of the question's pairs says among these sentences: the less, the more of them hold it."""
    held = sentences.sum(axis=1)
    said = np.log((sentences.shape[1] + 1.0) / (held + 0.5))
    return np.where(held > 0, said, 0.0)


def _to_best(values: NDArray[np.float64]) -> NDArray[np.float64]:
    return values / max(float(values.max()), 1e-6)
