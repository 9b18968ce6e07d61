"""Puts the page on an address, with the headers that keep a browser from asking anyone else for anything."""

import socket
import sys

import gradio as gr
import uvicorn
from fastapi import FastAPI
from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from chat.app.components import HERE
from chat.app.language import translations
from chat.app.locality import REMOTE, is_local, same_origin
from chat.app.page import build_app
from chat.app.source_pages import add_routes
from chat.app.theme import theme
from chat.assistant import Assistant
from corpus.errors import PolicyQAError

# Gradio compiles its templates in the browser, hence 'unsafe-eval'; everything comes from this server.
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
        "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; object-src 'none'; "
        "base-uri 'self'; form-action 'self'; frame-ancestors 'self'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}


STYLES = ("page.css", "tabs.css")

# The same rule as `language.language`: Gradio says "en" of every page.
_LANGUAGE = 'document.documentElement.lang = /^zh/i.test(navigator.language) ? "zh-CN" : "en";'


class Guard:
    """Adds the headers to every response, and turns away what our own page would never send.

    That is a request that changes something but was made by a foreign page, and an upload from another machine:
    Gradio takes uploads from everybody, and would keep them. Answers stream through untouched.
    """

    def __init__(self, app: ASGIApp):
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        refusal = None if scope["method"] in ("GET", "HEAD", "OPTIONS") else _refusal(Request(scope))
        app = self.app if refusal is None else PlainTextResponse(refusal, status_code=403)
        await app(scope, receive, with_headers)


def _refusal(request: Request) -> str | None:
    """Why a request that changes something is turned away, or None."""
    if not same_origin(request.headers):
        return "请求来自别的网页，已拒绝。"
    client = request.client.host if request.client else None
    if request.url.path.endswith("/upload") and not is_local(client, request.headers):
        return REMOTE
    return None


def web_app(assistant: Assistant) -> FastAPI:
    """The page as an ASGI application."""
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    app.add_middleware(Guard)
    add_routes(app, assistant.retriever.library)
    gr.mount_gradio_app(
        app,
        build_app(assistant),
        path="/",
        theme=theme(),
        head=_head(),
        i18n=translations(),
        footer_links=[],
        run_history=False,
        ssr_mode=False,
        show_error=False,
        max_file_size="100mb",
    )
    return app


def _head() -> str:
    """The style sheets, as they are written, and the page's language.

    Given as `css_paths`, Gradio would rewrite the rules for narrow screens so that half of them miss. It also
    says "en", and the language decides which glyphs a Chinese font shows and how a screen reader speaks.
    """
    style = "".join((HERE / name).read_text(encoding="utf-8") for name in STYLES)
    return f"<style>{style}</style><script>{_LANGUAGE}</script>"


def serve(assistant: Assistant, host: str = "127.0.0.1", port: int = 7860) -> None:
    """Serves the page until it is interrupted. Raises PolicyQAError where the address can't be had."""
    listener = _listen(host, port)
    shown = f"[{host}]" if ":" in host else host
    server = uvicorn.Server(
        uvicorn.Config(web_app(assistant), log_level="warning", timeout_graceful_shutdown=2, access_log=False)
    )
    port = listener.getsockname()[1]  # the real one, where 0 was asked for
    print(f"政策问答已启动：http://{shown}:{port} （按 Ctrl+C 停止）", file=sys.stderr, flush=True)  # noqa: T201
    server.run(sockets=[listener])


def _listen(host: str, port: int) -> socket.socket:
    """A socket on the address, taken before anything is loaded so that a taken port is told at once."""
    if not 0 <= port <= 65535:
        raise PolicyQAError(f"端口 {port} 不在 0 到 65535 之间。请检查 --port。")
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        listener = socket.socket(family, kind, protocol)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen(128)
    except socket.gaierror as error:
        raise PolicyQAError(f"找不到地址“{host}”（{error.strerror}）。请检查 --host。") from error
    except OSError as error:
        raise PolicyQAError(
            f"{host}:{port} 用不了（{error.strerror}），可能已有程序占用。请换一个端口，如 --port {port + 1}。"
        ) from error
    return listener
