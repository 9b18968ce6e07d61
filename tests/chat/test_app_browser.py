"""The page as a reader has it: a real browser, a real assistant."""

import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.chat.conftest import HOSTILE, Site

FIGURE = "到2027年𠮷林省的工业规模要达到多少？"
READY = "button.example, .welcome"


class Reader:
    """Somebody at the page."""

    def __init__(self, page: Any):
        self.page = page
        self.page.wait_for_selector(READY)

    def ask(self, question: str, wait: bool = True) -> None:
        before = self.page.locator("#transcript .turn").count()
        box = self.page.locator("#question textarea")
        box.fill(question)
        box.press("Enter")
        if wait:
            self.page.wait_for_selector(f"#transcript #turn-{before} .tools")

    def last(self) -> Any:
        return self.page.locator("#transcript .turn").last

    def marked(self) -> str:
        marks = self.page.locator("#source-panel mark")
        marks.first.wait_for()
        return "".join(marks.all_text_contents())

    def wider_than_the_screen(self) -> bool:
        return bool(self.page.evaluate("document.documentElement.scrollWidth > innerWidth"))


@pytest.fixture(scope="module")
def opened(shared_pages: Any, site: Site) -> Reader:
    return Reader(shared_pages.open(site.address))


@pytest.fixture
def reader(opened: Reader, shared_pages: Any) -> Iterator[Reader]:
    """Somebody who begins a new conversation."""
    if opened.page.locator(
        "#transcript .turn"
    ).count():  # else it is new, and the server's word would come unseen
        opened.page.get_by_role("button", name="新对话").click()
    opened.page.wait_for_selector(".welcome")
    opened.page.fill("#question textarea", "")
    yield opened
    shared_pages.check()


def test_a_citation_opens_the_source_with_exactly_the_cited_words_marked(reader: Reader, site: Site) -> None:
    answer = site.assistant.ask(FIGURE)
    assert answer.short_answer and answer.citations, answer
    citation = answer.citations[0]
    assert "𠮷" in before(site, citation), "the case JavaScript would count wrongly"
    reader.ask(FIGURE)
    assert reader.last().locator(".figure").inner_text() == answer.short_answer
    reader.last().locator("button.cite").first.click()
    assert reader.marked() == citation.quote
    reader.page.wait_for_function(
        """() => { const body = document.querySelector('.source-body').getBoundingClientRect();
                   const mark = document.querySelector('#source-panel mark').getBoundingClientRect();
                   return mark.top >= body.top && mark.bottom <= body.bottom; }"""
    )
    shown = reader.page.locator("#source-panel .document").text_content()
    assert shown == site.assistant.document(citation.span.doc_id).text


def before(site: Site, citation: Any) -> str:
    return site.assistant.document(citation.span.doc_id).text[: citation.span.start]


def test_a_follow_up_is_understood_and_says_as_what(reader: Reader) -> None:
    reader.ask(FIGURE)
    reader.ask("那2030年呢？")
    assert "9万亿" in reader.last().locator(".figure").inner_text()
    assert "2030" in reader.last().locator(".understood").inner_text()


def test_a_refusal_looks_different_and_offers_what_is_nearest(reader: Reader) -> None:
    reader.ask("2035年𠮷林省的工业规模目标是多少？")
    assert reader.last().locator(".answer.abstained p.reason").inner_text()
    assert reader.last().locator("button.cite").count() == 0
    reader.last().locator(".nearest button").first.click()
    assert reader.marked()


def test_a_fault_is_an_error_and_the_next_question_is_answered(reader: Reader) -> None:
    reader.ask("故障")
    error = reader.last().locator(".answer.error")
    assert "系统出了故障" in error.inner_text() and "没有找到" not in error.inner_text()
    reader.ask(FIGURE)
    assert reader.last().locator(".figure").count() == 1


@pytest.mark.parametrize(("question", "said"), [("   ", "问题是空的"), ("长" * 1001, "最多 1000 个字")])
def test_a_question_that_cannot_be_asked_is_told_why(reader: Reader, question: str, said: str) -> None:
    reader.ask(question)
    assert said in reader.last().locator(".answer.error").inner_text()


def test_an_outdated_source_is_said(reader: Reader) -> None:
    reader.ask("滨海市新建养老床位每张补助多少？")
    reader.last().locator(".notice").first.wait_for()
    reader.page.wait_for_selector("#source-panel .badge.expired")


def test_it_shows_what_it_is_doing_and_can_be_stopped(reader: Reader) -> None:
    reader.ask("慢" + FIGURE, wait=False)
    reader.page.wait_for_selector("#live .steps .now")
    with reader.page.expect_response("**/cancel"):  # until then, what is asked next would be stopped too
        reader.page.get_by_role("button", name="停止").click()
    reader.page.wait_for_selector("#transcript .answer.stopped")
    assert reader.page.get_by_role("button", name="提问", exact=True).count() == 1
    reader.ask(FIGURE)
    assert reader.last().locator(".figure").count() == 1


def test_copying_asking_again_and_editing(reader: Reader) -> None:
    reader.ask(FIGURE)
    reader.last().get_by_role("button", name="复制回答与来源").click()
    reader.page.wait_for_selector("text=已复制")
    copied = reader.page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith(f"问：{FIGURE}") and "来源：\n〔1〕《𠮷林省产业倍增访谈》" in copied
    reader.last().get_by_role("button", name="修改这个问题").click()
    reader.page.wait_for_function("q => document.querySelector('#question textarea').value === q", arg=FIGURE)
    reader.page.evaluate("document.querySelector('#turn-0').dataset.old = 'yes'")
    reader.last().get_by_role("button", name="重问这个问题").click()
    reader.page.wait_for_selector("#transcript #turn-0:not([data-old]) .tools")
    assert reader.page.locator("#transcript .turn").count() == 1, "asked again, not added"


def test_only_the_chosen_documents_are_asked(open_page: Any, site: Site) -> None:
    reader = Reader(open_page(site.address))
    reader.page.locator("#scope > button").click()
    reader.page.get_by_label("地区").click()
    reader.page.get_by_role("option", name="滨海市").click()
    reader.page.wait_for_selector("text=范围：滨海市")
    reader.ask(FIGURE)
    assert reader.last().locator(".answer.abstained").count() == 1


def test_a_conversation_is_taken_along_and_begun_anew(reader: Reader, tmp_path: Path) -> None:
    reader.ask(FIGURE)
    with reader.page.expect_download() as download:
        reader.page.get_by_role("button", name="导出 MD").click()
    download.value.save_as(tmp_path / "saved.md")
    assert FIGURE in (tmp_path / "saved.md").read_text(encoding="utf-8")
    with reader.page.expect_download() as download:
        reader.page.get_by_role("button", name="导出 Word").click()
    with zipfile.ZipFile(download.value.path()) as word:
        said = word.read("word/document.xml").decode()
    assert FIGURE in said and "6万亿级" in said and "《𠮷林省产业倍增访谈》" in said
    reader.page.get_by_role("button", name="新对话").click()
    reader.page.wait_for_selector(".welcome")
    assert reader.page.locator(".turn").count() == 0


@pytest.mark.parametrize("dark", [False, True])
def test_on_a_phone_the_source_is_a_drawer(open_page: Any, site: Site, dark: bool) -> None:
    reader = Reader(open_page(site.address, width=360, height=740, dark=dark))
    assert not reader.wider_than_the_screen()
    reader.ask(FIGURE)
    drawer = reader.page.locator("#source")
    assert not drawer.is_visible() and not reader.wider_than_the_screen()
    cite = reader.last().locator(".words button.cite").first
    cite.click()
    drawer.wait_for(state="visible")
    assert reader.marked() and not reader.wider_than_the_screen()
    reader.page.wait_for_function("document.activeElement.tagName === 'H2'")
    reader.page.keyboard.press("Escape")
    drawer.wait_for(state="hidden")
    assert reader.page.evaluate("document.activeElement.className").startswith("cite"), "back where one was"


def test_twenty_keys_ask_open_a_citation_and_come_back(reader: Reader) -> None:
    keys, pressed = reader.page.keyboard, 0

    def press(key: str) -> None:
        nonlocal pressed
        pressed += 1
        keys.press(key)

    reader.page.locator("#question textarea").focus()
    keys.insert_text(FIGURE)
    press("Enter")
    reader.page.wait_for_selector("#transcript #turn-0 .tools")
    assert reader.page.evaluate("document.activeElement.tagName") == "TEXTAREA"
    while not reader.page.evaluate("document.activeElement.matches('.words .cite')"):
        press("Shift+Tab")
        assert pressed < 20
    press("Enter")
    reader.page.wait_for_function("document.activeElement.tagName === 'H2'")
    assert reader.marked()
    press("Tab")
    reader.page.wait_for_function("document.activeElement.closest('#source-panel') !== null")
    press("Escape")
    assert reader.page.evaluate("document.activeElement.matches('.words .cite')"), "back where one was"
    said = reader.page.locator("[role=status].unseen").inner_text()
    assert "6万亿级" in said, "what a screen reader is told"
    assert pressed <= 20, pressed


def test_nothing_a_document_or_a_question_says_is_obeyed(reader: Reader) -> None:
    """Dialogs and requests to elsewhere are caught by the `open_page` fixture."""
    reader.ask(f"恶意文本补助多少？{HOSTILE}")
    reader.ask("恶意文本补助每户多少元？")
    reader.last().locator("button.cite, .nearest button").first.click()
    reader.page.wait_for_selector("#source-panel .document")
    assert reader.page.locator("#transcript img, #source-panel img, #source-panel script").count() == 0
    assert "<img" in reader.page.locator("#source-panel h2").inner_text()
    reader.page.wait_for_timeout(300)
