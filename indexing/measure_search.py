"""Support measures of the whole library, by words of the measure, its recipients or its sentence."""

from collections.abc import Iterable

from corpus.document import Document
from corpus.library import Library
from indexing.derived import rows_of
from indexing.measure import Measure
from indexing.measure_rows import MEASURES
from indexing.tokenizer import open_tokenizer

_ENOUGH = 0.6

FoundMeasure = tuple[Document, Measure]


def library_measures(library: Library, documents: Iterable[Document]) -> list[FoundMeasure]:
    """Each measure of the documents with its document, in the order of both."""
    return [(document, row) for document in documents for row in rows_of(library, MEASURES, [document])]


def matching_measures(found: Iterable[FoundMeasure], query: str | None = None) -> list[FoundMeasure]:
    """The measures that hold most of the query's words, best first; all, in their order, without a query."""
    rows = list(found)
    if not query:
        return rows
    tokenizer = open_tokenizer()
    words = [word for word in tokenizer.words(query) if len(word) > 1] or tokenizer.words(query)
    scored = [(relevance(document, row, words), (document, row)) for document, row in rows]
    return [entry for score, entry in sorted(scored, key=lambda pair: -pair[0]) if score >= _ENOUGH]


def relevance(document: Document, row: Measure, words: list[str]) -> float:
    """How much of the words the measure holds, from 0 to 1; words beside its own sentence count less."""
    if not words:
        return 0.0
    tokenizer = open_tokenizer()
    near = tokenizer.fold(f"{row.instrument}{document.quote(row.name)}{document.quote(row.span)}")
    near += tokenizer.fold(document.quote(row.audience)) if row.audience else ""
    far = tokenizer.fold(
        f"{document.title}{document.region or ''}{document.issuer or ''}{''.join(row.heading)}"
    )
    return sum(1.0 if word in near else 0.7 if word in far else 0.0 for word in words) / len(words)
