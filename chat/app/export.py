"""A conversation to take along: Markdown, Word, each answer with its sources."""

import re
from collections.abc import Sequence

from chat.app.plain_text import answer_text
from chat.app.turn import Turn
from chat.app.word_file import word_file

# what Markdown would take for markup, in texts that are to be shown as they are
_MARKUP = re.compile(r"([\\`*_{}\[\]<>#|!~$])")


def conversation_markdown(turns: Sequence[Turn]) -> str:
    """The answered questions, each as a section; the documents' words can't become markup."""
    parts = ["# 政策问答记录"]
    for question, lines in _answered(turns):
        parts.append(f"## {_plain(question)}")
        parts += [_plain(line) for line in lines]
    return "\n\n".join(parts) + "\n"


def conversation_word(turns: Sequence[Turn]) -> bytes:
    """The same as a Word file."""
    paragraphs = [("政策问答记录", True)]
    for question, lines in _answered(turns):
        paragraphs.append((question, True))
        paragraphs += [(line, False) for line in lines]
    return word_file(paragraphs)


def _answered(turns: Sequence[Turn]) -> list[tuple[str, list[str]]]:
    """Each answered question with the lines of its answer."""
    return [
        (turn.question, [line for line in answer_text(turn.answer).split("\n")[1:] if line.strip()])
        for turn in turns
        if turn.answer is not None
    ]


def _plain(line: str) -> str:
    """The line, its markup characters written out; a number or sign at its start makes no list or heading."""
    plain = _MARKUP.sub(r"\\\1", " ".join(line.split()))
    return re.sub(r"^(\d+)([.)])|^([-+])", lambda m: f"{m[1]}\\{m[2]}" if m[1] else f"\\{m[3]}", plain)
