"""Whether a figure is aimed at, already reached, or neither: by its clause, its year, and what it stands under."""

import re
from dataclasses import dataclass

from corpus.document import Document
from indexing.quantities import Quantity
from indexing.target import Kind
from indexing.target_words import SHARE_TREATED, makes

_ACHIEVED = re.compile(
    r"已经?|目前|截至|(?<![比较与和同])(?:去年|上年(?!均))|累计完成|现有|以来|完成了|达到了|增长了|过去|同比|实现了|首次"
)
_AIMED = re.compile(
    r"力争|目标|到20\d\d年|20\d\d年底?前|达到|超过|突破|争创|新增|培育|建成|打造|实现|不低于|不少于|以上|左右|计划"
    r"|预期|控制在|提高到|提升至|提升到|增长|下降|降低|完成|今年|明年|确保|安排|拟"
)
_SURELY_AIMED = re.compile(r"力争|目标|争创|每年|争取|拟按|拟安排|预计全年|五”(?:期)?末")
# Amounts given, marks scored, rates charged: what a document grants or demands in each case is no target.
_GRANTED = re.compile(
    r"补助(?!标准)|奖补|奖励|补贴|贴息|资助|给予|罚|分值|计分|得分|扣分|满分|奖金|免征|减按|税率|费率不|单个|单户|每家|每户|每人|每年每|最高|至多|起付|报销|缴纳|贷款额度|注册资本|享受|收费|原则上不|即可|方可|基数|扣|每(?:降低|提高|增加|减少|下降|超|低于|高于)"
)
_REACHED_AT = re.compile(
    r"(?:达到?|超过?|突破|不低于|不少于|不高于|不超过|降至|降到|缩短[至到]|压[缩减][至到]|提高到?|提升[至到]?|增加到?|增长|下降|降低|控制在|保持在|稳定在|新增|建成|减少|实现|低于|高于|规模|安排|普及率|覆盖率|占比)[了为]?$"
)
_MEASURED_TIME = re.compile(r"寿命|年限|年龄|时长|时限|时间|天数|次数|周期")
_REVIEW = re.compile(
    r"回顾|完成情况|取得[^，。]{0,8}成[效就绩]|主要成绩|发展现状|发展基础|工作总结|过去[一五\d]"
)
_AIMS = re.compile(r"目标|指标|任务|安排|行动|工作重点|重点工作|总体要求|政策取向|总体部署|工作的?建议")
_PLAN = re.compile(r"方案|计划|规划|行动|工作要点|考评|考核|意见")
_CHANGE = re.compile(
    r"^(?:比|较|与|同)(?:上|去|20|前)|^(?:增加|减少)$|比(?:去年|上年)[^，。；]{0,6}(?:多|少|增加|扩大)$"
)
TIME_UNITS = frozenset(
    "年 月 日 天 小时 个小时 分钟 周 个月 工作日 个工作日 季度 个季度 岁 周岁 周年 届 次".split()
)
"""Durations and plain numbers measure a condition, hardly ever an indicator."""


_NEVER_AIMED = frozenset("分 例 级".split())  # marks, cases of illness, grades
# Words that set an aim whatever the year; 达到, 增长 and the like also tell what was reached.
_MEANT = re.compile(
    r"要|将|须|力争|目标|拟|计划|预期|预计|确保|争取|努力|到20\d\d年|20\d\d年底?前|五”?末|安排|培育|打造|争创"
)
_HALF_WAY = re.compile(
    r"上半年|下半年以来|前[一二三]个?季度|[一二三四]季度(?!末)|\d{1,2}[-—–~至]\d{1,2}月|\d{1,2}月末|\d日"
)
_LIST_AHEAD = re.compile(r"方面|层面|[：:]")  # 八个方面, 指标有三个：
# 增长到2022年的1883万千瓦 tells what was reached, where nothing says that it is to be
_REACHED_IN = re.compile(
    r"(?:过去(?:的)?(?:[一二三五十]|\d+)年|(?:增长|增加|提高|上升|下降|减少|涨|降)[到至]20\d\d年的)[^。；]*$"
)
_WILL = re.compile(r"将|要|力争|预计|预期|目标|争取|确保")
_REQUIRED = re.compile(r"应当?有|须占|不得|必须")


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a paragraph stands under: `aimed` is true below aims, false in a review, None elsewhere.

    `listed` says that a line such as 今年的预期目标是： introduced it. `year` is that of the aims listed here, `context_year` one that the headings merely name; `plan` says that the
    document is one that sets aims.
    """

    year: int | None = None
    context_year: int | None = None
    aimed: bool | None = None
    listed: bool = False
    plan: bool = False


def is_plan(document: Document) -> bool:
    """Whether the document's title says that it sets aims: 方案, 规划, 意见 …"""
    return bool(_PLAN.search(document.title.replace("要点整理", "")))


def heading_aims(heading: tuple[str, ...]) -> bool | None:
    """Whether headings speak of aims or, false, of what was done; the innermost that says so counts."""
    for words in reversed(heading):
        if _REVIEW.search(words):
            return False
        if _AIMS.search(words):
            return True
    return None


def kind_of(
    figure: Quantity,
    *,
    clause: str,
    before: str,
    lead: str,
    after: str,
    indicator: str,
    year: int | None,
    this_year: int | None,
    surroundings: Surroundings,
) -> Kind:
    """The kind of a figure: `clause` is the one it stands in, `before` and `after` the sentence around it, `lead` the
    words before it that are its own, `year` the year it holds for, if known."""
    if figure.unit in TIME_UNITS and not (_MEASURED_TIME.search(indicator) and _REACHED_AT.search(lead)):
        return "figure"
    if figure.unit in _NEVER_AIMED or _LIST_AHEAD.match(after):
        return "figure"
    if "力争" not in before and (
        _ACHIEVED.search(clause) or (year is not None and this_year is not None and year < this_year)
    ):
        return "achieved"
    if _REACHED_IN.search(before) and not _WILL.search(clause):
        return "achieved"
    if _GRANTED.search(clause) or _GRANTED.search(_part(before, after)) or _CHANGE.match(lead.strip()):
        return "figure"
    if surroundings.aimed is False:
        return "achieved"
    if year is not None and not lead.strip() and figure.comparator == ">=" and SHARE_TREATED.match(after):
        return "target"
    if not makes(lead) and _is_condition(figure, after):
        return "figure"
    said = before + clause
    known = surroundings.aimed or surroundings.plan or (year or 0) > (this_year or 9999)
    if _SURELY_AIMED.search(clause) or "力争" in re.split(r"[；;]", before)[-1]:
        return "target"
    if not known and (_HALF_WAY.search(said) or _REQUIRED.search(said)):
        return "figure"
    if year is not None and _AIMED.search(said) and (known or _MEANT.search(said)):
        return "target"
    if surroundings.listed and indicator:
        return "target"
    aiming = makes(lead) or _REACHED_AT.search(lead) or figure.comparator != "=" or "：" in lead
    if aiming and (surroundings.aimed or surroundings.plan):
        return "target"
    return "figure"


def _is_condition(figure: Quantity, after: str) -> bool:
    """Whether the figure only says which things are meant: 500万元及以下的小微企业, 50人以上企业."""
    named = re.match(r"[\u4e00-\u9fff]", after) and not re.match(r"[、和及与]|左右|安排|为|比|纳入", after)
    return after.startswith("的") or bool(
        named and figure.comparator in (">=", "<=") and figure.bounded_after
    )


def _part(before: str, after: str) -> str:
    """The part of the sentence between two semicolons, around the figure."""
    return re.split(r"[；;]", before)[-1] + "…" + re.split(r"[；;]", after)[0]
