"""The three groups as a list in Markdown to print or hand on, each measure with its reasons and sources."""

from collections.abc import Mapping, Sequence
from datetime import date

from chat.matching.match import GROUPS, Group, Match
from chat.matching.profile import Profile

TITLES: dict[Group, str] = {
    "applies": "可以享受",
    "may_apply": "可能享受（有情况未知）",
    "does_not_apply": "不适用",
}
_VERDICTS = {"met": "✓", "unknown": "？", "failed": "✗"}
_MOST_REFUSED = 10


def sheet(profile: Profile, groups: Mapping[Group, Sequence[Match]], day: date) -> str:
    """One page of Markdown: what applies in full, what may with what is unknown, the first that do not with why."""
    lines = [f"# 政策匹配（{day:%Y年%m月%d日}）", "", f"企业：{describe(profile)}"]
    for group in GROUPS:
        matches = groups[group]
        lines += ["", f"## {TITLES[group]}（{len(matches)}项）"]
        shown = matches[:_MOST_REFUSED] if group == "does_not_apply" else matches
        for number, match in enumerate(shown, 1):
            lines += _entry(number, match)
        if len(shown) < len(matches):
            lines.append(f"……另有{len(matches) - len(shown)}项不适用，未列出。")
        if not matches:
            lines.append("无。")
    return _plain("\n".join(lines))


def describe(profile: Profile) -> str:
    """What is known of the enterprise, in a line."""
    parts = [
        profile.name,
        profile.region,
        "、".join(sorted(profile.kinds)),
        profile.industry,
        f"{profile.employees}人" if profile.employees is not None else None,
        f"成立于{profile.founded:%Y-%m}" if profile.founded else None,
        f"想要：{'、'.join(profile.wants)}" if profile.wants else None,
    ]
    return "；".join(part for part in parts if part) or "没有说明"


def _entry(number: int, match: Match) -> list[str]:
    document, measure = match.document, match.measure
    wanted = {"applies": ("met", "unknown"), "may_apply": ("unknown",), "does_not_apply": ("failed",)}[
        match.group
    ]
    reasons = [f"{_VERDICTS[f.verdict]} {f.reason}" for f in match.findings if f.verdict in wanted]
    lines = [
        f"{number}. 【{measure.instrument}】{document.quote(measure.name)}：“{document.quote(measure.span)}”"
    ]
    lines.append(f"   - {'；'.join(reasons)}")
    details = [
        (label, span)
        for label, span in (
            ("金额", measure.amount),
            ("怎样申请", measure.how_to_apply),
            ("截止", measure.deadline),
            ("部门", measure.office),
        )
        if span
    ]
    if match.group != "does_not_apply":
        lines += [f"   - {label}：{document.quote(span)}" for label, span in details]
        lines += [f"   - 注意：{notice}" for notice in match.notices]
    lines.append(f"   - 出处：《{document.title}》第{measure.span.start}–{measure.span.end}字")
    return lines


def _plain(words: str) -> str:
    """Document text must not become HTML in whatever shows the Markdown."""
    return words.replace("<", "＜").replace(">", "＞")
