"""The words of a target: its indicator is the noun phrase before the figure (工业规模达到7万亿级), or, after a verb of
making, the counted noun behind it (争创3个世界级产业集群)."""

import re

MAKING = re.compile(
    r"(?:力争|争取|计划|将|要|再|共|累计|分别|每年|已|遴选|重点|组织|推动|支持|推广)*"
    r"(?P<verb>争创|创建|新建|建成|建设|新增|新创建|培育|打造|形成|发布|推出|实施|引进|认定|布局|组建|突破|推广|举办|选派|培养|遴选|攻克|制定"
    r"|扶持|引育|需要|设立|建立|开展|完成|改造|落地|吸引|集聚|汇聚|拥有|梯度培育|改扩建|开工|投放|发放|创成|评选|征集|安排|选树|开发|支持|推动"
    r"|解决|促进|推行|推进|部署|淘汰|减少|发行|化解|惠及|面向|引导|守住|严守|确保|建好|创办|锻造|帮助|服务|覆盖|联系|组织)(?:出|成|了|好)?(?:[全我本][国省市区县])?$"
)
_REACHING = re.compile(
    r"(?:力争|要|将|应|须|可|(?<![产性功动职效])能|(?<!平)均|都|分别|总体|基本|稳定|保持|控制|提高|提升|增加|扩大|增长|下降|降低|压减|压缩|缩减|缩短|合计|共计|总计|已|就|仅|还|逐步|继续)*"
    r"(?:达到?|实现|为|是|到|至|降至|在|有|占|过|以|按|按照|给予|不|约|拟|预计|共|另|包括|由|从|把)+(?:了)?$"
)
_TRAILING = re.compile(
    r"(?<=..)(?:[（(][^（）()]{0,12}[)）]|今年|力争|争取|争创|创建|培育|打造|建成|新建|遴选发布|每年|将|要|应当?|须|新?拟?安排|(?<![人年平日月])均|逐步|(?:力争)?(?:每年|年均)(?!增|下|提).{0,6})$"
)
_OPENING = re.compile(
    r"^(?:[、，,；;和与及并而且]|以及|其中|同时|力争|争取|确保|实现|预计|计划|目标是|推动|使|让|努力|到?20\d\d[-—–~至]?(?:20\d\d)?年(?:底|末|前|度|内)?"
    r"|时间(?=实现|完成|建成|达到)|包括|另外|今年|去年|上年|明年|目前|截至|已|要求|总体|主要目标|发展目标|预期目标|下一步|每年|年均|全年|继续|提出|要|再|把|将(?!来)|拟?安排|拟|(?:[全我本][国省市区县])?(?:共|累计)?(?:实现|完成)(?!率)"
    r"|的|[:：\s“”])+"
)
# Words of change and share need a noun before them; a label (城镇调查失业率：) gives it.
WEAK = re.compile(
    r"^(?:增长|上涨|涨幅|降幅|降低|下降|提高|提升|增加|减少|扩大|全年|全年控制|控制|安排|总数|总量|总额|总规模|数量|规模|占比|比重|比例|增速|增幅|分别|均|全部|累计|累计达|每年"
    r"|年均|年均增长|其中|新增|共|总计|合计)$"
)
RATE = re.compile(r"(?:[\u4e00-\u9fff]{2}率|占比|比重|比例|数量|总量|规模|新增)$")
GROWTH = re.compile(r"(?<=..)(?:增长|增加|下降|降低|提高|减少|扩大)$")
_LABEL = re.compile(r"^([^，,。；;：:]{2,24})[:：]")
LEVEL = re.compile(r"^(?:国家级|省级|市级|县级|区级|世界级|国际级)")
_MARKER = re.compile(
    r"^(?:[一二三四五六七八九十]+(?:是|、)|[（(][一二三四五六七八九十\d]+[)）]|\d+[.．、﹒]|第[一二三四五六七八九十]+[，,、]|[①-⑳]|[-—·●]+)"
)
_DATE = re.compile(r"[到至]?(?:19|20)\d\d年(?:底|末|前|度)?|今年|明年")
_DATE_LAST = re.compile(rf"(?:{_DATE.pattern})$")
_INTENDED = re.compile(r"(?<=..)(?:计划|预计|拟|力争|争取|将|要)(?:完成|建成|新增)?$")
_WILL = re.compile(r"(?<=..)(?:[都均]?要|将)(?=(?:降低|减少|下降|增长|提高|增加)$)")
MEASURED = re.compile(r"(?:率|量|值|额|数|比重|比例|面积|规模|收入|水平|强度|占比)$")
# 至少30%的【海域】得到保护: of what a share is to be treated so
SHARE_TREATED = re.compile(
    r"的(?P<indicator>[^，,。；;]{2,40}?)(?:得到|实现|完成|建成|纳入|通过|达到|覆盖|建立|将|有望)"
)
RANGE = re.compile(r"\s*[-－—–~～至到]+\s*")
# a row of a table, as web pages are read: 指标名称：续约率；评价标准：达到80%
TABLE_ROW = re.compile(
    r"(?:^|[；;])[^；;：:]{0,6}(?:指标|指标名称)[：:](?P<indicator>[^；;：:]{2,40})(?=[；;])"
)
_NO_NOUN = re.compile(r"[将把对在用]|[全我本][国省市区县州盟]")
ALONE = re.compile(r"^(?:当年|先|再|共|已)*(?P<verb>发行|投入|下达|发放|建成|完成|培训|新建|改造)$")
BREAK = re.compile(r"[，,；;：:。]|(?<=[\u4e00-\u9fff”》）)])[ \u3000]+(?=[\u4e00-\u9fff“])")
NEW = re.compile(r"新增|新建|新创建|新开工")
COUNTING = frozenset(
    "家 个 项 件 名 位 户 人 种 类 条 座 处 所 支 批 场 台 套 辆 款 部 例 只 间 张 只 幅 期 组 对 头 株 枚 颗 艘 架 列 栋 万个 笔"
    " 亩 公里 千米 平方米 公顷 人次 门 轮 份 盏 口 镇 村 园".split()
)


def unmarked(words: str) -> str:
    """The words without the mark of a list's item: 一是, （二）, 3."""
    return _MARKER.sub("", words)


def marker_length(words: str) -> int:
    """How long that mark is."""
    mark = _MARKER.match(words)
    return mark.end() if mark else 0


def label_of(lead: str) -> str:
    """The label that the words before a figure begin with (城镇调查失业率：); "" where there is none."""
    label = _LABEL.match(unmarked(lead))
    return label[1] if label else ""


def makes(lead: str) -> bool:
    """Whether the words before a figure end in a verb of making: 培育3家."""
    return bool(MAKING.search(lead))


def plain(words: str) -> str:
    """The words without dates, and without the marks at their ends."""
    words = _DATE.sub("", words).strip(' \u3000、，的"-－—–~～')
    if words.count("“") > words.count("”"):
        return words.lstrip("“")
    return words.rstrip("”") if words.count("”") > words.count("“") else words


def until_reaching(lead: str) -> str:
    """The words before a figure up to the verb by which they reach it: 工业规模【达到】."""
    words = lead.rstrip(" \u3000")
    previous = None
    while previous != words:
        previous = words
        words = _TRAILING.sub("", _REACHING.sub("", _DATE_LAST.sub("", _INTENDED.sub("", words))))
        words = words.rstrip(' \u3000、，的“"-－—–~～')
    return words


def core(words: str) -> str:
    """The noun phrase in the words before a figure, without year, connectives and the verb of reaching."""
    words = _OPENING.sub("", unmarked(words.strip()))
    words = _DATE.sub("", words)
    previous = None
    while previous != words:
        previous = words
        words = _TRAILING.sub("", _REACHING.sub("", words)).strip(' 　、，的“”"-－—–~～')
    words = _WILL.sub("", words)
    return "" if _NO_NOUN.fullmatch(words) else words[-40:]
