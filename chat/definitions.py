"""Answers to questions for a definition: the sentence that says what the term is."""

import re
from functools import cache

from chat.draft import Draft
from chat.marks import fold_words
from chat.material import Material, says_something
from chat.question import Question
from chat.topic import fold
from corpus.document import Span
from indexing.passage import ScoredPassage
from indexing.places import find_places

_PASSAGES = 20
# What follows the term asked about (政务数据【到底是啥】), and what comes before it (按阿坝的规定，【啥叫】政务数据).
_AFTER = re.compile(
    r"(?:说的是|指的是|是指|算(?:是)?(?:一[种个])?|到底(?:是|指)?|究竟(?:是|指)?|这个指标|高?(?:说明|意味着)|反映|衡量|是看|是|指|怎么|如何|怎样|的(?:定义|含义|意思)|代表|都?(?:具体)?(?:是哪|包[括含]))"
    r"(?:的?是|的)?(?:个)?(?:什么|啥|谁|哪|界定|定义|理解|意思|含义|[？?。]|$)"
)
_BEFORE = re.compile(
    r"什么是|何谓|何为|啥是|什么叫做?|啥叫|哪些人?(?:可以)?算(?:是)?|什么样的[^，]{1,8}?(?:叫做?|算是?|属于)"
)
_GIVEN_NATURE = re.compile(r"(?:给|对)([^，。？]{2,12})(?:定性|下?定义)")
_ASKS = re.compile(
    r"(?:什么|啥)(?:个)?(?:概念|意思|含义)|什么样的[^，]{1,8}?(?:叫|算|属于)|指啥|是指|指的|是哪[两二三四五几]|包[括含](?:啥|什么|哪)|怎么理解|(?:说明|反映|意味着|衡量)(?:了|的是?)?(?:什么|啥)|算(?:是)?[“\"]|哪些人|是(?:什么|啥)[？?呀啊呢]*$"
)
_MARK = r"(?:第[一二三四五六七八九十百]+条\s*|[（(][一二三四五六七八九十\d]+[）)]\s*|[一二三四五六七八九十\d]+[、.．]\s*|答[:：]\s*)?"
_IN_QUOTES = re.compile(r"[“\"‘「《]([^”\"’」》]{2,20})[”\"’」》]")
_CLOSED = r"[”\"》]?(?:（[^）]{0,40}）|\([^)]{0,40}\))?[，,：:]?\s*"
# how a sentence says what a term is, from the plainest on; TERM stands for it
_FORMS = (
    rf"所称(?:的)?[“\"《]?TERM{_CLOSED}(?:是指|指的是|指|是|包括|即)",
    rf"TERM{_CLOSED}(?:是指|指的是|指(?!导|引|标|定|数)|即(?!将|使|可|时))",
    r"(?:统称|称为?|叫做?)[：:为“\"]{0,2}TERM",
    r"TERM[”\"]?[\u4e00-\u9fff]{0,4}（(?!以下|试行|征求|一|二|三|附|简称|第)[^）]{8,}）",
    r"TERM[”\"]?(?:，?作为[^。；]{2,40}|[\u4e00-\u9fff]{0,12})，(?:是指|指的是)",
    rf"TERM{_CLOSED}(?:是(?!否|不)|反映|衡量|说明|(?:并不是|并非|不是)[^。；]{{4,}}而是)",
    r"(?:以下称|简称|属于|认定为|视为|列为)[：:“\"]{0,2}TERM",
    # a sentence that begins with the term, and says of what it consists or what makes it
    rf"^{_MARK}[“\"《]?TERM{_CLOSED}(?:由|包括|包含|分为|主要)",
)
# 甲、乙、丙“新三样”, where it is asked which they are; “双师型”教师（同时具备……的教师） has its form above
_ROW = r"(?:[^，。；、：]{2,16}、)+[^，。；、：“]{2,16}[“\"]TERM[”\"](?![、等])"
# what else says what a term is, where a sentence is only to be judged: 把甲、乙合并成“TERM”, TERM取两次的平均数, 甲、乙等TERM
_SAID_BESIDES = (
    r"[把将][^。；]{2,60}[成为作][“\"]?TERM",
    r"TERM[”\"]?分?[取按以][^。；]{2,}",
    r"[、，][^。；，、]{1,16}等(?:[\u4e00-\u9fff]{0,4}的)?[“\"]?TERM",
    r"TERM[”\"]?[：:]",
    r"TERM[”\"]?，?作为[^，。；]{4,}",
    # 采取TERM方式的，…; 用甲代表…; 范围为…
    r"(?:采取|采用|实行)[^，。；]{0,6}TERM[”\"]?[\u4e00-\u9fff]{0,6}的，",
    r"TERM[”\"]?(?:代表|表示|[\u4e00-\u9fff]{0,2}为(?!了|此|什么))",
    r"[^，。；：“”]{6,}的[“\"「]TERM[”\"」]",  # 居民不用上门取货的“TERM”试点
)
_ABBREVIATION = 3  # characters that a term must have to be taken for a short one
_TERM = "\ue000"  # a character that no text holds, for a term
_WHICH = re.compile(r"哪[几两三四五六七八九十]|哪些|包[括含]")
_BARE = re.compile(rf"^{_MARK}(?:是指|指(?!导|引|标|定|数))")  # under a heading that names the term


def asks_definition(question: Question) -> bool:
    """Whether it may be asked what a term means, whatever else the question was taken for."""
    if question.kind == "definition":
        return True
    may = question.kind in ("explanation", "list", "name", "yes_no")
    return may and bool(_ASKS.search(fold(question.text)))


def defines(question: Question, text: str) -> bool:
    """Whether a text says what a term is that the question may ask about, rather than only use it."""
    words = fold_words(text)
    terms = _terms(question)
    marked = [words.replace(term, _TERM) for term in terms if term in words]
    marked += [_in_full(term).sub(_TERM, words) for term in terms if len(term) >= _ABBREVIATION]
    return bool(_BARE.search(words)) or any(form.search(one) for one in marked for form in _judging())


def _in_full(term: str) -> re.Pattern[str]:
    """What a term may be short for: 首套房贷 for 首套住房贷款."""
    return re.compile(
        r"\w{0,2}".join(map(re.escape, term)) + r"\w?"
    )  # no long class, which is slow to compile


@cache
def _judging() -> tuple[re.Pattern[str], ...]:
    """What says what a term is, with `_TERM` for the term: patterns of each term of its own take long to make."""
    return tuple(re.compile(form.replace("TERM", _TERM)) for form in (*_FORMS, _ROW, *_SAID_BESIDES))


def answer_definition(material: Material) -> Draft | None:
    """The first sentence found of the plainest form (术语，是指…) for the longest term that has one; None where none has."""
    read = [
        (found, span, folded)
        for found, span in material.all_sentences(_PASSAGES)
        if says_something(words := material.words(span)) and len(folded := fold_words(words)) == len(words)
    ]
    forms = _judging()[: len(_FORMS) + bool(_WHICH.search(material.question.text))]
    for term in _terms(material.question):
        spelled = [re.compile(re.escape(term))]
        if len(term) >= _ABBREVIATION:
            spelled.append(_in_full(term))
        for spelling, among in zip(spelled, (forms, forms[1:2]), strict=False):
            for form in among:
                for found, span, folded in read:
                    if (at := _starts(form, spelling, folded)) is not None:
                        return _drafted(material, found, _from_term(span, folded, at))
        for found, span, folded in read:
            if _BARE.search(folded) and term in fold(
                f"{material.around(found.passage)} {found.passage.text}"
            ):
                return _drafted(material, found, span)
    return None


def _starts(form: re.Pattern[str], spelling: re.Pattern[str], words: str) -> int | None:
    """Where in words a form begins in which what is so spelled is the term; None where it does not stand."""
    terms = list(spelling.finditer(words))
    match = form.search(spelling.sub(_TERM, words)) if terms else None
    if match is None:
        return None
    start = match.start()
    for term in terms:
        if term.start() >= start:
            break
        start += len(term[0]) - len(_TERM)
    return start


def _drafted(material: Material, found: ScoredPassage, span: Span) -> Draft:
    layers = [(material.words(span), 1.0), (material.around(found.passage), 0.8)]
    return Draft(kind="definition", statements=((span,),), score=material.topic.credit(layers))


def _terms(question: Question) -> list[str]:
    """What may be the term asked about, likeliest first: what stands in quotes, else what is asked 是什么 of,
    without the words that say where or whose it is."""
    asked = fold_words(question.text)
    if nature := _GIVEN_NATURE.search(asked):
        return [nature[1]]
    before, after = _BEFORE.search(asked), _AFTER.search(asked)
    quoted = list(_IN_QUOTES.finditer(asked))
    if quoted:  # of several the one that is asked about: “甲”以外的那个“乙”是指谁
        ahead = [match[1] for match in quoted if after and match.end() <= after.start()]
        return [ahead[-1] if ahead else quoted[0][1]]
    asked = asked[before.end() :] if before else asked[: after.start()] if after else asked
    clauses = [clause for clause in re.split(r"[，,。：:？?！!]", asked) if clause.strip()]
    clause = (clauses[0] if before else clauses[-1]) if clauses else ""
    whole = re.sub(
        r"^(?:请问|那么?)|(?:这个|这项)(?:指标|词|说法|概念)?$|(?:具体|都|是)+$", "", clause.strip()
    )
    places = find_places(whole)
    if places and places[-1].end == len(whole) and whole[: places[-1].start].endswith("在"):  # 在广东算什么
        whole = whole[: places[-1].start - 1]
    starts = [0, *(m.end() for m in re.finditer("[的里]|所谓", whole)), *(p.end for p in places)]
    return [term for start in sorted(starts) if len(term := whole[start:]) > 1]


def _from_term(span: Span, words: str, at: int) -> Span:
    """From the clause on in which the definition begins: what comes before it in the sentence defines something else."""
    start = at if words[at - 1 : at] in ("，", ",") else max(words.rfind(m, 0, at) for m in "；;。：:") + 1
    while start < at and words[start].isspace():
        start += 1
    return Span(span.doc_id, span.start + start, span.end)
