"""What a hostile text may try on the page, and a reader of HTML that finds out whether it was obeyed."""

from html.parser import HTMLParser

ALLOWED_TAGS = set(
    "section header footer article div p span h2 h3 button ol ul li details summary dl dt dd a mark strong pre table thead tbody tr th td del ins figure figcaption svg path text circle title".split()
)
PAYLOADS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    '"><iframe srcdoc="<script>alert(1)</script>">',
    "' onmouseover='alert(1)",
    "</mark></div><style>*{display:none}</style>",
    "[点我](javascript:alert(1))",
    "![图](http://198.51.100.1/leak.png)",
    "<a href=javascript:alert(1)>x</a>",
    "${alert(1)} {{constructor.constructor('alert(1)')()}} `${1}`",
    "&lt;script&gt; &#60;b&#62; &amp;",
    "$$\\href{javascript:alert(1)}{x}$$",
    "\u202e反向\x00\x1b[31m",
]


class Seen(HTMLParser):
    """Reads HTML as a browser would: tags, attributes, and text inside and outside of marks."""

    def __init__(self, html: str):
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text, self.marked, self.inside = "", "", 0
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self.inside += tag == "mark"

    def handle_endtag(self, tag: str) -> None:
        self.inside -= tag == "mark"

    def handle_data(self, data: str) -> None:
        self.text += data
        if self.inside:
            self.marked += data


def harmless(html: str) -> Seen:
    """Asserts that only our own tags, and no handlers or odd links, are in the HTML."""
    seen = Seen(html)
    for tag, attributes in seen.tags:
        assert tag in ALLOWED_TAGS, tag
        assert not [
            name for name in attributes if name.startswith("on") or name in ("src", "style", "srcdoc")
        ]
        assert attributes.get("href", "https://")[:8] in ("https://", "http://e")  # type: ignore[index]
    return seen
