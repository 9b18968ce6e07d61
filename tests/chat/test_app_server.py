"""The page on an address: what every response carries, and what is said when the address is taken."""

import re
import socket
from pathlib import Path
from types import SimpleNamespace

import pytest
from fastapi.testclient import TestClient

from chat.app.server import _listen, web_app
from corpus.errors import PolicyQAError


class Empty:
    """An assistant over an empty library."""

    retriever = SimpleNamespace(library=SimpleNamespace(listing=list, home=Path()))

    def documents(self) -> list[object]:
        return []

    def examples(self, n: int = 6) -> list[str]:
        return []

    def updated_at(self) -> None:
        return None


@pytest.fixture(scope="module")
def client() -> TestClient:
    return TestClient(web_app(Empty()))  # type: ignore[arg-type]


def test_the_page_names_no_other_machine_for_scripts_fonts_or_styles(client: TestClient) -> None:
    page = client.get("/")
    assert page.status_code == 200
    assert "documentElement.lang" in page.text
    assert "fonts.googleapis" not in page.text and '"analytics_enabled":false' in page.text.replace(" ", "")
    theme = client.get("/theme.css").text
    assert not re.search(r"@import|url\(.?https?:", theme)


@pytest.mark.parametrize("path", ["/", "/config", "/gradio_api/info", "/no-such-page"])
def test_every_response_forbids_the_browser_to_ask_elsewhere(client: TestClient, path: str) -> None:
    headers = client.get(path).headers
    assert "default-src 'self'" in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"


def test_the_page_s_events_are_no_public_endpoints(client: TestClient) -> None:
    assert client.get("/gradio_api/info").json()["named_endpoints"] == {}


def test_foreign_pages_and_uploads_from_elsewhere_are_turned_away(client: TestClient) -> None:
    foreign = client.post("/gradio_api/queue/join", json={}, headers={"origin": "https://evil.example"})
    assert foreign.status_code == 403 and "default-src" in foreign.headers["content-security-policy"]
    upload = client.post("/gradio_api/upload", files={"files": ("a.md", b"x")})
    assert upload.status_code == 403, "the test client is no machine of ours"


def test_a_taken_port_is_said_with_the_way_out() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(PolicyQAError, match=f"127.0.0.1:{port} 用不了.*--port {port + 1}"):
            _listen("127.0.0.1", port)


@pytest.mark.parametrize(("host", "port"), [("no-such-host.invalid", 7860), ("127.0.0.1", 70_000)])
def test_an_impossible_address_is_said(host: str, port: int) -> None:
    with pytest.raises(PolicyQAError, match="--host|--port"):
        _listen(host, port)
