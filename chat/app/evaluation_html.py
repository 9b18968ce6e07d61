"""Evaluation reports as HTML: a run on its way, a report, two of them compared."""

from collections.abc import Mapping, Sequence
from typing import Any

from chat.app.evaluation_runs import Progress
from chat.app.language import t
from chat.app.markup import escape, table

MOST_CHANGES = 20


def progress_html(progress: Progress) -> str:
    """How far a run has come."""
    if not progress.total:
        said, value = t("正在准备题目…"), ""
    else:
        said = t("正在评测：{done} / {total} 题", done=progress.done, total=progress.total)
        value = f' value="{progress.done}" max="{progress.total}"'
    return (
        f'<div class="notice" role="status"><label>{escape(said)} <progress{value}></progress></label></div>'
    )


def report_html(page: str, name: str) -> str:
    """A report's own page, in a frame of its own: it may run no script and load nothing."""
    title = escape(t("评测报告：{name}", name=name))
    return f'<iframe class="report" sandbox title="{title}" srcdoc="{escape(page)}"></iframe>'


def comparison_html(compared: Mapping[str, Any], first: str, second: str, labels: Mapping[str, str]) -> str:
    """What changed from the first report to the second, and whether it is more than noise.

    `labels` names the measures; one that it doesn't know keeps its own name.
    """
    rows = []
    for name, d in compared["measures"].items():
        verdict = t("在误差之内")
        if d["low"] == d["high"] == 0.0:
            verdict = t("没有变化")
        elif d["significant"]:
            verdict = t("变好") if d["difference"] > 0 else t("变差")
        interval = f"{d['low']:+.3f} … {d['high']:+.3f}"
        rows.append(
            [
                labels.get(name, name),
                f"{d['a']:.3f}",
                f"{d['b']:.3f}",
                f"{d['difference']:+.3f}",
                interval,
                verdict,
            ]
        )
    items = compared["items"]
    counted = t(
        "两边共有 {common} 题，只在 A 有 {a} 题，只在 B 有 {b} 题",
        common=items["common"], a=items["only_a"], b=items["only_b"],
    )  # fmt: skip
    other = "" if compared["same_set"] else _notice(t("两份报告用的不是同一份题集，只比较编号相同的题。"))
    head = [t("指标"), "A", "B", t("差"), t("95% 区间"), t("结论")]
    return (
        f'<section class="comparison"><p class="count">A：{escape(first)}<br>B：{escape(second)}<br>{escape(counted)}</p>'
        f"{other}{table(head, rows, t('两份报告的比较'))}"
        f"{_changes(t('变好'), compared['better'])}{_changes(t('变差'), compared['worse'])}"
        f"{_changes(t('有好有坏'), compared['mixed'])}</section>"
    )


def _changes(label: str, changes: Sequence[Mapping[str, Any]]) -> str:
    if not changes:
        return ""
    lines = "".join(_change(change) for change in changes[:MOST_CHANGES])
    if len(changes) > MOST_CHANGES:
        lines += f"<li>{escape(t('还有 {n} 题', n=len(changes) - MOST_CHANGES))}</li>"
    counted = t("{label} {n} 题", label=label, n=len(changes))
    return f"<details open><summary>{escape(counted)}</summary><ul>{lines}</ul></details>"


def _change(change: Mapping[str, Any]) -> str:
    before, after = change["outcome"]
    shorts = [short or "—" for short in change["short_answer"]]
    answers = f" · {shorts[0]} → {shorts[1]}" if shorts[0] != shorts[1] else ""
    outcome = "" if before == after else f" · {before} → {after}"
    asked = change["question"] or change["item_id"]
    return f'<li>{escape(asked)}<span class="facts">{escape(outcome + answers)}</span></li>'


def _notice(words: str) -> str:
    return f'<p class="notice" role="note">{escape(words)}</p>'
