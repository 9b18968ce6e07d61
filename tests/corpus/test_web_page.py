import pytest

from corpus.errors import Refused
from corpus.web_page import parse

BODY = "".join(
    f"<p>　　第{n}条　各单位应当按照本办法的规定做好有关工作，落实各项责任。</p>" for n in "一二三四五"
)
PAGE = f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>上云办法_某市政府网</title>
<meta name="ArticleTitle" content="某市企业上云管理办法"><meta name="PubDate" content="2024-04-01">
<meta name="Url" content="https://example.org/a.html"><script>var secret = "不要这个";</script></head><body>
<div class="nav"><a href="/">首页</a><a href="/zwgk">政务公开</a><a href="/fw">政务服务</a></div>
<div class="wrap"><table class="info"><tr><td>索 引 号：</td><td>00001/2024-1</td><td>发文机关：</td><td>某市人民政府</td></tr>
<tr><td>成文日期：</td><td>2024年03月05日</td><td>发文字号：</td><td>某政发〔2024〕12号</td></tr></table>
<div class="main"><h1>某市企业上云管理办法</h1><div class="share">分享到：微信 微博</div>
<div id="zoom">{BODY}
<table><tr><th>规模</th><th>补贴</th><th>期限</th></tr><tr><td rowspan="2">小型</td><td>5万元</td><td>1年</td></tr>
<tr><td>3万元</td><td>2年</td></tr></table>
<ol start="3"><li>上云<br>上平台</li><li>用数据</li></ol><p style="display:none">看不见</p></div></div></div>
<div class="footer">版权所有 某市人民政府</div></body></html>"""


def test_the_article_and_not_the_menus() -> None:
    text = parse(PAGE.encode(), "a.html").text
    lines = text.splitlines()
    assert lines[0] == "某市企业上云管理办法"
    assert lines[1] == "第一条　各单位应当按照本办法的规定做好有关工作，落实各项责任。"
    for foreign in ("首页", "版权", "分享", "看不见", "不要这个", "索引号", "索 引 号"):
        assert foreign not in text


def test_tables_are_rows_that_keep_their_headings() -> None:
    lines = parse(PAGE.encode(), "a.html").text.splitlines()
    assert "规模：小型；补贴：5万元；期限：1年" in lines
    assert "规模：小型；补贴：3万元；期限：2年" in lines


def test_numbered_lists_have_the_numbers_that_browsers_show() -> None:
    lines = parse(PAGE.encode(), "a.html").text.splitlines()
    assert lines[-3:] == ["3. 上云", "上平台", "4. 用数据"]


def test_particulars_and_head_are_metadata() -> None:
    parsed = parse(PAGE.encode(), "a.html")
    assert parsed.declared == {
        "issuer": "某市人民政府",
        "document_number": "某政发〔2024〕12号",
        "issued_on": "2024年03月05日",
    }
    assert parsed.fallback == {"title": "某市企业上云管理办法", "source_url": "https://example.org/a.html"}


@pytest.mark.parametrize("encoding", ["utf-8", "gb2312", "gb18030", "utf-16", "utf-8-sig"])
def test_encodings(encoding: str) -> None:
    declared = "gb2312" if encoding.startswith("gb") else encoding
    page = PAGE.replace('charset="utf-8"', f'charset="{declared}"')
    assert parse(page.encode(encoding), "a.html").text == parse(PAGE.encode(), "a.html").text


def test_a_wrong_declaration_is_not_believed() -> None:
    page = PAGE.replace('charset="utf-8"', 'charset="gb2312"').replace("平台", "平台😀")
    assert "平台😀" in parse(page.encode(), "a.html").text


def test_of_two_copies_one_is_kept() -> None:
    twice = PAGE.replace("</body>", f'<div class="print">{BODY}</div></body>')
    assert parse(twice.encode(), "a.html").text.count("第三条") == 1


def test_line_breaks_of_the_source_are_no_spaces() -> None:
    page = f"<body><div><p>第一行的\n   第二行 and\n more</p>{BODY}</div></body>"
    assert parse(page.encode(), "a.html").text.startswith("第一行的第二行 and more\n")


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"<html><body></body></html>", "没有正文"),
        (b"<html><body><script>draw()</script><div id=app></div></body></html>", "没有正文"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "二进制"),
    ],
)
def test_pages_without_an_article_are_refused(data: bytes, words: str) -> None:
    with pytest.raises(Refused, match=words):
        parse(data, "a.html")


def test_deep_nesting_is_survived() -> None:
    page = "<div>" * 600 + "<p>正文。" * 3 + BODY + "</div>" * 600
    assert "第五条" in parse(page.encode(), "a.html").text
