"""What else a text says of a target: its baseline, who is responsible, whether it binds, for which trade and enterprises."""

import re

from indexing.places import find_places
from indexing.quantities import Quantity
from indexing.target import Nature

_FROM = re.compile(r"(?:从|由|自)[^，,。；;]{0,12}$")
_TO = re.compile(
    r"(?:提高|提升|增加|扩大|增长|上升|下降|降低|压减|缩短|减少|压缩|调整|发展|达|升|降)?(?:到|至|为)$"
)
_DEPARTMENT = re.compile(
    r"[（(](?:责任单位|牵头单位|责任部门|牵头部门|实施单位)[:：](?P<named>[^（）()]{2,120})[)）]"
    r"|[（(](?P<bracketed>[^（）()，。]{2,40}(?:，[^（）()。]{2,40})?)(?:牵头负责|按职责分工负责|负责|牵头|指导|配合)[)）]"
    r"|由(?P<by>[^，。；由]{2,24}?)(?:牵头|负责)|(?:责任单位|牵头(?:考核)?单位)(?:为|是|：)(?P<unit>[^，。；]{2,60})"
    r"|(?<=[，；])(?P<bare>[^，。；]{2,20}?)牵头考核"
)
_NATURE = re.compile(r"约束性|预期性")
_ENTERPRISE = re.compile(
    r"规上工业企业|规上企业|规模以上工业企业|规模以上企业|(?:科技型)?中小微?企业|小微企业|专精特新“?小巨人”?企业|“小巨人”企业|专精特新(?:中小)?企业|单项冠军企业|链主企业|龙头企业"
    r"|高新技术企业|独角兽企业|瞪羚企业|上市公司|上市企业|民营企业|外资企业|国有企业|个体工商户|世界500强企业|工业企业"
)
_SECTOR = re.compile(
    r"新能源汽车|智能网联汽车|汽车|石化|化工|钢铁|有色金属|建材|装备制造|高端装备|农机装备|电子信息|光电子信息|集成电路|人工智能|软件和信息技术服务业|软件|工业互联网|大数据|数据产业|数字经济"
    r"|生物医药|医疗器械|新材料|新能源|光伏|储能|船舶|海工装备|海洋|航空航天|商业航天|低空经济|纺织|食品|现代服务业|服务业|物流|旅游|文化|体育|养老|建筑业|畜牧业|种植业|渔业|农业|粮食|制造业|工业"
)


def baselines(text: str, figures: list[Quantity]) -> dict[Quantity, Quantity]:
    """For each figure that is raised or lowered to, the one it comes from: 从60%提高到【70%】."""
    found = {}
    for first, second in zip(figures, figures[1:], strict=False):
        between = text[first.end : second.number_start]
        if (
            _FROM.search(text[: first.start])
            and len(between) <= 16
            and _TO.search(between.strip())
            and not re.search(r"[，,。；;]", between)
            and first.unit in (second.unit, "")
        ):
            found[second] = first
    return found


def department(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Where the words stand that name who is responsible for what is said between `start` and a paragraph's `end`."""
    found = _DEPARTMENT.search(text, start, end)
    if found is None or found.lastgroup is None:
        return None
    return found.span(found.lastgroup)


def nature(*words: str) -> Nature | None:
    """约束性 or 预期性, where exactly one of them is said; the nearest words that say so count."""
    for part in words:
        said = set(_NATURE.findall(part))
        if len(said) == 1:
            return "约束性" if "约束性" in said else "预期性"
    return None


def enterprise(indicator: str) -> str | None:
    """The kind of enterprise that an indicator names."""
    found = _ENTERPRISE.search(indicator)
    return found[0] if found else None


def sector(indicator: str) -> str | None:
    """The trade that an indicator names."""
    found = _SECTOR.search(indicator)
    return found[0] if found else None


def scope(indicator: str, region: str | None) -> str | None:
    """The place that the indicator itself names, else the document's region."""
    places = find_places(indicator)
    if len(places) == 1 and places[0].start == 0:
        own = find_places(region or "")
        if not any(places[0].covers(place) for place in own):
            return indicator[: places[0].end]
    return region
