"""An OpenAI-compatible endpoint, asked over a real local connection."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import numpy as np
import pytest

from indexing import embedding_endpoint
from indexing.embedder import open_embedder
from indexing.embedding_endpoint import EmbeddingFailed


class Endpoint(ThreadingHTTPServer):
    """Answers with the queued (status, body) first, and then properly: text → [length, 1, 0], last text first."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.queued: list[tuple[int, bytes]] = []
        self.requests: list[dict[str, Any]] = []
        self.keys: list[str | None] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/v1"


class Handler(BaseHTTPRequestHandler):
    server: Endpoint

    def do_POST(self) -> None:
        request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.requests.append(request)
        self.server.keys.append(self.headers.get("Authorization"))
        if self.server.queued:
            status, body = self.server.queued.pop(0)
        else:
            items = [{"index": i, "embedding": [len(text), 1, 0]} for i, text in enumerate(request["input"])]
            status, body = 200, json.dumps({"data": items[::-1]}).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def endpoint(monkeypatch: pytest.MonkeyPatch) -> Iterator[Endpoint]:
    monkeypatch.setattr(embedding_endpoint, "WAIT", 0.01)
    server = Endpoint()
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


def test_vectors_are_in_order_and_normalised(endpoint: Endpoint) -> None:
    embedder = open_embedder("openai:bge-m3", base_url=endpoint.url, api_key="secret-key")
    assert (embedder.name, embedder.dimensions) == ("openai:bge-m3", 3)
    vectors = embedder.embed_passages(["一", "", "一二三", "  "])
    expected = np.array([[1, 1, 0], [0, 0, 0], [3, 1, 0], [0, 0, 0]]) / np.array(
        [[2**0.5], [1], [10**0.5], [1]]
    )
    np.testing.assert_allclose(vectors, expected, rtol=1e-6)
    assert endpoint.requests[-1] == {"model": "bge-m3", "input": ["一", "一二三"], "encoding_format": "float"}
    assert set(endpoint.keys) == {"Bearer secret-key"}


def test_many_and_long_texts_are_split_and_cut(endpoint: Endpoint) -> None:
    embedder = open_embedder("openai:m", base_url=endpoint.url)
    texts = ["长" * 10_000] * 70
    assert embedder.embed_passages(texts).shape == (70, 3)
    assert [len(request["input"]) for request in endpoint.requests] == [1, 64, 6]
    assert {len(text) for text in endpoint.requests[1]["input"]} == {embedding_endpoint.LONGEST_TEXT}
    assert endpoint.keys == [None] * 3


def test_another_model_or_address_has_another_fingerprint(endpoint: Endpoint) -> None:
    one, same, other = (
        open_embedder(f"openai:{m}", base_url=endpoint.url).fingerprint for m in ("a", "a", "b")
    )
    assert one == same != other


def test_a_busy_endpoint_is_asked_again(endpoint: Endpoint) -> None:
    endpoint.queued = [(503, b""), (429, b"")]
    open_embedder("openai:m", base_url=endpoint.url)
    assert len(endpoint.requests) == 3


@pytest.mark.parametrize(
    ("status", "body", "asked"),
    [
        (401, b"{}", 1),
        (500, b"", 3),
        (200, b"<html>", 1),
        (200, b"[]", 1),
        (200, b"[" * 100_000, 1),
        (200, b'{"data": []}', 1),
        (200, b'{"data": [{"index": 0, "embedding": []}]}', 1),
        (200, b'{"data": [{"index": 0, "embedding": "abc"}]}', 1),
        (200, b'{"data": [{"index": 0, "embedding": [NaN, 1.0]}]}', 1),
    ],
)
def test_faults_are_said_without_the_key(endpoint: Endpoint, status: int, body: bytes, asked: int) -> None:
    endpoint.queued = [(status, body)] * 3
    with pytest.raises(EmbeddingFailed) as failure:
        open_embedder("openai:m", base_url=endpoint.url, api_key="secret-key")
    assert endpoint.url in str(failure.value)
    assert "secret-key" not in str(failure.value)
    assert len(endpoint.requests) == asked


def test_a_changed_dimension_is_a_fault(endpoint: Endpoint) -> None:
    embedder = open_embedder("openai:m", base_url=endpoint.url)
    endpoint.queued = [(200, b'{"data": [{"index": 0, "embedding": [1, 2]}]}')]
    with pytest.raises(EmbeddingFailed, match="2 维"):
        embedder.embed_query("问")


def test_no_connection_is_a_fault(endpoint: Endpoint) -> None:
    embedder = open_embedder("openai:m", base_url=endpoint.url)
    endpoint.shutdown()
    endpoint.server_close()
    with pytest.raises(EmbeddingFailed, match="连接失败"):
        embedder.embed_query("问")


@pytest.mark.parametrize(
    ("address", "key"), [("http://[::1", None), ("http://。/v1", None), ("http://127.0.0.1:9/v1", "密钥")]
)
def test_an_address_or_a_key_that_cannot_be_sent_is_a_fault(address: str, key: str | None) -> None:
    with pytest.raises(EmbeddingFailed, match="无法请求.*请检查地址、模型名和密钥") as failure:
        open_embedder("openai:m", base_url=address, api_key=key)
    assert key is None or f"Bearer {key}" not in str(failure.value)


@pytest.mark.parametrize("address", [None, "", "file:///etc/passwd", "localhost:11434"])
def test_the_address_is_required(address: str | None) -> None:
    with pytest.raises(EmbeddingFailed, match="接口地址"):
        open_embedder("openai:m", base_url=address)
