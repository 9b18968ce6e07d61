"""How quickly the page answers: `.venv/bin/python scripts/page_speed.py [REPORT.md]` (`make page-speed`).

Medians over several rounds on a warm server with the bundled documents, in a headless Chromium: first paint of a
new visit, from sending a question to 正在检索, and from the end of the search to the first characters of the answer.
"""

import platform
import statistics
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

from screenshots import ROOT, chromium_at, served

ROUNDS = 9
QUESTION = "到2027年湖北的工业规模要达到多少？"
SEARCHING = "正在检索"
GOALS = {"paint": 1000, "searching": 100, "characters": 200, "whole": None}
NAMES = {
    "paint": "first paint, warm",
    "searching": "sent → 正在检索 shown",
    "characters": "search ended → first characters of the answer",
    "whole": "sent → first characters of the answer",
}

# Notes in the page when a stage and when the first characters are drawn, so that no waiting of ours is measured.
WATCH = """() => {
  const seen = (window.seen = {});
  const note = (name) => { seen[name] ??= performance.now(); };
  const look = () => {
    for (const step of document.querySelectorAll('#live .steps .now, #live .steps .done')) note(step.textContent);
    if (document.querySelector('#live .words, #transcript .turn:last-of-type .words')) note('characters');
  };
  new MutationObserver(look).observe(document.body, { childList: true, subtree: true, characterData: true });
  document.querySelector('#question textarea').addEventListener('keydown', (e) => { if (e.key === 'Enter') note('sent'); }, true);
}"""


def visit(browser: Any, address: str) -> dict[str, float]:
    """One visit with one question: milliseconds by name."""
    context = browser.new_context(locale="zh-CN")
    page = context.new_page()
    page.goto(address)
    page.wait_for_selector("button.example")
    paint = page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime")
    page.evaluate(WATCH)
    page.locator("#question textarea").fill(QUESTION)
    page.locator("#question textarea").press("Enter")
    page.wait_for_selector("#turn-0 .tools")
    seen = page.evaluate("window.seen")
    context.close()
    searched = [seen[name] for name in ("正在阅读", "正在核对") if name in seen]
    found = min(searched, default=seen[SEARCHING])
    return {
        "paint": paint,
        "searching": seen[SEARCHING] - seen["sent"],
        "characters": seen["characters"] - found,
        "whole": seen["characters"] - seen["sent"],
    }


def report(rounds: list[dict[str, float]]) -> str:
    """The medians with their spread as Markdown, with commit and date."""
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"],  # noqa: S607
        cwd=ROOT, capture_output=True, text=True, check=True,
    ).stdout.strip()  # fmt: skip
    lines = [
        "# How quickly the page answers",
        "",
        f"Commit {commit}, {date.today()}, {platform.machine()}, {len(rounds)} visits; milliseconds.",
        "",
        "| what | median | quickest | slowest | goal |",
        "| --- | --- | --- | --- | --- |",
    ]
    for key, name in NAMES.items():
        values = [one[key] for one in rounds]
        lines.append(
            f"| {name} | {statistics.median(values):.0f} | {min(values):.0f} | {max(values):.0f} | {GOALS[key] or '—'} |"
        )
    return "\n".join(lines) + "\n"


def main() -> None:
    """Measures and prints; writes the report too where a file is named."""
    from playwright.sync_api import sync_playwright

    with served() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_at(), args=["--no-sandbox"])
        visit(browser, address)  # the first one warms the server
        text = report([visit(browser, address) for _ in range(ROUNDS)])
        browser.close()
    print(text)  # noqa: T201
    if len(sys.argv) > 1:
        Path(sys.argv[1]).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
