"""Fits the decision to answer: `python -m chat.fitting.decision QA.jsonl… --home DIR --output chat/decision.json`.

Each question of the sets is drafted as the assistant would; the draft is right when its quotes hold every
nugget (or one right short answer), and wrong otherwise, so that a refusal is learned both from questions
without an answer and from wrong drafts. Logistic regression with L2 penalty; the threshold is the lowest one
at which the share of wrong drafts among those of unanswerable questions that are let through, measured by
cross-validation, stays below `--let-through`. Writes the numbers, how they were fitted, and the calibration
table of the cross-validated probabilities.
"""

import argparse
import json
import sys
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from chat.assistant import Assistant, open_assistant
from chat.decision import foreign_place, signals
from chat.parts import parts_of
from corpus.filters import Filters

_FOLDS = 10
_DROPPED = "“”\"‘’'《》,，。、 　"


@dataclass(frozen=True, slots=True)
class Sample:
    """A question's draft: its signals, whether it is right, and whether the question has an answer."""

    item_id: str
    signals: dict[str, float]
    right: bool
    answerable: bool


def main(arguments: Sequence[str] | None = None) -> int:
    """Fits and writes the numbers."""
    parser = argparse.ArgumentParser(prog="python -m chat.fitting.decision")
    parser.add_argument("sets", nargs="+", type=Path)
    parser.add_argument("--home", type=Path, required=True)
    parser.add_argument("--output", type=Path, required=True)
    parser.add_argument("--let-through", type=float, default=0.08)
    parser.add_argument("--penalty", type=float, default=1.0)
    parsed = parser.parse_args(arguments)
    assistant = open_assistant(parsed.home)
    items = [
        json.loads(line) for path in parsed.sets for line in path.read_text("utf-8").splitlines() if line
    ]
    samples = [sample for item in items if (sample := drafted_sample(assistant, item))]
    fitted = fit(samples, parsed.let_through, parsed.penalty)
    fitted["fitted_on"] = [path.name for path in parsed.sets]
    parsed.output.write_text(json.dumps(fitted, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(fitted["cross_validated"], ensure_ascii=False), file=sys.stderr)  # noqa: T201
    return 0


def drafted_sample(assistant: Assistant, item: dict[str, Any]) -> Sample | None:
    """The draft of one question; None where none is made, or the question has several parts."""
    whole = assistant.understood(item["question"], item.get("history", []))
    parts = parts_of(whole, lambda _: None)
    if len(parts) != 1:
        return None
    material, draft = assistant.drafted(parts[0])
    if draft is None or foreign_place(material, draft):
        return None  # decided without the numbers
    quotes = plain(" ".join(material.words(s) for spans in draft.statements for s in spans))
    nuggets = item.get("nuggets") or ([item["short_answers"]] if item.get("short_answers") else [])
    right = item["answerable"] and all(any(plain(s) in quotes for s in nugget) for nugget in nuggets)
    return Sample(item["item_id"], signals(material, draft), bool(right), item["answerable"])


def fit(samples: Sequence[Sample], let_through: float, penalty: float) -> dict[str, Any]:
    """Weights, threshold and calibration of the decision."""
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import StratifiedKFold, cross_val_predict

    names = list(samples[0].signals)
    table = np.array([[sample.signals[name] for name in names] for sample in samples])
    right = np.array([sample.right for sample in samples])
    answerable = np.array([sample.answerable for sample in samples])
    model = LogisticRegression(C=1 / penalty, max_iter=5000)
    folds = StratifiedKFold(_FOLDS, shuffle=True, random_state=0)
    probability = cross_val_predict(model, table, right, cv=folds, method="predict_proba")[:, 1]
    threshold = _threshold(probability[~answerable], let_through)
    model.fit(table, right)
    return {
        "threshold": round(threshold, 4),
        "intercept": round(float(model.intercept_[0]), 4),
        "weights": {name: round(float(w), 4) for name, w in zip(names, model.coef_[0], strict=True)},
        "cross_validated": {
            "samples": len(samples),
            "right": int(right.sum()),
            "unanswerable": int((~answerable).sum()),
            "let_through": round(float((probability[~answerable] >= threshold).mean()), 4),
            "right_refused": round(float((probability[right] < threshold).mean()), 4),
            "wrong_answered": round(float((probability[answerable & ~right] >= threshold).mean()), 4),
        },
        "calibration": calibration(probability, right),
    }


def calibration(probability: NDArray[np.float64], right: NDArray[np.bool_]) -> list[dict[str, float]]:
    """Predicted and observed share of right drafts in five bands of probability."""
    table = []
    for low in np.arange(0, 1, 0.2):
        band = (probability >= low) & (probability < low + 0.2 + (low > 0.7))
        if band.any():
            table.append(
                {
                    "from": round(float(low), 1),
                    "count": int(band.sum()),
                    "predicted": round(float(probability[band].mean()), 3),
                    "observed": round(float(right[band].mean()), 3),
                }
            )
    return table


def _threshold(unanswerable: NDArray[np.float64], let_through: float) -> float:
    return float(np.quantile(unanswerable, 1 - let_through)) if len(unanswerable) else 0.5


def plain(text: str) -> str:
    """The text as nuggets are looked for in it."""
    folded = unicodedata.normalize("NFKC", text)
    return "".join(c for c in folded if c not in _DROPPED)


if __name__ == "__main__":
    sys.exit(main())
