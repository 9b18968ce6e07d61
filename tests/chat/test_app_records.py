"""Conversations kept for their own browser only, and forgotten with the documents they quote."""

from pathlib import Path
from typing import Any

import pytest

from chat.app.records import CONVERSATIONS, FORGOTTEN, REASONS, Records, answer_from_json
from chat.app.turn import Turn
from corpus.library import Library
from tests.chat.conftest import Site, serving
from tests.chat.made_answers import DOCUMENT, an_answer, refused

QUIET = 500  # milliseconds until what was pressed last has reached the server
ANSWERED = Turn("2027年工业规模？", answer=an_answer())


@pytest.fixture
def library(tmp_path: Path) -> Library:
    library = Library(tmp_path)
    library.add([DOCUMENT])
    return library


def test_an_answer_comes_back_as_it_was() -> None:
    for answer in (an_answer(), refused(), an_answer(outcome="partial", missing=("甲",), notices=("乙",))):
        again = answer_from_json(
            answer.to_json(), lambda span: DOCUMENT.quote(span) if span.doc_id == "plan" else ""
        )
        assert again == answer


def test_a_conversation_is_kept_for_its_browser_until_it_is_erased(library: Library) -> None:
    records = Records(library)
    records.keep("browser-a", "one", [ANSWERED, Turn("坏", error="出错"), Turn("停", stopped=True)])
    assert [turn.question for turn in records.load("browser-a", "one")] == ["2027年工业规模？"]
    assert records.load("browser-b", "one") == [], "another browser's"
    assert records.recent("browser-b") == []
    again = Records(Library(library.home))  # after a restart
    assert again.recent("browser-a")[0].first_question == "2027年工业规模？"
    again.erase("browser-b", "one")
    assert again.load("browser-a", "one")
    again.erase("browser-a", "one")
    assert not again.load("browser-a", "one") and not again.recent("browser-a")


def test_answers_are_forgotten_with_the_document_they_quote(library: Library) -> None:
    records = Records(library)
    records.keep("a", "one", [ANSWERED])
    library.remove([DOCUMENT.doc_id])
    turns = records.load("a", "one")
    assert [turn.error for turn in turns] == [FORGOTTEN]
    assert "7万亿级" not in str(library.connection.execute("SELECT * FROM app_turns").fetchall())


def test_only_so_many_conversations_are_kept(library: Library) -> None:
    records = Records(library)
    for n in range(CONVERSATIONS + 3):
        records.keep("a", f"c{n}", [ANSWERED])
    kept = [k.conversation for k in records.recent("a", 1000)]
    assert len(kept) == CONVERSATIONS and kept[0] == f"c{CONVERSATIONS + 2}"


def test_a_verdict_is_kept_without_words_of_a_document(library: Library) -> None:
    Records(library).rate("a", an_answer(), good=False, reason=REASONS[1])
    row = library.connection.execute(
        "SELECT question, outcome, cited, good, reason FROM app_feedback"
    ).fetchone()
    assert row[0] == "2027年工业规模？" and row[3:] == (0, REASONS[1])
    assert "7万亿级" not in row[2]


def test_who_sends_no_name_leaves_no_trace(library: Library) -> None:
    records = Records(library)
    records.keep("", "one", [ANSWERED])
    assert records.recent("") == []


def test_what_fails_costs_nobody_his_answer(library: Library) -> None:
    records = Records(library)
    library.connection.execute("CREATE TABLE app_turns (other TEXT)")  # somebody else's
    records.keep("a", "one", [ANSWERED])
    assert records.load("a", "one") == [] and records.recent("a") == []


def test_a_conversation_survives_a_reload_and_a_restart_and_can_be_judged(open_page: Any, site: Site) -> None:
    question = "到2027年𠮷林省的工业规模要达到多少？"
    with serving(site.assistant) as address:
        page = open_page(address)
        page.wait_for_selector(".welcome")
        page.locator("#question textarea").fill(question)
        page.locator("#question textarea").press("Enter")
        page.wait_for_selector("#turn-0 .figure")
        page.get_by_role("button", name="没用，选择原因").click()
        with page.expect_response("**/run/predict*"):  # the verdict has reached the server
            page.get_by_role("button", name=REASONS[1]).click()
        page.wait_for_selector("text=已记下")
        page.reload()
        page.wait_for_selector("#turn-0 .figure")
        port = int(address.rsplit(":", 1)[1].strip("/"))
    with serving(site.assistant, port):
        page.goto(address)
        page.wait_for_selector("#turn-0 .figure")
        page.locator("#turn-0 button.cite").first.click()
        page.wait_for_selector("#source-panel mark")
        page.get_by_role("button", name="新对话").click()
        page.locator(".recent").get_by_role("button", name=question, exact=True).click()
        page.wait_for_selector("#turn-0 .figure")
        page.get_by_role("button", name="新对话").click()
        page.get_by_role("button", name=f"删除对话：{question}").click()
        page.wait_for_selector(".recent", state="detached")
    verdicts = site.assistant.retriever.library.connection.execute(
        "SELECT question, good, reason FROM app_feedback"
    )
    assert (question, 0, REASONS[1]) in verdicts.fetchall()


def test_another_browser_sees_none_of_it(open_page: Any, site: Site) -> None:
    first, second = open_page(site.address), open_page(site.address)
    first.wait_for_selector(".welcome")
    second.wait_for_selector(".welcome")
    first.locator("#question textarea").fill("到2027年𠮷林省的工业规模要达到多少？")
    first.locator("#question textarea").press("Enter")
    first.wait_for_selector("#turn-0 .figure")
    second.wait_for_timeout(QUIET)
    second.reload()
    second.wait_for_selector(".welcome")
    assert second.locator(".recent, .turn").count() == 0
