"""Answers about a document itself: its number, who issued it, on which day, from when and until when it holds.

The library knows these (`corpus.metadata`); they answer where the text of the document, a digest's note of its
source included, writes them, so that the place can be cited.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from chat.draft import Draft
from chat.material import Material
from chat.words import Word
from corpus.document import Document, Span

_ASKS_DAY = r"什么时[候间]|何时|哪[一]?[天日年]|几[号月时]|日期|啥时|哪个月|时间|多会儿"
_ASKED = (
    ("document_number", re.compile(r"文号|发文字号|(?:多少|几)号文|什么号")),
    ("expires_on", re.compile(rf"(?:有效期|执行到|截止|到期|失效|为止).{{0,6}}(?:{_ASKS_DAY})|(?:到|至)(?:{_ASKS_DAY}).{{0,4}}(?:为止|截止|失效|到期|结束)")),
    ("effective_on", re.compile(rf"(?:(?:施行|实施|生效|执行|起效).{{0,4}}(?:{_ASKS_DAY})|(?:{_ASKS_DAY}).{{0,6}}(?:施行|实施|实行|生效|执行|起效))")),
    ("issued_on", re.compile(rf"(?:(?:印发|发布|公布|出台|落款|成文|发文|签发|下发|制定|通过).{{0,6}}(?:{_ASKS_DAY})|(?:{_ASKS_DAY}).{{0,4}}(?:印发|发布|公布|出台|落款|成文|发文|签发|下发|制定|通过))"
        rf"|(?:批复|复函|答复|回复).{{0,6}}(?:{_ASKS_DAY})|(?:{_ASKS_DAY}).{{0,3}}(?:批[的准复]|同意|答复|回复|复函)")),
    ("issuer", re.compile(r"(?:谁|哪个?(?:部门|单位|机关|机构|[局厅部委办])?|哪里|哪儿|什么(?:部门|单位|机关))(?:联合)?(?:印发|发布|公布|出台|制定|发|下发|签发)的?(?:[？?。]|$)|(?:发文|印发|制定|发布)(?:机关|单位|部门)")),
)  # fmt: skip
# who issued a document together: 是哪几家单位一起发的
_ASKS_SIGNERS = re.compile(
    r"(?:哪(?:几|些)?[个家]?|几[个家])(?:部门|单位|机关|部委|委办局|[局部委])?(?:一起|一块儿?|联合|共同|联名)(?:印?发|下发|发布|公布|出|制定)"
)
_BODY = r"[\u4e00-\u9fff（）()]{1,30}[部局会厅委署院府室行办]"
_SIGNED = re.compile(rf"(?:(?<=[\s　。]){_BODY}[\s　]+){{2,12}}$")
_SIGNATURE = 600  # characters
_ENDS = ("。", "；", "：", "")
_REPLY = re.compile(
    r"批[的准复]|同意|复函|答复|回复"
)  # what only a document that replies says it was done on its own day
_REPLIES = re.compile(r"批复|函|答复")
_PASSED = re.compile(r"[^\d。；\n]{0,30}通过")
_QUOTE = 200
_CHINESE = "〇一二三四五六七八九"
_ENOUGH = 0.6  # of the question's words must stand in what names the document
_SURELY = 0.8  # the same of a reply, whose own day no other sentence says
# words that ask for the particular, not name the document
_ASKING = re.compile(
    r"文号|发文字号|印发|发布|公布|出台|落款|成文|发文|签发|下发|制定|施行|实施|生效|执行|有效期|截止|到期|失效|为止|日期|时间|文件|规定|政策|办法|通知|机关|部门|单位|哪天|几号|号文|到|批|批准|批复|复函|函|答复|回复|同意"
)


@dataclass(frozen=True, slots=True)
class _Found:
    score: float
    span: Span
    short: Span


def answer_particular(material: Material) -> Draft | None:
    """The document's own number, issuer or day, quoted from its text; None where it isn't asked for or written."""
    if together := _ASKS_SIGNERS.search(material.question.text):
        return _signed_together(material, together[0])
    asked, asking = next(
        ((key, match[0]) for key, asks in _ASKED if (match := asks.search(material.question.text))), ("", "")
    )
    if not asked:
        return None
    words = [word for word in material.question.topic if not _ASKING.fullmatch(word.text)]
    if not words:
        return None
    best: _Found | None = None
    for document in material.documents:
        if _REPLY.search(asking) and not _REPLIES.search(document.title):
            continue
        score = _named(material, words, document)
        if score < _ENOUGH or (best is not None and score <= best.score):
            continue
        short = next(_written(document, asked, asking), None)
        if short is not None:
            best = _Found(score, _clause(document, short), short)
    if best is None:
        return None
    return Draft(
        "particular",
        ((best.span,),),
        score=best.score,
        short=best.short,
        context=asking,
        confidence=1.0 if _REPLY.search(asking) and best.score >= _SURELY else best.score,
    )


def _named(material: Material, words: Sequence[Word], document: Document) -> float:
    """The share of words, by weight, that what names a document holds; its first lines count half."""
    named = " ".join(filter(None, [document.title, document.issuer, document.region]))
    held = (
        1.0 if material.topic.holds(word, named) else 0.5 * material.topic.holds(word, document.text[:300])
        for word in words
    )
    return sum(word.weight * holds for word, holds in zip(words, held, strict=True)) / sum(
        word.weight for word in words
    )


def _signed_together(material: Material, asking: str) -> Draft | None:
    """The bodies that signed the document asked about, above its day."""
    words = [word for word in material.question.topic if not _ASKING.fullmatch(word.text)]
    scores = [_named(material, words, document) if words else 0.0 for document in material.documents]
    best = max(range(len(scores)), key=scores.__getitem__, default=None)
    if best is None or scores[best] < _ENOUGH:
        return None
    signers = _signers(material.documents[best])
    return (
        Draft(
            "particular",
            tuple((span,) for span in signers),
            score=scores[best],
            listed=True,
            context=asking,
            confidence=1.0,
        )
        if signers
        else None
    )


def _signers(document: Document) -> list[Span]:
    """Each of the bodies that stand above a document's day, where several do."""
    day, text = issued(document), document.text
    block = _SIGNED.search(text, max(0, day.start - _SIGNATURE), day.start) if day else None
    # what stands above them must be a sentence: a body whose name ends otherwise would be left out
    if block is None or text[: block.start()].rstrip()[-1:] not in _ENDS:
        return []
    bodies = re.finditer(r"[^\s　]+", block[0])
    return [
        Span(document.doc_id, block.start() + body.start(), block.start() + body.end()) for body in bodies
    ]


def _written(document: Document, asked: str, asking: str) -> Iterator[Span]:
    """The places where the text writes the value that is known; of a day those that say what it is the day of: a
    regulation is passed (通过) on one day and published on another."""
    value = getattr(document, asked)
    if value is None:
        return
    spellings = _spellings(value) if isinstance(value, date) else [re.escape(value)]
    found = [m.span() for spelling in spellings for m in re.finditer(spelling, document.text)]
    telling = {
        "effective_on": r"施行|实施|生效|执行",
        "expires_on": r"止|至|到|有效|期",
    }.get(asked)
    for start, end in found:
        if "通过" in asking and not _PASSED.match(document.text, end):
            continue
        around = document.text[max(0, start - 6) : end + 8]
        if telling is None or re.search(telling, around):
            yield Span(document.doc_id, start, end)


def issued(document: Document) -> Span | None:
    """Where a text says on which day it was issued: in a line of its own below it, or else at the last place."""
    if document.issued_on is None:
        return None
    text, days = document.text, "|".join(_spellings(document.issued_on))
    found = list(re.finditer(rf"^\s*({days})\s*$", text, re.MULTILINE)) or list(
        re.finditer(f"({days})", text)
    )
    return Span(document.doc_id, *found[-1].span(1)) if found else None


def _spellings(day: date) -> list[str]:
    numbers = [str(day.year), str(day.month), str(day.day)]
    year = "".join("[〇○零Oo0]" if digit == "0" else _CHINESE[int(digit)] for digit in numbers[0])
    chinese = f"{year}年{_in_chinese(day.month)}月{_in_chinese(day.day)}日"
    return [r"{}\s*年\s*{}\s*月\s*{}\s*日".format(*numbers), f"{day:%Y-%m-%d}", chinese]


def _in_chinese(number: int) -> str:
    tens, ones = divmod(number, 10)
    return f"{_CHINESE[tens] if tens > 1 else ''}{'十' if tens else ''}{_CHINESE[ones] if ones else ''}"


def _clause(document: Document, inner: Span) -> Span:
    """The clause that holds a span; of a note in brackets only that part of it."""
    before = max(document.text.rfind(mark, 0, inner.start) for mark in "。；\n（(") + 1
    ends = [at for mark in "。；\n）)" if (at := document.text.find(mark, inner.end)) >= 0]
    end = min(ends, default=len(document.text))
    if end - before > _QUOTE:
        return inner
    while document.text[before].isspace():
        before += 1
    return Span(document.doc_id, before, end)
