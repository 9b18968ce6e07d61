"""A sentence of two clauses that each ask something else: 节点要建几个，建成一个最高补多少; 甲归谁管，乙又归谁.

A second clause that only says more of the first (有几个，都叫什么; 能退吗，退多少; 补几成，封顶多少) is none of its own.
"""

import re
from collections.abc import Callable

from chat.comparing import ASKS
from chat.conversation import completed
from chat.subjects import ASKING_WORDS, counted, names_nothing, subject_of
from chat.words import words_of
from indexing.places import find_places
from indexing.tokenizer import open_tokenizer

_KINDS = (
    (
        "who",
        re.compile(r"谁|哪(?:个|一个|家|一家)?(?:部门|单位|机构|机关|局|厅|委|处室|科室|公司|银行|企业)"),
    ),
    ("when", re.compile(r"什么时候|啥时候|何时|哪[天年月]|哪一[天年月]|几月|几号|什么日子")),
    (
        "money",
        re.compile(
            r"多少钱|(?:奖|补|资助|贴息|罚|奖励|补助|补贴)[^，,]{0,4}(?:多少|几)(?![个家座种项户台套条所处名辆款批张])|(?:多少|几)[千百十]?[万亿]?(?:块|元)|(?:给|拿|领|得)(?:多少|几)"
        ),
    ),
    (
        "count",
        re.compile(r"(?:多少|几)[千百十]?[万亿]?[个家座种项户台套条所处名辆款批张](?!月|工作日|百分点)"),
    ),
    ("much", re.compile(r"多少")),
    ("called", re.compile(r"叫(?:做)?(?:什么|啥)|(?:名称|名字|全称)是?(?:什么|啥)")),
    ("way", re.compile(r"怎么|如何|怎样|咋")),
)
# a second clause that goes on about what the first one asked
_SAYS_MORE = re.compile(
    r"^(?:其中)?(?:各|联系|负责人|分别|都|叫|是|具体|最[多高低少晚]|封顶|上限|顶格|总共|一共|还是|有没有|哪[年个家](?!部门|局|厅|委|单位|公司|机构|银行|企业)|谁(?:更|多|少|高))"
)
# 几个部门一起发的文, 那几项: some, no question
_SOME = re.compile(r"[这那好前后头]几|^[^，,]{0,2}(?:多少|几)[^，,]*的[^，,的]+$")
_BESIDES = re.compile(r"(?<=[\u4e00-\u9fff”》])又(?![好快一])|^(?:另外|还有|以及)")
_ALL_OVER = re.compile(r"全[国省市县]|国家|各地|中央|省里|地方")
_YES_NO = re.compile(
    r"(?:[吗吧不]|(?<![什怎这那多])么)[？?]*$|有没有|能不能|要不要|是不是|会不会|可不可以|是否|能否"
)
_APART = frozenset(
    {
        *[("count", "money"), ("count", "who"), ("count", "when"), ("money", "who"), ("when", "who")],
        *[
            ("much", "who"),
            ("much", "when"),
            ("called", "who"),
            ("called", "when"),
            ("called", "money"),
            ("called", "count"),
        ],
    }
)
_OTHER = re.compile(r"^(?:那)?(?P<other>[^，,]{2,16})呢[？?]*$")
_CONDITION = re.compile(r"^(?:如果|要是|假如|万一|若)|的话$|[没不]")


def clauses_of(question: str, title_for: Callable[[str], str | None]) -> list[str]:
    """The two questions of a sentence whose clauses ask for different things, each complete; none where it asks once."""
    folded = open_tokenizer().fold(question).strip()
    clauses = re.split(r"[，,；;]", folded)
    asking = [n for n, clause in enumerate(clauses) if ASKS.search(_SOME.sub("", clause))]
    if len(asking) != 2 or asking[1] != len(clauses) - 1 or _YES_NO.search(clauses[asking[0]]):
        return []
    first = "，".join(clauses[: asking[0] + 1])
    second = "，".join(clauses[asking[0] + 1 :])
    other = _OTHER.match(second)
    kinds = _kind(clauses[asking[0]]), _kind(clauses[asking[1]])
    if other and not ASKS.search(other["other"]):
        if not kinds[0] or _CONDITION.search(other["other"]):
            return []
    elif _SAYS_MORE.search(second) or _YES_NO.search(second):
        return []
    elif _BESIDES.search(second) and find_places(second) and not _things_asked(second):
        scene = "，".join(clauses[: asking[0]])
        elsewhere = scene and not {w for w in _things_asked(clauses[asking[0]]) if not _ALL_OVER.match(w)}
        return [first, f"{scene if elsewhere else subject_of(first)}，{_BESIDES.sub('', second)}"]
    elif _BESIDES.search(second) and _things_asked(second) - _things_asked(clauses[asking[0]]):
        return [first, _with_scene("，".join(clauses[: asking[0]]), first, _BESIDES.sub("", second))]
    elif not all(kinds):
        return []
    elif kinds[0] == kinds[1]:
        if not _of_things_apart(clauses[asking[0]], second):
            return []
        return [first, _with_scene("，".join(clauses[: asking[0]]), first, second)]
    elif tuple(sorted(str(kind) for kind in kinds)) not in _APART:
        return []
    whole = completed(second, [first], title_for, lambda *_: True)
    if not whole and not other and _of_things_apart(clauses[asking[0]], second):
        whole = _with_scene("，".join(clauses[: asking[0]]), first, second)
    return [first, whole] if whole else []


def _kind(clause: str) -> str | None:
    """What a clause asks for."""
    kind = next((kind for kind, pattern in _KINDS if pattern.search(clause)), None)
    return "count" if kind == "much" and counted(clause) else kind  # 多少企业


def _of_things_apart(first: str, second: str) -> bool:
    """Whether two clauses name each a thing of their own before they ask."""
    things = [_things_asked(clause) for clause in (first, second)]
    return all(things) and not things[0] & things[1] and not names_nothing(second)


def _things_asked(clause: str) -> set[str]:
    asking = ASKING_WORDS.search(clause)
    before = clause[: asking.start()] if asking else clause
    return {word.text for word in words_of([before]) if word.weight >= 0.7 and not find_places(word.text)}


def _with_scene(scene: str, first: str, second: str) -> str:
    """The second clause with what both are about: the clauses before, or else the place that the first one names."""
    if find_places(second):
        return second
    head = re.match(r"[^，,]*[：:]", first)
    scene = scene or (head[0][:-1] if head else "")
    if scene:
        return f"{scene}，{second}"
    place = next(iter(find_places(first)), None)
    return f"{first[place.start : place.end]}{second}" if place else second
