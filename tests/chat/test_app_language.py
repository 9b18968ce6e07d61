"""The page in Chinese and in English."""

import ast
import re
from collections.abc import Iterator
from typing import Any

import pytest

from chat.app.components import HERE
from chat.app.language import Language, english, language, spoken, t
from tests.chat.conftest import Site

# visible words of the page itself, not of a document, a question, or a name in a list
NOTHING_CHINESE = """() => ![...document.querySelectorAll('button, label, h1, h2, h3, p, summary, th')]
  .filter((e) => e.checkVisibility() && !e.closest('.turn, .documents, .source, .example, .targets, [lang="zh-CN"]'))
  .some((e) => /[\\u4e00-\\u9fff]/.test(e.innerText))"""
HAN = re.compile(r"[\u4e00-\u9fff]")
# What Gradio translates in the browser, by the same words.
DRAWN_BY_GRADIO = ("label", "info", "placeholder")


def said() -> Iterator[str]:
    """The Chinese words that the page's code gives to be translated, or forgets to."""
    for path in HERE.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
            given = [k.value for k in node.keywords if k.arg in DRAWN_BY_GRADIO]
            if name in ("t", "w", "both"):
                given += node.args
            for value in given:
                if (
                    isinstance(value, ast.Constant)
                    and isinstance(value.value, str)
                    and HAN.search(value.value)
                ):
                    yield value.value


def test_all_that_is_said_has_english_words_with_the_same_places() -> None:
    words = set(said())
    assert len(words) > 80, "the search finds them"
    missing = words - english().keys()
    assert not missing, sorted(missing)
    for chinese, other in english().items():
        assert set(re.findall(r"{\w+}", chinese)) == set(re.findall(r"{\w+}", other)), chinese
        assert not HAN.search(other) and not set("<>&\"'") & set(other), (
            f"it goes into HTML as it is: {other}"
        )


@pytest.mark.parametrize(("chosen", "expected"), [("zh", "共 2 份文档"), ("en", "2 documents")])
def test_words_come_in_the_language_chosen(chosen: Language, expected: str) -> None:
    token = spoken.set(chosen)
    try:
        assert t("共 {n} 份文档", n=2) == expected
    finally:
        spoken.reset(token)
    assert language() == "zh", "where nobody asks"


def test_a_browser_that_asks_for_english_gets_it(open_page: Any, site: Site) -> None:
    page = open_page(site.address, locale="en-GB")
    page.wait_for_selector("text=What would you like to know?")
    page.locator("#question textarea").fill("2035年𠮷林省的工业规模目标是多少？")
    page.get_by_role("button", name="Ask", exact=True).click()
    page.wait_for_selector("#turn-0 .outcome >> text=No evidence in the documents")
    page.locator("#turn-0 .nearest button").first.click()
    page.wait_for_selector("#source-panel mark")
    assert page.evaluate("document.documentElement.lang") == "en"
    assert page.get_by_role("heading", level=1).inner_text() == "Policy answers"
    for tab in page.get_by_role("tab").all():
        assert not HAN.search(tab.inner_text())
        tab.click()
        page.wait_for_function(NOTHING_CHINESE)
