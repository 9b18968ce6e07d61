"""The page for those who don't see it or use no mouse: axe-core on every tab, and twenty keys."""

from typing import Any

import pytest

from tests.chat.conftest import Site

TABS = {
    "指标": "#targets .count",
    "政策匹配": "#self-description",
    "文档": "#listing .documents",
    "批量": "#questions",
    "评测": "#evaluation-shown .notice",
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


@pytest.mark.parametrize(("width", "dark"), [(1280, False), (360, True)])
def test_axe_finds_nothing_serious_on_any_tab(open_page: Any, site: Site, width: int, dark: bool) -> None:
    page = open_page(site.address, width=width, dark=dark)
    page.wait_for_selector("button.example")
    found = {"welcome": serious(page)}
    page.locator("#question textarea").fill("到2027年𠮷林省的工业规模要达到多少？")
    page.locator("#question textarea").press("Enter")
    page.wait_for_selector("#turn-0 .tools")
    page.locator("#turn-0 button.cite").first.click()
    page.wait_for_selector("#source-panel mark")
    found["answer"] = serious(page)
    page.locator("#question textarea").fill("2035年𠮷林省的工业规模目标是多少？")
    page.keyboard.press("Escape")
    for tab, ready in TABS.items():
        page.get_by_role("tab", name=tab).click()
        page.wait_for_selector(ready)
        found[tab] = serious(page)
    assert not any(found.values()), found
