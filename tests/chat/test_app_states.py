"""The page while something is missing, busy or broken: each state says what to do next."""

import threading
from pathlib import Path
from typing import Any

import pytest

from chat.app import page as frame
from chat.app.components import LONG
from chat.app.library_changes import Outcome, Working, followed
from chat.app.turn import advance, unready
from chat.assistant import Assistant
from chat.llm import ChatModel, ModelSettings
from corpus.errors import PolicyQAError
from corpus.library import Library
from indexing.library_view import NothingToSearch
from indexing.retriever import Retriever
from tests.chat.conftest import INTERVIEW, PLAN, Held, Site, assistant_over, serving
from tests.conftest import Pages

FIGURE = "到2027年𠮷林省的工业规模要达到多少？"


def ask(page: Any, question: str) -> None:
    page.locator("#question textarea").fill(question)
    page.locator("#question textarea").press("Enter")


def unindexed(home: Path) -> Assistant:
    """An assistant over documents that nobody has indexed yet."""
    embedder = assistant_over(home / "other", []).retriever.embedder
    library = Library(home / "home")
    library.add([INTERVIEW, PLAN])
    return Assistant(Retriever(library, lambda: embedder))


def test_what_is_missing_is_said_with_the_way_out_and_without_paths(tmp_path: Path) -> None:
    empty = assistant_over(tmp_path / "empty", [])
    error = list(advance(empty, FIGURE))[-1].error
    assert error and "还没有文档" in error and "“文档”页" in error and str(tmp_path) not in error
    waiting = unindexed(tmp_path)
    assert "建立索引" in (list(advance(waiting, FIGURE))[-1].error or "")
    with waiting.retriever.library.locked():
        said: list[str] = []
        other = threading.Thread(target=lambda: said.append(unready(waiting, NothingToSearch("x"))))
        other.start()
        other.join()
    assert "正在建立索引" in said[0]


def test_a_change_is_followed_to_its_end() -> None:
    goes_on = threading.Event()

    def change(working: Working) -> Outcome:
        working("向量", 9).update(3)
        goes_on.wait(10)
        return Outcome(taken=["甲"])

    steps = followed(change)
    first = next(steps)
    assert isinstance(first, Working) and (first.label, first.done, first.total) == ("向量", 3, 9)
    goes_on.set()
    assert list(steps)[-1] == Outcome(taken=["甲"])

    def fails(working: Working) -> Outcome:
        raise PolicyQAError("满了")

    with pytest.raises(PolicyQAError, match="满了"):
        list(followed(fails))


def test_without_documents_one_is_led_to_where_they_are_put_in(open_page: Any, tmp_path: Path) -> None:
    with serving(assistant_over(tmp_path, [])) as address:
        page = open_page(address)
        page.get_by_role("button", name="到“文档”页").click()
        page.wait_for_selector("#listing >> text=把文件拖到上面的框里")
        assert page.locator("#adding input[type=file]").count() == 1
        for tab, said in (("指标", "还没有带年份的指标"), ("评测", "还没有评测报告")):
            page.get_by_role("tab", name=tab).click()
            page.wait_for_selector(f"text={said}")
        page.get_by_role("tab", name="政策匹配").click()
        page.locator("#self-description textarea").fill("武汉的小微企业")
        page.get_by_role("button", name="匹配", exact=True).click()
        page.wait_for_selector("#matches >> text=请先在“文档”页加入")


def test_documents_without_an_index_get_one_from_the_page(open_page: Any, tmp_path: Path) -> None:
    with serving(unindexed(tmp_path)) as address:
        page = open_page(address)
        page.wait_for_selector(".welcome >> text=还没有建立索引")
        page.get_by_role("button", name="到“文档”页").click()
        page.wait_for_selector("#listing >> text=2 份待建索引")
        page.get_by_role("button", name="更新索引").click()
        page.wait_for_selector("#listing >> text=索引已是最新")
        page.get_by_role("tab", name="问答").click()
        ask(page, FIGURE)
        page.wait_for_selector("#turn-0 .figure >> text=6万亿级")


def test_a_running_index_blocks_no_question(open_page: Any, tmp_path: Path) -> None:
    own = assistant_over(tmp_path / "home", [INTERVIEW, PLAN])
    embedder = Held(own.retriever.embedder)
    slow = Assistant(Retriever(own.retriever.library, lambda: embedder))
    file = tmp_path / "新.md"
    file.write_text("青川县补贴办法\n\n第一条　对青川县茶农，每户补贴900元。\n", encoding="utf-8")
    slow.ask(FIGURE)  # the held embedder is in use, and knows this question
    with serving(slow) as address:
        page = open_page(address)
        page.get_by_role("tab", name="文档").click()
        page.locator("ul.documents li").nth(1).wait_for()
        embedder.hold()
        page.set_input_files("#adding input[type=file]", [file])
        page.wait_for_selector("#said progress")
        page.get_by_role("tab", name="问答").click()
        ask(page, FIGURE)
        page.wait_for_selector("#turn-0 .figure >> text=6万亿级")
        assert embedder.held, "the index is still being built"
        embedder.release()
        page.get_by_role("tab", name="文档").click()
        page.wait_for_selector("#said .done >> text=青川县补贴办法")


def test_a_model_that_cannot_be_reached_costs_no_answer(open_page: Any, tmp_path: Path) -> None:
    own = assistant_over(tmp_path, [INTERVIEW, PLAN])
    dead = ChatModel(ModelSettings("http://127.0.0.1:9/v1", "none"))
    with serving(Assistant(own.retriever, dead)) as address:
        page = open_page(address)
        page.wait_for_selector(".welcome")
        ask(page, FIGURE)
        page.wait_for_selector("#turn-0 .figure >> text=6万亿级")
        assert "模型暂时不可用" in page.locator("#turn-0 .notice").inner_text()
        assert "6万亿级：" not in page.locator("#turn-0 .words").inner_text(), (
            "the figure stands above already"
        )


def test_who_waits_sees_it_and_who_finds_no_place_is_told(
    browser: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(frame, "LONGEST_QUEUE", 1)
    monkeypatch.setitem(LONG, "concurrency_limit", 1)
    own = assistant_over(tmp_path, [INTERVIEW, PLAN])
    held = Held(own.retriever.embedder)
    slow = Assistant(Retriever(own.retriever.library, lambda: held))
    slow.examples()
    pages = Pages(browser)
    with serving(slow) as address:
        first, second, third = (pages.open(address) for _ in range(3))
        for page in (first, second, third):
            page.wait_for_selector("button.example")
        held.hold()
        ask(first, FIGURE)
        first.wait_for_selector("#live .steps .now >> text=正在检索")
        with second.expect_response("**/queue/join*"):
            ask(second, FIGURE)
        assert second.locator("#waiting .now").inner_text().startswith("排队中")
        ask(third, FIGURE)
        third.wait_for_selector("#waiting .error >> text=请过一会儿再试")
        assert third.locator("#question textarea").input_value() == FIGURE, "nothing is lost"
        third.get_by_role("tab", name="文档").click()
        third.wait_for_selector("#listing .documents li >> nth=1")
        held.release()
        for page in (first, second):
            page.wait_for_selector("#turn-0 .figure")
        assert not second.locator("#waiting .sent").is_visible()
        third.get_by_role("tab", name="问答").click()
        third.locator("#question textarea").press("Enter")
        third.wait_for_selector("#turn-0 .figure")
    refused = [said for said in pages.wrong if " 503 " in said and "/queue/join" in said]
    assert pages.wrong == refused != [], "the browser's own words for being turned away, and no others"
    pages.wrong.clear()
    pages.close()


def test_who_loses_the_server_is_told(browser: Any, site: Site) -> None:
    pages = Pages(browser)
    page = pages.open(site.address)
    page.wait_for_selector("button.example")
    page.route("**/gradio_api/**", lambda route: route.abort())  # as if it had gone
    ask(page, FIGURE)
    page.wait_for_selector("#waiting .error >> text=与服务器的连接断了")
    assert page.locator("#question textarea").input_value() == FIGURE
    page.unroute_all()
    broken_off = [said for said in pages.wrong if "ERR_FAILED" in said or "Failed to fetch" in said]
    assert pages.wrong == broken_off != [], (
        "the browser's own words for what it could not reach, and no others"
    )
    pages.wrong.clear()
    pages.close()
