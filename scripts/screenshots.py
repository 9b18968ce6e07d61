"""Makes the README's pictures again: `.venv/bin/python scripts/screenshots.py [FOLDER]`.

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
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parent.parent
IMAGES = ROOT / "docs" / "images"
FIGURE = "到2027年湖北的工业规模要达到多少？"
FOLLOW_UP = "那2030年呢？"
LIST = "科产融合有哪三大举措？"
REFUSED = "上云服务券每家补多少钱？"

# name → width, height, dark, what is asked, whether a citation is opened
PICTURES: dict[str, tuple[int, int, bool, list[str], bool]] = {
    "answer": (1280, 800, False, [FIGURE, FOLLOW_UP], True),
    "answer-dark": (1280, 800, True, [FIGURE, LIST], True),
    "refusal": (1280, 800, False, [REFUSED], False),
    "phone": (390, 844, False, [FIGURE], False),
    "phone-source": (390, 844, True, [FIGURE], True),
}


def main() -> None:
    """Makes every picture."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else IMAGES
    folder.mkdir(parents=True, exist_ok=True)
    with served() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_at(), args=["--no-sandbox"])
        for name, (width, height, dark, questions, opened) in PICTURES.items():
            context = browser.new_context(
                viewport={"width": width, "height": height},
                device_scale_factor=1.5,
                color_scheme="dark" if dark else "light",
                locale="zh-CN",
            )
            page = context.new_page()
            page.goto(address)
            page.wait_for_selector("button.example")
            take(page, questions, opened)
            page.screenshot(path=folder / f"{name}.png")
            context.close()
        browser.close()


def chromium_at() -> str:
    """The browser; ends the script with the command that installs it where it is missing."""
    chromium = shutil.which("chromium")
    if chromium is None:
        sys.exit("chromium is missing; install it with: bash tests/install_browser.sh")
    return chromium


def take(page: Any, questions: list[str], opened: bool) -> None:
    """Brings the page to where the picture is taken."""
    box = page.locator("#question textarea")
    for n, question in enumerate(questions):
        box.fill(question)
        box.press("Enter")
        page.wait_for_selector(f"#transcript #turn-{n} .tools")
    if opened:
        page.locator("#transcript .turn").last.locator("button.cite").first.click()
        page.wait_for_selector("#source-panel mark")
    page.wait_for_timeout(600)


@contextlib.contextmanager
def served() -> Iterator[str]:
    """The page over a fresh home with the bundled documents."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with tempfile.TemporaryDirectory() as home:
        environment = os.environ | {"POLICYQA_HOME": home}
        subprocess.run([sys.executable, "-m", "indexing", "build"], cwd=ROOT, env=environment, check=True)
        command = [sys.executable, "-m", "chat", "serve", "--port", str(port)]
        server = subprocess.Popen(  # noqa: S603 - our own command
            command, cwd=ROOT, env=environment, stderr=subprocess.PIPE, text=True
        )
        assert server.stderr
        for line in server.stderr:  # it says so once it listens
            if f":{port}" in line:
                break
        else:
            sys.exit("the page did not start")
        yield f"http://127.0.0.1:{port}/"
        server.terminate()
        server.wait(10)


if __name__ == "__main__":
    main()
