"""The three groups of matched measures as HTML, each condition with its verdict and what it is cited from."""

from chat.app.language import t
from chat.app.markup import button, escape
from chat.app.matching_view import Matching
from chat.matching.match import GROUPS, Group, Match
from chat.matching.sheet import describe

TITLES: dict[Group, str] = {"applies": "可以享受", "may_apply": "可能享受", "does_not_apply": "不适用"}
SIGNS = {"met": "✓", "unknown": "？", "failed": "✗"}
SAID = {"met": "符合", "unknown": "未知", "failed": "不符合"}
MOST = 60  # measures of a group drawn; the list to take along holds all that apply or may


def matching_html(matching: Matching) -> str:
    """The groups; those that don't apply are closed. A cite's button carries its number in `Matching.places`."""
    counts = " · ".join(f"{t(TITLES[group])} {len(matching.groups[group])}" for group in GROUPS)
    parts = [
        f'<p class="count" role="status">{escape(counts)}</p>'
        f'<p class="understood">{t("理解为：")}{escape(describe(matching.profile))}</p>'
    ]
    if not any(matching.groups.values()):
        parts.append(
            f'<p class="notice">{t("资料库里还没有读出扶持措施。请先在“文档”页加入有扶持政策的文件。")}</p>'
        )
    at = 0
    for group in GROUPS:
        shown = []
        for n, match in enumerate(matching.groups[group]):
            if n < MOST:
                shown.append(_match(match, at))
            at += len(match.spans())
        parts.append(_group(group, len(matching.groups[group]), shown))
    return "".join(parts)


def _group(group: Group, total: int, shown: list[str]) -> str:
    more = f"<li>{escape(t('还有 {n} 项', n=total - len(shown)))}</li>" if total > len(shown) else ""
    body = (
        f'<ol class="matches">{"".join(shown)}{more}</ol>' if total else f'<p class="count">{t("没有")}</p>'
    )
    opened = "" if group == "does_not_apply" else " open"
    return f'<details class="group {group}"{opened}><summary>{t(TITLES[group])}（{total}）</summary>{body}</details>'


def _match(match: Match, at: int) -> str:
    """One measure; `at` is the number of its first cited place."""
    document, measure = match.document, match.measure
    spans = match.spans()
    amount = _amount(document.quote(measure.name), document.quote(measure.amount)) if measure.amount else ""
    numbers = {entry["condition"]: entry["citation"] for entry in match.to_json()["reasons"]}
    reasons = "".join(
        f'<li class="{f.verdict}"><span aria-hidden="true">{SIGNS[f.verdict]}</span>'
        f'<span class="unseen">{t(SAID[f.verdict])}：</span> {escape(f.reason)}'
        f"{_cite(at, numbers.get(f.requirement.value))}</li>"
        for f in match.findings
    )
    details = "".join(
        f"<div><dt>{t(name)}</dt><dd>{escape(document.quote(span))}</dd></div>"
        for name, span in (
            ("怎样申请", measure.how_to_apply), ("截止", measure.deadline), ("受理部门", measure.office),
        )
        if span
    )  # fmt: skip
    cautions = "；".join(match.notices)
    notices = f'<p class="caution" role="note">{t("注意：")}{escape(cautions)}</p>' if cautions else ""
    return (
        f'<li class="match"><h3><span class="badge">{escape(measure.instrument)}</span> '
        f"{escape(document.quote(measure.name))} {amount}</h3>"
        f'<p class="quote" lang="zh-CN">“{escape(document.quote(spans[0]))}”{_cite(at, 1)}</p>'
        f'<ul class="reasons-met">{reasons}</ul><dl>{details}</dl>{notices}'
        f'<p class="facts">{escape(document.title)}</p></li>'
    )


def _amount(name: str, amount: str) -> str:
    """The amount, where the name doesn't say it already."""
    return "" if amount in name else f'<span class="amount">{escape(amount)}</span>'


def _cite(at: int, number: int | None) -> str:
    if number is None:
        return ""
    title = t("打开来源〔{number}〕", number=number)
    return button("open", f"〔{number}〕", css="cite", title=title, item=at + number - 1)
