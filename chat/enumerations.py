"""Lists in a document: what introduces each, its items, and the head of every item.

Three forms: items numbered in the text (一是…二是…, 第一，…第二，…), within one paragraph or a paragraph each;
numbered headings and paragraphs under one parent (（一） 1. ①), articles are no list; paragraphs in a row with a dash or dot.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from corpus.document import Document, Span
from corpus.numerals import parse_numeral
from indexing.structure import ARTICLE, CHAPTER, Block, blocks

_SERIES = (
    re.compile(r"(?:(?<=[。；;：:,，、\s”])|^)([一二三四五六七八九十]{1,2})是(?!否)", re.MULTILINE),
    re.compile(r"(?:(?<=[。；;：:\s])|^)第([一二三四五六七八九十]{1,2})[，,、]", re.MULTILINE),
    re.compile(r"(?:(?<=[。；;：:\s])|^)其([一二三四五六七八九十])[，,、]", re.MULTILINE),
)
_HEAD_LIMIT = 40
_BEGINS = re.compile(
    r"第?(?:一|1|１)(?:[、．.条章节编)）]|部分)|[（(](?:一|1|１)[）)]|①"
)  # a first item's mark
_BULLET = re.compile(r"(?:[—–]{2}|[●○■□◆◇▪•])\s*(?=\S)")
_MARK = re.compile(
    r"^(?:[—–]{2}|[●○■□◆◇▪•]|第?[一二三四五六七八九十]{1,3}(?:是|[，,、.．])|其[一二三四五六七八九十][，,、]"
    r"|[（(][一二三四五六七八九十\d]{1,3}[）)]|\d{1,2}[.．、)）]|[①-⑳])\s*"
)


@dataclass(frozen=True, slots=True)
class Item:
    """One item: all of it, and its head without what elaborates it (一是突破关键核心技术)."""

    span: Span
    head: Span


@dataclass(frozen=True, slots=True)
class Enumeration:
    """A list. `lead` is the sentence or heading right above it; `heading` and `question` what it stands under.

    `form` is `spoken` (一是…二是…), `numbered` (（一） 1.) or `mould` (sentences alike in a row, `chat.series`).
    """

    lead: str
    heading: tuple[str, ...]
    question: str | None
    items: tuple[Item, ...]
    form: str = "numbered"

    @property
    def span(self) -> Span:
        """From the first item's start to the last one's end."""
        first, last = self.items[0].span, self.items[-1].span
        return Span(first.doc_id, first.start, last.end)


def find_enumerations(document: Document) -> list[Enumeration]:
    """All lists of at least two items, inner and outer ones, in the order in which they begin."""
    outline = blocks(document.text)
    found = [*_spoken(document, outline), *_numbered(document, outline), *_bulleted(document, outline)]
    return sorted(found, key=lambda enumeration: enumeration.span)


def without_mark(text: str) -> str:
    """An item's words without 一是, （一）, 1. before them."""
    return _MARK.sub("", text)


def _spoken(document: Document, outline: list[Block]) -> Iterator[Enumeration]:
    """一是…二是…: marks that count up from one, on into the next answer where they count on there."""
    text = document.text
    for pattern in _SERIES:
        runs: list[list[re.Match[str]]] = []
        for match in pattern.finditer(text):
            number = parse_numeral(match[1])
            last = len(runs[-1]) if runs else 0
            if number == 1:
                runs.append([match])
            elif last and number == last + 1:
                runs[-1].append(match)
        for run in runs:
            if len(run) < 2:
                continue
            starts = [match.start() for match in run]
            ends = [*starts[1:], _end_of_last(text, starts, _limit(outline, starts[-1], len(text)))]
            items = tuple(
                _item(document, start, end, match.end())
                for start, end, match in zip(starts, ends, run, strict=True)
            )
            block = _block_at(outline, starts[0])
            yield Enumeration(
                sentence_before(text, starts[0]), block.heading, block.question, items, "spoken"
            )


def _numbered(document: Document, outline: list[Block]) -> Iterator[Enumeration]:
    """Blocks of one level under one parent; what follows a block without a mark belongs to it."""
    open_lists: dict[int, tuple[list[list[int]], str, tuple[str, ...], str | None]] = {}

    def closed(from_level: int) -> Iterator[Enumeration]:
        for level in [known for known in open_lists if known >= from_level]:
            spans, lead, heading, question = open_lists.pop(level)
            if len(spans) >= 2:
                yield Enumeration(
                    lead, heading, question, tuple(_item(document, start, end, start) for start, end in spans)
                )

    before = ""
    for block in outline:
        words = document.text[block.start : block.end]
        if block.turn or block.kind == "question":
            yield from closed(0)
        elif block.level and block.level != ARTICLE:
            yield from closed(block.level + 1)
            own = (
                block.heading[:-1] if block.heading and words.startswith(block.heading[-1]) else block.heading
            )
            if _BEGINS.match(words):  # a list of its own: under 4.2.2, which is no mark, （1） follows （4）
                yield from closed(block.level)
            if block.level not in open_lists:
                open_lists[block.level] = ([], before, own, block.question)
            open_lists[block.level][0].append([block.start, block.end])
        elif block.level == ARTICLE:
            yield from closed(CHAPTER + 1)
        for level, (spans, *_) in open_lists.items():
            if level <= (block.level or 10**6):
                spans[-1][1] = max(spans[-1][1], block.end)
        before = words[-120:]
    yield from closed(0)


def _bulleted(document: Document, outline: list[Block]) -> Iterator[Enumeration]:
    """Paragraphs in a row that begin with a dash or a dot: ——创新驱动。…"""
    before, lead = "", ""
    run: list[Block] = []
    for block in [*outline, None]:
        if block and not block.turn and (mark := _BULLET.match(document.text, block.start, block.end)):
            lead = lead if run else before
            run.append(block)
        else:
            mark = None
        if run and mark is None:
            if len(run) >= 2:
                items = tuple(_item(document, each.start, each.end, each.start) for each in run)
                yield Enumeration(lead, run[0].heading, run[0].question, items)
            run = []
        before = document.text[block.start : block.end][-120:] if block else ""


def _item(document: Document, start: int, end: int, after_mark: int) -> Item:
    while end > start + 1 and document.text[end - 1] in " 　\t\n\r，,、":
        end -= 1
    return Item(
        Span(document.doc_id, start, end),
        Span(document.doc_id, start, _head_end(document.text, start, end, after_mark)),
    )


def _head_end(text: str, start: int, end: int, after_mark: int) -> int:
    """Where the head ends: at the first sentence end or colon, at the first comma if that is far away."""
    mark = _MARK.match(text[start:end])
    first = max(after_mark, start + (mark.end() if mark else 0))
    sentence = re.compile(r"[。；;：:！？\n]").search(text, first, end)
    stop = sentence.start() if sentence else end
    if stop - first > _HEAD_LIMIT:
        comma = re.compile(r"[，,]").search(text, first + 4, stop)
        stop = comma.start() if comma else stop
    return max(stop, start + 1)


def _end_of_last(text: str, starts: list[int], limit: int) -> int:
    """The last item of a paragraph ends with it; where the others hold no full stop, at the first one."""
    line_end = text.find("\n", starts[-1])
    line_end = min(limit, line_end if line_end >= 0 else len(text))
    if "\n" in text[starts[0] : starts[-1]] or "。" in text[starts[0] : starts[-1]].rstrip()[:-1]:
        return line_end
    stop = text.find("。", starts[-1], line_end)
    return stop + 1 if stop >= 0 else line_end


def sentence_before(text: str, position: int) -> str:
    """The sentence, or the part of one, that ends at a position."""
    before = text[max(0, position - 200) : position].rstrip()
    return re.split(r"(?<=[。！？；\n])", before[:-1])[-1] + before[-1:] if before else ""


def _block_at(outline: list[Block], position: int) -> Block:
    return next((block for block in reversed(outline) if block.start <= position), outline[0])


def _limit(outline: list[Block], position: int, end: int) -> int:
    """Where the block that holds a position ends."""
    return next((block.end for block in outline if block.start <= position < block.end), end)
