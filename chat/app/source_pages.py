"""The original of a document: its file to open, and the pages of a PDF with boxes around the cited characters.

The file is somebody's upload: only a PDF, a picture of a page and plain text are shown by the browser, everything
else is saved; the name it has is never a path.
"""

import mimetypes
import threading
from collections.abc import Sequence
from functools import lru_cache
from urllib.parse import quote

from fastapi import FastAPI
from starlette.responses import PlainTextResponse, Response

from chat.app.language import t
from chat.app.markup import escape
from corpus.errors import PolicyQAError
from corpus.library import Library
from corpus.pages import PageView

SHOWN = {".pdf": "application/pdf", ".txt": "text/plain; charset=utf-8", ".md": "text/plain; charset=utf-8"}
SCALE = 2.0  # pixels a point
_PAGES_KEPT = 64
_AT_ONCE = threading.Semaphore(2)  # each drawing is a process of its own


def original_address(doc_id: str) -> str:
    """Where the page offers the document's file."""
    return f"original/{quote(doc_id, safe='')}"


def page_address(doc_id: str, number: int, content: str) -> str:
    """Where the page offers a picture of a page; `content` tells versions apart, so that a browser may keep it."""
    return f"page-picture/{quote(doc_id, safe='')}/{number}?v={content[:12]}"


def add_routes(app: FastAPI, library: Library) -> None:
    """Lets the app hand out original files and pictures of pages. Changes `app`."""

    @lru_cache(maxsize=_PAGES_KEPT)
    def drawn(doc_id: str, number: int, content: str) -> bytes:
        with _AT_ONCE:
            return library.draw_page(doc_id, number, SCALE)

    @app.get("/original/{doc_id}")
    def original(doc_id: str) -> Response:
        found = library.original(doc_id)
        if found is None:
            return PlainTextResponse("没有保存这份文档的原件。", status_code=404)
        suffix = "." + found.name.rpartition(".")[2].lower()
        shown = SHOWN.get(suffix)
        kind = shown or mimetypes.guess_type("x" + suffix)[0] or "application/octet-stream"
        way = "inline" if shown else "attachment"
        return Response(
            found.content,
            media_type=kind,
            headers={
                "Content-Disposition": f"{way}; filename*=UTF-8''{quote(found.name, safe='')}",
                "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'",
            },
        )

    @app.get("/page-picture/{doc_id}/{number}")
    def page_picture(doc_id: str, number: int) -> Response:
        known = library.fingerprints().get(doc_id)
        if known is None:
            return PlainTextResponse("没有这份文档。", status_code=404)
        try:
            picture = drawn(doc_id, number, known.content)
        except PolicyQAError as error:
            return PlainTextResponse(str(error), status_code=404)
        return Response(picture, media_type="image/png", headers={"Cache-Control": "private, max-age=3600"})


def pages_html(doc_id: str, views: Sequence[PageView], content: str) -> str:
    """The pages that a quote stands on, a box around each line of it; empty for a document without pages."""
    figures = []
    for view in views:
        page = view.page
        boxes = "".join(
            f'<span class="box" style="left:{100 * b.left / page.width:.3f}%;top:{100 * b.top / page.height:.3f}%;'
            f"width:{100 * (b.right - b.left) / page.width:.3f}%;"
            f'height:{100 * (b.bottom - b.top) / page.height:.3f}%"></span>'
            for b in view.boxes
        )
        name = t("第{n}页", n=page.number)
        scanned = t("（扫描件，文字由程序识别）") if page.scanned else ""
        figures.append(
            f'<figure class="page"><figcaption>{escape(name + scanned)}</figcaption>'
            f'<div class="sheet" style="aspect-ratio:{page.width:.2f}/{page.height:.2f}">'
            f'<img src="{escape(page_address(doc_id, page.number, content))}" alt="{escape(name)}">{boxes}</div></figure>'
        )
    return f'<div class="pages">{"".join(figures)}</div>' if figures else ""
