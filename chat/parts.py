"""A question that asks several things, taken apart: two sentences, two places, two enterprise kinds.

Years are left together: the figures of several years are answered as one.
"""

import re
from collections.abc import Callable, Sequence

from chat.conversation import completed
from indexing.places import Place, find_places
from indexing.tokenizer import open_tokenizer

_ASKS = re.compile(r"多少|几|哪|什么|啥|如何|怎|吗|是否|谁|何|能不能|有没有|呢[？?]?$")
_ASIDE = re.compile(
    r"^(?:[^？?]{0,6}(?:不是问|不用说|不算|要的是|只要|不要)[^？?]*|都是\d{2,4}年的[。]?)[。！]?$"
)
_MOST = 4
_JOINS = "和与跟同及、"


def parts_of(question: str, title_for: Callable[[str], str | None]) -> list[str]:
    """The questions that one question consists of, each complete; at most four."""
    sentences = [s for s in re.split(r"(?<=[？?；;。！])\s*", question.strip()) if s.strip("。！ ")]
    asking = [s for s in sentences if _ASKS.search(s) and not _ASIDE.match(s)]
    if len(asking) < 2:
        # A sentence that asks nothing sets the scene, unless it only says what is not meant.
        kept = [s for s in sentences if not _ASIDE.match(s)]
        return _by_place("".join(kept) or question)
    complete: list[str] = []
    scene = "".join(s for s in sentences[: sentences.index(asking[0])] if s not in asking)
    for sentence in asking[:_MOST]:
        whole = completed(sentence, complete, title_for) if complete else None
        complete.append(whole or (scene + sentence if not complete else sentence))
    return complete


def _by_place(question: str) -> list[str]:
    """阿坝和广东分别要几天 asks twice; 从武汉到北京 does not."""
    folded = open_tokenizer().fold(question)
    places = find_places(folded)
    names = list(dict.fromkeys(place.name for place in places))
    compares = re.search(r"分别|各|相比|区别|不同|差别|比较|谁|哪个|跟|与|和|对比", folded)
    if len(names) < 2 or not compares or any(a.province == b.name for a in places for b in places if a != b):
        return [question]
    return [_without(folded, [p for p in places if p.name != name]) for name in names[:_MOST]]


def _without(text: str, places: Sequence[Place]) -> str:
    """The question without some of its places, and without the conjunction that joined each."""
    for place in sorted(places, key=lambda place: -place.start):
        start, end = place.start, place.end
        if text[end : end + 1] and text[end] in _JOINS:
            end += 1
        elif start and text[start - 1] in _JOINS:
            start -= 1
        text = text[:start] + text[end:]
    return text
