"""The note behind a task that says who does it and until when: （市商务局负责落实，完成时限：2023年10月）, 责任单位为市教委。

Plans give a task in a sentence or several, and name its office and its day once, behind them: behind its full stop, so
that a note stands at the beginning of what is told next, of which it says nothing.
"""

import re

from chat.material import Material
from corpus.document import Span
from indexing.sentences import sentences

_CHARGED = r"(?:责任|牵头|主责|承办|落实)"
_LABELS = rf"(?:{_CHARGED}|负责|指导)(?:考核)?(?:单位|部门)[为是：:]"
_NOTE = re.compile(
    rf"[（(](?:{_LABELS}|{_CHARGED}(?:单位|部门)?[：:]?|[^（()），。；：:\n]{{2,80}}(?:负责|牵头|落实|承担|指导)|完成(?:时限|时间)[：:])[^（()）\n]{{0,120}}[）)]"
    rf"|{_LABELS}[^。\n]{{2,120}}。?"
)
_LABEL = re.compile(rf"[（(]?{_LABELS}(?=.)")
_NEXT_TASK = re.compile(
    rf"\n\s*(?![（(]?(?:{_LABELS}|{_CHARGED}|完成)|[（(][^（()）\n]{{2,80}}(?:负责|牵头|落实|指导))"
)


def named_in(material: Material, note: Span) -> Span:
    """What of a note follows its label: 市教委 of 责任单位为市教委."""
    label = _LABEL.match(material.words(note))
    return Span(note.doc_id, note.start + label.end(), note.end) if label else note


def after_note(text: str, span: Span) -> Span:
    """A span without the note of the task before it, with which it may begin; the whole where it is only a note."""
    note = _NOTE.match(text, span.start, span.end)
    if not note or text[span.start] not in "（(" or not text[note.end() : span.end].strip(" 。；"):
        return span
    return Span(span.doc_id, note.end(), span.end)


def note_of(material: Material, sentence: Span) -> Span | None:
    """The note behind the task that a sentence is of: the first in what is left of its line, or a line of its own after it."""
    text = material.document(sentence.doc_id).text
    end = _NEXT_TASK.search(text, sentence.end)
    found = _NOTE.search(text, sentence.end, end.start() if end else len(text))
    return Span(sentence.doc_id, found.start(), found.end()) if found else None


def task_of(material: Material, note: Span) -> Span | None:
    """The sentence before a note that is a line of its own (责任单位：…); None where the words are none, or nothing is before."""
    text = material.document(note.doc_id).text
    before = text[: note.start].rstrip(" \u3000")
    if not _LABEL.match(material.words(note)) or not before.endswith("\n"):
        return None
    end = len(before.rstrip())
    told = list(sentences(text, text.rfind("\n", 0, end) + 1, end))
    return Span(note.doc_id, *told[-1]) if told else None
