"""What a question is about, as a noun phrase: the words that ask, and the verbs that only reach for their answer, left out.

安徽每年要培育多少家云上企业 is about 安徽云上企业, 罚没信息要公示多长时间 about 罚没信息公示, 流片奖多少 about 流片.
"""

import re

from chat.question import stretches_of
from chat.words import words_of
from indexing.places import find_places
from indexing.tokenizer import open_tokenizer

YEAR = re.compile(r"(?:到|至|在)?(?:19|20)\d\d\s*年?(?:底|末|前)?(?!\d*版)")
ASKING_WORDS = re.compile(
    r"多少钱|是?多少(?=[\u4e00-\u9fff])|(?:应该|要|是|能|可以|有)?(?:多少|一式几份|几[个座家种类项条名位份天号年月次张块点成大]?|哪(?:一?[个家天年月日位份条种些里儿类边批步]|[几两二三四五六七八九十][个家种类项条名位份大批块]?)?"
    r"|什么(?:时候|样的?)?|怎么样?|怎样|如何|谁|吗|呢|多久|多长时间|多长|啥时候?|啥)|是不是|要不要|能不能|会不会|算不算|用不用|需不需要|行不行|可不可以|好不好|成不成|对不对|[？?。！!]"
)
ASPECT = re.compile(r"(?:申[请报])?(?:条件|材料|流程|手续|期限|标准|对象|范围|电话|时间|部门|依据|程序)")
# what a count counts: 多少家【云上企业】, 几个【工作组】; units of time and money are no things
_COUNTED = re.compile(
    r"(?P<measure>[个家座种项条款台套批处间所户只辆张名位份]?+)(?P<noun>(?!工作日|小时|分钟|百分点|个?月|钱|资金|元|岁|次)[^，,？?。！!、；;]{2,})"
)
_COUNTS = re.compile(r"多少$|几[个座家种项条名位份张]?$|什么$|啥$|哪些$")
# verbs that only reach for what is asked: 奖多少, 能办什么, 后来改叫什么
_REACHING = re.compile(
    r"(?:[要能可应会得该拟不])?[签奖补给领拿贷扣抵减罚赔收交缴占涨降招发拨投花扛轮升抓办做干搞建设管归写画印叫改报到达分定按用算起免返退有是能可要得该应需拟]"
    r"|最[多高长少低][\u4e00-\u9fff]|改[叫成为]|[提加减达放][到至按]|叫做|分[为成]|才能|需要|应该|应当|必须|可以|能够|打算|计划|准备"
)
# 有, 分: of what there is it asks how much belongs to it; 在, 按: nothing that it is about
_HAS = re.compile(r"(?:有|分|分为|分成|设|设有|包括|下设|共)$")
_IN = re.compile(r"[在对从按跟向]$")
_TRAILING = re.compile(
    r"(?:[，,、\s]|了(?=$|[，,])|是|有|要|在|由|给|的|为|应该|能|可以|(?<![协社学员商大议])会|得|到|以|用|叫|定|分|(?<![返归偿退])还|从|现在|目前|到底|究竟|一般|通常|大概|大约|(?<![针面核反比相应绝])对|一共|总共|最多|最高|最晚|最少|受理后|主要|后来|每[年月人户家次])+$"
)
# asked of what is done to a thing that the question names last: 怎么强化【创新平台】, 多久发【中选公告】, 由哪个部门统筹【政务数据】
_ADVERBIAL = re.compile(r"(?:怎么样?|怎样|如何|多久|时候?|时间|[几哪]一?[天年月]|谁|哪个)$")
_TO_WHICH = re.compile(r"^(?:部门|单位|机构|[局厅委办]|日|以内|之内|[内前底末里])?(?:才|来|去|会|能|要)?")
# of 常务会议一个月开 neither the verb nor how often
_PERIOD = re.compile(r"[每一半]?[一半两三]?个?(?:年|月|天|周|季度)")
_PLANS = re.compile(r"[\u4e00-\u9fff]{2}(?<!打算)计划$")
_OBJECT = re.compile(r"[息税费租薪](?=[，,？?。！!]|$)")  # 贴多少息, 抵多少税
_AMOUNT = re.compile(
    r"[，,]?(?:[每一]年|[每一]个?月)?(?:最[多高])?(?:能|可以|可)?(?=[\u4e00-\u9fff]$)"
)  # of 一年最多抵
_CHOICE = re.compile(r"是[^，,是]{1,12}还是[^，,]*$")
_LOCATIVE = re.compile(r"[国省市县区州乡镇村厂家店]里")
_AWARDS = re.compile(r"(?:最高)?奖")  # the verb, whatever its tag: 最高奖多少
_SAYS_NOTHING = frozenset(
    "规模 总额 金额 数额 总量 数量 增速 增幅 幅度 涨幅 钱 同期 上年 上年末 去年 去年底 年初 年末 年底 月初 月末 全部 总共 一共 封顶 顶格 大头 专门 先后 多不多".split()
)
_NO_THING = ("v", "d", "p", "u", "c", "r", "z", "f")
_NOUN = ("n", "j", "vn", "b", "eng", "l")
MODALS = frozenset("要 应 应当 应该 需 需要 必须 可 可以 能 能够 会 将 拟 打算 计划".split())
SUFFIXES = frozenset("率额量数度费")


def subject_of(question: str) -> str:
    """What a question is about: what stands before the words that ask and what they count, or all but those words."""
    folded = _said_after(open_tokenizer().fold(question).strip())
    asking = ASKING_WORDS.search(folded)
    before = _CHOICE.sub("", folded[: asking.start()] if asking else folded)
    thing = counted(folded)
    of_it = asking and (_HAS.search(before.strip()) or asking[0].startswith("有"))
    if thing and not (of_it and not names_nothing(_without_places(before))):
        start, end = thing
        about = trimmed(re.sub(r"[到至](?:19|20)\d\d年?[底末]?", "", before)) + folded[start:end]
        if not names_nothing(about):
            return about
    if asking:
        before = _with_object(before, asking[0], folded[asking.end() :])
    about = trimmed(before, verbs=False)
    if not names_nothing(about):
        return about
    about = _TRAILING.sub("", before)
    return about if not names_nothing(about) else without_asking(folded)


def _said_after(folded: str) -> str:
    """A question with what is only said after it set before it: 公示多久?襄阳渔港."""
    after = re.fullmatch(r"(?P<asks>.{4,}[?？])\s*(?P<of>[^?？，,。]{2,14})", folded)
    if not after or ASKING_WORDS.search(after["of"]) or names_nothing(after["of"]):
        return folded
    return f"{after['of']}{after['asks']}"


def _with_object(before: str, asking: str, after: str) -> str:
    """What stands before the words that ask, with what stands after them where only that names the thing: 怎么强化【创新平台】."""
    said = _OBJECT.match(after) if asking.endswith("多少") else None
    if said:
        return _AMOUNT.sub("", before) + said[0]
    rest = re.split(r"[，,？?。！!]", _TO_WHICH.sub("", after), maxsplit=1)[0]
    if not _ADVERBIAL.search(asking) or ASKING_WORDS.search(rest) or not last_nouns(rest):
        return before
    clause = re.split(r"[，,]", before)[-1]
    return before + rest if names_nothing(_without_places(clause)) and not names_nothing(rest) else before


def trimmed(before: str, verbs: bool = True) -> str:
    """The words before those that ask, without what leads over to them: of the last verbs all, or those alone that only reach."""
    text = _TRAILING.sub("", before)
    words = tagged(text)
    if (
        before.rstrip().endswith("了")
        and len(words) > 1
        and len(words[-1][0]) == 1
        and words[-1][1][0] in "vaz"
    ):
        words = tagged(text := _TRAILING.sub("", text[:-1]))  # 渔船卖了, 贷款多了
    done = between = False  # a verb was left out; and what is no verb, before it
    while words:
        word, tag = words[-1]
        reaching = _REACHING.fullmatch(word) and (
            tag.startswith(_NO_THING) or _AWARDS.fullmatch(word) or word[0] == "能"
        )
        if find_places(word) or not (
            reaching or (verbs and (tag.startswith(_NO_THING) or _follows_modal(words)))
        ):
            break
        is_verb = tag.startswith("v") and len(word) > 1
        if is_verb and between:
            break  # 大督查【一共】表扬了: another verb's object
        done = done or is_verb
        between = between or (done and not is_verb)
        text = text[: len(text) - len(word)]
        left = _TRAILING.sub("", text)
        between = between or (done and len(left) < len(text))
        text = left
        words = tagged(text)
    if len(words) > 2 and words[-1][1] == "v" and len(words[-1][0]) == 1 and _PERIOD.fullmatch(words[-2][0]):
        return _TRAILING.sub("", text[: len(text) - len(words[-1][0]) - len(words[-2][0])])
    if len(words) > 1 and _follows_modal(words):
        verb = words[-1][0]
        text = text[: len(text) - len(verb) - len(words[-2][0])] + verb
    return text


def _without_places(text: str) -> str:
    for place in reversed(find_places(text)):
        text = text[: place.start] + text[place.end :]
    return text


def counted(folded: str) -> tuple[int, int] | None:
    """Where the things stand that a folded question asks the number of; None where it asks for no number of things."""
    asking = ASKING_WORDS.search(folded)
    if (
        not asking
        or not _COUNTS.search(asking[0].removesuffix("样的").removesuffix("样"))
        or _IN.search(folded[: asking.start()])
    ):
        return None
    found = _COUNTED.match(folded, asking.end())
    if not found or re.search(r"多少|几|哪|什么|怎么|多久", folded[found.end() :]):
        return None
    first = next(((w, t) for w, t in tagged(found["noun"]) if t != "x"), None)
    measured = found["measure"] or re.search(r"几[\u4e00-\u9fff]$", asking[0])
    qualified = re.search(r"的[\u4e00-\u9fff]{2,}$", found["noun"]) if measured else None
    if first is None or not (qualified or first[1].startswith(_NOUN)) or names_nothing(found["noun"]):
        return None
    return found.start("noun"), found.end("noun")


def without_asking(before: str) -> str:
    """The question without the words that ask."""
    return re.sub(r"^情况下?|[，,、\s]+$", "", ASKING_WORDS.sub("", before))


def before_asking(question: str) -> str:
    """What stands before the words that ask."""
    asking = ASKING_WORDS.search(question)
    return question[: asking.start()] if asking else question


def last_nouns(text: str) -> tuple[int, int] | None:
    """Where the last run of nouns stands that is no place: in 武汉的【工业规模】要达到 what is asked about."""
    words = tagged(text)
    end = start = len(text)
    inside = False
    for position in range(len(words) - 1, -1, -1):
        word, tag = words[position]
        noun = (
            (tag.startswith(_NOUN) or word in SUFFIXES)
            and not _AWARDS.fullmatch(word)
            and not (find_places(word) or _LOCATIVE.fullmatch(word))
            and not _follows_modal(words[: position + 1])
        )
        if inside and not noun:
            break
        start -= len(word)
        if not inside and noun:
            inside, end = True, start + len(word)
    return (start, end) if inside else None


def _follows_modal(words: list[tuple[str, str]]) -> bool:
    """Whether the last word is a verb, whatever its tag: 要【培育】."""
    return len(words) > 1 and words[-1][1] in ("vn", "v") and words[-2][0] in MODALS


def names_nothing(question: str) -> bool:
    """Whether a question holds no thing of its own that it could be about."""
    words = words_of(stretches_of(question))
    if _PLANS.search(question) and not find_places(question[-4:]):
        return False
    return not any(
        word.weight >= 0.7
        and not word.text[0].isdigit()
        and not ASPECT.fullmatch(word.text)
        and not (_REACHING.fullmatch(word.text) or word.text in _SAYS_NOTHING)
        for word in words
    )


def tagged(text: str) -> list[tuple[str, str]]:
    """The words of a text with their parts of speech."""
    words: list[tuple[str, str]] = open_tokenizer().tagged(text) if text else []
    return words
