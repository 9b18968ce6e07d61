"""`.html`: the article of a page and the table of its particulars, not the menus."""

import codecs
import contextlib
import re

from selectolax.lexbor import LexborHTMLParser, LexborNode

from corpus.decoding import clean, decode
from corpus.errors import Refused
from corpus.page_blocks import article_text, find_article
from corpus.parsed import Parsed
from corpus.particulars import LONGEST_VALUE, is_particulars, key_of, starts_with_label

_SHORTEST_TITLE = 6
_DECLARED = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w-]{1,20})""", re.I)


def parse(data: bytes, name: str) -> Parsed:
    """The article of a page. Raises Refused if the page holds none."""
    tree = LexborHTMLParser(_decoded(data, name))
    declared = _particulars(tree)
    fallback = _meta(tree)
    article = find_article(tree)
    if article is None:
        raise Refused(name, "网页里没有正文（可能是由脚本生成的；请在浏览器里另存为完整网页或 PDF）")
    text = clean(article_text(article, is_particulars), name)
    title = declared.get("title") or fallback.get("title") or ""
    if title and _letters(title) not in _letters(text[: len(title) * 2 + 200]):
        text = f"{title}\n{text}"
    return Parsed(text, declared, fallback)


def _decoded(data: bytes, name: str) -> str:
    """The page by its byte order mark, by the encoding it declares, else by what its bytes look like."""
    match = _DECLARED.search(data[:4096])
    declared = match[1].decode().lower() if match else "utf-8"
    if declared in ("gb2312", "gbk", "gb_2312-80"):
        declared = "gb18030"  # which holds them all
    marked = data.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    if b"\0" not in data and not marked:
        for encoding in (declared, "utf-8", "gb18030"):
            with contextlib.suppress(LookupError, UnicodeDecodeError):
                return data.decode(encoding)
        with contextlib.suppress(LookupError):
            # One broken character in a menu is no reason to lose the page.
            return data.decode(declared, "replace")
    return decode(data, name)


def _particulars(tree: LexborHTMLParser) -> dict[str, str]:
    """Label and value of the page's table of particulars: 发文字号：国发〔2019〕5号."""
    found: dict[str, str] = {}
    for node in tree.css("td, th, li, dt, dd, p, span, div, b, strong, em, i, label"):
        if any(inner != node for inner in node.css("p, div, table, ul, li, td")):
            continue
        words = _squeezed(node.text())
        label, _, value = words.partition("：") if "：" in words else words.partition(":")
        key = key_of(label)
        if key is None or key in found:
            continue
        value = value.strip() or _value_beside(node)
        if value and len(value) <= LONGEST_VALUE and not starts_with_label(value):
            found[key] = value
    if len(found.get("title", "")) < _SHORTEST_TITLE:
        found.pop("title", None)  # the label of a search form
    if found.keys() <= {"title", "status"}:
        return {}  # one stray label is no table of particulars
    return found


def _value_beside(node: LexborNode) -> str:
    following = _next_with_text(node)
    if following is not None:
        return _squeezed(following.text())
    parent = node.parent
    if (
        parent is not None
        and parent.tag in ("td", "th", "dt", "p", "div", "span")
        and parent.next is not None
    ):
        return _squeezed(parent.next.text())
    return ""


def _next_with_text(node: LexborNode) -> LexborNode | None:
    while (following := node.next) is not None:
        if _squeezed(following.text()):
            return following
        node = following
    return None


def _meta(tree: LexborHTMLParser) -> dict[str, str]:
    """What the page's head says, by the standard for government sites."""
    found: dict[str, str] = {}
    keys = {"articletitle": "title", "url": "source_url"}
    for node in tree.css("meta[name]"):
        key = keys.get((node.attributes.get("name") or "").lower())
        value = _squeezed(node.attributes.get("content") or "")
        if key == "source_url" and not value.startswith(("http://", "https://")):
            continue
        if key and value and len(value) <= LONGEST_VALUE:
            found.setdefault(key, value)
    if "title" not in found:
        heading = tree.css_first("h1")
        words = _squeezed(heading.text()) if heading is not None else ""
        window = tree.css_first("title")
        if not words and window is not None:
            words = re.split(r"[_|—]|-(?=[^-]*$)", _squeezed(window.text()))[0].strip()
        if words and len(words) <= LONGEST_VALUE:
            found["title"] = words
    found["title"] = re.sub(r"^[（(]转载[）)]\s*", "", found.get("title", ""))
    return {key: value for key, value in found.items() if value}


def _squeezed(text: str) -> str:
    return " ".join(text.replace("\u3000", " ").split())


def _letters(text: str) -> str:
    return re.sub(r"\W", "", text)
