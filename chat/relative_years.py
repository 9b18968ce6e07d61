"""Years and plans that later words name by those of the earlier question: 上一年, 次年, 后一个五年规划."""

import re

from chat.question import years_of

# 比上一年 compares, 以后一年 means each later one; 头一年 of two years named is the first of them
_BEFORE = re.compile(r"(?<![比较跟与和同以之此])(?:上|前|头)一年(?![级末底度同])")
_AFTER = re.compile(r"(?<![比较跟与和同以之往今此])(?:(?:下|后|第二|再下)一?年|次年)(?![级末底度同])")
PLAN = re.compile(r"[“\"]?十(?P<number>[一二三四五])五[”\"]?(?:规划|时期|期间)?")
"""A five-year plan or its years: 十二五规划."""

PART_OF_YEAR = re.compile(
    r"(?<!\d)(?:\d{1,2}(?:月份?)?[到至-])?\d{1,2}月(?:份|[底末初]|\d{1,2}[日号])?(?:累计)?|前?[一二三四1-4]个?季度|[上下]半年"
)
"""A part of a year as later words may name another one: 3月份, 1至7月累计, 一季度, 上半年; `words.PERIOD` is a word, without ranges and days."""

_NEXT_PLAN = re.compile(r"(?:后|下)一?个?五年(?:规划|计划)?|(?:后|下)一个(?:规划|计划)")
_LAST_PLAN = re.compile(r"(?:前|上)一?个?五年(?:规划|计划)?|(?:前|上)一个(?:规划|计划)")
_NUMBERS = "一二三四五六"


def with_years(question: str, before: str) -> str:
    """The question with 上一年 and the like written out: 2022年 after a question about 2023年."""
    years = years_of(before)
    if years:
        question = _BEFORE.sub(f"{min(years) - 1}年", question)
        question = _AFTER.sub(f"{max(years) + 1}年", question)
    plan = PLAN.search(before)
    if plan:
        number = _NUMBERS.index(plan["number"])
        question = _NEXT_PLAN.sub(f"十{_NUMBERS[number + 1]}五", question)
        if number:
            question = _LAST_PLAN.sub(f"十{_NUMBERS[number - 1]}五", question)
    return question
