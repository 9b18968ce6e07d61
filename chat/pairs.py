"""Two things joined by 和 (or a few in a row) of which the same is asked apart: 省级平台和企业级平台各奖多少, “一网统管”和安全防护差多少."""

import re

from chat.comparing import ASKS, DIFFERENCE, EACH, SAME, WHICH, alone, has_value
from chat.subjects import tagged
from chat.words import words_of
from indexing.places import find_places

_JOINS = frozenset("和 与 跟 同 及 以及 、".split())
# what says that each of them is asked for by itself
_APART = re.compile(rf"分别|{EACH}|{DIFFERENCE}|{WHICH}|(?P<same>{SAME})|一样[多高长大早快]")
# words that no name of a thing goes on over
_ENDS = frozenset(
    "分别 各 各自 各是 各有 各要 都 哪 哪个 哪项 哪家 谁 差 差多少 相差 有 是 一样 每 每次 每年 每人 每家 每户 最 最高 最多 最低 最少 最长 最短 最快 最慢 最大 最小 这 那 这些 那些 这几 那几 等"
    " 要 能 能够 应 应当 可以 得 多少 几 比 相比 由 从 到 至 按 对 在 里 里头 里面 中 区别 不同 上限 下限".split()
)
_BOTH = re.compile(
    r"^(?:这|那)?(?:“[^”]*”|[两三四](?:者|个|块|项|类|种|家|份|边|处|次|样|条|款|部|套|档)(?:之间)?的?|(?<=[这那]))"
)
_QUOTED = re.compile(r"[“《][^”》]*[”》]")
_WITHIN = frozenset("里 里头 里面 中 方面".split())
# 国内生产总值、就业这些: examples of what is asked for
_EXAMPLES = re.compile(r"[这那]些|等")
_AFTER_NAME = re.compile(r"[，,：:？?]|分别|各|哪|谁|两|都|有")
_DOCUMENT = re.compile(
    r"(?:意见|办法|条例|方案|通知|报告|规划|纲要|规定|细则|公告|决定|批复|号文|文件|政策)$"
)
_SHORTEST = 2  # characters of a name
_LONGEST_OF_ROW = 12
_MOST = 4
# 500万以下和【以上】, 加之前和【之后】: the other side of the same
_SIDE = r"(?:之?[前后上下内外]|以[上下内外前后])"
_OTHER_SIDE = re.compile(rf"(?P<of>.+?){_SIDE}$")
_ONLY_SIDE = re.compile(rf"{_SIDE}(?=分别|各|[，,]|$)")
_CASE = re.compile(r"(?:第?[一二三四五六七八九十两\d]+|首|头)[a-z\u4e00-\u9fff]")
_FIRST_CASE = re.compile(r"(?P<of>.{2,})(?:第?[一1]|首|头)[\u4e00-\u9fff]{1,2}")
_CASE_ALONE = re.compile(r"第?[二两三四五六2-6][\u4e00-\u9fff]{1,2}(?:以上)?")
# 余额 of 贷款、存款余额 is said of all
_OF_ALL = re.compile(
    r"(?<=[\u4e00-\u9fff]{2})(?:余额|规模|数量|金额|比例|人数|产量|增速|目标|标准|门槛|期限)$"
)


def sides_of_things(question: str) -> list[tuple[str, str]]:
    """The names of things and the question about each alone; nothing where a question is not about several, or about more than four."""
    apart = _APART.search(question)
    if not apart or (apart["same"] and not has_value(question[: apart.start()])):
        return []
    start = 0
    for clause in re.split(r"(?<=[，,：:])", question):
        if start + len(clause) < apart.start() and ASKS.search(clause):
            return []
        joints = [joint for joint in _joints(clause) if start + joint[0] < apart.start()]
        if len(joints) == 1:
            return _sides(question, start, clause, joints[0])
        if joints:
            return _row(question, start, clause, joints)
        start += len(clause)
    return []


def _joints(clause: str) -> list[tuple[int, int]]:
    """Where the conjunctions of a clause stand, outside of quotes and titles."""
    quoted = [match.span() for match in _QUOTED.finditer(clause)]
    found, position = [], 0
    for word, _ in tagged(clause):
        if position and word in _JOINS and not any(a <= position < b for a, b in quoted):
            found.append((position, position + len(word)))
        position += len(word)
    return found


def _sides(question: str, start: int, clause: str, joint: tuple[int, int]) -> list[tuple[str, str]]:
    left, rest = clause[: joint[0]], clause[joint[1] :]
    other = _ONLY_SIDE.match(rest)
    if other and (same := _OTHER_SIDE.search(left)):
        rest = same["of"] + rest
        end = len(same["of"]) + other.end()
    elif left.endswith("的") and "的" in rest:
        end = rest.rindex("的") + 1
    else:
        end = _to_same_noun(left, rest) or end_of_name(rest, left)
    right = rest[:end]
    shared = _shared(left, right)
    name = left[shared:]
    head = _shared_head(name, right)
    right, end = right[:head], end - (len(right) - head)
    if ASKS.search(left) or re.match(r"各|分别", right) or _EXAMPLES.match(rest[end:]):
        return []  # 由哪几块拼成、各占多少: no name
    if min(len(name), len(right)) < _SHORTEST or name == right or not (_names(name) and _names(right)):
        return []
    before, after = (
        question[:start] + left[:shared],
        _BOTH.sub("", rest[end:]) + question[start + len(clause) :],
    )
    first, second = (alone(before + side + after) for side in (name, right))
    return [(name, first), (right, second)]


def _row(question: str, start: int, clause: str, joints: list[tuple[int, int]]) -> list[tuple[str, str]]:
    """The sides of three or four things in a row: 小汽车、货车和大客车登记各几天."""
    starts, ends = [0, *(end for _, end in joints)], [*(begin for begin, _ in joints), len(clause)]
    names = [clause[a:b] for a, b in zip(starts, ends, strict=True)]
    end = starts[-1] + end_of_name(names[-1], names[-2])
    names[-1] = clause[starts[-1] : end]
    shared = _shared(names[0], names[1])
    before, names[0] = question[:start] + names[0][:shared], names[0][shared:]
    case = _FIRST_CASE.fullmatch(names[0])
    if case:  # 失信一次、两次、三次
        names[1:] = [case["of"] + name if _CASE_ALONE.fullmatch(name) else name for name in names[1:]]
    of_all = _OF_ALL.search(names[-1])
    if of_all and not any(name.endswith(of_all[0]) for name in names[:-1]):
        end -= len(of_all[0])
        names[-1] = names[-1][: of_all.start()]
    if len(names) > _MOST or _EXAMPLES.match(clause[end:]) or any(not _of_a_row(name) for name in names):
        return []
    after = _BOTH.sub("", clause[end:]) + question[start + len(clause) :]
    return [(name, alone(before + name + after)) for name in names]


def _of_a_row(name: str) -> bool:
    short = _SHORTEST <= len(name) <= _LONGEST_OF_ROW
    return short and not ASKS.search(name) and not re.search(r"[和与跟及]", name) and _names(name)


def _to_same_noun(left: str, rest: str) -> int:
    """How far the second name goes where it ends with the noun of the first: 三百万以下的城市和三百万到五百万的【城市】."""
    noun = re.search(r"的([^的]{2,6})$", left)
    found = rest.find(f"的{noun[1]}") if noun else -1
    return found + 1 + len(noun[1]) if noun and found > 0 else 0


def _shared_head(name: str, right: str) -> int:
    """Where in the second name begins what is said of both: 国家级和省级【的奖金】, 种植和收获【机械化率】."""
    of = re.search(r"的[^的，,]{2,}$", right)
    if of and "的" not in name and _names(right[: of.start()]):
        return of.start()
    words, others = tagged(name), tagged(right)
    verbs = len(words) == 1 and others and words[0][1].startswith("v") and others[0][1].startswith("v")
    if verbs and len(others) > 1 and all(tag.startswith(("n", "v")) for _, tag in others[1:]):
        return len(others[0][0])
    return len(right)


def end_of_name(rest: str, left: str = "") -> int:
    """How far a name goes: up to a word that asks or says of both, a number of things, or the clause's end.

    `left` is the name before it: beside 失信一次 a number of times (失信两次) is part of the name.
    """
    counted = re.search(r"[一单首头两第][\u4e00-\u9fff]$", left)
    position = 0
    for word, tag in tagged(rest):
        following = rest[position + len(word) :]
        ends = (
            word in _ENDS
            and not (word in _WITHIN and following and not _AFTER_NAME.match(following))
            or (tag == "x" and word in "，,：:？?。！!")
            or (word[0] == "两" and not counted)
            or re.match(r"\d{4}|[这那][些几两三四]", word)
        )
        if position and (ends or word.startswith(("哪", "谁", "各"))):
            break
        position += len(word)
    return position


def _shared(left: str, right: str) -> int:
    """How much before the first name is said of both: a place or year, 查 of 查社保和查公积金, 花生的 of 花生的种植和收获."""
    start = 0
    year = re.match(
        r".*?(?<!\d)(?:(?:19|20)\d\d|[0-3]\d)年(?:起|以来|后)?(?:\d{1,2}(?:[到至—-]\d{1,2})?月份?|[上下]半年)?[末底初]?累?计?",
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
    documents = _DOCUMENT.search(left) and _DOCUMENT.search(right)  # 就业 of 国务院就业意见 is its name
    if verb and not documents and verb < len(left) and not any(tag == "v" for _, tag in others):
        start = max(start, verb)
    return start + (left[start : start + 1] == "的")


def _names(text: str) -> bool:
    """Whether words name anything, or a case by its number: 第二回."""
    return any(word.weight >= 0.5 for word in words_of([text])) or bool(_CASE.search(text))
