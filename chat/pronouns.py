"""What 它, 这个办法, 他 and the like in a later question stand for: the text, the matter or the persons of the one before."""

import re
from dataclasses import dataclass

from chat.question import stretches_of
from chat.subjects import names_nothing, tagged
from chat.words import words_of
from indexing.places import find_places

_PRONOUN = re.compile(
    r"(?:这|那|该|此|上述|前述|其中提到的)(?:个|项|份|部|条|些)?(?:政策|办法|方案|文件|规定|条例|通知|意见|措施|计划|细则|行动方案|公告|通告|决定|报告|规划|纲要"
    r"|补贴|奖励|资金|指标|目标|券|事情?|事儿|工作|任务|平台|项目|系统|比例|期限)?|它们?|其(?=中|他)?"
)
_TEXT = re.compile(r"政策|办法|方案|文件|规定|条例|通知|意见|措施|计划|细则|公告|通告|决定|报告|规划|纲要")
# 它 is the text where this is asked of it, and else the matter
_OF_A_TEXT = re.compile(
    r"施行|实施|执行|生效|有效|失效|废止|作废|管用|发布|印发|公布|出台|发文|文号|制定|修订|解释|适用|依据|[发出]的|第[\d一二三四五六七八九十百]+[条章]|几[条章]"
)
_DETERMINER = re.compile(r"[这那该此][个项份部条些]")
PERSONS = re.compile(r"他们|她们|这些人|这类人|这种人")
_PERSON = re.compile(r"(?:他|她|[这那]位(?=[是在的任当叫有也又现]))(?!们)")
_WHO = re.compile(r"(?:是|由)?(?:谁|哪(?:一?位|个人))")
_ASKERS = frozenset("企业 公司 老板 朋友 领导 同事 单位 我们".split())
_SOMEBODY = re.compile(
    r"[人者员户民生兵士师工商家青妇孩童]$|企业|公司|单位|机构|部门|主体|组织|学校|医院|银行|青年|家庭|困难|对象|厂$|店$|协会"
)
_OFFICE = re.compile(r"的?(?:副?(?:组长|主任|会长|主席)|召集人|负责人|成员(?:单位)?)$")


@dataclass(frozen=True, slots=True)
class Person:
    """Who is meant, by what the earlier question says of him, and the later question with that in its place."""

    named: str
    whole: str


def pronoun_in(question: str) -> re.Match[str] | None:
    """The words that stand for something said before; not 那项 of 物价涨幅那项, nor 那个 of 那个暂行规定."""
    found = _PRONOUN.search(question)
    if not found or (len(found[0]) == 1 and found[0] != "它"):
        return None
    before, after = question[: found.start()], question[found.end() :]
    if re.match(r"[这此该]", found[0]) and re.fullmatch(r"[吗呢吧的了？?。\s]*", after):
        return found  # the thing done: 以后还考核这个吗
    if found[0][0] == "那" and _DETERMINER.fullmatch(found[0]) and after and _names(tagged(after)[0]):
        return None
    if found[0][0] == "那" and before and tagged(before)[-1][1].startswith("n"):
        return None  # 国家那份计划 is another one
    return None if re.search(r"[\u4e00-\u9fff]{2,}$", before) and not names_nothing(before) else found


def _names(word: tuple[str, str]) -> bool:
    """Whether a word names a thing, or begins to: 暂行规定, 69号文件."""
    return word[1].startswith(("n", "j", "b", "eng", "l")) or word[0][0].isdigit()


def stands_for_text(question: str, found: re.Match[str]) -> bool:
    """Whether the words found stand for a document: 这个办法 always, 它 where only of a text one asks so."""
    if found[0].startswith("它"):
        return bool(_OF_A_TEXT.search(question))
    return bool(_TEXT.search(found[0]))


def without_office(subject: str) -> str:
    """What 它 stands for where a person was spoken of: the body that he serves; 工作组 of 工作组的组长."""
    return _OFFICE.sub("", subject) or subject


def one_person(question: str, before: str) -> Person | None:
    """他是什么职务 after 渔港访谈采访的是谁: what 渔港访谈采访的人 is; None where the one before asked for no person."""
    found, asked = _PERSON.match(question), _WHO.search(before)
    if not found or not asked:
        return None
    head, tail = before[: asked.start()], re.sub(r"[？?。！!\s]+$", "", before[asked.end() :])
    about = re.sub(r"^[来去]|的", "", tail)
    named = f"{head}{about}的人" if about else re.sub(r"的$", "的人", head)
    return Person(named, named + question[found.end() :]) if named else None


def with_persons(question: str, before: str) -> str:
    """The question with 他们 and the like replaced by whom the earlier one was about."""
    noun = _first_noun(before) if PERSONS.search(question) else ""
    return PERSONS.sub(noun, question) if noun else question


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
            and _SOMEBODY.search(word.text)
        ),
        "",
    )
