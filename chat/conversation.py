"""Follow-up questions made complete from the questions before: 那2030年呢? 它什么时候施行? 我是说武汉. 办公室设在哪?

Only earlier questions are used, never earlier answers, so that a wrong answer cannot spread. A question that
stands on its own is left as it is; where its words do not say whether it does, the documents do.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from chat.amounts import swapped_amount
from chat.asking_phrase import asked_as
from chat.circumstances import in_place_of, only_circumstances, with_circumstances
from chat.continuing import (
    ASKS_FIGURE,
    adds,
    fitted,
    joined,
    new_matter,
    says_all,
    sibling,
    without_asked,
    without_indicator,
)
from chat.openings import ALSO, CHANGES_TOPIC, CORRECTS, FOLLOWS, IF_ONLY, NOT_THAT, PIECE, RETURNS, THAT_YEAR
from chat.pronouns import PERSONS, one_person, pronoun_in, stands_for_text, with_persons, without_office
from chat.question import years_of
from chat.relative_years import with_years
from chat.replacing import parallel, pointed_at, replaced, topic_replaced
from chat.subjects import (
    ASKING_WORDS,
    MODALS,
    names_nothing,
    subject_of,
    tagged,
    trimmed,
    without_asking,
)
from indexing.places import find_places
from indexing.tokenizer import open_tokenizer

_ELLIPSIS = re.compile(
    r"呢[？?。！!\s]*$|^(?:为什么|怎么办|具体呢|还有吗|多少|有哪些|几家|什么时候|怎么申请)[？?。\s]*$"
)
_OTHER = re.compile(
    r"^(?:(?:(?:只|单|光|就)(?:说|看|问))(?P<only>[^，,？?]{2,16}?)[，,]|(?P<other>[^，,？?]{2,16}?)呢[，,？?])\s*(?P<asks>.*[^？?。！!\s].*)$"
)
_ASKS = re.compile(
    r"多少|几|哪|什么|啥|如何|怎|咋|吗|是否|谁|何|能不能|有没有|还是|多[久长大高远]|(.)不\1|不(?:用|能|行|可以)?[？?]*$"
)
_AGAIN = re.compile(
    r"(?P<of>[^，,？?]{2,16}?)的?又(?:是|有|能|要|得)?(?:多少|几[个家座种项户台套人]?)[个家座种项户台套人]?[？?。\s]*"
)
# of which the noun is left out that the earlier question names: 海南的有哪几个市
_HEADLESS = re.compile(
    r"[^，,的]{1,8}的(?:有|是|由|归|要|能|会|可以)?[\u4e00-\u9fff]?(?:哪|多少|几|谁|什么|怎)"
)
# of which only the earlier question says what it follows from or is compared: 超期没交会怎样, 比上年变了几个点
_LEANS = re.compile(r"^(?:超期|逾期|到期|超过|不足|没|不).{0,8}(?:怎么?[样办]|咋[样办])|^(?:比|较|同比|环比)")
# what the question before named, though it is not what the conversation is about: 怎么选这个开发的人
_THIS = re.compile(r"[这那该]个(?P<thing>[\u4e00-\u9fff]{2})")
# in a case of what was spoken of: 要是不给呢，…; 真要赔的时候，…
_IN_THAT_CASE = re.compile(r"^(?:要是|如果|万一|假如|若).|(?:了|呢|的话|的?时候)$")
_IF = re.compile(r"(?:那?么?(?:要是|如果|万一|假如|若是))")
_FEW = re.compile(r"几(?=[十百千万亿])")  # of 如果只有几万人 no number is asked
_NAMED = 3
_ASKS_THE_SAME = re.compile(r"(?:最[多高少低大]|一共|总共)?(?:是|能|可以)?(?:多少|几何)[？?。\s]*")
_SHORT = 16  # characters: a figure asked for in so few rests on the question before for its place and year

TitleFor = Callable[[str], str | None]
Continues = Callable[[str, str, str], bool]


@dataclass(frozen=True, slots=True)
class Turn:
    """A question made complete, what it is about (what stands before the words that ask), and its own words, where it takes over others."""

    whole: str
    subject: str
    own: str = ""

    def own_of(self, part: str) -> str:
        """The own words of a part of it; nothing where it has no others."""
        if part == self.whole:
            return self.own
        scene = self.whole.removesuffix(self.own) if self.own else ""
        return part.removeprefix(scene) if scene and part.startswith(scene) else ""


def understood(
    question: str,
    history: Sequence[str],
    title_for: TitleFor,
    continues: Continues = lambda before, question, whole: False,
) -> Turn | None:
    """The question made complete, or None where it stands on its own.

    `history` holds the earlier questions, oldest first; `title_for` gives the title of the document that an
    earlier question was about, or None; `continues` says of an earlier question, a later one and that one with
    the earlier one's subject before it, whether the documents that the earlier one is about speak of the later one too.
    """
    turns: list[Turn] = []
    for earlier in history:  # each may itself be a follow-up
        if earlier.strip():
            turns.append(_turn(earlier, turns, title_for, continues) or _standing(earlier.strip()))
    return _turn(question, turns, title_for, continues)


def completed(
    question: str,
    history: Sequence[str],
    title_for: TitleFor,
    continues: Continues = lambda before, question, whole: False,
) -> str | None:
    """The whole question that `understood` gives, or None."""
    turn = understood(question, history, title_for, continues)
    return turn.whole if turn else None


def _turn(question: str, turns: Sequence[Turn], title_for: TitleFor, continues: Continues) -> Turn | None:
    if not turns:
        return None
    folded = open_tokenizer().fold(question).strip()
    changed = CHANGES_TOPIC.match(folded)
    last = turns[-1]
    if changed:
        body = folded[changed.end() :]
        placed = in_place_of(body, last.whole)
        stays = placed != body and continues(last.whole, body, placed)
        return _standing(placed if stays else body) if body else None
    back = RETURNS.match(folded)
    if back:
        last = max(turns, key=lambda turn: len(set(turn.whole) & set(back["to"])))
        folded = folded[back.end() :]
    that_year = THAT_YEAR.match(folded) if years_of(last.whole) else None
    corrected, opened = CORRECTS.match(folded), that_year or FOLLOWS.match(folded)
    start = corrected.end() if corrected else opened.end() if opened else 0
    body = with_persons(with_years(folded[start:], last.whole), last.whole)
    bare = re.sub(r"[呢吗吧啊呀]?[？?。！!\s]*$", "", body)
    case = bool(_IF.match(bare))
    asks = bool(_ASKS.search(_FEW.sub("", bare) if case else bare)) or bool(
        re.search(r"[吗么吧][？?。！!\s]*$", body)
    )
    if not asks and PERSONS.search(folded) and body != folded:
        return _standing(f"{bare}，{_asking_part(last.whole)}")
    if corrected:
        bare = NOT_THAT.sub("", bare)
    if not asks and (
        corrected or case or _ELLIPSIS.search(body) or PIECE.fullmatch(bare) or (opened and len(bare) <= 20)
    ):
        return _elliptical(IF_ONLY.sub("", bare), last)
    if asks and not _asks_of_things(bare, last.whole) and (elided := only_circumstances(bare)):
        return _standing(replaced(last.whole, elided))
    if not asks:
        return None
    also = ALSO.fullmatch(body)
    if also and (also["of"].endswith("的") or parallel(last.whole, also["of"])):
        return _standing(replaced(last.whole, also["of"]))
    again = _AGAIN.fullmatch(body)
    if again and ASKS_FIGURE.search(last.whole):
        return _standing(replaced(last.whole, f"{again['of']}的"))
    other = _OTHER.match(body)
    if other and not _is_condition(other["other"] or other["only"]):
        return _of_another(last, other["other"] or other["only"], other["asks"])
    person = one_person(body, last.whole)
    if person:
        return Turn(person.whole, person.named)
    if not _has_subject(body) or (opened and opened[0].startswith("其中")) or _LEANS.search(body):
        return _with_subject(body, last, title_for)
    if not opened and new_matter(body, last.whole):
        return None
    named, meant = _THIS.search(body), bool(back)
    if named and named["thing"] in last.whole and named["thing"] not in last.subject:
        last = _standing(last.whole)
        meant = True
    about = without_indicator(fitted(without_asked(last.subject, body), body), last.whole, body)
    goes_on = meant or not (sibling(last.whole, body) or says_all(last.whole, body))
    if goes_on and adds(about, body) and (meant or continues(last.whole, body, f"{about}，{body}")):
        return Turn(joined(about, body), _newer(last.subject, body), body)
    if opened or (len(body) <= _SHORT and ASKS_FIGURE.search(body)):
        circumstances = with_circumstances(body, last.whole)
        return _standing(circumstances) if circumstances != body else None
    return _standing(body) if corrected and PERSONS.search(folded) else None


def _standing(whole: str) -> Turn:
    return Turn(whole, subject_of(whole))


def _elliptical(said: str, last: Turn) -> Turn:
    """A question that only says what another one is asked of, or in which case: 第二批呢, 要是超标了呢."""
    whole = replaced(last.whole, said)
    if not whole.startswith(f"{said}，"):
        return _standing(whole)
    if asked_as(last.whole) == "yes_no" and _IN_THAT_CASE.search(said):
        own = f"{said}怎么办?"
        return Turn(f"{last.subject}，{own}", last.subject, own)
    return Turn(whole, subject_of(whole), f"{said}，{_asking_part(last.whole)}")


def _newer(subject: str, question: str) -> str:
    """What a question is about that goes on with another's subject: a thing of a name of its own, or that still."""
    own = subject_of(question)
    words = tagged(own)
    named = (
        len(words) >= _NAMED
        and words[-1][1].startswith("n")
        and not any(tag[0] not in "njblvad" or word in MODALS for word, tag in words)
    )
    if not named or not own or own not in question[: len(own) + 2]:
        return subject
    place = next(iter(find_places(subject)), None)
    said = subject[place.start : place.end] if place and not find_places(own) else ""
    return f"{said}{own}"


def _of_another(last: Turn, other: str, asks: str) -> Turn:
    """普票呢，一个月最多领几份: the earlier subject with the other one in it, asked what is asked now."""
    other = pointed_at(other)
    if _ASKS_THE_SAME.fullmatch(asks) and ASKS_FIGURE.search(last.whole):
        return _standing(replaced(last.whole, other))
    elsewhere = only_circumstances(other)
    if elsewhere:
        moved = subject_of(replaced(last.whole, elsewhere))
        return Turn(f"{moved}，{asks}", moved, asks)
    subject: str | None = (
        (None if re.search(r"[年月日]", other) else swapped_amount(last.subject, other))
        or parallel(last.subject, other)
        or parallel(without_asking(last.whole), other)
    )
    if not subject and not other.endswith("的"):
        repeated = without_asking(asks)
        said_again = len(repeated) > 1 and repeated in last.subject
        before = trimmed(last.subject.replace(repeated, "")) if said_again else last.subject
        subject = topic_replaced(before, other)
    subject = subject or f"{last.subject}，{other}"
    return Turn(f"{subject}，{asks}", subject, f"{other}，{asks}")


def _is_condition(words: str) -> bool:
    return bool(re.match(r"如果|要是|假如|万一|若", words))


def _asks_of_things(question: str, before: str) -> bool:
    """Whether a question asks which things there are, of which the earlier one asked something else: 海南的有哪几个市."""
    which = r"哪(?:几|些)?[个家座种项]|哪些|哪几"
    return bool(re.search(which, question)) and not re.search(which, before)


def _asking_part(before: str) -> str:
    """The earlier question from the last noun before its asking words on: 每年能抵多少税."""
    asking = ASKING_WORDS.search(before)
    start = asking.start() if asking else 0
    for word, tag in reversed(open_tokenizer().tagged(before[:start])):
        if tag.startswith(("n", "j", "x")):
            break
        start -= len(word)
    return before[max(start, 0) :]


def _has_subject(question: str) -> bool:
    """Whether a question may be about something that it names itself."""
    if re.search(r"《[^》]+》", question):
        return True
    if _HEADLESS.match(question):
        return False
    first = re.split(r"[，,]", question)[0]
    leans = bool(_ASKS.search(first) or _IN_THAT_CASE.search(first))
    asks_of_nothing = first != question and leans and names_nothing(first)
    return not (asks_of_nothing or names_nothing(question) or pronoun_in(question))


def _with_subject(question: str, last: Turn, title_for: TitleFor) -> Turn:
    """The question with its pronoun, or its missing subject, filled from the earlier one."""
    found = pronoun_in(question)
    if found and stands_for_text(question, found):
        title = title_for(last.whole)
        if title:
            whole = question[: found.start()] + f"《{title}》" + question[found.end() :]
            return Turn(whole, last.subject)
    if found and found[0].startswith("它") and not question[: found.start()]:
        return Turn(without_office(last.subject) + question[found.end() :], last.subject)
    if (
        found
        and found[0] != "它"
        and names_nothing(question[: found.start()])
        and names_nothing(question[found.end() :])
    ):
        subject = fitted(last.subject, question)
        return Turn(question[: found.start()] + subject + question[found.end() :], last.subject)
    return Turn(f"{fitted(last.subject, question)}，{question}", last.subject, question)
