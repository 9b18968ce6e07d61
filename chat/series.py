"""Lists without marks: things in a row within a sentence (包括甲、乙和丙), and sentences of one mould in a row.

A row in a sentence is quoted whole, with the clause that says what it is a row of; of sentences in a row each
is quoted up to the end of the clause that carries the mould (汽车产业的重点是…。化工产业的重点是…).
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from chat.enumerations import Enumeration, Item, sentence_before
from corpus.document import Document, Span
from indexing.sentences import clauses, sentences
from indexing.structure import blocks

_LAST = re.compile(r"[、，”][^、，。；：]{1,30}?(?:和|以及|及|与|或者?)")
_PAIR = re.compile(r"[\u4e00-\u9fff”）]{2,}(?:和|以及|及|与|或者?)[\u4e00-\u9fff“]{2,}")
_OPENS = re.compile(
    r"^(?:其中[，,]?)?(?:即(?![将使便])|也就是|(?:主要|分别|具体)?(?:包括|包含|有|分为|由|是|为|涉及|涵盖|以))"
)
_QUOTED_ROW = re.compile(r"(?:“[^”]{1,20}”){3,}")
_RUN_IN = re.compile(r"([\u4e00-\u9fff]{2})[^，,。；;：:\n]{2,16}。(?=.)")
_FOLLOWS = re.compile(r"(?:以下|下列|如下)[^。；\n]*。$")
_WHOLE = 90  # characters up to which a part of a sentence is quoted whole
_CHINESE = re.compile(r"[\u4e00-\u9fff“”]+")
_MOULD = 4  # characters that sentences of one mould share
_REACH = 40  # characters from a sentence's start in which the mould lies
_MOST = 200


@dataclass(frozen=True, slots=True)
class Row:
    """`spans` in order: one that holds the whole row, or one for each thing; `count` says how many things."""

    spans: tuple[Span, ...]
    count: int
    form: str  # series or parts


def rows_in(document: Document, start: int, end: int) -> Iterator[Row]:
    """The rows of things inside each sentence between two offsets."""
    text = document.text
    for first, last in sentences(text, start, end):
        parts = list(_split(text, first, last, "；;"))
        colon = _colon(text, *parts[0]) if parts else None
        # 重点放在以下三类场景。研发类…；生产类…；服务类…。
        if len(parts) > 2 and (colon or _FOLLOWS.search(text[max(0, first - _WHOLE) : first])):
            items = [(colon or first, parts[0][1]), *parts[1:]]
            if all(b - a <= _MOST for a, b in items):
                yield Row(tuple(Span(document.doc_id, a, b) for a, b in items), len(items), "parts")
        for part in parts:
            yield from _in_part(document, *part)


def find_moulds(document: Document) -> list[Enumeration]:
    """Runs of at least two sentences, or three paragraphs, in a row whose first clauses share some words."""
    text, found = document.text, []
    outline = blocks(text)
    for block in outline:
        if block.kind != "heading":
            units = [
                part
                for first, last in sentences(text, block.start, block.end)
                for part in _split(text, first, last, "；;")
            ]
            found += [(block, run) for run in _runs(text, units, 2)]
    starts = {block.start: block for block in outline}
    lines = [None if block.kind == "heading" else (block.start, block.end) for block in outline]
    found += [(starts[run[0][0]], run) for run in _runs(text, lines, 3)]
    return [
        Enumeration(
            sentence_before(text, run[0][0]),
            block.heading,
            block.question,
            tuple(Item(Span(document.doc_id, a, b), Span(document.doc_id, a, head)) for a, b, head in run),
            "numbered" if all(_RUN_IN.match(text, a, b) for a, b, _ in run) else "mould",
        )
        for block, run in found
    ]


def _in_part(document: Document, start: int, end: int) -> Iterator[Row]:
    text, found = document.text, []
    pieces = list(clauses(text, start, end))
    for number, (first, last) in enumerate(pieces):
        count = things_in_a_row(text[first:last])
        if count < 2:
            continue
        begin = first
        opens = _OPENS.match(text[first:last])
        if number and (opens or text[pieces[number - 1][1] - 1] in "：:"):
            begin = pieces[number - 1][0]
        found.append((begin, last, count))
    colon = _colon(text, start, end)
    listed = [piece for piece in pieces if colon and piece[0] >= colon]
    if len(listed) > 2:
        found.append((start, end, len(listed)))
    if end - start <= _WHOLE and found:
        yield _row(document, start, end, max(count for *_, count in found))
        return
    for begin, last, count in found:
        if last - begin <= _MOST:
            yield _row(document, begin, last, count)


def _row(document: Document, start: int, end: int, count: int) -> Row:
    while end > start + 1 and document.text[end - 1] in "，,、；;":
        end -= 1
    return Row((Span(document.doc_id, start, end),), count, "series")


def things_in_a_row(clause: str) -> int:
    """How many things stand in a row in a clause; 1 where none do."""
    quoted = _QUOTED_ROW.search(clause)
    if quoted:
        return quoted[0].count("“")
    marks = clause.count("、")
    if marks:
        return marks + 1 + bool(_LAST.search(clause[clause.rindex("、") :]))
    return 2 if _PAIR.search(clause) else 1


def _colon(text: str, start: int, end: int) -> int | None:
    """Where what follows an early colon begins."""
    at = next((p for p in range(start, min(end, start + 80)) if text[p] in "：:"), None)
    return at + 1 if at is not None and at + 1 < end and not text[at - 1].isdigit() else None


def _split(text: str, start: int, end: int, marks: str) -> Iterator[tuple[int, int]]:
    """The parts of a sentence between marks, the marks left out."""
    begin = start
    for part in re.split(f"[{marks}]", text[start:end]):
        if part:
            yield begin, begin + len(part)
        begin += len(part) + 1


def _runs(
    text: str, units: Sequence[tuple[int, int] | None], least: int
) -> Iterator[list[tuple[int, int, int]]]:
    """Runs of units that share a mould: start, end, and end of the clause that holds it; None ends a run."""
    run: list[tuple[int, int]] = []
    shared: set[str] = set()
    for unit in [*units, None]:
        grams = _grams(text[unit[0] : min(unit[1], unit[0] + _REACH)]) if unit else set()
        if unit and (head := _RUN_IN.match(text, *unit)):  # 坚持法治。…, 坚持便民。…: heads that begin alike
            grams.add(f"^{head[1]}")
        if unit and run and shared & grams:
            run.append(unit)
            shared &= grams
            continue
        if len(run) >= least:
            yield [(a, b, _mould_end(text, a, b, shared)) for a, b in run]
        run, shared = [unit] if unit else [], grams


def _grams(words: str) -> set[str]:
    return {run[n : n + _MOULD] for run in _CHINESE.findall(words) for n in range(len(run) - _MOULD + 1)}


def _mould_end(text: str, start: int, end: int, shared: set[str]) -> int:
    """The end of the clause in which the last of the shared words stand."""
    last = max((text.find(gram, start, end) + _MOULD for gram in shared if gram[0] != "^"), default=start + 2)
    stop = re.compile(r"[，,；;。：:！？\n]").search(text, last, end)
    return stop.start() if stop else end
