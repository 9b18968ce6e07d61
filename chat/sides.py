"""One question that asks the same of two places, years, months or things: taken apart, one question for each side.

阿坝和广东分别要几天, 2022年和2024年各是多少, 省级平台和企业级平台各奖多少, A条例跟B办法谁早谁晚 ask twice;
从武汉到北京, 2021到2023年间, 省厅和财政厅联合印发 do not.
"""

import re
from collections.abc import Sequence
from itertools import pairwise

from chat.comparing import ASKS, DEGREE, SAME, alone
from chat.pairs import end_of_name, sides_of_things
from indexing.places import Place, find_places
from indexing.tokenizer import open_tokenizer

MOST = 4
_JOINS = "和与跟同及、"
_COMPARES = re.compile(
    rf"分别|各|{SAME}|一样[多高长大早快]|相比|区别|不同|差别|变化|比较|差多少|差几|谁|哪个|哪年|哪边|跟|与|和|对比|、|都"
)
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)年?(?!版)")
_YEAR_RANGE = re.compile(r"(?:19|20)\d\d年?[-—–~至到](?:19|20)?\d\d")
_YEAR_MONTH = re.compile(r"(?<!\d)((?:19|20)\d\d年(?:1[0-2]|[1-9]))月份?(?![\d日])")
_MONTH = re.compile(r"(?<!\d)(1[0-2]|[1-9])月份?(?![\d日])")
# 22年和24年, 22和24两年: the century left out
_SHORT_YEARS = re.compile(
    r"(?<!\d)(?P<a>0\d|1\d|2\d)(?P<m>(?:年?的?|年[^，,。;:]{1,10})(?:[和与跟同及比、]|vs)\s*)(?P<b>0\d|1\d|2\d)(?=年|两年|的|，|分别|各)",
    re.IGNORECASE,
)
# 涨得凶的是2021年还是2023年: which of two, the sides behind
_WHICH_OF_TWO = re.compile(
    rf"(?P<what>[^，,]{{2,}}?(?:{DEGREE}))的?(?:是|要数|数)(?P<a>[^，,是]{{2,12}}?)还是(?P<b>[^，,是？?]{{2,12}}?)(?=[，,？?。]|$)"
)
# 2024比2022多了还是少了
_MORE_OR_LESS = re.compile(
    rf"(?P<a>(?:19|20)\d\d年?)比(?P<b>(?:19|20)\d\d年?)(?=[^，,]*?(?:{DEGREE}|涨|跌|升|降|增加?|减少?)了?还是)"
)
# 2024年比2022年多，两年各是多少: what is said of them already
_MORE_THAN = re.compile(
    rf"(?P<a>(?:19|20)\d\d年)比(?P<b>(?:19|20)\d\d年)(?:{DEGREE}|涨|跌|升|降|增加?|减少?)了?(?=[，,])"
)
_TOGETHER = re.compile(r"合建|合办|共建|联合|共同|合作|之间|协同|签[订署了]")
# 是甲答复得快还是乙快
_EITHER_FASTER = re.compile(
    rf"是(?P<a>[^，,是]{{2,10}}?)(?P<more>[\u4e00-\u9fff]{{1,2}}得更?(?P<degree>{DEGREE}))(?:一?[些点])?还是(?P<b>[^，,是]{{2,10}}?)(?:(?!(?P=degree))[\u4e00-\u9fff]{{0,2}}得)?更?(?P=degree)"
)
_STRONG = re.compile(
    rf"分别|各|都|{SAME}|相比|区别|不同|差别|差异|变化|比较|对比|差多少|谁|哪个?(?:省|市|地方|边|家)"
)


def sides_of(question: str) -> tuple[list[tuple[str, str]], bool]:
    """For each side its name and the question about it alone, nothing where the question is about one thing; and
    whether they are sides beyond doubt: places and years are, two things joined by 和 may be one."""
    folded = re.sub(r"[，,](?=[和跟与](?![^，,]*比))", "", open_tokenizer().fold(question))
    folded = _EITHER_FASTER.sub(r"\g<a>和\g<b>哪个\g<more>", folded)
    folded = _MORE_OR_LESS.sub(r"\g<a>和\g<b>", folded)
    folded = _WHICH_OF_TWO.sub(r"\g<a>和\g<b>哪个\g<what>", folded)
    if "年" in folded:
        folded = _SHORT_YEARS.sub(r"20\g<a>\g<m>20\g<b>", folded)
    folded = _MORE_THAN.sub(r"\g<a>和\g<b>", folded)
    named = _places_or_years(folded)
    if named:
        return named, True
    several_places = len({place.name for place in find_places(folded)}) > 1
    return ([], True) if several_places else (sides_of_things(folded), False)


def _places_or_years(folded: str) -> list[tuple[str, str]]:
    """阿坝和广东分别要几天, 2022年和2024年各是多少 ask twice; 从武汉到北京, 2021到2023年间 do not."""
    if not _COMPARES.search(folded) and not re.search(r"[，,]", folded):
        return []
    places = find_places(folded)
    together = _TOGETHER.search(folded) and not re.search(r"分别|各", folded)
    if len({place.name for place in places}) > 1 and not _nested(folded, places) and not together:
        clauses = _clause_for_each(folded, places)
        if clauses:
            return clauses
        side_by_side = all(
            folded[a.end : b.start].strip() in tuple(_JOINS) for a, b in zip(places, places[1:], strict=False)
        )
        if _STRONG.search(folded) or (side_by_side and _COMPARES.search(folded)):
            return _each(folded, [(place.name, place.start, place.end) for place in places])
    if not _COMPARES.search(folded):
        return []
    for pattern, unit in ((_YEAR_MONTH, "月"), (_YEAR, "年"), (_MONTH, "月")):
        named = [(f"{match[1]}{unit}", match.start(), match.end()) for match in pattern.finditer(folded)]
        if len({name for name, _, _ in named}) > 1 and not _YEAR_RANGE.search(folded):
            return _each(folded, named)
    return []


def _nested(text: str, places: Sequence[Place]) -> bool:
    """Whether one place only says where the other lies: 湖北省武汉市."""
    return any(
        a.end == b.start or (a.province == b.name and not set(text[a.end : b.start]) & set(_JOINS))
        for a, b in zip(places, places[1:], strict=False)
        if a.name != b.name
    )


def _clause_for_each(text: str, places: Sequence[Place]) -> list[tuple[str, str]]:
    """安徽每年发布多少个，湖北每年多少个: a clause with a question of its own for each place; none elsewise.

    A clause that begins with its place may state what is compared (广东鼓励交易，北京支持哪个交易所).
    Where all places stand before the clauses that ask (把安徽跟湖北放一起看：…), the first clause is the first place's.
    """
    clauses, parts, start = re.split(r"(?<=[，,：:])", text), [], 0
    apart = not any(a.covers(b) or b.covers(a) for a, b in pairwise(places))
    asking = [clause for clause in clauses if ASKS.search(clause)]
    scene = len(text) - len("".join(asking))
    if len(asking) == len(places) and text.endswith("".join(asking)) and places[-1].end <= scene:
        own = zip(places, asking, strict=True)
        return [(place.name, f"{place.name}{clause.rstrip('，,')}") for place, clause in own][:MOST]
    for clause in clauses:
        named = [place for place in places if start <= place.start < start + len(clause)]
        if len(named) != 1 or not (
            ASKS.search(clause) or (apart and named[0].start == start and clause != clauses[-1])
        ):
            return []
        parts.append((named[0].name, clause.rstrip("，,")))
        start += len(clause)
    return parts[:MOST]


def _each(text: str, named: Sequence[tuple[str, int, int]]) -> list[tuple[str, str]]:
    """The question once for each name, with what goes with that name alone (哈尔滨【申办大冬会】、深圳【申办大运会】)."""
    segments: list[tuple[str, int, int]] = []
    for (name, start, _), (_, following, _) in zip(named, named[1:], strict=False):
        between = text[start:following]
        joint = max(between.rfind(mark) for mark in (*_JOINS, "，", ","))
        if joint <= 0 or re.search(r"[，,。；].", between):
            segments = []
            break
        segments.append((name, start, start + joint))
    if segments and len({name for name, _, _ in named}) == len(named):
        name, start, end = named[-1]
        if any(last - first > len(other) + 1 for other, first, last in segments):
            end += (
                0 if text.startswith(("分别", "各", "都", "是", "，", ","), end) else end_of_name(text[end:])
            )
        segments.append((name, start, end))
        before, after = text[: segments[0][1]], text[end:]
        return [(name, alone(before + text[a:b] + after)) for name, a, b in segments[:MOST]]
    names = list(dict.fromkeys(name for name, _, _ in named))
    return [(name, alone(_without(text, [n for n in named if n[0] != name]))) for name in names[:MOST]]


def _without(text: str, stretches: Sequence[tuple[str, int, int]]) -> str:
    """The question without some of its places or years, and without the conjunction that joined each."""
    for _, start, end in sorted(stretches, key=lambda stretch: -stretch[1]):
        if text[end : end + 1] and text[end] in _JOINS:
            end += 1
        elif start and text[start - 1] in _JOINS:
            start -= 1
        text = text[:start] + text[end:]
    return text
