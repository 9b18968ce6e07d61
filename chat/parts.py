"""A question that asks several things, taken apart: two sentences, two places, two years.

Each part is drafted and decided by itself, so that one year or place may be answered and the other missing.
"""

import re
from collections.abc import Callable, Sequence

from chat.conversation import completed
from indexing.places import find_places
from indexing.tokenizer import open_tokenizer

_ASKS = re.compile(r"多少|几|哪|什么|啥|如何|怎|吗|是否|谁|何|能不能|有没有|呢[？?]?$")
_ASIDE = re.compile(
    r"^(?:[^？?]{0,6}(?:不是问|不用说|不算|要的是|只要|不要)[^？?]*|都是\d{2,4}年的[。]?)[。！]?$"
)
_MOST = 4
_JOINS = "和与跟同及、"
_COMPARES = re.compile(r"分别|各|相比|区别|不同|差别|变化|比较|谁|哪个|哪年|跟|与|和|对比|、")
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)年?(?!版)")
_YEAR_RANGE = re.compile(r"(?:19|20)\d\d年?[-—–~至到](?:19|20)?\d\d")


def parts_of(question: str, title_for: Callable[[str], str | None]) -> list[str]:
    """The questions that one question consists of, each complete; at most four."""
    sentences = [s for s in re.split(r"(?<=[？?；;。！])\s*", question.strip()) if s.strip("。！ ")]
    asking = [s for s in sentences if _ASKS.search(s) and not _ASIDE.match(s)]
    if len(asking) < 2:
        # A sentence that asks nothing sets the scene, unless it only says what is not meant.
        kept = [s for s in sentences if not _ASIDE.match(s)]
        return _by_place_or_year("".join(kept) or question)
    complete: list[str] = []
    scene = "".join(s for s in sentences[: sentences.index(asking[0])] if s not in asking)
    for sentence in asking[:_MOST]:
        whole = completed(sentence, complete, title_for) if complete else None
        complete.append(whole or (scene + sentence if not complete else sentence))
    return complete


def _by_place_or_year(question: str) -> list[str]:
    """阿坝和广东分别要几天, 2022年和2024年各是多少 ask twice; 从武汉到北京, 2021到2023年间 do not."""
    folded = open_tokenizer().fold(question)
    if not _COMPARES.search(folded):
        return [question]
    places = find_places(folded)
    names = list(dict.fromkeys(place.name for place in places))
    if len(names) > 1 and not any(a.province == b.name for a in places for b in places if a != b):
        stretches = [(place.name, place.start, place.end) for place in places]
        return [_without(folded, [s for s in stretches if s[0] != name]) for name in names[:_MOST]]
    years = [(match[1], match.start(), match.end()) for match in _YEAR.finditer(folded)]
    names = list(dict.fromkeys(year for year, _, _ in years))
    if len(names) > 1 and not _YEAR_RANGE.search(folded):
        return [_without(folded, [y for y in years if y[0] != name]) for name in names[:_MOST]]
    return [question]


def _without(text: str, stretches: Sequence[tuple[str, int, int]]) -> str:
    """The question without some of its places or years, and without the conjunction that joined each."""
    for _, start, end in sorted(stretches, key=lambda stretch: -stretch[1]):
        if text[end : end + 1] and text[end] in _JOINS:
            end += 1
        elif start and text[start - 1] in _JOINS:
            start -= 1
        text = text[:start] + text[end:]
    return text
