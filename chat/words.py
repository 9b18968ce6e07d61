"""The words of a question that say what it is about, how much each says, and how else it is written.

A word weighs by its part of speech: names and things count, light verbs hardly.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from indexing.tokenizer import open_tokenizer

_WEIGHTS = {
    "n": 1.0,
    "vn": 1.0,
    "eng": 1.0,
    "j": 1.0,
    "i": 0.7,
    "l": 0.8,
    "b": 0.7,
    "zg": 1.0,
    "an": 0.8,
    "g": 0.8,
}
_WEIGHTS |= {"v": 0.5, "a": 0.35, "s": 0.3, "f": 0.15, "t": 0.2}
_NUMBER = 0.8
# Nouns that name the asking rather than the asked: their absence says nothing.
_VAGUE = frozenset(
    "时候 方面 单位 部门 文件 政策 问题 情况 水平 地方 人 人算 内容 意思 公司 时 号文 文里 办法 规定 东西 程度 国家 厂子 老板 全国 方式 事 事情 年初 年底 全年 口径 各级 当年 去年 没错 指 说法 要求 标准 部分 户 数 项目 管用 算数 有效 作废 期内 今天 定义 界定 含义 大家 领导 同事 老板 朋友 人家 道理 官方 关系 原因 东西 名目 趟 简称 全称 名称 名字 措施 举措 做法 帮助 作用 好处 用处 用途 优势 影响 目的 意义 政府部门 相关部门 有关部门".split()
)
_VAGUE_WEIGHT = 0.25
# Words made of these alone carry no topic: 想做到, 冲到, 打算要.
_LIGHT = frozenset(
    "想做到要打算得能会可了过有是在给把被让去来用搞弄拿冲干还就都也才只所以其之与及和或等很最更多少几啥咋哪谁么样些个次下上中里内外前后为于"
    "从向往由至对将应该须够成出起开掉请问呢吗吧啊的地着此那这某每各叫称算看说讲条项种类块件"
)
# A month or quarter names the figure as surely as a year does; jieba would cut it in two.
PERIOD = re.compile(r"\d{1,2}月份?[末底初]?|[上下]半年|[一二三四]季度|前[三3]季度")
_QUANTITY = re.compile(r"\d+(?:\.\d+)?(?:万亿|千万|百万|万|亿|千)?%?")
_LONGEST_TERM = 16  # characters
_BEFORE_IT = re.compile(r"^(?:[要得能会可该没再已先想还也就都来去]|应该|不用)(?=.)")
_DONE = re.compile(r"(?<=.)(?:[出上下进过起回][来去]|[不得]了|[完好掉齐全错到过了来去]|才行)$")
_NEXT_IS = re.compile(r"(?<=.)(?:[要能得里时后在是])$")  # of 园能, 池是: the next word's beginning
_SYNONYMS = Path(__file__).with_name("synonyms.txt")
_RARITY = Path(__file__).with_name("word_rarity.txt")


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a question, how much it says (0 to 1), and every spelling that stands for it."""

    text: str
    weight: float
    spellings: tuple[str, ...]


def words_of(stretches: Sequence[str]) -> tuple[Word, ...]:
    """The words in stretches of a folded question that say what it is about, in order.

    A period (7月份), a quantity (500亿) and a term of the synonym list are words as they stand; jieba would cut
    them in pieces that say something else.
    """
    found: dict[str, Word] = {}
    for stretch in stretches:
        last = 0
        for start, end in _whole(stretch):
            _add_words(found, stretch[last:start])
            text = stretch[start:end]
            if PERIOD.fullmatch(text):
                found[text] = Word(text, 1.0, (text.rstrip("份末底初"),))
            elif text[0].isdigit():
                found[text] = Word(text, _NUMBER, (text,))
            else:
                found[text] = Word(text, 1.0, _spellings(text))
            last = end
        _add_words(found, stretch[last:])
    return tuple(found.values())


def _add_words(found: dict[str, Word], stretch: str) -> None:
    for text, tag in open_tokenizer().tagged(stretch) if stretch.strip() else ():
        text, tag = _unglued(text, tag)
        weight = _WEIGHTS.get(tag, _WEIGHTS.get(tag[:1], 0.0))
        if text in _VAGUE:
            weight = min(weight, _VAGUE_WEIGHT)
        elif text in _synonyms():
            weight = max(weight, 0.6)
        if weight and not all(character in _LIGHT for character in text):
            found[text] = Word(text, weight, _spellings(text))


@lru_cache(maxsize=10_000)
def _unglued(text: str, tag: str) -> tuple[str, str]:
    """A word without the modal before it and what completes it, with its own tag, where jieba glued them to one that nobody writes.

    Of 要交, 能领, 招人要 and 写全了 a document says 交, 领, 招人 and 写.
    """
    if len(text) < 2 or text in _rarities() or text in _synonyms() or text.lower() in _terms():
        return text, tag
    kernel = _BEFORE_IT.sub("", _DONE.sub("", _NEXT_IS.sub("", text)))
    if kernel == text:
        return text, tag
    if len(kernel) == 1:
        return kernel, "v"
    own: list[tuple[str, str]] = open_tokenizer().tagged(kernel)
    return own[0] if len(own) == 1 else (kernel, tag)


def _spellings(text: str) -> tuple[str, ...]:
    """The word and its synonyms; of a word that jieba glued together (营收过), the synonyms of its part."""
    table = _synonyms()
    if text in table:
        return table[text]
    part = next((part for part in (text[:-1], text[1:]) if len(part) > 1 and part in table), None)
    return (text, *table[part]) if part else (text,)


def rarity(word: str) -> float:
    """How rare a word is in laws and news, 0 to 1 (`chat.fitting.rarity`); 1 where they hardly ever say it."""
    return _rarities().get(word, 1.0)


@lru_cache(maxsize=1)
def _rarities() -> dict[str, float]:
    table: dict[str, float] = {}
    for line in _RARITY.read_text(encoding="utf-8").splitlines():
        level, *words = line.split()
        table |= dict.fromkeys(words, float(level))
    return table


def _whole(stretch: str) -> Iterator[tuple[int, int]]:
    """Where the periods, quantities and known terms of a stretch begin and end; of terms the longest."""
    terms = _terms()
    position = 0
    while position < len(stretch):
        match = PERIOD.match(stretch, position) or _QUANTITY.match(stretch, position)
        end = match.end() if match else 0
        if not match:
            ends = range(min(len(stretch), position + _LONGEST_TERM), position + 2, -1)
            end = next((end for end in ends if stretch[position:end] in terms), 0)
        if end:
            yield position, end
        position = end or position + 1


@lru_cache(maxsize=1)
def _terms() -> frozenset[str]:
    """The words of three characters and more that are words as they stand."""
    known = {*_synonyms(), *(word.lower() for word in open_tokenizer().kept)}
    return frozenset(term for term in known if 2 < len(term) <= _LONGEST_TERM)


@lru_cache(maxsize=1)
def _synonyms() -> dict[str, tuple[str, ...]]:
    table: dict[str, tuple[str, ...]] = {}
    for line in _SYNONYMS.read_text(encoding="utf-8").splitlines():
        group = line.split()
        if line.startswith("#"):
            continue
        for word in group:
            others = [other for other in group if other != word]
            table[word] = tuple(dict.fromkeys([word, *table.get(word, ()), *others]))
    return table
