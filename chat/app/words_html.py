"""The words of an answer as HTML: marks 〔1〕 as buttons, items as a list, what is compared as a table."""

import re
from itertools import groupby

from chat.answer import Answer
from chat.app.language import t
from chat.app.markup import button, escape

_MARK = re.compile(r"〔(\d{1,3})〕")
_ITEM = re.compile(r"(?:[-*•·]\s|\d{1,2}[.．、)）]|[（(]\d{1,2}[）)])\s*")
# a number of ours before one that the document gives: 1. 一是 …
_TWICE = re.compile(
    r"^\d{1,2}\.\s*(?=[一二三四五六七八九十]+(?:是|、)|[（(][一二三四五六七八九十\d]+[）)]|第[一二三四五六七八九十]+)|^[-*•·]\s+"
)


def answer_words(answer: Answer, n: int) -> str:
    """What the n-th turn's answer says, without what the page shows in a place of its own: figure and notices."""
    apart = {f"注意：{notice}" for notice in answer.notices} | set(answer.notices)
    text = "\n".join(line for line in answer.text.split("\n") if line not in apart)
    text = text.removeprefix(f"{answer.short_answer}：")
    return _Words(n, len(answer.citations), answer.short_answer, _sides(answer)).html(text)


def partial_words(text: str, n: int) -> str:
    """Words that are still being written: nothing in them can be opened yet."""
    return _Words(n).html(text)


def cite_button(n: int, number: int, heading: str = "") -> str:
    """The button that opens a citation."""
    title = t("打开来源〔{number}〕", number=number) + (f"：{heading}" if heading else "")
    return button("cite", f"〔{number}〕", css="cite", title=title, turn=n, item=number)


def _sides(answer: Answer) -> dict[str, str]:
    """The lines that say something of one year or place among several (2027年：…), with its name."""
    sides = {}
    for line in answer.text.split("\n"):
        for statement in answer.statements:
            name, found, _ = line.partition(f"：{statement.text}")
            if name and found:
                sides[line] = name
    return sides if len(sides) > 1 else {}


class _Words:
    """Turns text into HTML. A mark that no citation has stays text, such as a 文号's year."""

    def __init__(
        self, turn: int, citations: int = 0, figure: str | None = None, sides: dict[str, str] | None = None
    ):
        self._turn, self._citations, self._figure, self._sides = turn, citations, figure, sides or {}

    def html(self, text: str) -> str:
        """A block of paragraphs, lists and tables; empty for a text without words."""
        lines = [line for line in text.split("\n") if line.strip()]
        blocks = []
        for kind, group in groupby(lines, key=self._kind):
            if kind == "side":
                blocks.append(f'<table class="sides"><tbody>{"".join(map(self._row, group))}</tbody></table>')
            elif kind == "item":
                items = "".join(f"<li>{self._line(_TWICE.sub('', line.strip()))}</li>" for line in group)
                blocks.append(f"<ul>{items}</ul>")
            else:
                blocks += [f"<p>{self._line(line)}</p>" for line in group]
        return f'<div class="words">{"".join(blocks)}</div>' if blocks else ""

    def _kind(self, line: str) -> str:
        if line in self._sides:
            return "side"
        return "item" if _ITEM.match(line.strip()) else "words"

    def _row(self, line: str) -> str:
        name = self._sides[line]
        said = self._line(line.removeprefix(f"{name}："))
        return f'<tr><th scope="row">{escape(name)}</th><td>{said}</td></tr>'

    def _line(self, words: str) -> str:
        pieces, at = [], 0
        for mark in _MARK.finditer(words):
            number = int(mark.group(1))
            pieces.append(self._plain(words[at : mark.start()]))
            known = 1 <= number <= self._citations
            pieces.append(cite_button(self._turn, number) if known else escape(mark.group()))
            at = mark.end()
        return "".join(pieces) + self._plain(words[at:])

    def _plain(self, words: str) -> str:
        before, found, after = words.partition(self._figure) if self._figure else (words, "", "")
        return escape(before) + (f"<strong>{escape(found)}</strong>" if found else "") + escape(after)
