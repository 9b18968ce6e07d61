"""What an answer may be made from: the passages found for a question, and readings of their documents."""

import re
from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, lru_cache, partial
from typing import TypeVar

from chat.enumerations import Enumeration, find_enumerations
from chat.question import Question
from chat.series import find_moulds
from chat.similarity import Similarity
from chat.topic import Topic, fold
from chat.words import Word
from corpus.document import Document, Span
from corpus.library import Library
from indexing.derived import Extractor, rows_for
from indexing.measure import Measure
from indexing.measure_rows import MEASURES
from indexing.passage import Passage, ScoredPassage
from indexing.places import Place, find_places
from indexing.sentences import sentences
from indexing.target import Target
from indexing.target_rows import TARGETS

T = TypeVar("T")

_ISSUE_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?=年)")
_TITLE = re.compile(r"^[一二三四五六七八九十]+、[^。；]*$")
# 联系电话：010-…; 组　长：韩　正; of a list of members also 韩　正　　副总理
_LABELLED = re.compile(
    r"^(?!附件?|表|图|来源|题)[\u4e00-\u9fff　 ]{2,10}[：:]\s*[^\s：:]|^[\u4e00-\u9fff](?:　?[\u4e00-\u9fff]){1,3}[　 ]{1,4}[\u4e00-\u9fff]{3,}"
)
_ALL_BRACKETED = re.compile(
    r"[(（](?:[^()（）]|[(（][^()（）]*[)）])*[)）]"
)  # no （三）支持……。（商务部负责）
_BROKEN = re.compile(r"^.{7,}[，,]$")  # a line that breaks off within its sentence
_HEADING = 30  # a line without an end mark, up to this long, is a title or heading
_ASKS = re.compile(r"多少|几|哪|什么|啥|如何|怎|吗|么|是否|谁|何|能不能|有没有|不[？?]?$|多久|多大|多长")
_DOCUMENTS = 8  # read closely; what answers is hardly ever further down


class Readings:
    """What was read from documents, kept for as long as their texts stay the same.

    Rows that the library holds of the very same text are taken from there: to read them again takes tens of milliseconds.
    """

    def __init__(self, library: Library | None = None, capacity: int = 256):
        self._library = library
        self._capacity = capacity
        self._figures: OrderedDict[tuple[str, int], list[Target]] = OrderedDict()
        self._lists: OrderedDict[tuple[str, int], list[Enumeration]] = OrderedDict()
        self._measures: OrderedDict[tuple[str, int], list[Measure]] = OrderedDict()
        self._moulds: OrderedDict[tuple[str, int], list[Enumeration]] = OrderedDict()

    def figures(self, document: Document) -> list[Target]:
        """Every figure of the document with its indicator and year."""
        return self._kept(self._figures, document, partial(self._rows, TARGETS))

    def enumerations(self, document: Document) -> list[Enumeration]:
        """Every marked list of the document."""
        return self._kept(self._lists, document, find_enumerations)

    def moulds(self, document: Document) -> list[Enumeration]:
        """Every run of sentences or paragraphs of one mould."""
        return self._kept(self._moulds, document, find_moulds)

    def measures(self, document: Document) -> list[Measure]:
        """Every support measure of the document."""
        return self._kept(self._measures, document, partial(self._rows, MEASURES))

    def _rows(self, extractor: Extractor[T], document: Document) -> list[T]:
        if self._library is None:
            return list(extractor.read(document))
        return rows_for(self._library, extractor, document)

    def _kept(
        self, cache: OrderedDict[tuple[str, int], T], document: Document, read: Callable[[Document], T]
    ) -> T:
        key = (document.doc_id, hash((document.text, document.issued_on)))
        if key not in cache:
            cache[key] = read(document)
            while len(cache) > self._capacity:
                cache.popitem(last=False)
        cache.move_to_end(key)
        return cache[key]


@dataclass(frozen=True, slots=True)
class Own:
    """A follow-up's own words, without what it takes over from the question before: the scene that it asks in."""

    question: Question
    similarities: Similarity


@dataclass(frozen=True)
class Material:
    """A question with the passages found for it, best first.

    `similarities` gives the cosines of texts with the question; `day` is the one as of which is asked; `taken` are the
    figures that answer another side of what is compared; `own` a follow-up's own words.
    """

    question: Question
    found: Sequence[ScoredPassage]
    document: Callable[[str], Document]
    similarities: Similarity
    readings: Readings = field(default_factory=Readings)
    day: date = field(default_factory=date.today)
    taken: frozenset[Span] = frozenset()
    own: Own | None = None

    @cached_property
    def topic(self) -> Topic:
        """The question's words, weighed against the passages found."""
        return self.weighed(self.question.topic)

    @cached_property
    def asking(self) -> Topic:
        """The words of the clauses that ask; what only sets the scene (我们是一家小厂) left out."""
        asking = " ".join(_asking_clauses(self.question.text))
        words = [word for word in self.question.topic if word.text in asking] or self.question.topic
        return self.weighed(words)

    def weighed(self, words: Sequence[Word]) -> Topic:
        """Words as a topic, weighed against the passages found."""
        return Topic(words, self._passages_in_place)

    @cached_property
    def _passages_in_place(self) -> list[str]:
        """The passages found, each with what it stands under, folded."""
        return [fold(self.around(f.passage)) + fold(f.passage.text) for f in self.found]

    @cached_property
    def documents(self) -> list[Document]:
        """The documents of the best passages, best first."""
        ids = list(dict.fromkeys(f.passage.span.doc_id for f in self.found))
        return [self.document(doc_id) for doc_id in ids[:_DOCUMENTS]]

    def around(self, passage: Passage) -> str:
        """What a passage stands under: title, number, issuer, region, headings, the question asked."""
        document = self.document(passage.span.doc_id)
        parts = [
            document.title,
            document.document_number,
            document.issuer,
            document.region,
            *passage.heading,
            passage.question,
        ]
        return " ".join(part for part in parts if part)

    def passage_at(self, span: Span) -> ScoredPassage | None:
        """The best passage found that holds the beginning of a span."""
        for found in self.found:
            own = found.passage.span
            if own.doc_id == span.doc_id and own.start <= span.start < own.end:
                return found
        return None

    def all_sentences(self, limit: int) -> Iterator[tuple[ScoredPassage, Span]]:
        """The sentences of the best passages, in the order of the passages."""
        for found in self.found[:limit]:
            span = found.passage.span
            text = self.document(span.doc_id).text
            for start, end in sentences(text, span.start, span.end):
                yield found, Span(span.doc_id, start, end)

    def sentences(self, limit: int) -> Iterator[tuple[ScoredPassage, Span]]:
        """Those of them that state something: no titles, notes or questions."""
        return (
            (found, span) for found, span in self.all_sentences(limit) if says_something(self.words(span))
        )

    def words(self, span: Span) -> str:
        """The text of a span."""
        return self.document(span.doc_id).quote(span)


def asks_twice(question: str) -> bool:
    """Whether two clauses of a question ask: 贴几成，最多贴几年."""
    return len(_asking_clauses(question)) > 1


def _asking_clauses(question: str) -> list[str]:
    return [
        clause
        for clause in re.split(r"[，,。；;：:？?]|、(?=[到去找由归向]?(?:哪|谁|怎么|如何))", fold(question))
        if _ASKS.search(clause)
    ]


def of_note(text: str, span: Span) -> Iterator[Span]:
    """The sentences of an editor's note that stands in brackets, (本文是…。来源：…。); any other sentence as it is."""
    if text[span.start] in "（(" and text[span.end - 1] in "）)" and "。" in text[span.start : span.end]:
        for start, end in sentences(text, span.start + 1, span.end - 1):
            yield Span(span.doc_id, start, end)
    else:
        yield span


def says_something(sentence: str, notes: bool = False) -> bool:
    """Whether a sentence states anything: no question, title or heading; `notes` admits editor's notes in brackets."""
    if sentence.endswith(("？", "?")) or re.match(r"(?:问|记者问?|提问)\s*[:：]", sentence):
        return False
    if _ALL_BRACKETED.fullmatch(sentence):
        return notes
    if len(sentence) <= _HEADING and _TITLE.search(sentence):
        return False
    if sentence[-1] in "）)" and len(sentence) <= 2 * _HEADING and not re.search(r"[，。；：,;:]", sentence):
        return False  # …办法（试行）
    return (
        sentence[-1] in "。！；;：:”’)）"
        or len(sentence) > _HEADING
        or bool(_LABELLED.match(sentence) or _BROKEN.match(sentence))
    )


# where somebody only says where they are, up to the place: 公司在【深圳】, 我户口在, 老家
_OWN_PLACE = re.compile(
    r"(?:我|我们|咱们?|本人|自己|我司|公司|企业|厂|店|户口|常年|家|注册)[^，。？]{0,6}在$|住在?$|老家在?$|我们?是$"
)


def places_asked(question: str) -> list[Place]:
    """The places that a question names, without those where somebody only says they are if it names others too.

    公司在深圳，能来北京申报吗 asks of Beijing.
    """
    named = find_places(question)
    return [place for place in named if not is_ones_own(place, question)] or named


def is_ones_own(place: Place, question: str) -> bool:
    """Whether a place of a question is only where somebody says they are."""
    return bool(_OWN_PLACE.search(question[: place.start]))


@lru_cache(maxsize=10_000)
def _named_in(text: str) -> frozenset[str]:
    """The places that a text names, and the provinces they lie in."""
    return frozenset(name for place in find_places(text) for name in (place.name, place.province))


def of_the_place(
    question: str, found: Sequence[ScoredPassage], document: Callable[[str], Document]
) -> Sequence[ScoredPassage]:
    """The passages of documents that speak of the place the question names; all where none does or none is named."""
    asked = places_asked(question)
    if not asked:
        return found

    def speaks_of_it(passage: Passage) -> bool:
        source = document(passage.span.doc_id)
        own = _named_in(" ".join([source.title, source.issuer or "", source.region or ""]))
        return all(p.name in own or p.name in _named_in(passage.text) for p in asked)

    near = [candidate for candidate in found if speaks_of_it(candidate.passage)]
    return near or found


# a document by its year and kind: 2018年政府工作报告, 2018年总理报告, 按北京2023年政务公开工作要点
_OF_A_YEAR = re.compile(
    r"(?<![到至在\d])(?P<year>(?:19|20)?\d\d)年[^，。？?、；\d]{0,14}?(?:报告|公报|要点|方案|清单|目录|通知|公告|文件|办法|安排)"
)


def of_the_issue(
    question: str, found: Sequence[ScoredPassage], document: Callable[[str], Document]
) -> Sequence[ScoredPassage]:
    """The passages without those of other years' issues of a document that the question names by its year.

    Issues have titles that differ in their year alone (2018年政府工作报告, 2019年政府工作报告). All where none is of that year.
    """
    named = _OF_A_YEAR.search(fold(question))
    if not named:
        return found
    year = named["year"] if len(named["year"]) == 4 else f"20{named['year']}"
    titles = {f.passage.span.doc_id: document(f.passage.span.doc_id).title for f in found}
    issues = {_ISSUE_YEAR.sub("", title) for title in titles.values() if year in _ISSUE_YEAR.findall(title)}
    others = {
        doc_id
        for doc_id, title in titles.items()
        if year not in _ISSUE_YEAR.findall(title) and _ISSUE_YEAR.sub("", title) in issues
    }
    return [candidate for candidate in found if candidate.passage.span.doc_id not in others]
