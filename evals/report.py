"""The report: a JSON document with where the figures come from, the figures, and every item.

Everything that differs between two runs of the same code on the same set stands under `time`, so the rest of two
reports can be compared as it is.
"""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from corpus.errors import PolicyQAError
from evals import judge
from evals.measures import Figure, summarise
from evals.metrics.latency import percentile
from evals.metrics.risk_coverage import area_under, calibration, risk_coverage
from evals.runner import Outcome
from evals.scoring import Record

FORMAT = 1
ALL = "all"
PARTS = {
    "made": dict, "with_texts": bool, "counts": dict, "measures": dict, "evidence_problems": list,
    "time": dict, "items": list,
}  # fmt: skip
ITEM_PARTS = ("item_id", "kind", "answerable", "outcome", "scores", "failed", "rankings", "evidence")


def build(
    outcome: Outcome, made: Mapping[str, Any], started_at: str, with_texts: bool = True
) -> dict[str, Any]:
    """The report of a run. `made` holds code, set, models, library and configuration."""
    records = outcome.records
    judged_by = made.get("configuration", {}).get("judge")
    kinds = sorted({record["kind"] for record in records})
    groups = {ALL: records}
    for kind in kinds:
        groups[kind if kind != ALL else f"{kind} "] = [r for r in records if r["kind"] == kind]
    return {
        "format": FORMAT,
        "made": dict(made),
        "with_texts": with_texts,
        "counts": {name: _counts(group) for name, group in groups.items()},
        "measures": {name: _figures(summarise(group)) for name, group in groups.items()},
        "confidence": confidence_curves(records),
        "judge": judge.summary(records, judged_by) if judged_by else None,
        "evidence_problems": [
            {"item_id": p.item_id, **p.evidence.to_json(), "reason": p.reason} for p in outcome.problems
        ],
        "time": {
            "started_at": started_at,
            "p50_seconds": percentile([r["seconds"] for r in records], 50),
            "p95_seconds": percentile([r["seconds"] for r in records], 95),
            "seconds": {r["item_id"]: r["seconds"] for r in records},
        },
        "items": [{k: v for k, v in _timeless(r).items() if k not in ("seconds", "judge")} for r in records],
    }


def write(report: Mapping[str, Any], path: Path) -> None:
    """Writes the report whole or not at all; one line an item, so that two reports can be compared as text."""
    head = {key: value for key, value in report.items() if key != "items"}
    text = json.dumps(head, ensure_ascii=False, indent=1).removesuffix("\n}")
    lines = ",\n".join(json.dumps(item, ensure_ascii=False) for item in report["items"])
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(path.name + ".writing")
    partial.write_text(f'{text},\n "items": [\n{lines}\n ]\n}}\n', encoding="utf-8")
    partial.replace(path)


def read(path: Path) -> dict[str, Any]:
    """A report from its file. Raises PolicyQAError where it is none, or not whole."""
    try:
        report = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise PolicyQAError(f"读不了报告 {path}（{error.strerror or error}）。") from None
    except (ValueError, RecursionError):
        raise PolicyQAError(f"{path} 不是评测报告：它不是 JSON。报告由 evals run --output 写出。") from None
    if not isinstance(report, dict) or report.get("format") != FORMAT:
        found = report.get("format") if isinstance(report, dict) else None
        raise PolicyQAError(
            f"{path} 不是本版本的评测报告（格式应为 {FORMAT}，实际为 {found}）。请重新运行 evals run。"
        )
    absent = [key for key, kind in PARTS.items() if not isinstance(report.get(key), kind)]
    if not absent:
        absent = sorted({key for item in report["items"] for key in ITEM_PARTS if key not in item})
    if absent:
        raise PolicyQAError(
            f"评测报告 {path} 不完整，缺少 {'、'.join(absent)}。报告不要手工改动；请重新运行 evals run。"
        )
    return report


def confidence_curves(records: Sequence[Record]) -> dict[str, Any] | None:
    """Risk–coverage curve, its area and calibration, over the items that can be right or wrong."""
    judged = [r for r in records if r["right"] is not None]
    answered = [
        (r["confidence"], r["right"])
        for r in judged
        if r["outcome"] in ("answered", "partial") and r["confidence"] is not None
    ]
    if not answered:
        return None
    points = risk_coverage(answered, len(judged))
    return {
        "judged": len(judged),
        "aurc": round(area_under(points) or 0.0, 6),
        "coverage": round(points[-1].coverage, 6),
        "risk": round(points[-1].risk, 6),
        "curve": [[round(p.coverage, 4), round(p.risk, 4), p.confidence] for p in points],
        "calibration": [
            {"lowest": b.lowest, "highest": b.highest, "answers": b.answers, "right": round(b.right, 6)}
            for b in calibration(answered)
        ],
    }


def _counts(records: Sequence[Record]) -> dict[str, int]:
    outcomes = ("answered", "partial", "abstained", "error")
    return {
        "items": len(records),
        "answerable": sum(r["answerable"] for r in records),
        **{outcome: sum(r["outcome"] == outcome for r in records) for outcome in outcomes},
        "failed": sum(bool(r["failed"]) for r in records),
    }


def _figures(figures: Mapping[str, Figure]) -> dict[str, Any]:
    return {
        name: {
            "value": figure.value,
            "low": figure.interval.low if figure.interval else None,
            "high": figure.interval.high if figure.interval else None,
            "items": figure.items,
        }
        for name, figure in figures.items()
    }


def _timeless(record: Record) -> Record:
    """The record without the answer's own time."""
    answer = (record.get("texts") or {}).get("answer")
    if answer is None:
        return record
    return record | {"texts": record["texts"] | {"answer": answer | {"elapsed_ms": 0}}}
