"""What a model said, read from its lines, and whether each statement holds.

A statement holds where every quote stands in a passage letter for letter (blanks and full width aside), and the
sentences that the quotes stand in bear out its figures (`number_check`), its words, what it denies and what it
demands. It is plain text: links, images and markup are taken off first, so that nothing in it can act.
"""

import json
import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from chat.compose import QUOTE_LIMIT
from chat.number_check import unsupported_figures
from corpus.document import Span
from corpus.numerals import fold
from indexing.sentences import clauses, sentences

LONGEST_STATEMENT = 300
QUOTE_LENGTHS = (4, 400)
MOST_QUOTES = 6
SHARED_WORDS = 0.6  # of a statement's pairs of characters; a faithful one has hardly less than .8

_LINK = re.compile(r"!\[[^\]]*\]\([^)]*\)?|!\[[^\]]*\]\[[^\]]*\]")
_NAMED_LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)?|\[([^\]]*)\]\[[^\]]*\]")
_ADDRESS = re.compile(
    r"(?:[A-Za-z][A-Za-z0-9+.-]*:)?//\S+|(?:javascript|data|vbscript|mailto):\S*|www\.\S+", re.I
)
_TAG = re.compile(r"<[^<>]*>|<(?=[a-z/!?])|&(?:[a-z]+|#\w+);", re.I)
_MARKS = re.compile(r"[`*_#|\\<>\[\]{}$~]+(?=\s|$)|(?:^|(?<=\s))[`*_#>|~-]+\s|\*\*|__|``?`?")
_OWN_NUMBERS = re.compile(r"(?:\s*[〔\[【]\s*\d{1,2}\s*[〕\]】])+(?=[。；]?$)")
_DENIALS = re.compile(r"不[得予再能需必应可含]|无[需须]|免于|禁止|严禁|暂停|取消|尚未|[不未无非]")
_DEMANDS = {"必须": "必须应", "应当": "应须", "一律": "一律", "全部": "全部", "所有": "所有", "免费": "免费",
            "全额": "全额", "唯一": "唯一", "自动": "自动", "无条件": "无条件"}  # fmt: skip
_MARK_PAIRS = str.maketrans("“”‘’「」『』", '""\'\'""""')


@dataclass(frozen=True, slots=True)
class Source:
    """A passage the model may quote."""

    span: Span
    text: str
    title: str
    heading: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Said:
    """A statement as the model gave it: passage numbers with the words quoted from them."""

    text: str
    quotes: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class Checked:
    """A statement that holds, in plain text, and the sentences or clauses that carry it."""

    text: str
    spans: tuple[Span, ...]


def read_statements(words: str) -> tuple[list[Said], bool]:
    """The statements in a model's words, and whether it said that it cannot answer. Never raises.

    One JSON object after another is looked for, so that code fences, lists and talk around them do no harm.
    """
    decoder = json.JSONDecoder()
    said: list[Said] = []
    refused = False
    position = words.find("{")
    while position >= 0:
        try:
            value, end = decoder.raw_decode(words, position)
        except (ValueError, RecursionError):
            end = words.find("\n", position)  # one attempt a line keeps nonsense cheap
            if end < 0:
                break
        else:
            refused = refused or bool(value.get("无法回答"))
            if isinstance(value.get("陈述"), str):
                said.append(Said(value["陈述"], _quotes(value.get("依据"))))
        position = words.find("{", end)
    return said, refused


def _quotes(value: object) -> tuple[tuple[int, str], ...]:
    items = value if isinstance(value, list) else [value]
    pairs = [(item.get("段"), item.get("引文")) for item in items if isinstance(item, dict)]
    return tuple((_number(number), quote) for number, quote in pairs if isinstance(quote, str))


def _number(value: object) -> int:
    """A passage's number, also from "3"; 0 for what is none."""
    written = str(value)
    return int(written) if written.isascii() and written.isdigit() and len(written) < 4 else 0


def checked(said: Said, sources: Sequence[Source], text_of: Callable[[str], str]) -> Checked | str:
    """The statement with its spans, or what is wrong with it, said to the model."""
    text = plain(said.text) if len(said.text) <= 4 * LONGEST_STATEMENT else None
    if text is None or not 2 <= len(text) <= LONGEST_STATEMENT:
        return f"陈述应是 2 到 {LONGEST_STATEMENT} 字的纯文字"
    if not said.quotes:
        return "没有依据"
    if len(said.quotes) > MOST_QUOTES:
        return f"依据最多 {MOST_QUOTES} 条"
    spans: list[Span] = []
    under: list[str] = []
    for number, quote in said.quotes:
        placed = _placed(number, quote, sources)
        if placed is None:
            return f"引文“{quote[:40]}”不是段{number}里的原文"
        source, start, end = placed
        spans.append(_widened(text_of(source.span.doc_id), source.span, start, end))
        under += [source.title, *source.heading]
    spans = list(dict.fromkeys(spans))
    evidence = [text_of(span.doc_id)[span.start : span.end] for span in spans]
    if wrong := unsupported_figures(text, evidence):
        return f"引文里没有“{'”“'.join(wrong)}”，或说的不是这件事；数字、单位和“超”“不低于”等词要照引文写"
    return _wording(text, " ".join(evidence), " ".join(under)) or Checked(text, tuple(spans))


def plain(text: str) -> str | None:
    """The text without links, images, tags, marks and invisible characters; None if no end comes of it."""
    text = "".join(c for c in text if c in "\n\t " or unicodedata.category(c) not in ("Cc", "Cf", "Co", "Cs"))
    for _ in range(5):
        before = text
        text = _TAG.sub("", _ADDRESS.sub("", _NAMED_LINK.sub(r"\1\2", _LINK.sub("", text))))
        text = re.sub(r"\s+", " ", _MARKS.sub("", text)).strip()
        if text == before:
            return _OWN_NUMBERS.sub("", text)
    return None


def _placed(number: int, quote: str, sources: Sequence[Source]) -> tuple[Source, int, int] | None:
    """Where a quote stands: in the passage named, or else in another (a wrong number harms nobody)."""
    if not QUOTE_LENGTHS[0] <= len(quote.strip()) <= QUOTE_LENGTHS[1]:
        return None
    named = list(sources[number - 1 : number]) if number > 0 else []
    for source in [*named, *sources]:
        found = find_quote(quote, source.text)
        if found:
            return source, source.span.start + found[0], source.span.start + found[1]
    return None


def find_quote(quote: str, text: str) -> tuple[int, int] | None:
    """Where the quote stands in the text, blanks, full width and kinds of quotation marks aside."""
    letters, offsets = _letters(text)
    wanted, _ = _letters(quote)
    place = letters.find(wanted) if wanted else -1
    return (offsets[place], offsets[place + len(wanted) - 1] + 1) if place >= 0 else None


def _letters(text: str) -> tuple[str, list[int]]:
    folded = fold(text).translate(_MARK_PAIRS)
    offsets = [i for i, c in enumerate(folded) if not c.isspace()]
    return "".join(folded[i] for i in offsets), offsets


def _widened(text: str, passage: Span, start: int, end: int) -> Span:
    """The sentences a quote stands in, inside its passage; clauses where a sentence is too long to show.

    Two words cut from a sentence prove nothing; the whole of it does, and the reader sees it.
    """
    first, last = start, end
    for begin, stop in sentences(text, passage.start, passage.end):
        if stop <= start or begin >= end:
            continue
        parts = [(begin, stop)] if stop - begin <= QUOTE_LIMIT else clauses(text, begin, stop)
        for a, b in parts:
            if a < end and start < b:
                first, last = min(first, a), max(last, b)
    return Span(passage.doc_id, first, last)


def _wording(text: str, evidence: str, under: str) -> str | None:
    """What the statement says that its evidence does not; None if nothing."""
    said, shown = fold(text), fold(evidence)
    known = shown + " " + fold(under)
    pairs = [run[i : i + 2] for run in re.findall(r"[一-鿿]+", said) for i in range(len(run) - 1)]
    if pairs and sum(pair in known for pair in pairs) < SHARED_WORDS * len(pairs):
        return "说的不是引文的内容，请用引文的词语"
    if foreign := [w for w in re.findall(r"[A-Za-z]{2,}", said) if w.lower() not in known.lower()]:
        return f"引文里没有“{foreign[0]}”"
    if denied := [word for word in _DENIALS.findall(said) if word not in shown]:
        return f"引文里没有“{denied[0]}”"
    for word, enough in _DEMANDS.items():
        if word in said and word not in shown and not (len(enough) > len(word) and enough[-1] in shown):
            return f"引文里没有“{word}”"
    for match in re.finditer(rf"({_DENIALS.pattern})([一-鿿]{{2}})", shown):
        act = match[2]
        if act in said and not _affirmed(act, shown) and _affirmed(act, said):
            return f"引文里是“{match.group()}”"
    return None


def _affirmed(act: str, text: str) -> bool:
    """Whether the text says the act somewhere without denying it right before."""
    for match in re.finditer(re.escape(act), text):
        if not re.search(rf"(?:{_DENIALS.pattern})$", text[: match.start()]):
            return True
    return False
