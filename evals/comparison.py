"""Two reports side by side: what changed, item by item, and whether it is more than noise.

Items are paired by id; those of only one report are counted and left out. Every measure that is a mean over items gets
a paired test; the refusal figures follow from `decision`, whose every item is right or wrong.
"""

from collections.abc import Mapping
from typing import Any

from evals.measures import BY_NAME
from evals.significance import paired_difference
from evals.table import aligned

NOTICEABLE = 1e-9


def compare(a: Mapping[str, Any], b: Mapping[str, Any]) -> dict[str, Any]:
    """The comparison as JSON: measures with their difference (B − A), and the items that changed, most first."""
    ours = {item["item_id"]: item for item in a["items"]}
    theirs = {item["item_id"]: item for item in b["items"]}
    common = [item_id for item_id in ours if item_id in theirs]
    measures = {}
    for name in BY_NAME:
        pairs = [
            (ours[i]["scores"][name], theirs[i]["scores"][name])
            for i in common
            if name in ours[i]["scores"] and name in theirs[i]["scores"]
        ]
        if pairs:
            measures[name] = _difference([x for x, _ in pairs], [y for _, y in pairs])
    changes = [c for i in common if (c := _change(ours[i], theirs[i])) is not None]
    changes.sort(key=lambda c: -sum(abs(y - x) for x, y in _moves(c)))
    return {
        "a": a["made"],
        "b": b["made"],
        "same_set": a["made"]["set"]["sha256"] == b["made"]["set"]["sha256"],
        "items": {
            "common": len(common),
            "only_a": len(ours) - len(common),
            "only_b": len(theirs) - len(common),
        },
        "measures": measures,
        "better": [c for c in changes if c["direction"] == "better"],
        "worse": [c for c in changes if c["direction"] == "worse"],
        "mixed": [c for c in changes if c["direction"] == "mixed"],
    }


def describe(comparison: Mapping[str, Any], shown: int = 20) -> str:
    """The comparison as text for a terminal, with the first so many changed items of each sort."""
    rows = [["指标", "A", "B", "差", "95% 区间", "p", ""]]
    for name, d in comparison["measures"].items():
        verdict = ("变好" if d["difference"] > 0 else "变差") if d["significant"] else "在误差之内"
        if d["low"] == d["high"] == 0.0:
            verdict = "没有变化"
        p_value = f"{d['p_value']:.3f}" if d["p_value"] >= 0.001 else "<0.001"
        rows.append(
            [
                BY_NAME[name].label, f"{d['a']:.3f}", f"{d['b']:.3f}", f"{d['difference']:+.3f}",
                f"{d['low']:+.3f}…{d['high']:+.3f}", p_value, verdict,
            ]
        )  # fmt: skip
    items = comparison["items"]
    parts = [
        aligned(rows),
        f"两边共有 {items['common']} 题，只在 A 有 {items['only_a']} 题，只在 B 有 {items['only_b']} 题",
    ]
    if not comparison["same_set"]:
        parts.append("注意：两份报告用的不是同一份题集（或题目有改动），只比较编号相同的题。")
    for key, label in (("better", "变好"), ("worse", "变差"), ("mixed", "有好有坏")):
        changes = comparison[key]
        if changes:
            lines = [f"{label} {len(changes)} 题："]
            lines += [f"  {_line(change)}" for change in changes[:shown]]
            if len(changes) > shown:
                lines.append(f"  ……还有 {len(changes) - shown} 题（--json 列出全部）")
            parts.append("\n".join(lines))
    if not (comparison["better"] or comparison["worse"] or comparison["mixed"]):
        parts.append("没有一题有变化。")
    return "\n\n".join(parts)


def _difference(a: list[float], b: list[float]) -> dict[str, Any]:
    found = paired_difference(a, b)
    return {
        "a": round(sum(a) / len(a), 6),
        "b": round(sum(b) / len(b), 6),
        "difference": round(found.mean, 6),
        "low": found.interval.low,
        "high": found.interval.high,
        "p_value": round(found.p_value, 6),
        "significant": found.significant,
        "items": found.items,
    }


def _change(a: Mapping[str, Any], b: Mapping[str, Any]) -> dict[str, Any] | None:
    moved = {
        name: [a["scores"].get(name), b["scores"].get(name)]
        for name in BY_NAME
        if _differs(a["scores"].get(name), b["scores"].get(name))
    }
    if not moved and a["outcome"] == b["outcome"]:
        return None
    rises = [y > x for x, y in moved.values() if x is not None and y is not None]
    direction = "better" if rises and all(rises) else "worse" if rises and not any(rises) else "mixed"
    return {
        "item_id": a["item_id"],
        "kind": a["kind"],
        "direction": direction,
        "outcome": [a["outcome"], b["outcome"]],
        "scores": moved,
        "question": (b.get("texts") or {}).get("question"),
        "short_answer": [_short(a), _short(b)],
    }


def _moves(change: Mapping[str, Any]) -> list[tuple[float, float]]:
    """The scores that both sides have."""
    return [(x, y) for x, y in change["scores"].values() if x is not None and y is not None]


def _differs(x: float | None, y: float | None) -> bool:
    """A score that only one side has is no change: that side answered, or knows one measure more."""
    return x is not None and y is not None and abs(x - y) > NOTICEABLE


def _short(item: Mapping[str, Any]) -> str | None:
    answer = (item.get("texts") or {}).get("answer") or {}
    short = answer.get("short_answer")
    return short if isinstance(short, str) else None


def _line(change: Mapping[str, Any]) -> str:
    moved = [
        f"{BY_NAME[name].label} {_cell(x)}→{_cell(y)}"
        for name, (x, y) in change["scores"].items()
        if x is not None and y is not None
    ]
    before, after = change["outcome"]
    outcome = "" if before == after else f" {before}→{after}；"
    question = f"{change['question']} " if change["question"] else ""
    return f"[{change['item_id']}] {question}{outcome}{'，'.join(moved[:4])}"


def _cell(value: float) -> str:
    return f"{value:.2f}"
