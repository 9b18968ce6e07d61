"""Makes pictures of the page: `.venv/bin/python scripts/screenshots.py` makes the README's again;
`scripts/screenshots.py FOLDER [desktop|large|phone …]` makes one of every tab and state, light and dark, to look at.

A fresh home with the bundled documents, the page on a free port, a headless Chromium
(`tests/install_browser.sh` installs it), and the same questions every time.
"""

import contextlib
import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
IMAGES = ROOT / "docs" / "images"
FIGURE = "到2027年湖北的工业规模要达到多少？"
LIST = "湖北的科产融合有哪三大举措？"
PARTIAL = "到2027年湖北的工业规模要达到多少？上云服务券每家补多少钱？"
REFUSED = "上云服务券每家补多少钱？"
IN_PDF = "青川县茶农每户补贴多少？"
PRINTED = """<h1 style="text-align:center">青川县茶叶产业补贴办法</h1><p>第一条　为了支持茶叶产业，制定本办法。</p>
<p>第二条　对青川县茶农，每户补贴900元。</p><p>第三条　申请人向县农业农村局提交申请表。</p>"""
ENTERPRISE = "我们是武汉一家做软件的小微企业，30 人，2021年成立，是高新技术企业，想要贷款贴息"

SIZES = {"desktop": (1280, 800), "large": (1920, 1080), "phone": (360, 740)}
TABS = ["chat", "targets", "matching", "documents", "batch", "evaluation"]


def main() -> None:
    """Makes the README's pictures, or those of every state where a folder is named."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_at(), args=["--no-sandbox"])
        if len(sys.argv) > 1:
            every(browser, Path(sys.argv[1]), sys.argv[2:] or list(SIZES))
        else:
            for_readme(browser)
        browser.close()


def for_readme(browser: Browser) -> None:
    """One of a desktop, one of a phone."""
    with served() as address:
        page = opened(browser, address, *SIZES["desktop"], dark=False)
        ask(page, FIGURE)
        ask(page, "那2030年呢？")
        cite(page)
        page.screenshot(path=IMAGES / "answer.png")
        page = opened(browser, address, 390, 760, dark=True)
        ask(page, FIGURE)
        cite(page)
        page.screenshot(path=IMAGES / "phone.png")


def every(browser: Browser, folder: Path, sizes: list[str]) -> None:
    """Every tab and state, in each size, light and dark; in English for one of them."""
    folder.mkdir(parents=True, exist_ok=True)
    printed = folder / "printed.pdf"
    page = browser.new_page()
    page.set_content(PRINTED)
    page.pdf(path=printed)
    with served(printed) as address, served(build=False) as nothing:
        for size in sizes:
            for dark in (False, True):
                for locale in ("zh-CN", "en-GB"):
                    look = f"{size}-{'dark' if dark else 'light'}-{locale[:2]}"

                    def take(page: Page, name: str, look: str = look) -> None:
                        page.wait_for_timeout(500)
                        page.screenshot(path=folder / f"{name}-{look}.png")

                    tour(opened(browser, address, *SIZES[size], dark, locale), take)
                    bare(opened(browser, nothing, *SIZES[size], dark, locale), take)


def tour(page: Page, take: Callable[[Page, str], None]) -> None:
    """The tabs over documents."""
    take(page, "chat-welcome")
    for name, question in (("figure", FIGURE), ("list", LIST), ("partial", PARTIAL), ("refused", REFUSED)):
        ask(page, question)
        take(page, f"chat-{name}")
        if name == "list":
            cite(page)
            take(page, "chat-source")
            page.keyboard.press("Escape")
        page.locator("#records button").first.click()  # begin anew
        page.wait_for_selector("button.example")
    page.locator("#scope > button").click()
    take(page, "chat-scope")
    page.locator("#scope > button").click()
    ask(page, "x" * 1001)
    take(page, "chat-error")
    ask(page, IN_PDF)
    page.locator("#transcript .turn").last.locator("button.cite, .nearest button").first.click()
    page.wait_for_selector("#source-panel .sheet .box")
    take(page, "chat-pdf")
    page.keyboard.press("Escape")

    to(page, "targets", "table.targets button.title")
    take(page, "targets")
    page.locator("table.targets button.title").first.click()
    page.wait_for_selector("#target-source mark")
    take(page, "targets-source")
    page.keyboard.press("Escape")
    page.locator("#target-series input").click()
    page.get_by_role("option").nth(1).click()
    page.wait_for_selector("#target-chart svg")
    take(page, "targets-chart")

    to(page, "matching", "#self-description")
    page.locator("#profile-form > button").click()
    take(page, "matching-form")
    page.locator("#profile-form > button").click()
    page.locator("#self-description textarea").fill(ENTERPRISE)
    page.locator("#matching-list button.primary").click()
    page.wait_for_selector(".group .match")
    page.mouse.move(0, 0)
    take(page, "matching-groups")

    to(page, "documents", "ul.documents li")
    take(page, "documents")
    page.locator("ul.documents button[data-act=passages]").first.click()
    page.wait_for_selector("#book-panel .passages")
    take(page, "documents-passages")
    page.keyboard.press("Escape")
    page.locator("ul.documents button[data-act=edit]").first.click()
    page.locator("#editing").wait_for()
    take(page, "documents-edit")
    page.locator("ul.documents button[data-act=remove]").first.click()
    page.locator("#asking button").first.wait_for()
    take(page, "documents-remove")

    to(page, "batch", "#questions textarea")
    page.locator("#questions textarea").fill(f"{FIGURE}\n{LIST}\n{REFUSED}")
    page.locator("#batch-buttons button").first.click()
    page.wait_for_selector("#answers tbody tr >> nth=2")
    take(page, "batch")

    to(page, "evaluation", "#evaluation-shown .notice, iframe.report")
    take(page, "evaluation")


def bare(page: Page, take: Callable[[Page, str], None]) -> None:
    """The tabs over an empty library."""
    take(page, "empty-chat")
    ask(page, FIGURE)
    take(page, "empty-asked")
    for tab, ready in (("targets", "#targets .count"), ("documents", "#listing .count")):
        to(page, tab, ready)
        take(page, f"empty-{tab}")


def opened(
    browser: Browser, address: str, width: int, height: int, dark: bool, locale: str = "zh-CN"
) -> Page:
    """The page in a fresh browser profile, ready to be asked."""
    context = browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme="dark" if dark else "light",
        locale=locale,
    )
    page = context.new_page()
    page.goto(address)
    page.wait_for_selector(".welcome")
    return page


def to(page: Page, tab: str, ready: str) -> None:
    """Goes to a tab and waits for what it shows."""
    shown, place = page.get_by_role("tab"), TABS.index(tab)
    if place < shown.count():
        shown.nth(place).click()
    else:  # too narrow for all: the rest is in a menu
        page.locator(".overflow-menu > button").click()
        page.locator(".overflow-dropdown button").nth(place - shown.count()).click()
    page.locator(ready).first.wait_for()


def ask(page: Page, question: str) -> None:
    """Asks and waits for the answer."""
    n = page.locator("#transcript .turn").count()
    page.locator("#question textarea").fill(question)
    page.locator("#question textarea").press("Enter")
    page.wait_for_selector(f"#transcript #turn-{n} .tools")


def cite(page: Page) -> None:
    """Opens the first citation of the last answer."""
    page.locator("#transcript .turn").last.locator("button.cite").first.click()
    page.wait_for_selector("#source-panel mark")
    page.wait_for_timeout(400)


def chromium_at() -> str:
    """The browser; ends the script with the command that installs it where it is missing."""
    chromium = shutil.which("chromium")
    if chromium is None:
        sys.exit("chromium is missing; install it with: bash tests/install_browser.sh")
    return chromium


@contextlib.contextmanager
def served(*files: Path, build: bool = True) -> Iterator[str]:
    """The page over a fresh home with the bundled documents and these files; an empty one without `build`."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with tempfile.TemporaryDirectory() as home:
        environment = os.environ | {"POLICYQA_HOME": home}
        for given in ([], *([str(file)] for file in files)) if build else ():
            command = [sys.executable, "-m", "indexing", "build", *given]
            subprocess.run(command, cwd=ROOT, env=environment, check=True)  # noqa: S603 - our own command
        command = [sys.executable, "-m", "chat", "serve", "--port", str(port)]
        server = subprocess.Popen(  # noqa: S603 - our own command
            command, cwd=ROOT, env=environment, stderr=subprocess.PIPE, text=True
        )
        try:
            assert server.stderr
            for line in server.stderr:  # it says so once it listens
                if f":{port}" in line:
                    break
            else:
                sys.exit("the page did not start")
            yield f"http://127.0.0.1:{port}/"
        finally:
            server.terminate()
            server.wait(10)


if __name__ == "__main__":
    main()
