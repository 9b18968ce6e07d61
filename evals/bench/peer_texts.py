"""Texts as they are made fair for the peers, and their places led back to the documents.

No peer reads a title, so it stands before the text; and where one looks for words at blanks, jieba's stand between
them.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from corpus.document import Document, Span
from indexing.tokenizer import open_tokenizer

_BLANK = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Titled:
    """A document's text after its title; `shift` characters come before the text."""

    text: str
    shift: int


def titled(documents: Sequence[Document]) -> list[Titled]:
    """The documents' texts with their titles, but where the text begins with it."""
    return [_titled(document) for document in documents]


def _titled(document: Document) -> Titled:
    if not document.title or document.text.startswith(document.title):
        return Titled(document.text, 0)
    return Titled(f"{document.title}\n{document.text}", len(document.title) + 1)


def spans(documents: Sequence[Document], places: Iterable[tuple[int, int, int]]) -> list[Span]:
    """Places (number of the document, start in its titled text, length) as spans; one within a title is its first character."""
    result = []
    for number, start, length in places:
        document = documents[number]
        shift = _titled(document).shift
        end = min(max(start + length - shift, 1), len(document.text))
        result.append(Span(document.doc_id, max(min(start - shift, end - 1), 0), end))
    return result


def search_words(text: str) -> list[str]:
    """jieba's search words, as its own guide to full-text search has them, with our dictionary of policy terms."""
    return open_tokenizer().search_words(text.lower())


def spaced(text: str) -> str:
    """The search words with blanks between them."""
    return " ".join(search_words(text))


def unspaced(text: str) -> str:
    """The text without blanks, for an embedder: they are for the search by words only."""
    return _BLANK.sub("", text)
