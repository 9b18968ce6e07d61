"""Fits the decision to answer: `python -m chat.fitting.decision --set QA.jsonl HOME WEIGHT … --output FILE`.

Each question of the sets is drafted as the assistant would; the draft is right when its quotes hold every
nugget (or one right short answer, or the reference), and wrong otherwise, so that a refusal is learned both
from questions without an answer and from wrong drafts. Of a set whose questions all have an answer, each is
also asked of the library without the document that answers it. The first set decides the threshold. Logistic regression with L2 penalty; the threshold is the lowest one
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
    weight: float


def main(arguments: Sequence[str] | None = None) -> int:
    """Fits and writes the numbers."""
    parser = argparse.ArgumentParser(prog="python -m chat.fitting.decision")
    parser.add_argument(
        "--set", nargs=3, action="append", metavar=("QA.jsonl", "HOME", "WEIGHT"), required=True
    )
    parser.add_argument("--most", type=int, default=150)
    parser.add_argument("--output", type=Path, required=True)
    parser.add_argument("--let-through", type=float, default=0.08)
    parser.add_argument("--penalty", type=float, default=1.0)
    parsed = parser.parse_args(arguments)
    samples: list[Sample] = []
    for path, home, weight in parsed.set:
        assistant = open_assistant(Path(home))
        lines = [line for line in Path(path).read_text("utf-8").splitlines() if line]
        items = [json.loads(line) for line in lines]
        if all(item["answerable"] for item in items):
            items = items[:: max(1, len(items) // parsed.most)]
            items += [without_its_document(item) for item in items]
        samples += [sample for item in items if (sample := drafted_sample(assistant, item, float(weight)))]
    fitted = fit(samples, parsed.let_through, parsed.penalty)
    fitted["fitted_on"] = [Path(path).name for path, _, _ in parsed.set]
    parsed.output.write_text(json.dumps(fitted, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(fitted["cross_validated"], ensure_ascii=False), file=sys.stderr)  # noqa: T201
    return 0


def without_its_document(item: dict[str, Any]) -> dict[str, Any]:
    """The same question, to be asked of a library that lacks the documents that answer it."""
    return item | {"answerable": False, "leave_out": [evidence["doc_id"] for evidence in item["evidence"]]}


def drafted_sample(assistant: Assistant, item: dict[str, Any], weight: float = 1.0) -> Sample | None:
    """The draft of one question; None where none is made, or the question has several parts."""
    whole = assistant.understood(item["question"], item.get("history", []))
    parts = parts_of(whole, lambda _: None)
    if len(parts) != 1:
        return None
    everything = frozenset(document.doc_id for document in assistant.documents())
    filters = Filters(doc_ids=everything - set(item.get("leave_out", ())))
    material, draft = assistant.drafted(parts[0], filters=filters)
    if draft is None or foreign_place(material, draft):
        return None  # decided without the numbers
    quotes = plain(" ".join(material.words(s) for spans in draft.statements for s in spans))
    nuggets = item.get("nuggets") or [item.get("short_answers") or item.get("reference_answers") or [""]]
    right = item["answerable"] and all(any(plain(s) in quotes for s in nugget) for nugget in nuggets)
    return Sample(item["item_id"], signals(material, draft), bool(right), item["answerable"], weight)


def fit(samples: Sequence[Sample], let_through: float, penalty: float) -> dict[str, Any]:
    """Weights, threshold and calibration of the decision."""
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import StratifiedKFold

    names = list(samples[0].signals)
    table = np.array([[sample.signals[name] for name in names] for sample in samples])
    right = np.array([sample.right for sample in samples])
    answerable = np.array([sample.answerable for sample in samples])
    weight = np.array([sample.weight for sample in samples])
    model = LogisticRegression(C=1 / penalty, max_iter=5000)
    probability = np.zeros(len(samples))
    for learned, held in StratifiedKFold(_FOLDS, shuffle=True, random_state=0).split(table, right):
        model.fit(table[learned], right[learned], weight[learned])
        probability[held] = model.predict_proba(table[held])[:, 1]
    model.fit(table, right, weight)
    # the others only lend their signals: threshold and figures are those of the first set
    first = weight == weight[0]
    probability, right, answerable = probability[first], right[first], answerable[first]
    threshold = _threshold(probability[~answerable], let_through)
    return {
        "threshold": round(threshold, 4),
        "intercept": round(float(model.intercept_[0]), 4),
        "weights": {name: round(float(w), 4) for name, w in zip(names, model.coef_[0], strict=True)},
        "cross_validated": {
            "samples": len(right),
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
