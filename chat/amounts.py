"""The amount of an earlier question replaced by that of new words: 500万以下 by 超过800万, 过五百亿 by 一百亿以上."""

import re

from indexing.quantities import find_quantities

_VAGUE = re.compile(r"几[十百千万亿]+(?P<unit>[人家个户元件吨亩])的?(?P<thing>[\u4e00-\u9fff]{2,8})$")
_SPELT_OUT = re.compile(r"[一二两三四五六七八九十百千]+[万亿]")


def swapped_amount(before: str, new: str) -> str | None:
    """The earlier question with its amount replaced: 单户500万以下的费率? 超过500万的呢? None where one has none."""
    vague = _VAGUE.match(new)
    if vague:
        return _vaguer(before, vague)
    if _SPELT_OUT.search(new):
        new, before = (_SPELT_OUT.sub(_in_digits, text) for text in (new, before))
    asked, earlier = ([q for q in find_quantities(text) if not q.is_year] for text in (new, before))
    if (
        not asked
        or not earlier
        or len(re.sub(r"[的那部分呢原来]", "", new)) > asked[-1].end - asked[0].start + 4
    ):
        return None
    old = next((q for q in earlier if q.unit == asked[0].unit), earlier[0])
    limit = re.match(r"(?:（含）|\(含\))?(?:以上|以下|以内|之内)?", before[old.end :])
    end = old.end + (limit.end() if limit else 0)
    said = new[asked[0].start :].rstrip("的")
    bounded = re.search(r"以[上下内]$|之内$", said)
    start = (
        re.sub(r"(?:超过|大于|不足|不满|低于|少于|过|满)$", "", before[: old.start])
        if bounded
        else before[: old.start]
    )
    return start + said + before[end:]


def _vaguer(before: str, vague: re.Match[str]) -> str | None:
    """The earlier question with its amount and thing replaced by vague ones: 100万人以上的信息, 几万人的普通信息."""
    old = re.search(
        rf"\d[\d.]*[十百千万亿]*{vague['unit']}(?:以上|以下|以内)?的?[\u4e00-\u9fff]*?{vague['thing'][-2:]}",
        before,
    )
    return before[: old.start()] + vague[0] + before[old.end() :] if old else None


def _in_digits(spelt_out: re.Match[str]) -> str:
    """500亿 of 五百亿."""
    read = find_quantities(f"{spelt_out[0]}元")
    return f"{read[0].number.normalize():f}{read[0].magnitude}" if read else spelt_out[0]
