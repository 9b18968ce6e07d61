"""What a policy text is made of: headings, interview turns, paragraphs, each with its place in the text.

Two layouts occur: one block a line, and whole texts flattened to a single line in which a blank stands where
a line once ended. A heading mark counts at the start of a line; in the middle of a line only where a blank or
a sentence end stands before it and its number is 1 or follows the last one of its kind, so that a number in
a sentence or a cross reference (依照第三条) is none.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from corpus.numerals import parse_numeral

Kind = Literal["heading", "question", "text"]

CHAPTER, ARTICLE, CHINESE, BRACKETED, ARABIC, BRACKETED_ARABIC, CIRCLED = 10, 14, 20, 30, 40, 50, 60

_NUMBER = r"[一二三四五六七八九十百千零〇两\d０-９]"
# level → mark; the first group is the number
_MARKS: tuple[tuple[int, re.Pattern[str]], ...] = (
    (CHAPTER, re.compile(rf"第({_NUMBER}{{1,6}})(?:编|篇|章|部分)(?=\s|$|[　：:])")),
    (CHAPTER + 2, re.compile(rf"第({_NUMBER}{{1,6}})节(?=\s|$|[　：:])")),
    (
        ARTICLE,
        # 第三条第二款, 第三条规定, 第三条、第四条 refer to an article; they do not begin one
        re.compile(
            rf"第({_NUMBER}{{1,6}})条(?:之[一二三四五六七八九十]+)?(?![第规所中和与及或至到的、，,（(]|之规定)"
        ),
    ),
    (CHINESE, re.compile(r"([一二三四五六七八九十]{1,3})[、．.](?![一二三四五六七八九十]+[、产])")),
    (BRACKETED, re.compile(r"[（(]([一二三四五六七八九十]{1,3})[）)]")),
    (ARABIC, re.compile(r"([\d０-９]{1,2})(?:[.．、](?![\d０-９])|[)）])")),
    (BRACKETED_ARABIC, re.compile(r"[（(]([\d０-９]{1,2})[）)]")),
    (CIRCLED, re.compile(r"([①-⑳])")),
)
_MARK_AHEAD = re.compile(
    rf"(?:(?<=\s)|(?<=[。；！？：:;”）)]))(?=第{_NUMBER}{{1,6}}[编篇章节条部]|[一二三四五六七八九十]{{1,3}}[、．.]"
    r"|[（(][一二三四五六七八九十\d０-９]{1,3}[）)]|[\d０-９]{1,2}[.．、)）]|[①-⑳])"
)
_MARKUP = re.compile(r"(?P<hashes>#{1,6})?[\s>*_\-]*")
_ASKING = re.compile(
    r"(?:问题?|提问|记者|主持人|网友|Q|q)\s?[\d０-９一二三四五六七八九十]{0,3}\s*[】\]）)*]{0,3}[:：]\**\s*"
    r"|[【\[]问[】\]][:：]?\s*"
)
_ANSWERING = re.compile(
    r"(?:答复?|回答|A|a)\s?[\d０-９一二三四五六七八九十]{0,3}\s*(?:[（(](?P<who>[^（）()\n]{2,40})[）)]|[】\]）)*]{0,3})[:：]\**\s*"
    r"|[【\[]答[】\]][:：]?\s*"
)
_SPEAKING = re.compile(r"([^\s，。；：:！？、“”《》()（）\d]{2,16})\**[:：]\**\s*")
_SENTENCE_END = re.compile(r"[。；！？;!?]")
_TITLE_LIMIT = 60
_INLINE_TITLE_LIMIT = 40


@dataclass(frozen=True, slots=True)
class Block:
    """Characters `start` to `end` that belong together, without blanks at either end.

    `heading` is the path that holds here, a heading's own words included; `level` is the level of the mark
    it begins with (0 where it has none); `turn` is true where a new speaker begins.
    """

    start: int
    end: int
    kind: Kind = "text"
    level: int = 0
    heading: tuple[str, ...] = ()
    question: str | None = None
    speaker: str | None = None
    turn: bool = False


def blocks(text: str) -> list[Block]:
    """The blocks of a text, in order; together they hold all its non-blank characters."""
    found = _Outline(text).read()
    # A short numbered line is a heading only if something stands under it; in a list it is an item.
    result = []
    for block, following in zip(found, [*found[1:], None], strict=False):
        alone = following is None or following.turn or 0 < following.level <= block.level
        if block.kind == "heading" and alone:
            block = replace(block, kind="text", heading=block.heading[:-1])
        result.append(block)
    return result


class _Outline:
    """Reads a text from the start and keeps the path of headings and the interview's turn."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.path: list[tuple[int, str]] = []
        self.numbers: dict[int, int] = {}
        self.question: str | None = None
        self.question_depth = 0
        self.asking: list[str] | None = None
        self.speaker: str | None = None
        self.speakers: set[str] = set()
        self.host: str | None = None  # who is interviewed, where a line before the first question says so
        self.last_line = ""

    def read(self) -> list[Block]:
        result: list[Block] = []
        for line in re.finditer(r"[^\n\f\u2028\u2029]+", self.text):
            for start, end in self._pieces(line.start(), line.end()):
                result.append(self._block(start, end))
        return result

    def _pieces(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """The parts of a line, cut before each heading mark inside it, blanks trimmed."""
        cuts = [start]
        begin, _ = self._trim(start, end)
        mark = self._mark(begin)
        if mark:
            self._count(*mark[:2])
        for ahead in _MARK_AHEAD.finditer(self.text, begin + 1, end):
            mark = self._mark(ahead.start())
            if (
                mark
                and mark[2] <= end
                and self._follows(*mark[:2], blank=self.text[ahead.start() - 1].isspace())
            ):
                self._count(*mark[:2])
                cuts.append(ahead.start())
        for first, last in zip(cuts, [*cuts[1:], end], strict=True):
            first, last = self._trim(first, last)
            if first < last:
                yield first, last

    def _trim(self, start: int, end: int) -> tuple[int, int]:
        while start < end and self.text[start].isspace():
            start += 1
        while start < end and self.text[end - 1].isspace():
            end -= 1
        return start, end

    def _mark(self, position: int) -> tuple[int, int, int] | None:
        """Level, number and end of the heading mark that stands at a position."""
        for level, pattern in _MARKS:
            match = pattern.match(self.text, position)
            if match:
                digit = match.group(1)
                number = ord(digit) - ord("①") + 1 if level == CIRCLED else parse_numeral(digit)
                if number is not None:
                    return level, int(number), match.end()
        return None

    def _follows(self, level: int, number: int, blank: bool) -> bool:
        """Whether a mark in the middle of a line carries its list on, or begins one."""
        if number == self.numbers.get(level, 0) + 1:
            return True
        return number == 1 and (blank or level >= BRACKETED)

    def _count(self, level: int, number: int) -> None:
        self.numbers = {
            known: last for known, last in self.numbers.items() if known < level or known == ARTICLE
        }
        self.numbers[level] = number

    def _block(self, start: int, end: int) -> Block:
        body = start + len(self._markup(start, end))
        hashes = self._hashes(start) if body < end else 0  # a line of # and nothing else is no heading
        turn = self._turn(start, body, end)
        if turn is not None:
            return turn
        self.last_line = self.text[body:end]
        if self.asking is not None and not hashes:
            self.asking.append(self.text[start:end])
            self.question = " ".join(self.asking)
            return self._made(start, end, "question")
        mark = self._mark(body)
        if mark is None and not hashes:
            if self._asked_alone(body, end):
                self._open_question(self.text[body:end])
                self.asking = None
                return self._made(start, end, "question", turn=True)
            return self._made(start, end, "text")
        if hashes and len(self.path) <= self.question_depth:
            self.question = None
        level = hashes if hashes else mark[0] if mark else 0
        while len(self.path) > self.question_depth and self.path[-1][0] >= level:
            self.path.pop()
        title, alone = self._title(body, mark[2] if mark else body, end, level)
        if title is None:
            return self._made(start, end, "text", level=level)
        self.path.append((level, title))
        if alone and title.endswith(("？", "?")):
            self.question = title.rstrip("*# ")
            return self._made(start, end, "question", level=level, turn=True)
        return self._made(start, end, "heading" if alone else "text", level=level)

    def _made(self, start: int, end: int, kind: Kind, level: int = 0, turn: bool = False) -> Block:
        path = tuple(title for _, title in self.path)
        speaker = None if kind == "question" else self.speaker
        return Block(start, end, kind, level, path, self.question, speaker, turn)

    def _markup(self, start: int, end: int) -> str:
        match = _MARKUP.match(self.text, start, end)
        return match.group(0) if match else ""

    def _hashes(self, start: int) -> int:
        match = _MARKUP.match(self.text, start)
        return len(match.group("hashes") or "") if match else 0

    def _turn(self, start: int, body: int, end: int) -> Block | None:
        """The block of a line that begins a turn: 问： 答： 记者： or the name of whoever answers."""
        asked = _ASKING.match(self.text, body, end)
        if asked:
            if self.host is None and re.fullmatch(r"[^，。；：！？、\s]{4,40}", self.last_line):
                self.host = self.last_line
            self._open_question(self.text[asked.end() : end])
            return self._made(start, end, "question", turn=True)
        if self.question is None:
            return None
        answered = _ANSWERING.match(self.text, body, end)
        named = _SPEAKING.match(self.text, body, end)
        name = named.group(1) if named else None
        if not answered and not (name and (self.asking is not None or name in self.speakers)):
            return None
        if not answered and name:
            self.speakers.add(name)
        self.speaker = (answered["who"] or self.host) if answered else name
        self.asking = None
        return self._made(start, end, "text", turn=True)

    def _open_question(self, words: str) -> None:
        if self.question is None:
            # headings above the first question hold for all; those inside an answer end with it
            self.question_depth = len(self.path)
        del self.path[self.question_depth :]
        self.asking = [words] if words else []
        self.question = words or None
        self.numbers = {}
        self.speaker = None

    def _asked_alone(self, start: int, end: int) -> bool:
        """Whether a line is nothing but one short question, as news texts and question lists set them."""
        words = self.text[start:end].rstrip("*")
        return (
            6 <= len(words) <= 80
            and words[-1] in "？?"
            and not _SENTENCE_END.search(words, 0, len(words) - 1)
        )

    def _title(self, start: int, marked: int, end: int, level: int) -> tuple[str | None, bool]:
        """The words of a heading, and whether the heading is all there is in the block."""
        line = self.text[start:end].rstrip("*# ")
        if level == ARTICLE:
            named = re.compile(r"\s*(?:【[^】]{1,30}】|[（(][^（）()]{1,30}[）)])").match(
                self.text, marked, end
            )
            label = self.text[start : named.end() if named else marked]
            return label, len(line) <= len(label)
        rest = self.text[marked:end]
        if (
            len(line) <= _TITLE_LIMIT
            and not _SENTENCE_END.search(rest[:-1])
            and not rest.endswith(("。", "；", ";"))
        ) and (level < ARTICLE or not re.search(r"\S\s+\S", rest.strip())):
            return line, True
        cut = re.compile(r"[。\s：:]").search(self.text, marked + 1, end)
        gap = re.compile(r"\s*").match(self.text, marked)
        if gap and cut and cut.start() < gap.end():
            cut = re.compile(r"[。\s：:]").search(self.text, gap.end(), end)
        if cut and cut.start() - start <= _INLINE_TITLE_LIMIT and cut.end() < end:
            return self.text[start : cut.start()], False
        return None, False
