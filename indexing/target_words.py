"""The words of a target: its indicator is the noun phrase before the figure (工业规模达到7万亿级), or, after a verb of
making, the counted noun behind it (争创3个世界级产业集群)."""

import re

from indexing.quantities import Quantity

_MAKING = re.compile(
    r"(?:力争|争取|计划|将|要|再|共|累计|分别|每年|已|遴选|重点|组织|推动|支持|推广)*"
    r"(?P<verb>争创|创建|新建|建成|建设|新增|新创建|培育|打造|形成|发布|推出|实施|引进|认定|布局|组建|突破|推广|举办|选派|培养|遴选|攻克|制定"
    r"|扶持|引育|需要|设立|建立|开展|完成|改造|落地|吸引|集聚|汇聚|拥有|梯度培育|改扩建|开工|投放|发放|创成|评选|征集|安排|选树|开发|支持|推动"
    r"|解决|促进|推行|推进|部署|淘汰|减少|发行|化解|惠及|面向|引导|守住|严守|确保|建好|创办|锻造|帮助|服务|覆盖|联系|组织)(?:出|成|了|好)?(?:[全我本][国省市区县])?$"
)
_REACHING = re.compile(
    r"(?:力争|要|将|应|须|可|能|(?<!平)均|都|分别|总体|基本|稳定|保持|控制|提高|提升|增加|扩大|增长|下降|降低|压减|压缩|缩减|缩短|合计|共计|总计|已|就|仅|还|逐步|继续)*"
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
_WEAK = re.compile(
    r"^(?:增长|上涨|涨幅|降幅|降低|下降|提高|提升|增加|减少|扩大|全年|全年控制|控制|安排|总数|总量|总额|总规模|数量|规模|占比|比重|比例|增速|增幅|分别|均|全部|累计|累计达|每年"
    r"|年均|年均增长|其中|新增|共|总计|合计)$"
)
_RATE = re.compile(r"(?:[\u4e00-\u9fff]{2}率|占比|比重|比例|数量|总量|规模|新增)$")
_GROWTH = re.compile(r"(?<=..)(?:增长|增加|下降|降低|提高|减少|扩大)$")
_LABEL = re.compile(r"^([^，,。；;：:]{2,24})[:：]")
_LEVEL = re.compile(r"^(?:国家级|省级|市级|县级|区级|世界级|国际级)")
_MARKER = re.compile(
    r"^(?:[一二三四五六七八九十]+(?:是|、)|[（(][一二三四五六七八九十\d]+[)）]|\d+[.．、﹒]|第[一二三四五六七八九十]+[，,、]|[①-⑳]|[-—·●]+)"
)
_DATE = re.compile(r"[到至]?(?:19|20)\d\d年(?:底|末|前|度)?|今年|明年")
_WILL = re.compile(r"(?<=..)(?:[都均]?要|将)(?=(?:降低|减少|下降|增长|提高|增加)$)")
_MEASURED = re.compile(r"(?:率|量|值|额|数|比重|比例|面积|规模|收入|水平|强度|占比)$")
# 至少30%的【海域】得到保护: of what a share is to be treated so
SHARE_TREATED = re.compile(r"的(?P<indicator>[^，,。；;]{2,40}?)(?:得到|实现|完成|建成|纳入|通过|达到|覆盖)")
_RANGE = re.compile(r"\s*[-—–~～至到]+\s*")
# a row of a table, as web pages are read: 指标名称：续约率；评价标准：达到80%
_TABLE_ROW = re.compile(
    r"(?:^|[；;])[^；;：:]{0,6}(?:指标|指标名称)[：:](?P<indicator>[^；;：:]{2,40})(?=[；;])"
)
_NO_NOUN = re.compile(r"[将把对在用]|[全我本][国省市区县州盟]")
_ALONE = re.compile(r"^(?:当年|先|再|共|已)*(?P<verb>发行|投入|下达|发放|建成|完成|培训|新建|改造)$")
_NEW = re.compile(r"新增|新建|新创建|新开工")
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
    return bool(_MAKING.search(lead))


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


class Indicators:
    """Finds the indicators of one sentence's figures, in order; `read_until` is what earlier figures have used."""

    def __init__(self, text: str, figures: list[Quantity]):
        self.text, self.figures = text, figures
        self.read_until = 0
        self.paired = self._paired_series() | self._respective()
        self._last = ""

    def of(self, position: int) -> str | None:
        """The indicator of a figure; None where it only says which things another figure counts, "" if unknown."""
        figure = self.figures[position]
        if figure in self.paired and self.paired[figure] is None:
            return None
        own = self.paired.get(figure) or self._indicator(position)
        self.read_until = max(self.read_until, figure.end)
        self._last = own or self._last
        return self._last

    def lead(self, position: int) -> str:
        """The words that belong to the figure, before it."""
        return self.text[self.boundary(position) : self.figures[position].start]

    def boundary(self, position: int) -> int:
        """Where the words that belong to the figure begin: after the last ，；： or figure before it."""
        figure = self.figures[position]
        before = self.text[: figure.start]
        marks = [m.end() for m in re.finditer(r"[，,；;：:。]", before)]
        opened = max(before.rfind("（"), before.rfind("("))
        if opened > max(before.rfind("）"), before.rfind(")")):
            marks.append(opened + 1)
        earlier = [f.end for f in self.figures if f.end <= figure.start]
        return max([0, *marks, *earlier[-1:], min(self.read_until, figure.start)])

    def _indicator(self, position: int) -> str:
        """The indicator of one figure; "" where the figure repeats the previous one's."""
        figure, previous = self.figures[position], self._last
        left = self.lead(position)
        if previous and _RANGE.fullmatch(left):  # 7%—10%: both ends are the same indicator's
            return previous
        counted = self._counted_noun(position)
        making = _MAKING.search(left)
        own = core(left)
        counts = figure.unit in COUNTING and (not own or left.endswith("的"))
        if counted and figure.unit != "%" and (making or counts):
            verb = making["verb"] if making else ""
            self.read_until = figure.end + _common_length(self.text[figure.end :], counted)
            return (verb if _NEW.fullmatch(verb) else "") + counted
        alone = _ALONE.match(own)
        if alone and (
            found := re.search(rf"{alone['verb']}([^，,。；;、]{{2,20}})", self.text[: figure.start])
        ):
            return found[1]
        if (not own or _WEAK.match(own)) and (row := list(_TABLE_ROW.finditer(self.text[: figure.start]))):
            return unmarked(row[-1]["indicator"])
        label = label_of(self.text[: figure.start])
        if label and (not own or _WEAK.match(own)) and position < 2:
            return core(label) + ("" if own in ("全年控制", "控制", "安排", "全年") else own)
        if not own and figure.comparator == ">=" and (treated := SHARE_TREATED.match(self.text, figure.end)):
            return treated["indicator"]
        if not own and counted and not core(self.text[: figure.start]):
            return counted
        if _WEAK.match(own):
            noun = self._noun_of_clause_before(position) or _GROWTH.sub("", _RATE.sub("", previous))
            return noun + own if noun else own
        if not own and left.startswith("的") and position:  # 营业收入超1000亿元的要达到10家
            start = (
                max(self.text.rfind(mark, 0, self.figures[position - 1].start) for mark in "，,；;：:。") + 1
            )
            return core(self.text[start : self.figures[position - 1].end])
        if not own and _GROWTH.search(previous) and figure.unit not in ("%", "个百分点"):
            return _GROWTH.sub("", previous)  # 生产总值增长8%，达到100万亿元
        return own or ("" if previous else self._noun_of_clause_before(position))

    def _noun_of_clause_before(self, position: int) -> str:
        """What the clause just before speaks of, if no figure stands in it: 通过评估的企业，每年新增200家."""
        boundary = self.boundary(position)
        if not self.text[:boundary].endswith(("，", ",")):
            return ""
        start = max(self.text.rfind(mark, 0, boundary - 1) for mark in "，,；;：:。") + 1
        if any(start <= figure.start < boundary for figure in self.figures) or boundary <= self.read_until:
            return ""
        noun = core(self.text[start : boundary - 1])
        return noun if re.search(r"(?:企业|项目|平台|人才|单位|中心|基地|率|量|值|人|者|户)$", noun) else ""

    def _counted_noun(self, position: int) -> str:
        """The noun behind the figure: 3个【世界级产业集群】, up to a mark or the next figure."""
        figure = self.figures[position]
        following = self.figures[position + 1] if position + 1 < len(self.figures) else None
        limit = following.start if following else len(self.text)
        stop = re.search(r"[，,；;。、：:（(]", self.text[figure.end : limit])
        noun = self.text[figure.end : figure.end + stop.start() if stop else limit]
        if stop and stop[0] == "、" and (listed := self._listed_noun(figure.end, limit)):
            noun = listed
        noun = re.sub(r"(?:和|及|以及|与|，|、)$", "", noun).strip()
        if following and _LEVEL.fullmatch(noun):  # 2个国家级、10个省级制造业创新中心
            noun += _LEVEL.sub("", self._counted_noun(position + 1))
        return noun if 2 <= len(noun) <= 40 and not noun.startswith(("的", "以", "左右")) else ""

    def _listed_noun(self, start: int, limit: int) -> str:
        """A noun with 、 in it, where no further figure or verb follows: 800个【智能工厂、数字化车间】."""
        stop = re.search(r"[，,；;。：:（(]|$", self.text[start:limit])
        noun = self.text[start : start + stop.start()] if stop else ""
        parts = noun.split("、")
        fits = all(2 <= len(part) <= 30 for part in parts) and not re.search(r"\d", noun)
        return (
            noun
            if fits and len(noun) <= 40 and limit - start > len(noun) - 1 and not self._cut(start, noun)
            else ""
        )

    def _cut(self, start: int, noun: str) -> bool:
        """Whether the next figure ends the noun: 5个省级产业集群、20家企业."""
        return any(figure.start <= start + len(noun) for figure in self.figures if figure.start >= start)

    def _paired_series(self) -> dict[Quantity, str | None]:
        """营业收入超1000亿元、500亿元、100亿元的工业企业要达到10家、20家、60家: pairs first with first, and so on.

        Gives the indicator of each figure of the second series, and None for those of the first.
        """
        series: list[list[Quantity]] = []
        for figure in self.figures:
            if series and re.fullmatch(r"[、和及与]", self.text[series[-1][-1].end : figure.start]):
                series[-1].append(figure)
            else:
                series.append([figure])
        paired: dict[Quantity, str | None] = {}
        for first, second in zip(series, series[1:], strict=False):
            between = self.text[first[-1].end : second[0].start]
            if (
                len(first) == len(second) > 1
                and between.startswith("的")
                and not re.search(r"[；;。]", between)
            ):
                noun = core(between[1:])
                lead = core(self.lead(self.figures.index(first[0])))
                comparator = self.text[first[0].start : first[0].number_start]
                for condition, counted in zip(first, second, strict=True):
                    amount = self.text[condition.number_start : condition.number_end]
                    paired[condition] = None
                    paired[counted] = f"{lead}{comparator}{amount}的{noun}"
        return paired

    def _respective(self) -> dict[Quantity, str | None]:
        """产量和产值分别达到4万吨、60亿元: the indicators of figures that a list before 分别 names in order."""
        paired: dict[Quantity, str | None] = {}
        for first, figure in enumerate(self.figures):
            begin = self.boundary(first)
            before, apart, _ = self.text[begin : figure.start].partition("分别")
            names = [core(name) for name in re.split(r"[、和及与]|以及", before)]
            last = first + len(names)
            series = self.figures[first:last]
            joined = all(
                re.fullmatch(r"[、和及与,，]", self.text[one.end : other.start])
                for one, other in zip(series, series[1:], strict=False)
            )
            if (
                apart
                and len(names) == len(series) > 1
                and joined
                and all(_MEASURED.search(name) for name in names)
            ):
                paired.update(zip(series, names, strict=True))
        return paired


def _common_length(text: str, words: str) -> int:
    """How many characters the two begin with in common."""
    length = 0
    while length < min(len(text), len(words)) and text[length] == words[length]:
        length += 1
    return length
