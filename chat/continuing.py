"""Whether a later question goes on with what an earlier one was about, and how much of that it needs.

A later question that names a thing of the same noun (行业型平台 after 跨行业平台) takes the place of the earlier thing.
"""

import re

from chat.question import stretches_of, years_of
from chat.replacing import parallel
from chat.subjects import ASKING_WORDS, MODALS, YEAR, last_nouns, names_nothing, tagged, trimmed
from chat.words import words_of
from indexing.places import find_places

ASKS_FIGURE = re.compile(r"多少|(?<!哪)几[个家项万亿成]|率|增速|目标|涨|规模")
# who says what they are, and then asks of a matter of its own: 我们是小微企业，上云有补贴吗
_OF_ONESELF = re.compile(
    r"^(?:我们?|我司|咱们?|本(?:企业|公司|厂|店))是(?![说想问要指])[^，,]{2,20}[，,](?P<asks>.+)$"
)
_COUNTS = re.compile(r"(?:多少|几)[千百十]?[万亿]?[个家座种项户台套条所处名辆张批](?!月|工作日|百分点)")
_SEVERAL = 2
_COMPOUND = 4  # characters of a word that itself says which: 全体会议
_INTRODUCES = frozenset("说 对 给 把 让 由 向 为 从 规定 要求 里 中".split())
_ASKS_WHO = re.compile(r"谁|哪(?:一?个|些|几个|家)?(?:部门|单位|局|厅|委|机构)")
_POST = re.compile(r"的?副?(?:组长|主任|会长|主席|召集人|负责人|总指挥|秘书长|理事长)$")
# the body spoken of, in a text or at a place: 应急预案里【农业部】
_BODY = re.compile(r"(?<=[里中上，,])[^，,里中上的]{1,10}(?:部|局|厅|委|委员会|办公室|司)$")
# a value is asked for by its own name: of 赤字率 it is the thing that 规模 is asked of
_OF_A_VALUE = re.compile(r"^(?:规模|总额|金额|数额|总量|数量|增速|增幅|幅度|涨幅)")
_VALUE = re.compile(r"(?<=[\u4e00-\u9fff]{2})(?:率|额|规模|总量|增速|目标)$")


def without_asked(subject: str, question: str) -> str:
    """A subject without the office or body that the earlier question asked for or about, where a later one asks of others."""
    left = _POST.sub("", subject)
    if _ASKS_WHO.search(question):
        left = _BODY.sub("", left)
    return re.sub(r"[，,]+$", "", left) or subject


def joined(subject: str, question: str) -> str:
    """A question with what it is about before it, said once: 审理委员会的副主任由谁当, 渔港，几时建成."""
    for length in range(min(len(subject), len(question)), 1, -1):
        if subject.endswith(question[:length]):
            return f"{subject[: len(subject) - length]}{question}"
    return f"{subject}，{question}"


def fitted(earlier: str, question: str) -> str:
    """The subject of an earlier question as a later one needs it: without what that names in its place."""
    if _OF_A_VALUE.match(question):
        earlier = _VALUE.sub("", earlier)
    subject = parallel(earlier, question) or _without_same(earlier, question)
    if years_of(question):
        subject = YEAR.sub("", subject)
    for place in reversed(find_places(subject)) if find_places(question) else ():
        subject = subject[: place.start] + subject[place.end :]
    return re.sub(r"^[的，,]+", "", subject)


def _without_same(subject: str, question: str) -> str:
    """The subject without a last thing of which the question names another: 跨行业的平台, of 行业型的平台能补多少."""
    head = _qualified_noun(question)
    if not head or not subject.endswith(head):
        return subject
    end = len(subject)
    for word, tag in reversed(tagged(subject)):
        qualifies = tag.startswith(("n", "j", "b", "a", "v", "l", "uj", "m", "d", "eng", "x"))
        if find_places(word) or YEAR.search(word) or not qualifies or word in _INTRODUCES:
            break
        end -= len(word)
    left = re.sub(r"[对给向把里说的，,]+$", "", subject[:end])
    return left or subject


def _qualified_noun(question: str) -> str:
    """The noun that a question begins with, where something before it says which: 平台 of 行业型的平台能补到多少."""
    asking = ASKING_WORDS.search(question)
    noun, position, before = "", 0, False
    for word, tag in tagged(question[: asking.start()] if asking else question):
        if word in MODALS or tag in ("d", "p", "r", "c", "x") or (tag == "v" and not before):
            break
        if tag.startswith("n") and not find_places(word):
            noun, before = (word if before else word[2:] if len(word) == _COMPOUND else ""), True
        elif tag == "v":
            break
        else:
            before = True
        position += len(word)
    return noun if len(noun) > 1 else ""


def without_indicator(subject: str, before: str, question: str) -> str:
    """The subject of a figure asked for, without that figure's own name where a later question asks for another one."""
    nouns = last_nouns(subject)
    if nouns and ASKS_FIGURE.search(question) and ASKS_FIGURE.search(before):
        return trimmed(re.sub(r"[，,的和与跟及、\s]+$", "", subject[: nouns[0]])) or subject
    return subject


def sibling(before: str, question: str) -> bool:
    """Whether a question counts things that it names itself, as the one before counted other ones."""
    if not (_COUNTS.search(question) and _COUNTS.search(before)):
        return False
    own = [word for word in words_of(stretches_of(question)) if word.weight >= 0.7]
    return len([word for word in own if not word.text[0].isdigit()]) >= _SEVERAL


def says_all(before: str, question: str) -> bool:
    """Whether a question names a place and things of its own, or the things again, as one who begins anew does: 襄阳渔场登记要几天."""
    again = [word for word in words_of(stretches_of(before)) if word.weight >= 0.7 and word.text in question]
    if len(again) >= _SEVERAL:
        return True
    places = find_places(question)
    if not places or not find_places(before):
        return False
    rest = question[: places[0].start] + question[places[0].end :]
    return len([word for word in words_of(stretches_of(rest)) if word.weight >= 0.7]) >= _SEVERAL


def adds(subject: str, question: str) -> bool:
    """Whether a subject names anything that the question does not."""
    return any(word.text not in question for word in words_of(stretches_of(subject)) if word.weight >= 0.7)


def new_matter(question: str, before: str) -> bool:
    """Whether somebody who asked for an indicator's figure of a year now says what they are, and asks of something else."""
    own = _OF_ONESELF.match(question)
    if not own or not (years_of(before) and ASKS_FIGURE.search(before)):
        return False
    asked, told = ({word.text for word in words_of(stretches_of(t))} for t in (own["asks"], before))
    return not names_nothing(own["asks"]) and not asked & told
