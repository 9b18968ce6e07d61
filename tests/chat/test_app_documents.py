"""The tab of documents: its list, what changed between versions, and putting in, editing and taking out in a browser."""

import json
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from chat.app.document_views import versions_html
from chat.app.documents_html import MOST, documents_html, found_among, index_state, outcome_html, said_html
from chat.app.library_changes import Outcome, take_in
from chat.app.word_file import word_file
from corpus.changes import Changes, changed_text
from corpus.document import Document
from tests.chat.conftest import INTERVIEW, PLAN, assistant_over, serving
from tests.chat.hostile_html import PAYLOADS, harmless


def test_documents_are_found_by_what_is_known_of_them() -> None:
    listing = [(PLAN, 1), (INTERVIEW, 1)]
    assert found_among(listing, " ") == listing
    for words in ("滨海市 养老", "滨民发", "民政局 办法"):
        assert found_among(listing, words) == [(PLAN, 1)]
    assert found_among(listing, "滨海市 访谈") == []
    html = documents_html([(PLAN, 1)] * (MOST + 1), date(2026, 1, 1), changeable=False, total=MOST + 9)
    assert html.count("<li>") == MOST and f"找到 {MOST + 1} 份" in html and f"前 {MOST} 份" in html


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


def test_adding_asking_and_removing_on_the_page(open_page: Any, tmp_path: Path) -> None:
    good, bad = tmp_path / "红湾市补贴.md", tmp_path / "空.md"
    good.write_text("红湾市补贴办法\n\n第一条　对红湾市渔民，每户补贴700元。\n", encoding="utf-8")
    bad.write_text("  \n", encoding="utf-8")
    with serving(assistant_over(tmp_path / "home", [INTERVIEW, PLAN])) as address:
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
