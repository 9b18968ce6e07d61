"""Two things joined by 和 of which the same is asked apart: 省级平台和企业级平台各奖多少, “一网统管”和安全防护差多少."""

import re

from chat.comparing import ASKS, alone
from chat.subjects import tagged
from chat.topic import words_of
from indexing.places import find_places

_JOINS = frozenset("和 与 跟 同 及 以及 、".split())
# what says that each of the two is asked for by itself
_APART = re.compile(
    r"分别|各自|各(?=是|给|安排|定|收|涨|有|要|多|几|占|需|降|增|由|怎|什么|为|得|提|变|选|奖|补|拿|截|至少|能(?!源)|应|按|从|在|写|限|罚|抵|扣|减|贷|缴|归|设|延|可)"
    r"|(?:谁|哪(?:一?个|边|项|种|块|家|份)?)(?:[\u4e00-\u9fff]得|的|定|给|要求)?得?的?更?[早晚高低多少大小长短快慢严猛狠贵]|相?差(?:了)?(?:多少|几)"
    r"|一样[多高长大早快]|有(?:什么|啥|哪些|何)(?:区别|不同|差别|差异|不一样)|(?:区别|不同|差别|差异)(?:是什么|在哪)"
)
# words that no name of a thing goes on over
_ENDS = frozenset(
    "分别 各 各自 各是 各有 各要 都 哪 哪个 哪项 哪家 谁 差 差多少 相差 有 是 一样 每 每次 每年 每人 每家 每户 最 最高 最多 最低 最少"
    " 要 能 能够 应 应当 可以 得 多少 几 比 相比 由 从 到 至 按 对 在 里 里头 里面 中 区别 不同 上限 下限".split()
)
_BOTH = re.compile(r"^两(?:者|个|块|项|类|种|家|份|边|处|次|样|条|款|部|套|档)(?:之间)?的?")
_QUOTED = re.compile(r"[“《][^”》]*[”》]")
_WITHIN = frozenset("里 里头 里面 中 方面".split())
_SHORTEST = 2  # characters of a name


def pair_of(question: str) -> list[tuple[str, str]]:
    """The names of two things and the question about each alone; nothing where a question is not about two, or three and more."""
    question = re.sub(r"[，,](?=[和跟与])", "", question)
    apart = _APART.search(question)
    if not apart:
        return []
    start = 0
    for clause in re.split(r"(?<=[，,：:])", question):
        if start + len(clause) < apart.start() and ASKS.search(clause):
            return []
        joint = _joint(clause)
        if joint and start + joint[0] < apart.start():
            return _sides(question, start, clause, joint)
        start += len(clause)
    return []


def _joint(clause: str) -> tuple[int, int] | None:
    """Where the one conjunction of a clause stands, outside of quotes and titles; None where it has none, or several."""
    quoted = [match.span() for match in _QUOTED.finditer(clause)]
    found, position = [], 0
    for word, _ in tagged(clause):
        if word in _JOINS and not any(a <= position < b for a, b in quoted):
            found.append((position, position + len(word)))
        position += len(word)
    return found[0] if len(found) == 1 and found[0][0] > 0 else None


def _sides(question: str, start: int, clause: str, joint: tuple[int, int]) -> list[tuple[str, str]]:
    left, rest = clause[: joint[0]], clause[joint[1] :]
    end = rest.rindex("的") + 1 if left.endswith("的") and "的" in rest else end_of_name(rest)
    right = rest[:end]
    shared = _shared(left, right)
    name = left[shared:]
    head = _shared_head(name, right)
    right, end = right[:head], end - (len(right) - head)
    if ASKS.search(left) or re.match(r"各|分别", right):
        return []  # 由哪几块拼成、各占多少: no name
    if min(len(name), len(right)) < _SHORTEST or name == right or not (_names(name) and _names(right)):
        return []
    before, after = (
        question[:start] + left[:shared],
        _BOTH.sub("", rest[end:]) + question[start + len(clause) :],
    )
    first, second = (alone(before + side + after) for side in (name, right))
    return [(name, first), (right, second)]


def _shared_head(name: str, right: str) -> int:
    """Where in the second name begins what is said of both: 国家级和省级【的奖金】, 种植和收获【机械化率】."""
    of = re.search(r"的[^的，,]{2,}$", right)
    if of and "的" not in name and _names(right[: of.start()]):
        return of.start()
    words, others = tagged(name), tagged(right)
    verbs = words and others and words[-1][1].startswith("v") and others[0][1].startswith("v")
    if verbs and len(others) > 1 and all(tag.startswith(("n", "v")) for _, tag in others[1:]):
        return len(others[0][0])
    return len(right)


def end_of_name(rest: str) -> int:
    """How far a name goes: up to a word that asks or says of both, a number of things, or the clause's end."""
    position = 0
    for word, tag in tagged(rest):
        ends = (
            word in _ENDS
            or tag == "x"
            and word in "，,：:？?。！!"
            or word[0] == "两"
            or re.match(r"\d{4}", word)
        )
        if position and (ends or word.startswith(("哪", "谁", "各"))):
            break
        position += len(word)
    return position


def _shared(left: str, right: str) -> int:
    """How much before the first name is said of both: a place or year, 查 of 查社保和查公积金, 花生的 of 花生的种植和收获."""
    start = 0
    year = re.match(
        r".*?(?<!\d)(?:(?:19|20)\d\d|[0-3]\d)年(?:起|以来|后)?(?:\d{1,2}(?:[到至—-]\d{1,2})?月份?|[上下]半年)?累?计?",
        left,
    )
    if year and not re.search(r"\d年", right):
        start = year.end()
    place = next((p for p in find_places(left) if p.start <= start + 1), None)
    if place and not find_places(right):
        start = max(start, place.end + (left[place.end : place.end + 1] == "的"))
    words, others = tagged(left[start:]), tagged(right)
    again = left.find(others[0][0], start + 1) if others and others[0][1][0] in "vb" else -1
    if again > 0:
        return again
    position, verb, said = start, 0, False
    for number, (word, tag) in enumerate(words):
        position += len(word)
        brief = "的" not in right and len(right) <= len(left) - position + _SHORTEST
        of = tag == "uj" and brief and number and words[number - 1][1].startswith("n")
        if of or (number and word in _WITHIN and position < len(left)):
            start = position
        said = said or tag.startswith("n")
        if tag in ("v", "ul", "f") and said and (tag == "v" or verb):
            verb = position
    if verb and verb < len(left) and not any(tag == "v" for _, tag in others):
        return max(start, verb)
    return start


def _names(text: str) -> bool:
    """Whether words name anything."""
    return any(word.weight >= 0.5 for word in words_of([text]))
