"""A question that asks several things, taken apart: two sentences, two clauses, two places, years or things.

Each part is drafted and decided by itself, so that one may be answered and the other missing.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from chat.asks import clauses_of
from chat.comparing import ASKS
from chat.conversation import completed
from chat.sides import MOST, sides_of

_ASIDE = re.compile(
    r"^(?:[^？?]{0,6}(?:不是问|不用说|不算|要的是|只要|不要)[^？?]*|都是\d{2,4}年的[。]?)[。！]?$"
)
_ALL_OF = re.compile(r"^都是(\d{2,4}年)的")
# 哪边答复快？各几天: of the sides that the sentence before names
_OF_EACH = re.compile(r"[？?]\s*(?=(?:各自?|分别)(?:是|要|有|为)?(?:几|多少|多[久长高大])[^，,]{0,4}[？?]?$)")
# 金融呢？要用哪些数据: names what the next sentence asks about
_NAMES = re.compile(r"^(?P<thing>[^，,？?]{2,16})呢[？?]$")
# …哪些借口？北京的条例列了哪些: only says where the answer is to be looked for
_TOLD_WHERE = re.compile(
    r"^(?P<source>[^，,？?]{1,30}?(?:条例|办法|方案|文件|报告|通知|意见|规定|指南|政策|计划|公告)[里中上]?)"
    r"(?:有没有|有|是?怎么|是?如何|都)?(?:解释|说明|提到?|规定|写|说|讲|列)(?:了|的|过)?"
    r"(?:哪些|那?几[\u4e00-\u9fff]|什么|啥|吗|没有?)?[？?。]?$"
)


@dataclass(frozen=True, slots=True)
class Part:
    """One of the questions that a question consists of; `label` says which year, place or thing it asks for."""

    question: str
    label: str = ""
    certain: bool = True  # whether the words leave no doubt that it is a question of its own


def parts_of(question: str, title_for: Callable[[str], str | None]) -> list[Part]:
    """The questions that one question consists of, each complete; at most four."""
    question = _OF_EACH.sub("，", question.strip())
    sentences = [s for s in re.split(r"(?<=[？?；;。！])\s*", question) if s.strip("。！ ")]
    if len(sentences) == 2 and (told := _TOLD_WHERE.match(sentences[1])):
        return _of_one_sentence(f"{told['source']}，{sentences[0]}", title_for)
    named = _NAMES.match(sentences[0]) if len(sentences) > 1 else None
    if named and not ASKS.search(named["thing"]):
        sentences[:2] = [f"{named['thing']}，{sentences[1]}"]
    asking = [s for s in sentences if ASKS.search(s) and not _ASIDE.match(s)]
    if len(asking) < 2:
        # A sentence that asks nothing sets the scene, unless it only says what is not meant.
        kept = [s for s in sentences if not _ASIDE.match(s)]
        year = next((match[1] for s in sentences if (match := _ALL_OF.match(s))), "")
        return _of_one_sentence(year + "".join(kept) if kept else question, title_for)
    complete: list[str] = []
    scene = "".join(s for s in sentences[: sentences.index(asking[0])] if s not in asking)
    for sentence in asking[:MOST]:
        whole = completed(sentence, complete, title_for) if complete else None
        complete.append(whole or (scene + sentence if not complete else sentence))
    return [Part(part) for part in complete]


def _of_one_sentence(question: str, title_for: Callable[[str], str | None]) -> list[Part]:
    sides, certain = sides_of(question)
    if sides:
        return [Part(side, name, certain) for name, side in sides]
    return [Part(clause, certain=False) for clause in clauses_of(question, title_for)] or [Part(question)]
