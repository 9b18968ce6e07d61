"""Numbers that say how each clause of a retrieved stretch stands to a question.

A stretch is a found passage with what follows it in the document, since an answer may run on past the
passage; passages that touch are read as one. All features of a stretch are worked out at once with numpy: a
question reads several thousand characters and has some milliseconds.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from chat.reader_question import KINDS, Asked, character_codes, pair_codes
from chat.reader_units import ITEM_LEVELS, Unit, units
from corpus.document import Document
from corpus.numerals import fold
from indexing.passage import ScoredPassage

Array = NDArray[np.float64]

READ_ON = 300
"""How many characters past a passage are read on."""

# What a clause holds that answers one kind of question or another.
_CONTENT: dict[str, re.Pattern[str]] = {
    "digit": re.compile(r"\d"),
    "date": re.compile(r"\d{1,4}年|\d{1,2}月\d{0,2}|\d{1,2}日|\d{1,2}[:：]\d\d|当日|次日|即日|之日"),
    "duration": re.compile(r"(?:\d+|[一二三四五六七八九十两半]+)个?(?:工作日|小时|月|年|天|日|周)(?:内|以内|以上|之内)?"),
    "phone": re.compile(r"\d{3,4}-\d{7,8}|1\d{10}|(?<!\d)(?:1[02]\d{3}|9\d{4}|400\d{7}|\d{8})(?!\d)|电话|热线|拨打"),
    "address": re.compile(r"https?:|www\.|[\w.]+@|\.(?:cn|com|gov)|网站|公众号|app|小程序|平台|网上", re.IGNORECASE),
    "amount": re.compile(r"\d[\d.,]*\s*(?:%|万|亿|元|倍|个百分点|名|家|人|个|项)|百分之|不超过|不低于|以上|以下"),
    "body": re.compile(r"[部局委厅会院司署办处所站中心公司集团协会政府机关单位银行企业学校机构](?:[，。、；）]|负责|牵头|联合|会同|等)"),
    "place": re.compile(r"[省市县区镇乡路街号楼村]"),
    "title": re.compile(r"[《“「]"),
    "means": re.compile(r"通过|采取|利用|采用|按照|可以?|登录|申请|办理|方式|应当?|推行|实行|开展|建立|加强|加大"),
    "condition": re.compile(r"的[，,]|符合|具备|满足|以上|不得|须|应当|下列|以下|情形|条件"),
    "materials": re.compile(r"证|表|书|复印件|原件|材料|提交|提供|出具"),
    "purpose": re.compile(r"为了?(?!人)|旨在|目的|因为?|由于|以便|确保|防止|避免|从而|有利于|意义"),
    "defines": re.compile(r"是指|指的?是|即|系指|称为|称作|定义|是一|为[：:]|包括|分为|如下"),
    "penalty": re.compile(r"处罚|罚款|追究|责令|吊销|没收|处以|拘留|刑事|警告"),
    "negation": re.compile(r"不|无|未|免|禁止|除外"),
}  # fmt: skip
_ENDS = "。；，：、"

NAMES: tuple[str, ...] = (
    "own", "own_focus", "sentence", "sentence_focus", "sentence_before", "lead", "lead_focus", "path",
    "path_focus", "title", "before_2", "after_2", "stretch", "rest_of_path", "density", "density_before",
    "longest_run", "length", "length_short", "new", "starts_matched", "ends_matched", "tail_new",
    "first_in_sentence", "last_in_sentence", "place_in_sentence", "from_start", "in_passage", "behind_best",
    "before_best", "is_best", "same_sentence_as_best", "own_to_best", "lead_to_best", "rank_first",
    "rank_reciprocal", "score_relative", "score_gap", "stretch_to_best", "asked_interview", "question_mark",
    "only_lead", "under_lead", "distance_to_lead",
    *(f"gap_{n}" for n in range(5)), *(f"item_{name}" for name in ITEM_LEVELS), *(f"ends_{n}" for n in range(5)),
    *(f"has_{name}" for name in _CONTENT), *(f"asks_{name}" for name in KINDS),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Stretch:
    """Consecutive units of one document that are read for an answer.

    `rank`, `score`: of the best passage in it; `found`: the spans of all its passages as (start, end, rank).
    """

    document: Document
    units: tuple[Unit, ...]
    rank: int
    score: float
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
    start = group[0].passage.span.start
    pieces = units(source.text, start, min(reach, len(source.text)))
    if reach < len(source.text) and len(pieces) > 1:
        pieces.pop()  # cut off in its middle, as likely as not
    places = tuple((p.passage.span.start, p.passage.span.end, p.rank) for p in group)
    path = " ".join(best.passage.heading)
    return Stretch(source, tuple(pieces), best.rank, best.score, places, path, best.passage.question or "")


def features(asked: Asked, read: Sequence[Stretch]) -> list[Array]:
    """One row for each unit of each stretch, one column for each of `NAMES`."""
    if not read:
        return []
    tables = [_Table(asked, stretch) for stretch in read]
    best_score = max((s.score for s in read), default=1.0) or 1.0
    second = sorted((s.score for s in read), reverse=True)[1] if len(read) > 1 else 0.0
    best_stretch = max((float(t.whole) for t in tables), default=0.0) or 1.0
    return [table.columns(best_score, second, best_stretch) for table in tables]


class _Table:
    """The feature columns of one stretch."""

    def __init__(self, asked: Asked, stretch: Stretch) -> None:
        self.asked, self.stretch = asked, stretch
        self.count = len(stretch.units)
        text = stretch.document.text
        first, last = stretch.units[0].start, stretch.units[-1].end
        self.starts = np.array([u.start - first for u in stretch.units])
        self.ends = np.array([u.end - first for u in stretch.units])
        self.gaps = np.array([u.gap for u in stretch.units])
        self.items = np.array([u.item for u in stretch.units])
        self.text = text[first:last]
        self.folded = fold(self.text)
        self.codes = character_codes(self.text)
        self.held, self.hits = self._matches()
        self.whole = float(asked.weights @ self.held.any(axis=1)) if len(asked.codes) else 0.0

    def _matches(self) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
        """Which unit holds which of the question's pairs, and which characters are part of one."""
        codes = self.asked.codes
        held = np.zeros((len(codes), self.count), dtype=bool)
        hits = np.zeros(len(self.codes) + 1, dtype=bool)
        if len(codes):
            pairs = pair_codes(self.codes)
            places = np.searchsorted(codes, pairs).clip(0, len(codes) - 1)
            matched = np.flatnonzero(codes[places] == pairs)
            owner = np.searchsorted(self.starts, matched, side="right") - 1
            inside = (owner >= 0) & (matched + 1 < self.ends[owner.clip(0)])
            matched, owner = matched[inside], owner[inside]
            held[places[matched], owner] = True
            hits[matched] = True
            hits[matched + 1] = True
        return held, hits[: len(self.codes)]

    def _cover(self, held: NDArray[np.bool_], focus: bool = False) -> Array:
        weights = self.asked.focus if focus else self.asked.weights
        return np.asarray(weights @ held, dtype=np.float64) if len(weights) else np.zeros(held.shape[1])

    def _holds(self, words: str) -> NDArray[np.bool_]:
        if not words or not len(self.asked.codes):
            return np.zeros(len(self.asked.codes), dtype=bool)
        return np.isin(self.asked.codes, pair_codes(character_codes(words)))

    def columns(self, best_score: float, second: float, best_stretch: float) -> Array:
        count, held, stretch = self.count, self.held, self.stretch
        index = np.arange(count)
        sentence_of = np.cumsum(self.gaps <= 1) - 1 if count else index
        sentence_of = sentence_of - sentence_of[0]
        sentence_first = np.flatnonzero(np.diff(sentence_of, prepend=-1))
        sentence_last = np.append(sentence_first[1:], count) - 1
        own, own_focus = self._cover(held), self._cover(held, True)
        in_sentence = np.logical_or.reduceat(held, sentence_first, axis=1)
        sentence = self._cover(in_sentence)[sentence_of]
        sentence_focus = self._cover(in_sentence, True)[sentence_of]
        before = np.zeros_like(held)
        for number in range(1, count):
            if sentence_of[number] == sentence_of[number - 1]:
                before[:, number] = before[:, number - 1] | held[:, number - 1]
        path_held, title_held = (
            self._holds(stretch.path + " " + stretch.asked),
            self._holds(stretch.document.title),
        )
        lead, is_lead, lead_index = self._leads(sentence_of, sentence_last)
        lead_held = held[:, lead_index.clip(0)] & (lead_index >= 0)
        under = lead_held | in_sentence[:, sentence_of] | path_held[:, None]
        padded = np.pad(held, ((0, 0), (2, 2)))
        lengths = (self.ends - self.starts).astype(np.float64)
        matched = np.add.reduceat(self.hits.astype(np.float64), self.starts) if count else lengths
        density = np.minimum(matched / lengths, 1.0)
        best = int(np.argmax(own + 0.5 * sentence + 0.01 * density))
        score = max(stretch.score, 0.0) / best_score if best_score > 0 else 0.0
        ranks = np.full(count, 30.0)
        for low, high, rank in stretch.found:
            inside = (self.starts + stretch.units[0].start >= low) & (
                self.starts + stretch.units[0].start < high
            )
            ranks[inside] = np.minimum(ranks[inside], rank)
        half = (self.starts + self.ends) // 2
        columns: list[Array] = [
            own, own_focus, sentence, sentence_focus, self._cover(before), self._cover(lead_held),
            self._cover(lead_held, True), np.full(count, self._cover(path_held[:, None])[0]),
            np.full(count, self._cover(path_held[:, None], True)[0]),
            np.full(count, self._cover(title_held[:, None])[0]),
            self._cover(padded[:, :count] | padded[:, 1 : count + 1]),
            self._cover(padded[:, 3 : count + 3] | padded[:, 4:]),
            np.full(count, self.whole),
            self._cover(under),
            density, np.append(0.0, density[:-1]), self._longest() / 8.0,
            np.log(lengths) / 4.0, (lengths < 7).astype(np.float64), (lengths - matched.clip(0, lengths)) / 20.0,
            self.hits[self.starts].astype(np.float64), self.hits[np.maximum(self.ends - 2, self.starts)].astype(np.float64),
            1.0 - self._share(half, self.ends),
            (np.isin(index, sentence_first)).astype(np.float64), (np.isin(index, sentence_last)).astype(np.float64),
            np.minimum(index - sentence_first[sentence_of], 6) / 6.0,
            np.minimum(self.starts, 1200) / 600.0, (ranks < 30).astype(np.float64),
            np.clip(index - best, 0, 10) / 10.0, np.clip(best - index, 0, 10) / 10.0,
            (index == best).astype(np.float64), (sentence_of == sentence_of[best]).astype(np.float64),
            own / max(float(own.max()), 1e-6), lead,
            (ranks == 1).astype(np.float64), 1.0 / ranks, np.full(count, score),
            np.full(count, (stretch.score - second) / best_score if best_score > 0 and stretch.rank == 1 else 0.0),
            np.full(count, self.whole / best_stretch), np.full(count, 1.0 if stretch.asked else 0.0),
            np.array([1.0 if "？" in self.text[a:b] or "?" in self.text[a:b] else 0.0 for a, b in zip(self.starts, self.ends, strict=True)]),
            is_lead, (lead_index >= 0).astype(np.float64), np.minimum(index - lead_index, 20) * (lead_index >= 0) / 20.0,
        ]  # fmt: skip
        columns += [(self.gaps == n).astype(np.float64) for n in range(5)]
        columns += [(self.items == n + 1).astype(np.float64) for n in range(len(ITEM_LEVELS))]
        columns += self._endings()
        columns += [self._content(pattern) for pattern in _CONTENT.values()]
        columns += [np.full(count, kind) for kind in self.asked.kinds]
        return np.stack(columns, axis=1)

    def _leads(
        self, sentence_of: NDArray[np.int64], last: NDArray[np.int64]
    ) -> tuple[Array, Array, NDArray[np.int64]]:
        """For each unit the head it stands under: the last short sentence with an item mark, or ended by a colon."""
        index = np.full(self.count, -1)
        is_lead = np.zeros(self.count)
        current = -1
        for number in range(self.count):
            index[number] = current
            marked = self.items[number] > 0 and self.ends[number] - self.starts[number] <= 45
            colon = self.text[self.ends[number] - 1] in "：:"
            if colon or (marked and number == last[sentence_of[number]]):
                current = number
                is_lead[number] = 1.0
        held = self.held[:, index.clip(0)] & (index >= 0)
        cover = self._cover(held)
        top = float(self._cover(self.held).max()) if self.count else 0.0
        return cover / max(top, 1e-6), is_lead, index

    def _longest(self) -> Array:
        """The longest run of characters shared with the question, up to 8, for each unit."""
        run = np.zeros(len(self.hits) + 1)
        changes = np.flatnonzero(np.diff(np.concatenate([[0], self.hits.astype(np.int8), [0]])))
        for low, high in zip(changes[::2], changes[1::2], strict=True):
            run[low] = high - low
        return np.minimum(np.maximum.reduceat(run[:-1], self.starts), 8.0)

    def _share(self, low: NDArray[np.int64], high: NDArray[np.int64]) -> Array:
        total = np.concatenate([[0.0], np.cumsum(self.hits)])
        return np.asarray((total[high] - total[low]) / np.maximum(high - low, 1))

    def _endings(self) -> list[Array]:
        last = [self.folded[end - 1] for end in self.ends]
        return [
            np.array([1.0 if mark in marks else 0.0 for mark in last])
            for marks in ("。!?！？", ";；", ",，", ":：", '”"』」)）')
        ]

    def _content(self, pattern: re.Pattern[str]) -> Array:
        result = np.zeros(self.count)
        for match in pattern.finditer(self.folded):
            result[np.searchsorted(self.starts, match.start(), side="right") - 1] = 1.0
        return result
