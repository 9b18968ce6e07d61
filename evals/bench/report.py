"""The benchmark's table as JSON and Markdown."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from itertools import groupby
from pathlib import Path
from typing import Any

from evals.bench.retrieval import Row


def as_json(rows: Sequence[Row], made: Mapping[str, Any]) -> dict[str, Any]:
    """Rows, how they were made, and where we are ahead of the best peer."""
    return {"made": dict(made), "ahead": ahead(rows), "rows": [asdict(row) for row in rows]}


def ahead(rows: Sequence[Row]) -> dict[str, dict[str, float | None]]:
    """By set and measure, how far our figure is above the best peer's; None without a peer."""
    result: dict[str, dict[str, float | None]] = {}
    for name, group in groupby(rows, lambda row: row.set):
        of_set = list(group)
        ours = next((row for row in of_set if row.system == "policyqa"), None)
        if ours is not None:
            others = [row for row in of_set if row is not ours]
            result[name] = {
                measure: round(value - max(row.values[measure] for row in others), 4) if others else None
                for measure, value in ours.values.items()
            }
    return result


def as_markdown(report: Mapping[str, Any]) -> str:
    """One table a set, the best figure of each column in bold."""
    made = report["made"]
    parts = [
        "# 检索对比：本项目与常用框架",
        "\n".join(f"- {label}：{_value(value)}" for label, value in made.items()),
        "doc@k：前 k 篇不同文档中有正确的一篇；R@k：前 k 篇中占全部正确文档的比例；ans@k：前 k 个段落中有含答案开头的。"
        "各框架都用本项目的嵌入模型、不超过 300 字的段落、jieba 分词（凡可设置处），标题置于正文之前，其余为默认设置。",
    ]
    for name, group in groupby(report["rows"], lambda row: row["set"]):
        rows = list(group)
        parts.append(f"## {name}：{rows[0]['documents']} 篇文档，{rows[0]['questions']} 题")
        measures = list(rows[0]["values"])
        best = {measure: max(round(row["values"][measure], 3) for row in rows) for measure in measures}
        table = [["系统", *measures, "每题毫秒（中位）", "建索引秒"]]
        for row in rows:
            figures = [_figure(row["values"][measure], best[measure]) for measure in measures]
            times = [f"{row['median_seconds'] * 1000:.0f}", f"{row['index_seconds']:.0f}"]
            table.append([f"{row['system']} {row['way']}".strip(), *figures, *times])
        parts.append(_markdown(table))
        margins = report["ahead"].get(name, {})
        if margins:
            parts.append("与最好的框架相比：" + "，".join(f"{m} {_margin(v)}" for m, v in margins.items()))
    return "\n\n".join(parts) + "\n"


def write(report: Mapping[str, Any], output: Path) -> list[Path]:
    """Writes the JSON and beside it the Markdown; returns both paths."""
    output.parent.mkdir(parents=True, exist_ok=True)
    paths = [output, output.with_suffix(".md")]
    for path, text in zip(
        paths, (json.dumps(report, ensure_ascii=False, indent=1) + "\n", as_markdown(report)), strict=True
    ):
        path.write_text(text, encoding="utf-8")
    return paths


def _markdown(rows: Sequence[Sequence[str]]) -> str:
    """A table whose cells are all our own, bold figures among them."""
    lines = ["| " + " | ".join(row) + " |" for row in rows]
    return "\n".join([lines[0], "| --- |" + " ---: |" * (len(rows[0]) - 1), *lines[1:]])


def _value(value: object) -> str:
    if isinstance(value, Mapping):
        return "，".join(f"{key} {part}" for key, part in value.items()) or "—"
    return str(value)


def _figure(value: float, best: float) -> str:
    return f"**{value:.3f}**" if round(value, 3) == best else f"{value:.3f}"


def _margin(value: float | None) -> str:
    return "—" if value is None else f"{value:+.3f}"
