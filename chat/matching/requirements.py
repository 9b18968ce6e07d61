"""What a measure asks of an enterprise, read from the words for whom it is and on which conditions.

符合条件的小微企业 asks two things: to be a 小微企业, and something that the text does not say (符合条件). Words that are
understood become kinds, industries or figures; every other word stays a requirement in its own words, so that
nothing the text asks is passed over.
"""

import re
from dataclasses import dataclass
from typing import Literal

from chat.matching.kinds import industries, industries_named, kinds_named, widened
from corpus.document import Document, Span
from indexing.measure import Measure

Sort = Literal[
    "kind", "industry", "figure", "case", "vague", "person", "body", "thing", "enterprise", "nobody"
]

_PERSON = re.compile(
    r"(?:人员|人才|毕业生|职工|员工|家庭|成员|青年|士兵|患者|居民|农民|学生|教师|劳动者|自然人|个人|老年人|残疾人|群众|(?<!经营)者|旅客|失业)(?:等)?$"
)
_BODY = re.compile(
    r"(?:地方|地区|各地|市|县|区|政府|部门|行政机关|院校|院所|高校|学校|医院|事业法人|事业单位|社会组织法人|社会组织|协会|行业组织)(?:等)?$"
)
_THING = re.compile(
    r"(?:项目|平台|工厂|车间|集群|高新区|园区|基地|中心|业务|出版物|汽车|车辆|收入|贷款|载体|实验室|联合体|解决方案|场景|环节|费|凭证)(?:等)?$"
)
_INSTITUTION = re.compile(r"(?:机构|服务商|组织)(?:等)?$")
_ENTERPRISE = re.compile(r"(?:企业法人|非法人企业|市场主体|用人单位|单位|公司|企业|其他组织|纳税人)(?:等)?$")
_VAGUE = re.compile(
    r"符合(?:规定|相关|以下|下列)?条件|满足(?:规定|相关|以下|下列)?条件|有条件|符合规定|符合要求|符合现行规定|按(?:照)?规定|相关|部分|重点|优质|一批|有实力|困难|良好|择优|遴选|成效明显"
)
_HELD = re.compile(
    r"^(?:获评|获得|取得|已?被?认定为|入选|列入|评为|属于|为|的|产业链|类|行业|领域|产业)+|(?:的|产业链|类|行业|领域|产业)+$"
)
_PARTED = re.compile(r"(?:、|以及|，以及|或者|或|和|及|与)")
_JOINED = re.compile(r"[，,]?(?:并且|并|且|同时|而且)|[，,；;]")
_NOT_SPLIT = re.compile(r"“[^”]*”|《[^》]*》|[（(][^（）()]*[）)]")


@dataclass(frozen=True, slots=True)
class Requirement:
    """One thing asked. `value` is the name of a kind or industry, else the words; `span` is where it is asked."""

    sort: Sort
    value: str
    span: Span | None = None


Alternatives = tuple[tuple[Requirement, ...], ...]
"""Any of the alternatives will do; each is a row of requirements that must all hold."""


def audience_alternatives(document: Document, measure: Measure) -> Alternatives:
    """For whom the measure is: 小微企业、个体工商户 are two alternatives. Empty where the text names nobody."""
    if measure.audience is None:
        return ()
    words = document.quote(measure.audience)
    held = re.match(r"[^，,。；;]{2,40}等(?=链主|龙头|骨干|领军)", words)
    if held:  # 东风公司等链主企业: the names are examples
        words = words[held.end() :]
    modifier, listed = _shared_modifier(words)
    parts = _alternatives(listed)
    kinds_of_last = _ending(parts[-1])
    found = []
    for part in parts:
        own = part if _ending(part) else part + kinds_of_last
        found.append(tuple(_read(own, modifier, measure.audience)))
    return tuple(found)


def condition_requirements(document: Document, span: Span) -> tuple[Requirement, ...]:
    """What a condition asks, clause by clause, in its own words."""
    words = document.quote(span)
    pieces = [piece for piece in _JOINED.split(words) if len(_bare(piece)) >= 2]
    return tuple(_case(piece, span) for piece in pieces)


def _shared_modifier(words: str) -> tuple[str, str]:
    """What stands before the last 的 and holds for all behind it, and the rest (符合条件的 | 小微企业)."""
    masked = _NOT_SPLIT.sub(lambda m: "＿" * len(m.group()), words)
    position = masked.rfind("的")
    if position < 0 or position >= len(words) - 1:
        return ("", words) if position < 0 else (words[:position], "")
    return words[:position], words[position + 1 :]


def _alternatives(words: str) -> list[str]:
    masked = _NOT_SPLIT.sub(lambda m: "＿" * len(m.group()), words)
    parts, begin = [], 0
    for match in _PARTED.finditer(masked):
        if match.start() > begin:
            parts.append(words[begin : match.start()])
        begin = match.end()
    parts.append(words[begin:])
    return [part for part in parts if part.strip()] or [words]


def _ending(words: str) -> str:
    for pattern in (_ENTERPRISE, _PERSON, _THING, _INSTITUTION, _BODY):
        match = pattern.search(words)
        if match:
            return match.group()
    return "" if not kinds_named(words) else "企业" if not words.endswith("企业") else ""


def _read(words: str, modifier: str, span: Span) -> list[Requirement]:
    """The requirements in one alternative and what modifies it."""
    found: list[Requirement] = []
    kinds = kinds_named(words)
    if kinds:
        found += [Requirement("kind", name, span) for name, _, _ in kinds]
        rest = _without(words, kinds)
    else:
        rest = words
    sort = _sort_of(words) if not kinds else "enterprise"
    if sort in ("person", "body", "thing"):
        found.append(Requirement(sort, words, span))
        rest = ""
    elif sort == "enterprise":
        rest = _ENTERPRISE.sub("", rest)
        fields = industries_named(rest)
        found += [Requirement("industry", name, span) for name in _narrowest(fields)]
        rest = _without(rest, fields)
    elif words and not kinds:
        found.append(Requirement("thing", words, span))
        rest = ""
    rest = _bare(rest)
    if rest:
        found.append(Requirement("vague" if _VAGUE.fullmatch(rest) else "case", rest, span))
    for piece in _JOINED.split(modifier):
        if len(_bare(piece)) < 2:
            continue
        held = kinds_named(piece)
        if held and not _bare(_without(piece, held)):
            found += [Requirement("kind", name, span) for name, _, _ in held]
        else:
            found.append(_case(piece, span))
    return found or [Requirement("enterprise", words, span)]


def _narrowest(fields: list[tuple[str, int, int]]) -> list[str]:
    """The industries named, without those that only repeat a narrower one (高端装备制造 is not all of 制造业)."""
    names = list(dict.fromkeys(name for name, _, _ in fields))
    return [n for n in names if not any(n in widened([o], industries()) for o in names if o != n)]


def _case(words: str, span: Span) -> Requirement:
    words = words.strip(" 　，,。；;：:的")
    if _VAGUE.search(words) and len(words) <= 12:
        return Requirement("vague", words, span)
    return Requirement("figure" if re.search(r"\d", words) else "case", words, span)


def _sort_of(words: str) -> Sort:
    """What the words name: an enterprise, a person, an office or a thing."""
    if re.search(r"(?:个体工商户|自然人)$", words) and "自然人" not in words:
        return "enterprise"
    for sort, pattern in (
        ("enterprise", _ENTERPRISE),
        ("person", _PERSON),
        ("thing", _THING),
        ("thing", _INSTITUTION),
        ("body", _BODY),
    ):
        if pattern.search(words):
            return sort  # type: ignore[return-value]
    return "thing"


def _without(words: str, named: list[tuple[str, int, int]]) -> str:
    for _, start, end in reversed(named):
        words = words[:start] + words[end:]
    return words


def _bare(words: str) -> str:
    previous = None
    while previous != words:
        previous = words
        words = _HELD.sub("", words.strip(" 　，,。；;：:、（）()“”"))
    return words
