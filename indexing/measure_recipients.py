"""Words that may name for whom a measure is, and the signs by which the right ones are told from the others.

Every noun phrase near the clause that gives is a candidate, those of the grammar in `measure_audience` among them;
the linear model in `measure_model.json` picks one, or none.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from indexing.measure_audience import HEADS

Range = tuple[int, int]

_REACH = 400  # characters before the clause in which its recipient is looked for
_OBJECT_REACH = 1500  # the same for 补贴对象：, which may stand a list before
_LONGEST = 100
_SHORT = 16  # of a recipient that begins a clause
_SEGMENT = re.compile(r"(?:[^，,。；;：:！？\n（(]|[（(][^（）()\n]{0,60}[）)]|[（(])+")
_MORE_HEADS = (
    "省（区、市）|市（地、州、盟）|县（市、区、旗）|省（区|地区|城市|市县|区县|儿童|婴儿|新生儿|残疾人|孕\\(产\\)妇|产妇|妇女|夫妻|双方|单方|缴存人|参保人|举报人|展商|用户|群众|学子|设施|展品"
    "|车辆|行业|合同|住房|房产|环节|经营户|养殖户|种植户|大户|农场|商家|门店|商场|酒店|景区|街区|楼宇|港澳台居民|继承人|承租人|出租人|业主|租户|司机|医护|患者|亲属|市民|村民|公民|纳税人|服务|活动|创新券|人群|法人|合伙人|成员|(?<!或)者|病人|警察|父母|研究生|本科生|专科生|交通工具|对象|安置户|(?:重点|大|试点|示范|项目)[市县区乡镇]|灾区|机械|床位|(?:征收|使用|购房|申报|承包|权利|买受|受益|所有)人"
)
_HEAD = re.compile(rf"(?:{_MORE_HEADS}|{HEADS})(?:等(?:单位|机构|主体)?)?(?:[（(][^（）()]{{1,40}}[）)])?")
_MARKER = re.compile(
    r"对(?!象|外|口|接|照|标)于?|向|为(?!主|期|了)|面向|给予?|支持|鼓励|引导|帮助|组织|由|将|把|使|让|予|安排|奖励|扶持|其中|允许|凡是?|是|在|到|的|和|及|与|等|资助|优先"
)
_NO_START = re.compile(r"[，,：:、）)]|对(?!外|口|接)|向|为(?!主)|面向|给予?|并|由|我们")
_STRIP = re.compile(
    r"(?:[\s　“”]|[一二三四五六七八九十]+(?:是|、)|[（(][一二三四五六七八九十\d]+[)）]|\d{1,2}[.．、]|第[一二三四五六七八九十百]+条|[①-⑳]|同时|其中|并且?|此外|例如|如|答[：:]?|[-—]+|另外|特别是|包括|还有|以及)+"
)
_NO_NOUN = re.compile(
    r"决定|开展|购买|生产|免|限额|不|超过|组织|承租|在|按|实施|推动|推进|扩大|加大|提高|建立|完善|促进|执行|继续|统筹|适时|及时|深入|新增|取消|可|应|已"
    r"|首次|累计|凡|优先|采取|给|有关部门|符合|领取|参加|持|享受|申请|加快|加强|支持|鼓励|包括|其中|今年|近|我|你|他|这|该|“"
)
_DOES = re.compile(
    r"招用|招录|吸纳|购买|从事|申请|签订|取得|缴存|缴纳|首次|新增|开展|参加|投资|销售|自主|当年|办理|持|生育|建设|承租|转让|因"
)
_ASKED = re.compile(r"[^，,。；;]{0,8}(?:提出|申请|申报|提交|备案|申领|咨询|举报|报送|缴存|借款)")
_OBJECT = re.compile(r"(?:补贴|支持|申报|奖补|奖励|服务|适用|资助|享受|补助|发放)对象(?:原则上)?[为是：:]\s*")
_GIVER = re.compile(r"(?:部门|政府|财政|厅|局|委|办公室|银行|窗口|机关|中心|国家|中央|省级|市级)")
_GETS = re.compile("每[人户月年]|可|按|给予|享受|一次性|最高|不超过")
_VERB = re.compile(r"给予|予以|享受|应当|可以|按照|根据|符合|提供|发放|申请|免征|减征|缴纳|用于|负责")


@dataclass(frozen=True, slots=True)
class Recipient:
    """Words that may name the recipient; `span` None stands for: nobody is named."""

    span: Range | None
    signs: tuple[str, ...]


def recipients(
    text: str, first: int, start: int, end: int, grammar: Range | None, instrument: str
) -> list[Recipient]:
    """The candidates of the clause `start` to `end` whose paragraph begins at `first`; `grammar` is the rules' own."""
    spans = dict.fromkeys(_phrases(text, max(first, start - _REACH), start, end))
    spans.update(dict.fromkeys(_objects(text, start)))
    if grammar:
        spans[grammar] = None
    found = [Recipient(span, tuple(_signs(text, first, start, end, span, grammar))) for span in spans]
    return [*found, Recipient(None, tuple(_nobody(text, start, end, grammar, instrument)))]


def begins_with_recipient(text: str, start: int, end: int) -> bool:
    """Whether a clause begins with others than those before it, and what they get (研究生每人每年不超过16000元)."""
    return any(
        start + 2 <= head.end() <= start + _SHORT and _GETS.match(text, head.end(), end)
        for head in _HEAD.finditer(text, start, min(end, start + _SHORT))
    )


def _phrases(text: str, first: int, start: int, end: int) -> Iterator[Range]:
    opened: list[int] = []  # where the segments before begin that a marker opens
    for segment in _SEGMENT.finditer(text, first, end):
        begin, stop = segment.span()
        lead = _STRIP.match(text, begin, stop)
        begin = lead.end() if lead else begin
        starts = [begin]
        starts += [m.end() for m in _MARKER.finditer(text, begin, stop)]
        heads = [m.end() for m in _HEAD.finditer(text, begin, stop)]
        if text[stop - 1 : stop] == "的":
            heads.append(stop)
        for head in heads:
            for one in [*opened, *starts]:
                if 2 <= head - one <= _LONGEST and _whole(text, one, head):
                    yield one, head
        if re.search("[。；;\n]", text[stop : stop + 1]):
            opened = []
        else:
            opened = [*opened, *(s for s in starts[:3] if re.search("[对向为给]$|面向$", text[begin:s]))][-3:]


def _whole(text: str, start: int, end: int) -> bool:
    """Whether words begin as a noun phrase does and cut through no title, bracket or quotation."""
    words = text[start:end]
    pairs = (("《", "》"), ("（", "）"), ("(", ")"), ("“", "”"))
    return not _NO_START.match(words) and all(words.count(a) == words.count(b) for a, b in pairs)


def _objects(text: str, start: int) -> Iterator[Range]:
    """What 补贴对象： names, nearest before the clause."""
    named = list(_OBJECT.finditer(text, max(0, start - _OBJECT_REACH), start))
    if named:
        begin = named[-1].end()
        stop = re.compile(r"[。；;\n]").search(text, begin)
        end = stop.start() if stop else len(text)
        if 2 <= end - begin <= _LONGEST:
            yield begin, end


def _signs(text: str, first: int, start: int, end: int, span: Range, grammar: Range | None) -> Iterator[str]:
    begin, stop = span
    words = text[begin:stop]
    between = text[stop:start] if stop < start else ""
    if begin >= start:
        place = "同句"
    elif stop > start:
        place = "跨入"
    else:
        far = len(re.findall("[，,：:]", between))
        sentences = len(re.findall("[。；;\n]", between))
        place = f"前{min(far, 4)}句" if not sentences else f"前{min(sentences, 3)}段"
    yield f"处:{place}"
    before = text[max(0, begin - 2) : begin]
    mark = before[-1:] if before else "首"
    mark = "断" if not mark.strip() or mark in "，,。；;：:、）)】”" else mark
    yield f"前:{mark}"
    yield f"处:{place[:1]}前:{mark}"
    yield f"后:{text[stop : stop + 1]}"
    yield f"后:{text[stop : stop + 2]}"
    yield f"处:{place[:1]}后:{text[stop : stop + 1]}"
    yield f"尾:{words[-1:]}"
    yield f"尾:{words[-2:]}"
    yield f"头:{words[:2]}"
    size = next((n for n in (2, 4, 8, 16, 30, 60) if len(words) <= n), 100)
    yield f"长:{size}"
    if re.search("[，,]", words):
        yield "跨逗号"
    if re.search(r"\d", words):
        yield "有数字"
    if _NO_NOUN.match(words):
        yield "头不像名词"
    if _DOES.match(text, stop):
        yield "后接所为"
        yield f"后接所为处:{place[:1]}"
    if _DOES.match(before):
        yield "是所为的对象"
    if mark in "向在" and _ASKED.match(text, stop):
        yield "向其申请"
    if "、" in words:
        yield "并列"
    if re.search("的.", words):
        yield "有定语"
    if _GIVER.search(words):
        yield "像给的一方"
    if _GIVER.match(words[-2:]) or _GIVER.match(words[-3:]):
        yield "尾是给的一方"
    if _VERB.search(words):
        yield "有动词"
    if text[begin - 1 : begin] == "由" or text[begin - 2 : begin] == "经由":
        yield "由谁"
    segment = max((text.rfind(mark, first, begin) for mark in "，,。；;：:\n"), default=first)
    if not text[segment + 1 : begin].strip():
        yield "句首"
    if re.search("[对向为]$|面向$|给予?$", text[max(0, begin - 3) : begin]):
        yield "有介词"
        yield f"有介词处:{place[:1]}"
    if re.match(
        r"(?:[，,]?(?:可|按|给予|予以|免征|减|享受|一次性|最高|应|暂|均|每|发放|由|在|根据|经))",
        text[stop : stop + 6],
    ):
        yield "后接给予"
    if _OBJECT.search(text[max(0, begin - 12) : begin]):
        yield "对象"
    if span == grammar:
        yield "语法"
        yield f"语法处:{place}"
    elif grammar and begin < grammar[1] and grammar[0] < stop:
        yield "近语法"
        if stop == grammar[1]:
            yield "同语法尾"
        if begin == grammar[0]:
            yield "同语法首"


def _nobody(text: str, start: int, end: int, grammar: Range | None, instrument: str) -> Iterator[str]:
    yield "无"
    yield f"无:{instrument}"
    if grammar is None:
        yield "无语法"
    if re.search(r"对|向|为|给", text[start:end]):
        yield "无:有介词"
