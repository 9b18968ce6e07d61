"""Words that exclude one another: a text that speaks of the other one is no answer, and one replaces the other.

The words of `opposites.txt`, numbers in a series (第二批 and 第三批), and the two sides of a border (系统内 and 系统外).
"""

import re
from functools import lru_cache
from pathlib import Path

from chat.topic import fold, spelled_out
from chat.yes_no import poles
from indexing.tokenizer import open_tokenizer

_LEVELS = {
    "市": re.compile(r"(?:^|[^\u4e00-\u9fff]|[各本全我地县区省和与或由及])市(?![场民区值价售面])"),
    "省": re.compile(r"(?:^|[^\u4e00-\u9fff]|[各本全我外和与或由及])省(?![略去事心力钱时下得])"),
}
_OPPOSITES = Path(__file__).with_name("opposites.txt")


def opposed(question: str, text: str) -> float:
    """1 where a text says, of words that exclude one another, another than the question (高压, but 低压); else 0.

    Words that the question holds itself, or a text that says both, oppose nothing; nor do the poles of what a
    question for a yes or no asks about: 是净流出吧 is answered by 顺差.
    """
    asked, said = fold(question), fold(text)
    apart = (_numbered_otherwise, _on_the_other_side, _deputy, _new_or_all)
    if any(rule(asked, said) for rule in apart):
        return 1.0
    answering = poles(question)
    return float(
        any(
            any(_names(said, word) and word not in answering for word in others)
            for own, others in _excluding(asked)
            if not any(word in said for word in own)
        )
    )


@lru_cache(maxsize=256)
def _excluding(asked: str) -> tuple[tuple[list[str], list[str]], ...]:
    """The words of each group that a folded question names, and those of the group that they exclude."""
    found = []
    for group in _opposites():
        own = [word for word in group if _names(asked, word) and _begins_a_word(asked, word)]
        if own:
            others = [w for w in group if w not in asked and not any(w in mine for mine in own)]
            found.append((own, others))
    return tuple(found)


def _begins_a_word(text: str, word: str) -> bool:
    """Whether a word stands where jieba begins one: 间接 does not in 多长时间接好."""
    at = 0
    for own in open_tokenizer().cut(text):
        if text.startswith(word, at):
            return True
        at += len(own)
    return False


def _names(text: str, word: str) -> bool:
    """Whether a text names a word; 市 and 省 only as a level (各省, 全市), not in 城市, 市场, 北京市 or 节省."""
    level = _LEVELS.get(word)
    return bool(level.search(text)) if level else word in text


# the number of something in a series (第二批, 2014年版), and the two sides of a border (系统内, 境外)
_NUMBERED = re.compile(
    r"(?P<number>第[\d一二三四五六七八九十百]+|\d{4}(?=年?版)|\d{4}年)年?(?P<of>批|版|期|次|轮|届|阶段|档)"
)
_OFFICE = re.compile(r"(?P<deputy>副?)(?P<office>[\u4e00-\u9fff]长|主任|主席|书记|总理|会长|院长)")
_SIDE = re.compile(r"(?P<of>[\u4e00-\u9fff]{2})(?P<side>[内外])")

# what is added, and what it comes to
_NEW = re.compile(r"新(?:增|添|招|设|建|纳入|列入|进)")
_ALL = re.compile(r"累计|[一总]共|总[数计]|合计|共计|(?<=[\u4e00-\u9fff])共有?(?=\d)")


def _numbered_otherwise(asked: str, said: str) -> bool:
    """Whether a text numbers what the question numbers, and never as it does: 第三批 asked, 第二批 said."""
    given: dict[str, set[str]] = {}
    for match in _NUMBERED.finditer(said.replace("首批", "第一批")):
        given.setdefault(match["of"], set()).add(match["number"])
    return any(
        match["of"] in given and match["number"] not in given[match["of"]]
        for match in _NUMBERED.finditer(asked.replace("首批", "第一批"))
    )


def _on_the_other_side(asked: str, said: str) -> bool:
    """Whether a text speaks only of the other side of a border that the question names: 系统外, of 系统内."""
    for match in _SIDE.finditer(asked):
        other = match["of"] + ("外" if match["side"] == "内" else "内")
        if other in said and match[0] not in said:
            return True
    return False


def _deputy(asked: str, said: str) -> bool:
    """Whether a text speaks only of the head where the question asks for the deputy (副组长, 组长), or the other way round."""
    wanted = [(match["office"], match["deputy"]) for match in _OFFICE.finditer(asked)]
    if not wanted:
        return False
    offices = {(match["office"], match["deputy"]) for match in _OFFICE.finditer(spelled_out(said))}
    return any(
        (office, deputy) not in offices and (office, "" if deputy else "副") in offices
        for office, deputy in wanted
    )


def _new_or_all(asked: str, said: str) -> bool:
    """Whether a text speaks only of all there is where the question asks for what is new, or the other way round."""
    new = bool(_NEW.search(asked))
    if new == bool(_ALL.search(asked)):
        return False
    own, other = (_NEW, _ALL) if new else (_ALL, _NEW)
    return bool(other.search(said)) and not own.search(said)


def counterpart(said: str, text: str) -> tuple[str, str] | None:
    """A word of `said` and the word in `text` that it excludes: 省级, in place of 国家级; None where there is none."""
    for group in _opposites():
        own = max((word for word in group if word in said), key=len, default=None)
        other = max((word for word in group if word in text and word != own), key=len, default=None)
        if own and other and own not in text:
            return own, other
    return None


@lru_cache(maxsize=1)
def _opposites() -> tuple[tuple[str, ...], ...]:
    lines = _OPPOSITES.read_text(encoding="utf-8").splitlines()
    return tuple(tuple(fold(line).split()) for line in lines if line and not line.startswith("#"))
