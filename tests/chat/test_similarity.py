"""What stands under a heading is as like the question as heading and text in one."""

import numpy as np
import pytest

from chat.similarity import Similarity
from indexing.embedder import Embedder, open_embedder
from indexing.static_embedding import Vectors

HEADINGS = ["滨湖市停车管理规定 第三章 收费", ""]
TEXTS = ["首小时收费5元。", "违反规定占用消防通道的，处二百元罚款。", ""]
UNDER = [0, 1, 0]


class Wrapped:
    """The bundled model as any other embedder: nothing but texts in and vectors out."""

    name, fingerprint = "wrapped", ""

    def __init__(self) -> None:
        self._inner = open_embedder(None)
        self.dimensions = self._inner.dimensions

    def embed_passages(self, texts: list[str]) -> Vectors:
        return self._inner.embed_passages(texts)

    def embed_query(self, text: str) -> Vectors:
        return self._inner.embed_query(text)


@pytest.mark.parametrize("embedder", [open_embedder(None), Wrapped()])
def test_under_a_heading_is_heading_and_text_in_one(embedder: Embedder) -> None:
    alike = Similarity(embedder, "停车收费多少？")
    alone, under = alike.alone_and_under(TEXTS, HEADINGS, UNDER)
    assert np.allclose(alone, alike(TEXTS), atol=1e-6)
    whole = [f"{HEADINGS[place]} {text}" for place, text in zip(UNDER, TEXTS, strict=True)]
    assert np.allclose(under, alike(whole), atol=1e-6)
    assert under[0] > alone[1]
