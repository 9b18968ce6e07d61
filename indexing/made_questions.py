"""Questions made by program from documents, to fit the ranker on: no set of real ones about policies may be used up for it.

- *cloze*: from a clause of a passage some words are kept, in order, and figures are dropped; before them stands
  the place that the document speaks for, or a stretch of its title, or neither; after them an asking phrase.
  The passage is the answer. Now and then the place is one that the document (a national one) does not name.
- *articles*: a law's title and one of its articles, its number in any spelling.
- *services*: 办理…需要提交哪些材料？ and the like, over service items whose lines say which is which.
"""

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.document import Document, Span
from corpus.numerals import parse_numeral
from indexing.regions import regions_of
from indexing.tokenizer import Tokenizer

_CLAUSE = re.compile(r"[^。；！？\n]{14,90}[。；！？\n]?")
_PLAIN = frozenset(
    "的 了 和 与 及 或 在 是 为 对 等 将 由 从 以 于 之 其 并 也 都 就 而 被 把 按 按照 应当 应 可 可以 不得 进行 以及 其他 "
    "有关 相关 规定 根据 依照 依法".split()
)
_TITLE_WORDS = frozenset("通知 印发 关于 意见 办法 规定 公告".split())
_ASK_FIGURE = ("多少？", "是多少？", "多长时间？", "标准是什么？")
_ASK = (
    "有哪些？", "是什么？", "如何规定？", "有什么要求？", "怎么办？", "？", "有何政策？", "有哪些措施？",
    "采取了什么措施？",
)  # fmt: skip
_ARTICLE = re.compile(r"^\s*第([一二三四五六七八九十百零]+)条[\s　]", re.MULTILINE)
_ASK_ARTICLE = (
    "{t}第{n}条是什么内容？", "{t}第{d}条怎么规定的", "《{t}》{n}条", "{t}{d}条说了什么", "《{t}》第{w}条的内容", "{t}的第 {d} 条",
)  # fmt: skip
_ANY_PLACE = (
    "北京",
    "上海",
    "重庆",
    "江苏省",
    "广东省",
    "四川省",
    "云南省",
    "安徽省",
    "湖北省",
    "武汉市",
    "辽宁",
    "内蒙古",
)
_SERVICE = {
    "申请材料": ("办理{t}需要提交哪些材料？", "{t}要带什么材料", "申请{t}要准备什么资料？"),
    "受理条件": ("{t}的申请条件是什么？", "哪些人可以申请{t}？", "办理{t}要符合什么条件？"),
    "咨询电话": ("{t}的咨询电话是多少？", "{t}打什么电话咨询"),
    "投诉电话": ("{t}投诉电话是多少？",),
    "承诺办结时限": ("{t}多久能办好？", "{t}承诺几个工作日办结？"),
    "法定办结时限": ("{t}的法定办结时限是多少？",),
    "办理地点": ("在哪里办理{t}？", "{t}的办理地点在哪"),
    "实施部门": ("{t}由哪个部门负责？",),
    "服务对象": ("{t}的服务对象有哪些？",),
}


@dataclass(frozen=True, slots=True)
class MadeQuestion:
    """A question and the stretches of text that answer it, each by itself."""

    text: str
    answers: tuple[Span, ...]

    def is_answered_by(self, passage: Span) -> bool:
        """Whether a passage holds the beginning of an answer, or lies within one (a whole document)."""
        return any(
            answer.contains(passage) or passage.contains(Span(answer.doc_id, answer.start, answer.start + 1))
            for answer in self.answers
        )


def cloze_questions(
    documents: Sequence[Document], count: int, tokenizer: Tokenizer, chance: random.Random
) -> Iterator[MadeQuestion]:
    """Questions from clauses, some words left out."""
    while count:
        document = chance.choice(documents)
        clauses = list(_CLAUSE.finditer(document.text))
        if not clauses:
            continue
        clause = chance.choice(clauses)
        kept = _kept(tokenizer.cut(clause.group()), chance)
        if kept is None:
            continue
        figure = bool(re.search(r"\d", clause.group())) and chance.random() < 0.7
        question = (
            _before(document, tokenizer, chance) + kept + chance.choice(_ASK_FIGURE if figure else _ASK)
        )
        if 8 <= len(question) <= 70:
            count -= 1
            yield MadeQuestion(question, (Span(document.doc_id, *clause.span()),))


def _kept(words: Sequence[str], chance: random.Random) -> str | None:
    """Some words of a clause in their order; None if too few are left to ask about."""
    part = chance.choice((0.35, 0.5, 0.65))
    kept = [
        word
        for word in words
        if re.search(r"\w", word)
        and not re.search(r"\d", word)
        and chance.random() < (0.4 if word in _PLAIN else part)
    ]
    enough = sum(len(word) > 1 and word not in _PLAIN for word in kept) >= 2
    return "".join(kept) if enough else None


def _before(document: Document, tokenizer: Tokenizer, chance: random.Random) -> str:
    """The place and the part of the title that a question begins with."""
    result = ""
    places = regions_of(document.title, document.text, document.region, document.issuer)
    if places.main and chance.random() < 0.65 and places.share([places.main]) > 0.4:
        result += places.main + chance.choice(("", "省", "市", ""))
    elif not places.main and chance.random() < 0.2:
        result += chance.choice(_ANY_PLACE)  # whoever asks lives somewhere
    title = [w for w in tokenizer.cut(document.title) if len(w) > 1 and w not in _PLAIN | _TITLE_WORDS]
    if title and chance.random() < 0.55:
        first = chance.randrange(len(title))
        result += "".join(title[first : first + chance.choice((1, 2, 2, 3, 4))]) + chance.choice(
            ("", "中", "的", "")
        )
    return result


def service_questions(
    services: Sequence[Document], tokenizer: Tokenizer, chance: random.Random
) -> Iterator[MadeQuestion]:
    """Two questions for each service item, its name now and then with a word missing."""
    for document in services:
        for part in chance.sample(sorted(_SERVICE), 2):
            found = re.search(rf"^{part}：(.+)$", document.text, re.MULTILINE)
            if not found:
                continue
            words = tokenizer.cut(document.title)
            if chance.random() < 0.4 and len(words) > 3:
                words.pop(chance.randrange(len(words)))
            place = document.region or "" if chance.random() < 0.3 else ""
            question = place + chance.choice(_SERVICE[part]).format(t="".join(words))
            yield MadeQuestion(question, (Span(document.doc_id, *found.span(1)),))


def article_questions(documents: Sequence[Document], chance: random.Random) -> Iterator[MadeQuestion]:
    """One question for each text with numbered articles."""
    for document in documents:
        articles = list(_ARTICLE.finditer(document.text))
        if len(articles) < 5 or not document.title:
            continue
        article = chance.choice(articles)
        number = article.group(1)
        digits = str(parse_numeral(number))
        wide = digits.translate({code: code + 0xFEE0 for code in range(0x30, 0x3A)})
        question = chance.choice(_ASK_ARTICLE).format(t=document.title, n=number, d=digits, w=wide)
        yield MadeQuestion(question, (Span(document.doc_id, *article.span(1)),))
