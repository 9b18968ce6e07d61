"""Documents put in and taken out from the page, and by whom."""

import json
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from chat.app.document_views import versions_html
from chat.app.documents_html import MOST, documents_html, found_among, index_state, outcome_html, said_html
from chat.app.library_changes import Outcome, renewed, safe_name, take_in, take_out
from chat.app.locality import is_local, same_origin
from chat.app.word_file import word_file
from chat.assistant import Assistant
from corpus.changes import Changes, changed_text
from corpus.document import Document
from corpus.errors import PolicyQAError, UnknownDocument
from tests.chat.conftest import INTERVIEW, PLAN, assistant_over, serving
from tests.chat.test_app_html import PAYLOADS, harmless


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    """An assistant whose library may be changed."""
    return assistant_over(tmp_path_factory.mktemp("own"), [INTERVIEW, PLAN])


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("办法.md", "办法.md"),
        ("../../etc/passwd", "passwd"),
        ("..\\..\\办法.md", "办法.md"),
        ("..", "未命名"),
        ("", "未命名"),
        (".bashrc", "bashrc"),
        ("a\x00b\n.md", "a_b_.md"),
        ("C:办法.md", "C_办法.md"),
        ("长" * 300 + ".docx", "长" * 100 + ".docx"),
    ],
)
def test_a_file_s_name_leads_nowhere(name: str, kept: str) -> None:
    assert safe_name(name) == kept


def test_what_is_taken_in_can_be_asked_about_until_it_is_taken_out(own: Assistant, tmp_path: Path) -> None:
    good, bad = tmp_path / "奖励办法.md", tmp_path / "坏.md"
    good.write_text("蓝岛市奖励办法\n\n第一条　对蓝岛市新办企业，每家奖励8万元。\n", encoding="utf-8")
    bad.write_bytes(b"\x00\x01\xff" * 50)
    outcome = take_in(own, [good, bad])
    assert outcome.taken == ["蓝岛市奖励办法"] and [name for name, _ in outcome.refused] == ["坏.md"]
    uploads = own.retriever.library.home / "uploads"
    assert [file.name for file in uploads.iterdir()] == ["奖励办法.md"], "what is refused is not kept"
    answer = own.ask("蓝岛市新办企业每家奖励多少？")
    assert answer.short_answer == "8万元"

    assert take_in(own, [good]).unchanged == ["蓝岛市奖励办法"]
    good.write_text("蓝岛市奖励办法\n\n第一条　对蓝岛市新办企业，每家奖励9万元。\n", encoding="utf-8")
    assert take_in(own, [good]).taken == ["蓝岛市奖励办法"]
    answer = own.ask("蓝岛市新办企业每家奖励多少？")
    assert answer.short_answer == "9万元", "a file of the same name is a new version"

    doc_id = answer.citations[0].span.doc_id
    assert take_out(own, doc_id) == "蓝岛市奖励办法"
    assert list(uploads.iterdir()) == []
    assert "蓝岛" not in str(
        [found.passage.text for found in own.ask("蓝岛市新办企业每家奖励多少？").retrieved]
    )
    with pytest.raises(UnknownDocument):
        take_out(own, doc_id)


def test_a_file_of_any_name_becomes_the_new_version(tmp_path: Path) -> None:
    own = assistant_over(tmp_path / "home", [PLAN])
    first, second, many, empty = (tmp_path / name for name in ("一.md", "二.md", "多.jsonl", "空.md"))
    for file, amount in ((first, "8万元"), (second, "9万元")):
        file.write_text(f"蓝岛市奖励办法\n\n第一条　对蓝岛市新办企业，每家奖励{amount}。\n", encoding="utf-8")
    many.write_text(
        '{"doc_id":"x","title":"甲","text":"甲"}\n{"doc_id":"y","title":"乙","text":"乙"}\n', encoding="utf-8"
    )
    empty.write_text("\n", encoding="utf-8")
    take_in(own, [first])
    (doc_id,) = (document.doc_id for document in own.documents() if document.doc_id != "plan")
    (own.retriever.library.home / "uploads" / "二.md").write_text("别的文档的文件", encoding="utf-8")
    assert renewed(own, doc_id, second).taken == ["蓝岛市奖励办法"]
    assert own.ask("蓝岛市新办企业每家奖励多少？").short_answer == "9万元"
    assert len(own.documents()) == 2 and len(own.retriever.library.history(doc_id)) == 1
    kept = {file.name for file in (own.retriever.library.home / "uploads").iterdir()}
    assert kept == {"二.md", "二-2.md"}, "no other document's file is written over, and the old one goes"
    assert renewed(own, doc_id, second).unchanged == ["蓝岛市奖励办法"]
    assert renewed(own, doc_id, empty).refused and len(own.retriever.library.history(doc_id)) == 1
    with pytest.raises(PolicyQAError, match="2 份文档"):
        renewed(own, doc_id, many)
    with pytest.raises(UnknownDocument):
        renewed(own, "none", second)
    assert {file.name for file in (own.retriever.library.home / "uploads").iterdir()} == kept


def test_documents_are_found_by_what_is_known_of_them() -> None:
    listing = [(PLAN, 1), (INTERVIEW, 1)]
    assert found_among(listing, " ") == listing
    for words in ("滨海市 养老", "滨民发", "民政局 办法"):
        assert found_among(listing, words) == [(PLAN, 1)]
    assert found_among(listing, "滨海市 访谈") == []
    html = documents_html([(PLAN, 1)] * (MOST + 1), date(2026, 1, 1), changeable=False, total=MOST + 9)
    assert html.count("<li>") == MOST and f"找到 {MOST + 1} 份" in html and f"前 {MOST} 份" in html


@pytest.mark.parametrize(
    ("client", "headers", "local"),
    [
        ("127.0.0.1", {"host": "127.0.0.1:7860"}, True),
        ("127.0.0.1", {"host": "localhost:7860"}, True),
        ("::1", {"host": "[::1]:7860"}, True),
        ("192.0.2.7", {"host": "127.0.0.1:7860"}, False),
        ("127.0.0.1", {"host": "policy.example.org"}, False),
        ("127.0.0.1", {"host": "127.0.0.1:7860", "x-forwarded-for": "192.0.2.7"}, False),
        ("127.0.0.1", {}, False),
        (None, {"host": "localhost"}, False),
    ],
)
def test_only_this_machine_may_change_the_library(
    client: str | None, headers: dict[str, str], local: bool
) -> None:
    assert is_local(client, headers) == local


def test_foreign_pages_are_told_apart() -> None:
    assert same_origin({"host": "127.0.0.1:7860"})
    assert same_origin({"host": "127.0.0.1:7860", "origin": "http://127.0.0.1:7860"})
    assert not same_origin({"host": "127.0.0.1:7860", "origin": "https://evil.example"})
    assert not same_origin({"host": "127.0.0.1:7860", "origin": "null"})


def test_the_list_says_what_is_known_and_offers_removal_only_where_it_is_allowed() -> None:
    html = documents_html([(PLAN, 123)], date(2026, 1, 1), changeable=True)
    for fact in ("滨海市养老服务补助办法", "滨民发〔2021〕8号", "2021-05-01", "已过有效期", "123 字"):
        assert fact in html
    assert 'data-act="remove"' in html
    assert 'data-act="remove"' not in documents_html([(PLAN, 123)], date(2026, 1, 1), changeable=False)
    assert "还没有文档" in documents_html([], date(2026, 1, 1), changeable=True)


def test_the_list_says_what_state_the_index_is_in() -> None:
    assert index_state(waiting=0, torn=False) == "索引已是最新"
    assert "1 份待建索引" in index_state(waiting=1, torn=False)
    assert "正在重建" in index_state(waiting=0, torn=True)
    assert "正在重建" in documents_html(
        [(PLAN, 1)], date(2026, 1, 1), True, index_state(waiting=0, torn=True)
    )


@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_name_or_title_is_obeyed(payload: str) -> None:
    document = Document("x", payload, "", issuer=payload, document_number=payload, document_type=payload)
    harmless(documents_html([(document, 1)], date(2026, 1, 1), changeable=True))
    harmless(outcome_html(Outcome([payload], [payload], [(payload, payload)])))
    harmless(said_html(payload, wrong=True))


def test_adding_asking_and_removing_on_the_page(open_page: Any, own: Assistant, tmp_path: Path) -> None:
    good, bad = tmp_path / "红湾市补贴.md", tmp_path / "空.md"
    good.write_text("红湾市补贴办法\n\n第一条　对红湾市渔民，每户补贴700元。\n", encoding="utf-8")
    bad.write_text("  \n", encoding="utf-8")
    with serving(own) as address:
        page = open_page(address)
        page.get_by_role("tab", name="文档").click()
        page.locator("ul.documents li").nth(1).wait_for()
        page.set_input_files("#adding input[type=file]", [good, bad])
        page.wait_for_selector("#said .refused")
        assert "红湾市补贴办法" in page.locator("#said .done").inner_text()
        assert "空.md" in page.locator("#said .refused").inner_text()
        page.locator("ul.documents button.title", has_text="红湾市").click()
        page.wait_for_selector("#book-panel .document")
        assert page.locator("#book-panel .document").text_content() == good.read_text(encoding="utf-8")

        page.get_by_role("tab", name="问答").click()
        page.locator("#question textarea").fill("红湾市渔民每户补贴多少？")
        page.locator("#question textarea").press("Enter")
        page.wait_for_selector("#transcript .figure")
        assert "700元" in page.locator("#transcript .figure").inner_text()

        page.get_by_role("tab", name="文档").click()
        page.get_by_role("button", name="只问《滨海市养老服务补助办法》").click()
        page.wait_for_selector("#scope >> text=范围：1 份指定文档")
        page.locator("#question textarea").fill("红湾市渔民每户补贴多少？")
        page.locator("#question textarea").press("Enter")
        page.wait_for_selector("#turn-1 .answer.abstained")

        page.get_by_role("tab", name="文档").click()
        page.get_by_role("button", name="移除《红湾市补贴办法》").click()
        page.wait_for_selector("text=确定移除《红湾市补贴办法》吗")
        page.locator("#asking").get_by_role("button", name="移除").click()
        page.wait_for_selector("text=已移除《红湾市补贴办法》")
        page.locator("ul.documents li").nth(2).wait_for(state="detached")
        assert page.locator("ul.documents li").count() == 2


def files_of_every_format(folder: Path, open_page: Any) -> dict[str, Path]:
    """A file of each format that can be uploaded, by the place that it gives a subsidy to."""
    places = ["东岭", "西岭", "南岭", "北岭", "上岭", "下岭", "前岭"]
    titles = {place: f"{place}县补贴办法" for place in places}
    says = {place: f"第一条　对{place}县茶农，每户补贴{n}百元。" for n, place in enumerate(places, 2)}
    names = ["a.txt", "b.md", "c.html", "d.docx", "e.pdf", "f.jsonl", "g.zip"]
    files = {place: folder / name for place, name in zip(places, names, strict=True)}
    txt, md, html, docx, pdf, jsonl, packed = ((file, titles[p], says[p]) for p, file in files.items())
    for file, title, words in (txt, md):
        file.write_text(f"{title}\n\n{words}\n", encoding="utf-8")
    rest = "".join(
        f"<p>第{n}条　申请人向县农业农村局提交申请表和身份证明，由该局审核。</p>" for n in "二三四五"
    )
    html[0].write_text(
        f"<html><body><h1>{html[1]}</h1><p>{html[2]}</p>{rest}</body></html>", encoding="utf-8"
    )
    docx[0].write_bytes(word_file([(docx[1], True), (docx[2], False)]))
    printed = open_page("about:blank")
    printed.set_content(f"<h1>{pdf[1]}</h1><p style='font-size:16px'>{pdf[2]}</p>")
    printed.pdf(path=pdf[0])
    line = {"doc_id": "f", "title": jsonl[1], "text": f"{jsonl[1]}\n\n{jsonl[2]}\n"}
    jsonl[0].write_text(json.dumps(line, ensure_ascii=False) + "\n", encoding="utf-8")
    with zipfile.ZipFile(packed[0], "w") as archive:
        archive.writestr("里面.md", f"{packed[1]}\n\n{packed[2]}\n")
    return files


def test_each_format_is_uploaded_and_asked_about(open_page: Any, tmp_path: Path) -> None:
    files = files_of_every_format(tmp_path, open_page)
    with serving(assistant_over(tmp_path / "home", [PLAN])) as address:
        page = open_page(address)
        page.get_by_role("tab", name="文档").click()
        page.set_input_files("#adding input[type=file]", list(files.values()))
        page.wait_for_selector("#said .done")
        assert page.locator("#said .refused").count() == 0, page.locator("#said").inner_text()
        page.locator("#document-words input, #document-words textarea").fill("岭县")
        page.keyboard.press("Enter")
        page.wait_for_selector("#listing >> text=找到 7 份")
        page.get_by_role("tab", name="问答").click()
        for n, place in enumerate(files):
            page.locator("#question textarea").fill(f"{place}县茶农每户补贴多少？")
            page.locator("#question textarea").press("Enter")
            page.wait_for_selector(f"#turn-{n} .tools")
            assert page.locator(f"#turn-{n} .figure").inner_text() == f"{n + 2}百元", files[place].name
            page.locator(f"#turn-{n} .words button.cite").first.click()
            page.wait_for_selector(f"#source-panel h2 >> text={place}县")
            marked = "".join(page.locator("#source-panel mark").all_text_contents())
            assert f"每户补贴{n + 2}百元" in marked, files[place].name


def test_a_first_visitor_without_documents_puts_one_in_and_asks(open_page: Any, tmp_path: Path) -> None:
    first = tmp_path / "第一份.md"
    first.write_text("青川县补贴办法\n\n第一条　对青川县茶农，每户补贴900元。\n", encoding="utf-8")
    with serving(assistant_over(tmp_path / "home", [])) as address:
        page = open_page(address)
        page.wait_for_selector("text=还不能提问")
        page.locator("#question textarea").fill("青川县茶农每户补贴多少？")
        page.locator("#question textarea").press("Enter")
        page.wait_for_selector("#turn-0 .answer.error")
        page.get_by_role("tab", name="文档").click()
        page.set_input_files("#adding input[type=file]", [first])
        page.wait_for_selector("#said .done >> text=青川县补贴办法")
        page.get_by_role("tab", name="问答").click()
        page.get_by_role("button", name="重问这个问题").click()
        page.wait_for_selector("#turn-0 .figure")
        assert page.locator("#turn-0 .figure").inner_text() == "900元"


def test_what_changed_is_shown_by_line_and_by_field() -> None:
    older, newer = "第一条　奖励8万元。\n第二条　不变。\n", "第一条　奖励9万元。\n第二条　不变。\n"
    changes = Changes(list(changed_text(older, newer)), {"issuer": (None, "<b>局</b>")})
    html = versions_html(PLAN, [older, newer], [changes], ["2026-01-02T03:04:05"])
    assert "奖励<del>8</del><ins>9</ins>万元" in html and "不变" not in html
    assert "2026-01-02 03:04" in html and "&lt;b&gt;局&lt;/b&gt;" in html
    harmless(html)


def test_looking_closer_and_putting_right_what_is_known(open_page: Any, tmp_path: Path) -> None:
    own = assistant_over(tmp_path / "home", [PLAN])
    file = tmp_path / "奖励办法.md"
    for amount in ("8万元", "9万元"):
        file.write_text(f"白沙市奖励办法\n\n第一条　对白沙市新办企业，每家奖励{amount}。\n", encoding="utf-8")
        take_in(own, [file])
    with serving(own) as address:
        page = open_page(address)
        page.get_by_role("tab", name="文档").click()
        page.get_by_role("button", name="《白沙市奖励办法》的版本变化").click()
        page.wait_for_selector("#book-panel del")
        assert page.locator("#book-panel ins").inner_text() == "9"
        page.get_by_role("button", name="《白沙市奖励办法》怎样分段").click()
        page.wait_for_selector("#book-panel .passages li")

        page.get_by_role("button", name="编辑《白沙市奖励办法》的信息").click()
        page.get_by_label("成文日期").fill("很久以前")
        page.get_by_role("button", name="保存").click()
        page.wait_for_selector("#said .refused")
        page.get_by_label("成文日期").fill("2024-05-06")
        page.get_by_label("发文机关").fill("白沙市经济局")
        page.get_by_role("button", name="保存").click()
        page.wait_for_selector("#said .done >> text=已保存")
        page.wait_for_selector("#listing >> text=白沙市经济局 · 2024-05-06")

        newer = tmp_path / "另一个名字.txt"
        newer.write_text("白沙市奖励办法\n\n第一条　对白沙市新办企业，每家奖励12万元。\n", encoding="utf-8")
        page.get_by_role("button", name="用新文件替换《白沙市奖励办法》").click()
        page.wait_for_selector("#said >> text=原来的版本会保留")
        page.set_input_files("#replacing input[type=file]", newer)
        page.wait_for_selector("#said .done >> text=白沙市奖励办法")
        page.get_by_role("button", name="《白沙市奖励办法》的版本变化").click()
        page.wait_for_selector("#book-panel ins >> text=12")
        assert page.locator("ul.documents li").count() == 2


def test_a_citation_from_a_pdf_opens_its_page_with_boxes_and_the_file(open_page: Any, tmp_path: Path) -> None:
    own = assistant_over(tmp_path / "home", [PLAN])
    pdf = Path(__file__).parent.parent / "corpus" / "fixtures" / "plan.pdf"
    assert take_in(own, [pdf]).taken
    with serving(own) as address:
        page = open_page(address)
        page.wait_for_selector(".welcome")
        page.locator("#question textarea").fill(
            "北京市“数据要素×”实施方案由谁印发？国家数据局等多少部门联合印发？"
        )
        page.locator("#question textarea").press("Enter")
        page.wait_for_selector("#turn-0 .tools")
        page.locator("#turn-0 button.cite, #turn-0 .nearest button").first.click()
        page.wait_for_selector("#source-panel .sheet .box")
        page.wait_for_function("document.querySelector('#source-panel .sheet img').naturalWidth > 500")
        page.get_by_role("button", name="文字", exact=True).click()
        assert "".join(page.locator("#source-panel mark").all_text_contents()).strip()
        page.locator("#source-panel .card summary").click()
        link = page.get_by_role("link", name="打开原件").get_attribute("href")
        answer = page.request.get(address + link)
        assert answer.headers["content-type"] == "application/pdf" and answer.body() == pdf.read_bytes()
        assert page.request.get(address + "original/..%2Flibrary.sqlite").status == 404
        assert page.request.get(address + "page-picture/plan/99").status == 404
