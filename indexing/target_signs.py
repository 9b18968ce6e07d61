"""The signs by which a figure is known to be a target: cue words near and far, its year, what it stands under."""

import re
from collections.abc import Iterator

from indexing.quantities import Quantity
from indexing.target_kind import reached
from indexing.target_setting import ACHIEVED, CHANGE, GRANTED, INTENT, MEANT, REACHED_AT, REACHED_IN, Setting
from indexing.target_words import COUNTING, makes
from indexing.tokenizer import open_tokenizer

_AIMED = re.compile(
    r"力争|目标|到20\d\d年|20\d\d年底?前|达到|超过|突破|争创|新增|培育|建成|打造|实现|不低于|不少于|以上|左右|计划"
    r"|预期|控制在|提高到|提升至|提升到|增长|下降|降低|完成|今年|明年|确保|安排|拟"
)
_SURELY_AIMED = re.compile(r"力争|目标|争创|每年|争取|拟按|拟安排|预计全年|五”(?:期)?末")
_HALF_WAY = re.compile(
    r"上半年|下半年以来|前[一二三]个?季度|[一二三四]季度(?!末)|\d{1,2}[-—–~至]\d{1,2}月|\d{1,2}月末|\d日"
)
_REQUIRED = re.compile(r"应当?有|须占|不得|必须")
_DONE = re.compile(
    r"已|目前|截至|同比|上半年|前[一二三四五六七八九十\d]+个?[月季]|以来|达到了|完成了|实现了|据统计|现有|连续|去年|上年|[一二三四]季度|[1-9]月|近年|首次|累计(?:完成|接待|实现|建成)|统计|数据显示|如今|现在"
)
_CUES = {
    "达成": ACHIEVED,
    "意向": _AIMED,
    "必": _SURELY_AIMED,
    "给": GRANTED,
    "拟": MEANT,
    "半": _HALF_WAY,
    "求": _REQUIRED,
}
_TOLD = ("v", "d", "p", "t", "nz", "r", "vn", "ad", "c", "f")


def signs_of(setting: Setting) -> frozenset[str]:
    """The signs by which a target is known: cue words near and far, the year, what the paragraph stands under."""
    figure, around = setting.figure, setting.surroundings
    before, after, clause, lead = setting.before, setting.after, setting.clause, setting.lead
    part = re.split(r"[；;]", before)[-1]
    signs = {
        f"年:{setting.year_sign}",
        f"比:{figure.comparator}",
        f"位:{_unit_sign(figure)}",
        f"下:{around.aimed}",
        f"列:{around.listed}",
        f"案:{around.plan}",
        f"知:{setting.this_year is not None}",
        f"标:{setting.indicator[-1:]}",
        f"标二:{setting.indicator[-2:]}",
        f"承:{setting.figure_before}",
        f"汉:{setting.spelled}",
        f"先:{_order(setting)}",
        f"先:{_order(setting)}·知:{setting.this_year is not None}",
    }
    for name, cue in _CUES.items():
        for where, words in (("句", clause), ("段", part), ("文", before), ("后", after)):
            found = {match[0] for match in cue.finditer(words)}
            signs |= {f"{name}{where}:{word}" for word in found}
            if found:
                signs.add(f"{name}{where}")
    signs |= set(_nearest_cues(setting))
    if reached(setting):
        signs.add("达")
    if makes(lead):
        signs.add("造")
    if REACHED_AT.search(lead):
        signs.add("至")
    if REACHED_IN.search(before):
        signs.add("到")
    if CHANGE.match(lead.strip()):
        signs.add("变")
    if "：" in lead:
        signs.add("签")
    if max(before.rfind("（"), before.rfind("(")) > max(before.rfind("）"), before.rfind(")")):
        signs.add("括")
    if setting.is_condition:
        signs.add("限")
    tokens = open_tokenizer()
    behind = tokens.cut_tagged(after[:8])
    ahead = tokens.cut_tagged(before[-24:])
    if behind:
        signs |= {f"随:{behind[0][0]}", f"随性:{behind[0][1]}"}
    if ahead:
        signs |= {f"临:{ahead[-1][0]}", f"临性:{ahead[-1][1]}"}
    signs |= {f"近:{word}" for word, tag in ahead if tag in _TOLD}
    combined = {"造", "至", "限"} & signs
    for one in (f"年:{setting.year_sign}", f"下:{around.aimed}", f"案:{around.plan}"):
        signs |= {f"{one}·{other}" for other in combined} or {f"{one}·无"}
    return frozenset(signs)


def _nearest_cues(setting: Setting) -> Iterator[str]:
    """Whether the last word that says so speaks of aims or of what was reached, and how far before the figure."""
    before = setting.before
    last = {
        name: max((match.end() for match in cue.finditer(before)), default=-1)
        for name, cue in (("意", INTENT), ("达", _DONE))
    }
    nearest = max(last, key=lambda name: last[name])
    place = last[nearest]
    if place < 0:
        nearest, far = "无", ""
    else:
        between = before[place:]
        far = "；" if re.search(r"[；;]", between) else "，" if re.search(r"[，,：:]", between) else ""
    yield f"因:{nearest}"
    yield f"因:{nearest}{far}"
    yield f"因:{nearest}·知:{setting.this_year is not None}"
    yield f"因:{nearest}·年:{setting.year_sign}"
    yield f"因:{nearest}·案:{setting.surroundings.plan or setting.surroundings.aimed}"
    behind = re.split(r"[，,；;。]", setting.after)[0]
    for name, cue in (("意", INTENT), ("达", _DONE)):
        if cue.search(behind):
            yield f"后因:{name}"
    if min(last.values()) >= 0:
        yield f"因:{nearest}·兼"


def _order(setting: Setting) -> str:
    year, first = setting.year, setting.first_aim
    if year is None or first is None:
        return "无"
    return "前" if year < first else "起" if year == first else "后"


def _unit_sign(figure: Quantity) -> str:
    if figure.unit in ("%", "个百分点"):
        return "%"
    if figure.unit in COUNTING:
        return "个"
    return "元" if figure.unit.endswith("元") else figure.unit or "无"
