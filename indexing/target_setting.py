"""Where a figure stands: its sentence, its year, what its paragraph stands under; and the words that tell its kind."""

import re
from dataclasses import dataclass

from corpus.document import Document
from indexing.quantities import Quantity

ACHIEVED = re.compile(
    r"已经?|目前|截至|(?<![比较与和同])(?:去年|上年(?!均))|累计完成|现有|以来|完成了|达到了|增长了|过去|同比|实现了|首次"
)
# Amounts given, marks scored, rates charged: what a document grants or demands in each case is no target.
GRANTED = re.compile(
    r"补助(?!标准)|奖补|奖励|补贴|贴息|资助|给予|罚|分值|计分|得分|扣分|满分|奖金|免征|减按|税率|费率不|单个|单户|每家|每户|每人|每年每|最高|至多|起付|报销|缴纳|贷款额度|注册资本|享受|收费|原则上|每次|一式|征收率|即可|方可|基数|(?<!紧)扣|每(?:降低|提高|增加|减少|下降|超|低于|高于)"
)
REACHED_AT = re.compile(
    r"(?:达到?|超过?|突破|不低于|不少于|不高于|不超过|降至|降到|缩短[至到]|压[缩减][至到]|提高到?|提升[至到]?|增加到?|增长|下降|降低|控制在|保持在|稳定在|新增|建成|减少|实现|低于|高于|规模|安排|普及率|覆盖率|占比)[了为]?$"
)
CHANGE = re.compile(
    r"^(?:比|较|与|同)(?:上|去|20|前)|^(?:增加|减少)$|比(?:去年|上年)[^，。；]{0,6}(?:多|少|增加|扩大)$"
)
# 增长到2022年的1883万千瓦 tells what was reached, where nothing says that it is to be
REACHED_IN = re.compile(
    r"(?:过去(?:的)?(?:[一二三五十]|\d+)年|(?:增长|增加|提高|上升|下降|减少|涨|降)[到至]20\d\d年的)[^。；]*$"
)
# Words that set an aim whatever the year; 达到, 增长 and the like also tell what was reached.
MEANT = re.compile(
    r"要|将|须|力争|目标|拟|计划|预期|预计|确保|争取|努力|到20\d\d年|20\d\d年底?前|五”?末|安排|培育|打造|争创"
)
# the words that a figure is aimed at by, and those that it is reached by; the last one before it counts most
INTENT = re.compile(
    r"将(?!来|军)|(?<![动发年展项体学])计划(?!单列)|拟(?!合)|力争|争取|目标|到[“”]?(?:20\d\d年|十[一二三四五六])|[须]|要(?![求素点闻])|预计|预期|确保|年底前|任务|规划|明年|努力|提出"
)
_REVIEW = re.compile(
    r"回顾|完成情况|取得[^，。]{0,8}成[效就绩]|主要成绩|发展现状|发展基础|工作总结|过去[一五\d]"
)
_AIMS = re.compile(r"目标|指标|任务|安排|行动|工作重点|重点工作|总体要求|政策取向|总体部署|工作的?建议")
_PLAN = re.compile(r"方案|计划|规划|行动|工作要点|考评|考核|意见")
# years that a document without a date is later than, or stands in
_ENDED_YEAR = re.compile(r"截至(20\d\d)年[底末]")
_BEGUN_YEAR = re.compile(r"截至(20\d\d)年|(20\d\d)年(?:\d{1,2}月)?(?:以来|上半年|[1-9]月|1[012]月)")
_AIM_BEHIND = re.compile(r"的[^，。；]{0,8}(?:目标|规模|任务)|等")


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """Where a figure stands.

    `clause` is the one it is in, `before` and `after` the sentence around it, `lead` the words before it that are its
    own, `year` the year it holds for, if known. Of a document without a date `year_past` is the last year that is surely
    over; `first_aim` is the first year that it speaks of with 到. `spelled` says that the numeral is written in
    characters, `over` that it is counted as so many and some more (1200多万), `figure_before` whether the figure before was a target, and the mark between them.
    """

    figure: Quantity
    clause: str
    before: str
    lead: str
    after: str
    indicator: str
    year: int | None
    this_year: int | None
    year_past: int | None
    first_aim: int | None
    spelled: bool
    over: bool
    figure_before: str
    surroundings: Surroundings

    @property
    def year_sign(self) -> str:
        """Whether its year is to come, runs, or is over; of a document without a date 早, 晚 or 有."""
        year, this_year = self.year, self.this_year
        if year is None:
            return "无"
        if this_year is None and self.year_past is None:
            return "有"
        if this_year is None:
            return "早" if year <= (self.year_past or 0) else "晚"
        return "将" if year > this_year else "今" if year == this_year else "过"

    @property
    def is_condition(self) -> bool:
        """Whether the figure only says which things are meant: 500万元及以下的小微企业, 50人以上企业."""
        figure, after = self.figure, self.after
        named = re.match(r"[\u4e00-\u9fff]", after) and not re.match(
            r"[、和及与]|左右|安排|为|比|纳入", after
        )
        if _AIM_BEHIND.match(after):
            return False
        return after.startswith("的") or bool(
            named and figure.comparator in (">=", "<=") and figure.bounded_after
        )


def year_past(text: str) -> int | None:
    """The last year that is surely over where a text speaks: 截至2022年底; 2023年以来 says so of 2022."""
    ended = [int(m[1]) for m in _ENDED_YEAR.finditer(text)]
    begun = [int(m[1] or m[2]) - 1 for m in _BEGUN_YEAR.finditer(text)]
    return max([*ended, *begun], default=None)
