"""The page for those who don't see it or use no mouse: axe-core on every tab, and twenty keys."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.chat.conftest import Site


def compare(page: Any) -> None:
    page.locator("#targets .count").wait_for()
    page.locator("#target-series input").click()
    page.get_by_role("option").last.click()


def match(page: Any) -> None:
    page.locator("#self-description textarea").fill("滨海市的养老机构，想要补助")
    page.get_by_role("button", name="匹配", exact=True).click()
    page.locator("#profile-form > button").click()


def edit(page: Any) -> None:
    page.get_by_role("button", name="编辑《滨海市养老服务补助办法》的信息").click()
    page.get_by_role("button", name="《滨海市养老服务补助办法》怎样分段").click()
    page.wait_for_selector("#book-panel .passages li")
    page.keyboard.press("Escape")


def answer_two(page: Any) -> None:
    page.locator("#questions textarea").fill(f"{FIGURE}\n{ABSENT}")
    page.get_by_role("button", name="开始", exact=True).click()


FIGURE = "到2027年𠮷林省的工业规模要达到多少？"
ABSENT = "2035年𠮷林省的工业规模目标是多少？"
# each tab, what is done there, and what is to be seen before it is looked at
TABS: dict[str, tuple[Callable[[Any], None] | None, str]] = {
    "指标": (compare, "#targets table"),
    "政策匹配": (match, "#matches .group"),
    "文档": (edit, "#editing"),
    "批量": (answer_two, "#answers tbody tr >> nth=1"),
    "评测": (None, "#evaluation-shown .notice"),
}


def serious(page: Any) -> list[str]:
    """What axe-core finds serious or critical: rule, how often, and the first place."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    found = axe.Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    return [
        f"{v['id']} ×{len(v['nodes'])}: {v['nodes'][0]['html'][:200]} {v['nodes'][0].get('failureSummary', '')}"
        for v in found
        if v["impact"] in ("serious", "critical")
    ]


@pytest.mark.parametrize(("width", "dark"), [(1280, False), (1280, True), (360, False), (360, True)])
def test_axe_finds_nothing_serious_on_any_tab(open_page: Any, site: Site, width: int, dark: bool) -> None:
    """Contrast of at least 4.5:1 is among what it looks for."""
    page = open_page(site.address, width=width, dark=dark)
    page.wait_for_selector("button.example")
    found = {"welcome": serious(page)}
    for n, (question, ready) in enumerate(
        ((FIGURE, ".figure"), (ABSENT, ".nearest"), (" ", ".answer.error"))
    ):
        page.locator("#question textarea").fill(question)
        page.locator("#question textarea").press("Enter")
        page.wait_for_selector(f"#turn-{n} {ready}")
    page.locator("#turn-0 button.cite").first.click()
    page.wait_for_selector("#source-panel mark")
    found["answers"] = serious(page)
    page.keyboard.press("Escape")
    for tab, (do, ready) in TABS.items():
        page.get_by_role("tab", name=tab).click()
        if do is not None:
            do(page)
        page.wait_for_selector(ready)
        page.mouse.move(0, 0)
        found[tab] = serious(page)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{tab} is too wide"
    assert not any(found.values()), found
