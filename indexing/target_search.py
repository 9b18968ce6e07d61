"""Targets of the whole library: by year, and by words of the indicator or its sentence."""

from collections.abc import Iterable

from corpus.document import Document
from indexing.targets import Target, find_targets
from indexing.tokenizer import open_tokenizer

_ENOUGH = 0.6


def matching_targets(
    documents: Iterable[Document], year: int | None = None, query: str | None = None
) -> list[Target]:
    """The documents' targets for a year, if one is given, that hold most of the query's words, best first.

    Without a query in the order of the documents and their texts.
    """
    rows = [
        row for document in documents for row in find_targets(document) if year is None or row.year == year
    ]
    if not query:
        return rows
    tokenizer = open_tokenizer()
    words = [word for word in tokenizer.words(query) if len(word) > 1] or tokenizer.words(query)
    scored = []
    for row in rows:
        indicator, whole = tokenizer.fold(row.indicator), tokenizer.fold(f"{row.scope or ''}{row.quote}")
        held = sum(1.0 if word in indicator else 0.8 if word in whole else 0.0 for word in words)
        scored.append((held / len(words) if words else 0.0, row))
    return [row for score, row in sorted(scored, key=lambda entry: -entry[0]) if score >= _ENOUGH]
