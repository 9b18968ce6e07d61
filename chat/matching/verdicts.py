"""Whether one requirement is met by a profile: met, failed or unknown, with the reason in words.

Only what the profile says counts. A requirement in words of its own is met where the enterprise says so in the
same words (`meets`), failed where it says it does not (`fails`), else unknown.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from chat.matching.kinds import in_industry, is_kind
from chat.matching.profile import Profile, money_of
from chat.matching.requirements import Requirement
from indexing.places import find_places
from indexing.quantities import Quantity, find_quantities

Verdict = Literal["met", "unknown", "failed"]

_FACTS = (
    ("taxable_income", "年应纳税所得额", re.compile(r"(?:上?一?年度?|年|累计)?应纳税所得额")),
    ("revenue", "营业收入", re.compile(r"(?:上?一?年度?|年)?(?:主营业务|营业)收入|(?:年)?(?:销售额|营收)")),
    ("assets", "资产总额", re.compile(r"资产总额|总资产")),
    ("employees", "从业人员", re.compile(r"(?:企业)?(?:从业人员|职工|员工|用工)(?:总?人?数)?|吸纳就业")),
    ("age", "成立年限", re.compile(r"(?:成立|注册|登记(?:注册)?|设立|经营)(?:时间|满|年限)?")),
)
_COMPARING = re.compile(
    r"^(?:为|在|达到|达|满|不低于|低于|不超过|超过|高于|少于|不少于|大于|小于|及|以上|以下|以内|之间|的|部分|含|至|到|且|元|万|[（）()\s\d.,\-—–~～]|年内?|人|名)*$"
)
_NEGATION = re.compile(r"不|未|没|无|非")


@dataclass(frozen=True, slots=True)
class Finding:
    """What became of one requirement, and why."""

    requirement: Requirement
    verdict: Verdict
    reason: str


def judge(requirement: Requirement, profile: Profile, day: date) -> Finding:
    """One requirement against what the enterprise says."""
    verdict, reason = _judged(requirement, profile, day)
    return Finding(requirement, verdict, reason)


def _judged(requirement: Requirement, profile: Profile, day: date) -> tuple[Verdict, str]:
    value = requirement.value
    said = _said(value, profile)
    if said is not None and requirement.sort not in ("person", "body"):
        return said
    if requirement.sort == "enterprise":
        return "met", f"面向{value}"
    if requirement.sort == "kind":
        known = is_kind(profile.kinds, value, frozenset({"title"} if profile.titles_complete else ()))
        held = "、".join(sorted(profile.kinds))
        if known == "yes":
            return "met", f"企业是{value}" + ("" if value in profile.kinds else f"（{held}属于{value}）")
        return (
            ("failed", f"要求是{value}，企业{'是' + held if held else '没有这个称号'}")
            if known == "no"
            else ("unknown", f"是不是{value}没有说明")
        )
    if requirement.sort == "industry":
        known = in_industry(profile.industries, value)
        if known == "unknown":
            return "unknown", f"是不是{value}行业没有说明"
        return (
            ("met", f"企业属于{value}")
            if known == "yes"
            else ("failed", f"限于{value}，企业的行业是{profile.industry}")
        )
    if requirement.sort == "person":
        return "failed", f"给个人的（{value}），不是给企业的"
    if requirement.sort == "body":
        return "failed", f"给{value}的，不是给企业的"
    if requirement.sort == "thing":
        return "unknown", f"是不是“{value}”没有说明"
    if requirement.sort == "vague":
        return "unknown", f"文中的“{value}”没有写明具体条件，要向主管部门核实"
    if requirement.sort == "figure":
        compared = _compare(value, profile, day)
        if compared is not None:
            return compared
    return "unknown", f"是否符合“{value}”没有说明"


def _said(words: str, profile: Profile) -> tuple[Verdict, str] | None:
    """What the enterprise itself says of a condition, in the condition's words."""
    if any(_same(words, one) for one in profile.fails):
        return "failed", f"企业说明不符合“{words}”"
    if any(_same(words, one) for one in (*profile.meets, *profile.unclear)):
        return "met", f"企业说明符合“{words}”"
    return None


def _same(condition: str, statement: str) -> bool:
    """Whether a statement says all that the condition asks, and denies nothing that it asserts."""
    asked, said = _plain(condition), _plain(statement)
    if not asked or asked not in said:
        return False
    rest = said.replace(asked, "", 1)
    return asked == said or (len(asked) >= 4 and not _NEGATION.search(rest))


def _plain(words: str) -> str:
    return re.sub(r"[\s　，,。；;：:、的“”\"（）()]|^(?:须|应当?|需|已经?|正在)", "", words)


def _compare(words: str, profile: Profile, day: date) -> tuple[Verdict, str] | None:
    """A figure that the condition asks for, where it asks for nothing else and the profile gives the fact."""
    for field, label, pattern in _FACTS:
        match = pattern.search(words)
        if not match:
            continue
        quantities = [q for q in find_quantities(words) if q.start >= match.end() and (q.unit or q.magnitude)]
        rest = words[: match.start()] + words[match.end() :]
        for quantity in reversed(quantities):
            rest = rest.replace(words[quantity.start : quantity.end], "", 1)
        own = _fact(field, profile, day)
        if not quantities or not _COMPARING.match(rest.replace("小型微利企业", "")) or own is None:
            return None
        fits = all(
            _fits(own, quantity, comparator) for quantity, comparator in _bounds(words, quantities, field)
        )
        verb = "符合" if fits else "不符合"
        return ("met" if fits else "failed"), f"{label}{_shown(own, field)}，{verb}“{words}”"
    return None


def _fact(field: str, profile: Profile, day: date) -> Decimal | None:
    if field == "age":
        if profile.founded is None:
            return None
        return Decimal((day - profile.founded).days) / Decimal("365.25")
    found = getattr(profile, field)
    return None if found is None else Decimal(found)


def _bounds(words: str, quantities: list[Quantity], field: str) -> Iterable[tuple[Quantity, str]]:
    """Each figure with what it bounds: a pair joined by 至 is a range, 含 makes a bound its own, 满 is at least."""
    if len(quantities) == 2 and re.search(
        r"至|到|-|—|－|~|～", words[quantities[0].number_start : quantities[1].end]
    ):
        yield quantities[0], ">="
        yield quantities[1], "<="
        return
    for quantity in quantities:
        if "含" in words[max(0, quantity.start - 2) : quantity.start]:
            continue  # （含10万元）repeats the bound before it
        comparator: str = quantity.comparator
        including = "含" in words[quantity.end :]
        if comparator in ("<", ">") and including:
            comparator += "="
        if comparator == "=":
            before = words[max(0, quantity.start - 3) : quantity.start]
            if field == "age":
                comparator = "<=" if words[quantity.end : quantity.end + 1] == "内" else ">="
            elif re.search(r"达到?$|满$", before):
                comparator = ">="
        yield quantity, comparator


def _fits(own: Decimal, quantity: Quantity, comparator: str) -> bool:
    bound = money_of(quantity.value, quantity.unit)
    if quantity.unit in ("个月", "月"):
        bound = bound / 12
    compared = {"<": own < bound, "<=": own <= bound, ">": own > bound, ">=": own >= bound, "=": own == bound}
    return compared.get(comparator, False)


def _shown(own: Decimal, field: str) -> str:
    if field == "age":
        return f"约{own:.1f}年"
    if field == "employees":
        return f"{own}人"
    return f"{(own / 10000).normalize():f}万元"


def region_verdict(region: str | None, profile: Profile, words: str = "") -> tuple[Verdict, str]:
    """Whether a measure of a document's region, and of the places its own words name, holds where the enterprise is."""
    verdict, reason = _in_region(region, profile)
    if verdict != "failed":
        for place in find_places(words):
            named, why = _in_region(words[place.start : place.end], profile)
            if named != "met":
                return named, why
    return verdict, reason


def _in_region(region: str | None, profile: Profile) -> tuple[Verdict, str]:
    if region == "全国":
        return "met", "全国适用"
    asked = find_places(region or "")
    if not asked:
        return "unknown", f"适用地区是{region}，企业是否在内没有说明" if region else "文件没有写明适用的地区"
    own = find_places(profile.region or "")
    if not own:
        return "unknown", f"限于{region}，企业所在地没有说明"
    narrow, mine = asked[-1], own[-1]
    if not narrow.covers(mine):
        if mine.name == mine.province and narrow.province == mine.name:
            return "unknown", f"限于{region}，企业在{profile.region}的哪里没有说明"
        return "failed", f"限于{region}，企业在{profile.region}"
    district = (region or "")[narrow.end :]
    if district and district not in (profile.region or ""):
        return "unknown", f"限于{region}，企业是否在{district}没有说明"
    return "met", f"企业在{region}"
