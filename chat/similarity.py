"""How alike texts and a question are, by the embedding in use."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from indexing.embedder import Embedder
from indexing.static_embedding import StaticEmbedder, unit_rows

Cosines = NDArray[np.float32]


class Similarity:
    """Gives the cosines of texts with one question."""

    def __init__(self, embedder: Embedder, question: str):
        self._embedder = embedder
        self._question = embedder.embed_query(question)

    def __call__(self, texts: Sequence[str]) -> Cosines:
        """The cosine of each text, shape (n,)."""
        return self._embedder.embed_passages(texts) @ self._question

    def alone_and_under(
        self, texts: Sequence[str], headings: Sequence[str], under: Sequence[int]
    ) -> tuple[Cosines, Cosines]:
        """The cosine of each text, and of each with a blank and what it stands under before it.

        `under[n]` is the place in `headings` of what text n stands under. A static embedding adds up the tokens
        on both sides of the blank, so each heading is read once however many texts stand under it.
        """
        if not isinstance(self._embedder, StaticEmbedder):
            whole = [f"{headings[place]} {text}" for place, text in zip(under, texts, strict=True)]
            return self(texts), self(whole)
        own, above = self._embedder.sums(texts), self._embedder.sums(headings)
        return unit_rows(own) @ self._question, unit_rows(own + above[np.asarray(under)]) @ self._question
