"""Which part of a web page is the article, and that part as lines of text."""

import re
from collections.abc import Callable

from selectolax.lexbor import LexborHTMLParser
from selectolax.lexbor import LexborNode as Node

from corpus.tables import covered, table_lines

_BLOCKS = frozenset(
    "address article aside blockquote center dd details div dl dt fieldset figcaption figure footer form h1 h2 h3 h4"
    " h5 h6 header hr li main nav ol p pre section summary table tbody td tfoot th thead tr ul body html".split()
)
_NOT_TEXT = "script, style, noscript, template, svg, iframe, object, select, button, input, textarea, head"
_FURNITURE = re.compile(
    r"(?:^|[-_ ])(?:nav|menu|footer|foot|header|share|bdshare|breadcrumb|crumb|position|toolbar|related|relate|sidebar"
    r"|pagination|copyright|qrcode|ewm|print|fontsize|login|search|banner|player|tag|keywords|editor|zrbj|fenxiang)"
    r"(?:$|[-_ \d])",
    re.I,
)
_MAY_BE_FURNITURE = ("div", "ul", "p", "span", "table", "section", "header", "dl")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
_FURNITURE_LINE = re.compile(
    r"(?:扫一扫|分享到|打印本页|关闭窗口|【?字体[：:]|责任编辑|返回顶部|上一篇|下一篇|浏览次数|\[?\s*打印\s*\]?$|当前位置|首页\s*>"
    r"|相关(?:链接|阅读|文档|附件|稿件|解读)[：:]?$|您(?:所在|现在)的位置|收藏$|点击(?:数|量)|主办单位[：:]|版权所有|网站标识码"
    r"|(?:发布)?(?:时间|日期)[：:].{0,60}(?:来源|字号|浏览|分享|发布机构)|(?:信息)?来源[：:].{0,60}$)"
)
# Only at the head of an article: further down a date may be a signature.
_FURNITURE_ABOVE = re.compile(
    r"听全文$|-?次$|-$|\d{4}-\d\d-\d\d(?: \d\d:\d\d(?::\d\d)?)?$|(?:\d{4}-\d\d-\d\d.{0,20}来源)"
)
_SHARE = 0.8  # of a node's running text in one child: the article is in there
_LEAST = 40  # characters of running text that make an article
_CJK = r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f]"


def find_article(tree: LexborHTMLParser) -> Node | None:
    """The node that holds the page's running text; None if there is next to none.

    From the body downwards, as long as one child holds nearly all the text that is not links.
    """
    for node in tree.css(_NOT_TEXT):
        node.decompose()
    body = tree.body
    if body is None:
        return None
    _drop_furniture(body, _Weights(body))
    weights = _Weights(body)
    node = body
    if weights.running(node) < _LEAST:
        return None
    while True:
        if _drop_second_copy(node, weights):
            weights = _Weights(node)
        total = weights.running(node)
        heavy = [child for child in _children(node) if weights.running(child) >= _SHARE * total]
        if not heavy or heavy[0].tag in ("p", "table", "ul", "ol", "tr", "td", "span", "font"):
            return node if not heavy or heavy[0].tag != "td" else heavy[0]
        node = heavy[0]


class _Weights:
    """How many letters every node below a root holds, and how many of them in links, in one pass."""

    def __init__(self, root: Node):
        self._letters: dict[int, int] = {}
        self._linked: dict[int, int] = {}
        self._links: dict[int, int] = {}
        path: list[tuple[Node, bool]] = [(root, False)]
        while path:
            node, is_done = path.pop()
            key = node.mem_id
            if node.tag == "-text":
                self._letters[key] = len(re.sub(r"\s", "", node.text(deep=False)))
            elif is_done:
                children = [child.mem_id for child in _all_children(node)]
                self._letters[key] = sum(self._letters.get(child, 0) for child in children)
                is_link = node.tag == "a"
                below = sum(self._linked.get(child, 0) for child in children)
                self._linked[key] = self._letters[key] if is_link else below
                self._links[key] = is_link + sum(self._links.get(child, 0) for child in children)
            else:
                path.append((node, True))
                path.extend((child, False) for child in _all_children(node))

    def running(self, node: Node) -> int:
        """Letters of running text: links count against it."""
        return self._letters.get(node.mem_id, 0) - self._linked.get(node.mem_id, 0)

    def is_menu(self, node: Node) -> bool:
        """Whether a node is links and little else."""
        key = node.mem_id
        return self._links.get(key, 0) >= 3 and self._linked.get(key, 0) > 0.7 * self._letters.get(key, 0)


def article_text(article: Node, skip: Callable[[str], bool]) -> str:
    """The lines of the article; blocks for which `skip` holds are left out."""
    writer = _Writer(skip)
    writer.children(article)
    writer.end_line()
    lines = [
        line
        for at, line in enumerate(writer.lines)
        if not (len(line) < 80 and (_FURNITURE_LINE.match(line) or (at < 6 and _FURNITURE_ABOVE.match(line))))
    ]
    return "\n".join(lines) + "\n" if lines else ""


class _Writer:
    """Walks the nodes and collects lines: a block begins and ends one, inline text runs on."""

    def __init__(self, skip: Callable[[str], bool]):
        self.lines: list[str] = []
        self._skip = skip
        self._line = ""

    def end_line(self) -> None:
        line = _tidy(self._line)
        if line:
            self.lines.append(line)
        self._line = ""

    def children(self, node: Node) -> None:
        stack = [iter(_all_children(node))]
        closing: list[bool] = []
        # By hand instead of by recursion: pages nest deeper than Python's stack.
        while stack:
            child = next(stack[-1], None)
            if child is None:
                stack.pop()
                if closing and closing.pop():
                    self.end_line()
                continue
            tag = child.tag
            if tag == "-text":
                self._line += child.text(deep=False)
            elif tag == "br":
                self.end_line()
            elif tag == "table" and _is_data(child):
                self.end_line()
                self._table(child)
            else:
                block = tag in _BLOCKS
                if block:
                    self.end_line()
                    if tag in ("table", "ul", "dl", "div") and self._skip(_short_text(child)):
                        continue
                if tag == "li":
                    self._line += _ordinal(child)
                stack.append(iter(_all_children(child)))
                closing.append(block)

    def _table(self, table: Node) -> None:
        if not self._skip(_short_text(table)):
            self.lines.extend(line for line in table_lines(_rows(table)) if line)


def _rows(table: Node) -> list[list[str]]:
    """The cells of a table, a merged one in every place it covers."""
    rows: list[list[str]] = []
    below: dict[tuple[int, int], str] = {}
    for y, row in enumerate(table.css("tr")[:5000]):
        cells: list[str] = []
        for cell in row.css("td, th"):
            while (y, len(cells)) in below:
                cells.append(below.pop((y, len(cells))))
            words = " ".join(cell.text(separator=" ").split())
            words = re.sub(rf"(?<={_CJK}) (?={_CJK})", "", words)
            for _ in range(covered(cell.attributes.get("colspan"))):
                for further in range(1, covered(cell.attributes.get("rowspan"))):
                    below[y + further, len(cells)] = words
                cells.append(words)
        while (y, len(cells)) in below:
            cells.append(below.pop((y, len(cells))))
        rows.append(cells)
    return rows


def _is_data(table: Node) -> bool:
    """Whether a table is one, and not the page's layout: short cells, no table in it."""
    cells = table.css("td, th")
    if len(cells) < 4 or any(inner != table for inner in table.css("table")):
        return False
    longest = max((len(cell.text()) for cell in cells), default=0)
    return len(table.css("tr")) >= 2 and (longest < 1500 or len(cells) > 20)


def _ordinal(item: Node) -> str:
    """The number that the browser writes in front of an item of a numbered list."""
    parent = item.parent
    if parent is None or parent.tag != "ol":
        return ""
    start = parent.attributes.get("start") or "1"
    number = int(start) if start.isascii() and start.isdigit() and len(start) < 6 else 1
    before = item.prev
    while before is not None:
        number += before.tag == "li"
        before = before.prev
    return f"{number}. "


def _drop_second_copy(node: Node, weights: _Weights) -> bool:
    """Drops the plainer of two children with the same words: pages hold versions for print and for phones."""
    total = weights.running(node)
    heavy = [child for child in _children(node) if weights.running(child) >= 0.3 * total]
    if len(heavy) < 2:
        return False
    heavy.sort(key=lambda child: -len(child.css("p, div, td, br, li")))
    first = _shingles(heavy[0])
    dropped = False
    for child in heavy[1:]:
        own = _shingles(child)
        if own and len(own & first) > 0.9 * len(own):
            child.decompose()
            dropped = True
    return dropped


def _shingles(node: Node) -> set[str]:
    letters = re.sub(r"\W", "", node.text())
    return {letters[at : at + 12] for at in range(0, max(len(letters) - 11, 0))}


def _drop_furniture(body: Node, weights: _Weights) -> None:
    unwanted = {node.mem_id for node in body.css("nav, footer, aside")}
    unwanted.update(node.mem_id for node in body.css("ul, dl, div, table, p") if weights.is_menu(node))
    for node in body.css("[style], [class], [id], [hidden]"):
        attributes = node.attributes
        if weights.running(node) >= 200:
            continue  # some pages show the article by a script, or call it by such a name
        names = f"{attributes.get('class') or ''} {attributes.get('id') or ''}"
        hidden = _HIDDEN.search(attributes.get("style") or "") or "hidden" in attributes
        if hidden or (node.tag in _MAY_BE_FURNITURE and _FURNITURE.search(names)):
            unwanted.add(node.mem_id)
    # From above, so that no node is touched whose parent has gone.
    path = [body]
    while path:
        for child in _children(path.pop()):
            if child.mem_id in unwanted:
                child.decompose()
            else:
                path.append(child)


def _children(node: Node) -> list[Node]:
    return [child for child in _all_children(node) if not (child.tag or "-").startswith("-")]


def _all_children(node: Node) -> list[Node]:
    return list(node.iter(include_text=True))


def _short_text(node: Node) -> str:
    return str(node.text(separator=" "))[:5000]


def _tidy(line: str) -> str:
    """A line without what only the page's source needs: indentation, and line breaks between characters."""
    line = re.sub(rf"(?<={_CJK})[ \t]*\n\s*(?={_CJK})", "", line.strip())
    return re.sub(r"[ \t\r\n\xa0]+", " ", line).strip(" \u3000\ufeff\u200b")
