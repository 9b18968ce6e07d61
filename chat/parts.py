"""A question that asks several things, taken apart: two sentences, two places, two years.

Each part is drafted and decided by itself, so that one year or place may be answered and the other missing.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from chat.conversation import completed
from indexing.places import Place, find_places
from indexing.tokenizer import open_tokenizer

_ASKS = re.compile(r"多少|几|哪|什么|啥|如何|怎|吗|是否|谁|何|能不能|有没有|呢[？?]?$")
_ASIDE = re.compile(
    r"^(?:[^？?]{0,6}(?:不是问|不用说|不算|要的是|只要|不要)[^？?]*|都是\d{2,4}年的[。]?)[。！]?$"
)
_MOST = 4
_JOINS = "和与跟同及、"
_COMPARES = re.compile(
    r"分别|各|相比|区别|不同|差别|变化|比较|差多少|差几|谁|哪个|哪年|哪边|跟|与|和|对比|、|都"
)
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)年?(?!版)")
_YEAR_RANGE = re.compile(r"(?:19|20)\d\d年?[-—–~至到](?:19|20)?\d\d")
_MONTH = re.compile(r"(?<!\d)(1[0-2]|[1-9])月份?(?![\d日])")
# 22年和24年, 22和24两年: the century left out
_SHORT_YEARS = re.compile(
    r"(?<!\d)(?P<a>1\d|2\d)(?P<m>年?的?(?:[和与跟同及、]|vs)\s*)(?P<b>1\d|2\d)(?=年|两年|的|，|分别|各)",
    re.IGNORECASE,
)
# what asks for the difference, not for the thing itself: of one side alone it has no sense
_DIFFERENCE = re.compile(
    r"[，,]?(?:两[者年地边](?:的|之间)?|之间的?|的)?(?:有|是)?(?:些)?(?:什么|啥|哪些|何)?(?:差别|区别|不同|不一样|变化|差异)(?:在哪里?|是什么|是啥|大不大|大吗|吗)?"
    r"|[，,]?(?:到底|究竟|上)?(?:相差|差)(?:了)?(?:多少|几[个家天年点]?[\u4e00-\u9fff]{0,2})"
    r"|[，,]?(?:哪|谁)(?:一?[年个家地边]|份)?(?:的)?(?:定|给|要求|安排)?得?的?更?(?:高|低|多|少|大|小|早|晚|快|慢|严|长|短)(?:一?些|一?点)?"
    r"|[，,]?(?:高|低|多|少)(?:了)?多少|相比|对比|比较一?下?|措辞|(?:两|这两)[年地边者](?=[，,]|$)|跟?着?(?<=年)比(?=[，,]|$)"
)
_EACH = re.compile(
    r"分别|各自|都(?=[是有要给分])|各(?=是|给|安排|定|收|涨|有|要|多|几|占|需|降|增|由|怎|什么|为|得|提|奖|补|拿)"
)
# which of them it is cannot be asked of one alone: 哪年城镇新增就业多，各多少
_WHICH = re.compile(r"哪一?(?:年|个?(?:省|市|地方?|边|家))")
_MORE = re.compile(r"更?(?:多|高|少|低)[，,](?=(?:是|有|到)?多少)")
_PAIR_OF = re.compile(r"两(?:者|年|步|份|地|省|市|边|个(?=年|省|市|地|月))")
_NO_VALUE = re.compile(
    r"范围|措施|内容|政策|规定|做法|方式|重点|表述|提法|方向|原则|条件|对象|类型|部门|单位"
)
_SAID = re.compile(r"(?:是|又)?(?:怎么|如何)(?:提|定|说|写|规定|要求)的?$")
_STRONG = re.compile(
    r"分别|各|都|相比|区别|不同|差别|差异|变化|比较|对比|差多少|谁|哪个?(?:省|市|地方|边|家)"
)
_ALL_OF = re.compile(r"^都是(\d{2,4}年)的")


@dataclass(frozen=True, slots=True)
class Part:
    """One of the questions that a question consists of; `label` says which year, month or place it asks for."""

    question: str
    label: str = ""


def parts_of(question: str, title_for: Callable[[str], str | None]) -> list[Part]:
    """The questions that one question consists of, each complete; at most four."""
    sentences = [s for s in re.split(r"(?<=[？?；;。！])\s*", question.strip()) if s.strip("。！ ")]
    asking = [s for s in sentences if _ASKS.search(s) and not _ASIDE.match(s)]
    if len(asking) < 2:
        # A sentence that asks nothing sets the scene, unless it only says what is not meant.
        kept = [s for s in sentences if not _ASIDE.match(s)]
        year = next((match[1] for s in sentences if (match := _ALL_OF.match(s))), "")
        return _compared(year + "".join(kept) if kept else question)
    complete: list[str] = []
    scene = "".join(s for s in sentences[: sentences.index(asking[0])] if s not in asking)
    for sentence in asking[:_MOST]:
        whole = completed(sentence, complete, title_for) if complete else None
        complete.append(whole or (scene + sentence if not complete else sentence))
    return [Part(part) for part in complete]


def _compared(question: str) -> list[Part]:
    """阿坝和广东分别要几天, 2022年和2024年各是多少 ask twice; 从武汉到北京, 2021到2023年间 do not."""
    folded = _SHORT_YEARS.sub(r"20\g<a>\g<m>20\g<b>", open_tokenizer().fold(question))
    if not _COMPARES.search(folded) and not re.search(r"[，,]", folded):
        return [Part(question)]
    places = find_places(folded)
    if len({place.name for place in places}) > 1 and not _nested(folded, places):
        clauses = _clause_for_each(folded, places)
        if clauses:
            return clauses
        side_by_side = all(
            folded[a.end : b.start].strip() in tuple(_JOINS) for a, b in zip(places, places[1:], strict=False)
        )
        if _STRONG.search(folded) or (side_by_side and _COMPARES.search(folded)):
            return _each(folded, [(place.name, place.start, place.end) for place in places])
    if not _COMPARES.search(folded):
        return [Part(question)]
    for pattern, unit in ((_YEAR, "年"), (_MONTH, "月")):
        named = [(f"{match[1]}{unit}", match.start(), match.end()) for match in pattern.finditer(folded)]
        if len({name for name, _, _ in named}) > 1 and not _YEAR_RANGE.search(folded):
            return _each(folded, named)
    return [Part(question)]


def _nested(text: str, places: Sequence[Place]) -> bool:
    """Whether one place only says where the other lies: 湖北省武汉市."""
    return any(
        a.end == b.start or (a.province == b.name and not set(text[a.end : b.start]) & set(_JOINS))
        for a, b in zip(places, places[1:], strict=False)
        if a.name != b.name
    )


def _clause_for_each(text: str, places: Sequence[Place]) -> list[Part]:
    """安徽每年发布多少个，湖北每年多少个: a clause with a question of its own for each place; none elsewise."""
    parts, start = [], 0
    for clause in re.split(r"(?<=[，,])", text):
        own = [place for place in places if start <= place.start < start + len(clause)]
        if len(own) != 1 or not _ASKS.search(clause):
            return []
        parts.append(Part(clause.rstrip("，,"), own[0].name))
        start += len(clause)
    return parts[:_MOST]


def _each(text: str, named: Sequence[tuple[str, int, int]]) -> list[Part]:
    """The question once for each name, with what goes with that name alone (哈尔滨【申办大冬会】、深圳【申办大运会】)."""
    segments: list[tuple[str, int, int]] = []
    for (name, start, _), (_, following, _) in zip(named, named[1:], strict=False):
        between = text[start:following]
        joint = max(between.rfind(mark) for mark in _JOINS)
        if joint <= 0 or re.search(r"[，,。；]", between):
            segments = []
            break
        segments.append((name, start, start + joint))
    if segments and len({name for name, _, _ in named}) == len(named):
        name, start, end = named[-1]
        if any(last - first > len(other) + 1 for other, first, last in segments):
            stop = re.compile(r"[，,]").search(text, end)
            end = stop.start() if stop else end
        segments.append((name, start, end))
        before, after = text[: segments[0][1]], text[end:]
        return [Part(_alone(before + text[a:b] + after), name) for name, a, b in segments[:_MOST]]
    names = list(dict.fromkeys(name for name, _, _ in named))
    return [Part(_alone(_without(text, [n for n in named if n[0] != name])), name) for name in names[:_MOST]]


def _alone(text: str) -> str:
    """A question about one side, without the words that compare; with a question word where they were the only one."""
    kept = _EACH.sub("", _DIFFERENCE.sub("", text))
    kept = _MORE.sub("，", _PAIR_OF.sub("", _WHICH.sub("", kept))).strip("，, 。？?")
    if not _NO_VALUE.search(kept):
        kept = _SAID.sub("是多少", kept)
    if _ASKS.search(kept):
        return kept
    return f"{kept.rstrip('是')}是{'什么' if _NO_VALUE.search(kept) else '多少'}"


def _without(text: str, stretches: Sequence[tuple[str, int, int]]) -> str:
    """The question without some of its places or years, and without the conjunction that joined each."""
    for _, start, end in sorted(stretches, key=lambda stretch: -stretch[1]):
        if text[end : end + 1] and text[end] in _JOINS:
            end += 1
        elif start and text[start - 1] in _JOINS:
            start -= 1
        text = text[:start] + text[end:]
    return text
