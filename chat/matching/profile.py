"""What an enterprise says of itself: a form (JSON), checked field by field with errors that say how to mend them."""

import json
import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from chat.matching.kinds import enterprise_kinds, industries_named, kinds_named
from corpus.errors import PolicyQAError
from indexing.quantities import find_quantities

_MOST = 400  # characters of one field
_LISTS = ("titles", "wants", "meets", "fails")
_MONEY = ("revenue", "taxable_income", "assets")
_WORDS = ("name", "region", "size", "industry", "taxpayer")
FIELDS = (*_WORDS, *_LISTS, *_MONEY, "employees", "founded", "titles_complete", "above_scale")
"""The fields of the form; all may be left out."""


class BadProfile(PolicyQAError):
    """A profile that cannot be used; the message names the field and how to mend it."""


@dataclass(frozen=True, slots=True)
class Profile:
    """One enterprise; None and empty where nothing is said.

    `kinds` are names of `kinds.enterprise_kinds`, `industries` of `kinds.industries`; money in yuan. `meets` and
    `fails` are conditions in the words of the text (or the enterprise's own) that it says it meets or not.
    `unclear` holds words of the form that name no known kind: they count as conditions met only by the same words.
    """

    name: str | None = None
    region: str | None = None
    kinds: frozenset[str] = frozenset()
    titles_complete: bool = False
    industries: frozenset[str] = frozenset()
    industry: str | None = None
    employees: int | None = None
    revenue: Decimal | None = None
    taxable_income: Decimal | None = None
    assets: Decimal | None = None
    founded: date | None = None
    wants: tuple[str, ...] = ()
    meets: tuple[str, ...] = ()
    fails: tuple[str, ...] = ()
    unclear: tuple[str, ...] = ()


def read_profile(path: Path) -> Profile:
    """The profile of a JSON file. Raises BadProfile."""
    try:
        value = json.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise BadProfile(f"无法读取企业档案 {path}（{error.strerror}）。请检查路径。") from error
    except (ValueError, RecursionError) as error:
        raise BadProfile(f"企业档案 {path} 不是有效的 JSON（{error}）。") from error
    return profile_from(value)


def profile_from(value: Any) -> Profile:
    """The profile of a form's JSON value. Raises BadProfile naming the field, what is wrong and how to mend it."""
    if not isinstance(value, dict):
        raise BadProfile('企业档案应是一个 JSON 对象，如 {"region": "湖北省武汉市", "size": "小型"}。')
    for key in value:
        if key not in FIELDS:
            raise BadProfile(f"企业档案里没有“{str(key)[:40]}”这一项。可用的项：{'、'.join(FIELDS)}。")
    words = {key: _text(value, key) for key in _WORDS}
    lists = {key: _texts(value, key) for key in _LISTS}
    money = {key: _money(value, key) for key in _MONEY}
    kinds, unclear = _kinds_of(lists["titles"])
    kinds |= _one_kind(words["size"], "size", ("size",), "大型、中型、小型、微型、个体工商户")
    kinds |= _one_kind(words["taxpayer"], "taxpayer", ("taxpayer",), "小规模纳税人、一般纳税人")
    if _flag(value, "above_scale"):
        kinds |= {"规上企业"}
    return Profile(
        name=words["name"],
        region=words["region"],
        kinds=frozenset(kinds),
        titles_complete=_flag(value, "titles_complete"),
        industries=frozenset(name for name, _, _ in industries_named(words["industry"] or "")),
        industry=words["industry"],
        employees=_count(value, "employees"),
        revenue=money["revenue"],
        taxable_income=money["taxable_income"],
        assets=money["assets"],
        founded=_day(value, "founded"),
        wants=lists["wants"],
        meets=lists["meets"],
        fails=lists["fails"],
        unclear=tuple(unclear),
    )


def _kinds_of(titles: tuple[str, ...]) -> tuple[set[str], list[str]]:
    kinds: set[str] = set()
    unclear = []
    for title in titles:
        named = {name for name, start, end in kinds_named(title) if end - start >= len(title) - 2}
        kinds |= named
        if not named:
            unclear.append(title)
    return kinds, unclear


def _one_kind(words: str | None, key: str, sorts: tuple[str, ...], choices: str) -> set[str]:
    if words is None:
        return set()
    named = {name for name, _, _ in kinds_named(words) if enterprise_kinds()[name].sort in sorts}
    if not named:
        raise BadProfile(f"企业档案的 {key} 是“{words[:40]}”，认不出。请写：{choices}。")
    return named


def _text(value: dict[str, Any], key: str) -> str | None:
    found = value.get(key)
    if found is None:
        return None
    if not isinstance(found, str) or not found.strip() or len(found) > _MOST:
        raise BadProfile(f"企业档案的 {key} 应是 {_MOST} 字以内的文字，不填就去掉这一项。")
    return found.strip()


def _texts(value: dict[str, Any], key: str) -> tuple[str, ...]:
    found = value.get(key, [])
    if isinstance(found, str):
        found = [found]
    if not isinstance(found, list) or len(found) > 100:
        raise BadProfile(f'企业档案的 {key} 应是文字的列表，如 ["专精特新中小企业"]。')
    return tuple(text for one in found if (text := _text({key: one}, key)) is not None)


def _flag(value: dict[str, Any], key: str) -> bool:
    found = value.get(key, False)
    if not isinstance(found, bool):
        raise BadProfile(f"企业档案的 {key} 应是 true 或 false。")
    return found


def _count(value: dict[str, Any], key: str) -> int | None:
    found = value.get(key)
    if found is None:
        return None
    if isinstance(found, bool) or not isinstance(found, int) or not 0 <= found <= 10_000_000:
        raise BadProfile(f"企业档案的 {key} 应是人数（整数），如 45。")
    return found


def _money(value: dict[str, Any], key: str) -> Decimal | None:
    found = value.get(key)
    if found is None:
        return None
    if isinstance(found, int) and not isinstance(found, bool) and found >= 0:
        return Decimal(found)
    if isinstance(found, str):
        quantities = [q for q in find_quantities(found[:_MOST]) if q.unit in ("元", "万元")]
        if len(quantities) == 1:
            return money_of(quantities[0].value, quantities[0].unit)
    raise BadProfile(f'企业档案的 {key} 应是金额，如 "2300万元"，或以元为单位的整数。')


def money_of(value: Decimal, unit: str) -> Decimal:
    """Yuan of an amount whose unit may hold the 万 (万元)."""
    return value * 10000 if unit == "万元" else value


def _day(value: dict[str, Any], key: str) -> date | None:
    found = value.get(key)
    if found is None:
        return None
    match = re.fullmatch(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?", str(found))
    try:
        if match is None:
            raise ValueError
        return date(int(match[1]), int(match[2] or 1), int(match[3] or 1))
    except ValueError:
        raise BadProfile(f"企业档案的 {key} 应是成立日期，如 2019-03 或 2019-03-15。") from None
