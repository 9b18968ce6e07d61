"""A chat endpoint on this machine that speaks the OpenAI form, well or badly, over real sockets."""

import json
import re
import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Reply = Callable[["Request"], None]


class Request(BaseHTTPRequestHandler):
    """One request; a Reply writes whatever it likes to `wfile`."""

    protocol_version = "HTTP/1.1"
    body: dict[str, Any]

    def do_POST(self) -> None:
        self.body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.close_connection = True
        endpoint: Endpoint = self.server.endpoint  # type: ignore[attr-defined]
        endpoint.requests.append(self.body)
        reply = endpoint.replies.pop(0) if len(endpoint.replies) > 1 else endpoint.replies[0]
        with suppress(BrokenPipeError, ConnectionResetError):  # the other side has had enough
            reply(self)

    def log_message(self, *arguments: object) -> None:
        pass

    def begin(self, status: int = 200, content_type: str = "text/event-stream", **headers: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", content_type)
        self.send_header("Connection", "close")
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()

    def write(self, data: bytes) -> None:
        self.wfile.write(data)
        self.wfile.flush()

    def chunk(self, words: str) -> None:
        self.write(event({"choices": [{"index": 0, "delta": {"content": words}, "finish_reason": None}]}))

    @property
    def prompt(self) -> str:
        """What the user's side of the conversation says."""
        return "\n".join(m["content"] for m in self.body["messages"] if m["role"] == "user")

    def passage_with(self, words: str) -> int:
        """The number of the first passage that holds the words."""
        for match in re.finditer(r"【段(\d+) (\w+)】\n(.*?)\n【段\1完 \2】", self.prompt, re.S):
            if words in match[3]:
                return int(match[1])
        return 0


class Endpoint:
    """The endpoint's address, what it will reply (the last reply again and again), what it was asked."""

    def __init__(self, *replies: Reply):
        self.replies = list(replies)
        self.requests: list[dict[str, Any]] = []
        self.address = ""


@contextmanager
def serving(*replies: Reply) -> Iterator[Endpoint]:
    endpoint = Endpoint(*replies)
    server = ThreadingHTTPServer(("127.0.0.1", 0), Request)
    server.daemon_threads = True
    server.block_on_close = False
    server.endpoint = endpoint  # type: ignore[attr-defined]
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    endpoint.address = f"http://127.0.0.1:{server.server_address[1]}/v1"
    yield endpoint
    server.shutdown()
    server.server_close()


def event(value: Any) -> bytes:
    base = {"id": "1", "object": "chat.completion.chunk", "created": 1, "model": "stub"}
    return b"data: " + json.dumps(base | value, ensure_ascii=False).encode() + b"\n\n"


def says(words: str | Callable[[Request], str], step: int = 7) -> Reply:
    """Streams the words well."""

    def reply(request: Request) -> None:
        text = words if isinstance(words, str) else words(request)
        request.begin()
        for position in range(0, len(text), step):
            request.chunk(text[position : position + step])
        request.write(event({"choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}]}))
        request.write(b"data: [DONE]\n\n")

    return reply


def statement(text: str, *quotes: tuple[int, str]) -> str:
    """A line in the form that the model is asked for."""
    return (
        json.dumps({"陈述": text, "依据": [{"段": n, "引文": q} for n, q in quotes]}, ensure_ascii=False)
        + "\n"
    )


# -- what can go wrong


def status(code: int, **headers: str) -> Reply:
    def reply(request: Request) -> None:
        request.begin(code, "application/json", **headers)
        request.write(b'{"error": {"message": "no", "type": "t"}}')

    return reply


def slow_first_token(request: Request) -> None:
    request.begin()
    time.sleep(5)


def stall(request: Request) -> None:
    request.begin()
    request.chunk('{"陈述": "')
    time.sleep(5)


def reset(request: Request) -> None:
    request.begin()
    request.chunk('{"陈述": "')
    request.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    request.connection.close()


def not_json(request: Request) -> None:
    request.begin(200, "text/html")
    request.write("<html>登录</html>".encode())


def broken_stream(request: Request) -> None:
    request.begin()
    request.write(b'data: {"choices": [{"index": 0, "delta": {"con\n\ndata: }{\n\n')


def invalid_utf8(request: Request) -> None:
    request.begin()
    request.write(b'data: {"choices": [{"index": 0, "delta": {"content": "\xff\xfe\xc3("}}]}\n\n')


def empty_choices(request: Request) -> None:
    request.begin()
    for _ in range(3):
        request.write(event({"choices": []}))
    request.write(b"data: [DONE]\n\n")


def endless(request: Request) -> None:
    request.begin()
    while True:
        request.chunk("啊")
        time.sleep(0.01)


def huge_line(request: Request) -> None:
    request.begin()
    request.write(b'data: {"choices": [{"index": 0, "delta": {"content": "')
    for _ in range(10):
        request.write(b"x" * 1_000_000)
    request.write(b'"}}]}\n\n')


FAULTS: dict[str, Reply] = {
    "slow first token": slow_first_token,
    "stall mid-stream": stall,
    "reset": reset,
    "401": status(401),
    "429": status(429),
    "429 with Retry-After": status(429, Retry_After="60"),
    "500": status(500),
    "503": status(503),
    "non-JSON 200": not_json,
    "broken SSE": broken_stream,
    "invalid UTF-8": invalid_utf8,
    "empty choices": empty_choices,
    "endless stream": endless,
    "10 MB line": huge_line,
}


@contextmanager
def refusing() -> Iterator[str]:
    """The address of a port that nobody listens on."""
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        yield f"http://127.0.0.1:{held.getsockname()[1]}/v1"


@contextmanager
def unreachable() -> Iterator[str]:
    """An address whose queue of connections is full, so that connecting takes for ever."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(0)
        waiting = [socket.socket() for _ in range(4)]
        for one in waiting:
            one.setblocking(False)
            one.connect_ex(listener.getsockname())
        yield f"http://127.0.0.1:{listener.getsockname()[1]}/v1"
        for one in waiting:
            one.close()
