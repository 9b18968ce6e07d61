"""What a title says of a text: a statute, the rule of one place, one article of a law.

A question that names no place is about the law of the whole country, and rather about a statute than about the
rules that carry it out; in a library of articles this tells more than the words do (indexing/README.md).
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from indexing.places import find_places
from indexing.tokenizer import article_number

_ARTICLE = re.compile(r"第[〇零一二三四五六七八九十百千\d]{1,7}条(?:之[一二三四五六七八九十\d]{1,3})?$")
_STATUTE = re.compile(r"(?:(?<!办)法|法典)(?:[（(][^（()）]*[)）])?$")  # 办法 are rules


@dataclass(frozen=True, slots=True)
class Standing:
    """`law` is the title without the article at its end; `article` is that one's number, None where there is none."""

    law: str
    article: str | None
    is_statute: bool
    is_local: bool


@lru_cache(maxsize=10_000)
def standing(title: str) -> Standing:
    """What a title says.

    >>> standing("中华人民共和国民法典第五十四条")
    Standing(law='中华人民共和国民法典', article='54', is_statute=True, is_local=False)
    >>> standing("上海市消防办法")
    Standing(law='上海市消防办法', article=None, is_statute=False, is_local=True)
    """
    title = title.strip()
    match = _ARTICLE.search(title)
    law = title[: match.start()] if match else title
    article = article_number(match.group()) if match else None
    return Standing(law, article, _STATUTE.search(law) is not None, _places(law) > 0)


@lru_cache(maxsize=10_000)
def _places(law: str) -> int:
    """How many places a law's name holds; kept, since its articles share it."""
    return len(find_places(law))


@dataclass(frozen=True, slots=True)
class Standings:
    """Which of many titles are of a place, which of a statute, and of which article; all of shape (titles,)."""

    local: NDArray[np.bool_]
    statute: NDArray[np.bool_]
    articles: NDArray[np.object_]

    @classmethod
    def of(cls, titles: Iterable[str]) -> "Standings":
        """What each title says, in order."""
        found = [standing(title) for title in titles]
        return cls(
            np.array([one.is_local for one in found], dtype=bool),
            np.array([one.is_statute for one in found], dtype=bool),
            np.array([one.article for one in found], dtype=object),
        )
