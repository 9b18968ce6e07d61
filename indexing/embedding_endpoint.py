"""Embeddings from an OpenAI-compatible endpoint: `POST {base_url}/embeddings`."""

import hashlib
import json
import time
from collections.abc import Sequence
from typing import Any

import numpy as np

from corpus.errors import PolicyQAError
from indexing.static_embedding import Vectors, unit_rows

BATCH = 64  # texts a request; endpoints commonly take up to 100
LONGEST_TEXT = 6000  # characters; endpoints refuse what exceeds about 8,000 tokens
TIMEOUT = 30.0  # seconds a request
ATTEMPTS = 3
WAIT = 1.0  # seconds before the second attempt, doubled before the third
RETRIED = {408, 409, 429, 500, 502, 503, 504}


class EmbeddingFailed(PolicyQAError):
    """The endpoint did not answer, refused, or answered something that is no embedding."""


class EndpointEmbedder:
    """A model behind an endpoint. Opening it asks for one vector, so that a wrong address shows at once."""

    def __init__(self, model: str, base_url: str | None, api_key: str | None = None):
        if not base_url or not base_url.startswith(("http://", "https://")):
            raise EmbeddingFailed(
                f"嵌入模型 openai:{model} 需要接口地址，形如 https://主机/v1；现在是 {base_url!r}。"
            )
        self.name = f"openai:{model}"
        self._model = model
        self._address = base_url.rstrip("/") + "/embeddings"
        self._key = api_key
        self.dimensions = len(self._ask(["维度"])[0])
        identity = json.dumps([self._address, model, self.dimensions])
        self.fingerprint = hashlib.sha256(identity.encode()).hexdigest()

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """Vectors (n, d), L2-normalised. A blank text has the zero vector: endpoints refuse it."""
        vectors = np.zeros((len(texts), self.dimensions), np.float32)
        rows = [row for row, text in enumerate(texts) if text.strip()]
        for first in range(0, len(rows), BATCH):
            batch = rows[first : first + BATCH]
            found = self._ask([texts[row][:LONGEST_TEXT] for row in batch])
            if found.shape != (len(batch), self.dimensions):
                raise self._failed(f"返回的向量是 {found.shape[1]} 维，而此前是 {self.dimensions} 维")
            vectors[batch] = found
        return unit_rows(vectors)

    def embed_query(self, text: str) -> Vectors:
        """The vector (d,) of a question."""
        vector: Vectors = self.embed_passages([text])[0]
        return vector

    def _ask(self, texts: list[str]) -> Vectors:
        """Raw vectors (n, d) of non-blank texts. Raises EmbeddingFailed."""
        data = self._post({"model": self._model, "input": texts, "encoding_format": "float"})
        try:
            items = sorted(data["data"], key=lambda item: item["index"])
            vectors = np.array([item["embedding"] for item in items], np.float32)
        except (TypeError, KeyError, ValueError, OverflowError) as error:
            raise self._failed(f"返回的内容不是嵌入向量（{type(error).__name__}）") from None
        if (
            vectors.ndim != 2
            or len(vectors) != len(texts)
            or not vectors.shape[1]
            or not np.isfinite(vectors).all()
        ):
            raise self._failed(f"应返回 {len(texts)} 个向量，返回的形状是 {vectors.shape}")
        return vectors

    def _post(self, body: dict[str, Any]) -> Any:
        import httpx

        headers = {"Authorization": f"Bearer {self._key}"} if self._key else {}
        for attempt in range(1, ATTEMPTS + 1):
            try:
                response = httpx.post(self._address, json=body, headers=headers, timeout=TIMEOUT)
            except httpx.HTTPError as error:
                problem = f"连接失败（{type(error).__name__}）"
            except (
                httpx.InvalidURL,
                UnicodeEncodeError,
            ) as error:  # the latter: of a key that no header holds
                raise self._failed(f"无法请求（{type(error).__name__}）") from None
            else:
                if response.status_code == 200:
                    try:
                        return response.json()
                    except (ValueError, RecursionError):
                        raise self._failed("返回的不是 JSON") from None
                problem = f"返回状态 {response.status_code}"
                if response.status_code not in RETRIED:
                    break
            if attempt < ATTEMPTS:
                time.sleep(WAIT * 2 ** (attempt - 1))
        raise self._failed(problem)

    def _failed(self, problem: str) -> EmbeddingFailed:
        return EmbeddingFailed(
            f"嵌入接口 {self._address}（{self._model}）{problem}。请检查地址、模型名和密钥。"
        )
