"""What is known of the documents of an index without their texts: what their titles say, and their 文号."""

from collections.abc import Sequence
from functools import cached_property

from corpus.document import Document
from indexing.standing import Standings
from indexing.tokenizer import Tokenizer


class Catalogue:
    """The documents of a generation by their number, None for one that is gone; they never change."""

    def __init__(self, documents: Sequence[Document | None], tokenizer: Tokenizer):
        self._documents = documents
        self._tokenizer = tokenizer

    @cached_property
    def standings(self) -> Standings:
        """What the titles say, in the order of the documents; worked out when first asked for."""
        return Standings.of(document.title if document else "" for document in self._documents)

    def cited(self, query: str) -> frozenset[str]:
        """The documents that a query names by their 文号 with the organ's letters; the longest 文号 counts."""
        asked = self._tokenizer.plain_numbers(query)
        if not asked:
            return frozenset()
        named = {doc_id: len(number) for doc_id, number in self._numbers if number in asked}
        return frozenset(doc_id for doc_id, size in named.items() if size == max(named.values()))

    @cached_property
    def _numbers(self) -> list[tuple[str, str]]:
        """The documents' 文号 in one spelling, of those that begin with an organ's letters."""
        numbered = (d for d in self._documents if d is not None and d.document_number)
        plain = ((d.doc_id, self._tokenizer.plain_numbers(d.document_number or "")) for d in numbered)
        return [(doc_id, number) for doc_id, number in plain if number[:1] not in ("", "[")]
