"""The earlier question with what new words stand for put in its place: 第二批呢? 柴油呢? 省级的呢? 那2030年呢?

Only what has a counterpart in the earlier question is taken out of it: a year, place, amount, number in a series,
kind of enterprise, a word that excludes it or is built like it; where nothing has, the noun that was asked about,
or what qualifies it.
"""

import re
from collections.abc import Sequence

from chat.opposites import counterpart
from chat.question import stretches_of, years_of
from chat.topic import words_of
from indexing.places import find_places
from indexing.quantities import find_quantities
from indexing.tokenizer import open_tokenizer

YEAR = re.compile(r"(?:到|至|在)?(?:19|20)\d\d\s*年?(?:底|末|前)?(?!\d*版)")
ASKING_WORDS = re.compile(
    r"多少钱|是?多少(?=[\u4e00-\u9fff])|(?:应该|要|是|能|可以|有)?(?:多少|一式几份|几[个座家种类项条名位份天号年月次张块点成大]?|哪(?:一?[个家天年月日位份条种些里儿类边批步]|[几两二三四五六七八九十][个家种类项条名位份大批块]?)?"
    r"|什么(?:时候|样的?)?|怎么样?|怎样|如何|谁|吗|呢|多久|多长时间|多长|啥时候?|啥)|是不是|要不要|能不能|会不会|算不算|用不用|需不需要|[？?。！!]"
)
ASPECT = re.compile(r"(?:申[请报])?(?:条件|材料|流程|手续|期限|标准|对象|范围|电话|时间|部门|依据|程序)")
_ARTICLE = re.compile(r"第[\d一二三四五六七八九十百零]+条")
# the number of something in a series: 第二批, 第3个阶段, 2014年版
_NUMBERED = re.compile(
    r"(?P<number>第[\d一二三四五六七八九十百]+|首|前?\d{4}年?)(?P<of>批次?|版|期|次|轮|届|类|档|步|个|项|阶段|季度|方面|部分)"
)
_KIND_OF_ENTERPRISE = re.compile(
    r"专精特新[“\"]?小巨人[”\"]?(?:企业)?|专精特新(?:中小)?企业|[“\"]?小巨人[”\"]?企业|规(?:模以)?上(?:工业|服务业)?企业|小型微利企业|中小微企业|小微企业|中小企业|大型企业|大企业|链主企业|龙头企业|个体工商户|高新技术企业|民营企业|外资企业"
)
_SHORT_YEAR = re.compile(r"(?<![\d满近超过每第期])(?=(?:1[5-9]|[23]\d)年(?![期内以来间多及]))")


def replaced(before: str, new: str) -> str:
    """The earlier question, asking what it asked, of what the new words name."""
    article = _ARTICLE.search(before)
    if article and _ARTICLE.fullmatch(new):
        return before[: article.start()] + new + before[article.end() :]
    if ASPECT.fullmatch(new):
        return f"{without_asking(before)}的{new}是什么？"
    new = _SHORT_YEAR.sub("20", new)
    if YEAR.search(new) and not YEAR.search(before):
        before = _SHORT_YEAR.sub("20", before)
    amount = _swapped_amount(before, new)
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
    rest = re.sub(r"^[的在到和、，,\s]+|[的\s]+$", "", rest)
    if not rest or (years and re.fullmatch(r"那?[一几]?[次年回份批个届轮]", rest)):
        return result
    alike = parallel(result, rest)
    if alike:
        return alike
    return _swap_modifier(result, rest) if new.endswith("的") else _swap_topic(result, rest)


def parallel(text: str, said: str) -> str | None:
    """The text with what the new words plainly stand for replaced; None where nothing in it is like them."""
    for pattern in (_NUMBERED, _KIND_OF_ENTERPRISE):
        new, old = pattern.search(said), pattern.search(text)
        if new and old and (pattern is _KIND_OF_ENTERPRISE or new["of"] == old["of"]):
            return text if new[0] == old[0] else text[: old.start()] + new[0] + text[old.end() :]
    swapped = counterpart(said, text)
    if swapped:
        kind = _KIND_OF_ENTERPRISE.search(said)
        return text.replace(swapped[1], kind[0] if kind and swapped[0] in kind[0] else swapped[0], 1)
    return _built_alike(text, re.sub(r"的$|^的", "", said))


def _built_alike(text: str, said: str) -> str | None:
    """柴油 in the place of 汽油, 系统内 of 系统外: the stretch as long that says as much of the same; None if none does."""
    length = len(said)
    if length < 2 or re.search(r"\W", said):
        return None
    starts = [0]
    for word, _ in _tagged(text):
        starts.append(starts[-1] + len(word))
    best, most = None, (length + 1) // 2 - 1
    for start in starts if length < 4 else range(len(text)):
        window = text[start : start + length]
        if len(window) < length or (length < 3 and start + length not in starts):
            continue
        same = sum(a == b for a, b in zip(window, said, strict=True))
        if most < same < length:
            best, most = start, same
    return None if best is None else text[:best] + said + text[best + length :]


def without_asking(before: str) -> str:
    """The earlier question without the words that ask."""
    return re.sub(r"[，,、\s]+$", "", ASKING_WORDS.sub("", before))


def last_nouns(text: str) -> tuple[int, int] | None:
    """Where the last run of nouns stands that is no place: in 武汉的【工业规模】要达到 what is asked about."""
    end = len(text)
    start = end
    inside = False
    for word, tag in reversed(_tagged(text)):
        noun = tag.startswith(("n", "j", "vn", "b", "eng", "l")) and not find_places(word)
        if inside and not noun:
            break
        start -= len(word)
        if not inside and noun:
            inside, end = True, start + len(word)
    return (start, end) if inside else None


def _tagged(text: str) -> list[tuple[str, str]]:
    words: list[tuple[str, str]] = open_tokenizer().tagged(text) if text else []
    return words


def _swapped_amount(before: str, new: str) -> str | None:
    """The earlier question with its amount replaced: 单户500万以下的费率? 超过500万的呢? None where one has none."""
    asked, earlier = ([q for q in find_quantities(text) if not q.is_year] for text in (new, before))
    if (
        not asked
        or not earlier
        or len(re.sub(r"[的那部分呢原来]", "", new)) > asked[-1].end - asked[0].start + 4
    ):
        return None
    old = next((q for q in earlier if q.unit == asked[0].unit), earlier[0])
    limit = re.match(r"(?:（含）|\(含\))?(?:以上|以下|以内|之内)?", before[old.end :])
    end = old.end + (limit.end() if limit else 0)
    return before[: old.start] + new[asked[0].start :].rstrip("的") + before[end:]


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
    """The nouns that were asked about replaced; before them where the earlier question names none."""
    asking = ASKING_WORDS.search(before)
    clause = before[: asking.start()] if asking else before
    nouns = last_nouns(clause)
    if not nouns:
        return f"{said}，{before}"
    nothing = not any(word.weight >= 0.7 for word in words_of(stretches_of(said)))
    if nothing or any(tag == "v" for _, tag in _tagged(said)):
        return f"{said}，{before}"  # a case of it: 只有一家入围的话, 合同没写时间
    return before[: nouns[0]] + said + before[nouns[1] :]


def _swap_modifier(before: str, said: str) -> str:
    """What qualifies the noun asked about replaced: 跨领域平台补多少? 企业级的呢 asks 企业级平台补多少."""
    asking = ASKING_WORDS.search(before)
    clause = before[: asking.start()] if asking else before
    nouns = last_nouns(clause)
    words = _tagged(clause[nouns[0] : nouns[1]]) if nouns else []
    if not nouns or len(words) < 2:
        return f"{said}的，{before}" if not nouns else f"{before[: nouns[0]]}{said}的{before[nouns[0] :]}"
    head = words[-1][0]
    return f"{before[: nouns[0]]}{said}{head}{before[nouns[1] :]}"
