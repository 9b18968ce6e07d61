"""Whether a figure may be a target at all, and what rules it out whatever its signs say."""

import re

from indexing.target_setting import ACHIEVED, CHANGE, GRANTED, INTENT, MEANT, REACHED_AT, REACHED_IN, Setting
from indexing.target_words import SHARE_TREATED, core, makes

_MEASURED_TIME = re.compile(r"寿命|年限|年龄|时长|时限|时间|天数|次数|周期")
TIME_UNITS = frozenset(
    "年 月 日 天 小时 个小时 分钟 周 个月 工作日 个工作日 季度 个季度 岁 周岁 周年 届 次".split()
)
"""Durations and plain numbers measure a condition, hardly ever an indicator."""
_NEVER_AIMED = frozenset(
    "分 例 级 字 份 ℃ 摄氏度".split()
)  # marks, cases of illness, grades, sizes of papers, weather
_SINCE = re.compile(r"以来[^；;。]*$")
_LIST_AHEAD = re.compile(r"方面|层面|[：:]")  # 八个方面, 指标有三个：
_WILL = re.compile(r"将|要|力争|预计|预期|目标|争取|确保")
_OWN_POINTS = re.compile(r"(?:目标|指标|举措|措施|方面|类型|系列|要求|[重点主要]任务)$")
_DISTANCE = re.compile(r"(?:高于|低于|好于|劣于|优于|快于|高出)[^，。；]{1,10}$")
_STATED = re.compile(r"力争|目标|计划[^》]*$|提出|规划(?!》)")


def measures(setting: Setting) -> bool:
    """Whether a figure may be a target at all: durations hardly ever, marks scored and lists announced never are."""
    figure = setting.figure
    if figure.unit in TIME_UNITS:
        return bool(_MEASURED_TIME.search(setting.indicator) and REACHED_AT.search(setting.lead))
    return (
        bool(setting.indicator) and figure.unit not in _NEVER_AIMED and not _LIST_AHEAD.match(setting.after)
    )


def excluded(setting: Setting) -> bool:
    """Whether the text rules a target out, whatever else speaks for it.

    It tells what was reached, what is granted or demanded in each case, or which things are meant (500万元以上的项目), or
    speaks of no aim at all.
    """
    figure = setting.figure
    own = re.split(r"(?<!年)(?<!年[底末])[，,]|[；;：:。]", setting.before)[-1]
    # what was counted is 1200多万; aimed at are round numbers, where nothing says that they are aimed at
    if (ACHIEVED.search(own) or setting.over) and not (_WILL.search(own) or INTENT.search(own)):
        return True
    if setting.surroundings.aimed is False or not (_expected(setting) or MEANT.search(setting.before + own)):
        return True
    since = _SINCE.search(setting.before)
    if since and not INTENT.search(since[0]):
        return True
    if _incomplete(setting):
        return True
    part = f"{re.split(r'[；;]', setting.before)[-1]}…{re.split(r'[；;]', setting.after)[0]}"
    if GRANTED.search(part) or CHANGE.match(setting.lead.strip()):
        return True
    treated = figure.unit == "%" and setting.year is not None and SHARE_TREATED.match(setting.after)
    if not (treated or makes(setting.lead)) and setting.is_condition:
        return True
    return setting.year_sign in ("过", "早") and not _STATED.search(setting.before)


def _incomplete(setting: Setting) -> bool:
    """Whether the figure counts the text's own points, is a rate per something, a distance from a value, or a remark."""
    before, after, lead = setting.before, setting.after, setting.lead
    quoted = before.rfind("“")  # 提出的“到2025年，达到95%”: whose figure it is stands outside
    return bool(
        _OWN_POINTS.search(setting.indicator)
        or after.startswith(("/", "／"))
        or (not lead.strip() and before.endswith(("（", "(")) and after.startswith(("）", ")")))
        or (quoted > before.rfind("”") and not core(before[quoted + 1 :]))
        or _DISTANCE.search(lead)
    )


def _expected(setting: Setting) -> bool:
    """Whether a figure may be meant without a word that says so: in a plan, under aims, of a later year, after another."""
    around, year = setting.surroundings, setting.year
    if around.aimed or around.plan or around.listed or setting.figure_before.endswith("True"):
        return True
    if "每年" in setting.before:
        return True
    if INTENT.search(setting.before + setting.clause + re.split(r"[，；。]", setting.after)[0]):
        return True
    return year is not None and (setting.this_year is None or year > setting.this_year)


def reached(setting: Setting) -> bool:
    """Whether the text tells what was reached: 已建成2个, 2022年达到3万家 in a later text, a review."""
    year, this_year = setting.year, setting.this_year
    if "力争" not in setting.before and (
        ACHIEVED.search(setting.clause) or (year is not None and this_year is not None and year < this_year)
    ):
        return True
    if REACHED_IN.search(setting.before) and not _WILL.search(setting.clause):
        return True
    return setting.surroundings.aimed is False and not GRANTED.search(setting.clause)
