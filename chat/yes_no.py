"""What settles a question for a yes or no: the same matter is not enough, a sentence must say which of the two holds.

It does so by a word that answers the modality asked for (能…吗 by 不得, 非得…吗 by 自愿, 还…吗 by 不再), by a pole of the
scale asked about (`scales.txt`: 压缩了吗 by 扩大), or by a thing of the kind that the question asserts (是80种吧 by 73种).
"""

import re
from functools import lru_cache
from pathlib import Path

from chat.topic import fold
from indexing.quantities import find_quantities

_SCALES = Path(__file__).with_name("scales.txt")
_ASKS = re.compile(
    r"(?:[吗吧不没]|(?<![什怎多那这要])么)[？?。！!\s呀啊]*$|(?:吗|(?<![什怎多那这要])么)[，,（(]|(?P<one>[让设行用准算能会要是得])不(?P=one)|(?P<two>[开考])没(?P=two)"
    r"|是否|能否|可否|可不可以|有没有|没有[？?]?$|需不需要|应不应该|对不对|没错|合不合|非得|一定要|不可[？?]?$|行不行"
)
_CONFIRMS = re.compile(r"[吗吧么][？?。！!\s]*$|对不对|是不是|是否|没错|是这样|属实|真的")
# what is asked: may one, must one, does it still hold; and what answers it
_MODALITIES = (
    (
        re.compile(r"能|可以|可不可|可否|行不行|[行成]吗|允许|[让准许]不|合规|合法|合不合|拒绝|给不给|就"),
        re.compile(
            r"不得|不能|不可(?!或缺|抗|分)|不予|不许|不准|不允许|禁止|严禁|只能|仅限|限于|才(?:可以|能|可)|可以|允许|准予|不再|不另|除外|[均都]可|有权|无权|须(?=[为是在由有])|面向|回避|无论|不论|自行|不限"
            r"|可(?=[申享继选自向在到通免按凭叠同])|取消|鼓励|相同|同等"
        ),
    ),
    (
        re.compile(
            r"必须|非得|非要|一定|要不要|需不需要|需要|得先|要先|还要|用不用|才行|不可[？?]?$|要.{0,12}吗|得.{0,12}[吗才]"
        ),
        re.compile(
            r"须|必须|应当|应(?=[在按由向依自报经])|自愿|无需|无须|不需|不用|不必|不要求|免[予收征交缴责除于检验]|不再|不得|不另|自行|自主|取消|一律|方可|才(?:可以|能|可)|可以"
        ),
    ),
    (
        re.compile(r"算(?!数|作数|有效)|包括|包含|计入|纳入|属于|在内|含不含"),
        re.compile(
            r"不?(?:包括|包含|计入|纳入|属于|视[同为作]|认定|作为|构成|认可)|除外|[不均都]含|不[算计在得]|[均都应]为|以外|限于|列入|归入"
        ),
    ),
    (
        re.compile(r"还|仍|继续|接着|算数|作数|有效|管用|不认|以后|改"),
        re.compile(
            r"不再|继续|仍|停止|废止|失效|撤销|取消|有效期|执行[至到期]|期满|不变|不得|不结转|不另|补缴|追回|可以"
        ),
    ),
)
_BODY_CLAIMED = re.compile(r"[局厅部委办院司行会门](?:是|来)?(?:印发|发布|发|负责|牵头|主管|管|制定|督查)")
_BODY = re.compile(
    r"[局厅部委办院司行会门府组](?:[^，。；]{0,8}(?:印发|发布)|负责|牵头|主管|会同)|由[^，。；]{2,24}(?:负责|牵头|主管|督促|制定)"
)
# a year or month that is claimed of something, not the one it is asked for: 到2028年底, 9月底前, 2024年1月才
_DAY_CLAIMED = re.compile(
    r"[到至自从]\s*\d{4}年|\d{4}年\d*月?[底末]?(?:才|就|开始|施行|到期)|\d月\d*[日号]?底?(?:前|才|起|开始)"
)
_DAY = re.compile(r"\d{4}年(?:\d{1,2}月|底)|\d{1,2}月(?:\d{1,2}日|底)")


@lru_cache(maxsize=256)
def what_settles(question: str) -> tuple[re.Pattern[str], ...] | None:
    """What a text that settles a question holds one of; None where the question wants no yes or no."""
    asked = fold(question).strip()
    if not _ASKS.search(asked):
        return None
    modalities = (answers for asks, answers in _MODALITIES if asks.search(asked))
    scale = sorted(poles(question))
    return (
        *modalities,
        *([re.compile("|".join(map(re.escape, scale)))] if scale else ()),
        *(_claims(asked) if _CONFIRMS.search(asked) else ()),
    )


def settles(question: str, text: str) -> bool | None:
    """Whether a text says which of yes and no holds, if it speaks of the same matter; None where neither is wanted."""
    answers = what_settles(question)
    return None if answers is None else any(answer.search(fold(text)) for answer in answers)


def claims_day(question: str) -> bool:
    """Whether a question asserts a day, month or year, to be confirmed or not: 执行到2018年底，对吧."""
    asked = fold(question).strip()
    return bool(_ASKS.search(asked) and _CONFIRMS.search(asked) and _DAY_CLAIMED.search(asked))


@lru_cache(maxsize=256)
def poles(question: str) -> frozenset[str]:
    """The words of every scale that a question for a yes or no speaks of; none where it wants neither."""
    asked = fold(question).strip()
    if not _ASKS.search(asked):
        return frozenset()
    return frozenset().union(*(scale for scale in _scales() if any(word in asked for word in scale)))


def _claims(asked: str) -> list[re.Pattern[str]]:
    """What a thing of each kind that the question asserts looks like."""
    units = {q.written_unit for q in find_quantities(asked) if not q.is_year and not q.is_date_part}
    claims = [re.compile(rf"[\d一二三四五六七八九十百千万亿]\s*{re.escape(unit)}") for unit in units if unit]
    if _DAY_CLAIMED.search(asked):
        claims.append(_DAY)
    if _BODY_CLAIMED.search(asked):
        claims.append(_BODY)
    return claims


@lru_cache(maxsize=1)
def _scales() -> tuple[frozenset[str], ...]:
    """The words of each scale, of all its poles."""
    lines = _SCALES.read_text(encoding="utf-8").splitlines()
    return tuple(
        frozenset(fold(line).replace("|", " ").split()) for line in lines if line and not line.startswith("#")
    )
