"""What a document says about others: 《…》同时废止, 停止执行, and what it amends.

Only statements about named documents are read. A statement on some articles or annexes of a document amends
it; one on the whole repeals it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from corpus.dates import WRITTEN_DATE, date_of
from corpus.document_number import plain_number

LONGEST_SENTENCE = 3000  # characters; lists of repealed documents are long
_ENDS = re.compile(
    r"(?:同时|即行|予以|一并|相应|全文|随之|即)?(?:废止|停止执行|停止施行|停止使用|不再执行|不再施行|自行失效|失效)(?!的|或者失效的|目录|日期)"
)
_CITED = re.compile(r"《((?:[^《》]|《[^《》]*》)+)》")
_NUMBER = re.compile(r"\s*[（(]((?:[^（）()]|[（(][^（）()]{1,10}[）)]){2,60})[）)]")
# What may stand between a repealed document's name and the next one's, or the verb.
_OBJECT_GOES_ON = re.compile(
    r"\s*(?:、|，|,|;|；|和|及|与|以及|或者|同时|即|一并|自|予以|停止|不再|相应|废止|失效|等|全文|随之|第[一二三四五六七八九十百\d]|中|附件|的?(?:有关|相关|部分)|$)"
)
_PART = re.compile(
    r"第[一二三四五六七八九十百\d]+[章节条款项]|附件|附表|有关(?:内容|规定|条款)|部分(?:条款|内容|规定)|相关(?:内容|规定|条款)"
)
# The name stands as a ground, or as what begins, not as what ends.
_NO_OBJECT = re.compile(r"施行|实施|生效|发布之日|为准|规定的|(?<!同时)执行(?!的)")
_SINCE_THEN = re.compile(r"(?:停止|不再)(?:执行|施行)|自本[^，。；]{1,8}(?:施行|实施|公布|发布|印发)之日起")
_GROUND = re.compile(r"(?:根据|依照|按照|依据|参照|参见|符合|违反|适用|执行)$")
_FROM = re.compile(rf"自\s?{WRITTEN_DATE.pattern}\s?起[^，。；]{{0,6}}$")
# 一、废止《…》、《…》 and 二、修改《…》, as decisions list them.
_NOW = r"(?:决定|现将?|予以|同时|一并|[:：]|^\s*(?:第?[一二三四五六七八九十百\d]+[、.．条]|[（(][一二三四五六七八九十\d]+[）)])?)\s*"
_ENDING_NOW = re.compile(_NOW + r"(?:废止|取代|代替|替代)\s?$")
_AMENDING_NOW = re.compile(_NOW + r"(?:修改|修正|修订)\s?$")
_AND = re.compile(r"\s*(?:、|，|,|和|及|与|以及)?\s*")
_AMENDING = re.compile(r"(?:修改|修正|修订)[的《〈]|作[出了]?(?:如下|以下)?(?:补充[、和])?(?:修改|修订)")
_AMENDED = re.compile(
    r"\s*(?:[（(][^（）()]*[）)])?\s*(?:的?部分条款|的?部分条文|的?部分规定|的?有关条款)?(?:作[出了]?|进行)(?:如下|以下)?(?:补充[、和])?(?:修改|修正|修订)"
)
_AND_WHOSE = re.compile(r"\s*(?:、|，|和|及|与|以及)[^，。；：《》]{0,25}")  # 对甲的《…》、乙的《…》

Kind = Literal["repeals", "amends"]


@dataclass(frozen=True, slots=True)
class Statement:
    """One document's word on another: named by title and perhaps number, in force from `on` if it says so.

    `start` and `end` are the characters of the name, its 《 and 》 included.
    """

    kind: Kind
    title: str
    number: str | None
    on: date | None
    start: int
    end: int


def read_statements(text: str) -> list[Statement]:
    """The statements of a text about other documents, in order, each document once."""
    found: dict[tuple[Kind, str, str | None], Statement] = {}
    for start, sentence in _sentences(text):
        for statement in (*_repeals(sentence, start), *_amendments(sentence, start)):
            found.setdefault((statement.kind, statement.title, statement.number), statement)
    return list(found.values())


def _sentences(text: str) -> Iterator[tuple[int, str]]:
    """Sentences that may hold a statement, with their offsets; one is never cut inside a 《…》."""
    for match in re.finditer(r"[^。\n]+", text):
        sentence = match[0]
        if len(sentence) > LONGEST_SENTENCE or "《" not in sentence:
            continue
        if (
            _ENDS.search(sentence)
            or _AMENDING.search(sentence)
            or _ENDING_NOW.search(sentence.split("《")[0])
        ):
            yield match.start(), sentence


def _repeals(sentence: str, offset: int) -> Iterator[Statement]:
    cited = list(_CITED.finditer(sentence))
    # A verb inside a title ends nothing.
    ends = [
        end
        for end in _ENDS.finditer(sentence)
        if not any(name.start() < end.start() < name.end() for name in cited)
    ]
    now = _named_after(_ENDING_NOW, sentence, cited)
    for at, name in enumerate(cited):
        following = cited[at + 1].start() if at + 1 < len(cited) else len(sentence)
        before = sentence[cited[at - 1].end() if at else 0 : name.start()]
        number, after_name = _number_after(sentence, name.end())
        if name in now:
            yield _statement("repeals", name, number, None, offset)
            continue
        end = next((end for end in ends if end.start() >= name.end()), None)
        if end is None or _GROUND.search(before.rstrip()):
            continue
        between = sentence[after_name : min(following, end.start())]
        if not _OBJECT_GOES_ON.match(between + sentence[end.start() : end.end()]):
            continue
        # From this name to the verb nothing else may begin or be ordered.
        rest = _CITED.sub("", sentence[after_name : end.start()])
        if _NO_OBJECT.search(_SINCE_THEN.sub("", rest)):
            continue
        begins = _FROM.search(sentence[: end.start()])
        day = date_of(begins) if begins else None
        kind: Kind = (
            "amends" if _PART.search(_own_part(sentence, after_name, following, end.start())) else "repeals"
        )
        yield _statement(kind, name, number, day, offset)


def _own_part(sentence: str, after_name: int, following: int, verb: int) -> str:
    """What is said between a name and the next one: the articles concerned, if not the whole document."""
    return sentence[after_name : min(following, verb)]


def _amendments(sentence: str, offset: int) -> Iterator[Statement]:
    cited = list(_CITED.finditer(sentence))
    amended = _named_after(_AMENDING_NOW, sentence, cited)
    for at, name in enumerate(cited):
        if _AMENDED.match(sentence, name.end()):
            amended += _named_before(sentence, cited[: at + 1])
    for name in dict.fromkeys(amended):
        number, _ = _number_after(sentence, name.end())
        yield _statement("amends", name, number, None, offset)


def _named_after(verb: re.Pattern[str], sentence: str, cited: list[re.Match[str]]) -> list[re.Match[str]]:
    """The names that a verb stands before: 废止《甲》（…号）、《乙》."""
    named: list[re.Match[str]] = []
    for at, name in enumerate(cited):
        last = cited[at - 1] if at else None
        before = sentence[last.end() if last else 0 : name.start()]
        goes_on = last in named and _AND.fullmatch(
            sentence, _number_after(sentence, last.end())[1], name.start()
        )
        if goes_on or verb.search(before):
            named.append(name)
    return named


def _named_before(sentence: str, cited: list[re.Match[str]]) -> list[re.Match[str]]:
    """The names of 对…《甲》、…《乙》作如下修改, the last of `cited` standing before the verb."""
    named = cited[-1:]
    for last, name in zip(cited[-2::-1], cited[:0:-1], strict=True):
        between = sentence[last.end() : name.start()]
        if "对" in between:
            return named
        if not _AND_WHOSE.fullmatch(between):
            return cited[-1:]
        named.insert(0, last)
    return named if "对" in sentence[: cited[0].start()] else cited[-1:]


def _number_after(sentence: str, at: int) -> tuple[str | None, int]:
    """The document number in brackets behind a name, and where what follows begins."""
    match = _NUMBER.match(sentence, at)
    if match is None:
        return None, at
    written = plain_number(re.split("[，,]", match[1])[0])  # （…号，以下简称《解释》）
    is_number = re.search(r"\d+号|[令告]第?\d", written)
    return (written if is_number else None), match.end()


def _statement(
    kind: Kind, name: re.Match[str], number: str | None, day: date | None, offset: int
) -> Statement:
    return Statement(kind, name[1].strip(), number, day, offset + name.start(), offset + name.end())
