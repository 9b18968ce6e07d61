"""Documents and passages as the ranker sees them: folded to one spelling, with what holds for any question."""

import re
from collections import OrderedDict
from dataclasses import dataclass, field
from typing import TypeVar

from corpus.document import Document
from indexing.held import BigramCounts
from indexing.passage import Passage
from indexing.question import ASKS, plain_title
from indexing.regions import Regions, regions_of
from indexing.standing import Standing, standing
from indexing.tokenizer import Tokenizer, folded

_LEAD = 300  # characters at the beginning that say what a document is about
_KEPT_DOCUMENTS = 5_000
_KEPT_PASSAGES = 50_000
_SENTENCE = re.compile(r"[^。；！？;!?\n]+")
_DATED = re.compile(r"(?:19|20)\d\d(?=\s?年|[〕\])])")

K = TypeVar("K")
V = TypeVar("V")


@dataclass(frozen=True, slots=True)
class DocumentView:
    """A document: title, text and lead folded, the places it speaks for, the years in its head.

    `whole_name` is the title as one would say it, without 《》, blanks and an article at its end; `name` is it without 中华人民共和国.
    """

    title: str
    whole_name: str
    name: str
    title_pairs: tuple[str, ...]
    text: str
    bigrams: BigramCounts
    lead: str
    places: Regions
    standing: Standing
    years: frozenset[str]


@dataclass(frozen=True, slots=True)
class PassageView:
    """A passage, folded; `around` is what it stands under (title, headings, interview question), `context` both."""

    text: str
    around: str
    context: str
    heading: str
    question: str
    question_pairs: tuple[str, ...]
    sentences: tuple[str, ...]
    repeats_title: float
    _given: dict[str, bool] = field(default_factory=dict)

    def gives(self, asked: str) -> bool:
        """Whether it holds the kind of thing asked for (a name of `ASKS`)."""
        given = self._given.get(asked)
        if given is None:
            given = self._given[asked] = ASKS[asked][1].search(self.text) is not None
        return given


class Views:
    """Makes views; the last used ones are kept. Safe to share between threads."""

    def __init__(self, tokenizer: Tokenizer):
        self._tokenizer = tokenizer
        self._documents: OrderedDict[Document, DocumentView] = OrderedDict()
        self._passages: OrderedDict[tuple[Passage, str], PassageView] = OrderedDict()

    def document(self, document: Document) -> DocumentView:
        """The view of a document."""
        view = self._documents.get(document)
        if view is None:
            text = self._tokenizer.fold(document.text)
            title = self._tokenizer.fold(document.title)
            said = standing(title)
            view = DocumentView(
                title,
                plain_title(said.law),
                plain_title(said.law).removeprefix("中华人民共和国"),
                _pairs(title),
                text,
                BigramCounts(text),
                f"{title}\n{document.issuer or ''}{document.region or ''}\n{text[:_LEAD]}",
                regions_of(title, text, document.region, document.issuer),
                said,
                frozenset(_DATED.findall(title + "\n" + text[:_LEAD])),
            )
            _keep(self._documents, document, view, _KEPT_DOCUMENTS)
        return view

    def passage(self, passage: Passage, title: str) -> PassageView:
        """The view of a passage; `title` is its document's, folded."""
        view = self._passages.get((passage, title))
        if view is None:
            text = folded(passage.text)
            heading, question = folded("\n".join(passage.heading)), folded(passage.question or "")
            pairs = _pairs(title)
            around = "\n".join((title, heading, question))
            view = PassageView(
                text,
                around,
                f"{text}\n{around}",
                heading,
                question,
                _pairs(question),
                tuple(_SENTENCE.findall(text)),
                sum(pair in text for pair in pairs) / len(pairs) if pairs else 0.0,
            )
            _keep(self._passages, (passage, title), view, _KEPT_PASSAGES)
        return view


def _pairs(text: str) -> tuple[str, ...]:
    return tuple(text[i : i + 2] for i in range(len(text) - 1))


def _keep(kept: OrderedDict[K, V], key: K, view: V, size: int) -> None:
    kept[key] = view
    while len(kept) > size:
        kept.popitem(last=False)
