"""Whether a clause gives something: a linear model over signs that a person can read.

A clause that names a kind of support, or an amount under a heading that does, is a candidate; whether it gives,
or merely speaks of giving (数据显示…新增减税113亿元, 申请补贴当月前, 向…发放的贷款取得的利息收入), is for the model in
`measure_model.json` to say. `evals.fit_measures` fits it on documents labelled by hand.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from indexing.instruments import explicit, implied, refused, supported

_TOLD = (
    "数据显示 统计 上半年 前三季度 去年 过去 累计 同比 增长 占比 截至 目前 今年以来 近年来 介绍 表示 认为 分析 专家 享受到 受益 预计 "
    "请求 研究提出 支出 下达 新增 记者 公告 通知 明确 提出 规定 符合 条件 申请 材料 负责 监督 检查 处罚 警告 违法 责令 不得 不予 停止 "
    "鼓励 引导 推动 加强 完善 落实 探索 建立 可以 应当 标准 对象 期限 我们 公司"
).split()
_HEADS = "条件 材料 程序 对象 标准 内容 范围 方式 职责 监督 管理 申请 资金 支持 措施 政策 保障 要求 问题 责任 总则 附则 目标".split()
_MONEY = re.compile(r"[\d.]+\s*(?P<size>万亿|亿|千万|百万|万|千)?元")
_EACH = re.compile(r"每(?:人|户|家|个|亩|月|年|张|项|台|套|招用|增加|满|连续)|单个|单户|一次性|最高|上限")
_SHARE = re.compile(r"\d[\d.]*[%％‰]|百分之")
_GIVING = re.compile(r"给予|予以|发放|提供|享受|可以?申请|安排|拨付|支付|实行|实施|免|减按|减征|减半")
_MODIFIES = re.compile(
    r"(?:给予|予以|发放|提供|享受|申请|领取|获得|缴纳|取得|安排|免征|减免)[^，,。；;]{0,24}?的(?!$|[一二三四五六七八九十\d]*[%％]|比例|标准)"
)
_ONLY_NAMED = re.compile(r"(?:对|向|为|以及为)[^，,]{4,}的[^，,给予免减按]{1,14}")
_RATE_NAMED = re.compile(
    r"(?:补贴|补助|资助|奖励|奖补|救助|津贴|扶持|贷款|减免|支持)[^，,。；;：:]{0,6}(?:标准|金额|额度|限额|比例)"
)
_REVIEW = re.compile(
    r"回顾|工作总结|成效|取得的|多缴和少缴|适用时间|执行期限|预缴时|监督|罚则|法律责任|监管|考核"
)
_REACH = 400
_SPLIT = re.compile(r"[，,。；;：:！？\n]")


@dataclass(frozen=True, slots=True)
class Setting:
    """What a clause stands in: its sentence, what introduces its part of it, and the headings above."""

    sentence: tuple[int, int]
    intro: str
    heading: tuple[str, ...]
    label: str
    context: str

    def around(self, text: str, start: int, end: int) -> tuple[str, str]:
        """The words of the sentence before the clause `start` to `end` and behind it, at most 400 of each."""
        first, last = self.sentence
        return text[max(first, start - _REACH) : start], text[end : min(last, end + _REACH)]


def signs(text: str, start: int, end: int, setting: Setting) -> Iterator[str]:
    """The signs of the clause `start` to `end`, each by name."""
    clause = text[start:end]
    masked = re.sub(r"\d[\d.,]*", "0", clause)
    bounded = f"^{masked}$"
    for size in (2, 3):
        for at in range(len(bounded) - size + 1):
            yield f"有:{bounded[at : at + size]}"
    before, after = setting.around(text, start, end)
    earlier = [one for one in _SPLIT.split(before) if one]
    if earlier:
        yield f"前尾:{earlier[-1][-1:]}"
        yield f"前尾:{earlier[-1][-2:]}"
        yield f"前头:{earlier[-1][:1]}"
    else:
        yield "句首"
    later = [one for one in _SPLIT.split(after) if one]
    if later:
        yield f"后头:{re.sub(r'[0-9.]+', '0', later[0])[:2]}"
        yield f"后头:{re.sub(r'[0-9.]+', '0', later[0])[:1]}"
    else:
        yield "句尾"
    yield f"标点:{text[start - 1 : start].strip() or '行首'}"
    yield f"止于:{text[end : end + 1].strip() or '行尾'}"
    for word in _TOLD:
        if word in before or word in after:
            yield f"句中:{word}"
        if word in clause:
            yield f"子句:{word}"
        if word in setting.intro:
            yield f"引语:{word}"
    for word in _HEADS:
        if setting.heading and word in setting.heading[-1]:
            yield f"标题:{word}"
        if word in setting.label:
            yield f"小题:{word}"
    if any(len(title) <= 20 and _REVIEW.search(title) for title in setting.heading):
        yield "标题:回顾或监管"
    if re.search("不得|禁止|严禁|不予|停止", setting.intro):
        yield "引语:禁止"
    if len(clause) < 8:
        yield "短"
    if len(clause) > 40:
        yield "长"
    yield from _amounts(clause, setting.intro)
    yield from _grammar(text, start, clause, before, after, setting)


def _amounts(clause: str, intro: str) -> Iterator[str]:
    for match in _MONEY.finditer(clause):
        yield f"金额:{match['size'] or '元'}"
    if _EACH.search(clause):
        yield "每份"
    if _SHARE.search(clause):
        yield "比例"
    if re.search(r"\d", clause) is None:
        yield "无数字"
    elif _RATE_NAMED.search(clause) or _RATE_NAMED.search(intro):
        yield "所称标准"


def _grammar(text: str, start: int, clause: str, before: str, after: str, setting: Setting) -> Iterator[str]:
    if explicit(clause):
        yield "明给"
    if implied(clause, setting.context):
        yield "隐给"
    if refused(clause):
        yield "像不给"
    if supported(clause):
        yield "支持谁"
    if _MODIFIES.search(clause):
        yield "作定语"
    if _ONLY_NAMED.fullmatch(clause):
        yield "只说对谁"
    if _GIVING.search(clause):
        yield "给予词"
    if re.match(r"(?:[一二三四五六七八九十]+是|同时|并|其中)?(?:对|向|为|给)", clause):
        yield "对某"
    if re.search(r"(?:^|[，,；;。：:])\s*(?:对|向|为)[^。；;]*$", before):
        yield "前有对某"
    if before.rstrip("，,").endswith("的"):
        yield "前为情形"
    if clause.endswith("的"):
        yield "自为情形"
    if re.search(r"(?:^|[，,；;。：:])\s*(?:经|按照?|根据|由)[^，,]*[，,]?$", before):
        yield "前为依据"
    if text[start - 1 : start] in "“‘《":
        yield "引号"
