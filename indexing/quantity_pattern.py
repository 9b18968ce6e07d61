"""How quantities are written: their units, the words that compare them, and the pattern that all of it makes.

The groups of `PATTERN` are read in `indexing.quantities`; the text is folded before (`corpus.numerals.fold`).
"""

import re

from corpus.numerals import NUMERAL_CHARACTERS

_UNITS = (
    "个百分点 百分点 % ‰ 个工作日 工作日 个自然日 自然日 个交易日 个月 月 周年 年 日 天 小时 个小时 分钟 秒 周 个季度 季度 学年 课时 学时 学分"
    " 万元 元 美元 欧元 港元 港币 日元 人民币 美金 人次 人 名 位 家次 家 户次 户 个 项次 项 件 条 款 辆次 辆 台套 台 套 艘 架次 架 列 座 处 所 间 栋 幢 张 床"
    " 只 头 羽 尾 株 吨标准煤 吨标煤 吨 公斤 千克 克 斤 毫克 微克 公里 千米 米 平方米 平方公里 平方千米 立方米 立方 方 亩 公顷 千瓦时 千瓦 瓦时 瓦 兆瓦 吉瓦 度"
    " 兆 千伏安 千伏 次 倍 批次 批 期 轮 场次 场 门 种 大类 小类 类 支 部 例 个点 点 份 本 册 篇 字 周岁 岁 成 折 毫升 毫米 厘米 笔 单 宗 起 标箱 标准箱 箱 桶"
    " 标准机架 机架 核 根 枚 颗 块 幅 艘次 班 班次 步 层 级 分 星 度电 车次 趟 村 县 镇 街道 组 对 队 国 省 市 区 园 链 群"
    " EFLOPS PFLOPS FLOPS TEU kWh kW MW GW km kg mg ml GB TB PB EB Mbps Gbps 兆赫 赫兹 ℃ 摄氏度 人年 人月 字节 件次 亩次 口 眼 艇 节 环 盏 瓶 包 盒 片 粒"
).split()  # fmt: skip
# These need an Arabic number with no chance of another reading: 一组, 一国, 三区 are mostly words.
ONLY_AFTER_DIGITS = set(
    "级 分 星 度 点 国 省 市 区 园 链 群 村 县 镇 街道 组 对 队 方 口 节 环 包 单 起 成 班 步 部 本 级 字 月 日 根 块 期 批 轮 季度 尾".split()
)
# 一 is a numeral only where the unit measures; 一批, 一项, 一个 say "a".
AFTER_ONE = set(
    "年 个月 个百分点 倍 元 万元 周 小时 个小时 天 次 个工作日 年内 亿元 学年 个季度 周岁".split()
)

_UNIT = "|".join(sorted(map(re.escape, _UNITS), key=len, reverse=True))
_MAGNITUDE = "万亿|千亿|百亿|十亿|亿|千万|百万|十万|万|千(?![瓦米克伏字])|百(?!分)"
_ARABIC = r"(?<!/)\d{1,2}/\d{1,3}(?![\d/])|\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_BEFORE = (
    r"不得超过|不得低于|不得高于|不得少于|最高不超过|最多不超过|不超过|不高于|不多于|不大于|不低于|不少于|不小于"
    r"|超过|突破|大于|高于|多于|至少|最高|最多|最低|最长|低于|少于|小于|不足|不到|大约|将近|接近|超|逾|约|近|满(?=[\d一二三四五六七八九十]+日)|≥|≤|(?<![通经难])过"
)
_AFTER = r"(?:及|或|\(含\)|级)?(?:以上|以下|以内|之内|左右|上下|之多|内(?![外部蒙地存容需贸]))"

PATTERN = re.compile(
    rf"""
    (?P<before>{_BEFORE})?(?P<reach>到|至|达|达到)?\s*
    (?P<percent>百分之)?
    (?:(?P<arabic>(?<![\dA-Za-z.])(?:{_ARABIC})(?![\d]))\s*(?P<about>[多余](?=[万亿]))?(?P<magnitude>{_MAGNITUDE})?
      |(?P<chinese>(?:(?!千[瓦米克伏])[{NUMERAL_CHARACTERS}])+))
    (?P<more>多|余)?
    (?P<unit>\s?(?:{_UNIT})(?<!次(?=性))(?<!部(?=门))(?<!位(?=一体))(?<!市(?=[民场])))?
    (?P<level>级(?!别|联))?
    (?P<after>{_AFTER})?
    """,
    re.VERBOSE,
)
# 三到五年: the first numeral has its unit from the second
TO_ANOTHER = re.compile(rf"(?:到|至|-|–|—|——|~|～)[{NUMERAL_CHARACTERS}]+(?:{_UNIT})")
RANGE = re.compile(r"\s*(?:-|–|—|——|~|～|至|到|、)\s*")
