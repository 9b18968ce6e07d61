"""A headless Chromium for the tests that look at the page as its readers do.

Debian's own browser is driven; `tests/install_browser.sh` installs it. A console error, an exception in a
script, a dialog, or a request to any other machine fails the test in which it happens.
"""

import shutil
from collections.abc import Callable, Iterator
from typing import Any, ClassVar
from urllib.parse import urlsplit

import pytest

# What Gradio says of its own open connection when a page is reloaded; no fault of the page.
LEAVING = ("AbortError: signal is aborted", "Unexpected error Connection errored out")
INSTALL = "bash tests/install_browser.sh"
OpenPage = Callable[..., Any]


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """The browser; tests that need it are skipped where it is missing, with the command that installs it."""
    chromium = shutil.which("chromium")
    if chromium is None:
        pytest.skip(f"chromium is missing; install it with: {INSTALL}")
    sync_api = pytest.importorskip("playwright.sync_api")
    with sync_api.sync_playwright() as playwright:
        # The sandbox needs rights that containers don't give; nothing but our own page is opened.
        started = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"], timeout=120_000)
        yield started
        started.close()


class Pages:
    """Opens pages, and notes what none of them may do."""

    _open: ClassVar[list["Pages"]] = []

    def __init__(self, browser: Any):
        self._browser = browser
        self._contexts: list[Any] = []
        self._open.append(self)
        self._left: set[Any] = set()  # on their way out: what they break off is no fault
        self.wrong: list[str] = []

    def open(
        self, address: str, width: int = 1280, height: int = 860, dark: bool = False, locale: str = "zh-CN"
    ) -> Any:
        """A page in a fresh browser profile."""
        context = self._browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme="dark" if dark else "light",
            locale=locale,
            permissions=["clipboard-read", "clipboard-write"],
        )
        self._contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(60_000)  # a loaded machine is slow to start, not wrong
        page.on("console", self._listen)
        page.on("pageerror", lambda error: self.wrong.append(f"script: {error}"))
        page.on("request", lambda r: None if _local(r.url) else self.wrong.append(f"request: {r.url}"))
        page.on("dialog", self._dismiss)
        page.goto(address)
        return page

    def _listen(self, message: Any) -> None:
        address = message.location.get("url", "")
        # Gradio's script cancels an event whose id it has not been told yet; its server answers 422.
        too_early = " 422 " in message.text and address.split("?")[0].endswith(
            ("/cancel", "/reset", "/reset/")
        )
        if message.page in self._left:
            return
        if message.type == "error" and not message.text.startswith(LEAVING) and not too_early:
            self.wrong.append(f"console: {message.text} {address}")

    def _dismiss(self, dialog: Any) -> None:
        self.wrong.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    @classmethod
    def leave(cls, address: str) -> None:
        """Takes every page away from a server that is about to stop: what a page says of a dead server is no fault."""
        for owner, context in [(pages, context) for pages in cls._open for context in pages._contexts]:
            for page in context.pages:
                if page.url.startswith(address):
                    owner._left.add(page)
                    page.goto("about:blank")
                    owner._left.discard(page)

    def close(self) -> None:
        """Closes them all. Fails if one did what it may not do."""
        for context in self._contexts:
            context.close()
        self._contexts.clear()
        self._open.remove(self)
        self.check()

    def check(self) -> None:
        """Fails if a page did what it may not do."""
        wrong, self.wrong = self.wrong, []
        assert not wrong, wrong


@pytest.fixture
def open_page(browser: Any) -> Iterator[OpenPage]:
    """Opens an address in a fresh browser profile: `open_page(url, width=360, dark=True)`."""
    pages = Pages(browser)
    yield pages.open
    pages.close()


@pytest.fixture(scope="module")
def shared_pages(browser: Any) -> Iterator[Pages]:
    """Pages that several tests go on using: opening one takes seconds."""
    pages = Pages(browser)
    yield pages
    pages.close()


def _local(address: str) -> bool:
    parts = urlsplit(address)
    return parts.scheme in ("data", "blob", "about") or parts.hostname in ("127.0.0.1", "localhost")
