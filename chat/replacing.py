"""The earlier question with what new words stand for put in its place: 第二批呢? 柴油呢? 省级的呢? 那2030年呢?

Only what has a counterpart in the earlier question is taken out of it: a year, place, amount, number in a series,
kind of enterprise, a word that excludes it or is built like it; where nothing has, the noun that was asked about,
or what qualifies it.
"""

import re
from collections.abc import Sequence

from chat.amounts import swapped_amount
from chat.modifiers import modifier_replaced
from chat.opposites import counterpart
from chat.question import stretches_of, years_of
from chat.relative_years import PART_OF_YEAR, PLAN
from chat.subjects import (
    ASPECT,
    MODALS,
    SUFFIXES,
    YEAR,
    before_asking,
    counted,
    last_nouns,
    tagged,
    trimmed,
    without_asking,
)
from chat.topic import fold
from chat.words import words_of
from indexing.places import find_places

_ARTICLE = re.compile(r"第[\d一二三四五六七八九十百零]+条")
# the number of something in a series: 第二批, 第3个阶段, 2014年版
_NUMBERED = re.compile(
    r"(?P<number>第[\d一二三四五六七八九十百]+|首|前?\d{4}年?)(?P<of>批次?|版|期|次|轮|届|类|档|步|个|项|阶段|季度|方面|部分)"
)
_KIND_OF_ENTERPRISE = re.compile(
    r"科技型中小企业|单项冠军(?:企业)?|瞪羚企业|独角兽(?:企业)?|专精特新[“\"]?小巨人[”\"]?(?:企业)?|专精特新(?:中小)?企业|[“\"]?小巨人[”\"]?企业|规(?:模以)?上(?:工业|服务业)?企业|小型微利企业|中小微企业|小微企业|中小企业|大型企业|大企业|链主企业|龙头企业|个体工商户|高新技术企业|民营企业|外资企业"
)
_LEVEL = re.compile(r"(?:国家|省|市|县|区)级")
# every indicator may have one: of 增长目标 it is not the target that 粮食呢 replaces
_HEAD = re.compile(r"(?:目标|指标|限额|上限|下限|标准|要求)$")
_EVERY = re.compile(r"(?:平均)?每(?:一?年|个?月|一?天|季度?)")  # 【每年】 in the place of a year
# 对【首轮流片】怎么补, 给【新办企业】补多少: what something is given for
_GIVEN_TO = re.compile(
    r"(?<=[\u4e00-\u9fff][对给])[^，,对给]{2,14}?(?=(?:最[多高])?(?:怎么?样?|如何|有(?:什么|啥|哪些|多少)|能?[补奖贴罚发减免]|给多少))"
)
_EVERYWHERE = re.compile(r"全[国省市区州县]")
_AREA = re.compile(r"(?:县|乡|镇|村|地区|山区|海岛|农村|城市|城镇|区域)$")
_REACHING = re.compile(r"(?:要|应该?|需要?|将|会|能|可以?|打算|计划|拟)[^，,]{0,6}$")
# what only points at a thing: 存款那块, 国家基金那边
_POINTING = re.compile(r"(?<=[\u4e00-\u9fff]{2})的?[那这](?:一?[块边头项]|儿|方面|部分)$")
# a value by its own name, and what an indicator of such a value ends with
_VALUE = re.compile(r"规模|总额|金额|数额|总量|数量|总数|增速|增幅|涨幅|比例|比重|占比")
_OF_VALUE = re.compile(r"(?<=[\u4e00-\u9fff]{2})(?:率|额|规模|总量|数量|增速|比重|占比)(?:目标|指标)?$")
# a kind of thing, of which what stands before it says which: 化工【产业】
_SORT = re.compile(r"(?<=[\u4e00-\u9fff]{2})(?:产业|行业|领域)$")
_COUNT = re.compile(r"(?<=多少)[人家户]|几[人家户]")
_SHARE = re.compile(r"(?:率|比例|比重|占比)(?:目标|指标)?$")
_THAT_ONE = re.compile(r"那?[一几]?[次年回份批个届轮](?:数|目标|指标)?")
_SHORT_YEAR = re.compile(r"(?<![\d满近超过每第期])(?=(?:0\d|1[5-9]|[23]\d)年(?![期内以来间多及]))")


def replaced(before: str, new: str) -> str:
    """The earlier question, asking what it asked, of what the new words name."""
    new = pointed_at(new)
    plan, other = PLAN.search(before), PLAN.search(new)
    if plan and other:
        start, end = plan.start("number"), plan.end("number")
        before, new = before[:start] + other["number"] + before[end:], PLAN.sub("", new)
        if not re.sub(r"[的在到，,\s]", "", new):
            return before
    article = _ARTICLE.search(before)
    if article and _ARTICLE.fullmatch(new):
        return before[: article.start()] + new + before[article.end() :]
    if ASPECT.fullmatch(new):
        return f"{without_asking(before)}的{new}是什么？"
    new = _SHORT_YEAR.sub("20", new)
    if YEAR.search(new) and not YEAR.search(before):
        before = _SHORT_YEAR.sub("20", before)
    if _EVERY.fullmatch(new):
        return _of_every(before, new)
    amount = None if PART_OF_YEAR.search(new) else swapped_amount(before, new)
    if amount:
        return amount
    result, rest = before, new
    years, earlier_years = list(YEAR.finditer(new)), list(YEAR.finditer(before))
    if years:
        said = "、".join(f"{year}年" for year in years_of(new))
        rest = YEAR.sub("", rest)
        result = (
            _swap(result, [m.span() for m in earlier_years], said) if earlier_years else f"{said}{result}"
        )
    places, earlier_places = find_places(rest), find_places(result)
    if places:
        said = rest[places[0].start : places[0].end]
        rest = rest[: places[0].start] + rest[places[0].end :]
        spans = [(p.start, p.end) for p in earlier_places]
        result = _swap(result, spans, said) if spans else f"{said}{result}"
    month, earlier_months = PART_OF_YEAR.search(rest), list(PART_OF_YEAR.finditer(result))
    if month and earlier_months:
        rest = rest[: month.start()] + rest[month.end() :]
        result = _swap(result, [m.span() for m in earlier_months], month[0])
    everywhere = _EVERYWHERE.search(result)
    if everywhere and _AREA.search(rest):
        return result[: everywhere.start()] + rest + result[everywhere.end() :]
    rest = re.sub(r"^[的在到和、，,\s]+|[的\s]+$", "", rest)
    if not rest or rest in result or _THAT_ONE.fullmatch(rest):
        return result
    alike = parallel(result, rest)
    if alike:
        return alike
    return modifier_replaced(result, rest) if new.endswith("的") else _swap_topic(result, rest)


def pointed_at(said: str) -> str:
    """The new words without what only points at the thing they name: 存款 of 存款那块."""
    return _POINTING.sub("", said)


def _of_every(before: str, period: str) -> str:
    """The earlier question of no year but of every year or month: 每年 before the verb that asks how many."""
    without = YEAR.sub("", before)
    clause = before_asking(without)
    reaching = _REACHING.search(clause)
    start = reaching.start() if reaching else len(trimmed(clause))
    return f"{without[:start]}{period}{without[start:]}"


def parallel(text: str, said: str) -> str | None:
    """The text with what the new words plainly stand for replaced; None where nothing in it is like them."""
    for pattern in (_NUMBERED, _KIND_OF_ENTERPRISE):
        new, old = pattern.search(said), pattern.search(text)
        if new and old and (pattern is _KIND_OF_ENTERPRISE or new["of"] == old["of"]):
            return text if new[0] == old[0] else text[: old.start()] + new[0] + text[old.end() :]
    if said[0] == "副" and said[1:] in text and said not in text:
        return text.replace(said[1:], said, 1)
    swapped = counterpart(said, text)
    if swapped:
        kind = _KIND_OF_ENTERPRISE.search(said)
        named = kind[0] if kind and swapped[0] in kind[0] else _qualified(said, swapped[0])
        return text.replace(swapped[1], named, 1)
    return _built_alike(text, re.sub(r"的$|^的", "", said))


def _qualified(said: str, word: str) -> str:
    """A word with what the new words say of it: 脱贫地区农民, in the place of 居民."""
    name = re.sub(r"的$", "", said)
    words = tagged(name)
    qualifies = name.endswith(word) and all(tag.startswith(("n", "b", "j", "v")) for _, tag in words)
    return name if qualifies and not words[-1][1].startswith("v") else word


def _built_alike(text: str, said: str) -> str | None:
    """柴油 in the place of 汽油, 系统内 of 系统外: the stretch as long that says as much of the same; None if none does."""
    length = len(said)
    if length < 2 or re.search(r"\W", said):
        return None
    starts = [0]
    for word, _ in tagged(text):
        starts.append(starts[-1] + len(word))
    best, most = None, (length + 1) // 2 - 1
    for start in starts if length < 4 else range(len(text)):
        window = text[start : start + length]
        if len(window) < length or (length < 3 and start + length not in starts):
            continue
        same = sum(a == b for a, b in zip(window.lower(), said.lower(), strict=True))
        if most < same < length:
            best, most = start, same
    return None if best is None else text[:best] + said + text[best + length :]


def _swap(text: str, spans: Sequence[tuple[int, int]], said: str) -> str:
    """The first span replaced, the others dropped with what joins them."""
    first_start, first_end = spans[0]
    last_end = spans[-1][1]
    prefix = re.match(r"到|至|在", text[first_start:first_end])
    keep = prefix[0] if prefix and said[:1].isdigit() else ""
    between_joined = all(
        re.fullmatch(r"[和与、及到至,，\s—-]*", text[a[1] : b[0]])
        for a, b in zip(spans, spans[1:], strict=False)
    )
    end = last_end if between_joined else first_end
    return text[:first_start] + keep + said + text[end:]


def _swap_topic(before: str, said: str) -> str:
    """The nouns that were asked about replaced; new words before them where they are a case: 只有一家入围的话."""
    given = _GIVEN_TO.search(before)
    if given and not re.search(r"[了过没不]|[的之][话时]", said) and last_nouns(said):
        return before[: given.start()] + said + before[given.end() :]
    return topic_replaced(before, said) or f"{said}，{before}"


def topic_replaced(before: str, said: str) -> str | None:
    """A question or a subject with the nouns that it asks about replaced; None where that has none, or new words name no thing."""
    nothing = not any(word.weight >= 0.7 for word in words_of(stretches_of(said)))
    if nothing or _is_case(said):
        return None
    folded = fold(before)
    nouns = (
        (counted(folded) if len(folded) == len(before) else None)
        or _same_head(before_asking(before), said)
        or _asked_nouns(before, said)
    )
    if not nouns:
        return None
    old, after = before[nouns[0] : nouns[1]], before[nouns[1] :]
    value = _OF_VALUE.search(old) if _VALUE.fullmatch(said) else None
    if value:  # of 赤字率, 总额 asks for that of the same 赤字
        return before[: nouns[0]] + old[: value.start()] + said + after
    level, sort = _LEVEL.match(old), _SORT.search(old)
    kept = level[0] if level and not _LEVEL.match(said) and level.end() < len(old) else ""
    if sort and all(tag.startswith("n") for _, tag in tagged(said)) and not _SORT.search(said):
        said += sort[0]
    if _SHARE.search(said):
        after = _COUNT.sub(lambda count: "多少" if count[0][0] == "几" else "", after, count=1)
    return before[: nouns[0]] + kept + said + after


def _is_case(said: str) -> bool:
    """Whether new words say that something is so, not what: 合同没写日期; not 开发强度, whose verb qualifies its noun."""
    words = tagged(said)
    verbs = [n for n, (word, tag) in enumerate(words) if tag == "v" and word not in SUFFIXES]
    qualifies = bool(words) and words[-1][1] in ("n", "vn") and verbs == [len(words) - 2]
    return bool(verbs) and not (qualifies and re.fullmatch(r"[^没不未已有来]\S", words[-2][0]))


def _same_head(clause: str, said: str) -> tuple[int, int] | None:
    """Where the whole name of a target stands, of which new words name another: 【城镇新增就业目标】, 失业率目标呢."""
    head = _HEAD.search(said)
    if not head or head.start() == 0 or not clause.endswith(head[0]):
        return None
    words = tagged(clause)
    start = len(clause)
    for position in range(len(words) - 1, -1, -1):
        word, tag = words[position]
        if find_places(word) or word in MODALS or not re.match(r"[nvabjl]", tag):
            break
        start -= len(word)
    return start, len(clause)


def _asked_nouns(before: str, said: str) -> tuple[int, int] | None:
    """Where the nouns stand that an earlier question asks about: the indicator itself, not that a target of it is set."""
    clause = before_asking(before)
    nouns = last_nouns(clause)
    head = _HEAD.search(clause[nouns[0] : nouns[1]]) if nouns and not _HEAD.search(said) else None
    if not nouns or not head:
        return nouns
    end = nouns[1] - len(head[0])
    indicator = last_nouns(clause[:end])
    return (indicator[0], end) if indicator else nouns
