"""Which units a figure must have to answer a question: money for 多少钱, days for 多久, a share for 比例.

Read by patterns from the folded question.
"""

import re

DURATION = re.compile(
    r"多久|多[长少]时间|多少时长|几年|几天|几个月|多少天|多少个?工作日|几个?工作日|有效期|期限|时限|天数|多少小时|多少年|多少个月|多长|(?:多少|几)个?(?:分钟|小时|学期|季度)"
)
MONEY = re.compile(
    r"多少钱|多少资金|补多少|奖多少|奖励多少|补贴多少|补助多少|资助多少|给多少|金额|额度|上限|封顶|顶格|最[高多](?:能|可)?(?:补|奖|给|贷|拿|领|抵)|几万|几块|几个钱|多少元|多少万|(?:多少|几).{0,4}钱|钱(?:是|有)?多少|几(?:毛|角|分钱)|(?:啥|单)价[？?]?$|保费(?:是|为)?[？?]?$|工本费"
)
SHARE = re.compile(
    r"比例|比率|占比|幅度|百分之[几多]|(?:几|多少)个(?:百分)?点|几成|几折|百分比|比重|(?:[\u4e00-\u9fff]{1,6}(?<!效)率)(?:是|为|要|会|将|能|应|不|达|控制|目标|多)|率[？?]?$|增速|增幅|增长多少|涨幅|税率|费率|利率"
)
# 赤字率定的多少: a rate asks for a share wherever it stands, if nothing else says what is counted
_RATE = re.compile(r"(?<![效频功])率(?!先|领)")
# 收入要占到总额的多少: a share, though a share of money
_PART = re.compile(
    r"(?:[费额款入资价本润值量数薪]|基数)的多少(?![万亿钱元块家个人户名项])|占(?:到|据|了)?[^，,。？?至少得要应]{2,10}(?:多少|几成)(?![万亿钱元块家个人户名项套分台件])"
)
_COUNT = re.compile(r"(?:多少|(?<!哪)几)(?P<magnitude>个?[百千]?[万亿]+|)(?P<unit>[\u4e00-\u9fff]{1,2})?")
_COUNTABLE = {
    "家": "家 户 个", "户": "户 家 个", "个": "个 家 项 名 处 户", "项": "项 个 件", "名": "名 人 位 个", "人": "人 名 位 人次",
    "个人": "人 名 位 个", "个钱": "元 万元",
    "位": "位 名 人", "辆": "辆 台", "台": "台 辆 套", "座": "座 个", "处": "处 个", "种": "种 类 个 项", "类": "类 种 个", "条": "条 项 个",
    "件": "件 项 个", "所": "所 个 家", "款": "款 个 种", "元": "元 万元 美元", "块": "元", "吨": "吨 公斤 斤", "斤": "斤 吨 公斤", "亩": "亩", "倍": "倍", "次": "次 例",
    "批": "批", "支": "支 个", "公里": "公里 千米", "天": "天 日 个工作日 工作日", "年": "年 个月", "月": "月 个月", "套": "套 台", "份": "份 张", "字": "字", "场": "场 次", "例": "例", "点": "个百分点 百分点", "分": "分 个积分 积分",
}  # fmt: skip
# 能贷多少, 补多少, 退多少 ask for money or a share of it
_GIVEN = re.compile(
    r"(?:贷|补|补贴|补助|奖|奖补|资助|退|退税|返还|扣|减|领|拿|给|贴|掏|花|收|报销|支付)[^，。？?]{0,4}?(?:多少|几成)"
)
# 总投资多少 and 能领几千 ask for money, 每人发多少 for money or a share, whatever else the sentence counts
_PAID = re.compile(
    r"每[人户家个名位月年][^，。？]{0,6}[发给补领拿奖贴交缴减抵][^，。？]{0,3}多少(?![万亿家个人户次吨亩名项])|(?P<money>能[领拿补奖]到?几[千百万](?![家个人户次吨亩名项])"
    r"|(?:投资|产值|营收|收入|利润|奖金|资金|余额|税额|成本|罚款|(?<![消收])费|工资|租金|总额|罚它?)[额目标规模]*[是为有要达到定的共]*(?:多少|几)[百千万亿]*[元钱块]?(?![家个人户次吨亩名项%成倍点]))"
)
_AGE = re.compile(r"年[龄纪][^，。？]{0,10}(?:多[少大]|几|上限|下限)|多大年[龄纪]|(?:多少|几)周?岁")
_MONEY_UNITS = ("元", "万元", "美元", "欧元", "港元", "人民币")
_GIVEN_UNITS = frozenset(["元", "万元", "美元", "%", "成", "", "倍"])
_SHARE_UNITS = frozenset(["%", "个百分点", "百分点", "‰", "倍", "成"])
_AMOUNTS = frozenset(
    "元 万元 美元 欧元 港元 人民币 人 户 家 个 吨 斤 公斤 亩 辆 台 件 平方米 千瓦 千瓦时".split()
) | {""}
_TIME = frozenset(
    "年 个月 月 天 日 个工作日 工作日 小时 个小时 分钟 周 季度 个季度 周年 自然日 个自然日 学年".split()
)


def units_asked(text: str) -> frozenset[str]:
    """The units one of which the figure asked for must have; empty where any will do."""
    if _AGE.search(text):
        return frozenset(["岁", "周岁"])
    if DURATION.search(text) and "几成" not in text:
        return _TIME
    if _PART.search(text):
        return _SHARE_UNITS
    if paid := _PAID.search(text):
        return frozenset(_MONEY_UNITS if paid["money"] else [*_MONEY_UNITS, "%", "成", "倍"])
    counted = None if "几分钱" in text else _COUNT.search(text)
    if counted and counted["unit"] and not SHARE.search(text[counted.start() : counted.end() + 2]):
        for length in (2, 1):
            unit = counted["unit"][:length]
            if unit in _COUNTABLE:
                return frozenset(_COUNTABLE[unit].split())
    if counted and counted["magnitude"]:  # 产值多少亿 asks for no share
        return _AMOUNTS
    if re.search(r"多少(?:万|亿)?(?:钱|元|资金)|几(?:块|万|百|千)?(?:钱|元|块)", text) or (
        MONEY.search(text) and not SHARE.search(text)
    ):
        return frozenset(
            ["元", "万元", "美元", "欧元", "港元", "人民币", "%"]
            if "比例" in text
            else ["元", "万元", "美元"]
        )
    if SHARE.search(text) or "百分" in text or _RATE.search(text):
        return _SHARE_UNITS
    return frozenset()


def likely_units(text: str) -> frozenset[str]:
    """The units that the figure asked for probably has: 能贷多少 asks for money or a share of it."""
    return _GIVEN_UNITS if _GIVEN.search(text) else frozenset()
