"""Which words give what kind of support: 一次性奖补100万元 is a reward, 免征增值税 tax relief.

The table is `instruments.tsv`: a kind of support (instrument), the pattern of a clause that gives it, and the
nouns that name it where a heading or an introduction does and the clause gives only the amount.
"""

import re
from functools import cache
from pathlib import Path

_FILE = Path(__file__).with_name("instruments.tsv")

SUPPORT = "支持"
"""Support for doing something, where no other instrument is named."""

_NO_GIFT = re.compile(
    r"不得(?!超过|低于|高于|少于)|不予|停止享受|不享受|不能享受|取消|废止|除外|不再|违规|骗取|是指|所称|简称《|照章征收|应予免征"
    r"|预计|累计已|完成情况|增长\d|增幅|下降\d|按[^，,]{0,6}规定(?:执行|办理)$|约[\d.]+万?亿|资金[\d.]+亿|适用于|凭证$|证明$|材料$|手续|免税标识|字段|(?:免征|减征)[^，,]{1,14}税的[^，,政]{2,}$|有关事项|(?:公告|通知)如下|^为(?:了|加强|促进|规范|支持|鼓励|推动|进一步|贯彻|落实|确保|完善)|^即|除以|^让|更容易|总额的|余额|一定比例$|应将|方可|平均利率|不能再|不能同时|只能享受|不影响|选择领取|选择轮候|资格认定|计发|累计发放|存款利率|增速|同比|环比|刚刚|享受的|新发放[^，,]{0,10}贷款|政策红利|(?<!可)已有|就获得|获得了?\d|停止(?:发放|执行)|不可再?|退（免）税|免抵退|明细表|注销|初审|代为|发放到位|尽快发放|滞拨|核定|(?:管理)?(?:办法|规定|细则)》?$|工作$|要求$|情形$|(?<!部分)的$|审批表|申请表|名单$|监督检查|绩效|考核|梳理|归并"
)
_DENIED = re.compile(
    r"不能(?!低于|少于|超过)[^，,]{0,24}(?:申请|享受)|不再?(?:享受|给予)|(?:暂停|停止)[^，,]{0,8}(?:享受|执行|拨付|发放|支付)"
    r"|不得(?:免征|享受|申请|抵扣|减免)|取消[^，,]{0,24}资格|^即(?:免|为|是)|是指|照章征收|应[^，,]{0,6}补缴|^取消[^，,]{0,20}(?:补贴|补助|优惠|奖励)"
    r"|(?:取得|发放|提供)的[^，,。；;]{1,16}(?:收入|贷款|所得|费)$"
)
_BY_OTHERS = re.compile(
    r"^(?:全面|务必|切实|进一步|大力|积极|持续)*(?:鼓励|引导|倡导|号召|探索|研究|推动落实|落实|完善|推进|推动|督促|规范)"
)
_LENT = ("基金", "担保")  # given by others than the state, so that encouraging them is the measure
_DOCUMENT_TITLE = re.compile(r"(?<!出台)(?<!推出)《[^《》]*》")
_DOING = re.compile(
    r"^(?:[一二三四五六七八九十]+是|我们|我省|我市|本市|将|同时|还|并|优先|重点|大力|积极|继续|更大力度)*支持(?!力度)(?P<who>[^，,。；;：:]+)"
)
_GIVES, _NAMES, _MAY_MEAN, _ELSE = range(4)  # the columns of patterns in the table
_IMPLIED = re.compile(
    r"最高(?:可申请)?(?:不超过)?\s?[\d.]+\s?(?:万|亿)?元|可?申请最高|一次性[^，,。；;]{0,8}\d|标准(?:为|是)[^，,。；;]{0,12}\d+元"
    r"|以每[^，,。；;]{1,12}\d+元为限额|(?<!不)可(?:以)?(?:在[^，,。；;]{2,10})?申请(?!认定|办理|复核|查阅)|在[^，,。；;]{2,8}地申请|(?<!不)(?:可|可以|还可|还可以)享受"
    r"|费率[^，,。；;]{0,6}不超过\d|^(?:培训|符合|取得|参加)[^，,。；;]{2,16}享受|适当提高|全额补贴|扣减"
)


def explicit(clause: str) -> str | None:
    """The instrument that a clause itself gives; None where it gives nothing."""
    clause = _titles_masked(clause)
    if _NO_GIFT.search(clause):
        return None
    best = _last_of(clause, _GIVES)
    by_others = _BY_OTHERS.match(clause) and best not in _LENT and not re.search(r"\d", clause)
    return None if by_others else best


def refused(clause: str) -> bool:
    """Whether the clause holds words of one that gives nothing (不得, 是指, 同比)."""
    return bool(_NO_GIFT.search(_titles_masked(clause)))


def meant(clause: str, context: str) -> str | None:
    """The instrument that a clause would give, if it gives: its own, else that of the words around an amount.

    None where it denies one (不享受, 停止发放) or only describes what one is for (发放小额贷款取得的利息收入).
    """
    clause = _titles_masked(clause)
    if _DENIED.search(clause):
        return None
    own = _last_of(clause, _GIVES) or _last_of(clause, _NAMES)
    if own is None and re.search(r"\d", clause):
        own = named(context)
    return own or _last_of(clause, _MAY_MEAN) or _last_of(clause, _ELSE)


def _titles_masked(clause: str) -> str:
    """The clause without the titles of documents it names, unless it says that they were issued (已出台《…》)."""
    return _DOCUMENT_TITLE.sub(lambda match: "＿" * len(match.group()), clause)


def implied(clause: str, context: str) -> str | None:
    """The instrument that a clause gives an amount of, or lets apply for, where the words around it name it."""
    clause = _titles_masked(clause)
    if _NO_GIFT.search(clause) or not _IMPLIED.search(clause):
        return None
    return named(context)


def named(words: str) -> str | None:
    """The instrument that words name, the last named first; None where they name none."""
    return _last_of(words, _NAMES)


def _last_of(words: str, column: int) -> str | None:
    """The instrument whose pattern of a column of the table ends last in the words."""
    best, last = None, -1
    for instrument, patterns in _table():
        for match in patterns[column].finditer(words):
            if match.end() > last:
                best, last = instrument, match.end()
    return best


def supported(clause: str) -> str | None:
    """The words behind 支持 in a clause that supports somebody in doing something; None elsewhere."""
    match = _DOING.match(clause)
    return match["who"] if match and not _NO_GIFT.search(clause) else None


@cache
def _table() -> list[tuple[str, list[re.Pattern[str]]]]:
    rows = []
    for line in _FILE.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            instrument, *patterns = line.split("\t")
            rows.append((instrument, [re.compile(pattern) for pattern in patterns]))
    return rows
