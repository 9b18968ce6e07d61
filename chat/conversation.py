"""Follow-up questions made complete from the questions before: 那2030年呢? 它什么时候施行? 我是说武汉.

Only earlier questions are used, never earlier answers, so that a wrong answer cannot spread. A question that
stands on its own is left as it is.
"""

import re
from collections.abc import Callable, Sequence

from chat.question import stretches_of, years_of
from chat.topic import counterpart, words_of
from indexing.places import find_places
from indexing.quantities import find_quantities
from indexing.tokenizer import open_tokenizer

_FOLLOWS = re.compile(r"^(?:那么|那|还有|另外|再问|然后|哦|嗯|好的?|换成|改成|如果是|要是)[，,、\s]*")
_CORRECTS = re.compile(
    r"^(?:不对|不是|错了|不不|噢)?[，,。、\s]*(?:我是说|我说的是|我问的是|我指的是|我要的是|我想问的是|我要问的是|我的意思是|应该是|改问)[，,：:\s]*"
)
_ELLIPSIS = re.compile(
    r"呢[？?。！!\s]*$|^(?:为什么|怎么办|具体呢|还有吗|多少|有哪些|几家|什么时候|怎么申请)[？?。\s]*$"
)
_PRONOUN = re.compile(
    r"(?:这|那|该|此|上述|前述|其中提到的)(?:个|项|份|部|条|些)?(?:政策|办法|方案|文件|规定|条例|通知|意见|措施|计划|细则|行动方案|补贴|奖励|资金|指标|目标|券)?|它们?|其(?=中|他)?"
)
_DOCUMENT_NOUN = re.compile(r"政策|办法|方案|文件|规定|条例|通知|意见|措施|计划|细则|它|报告")
_PERSONS = re.compile(r"他们|她们|这些人|这类人|这种人")
_ASKERS = frozenset("企业 公司 老板 朋友 领导 同事 单位 我们".split())
_YEAR = re.compile(r"(?:到|至|在)?(?:19|20)\d\d\s*年?(?:底|末|前)?")
_ARTICLE = re.compile(r"第[\d一二三四五六七八九十百零]+条")
_ASPECT = re.compile(r"(?:申[请报])?(?:条件|材料|流程|手续|期限|标准|对象|范围|电话|时间|部门|依据|程序)")
_CHANGES_TOPIC = re.compile(r"^(?:换个?(?:问题|话题)|说点别的|问点别的|另外问|再问个别的|顺便问)")
_ASKING_WORDS = re.compile(
    r"多少钱|是?多少(?=[\u4e00-\u9fff])|(?:应该|要|是|能|可以|有)?(?:多少|几[个座家种类项条名位]?|哪些|哪[个家]|什么(?:时候|样的?)?|怎么样?|如何|谁|吗|呢|多久|多长时间)|[？?。！!]"
)
_ASKS_FIGURE = re.compile(r"多少|(?<!哪)几[个家项万亿成]|率|增速|目标|涨|规模")
_SHORT = 16  # characters: a question this short rests on the one before
_ASKS = re.compile(r"多少|几|哪|什么|如何|怎|吗|是否|谁|何|能不能|有没有")
_KIND_OF_ENTERPRISE = re.compile(
    r"专精特新[“\"]?小巨人[”\"]?(?:企业)?|专精特新(?:中小)?企业|[“\"]?小巨人[”\"]?企业|规(?:模以)?上(?:工业|服务业)?企业|小型微利企业|中小微企业|小微企业|中小企业|大型企业|大企业|链主企业|龙头企业|个体工商户|高新技术企业|民营企业|外资企业"
)


def completed(question: str, history: Sequence[str], title_for: Callable[[str], str | None]) -> str | None:
    """The question made complete, or None where it stands on its own.

    `history` holds the earlier questions, oldest first; `title_for` gives the title of the document that an
    earlier question was about, or None.
    """
    before = ""
    for earlier in history:  # each may itself be a follow-up
        before = _completed(earlier, before, title_for) or earlier
    return _completed(question, before, title_for) if before else None


def _completed(question: str, before: str, title_for: Callable[[str], str | None]) -> str | None:
    if not before:
        return None
    folded = open_tokenizer().fold(question).strip()
    corrected = _CORRECTS.match(folded)
    opened = _FOLLOWS.match(folded)
    body = _with_persons(folded[corrected.end() if corrected else opened.end() if opened else 0 :], before)
    bare = re.sub(r"[呢吗吧啊呀]?[？?。！!\s]*$", "", body)
    asks = bool(_ASKS.search(bare)) or bool(re.search(r"[吗么][？?。！!\s]*$", body))
    if not asks and _PERSONS.search(folded) and body != folded:
        return f"{bare}，{_asking_part(before)}"
    if corrected and not asks:
        return _replaced(before, bare)
    if asks and (only := re.match(r"([^，,的]{1,10}的)(?:都|共|总共|又|也)?(?=有?(?:多少|几|哪))", bare)):
        return _swap_modifier(before, only[1])
    if not asks and (_ELLIPSIS.search(body) or (opened and len(bare) <= 20)):
        return _replaced(before, bare)
    if _CHANGES_TOPIC.match(folded):
        return None
    if asks and (elided := _only_circumstances(bare)):
        return _replaced(before, elided)
    if (
        asks
        and opened
        and (other := re.match(r"([^，,]{2,12}的)呢[，,]", body))
        and not _shares(body, before)
    ):
        return f"{_first_noun(before)}{other[1]}，{body[other.end() :]}"
    if asks and not _has_subject(body, before):
        return _with_subject(body, before, title_for)
    if asks and (opened or (len(body) <= _SHORT and _ASKS_FIGURE.search(body))):
        circumstances = _with_circumstances(body, before)
        return circumstances if circumstances != body else None
    return body if corrected and asks and _PERSONS.search(folded) else None


def _with_persons(question: str, before: str) -> str:
    """The question with 他们 and the like replaced by whom the earlier one was about."""
    noun = _first_noun(before) if _PERSONS.search(question) else ""
    return _PERSONS.sub(noun, question) if noun else question


def _first_noun(before: str) -> str:
    """The first thing or person that the earlier question names, no place and not the asker."""
    return next(
        (
            word.text
            for word in words_of(stretches_of(before))
            if word.weight >= 0.7
            and word.text not in _ASKERS
            and not word.text[0].isdigit()
            and not find_places(word.text)
        ),
        "",
    )


def _only_circumstances(question: str) -> str | None:
    """The years and places of a question that holds nothing else but words that ask: 2022年的是多少; None else."""
    left = re.sub(r"的?(?:话|情况)?$|^[在到]|的", "", _ASKING_WORDS.sub("", question))
    if not left or not (_YEAR.search(left) or find_places(left)):
        return None
    rest = _YEAR.sub("", left)
    for place in reversed(find_places(rest)):
        rest = rest[: place.start] + rest[place.end :]
    return left if len(re.sub(r"\W|[是有要的]", "", rest)) == 0 else None


def _asking_part(before: str) -> str:
    """The earlier question from the last noun before its asking words on: 每年能抵多少税."""
    asking = _ASKING_WORDS.search(before)
    start = asking.start() if asking else 0
    for word, tag in reversed(open_tokenizer().tagged(before[:start])):
        if tag.startswith(("n", "j", "x")):
            break
        start -= len(word)
    return before[max(start, 0) :]


def _shares(question: str, before: str) -> bool:
    """Whether a question names the earlier one's first noun itself."""
    noun = _first_noun(before)
    return not noun or noun in question


def _replaced(before: str, new: str) -> str:
    """The earlier question with what the new words stand for put in their place: year, place, enterprise, topic."""
    article = _ARTICLE.search(before)
    if article and _ARTICLE.fullmatch(new):
        return before[: article.start()] + new + before[article.end() :]
    if _ASPECT.fullmatch(new):
        return f"{_subject(before)}的{new}是什么？"
    new = re.sub(r"(?<!\d)(?=\d\d年)", "20", new)
    amount = _swapped_amount(before, new)
    if amount:
        return amount
    result, rest = before, new
    years, earlier_years = list(_YEAR.finditer(new)), list(_YEAR.finditer(before))
    if years:
        said = "、".join(f"{year}年" for year in years_of(new))
        rest = _YEAR.sub("", rest)
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
    if not rest:
        return result
    kind, earlier_kind = _KIND_OF_ENTERPRISE.search(rest), _KIND_OF_ENTERPRISE.search(result)
    if kind and earlier_kind:
        return _swap(result, [earlier_kind.span()], rest)
    return _swap_modifier(result, rest) if new.endswith("的") else _swap_topic(result, rest)


def _swapped_amount(before: str, new: str) -> str | None:
    """The earlier question with its amount replaced: 单户500万以下的费率? 超过500万的呢? None where one has none."""
    asked, earlier = ([q for q in find_quantities(text) if not q.is_year] for text in (new, before))
    if not asked or not earlier or len(re.sub(r"[的那部分呢]", "", new)) > asked[-1].end - asked[0].start + 4:
        return None
    limit = re.match(r"(?:（含）|\(含\))?(?:以上|以下|以内|之内)?", before[earlier[0].end :])
    end = earlier[0].end + (limit.end() if limit else 0)
    return before[: earlier[0].start] + new[asked[0].start :].rstrip("的") + before[end:]


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
    """The stretch of the earlier question most like the new words replaced by them; the longest one if none is."""
    stretches = [s for s in stretches_of(before) if not find_places(s) or len(s) > 6]
    if not stretches:
        return f"{said}{before}"
    shared = {s: len(set(s) & set(said)) / max(len(set(said)), 1) for s in stretches}
    best = max(stretches, key=lambda s: (shared[s], len(s)))
    tail = _common_tail(best, said)
    place = find_places(best)
    if place and place[0].start == 0 and not find_places(said):
        said = best[: place[0].end] + said
    if not tail and shared[best] == 0 and len(stretches) > 1:
        best = max(stretches, key=len)
    return before.replace(best, said, 1)


def _swap_modifier(before: str, said: str) -> str:
    """What stands before the noun asked about replaced: 跨领域平台补多少? 企业级的呢 asks 企业级平台补多少."""
    swapped = counterpart(said, before)
    if swapped:
        return before.replace(swapped[1], swapped[0], 1)
    asking = _ASKING_WORDS.search(before)
    words: list[tuple[str, str]] = open_tokenizer().tagged(before[: asking.start()] if asking else before)
    nouns = [n for n, (_, tag) in enumerate(words) if tag.startswith(("n", "j")) and not tag.startswith("ns")]
    if len(nouns) < 2 or (asking and not asking.start()):
        return _swap_topic(before, said)
    head = "".join(word for word, _ in words[nouns[-1] :])
    place = find_places(before)
    kept = before[: place[0].end] if place and place[0].start == 0 and not find_places(said) else ""
    return f"{kept}{said}{head}{before[asking.start() :] if asking else ''}"


def _common_tail(a: str, b: str) -> str:
    length = 0
    while length < min(len(a), len(b)) and a[-1 - length] == b[-1 - length]:
        length += 1
    return a[len(a) - length :] if length else ""


def _has_subject(question: str, before: str) -> bool:
    """Whether a question names what it is about itself."""
    if re.search(r"《[^》]+》", question):
        return True
    pronoun = _PRONOUN.search(question)
    if pronoun and len(pronoun[0]) > 1 or (pronoun and pronoun[0] == "它"):
        return False
    if _names_nothing(question):
        return False
    topic = stretches_of(question)
    return sum(len(s) for s in topic) > 6 or (
        sum(len(s) for s in topic) > 3 and not set("".join(topic)) & set(before)
    )


def _with_subject(question: str, before: str, title_for: Callable[[str], str | None]) -> str:
    """The question with its pronoun, or its missing subject, filled from the earlier one."""
    pronoun = _PRONOUN.search(question)
    if pronoun and _DOCUMENT_NOUN.search(pronoun[0]):
        title = title_for(before)
        if title:
            return question[: pronoun.start()] + f"《{title}》" + question[pronoun.end() :]
    if pronoun and _names_nothing(question[pronoun.end() :]):
        return question[: pronoun.start()] + _subject(before) + question[pronoun.end() :]
    if _names_nothing(question):
        return f"{_subject(before)}，{question}"
    return _with_circumstances(question, before)


def _with_circumstances(question: str, before: str) -> str:
    """The question with the earlier one's place, and a figure's with its year, where it names none: 物价涨了多少."""
    place = next(iter(find_places(before)), None)
    years = years_of(before)
    said = before[place.start : place.end] if place and not find_places(question) else ""
    if years and not years_of(question) and _ASKS_FIGURE.search(question):
        said += f"{years[-1]}年"
    return f"{said}{question}"


def _names_nothing(question: str) -> bool:
    """Whether a question holds no thing of its own that it could be about."""
    words = words_of(stretches_of(question))
    return not any(
        word.weight >= 0.7 and not word.text[0].isdigit() and not _ASPECT.fullmatch(word.text)
        for word in words
    )


def _subject(before: str) -> str:
    """The earlier question without the words that ask."""
    return re.sub(r"[，,、\s]+$", "", _ASKING_WORDS.sub("", before))
