"""A profile from one sentence: 我们是武汉的一家专精特新小巨人企业，想上云."""

import re
from datetime import date
from typing import Any

from chat.matching.kinds import industries_named, kinds_named
from chat.matching.profile import BadProfile, Profile, money_of
from indexing.places import find_places
from indexing.quantities import find_quantities

_MOST = 1000
_WANTS = re.compile(
    r"(?:我们|公司|企业)?(?:还|也|现在|目前)?(?:想要?|希望|需要|打算|准备|计划|申请|咨询)(?P<want>[^，,。；;！？!?]{2,40})"
)
_NOT = re.compile(r"(?:不是|没有|并非|还不是|尚未|未)(?:获评|评上|认定(?:为)?|取得)?$")
_STAFF = re.compile(r"员工|职工|从业人员|人员|团队|人")
_MONEY = (("revenue", re.compile(r"营业收入|营收|销售额|年收入|产值")), ("taxable_income", re.compile(r"应纳税所得额")),
          ("assets", re.compile(r"资产总额|总资产")))  # fmt: skip
_FOUNDED = re.compile(
    r"(?P<year>(?:19|20)\d\d)年(?:(?P<month>\d{1,2})月)?(?:份)?(?:成立|注册|创办|登记)|(?:成立|注册|创办|登记)于?(?P<year2>(?:19|20)\d\d)年(?:(?P<month2>\d{1,2})月)?"
)


def profile_of_sentence(sentence: str) -> Profile:
    """What a sentence says of an enterprise; its other clauses are kept in `meets`. Raises BadProfile."""
    words = sentence.strip()
    if not words or len(words) > _MOST:
        raise BadProfile(f"请用一句话（{_MOST} 字以内）说明企业：在哪里、规模、称号、行业，想要什么支持。")
    wants = list(_WANTS.finditer(words))
    told = words
    for match in wants:
        told = told.replace(match.group(), "　" * len(match.group()))
    kinds = {
        name
        for name, start, _ in kinds_named(told)
        if not _NOT.search(told[:start])
        and not re.match(r"[^，,。]{0,4}(?:客户|上下游|供应商)", told[start:])
    }
    named = industries_named(told)
    places = sorted(find_places(told), key=lambda place: place.name == place.province)  # 湖北武汉 is in 武汉
    return Profile(
        region=told[places[0].start : places[0].end] if places else None,
        kinds=frozenset(kinds),
        industries=frozenset(name for name, _, _ in named),
        industry=told[named[0][1] : named[0][2]] if named else None,
        founded=_founded(told),
        wants=tuple(match["want"] for match in wants),
        meets=tuple(
            clause.strip() for clause in re.split(r"[，,。；;！？!?　]+", told) if len(clause.strip()) >= 4
        ),
        **_numbers(told),
    )


def _numbers(words: str) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for quantity in find_quantities(words):
        before = words[max(0, quantity.start - 12) : quantity.start]
        if quantity.comparator not in ("=", "~"):
            continue  # 不超过, 以上: no figure of one's own
        if quantity.unit in ("人", "名", "位") and (_STAFF.search(before) or quantity.unit == "人"):
            found.setdefault("employees", int(quantity.value))
        for field, pattern in _MONEY:
            if quantity.unit in ("元", "万元") and pattern.search(before):
                found.setdefault(field, money_of(quantity.value, quantity.unit))
    return found


def _founded(words: str) -> date | None:
    match = _FOUNDED.search(words)
    if not match:
        return None
    month = int(match["month"] or match["month2"] or 1)
    return date(int(match["year"] or match["year2"]), month if 1 <= month <= 12 else 1, 1)
