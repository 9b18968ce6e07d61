"""Figures as text: aligned tables for a terminal (汉字 are two columns wide), and as Markdown."""

import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from evals.measures import BY_NAME
from evals.report import ALL

# What is worth a column when kinds are compared; the rest is listed below for all items.
COLUMNS = (
    "right", "nuggets", "short_answer", "rouge_l", "citation_validity", "citation_recall", "evidence_cited",
    "figures_faithful", "decision", "document.R@5", "passage.R@5",
)  # fmt: skip

HEADLINE = (
    "right",
    "nuggets",
    "rouge_l",
    "citation_validity",
    "figures_faithful",
    "decision",
    "document.R@5",
)
KINDS = {
    "figure": "数字", "date": "日期", "name": "名称", "list": "列举", "support": "支持措施", "definition": "定义",
    "yes_no": "是否", "article": "条文", "comparison": "比较", "false_premise": "前提有误", "follow_up": "追问",
    "validity": "效力", "altered_figure": "数字被改", "several_documents": "跨文档", "span": "原文", "retrieval": "检索",
    "unanswerable": "无答案", "unanswerable_year": "无此年份", "unanswerable_place": "无此地区",
    "unanswerable_indicator": "无此指标", "unanswerable_amount": "无此数额", "unanswerable_advice": "个人建议",
    "unanswerable_offtopic": "题外", "unanswerable_who": "无此主体", "unanswerable_when": "无此时间",
    "unanswerable_conditions": "无此条件", "unanswerable_definition": "无此定义", "unanswerable_article": "无此条文",
    "unanswerable_yes_no": "无从判断", "feedback_good": "读者好评", "feedback_bad": "读者差评",
}  # fmt: skip
FAILURES = {
    "error": "出错",
    "refused_wrongly": "误拒",
    "answered_wrongly": "误答",
    "nuggets": "缺少要点",
    "short_answer": "简答不对",
    "rouge_l": "与参考答案不符",
    "citation_validity": "引用无效",
    "figures_faithful": "数字无据",
    "citation_recall": "引文不支持",
    "retrieval": "没有检索到",
}  # what `scoring` names, as readers say it


def kind_name(kind: str) -> str:
    """A kind as readers see it: its Chinese name, where it is one of ours, and the name that `--kind` takes."""
    return f"{KINDS[kind]} {kind}" if kind in KINDS else kind


def width(text: str) -> int:
    """Columns a terminal needs for the text."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def aligned(rows: Sequence[Sequence[str]]) -> str:
    """The rows as columns: the first to the left, the others to the right; the first row is the head."""
    widths = [max(width(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = []
    for row in rows:
        cells = [_pad(cell, room, left=not n) for n, (cell, room) in enumerate(zip(row, widths, strict=True))]
        lines.append("  ".join(cells).rstrip())
    lines.insert(1, "─" * (sum(widths) + 2 * (len(widths) - 1)))
    return "\n".join(lines)


def markdown(rows: Sequence[Sequence[str]], left: bool = False) -> str:
    """The rows as a Markdown table with escaped cells; numbers to the right unless `left`."""
    lines = ["| " + " | ".join(escaped(cell) for cell in row) + " |" for row in rows]
    lines.insert(1, "| --- |" + (" --- |" if left else " ---: |") * (len(rows[0]) - 1))
    return "\n".join(lines)


def escaped(text: str) -> str:
    """The text on one line, so that no HTML and no Markdown in it comes alive."""
    text = " ".join(text.split("\n")).replace("&", "&amp;").replace("<", "&lt;")
    return "".join(f"\\{c}" if c in "\\`*_[]#!|~" else c for c in text)


def by_kind(report: Mapping[str, Any]) -> list[list[str]]:
    """One row a kind, all items last; columns that no item has are left out."""
    measures = report["measures"]
    columns = [name for name in COLUMNS if name in measures[ALL]]
    rows = [["类型", "题数", "失败", *(BY_NAME[name].label for name in columns)]]
    kinds = [kind for kind in measures if kind != ALL]
    for kind in [*kinds, ALL] if len(kinds) > 1 else [ALL]:
        counts = report["counts"][kind]
        cells = [_value(measures[kind].get(name)) for name in columns]
        name = "全部" if kind == ALL else kind_name(kind)
        rows.append([name, str(counts["items"]), str(counts["failed"]), *cells])
    return rows


def all_measures(report: Mapping[str, Any]) -> list[list[str]]:
    """One row a measure, over all items, with its interval."""
    rows = [["指标", "名称", "值", "95% 区间", "计入题数"]]
    for name, figure in report["measures"][ALL].items():
        measure = BY_NAME[name]
        label = measure.label + ("" if measure.higher_is_better else "（越低越好）")
        rows.append([label, name, _value(figure), _interval(figure), str(figure["items"])])
    return rows


def headline(report: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    """The figures to look at first: label, value, interval."""
    figures = report["measures"][ALL]
    return [
        (BY_NAME[name].label, _value(figures[name]), _interval(figures[name]))
        for name in HEADLINE
        if name in figures
    ]


def outcomes(report: Mapping[str, Any]) -> str:
    """How many were answered, refused, failed; and how long it took."""
    counts, time = report["counts"][ALL], report["time"]
    return (
        f"回答 {counts['answered']}，部分回答 {counts['partial']}，拒答 {counts['abstained']}，"
        f"出错 {counts['error']}；每题用时 p50 {time['p50_seconds'] * 1000:.0f} 毫秒，"
        f"p95 {time['p95_seconds'] * 1000:.0f} 毫秒"
    )


def failures(report: Mapping[str, Any]) -> list[tuple[str, int]]:
    """What failed how often, the most frequent first; an item may fail in several ways."""
    counts = Counter(name for item in report["items"] for name in item["failed"])
    return [(FAILURES.get(name, name), count) for name, count in counts.most_common()]


def summary(report: Mapping[str, Any]) -> str:
    """What `evals run` prints."""
    parts = [aligned(by_kind(report)), aligned(all_measures(report)), outcomes(report)]
    if found := failures(report):
        parts.append("未通过的原因：" + "，".join(f"{label} {count}" for label, count in found))
    parts += [opinion] if (opinion := judged(report)) else []
    problems = len(report["evidence_problems"])
    if problems:
        parts.append(
            f"有 {problems} 条依据与文档不符，未计入检索和引用依据的指标（见报告 evidence_problems）"
        )
    return "\n\n".join(parts)


def judged(report: Mapping[str, Any]) -> str | None:
    """What the chat model thought of the answers, marked as its opinion; None where it was not asked."""
    opinion = report.get("judge")
    if not opinion:
        return None
    text = (
        f"模型评判（{opinion['model']}；仅供参考，不计入指标和门槛）：评了 {opinion['judged']} 个回答，"
        f"对 {opinion['right']}，错 {opinion['wrong']}，没有判定 {opinion['undecided']}"
    )
    if opinion["agreement_with_right"] is None:
        return text
    text += f"；与“答对”一致 {opinion['agreement_with_right']:.1%}"
    return text + (f"，不一致的题：{'、'.join(opinion['differing'])}" if opinion["differing"] else "")


def _value(figure: Mapping[str, Any] | None) -> str:
    return "—" if figure is None else f"{figure['value']:.3f}"


def _interval(figure: Mapping[str, Any]) -> str:
    return "—" if figure["low"] is None else f"{figure['low']:.3f}–{figure['high']:.3f}"


def _pad(text: str, room: int, left: bool) -> str:
    blanks = " " * (room - width(text))
    return text + blanks if left else blanks + text
