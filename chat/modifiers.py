"""What qualifies the thing asked about, replaced by what qualifies another one: 企业级的呢? 已网签的呢? 企业的呢?"""

import re
from collections.abc import Sequence

from chat.subjects import YEAR, before_asking, counted, last_nouns, tagged
from chat.topic import fold
from indexing.places import find_places

# 跨行业跨领域: two modifiers alike, said of one thing
_REPEATED = re.compile(r"(?P<same>[\u4e00-\u9fff])[\u4e00-\u9fff]{1,3}(?P=same)[\u4e00-\u9fff]{1,6}$")
_OF_A_SORT = re.compile(r"[级型类性式]$")


def modifier_replaced(before: str, said: str) -> str:
    """What qualifies the noun asked about replaced: 跨领域平台补多少? 企业级的呢 asks 企业级平台补多少."""
    clause = before_asking(before)
    nouns = last_nouns(clause)
    words, new = tagged(clause), tagged(said)
    if words and words[-1][1] == "v" and len(words[-1][0]) > 1 and _is_verb(new):
        return clause[: len(clause) - len(words[-1][0])] + said + before[len(clause) :]
    qualifier = _qualifier(clause) if any(tag == "v" for _, tag in new) else None
    if qualifier:
        return before[: qualifier[0]] + said + before[qualifier[1] :]
    things = counted(fold(before)) if len(fold(before)) == len(before) else None
    if things and all(tag.startswith("a") for _, tag in new):
        return f"{before[: things[0]]}{said}的{before[things[0] :]}"
    if not nouns:
        return f"{said}的，{before}"
    start, end = nouns
    run = tagged(clause[start:end])
    named = bool(new) and new[0][1] in ("n", "nz") and not _OF_A_SORT.search(said)
    other = _first_noun_of(clause) if named else None
    if other:
        return before[: other[0]] + said + before[other[1] :]
    if named or all(tag.startswith("a") for _, tag in new) or len(run) < 2:
        return f"{before[:start]}{said}的{before[start:]}"
    repeated = _REPEATED.search(clause[: end - len(run[-1][0])])
    start = min(start, repeated.start()) if repeated else start
    return f"{before[:start]}{said}{run[-1][0]}{before[end:]}"


def _qualifier(clause: str) -> tuple[int, int] | None:
    """Where it stands what is done by or to the noun asked about: 窗口，【已网签】的住房; None where nothing qualifies it so."""
    found = re.search(r"(?:^|[，,])(?P<said>[^，,]{2,})的[^，,的]*$", clause)
    if not found:
        return None
    places = [found.start("said") + place.end for place in find_places(found["said"])]
    years = [found.start("said") + year.end() for year in YEAR.finditer(found["said"])]
    start = max([found.start("said"), *places, *years])
    words = tagged(clause[start : found.end("said")])
    return (start, found.end("said")) if any(tag == "v" for _, tag in words) else None


def _is_verb(words: Sequence[tuple[str, str]]) -> bool:
    """Whether words say what is done: 新开工, 保留."""
    return bool(words) and words[-1][1] in ("v", "vn") and all(tag[0] in "vad" for _, tag in words)


def _first_noun_of(clause: str) -> tuple[int, int] | None:
    """The first thing that the clause names, to be replaced: 【小麦】最低收购价平均每斤; None where it is the last."""
    position, first = 0, None
    for word, tag in tagged(clause):
        if re.fullmatch(r"[，,：:]", word):
            first = None
        elif tag[0] in "nlj" and not find_places(word):
            if first:
                return first
            first = (position, position + len(word))
        position += len(word)
    return None
