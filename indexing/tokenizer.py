"""Text to search terms. The one door to jieba (in Rust) and OpenCC.

Terms are jieba's search words and character bigrams, after folding what is written in several ways: full-width
and half-width, traditional and simplified characters, capital letters, 条号 (第二十三条, 第23条, 23条), 文号
(〔2024〕12号, [2024]12号, （2024）第12号) and Chinese numerals. Measured in indexing/README.md: the bigrams
find what jieba cuts differently in the question and in the text.
"""

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from corpus.numerals import parse_numeral

TOKENIZER_VERSION = "2"
TERMS_FILE = Path(__file__).with_name("terms.txt")

_NUMERAL = r"[〇零一二两三四五六七八九十百千]"
_ARTICLE = re.compile(
    rf"第\s?(?P<ordinal>\d{{1,4}}|{_NUMERAL}{{1,7}})\s?(?P<unit>条|款|项|章|节|编)"
    rf"(?:之(?P<of>\d{{1,2}}|{_NUMERAL}{{1,3}}))?"
    # without 第, a single numeral counts only after the name of a law: 三条措施 are three measures
    rf"|(?P<bare>\d{{1,4}}|{_NUMERAL}{{2,7}}|(?<=[》法例定则程]){_NUMERAL})条(?:之(?P<bare_of>\d{{1,2}}|{_NUMERAL}{{1,3}}))?"
)
_DOCUMENT_NUMBER = re.compile(
    r"[〔\[(【﹝](?P<year>(?:19|20)\d\d)[〕\])】﹞]\s?第?\s?(?P<number>\d{1,5})\s?号"
)
_LONG_NUMERAL = re.compile(r"[〇零一二两三四五六七八九十百千万亿]{2,}")
_HAN_RUN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]{2,}")
_WORD = re.compile(r"\w")
# Function words stand in nearly every passage; they cost time and say nothing.
_STOP = frozenset(
    "的 了 和 与 及 或 在 是 为 对 等 将 由 从 以 于 之 其 并 也 都 就 而 被 把 吗 呢 吧 啊".split()
)


class Tokenizer:
    """Turns texts into terms; `extra` are words of one's own that jieba is to keep together.

    `version` changes with the rules and with the words, and an index made with another one is built anew.
    """

    def __init__(self, extra: Iterable[str] = ()):
        self._words = tuple(dict.fromkeys([*_words_of(TERMS_FILE), *extra]))
        digest = hashlib.sha256("\n".join(self._words).encode()).hexdigest()[:12]
        self.version = f"{TOKENIZER_VERSION}-{digest}"

    @property
    def kept(self) -> tuple[str, ...]:
        """The words that are kept together: policy terms, and those of the home."""
        return self._words

    def terms(self, text: str) -> list[str]:
        """The terms of a text, repeated as often as they occur."""
        text = self.fold(text)
        terms = list(_numbered(text))
        terms += self.search_words(text)
        for run in _HAN_RUN.finditer(text):
            letters = run.group()
            terms += [letters[i : i + 2] for i in range(len(letters) - 1)]
        return terms

    def search_words(self, text: str) -> list[str]:
        """jieba's words and the shorter words in them, as often as they occur; nothing is folded."""
        return [word for word in self._jieba.cut_for_search(text) if word not in _STOP and _WORD.search(word)]

    def words(self, text: str) -> list[str]:
        """The words of a text, each once and in order, for coverage and the like."""
        cut = self._jieba.cut(self.fold(text))
        return list(dict.fromkeys(word for word in cut if word not in _STOP and _WORD.search(word)))

    def tagged(self, text: str) -> list[tuple[str, str]]:
        """The words of a text in order, each with jieba's part of speech (n, v, ns, m …)."""
        return [(word, tag) for word, tag in self._jieba.tag(self.fold(text))]

    def cut_tagged(self, text: str) -> list[tuple[str, str]]:
        """The text as it is, cut into words, each with its part of speech; together they are the text."""
        return list(self._jieba.tag(text))

    def cut(self, text: str) -> list[str]:
        """The text as it is, cut into words; together they are the text."""
        return list(self._jieba.cut(text))

    def plain_numbers(self, text: str) -> str:
        """The text with every 文号 in one spelling, without blanks; empty where it names none.

        >>> open_tokenizer().plain_numbers("京政發（２０２４）第 012 號讲了什么")
        '京政发[2024]12号讲了什么'
        """
        folded = re.sub(r"\s", "", self.fold(text))
        plain, found = _DOCUMENT_NUMBER.subn(lambda m: f"[{m['year']}]{int(m['number'])}号", folded)
        return plain if found else ""

    def fold(self, text: str) -> str:
        """One spelling of what is written in several ways; offsets are not kept."""
        return str(_to_simplified().convert(unicodedata.normalize("NFKC", text).lower()))

    @cached_property
    def _jieba(self) -> Any:
        import rjieba

        jieba = rjieba.Jieba()
        for word in self._words:
            jieba.add_word(word.lower(), 100_000, "nz")
        return jieba


@lru_cache(maxsize=4)
def open_tokenizer(home: Path | None = None) -> Tokenizer:
    """The tokenizer of a home, with the words of its `terms.txt` where there is one (one word a line)."""
    own = home / "terms.txt" if home else None
    return Tokenizer(_words_of(own) if own and own.is_file() else ())


@lru_cache(maxsize=16_384)
def folded(text: str) -> str:
    """`Tokenizer.fold`, kept for the next time: for passages and shorter texts, which are met again."""
    return open_tokenizer().fold(text)


def traditional(text: str) -> str:
    """The text in traditional characters, to ask what was asked in simplified ones."""
    return str(_to_traditional().convert(text))


@lru_cache(maxsize=1)
def _to_simplified() -> Any:
    import opencc

    return opencc.OpenCC("t2s")


@lru_cache(maxsize=1)
def _to_traditional() -> Any:
    import opencc

    return opencc.OpenCC("s2t")


def article_number(text: str) -> str | None:
    """The 条号 that a heading or a question names, as 23 or 23-1 for 第二十三条之一; None without one.

    >>> article_number("《劳动法》第二十三条之一"), article_number("第23条"), article_number("三条措施")
    ('23-1', '23', None)
    """
    for match in _ARTICLE.finditer(unicodedata.normalize("NFKC", text)):
        if match["bare"] or match["unit"] == "条":
            term = _article_term(match)
            if term:
                return term.removesuffix("条").removeprefix("#")
    return None


def _numbered(text: str) -> Iterable[str]:
    """Terms for 条号, 文号 and numerals, the same for every spelling."""
    for match in _ARTICLE.finditer(text):
        term = _article_term(match)
        if term:
            yield term
    for match in _DOCUMENT_NUMBER.finditer(text):
        yield f"#{match['year']}-{int(match['number'])}号"
    for match in _LONG_NUMERAL.finditer(text):
        value = parse_numeral(match.group())
        if value is not None and value == int(value):
            yield str(int(value))


def _article_term(match: re.Match[str]) -> str | None:
    number = parse_numeral(match["ordinal"] or match["bare"])
    of = match["of"] or match["bare_of"]
    part = parse_numeral(of) if of else None
    if number is None:
        return None
    return f"#{int(number)}{f'-{int(part)}' if part else ''}{match['unit'] or '条'}"


def _words_of(path: Path) -> list[str]:
    lines = (line.partition("#")[0].strip() for line in path.read_text(encoding="utf-8").splitlines())
    return [line for line in lines if line]
