"""Fits the ranking of figures: `python -m chat.fitting.figures --set QA.jsonl HOME … --output chat/figures.json`.

Of every question that asks for one figure, the rows whose clause holds a right short answer (or, without one,
that lie in the evidence) compete against all other rows with a fitting unit and year. Conditional logit with
an L2 penalty; ten-fold cross-validation says how often the first row is right.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from chat.assistant import Assistant, open_assistant
from chat.figure_ranking import NAMES, ranked
from chat.figures import fits, year_doubt
from chat.fitting.choosing import Sample, first_right, fitted
from chat.fitting.decision import plain
from chat.material import Material, Readings
from chat.question import analyse


def main(arguments: Sequence[str] | None = None) -> int:
    """Fits and writes the weights."""
    parser = argparse.ArgumentParser(prog="python -m chat.fitting.figures")
    parser.add_argument("--set", nargs=2, action="append", metavar=("QA.jsonl", "HOME"), required=True)
    parser.add_argument("--output", type=Path, required=True)
    parser.add_argument("--penalty", type=float, default=0.1)
    parsed = parser.parse_args(arguments)
    samples: list[Sample] = []
    for path, home in parsed.set:
        assistant = open_assistant(Path(home))
        items = [json.loads(line) for line in Path(path).read_text("utf-8").split("\n") if line]
        samples += [s for item in items if item["answerable"] and (s := figures_of(assistant, item))]
    result = {
        "weights": dict(zip(NAMES, fitted(samples, parsed.penalty).round(4).tolist(), strict=True)),
        "fitted_on": [Path(path).name for path, _ in parsed.set],
        "cross_validated": {"questions": len(samples), "first_right": first_right(samples, parsed.penalty)},
    }
    parsed.output.write_text(json.dumps(result, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(result["cross_validated"]), file=sys.stderr)  # noqa: T201
    return 0


def figures_of(assistant: Assistant, item: dict[str, Any]) -> Sample | None:
    """The candidate rows' features and which of them are right; None where the question has none."""
    whole = assistant.understood(item["question"], item.get("history", []))
    question = analyse(whole)
    if question.kind != "figure" or len(question.years) > 1:
        return None
    found = assistant.retriever.search(whole, 50)
    material = Material(question, found, assistant.document, assistant.similarities(whole), Readings())
    year = question.years[0] if question.years else None
    candidates = [
        (row, document, passage, doubt)
        for document in material.documents
        for row in material.readings.figures(document)
        if (doubt := year_doubt(row, year, document)) is not None
        and (passage := material.passage_at(row.figure)) is not None
        and fits(row, question, document)
    ]
    right = np.array(
        [
            any(
                e["doc_id"] == row.figure.doc_id and e["start"] <= row.figure.start < e["end"]
                for e in item["evidence"]
            )
            and any(plain(s) in plain(row.quote) for s in item.get("short_answers") or [""])
            for row, *_ in candidates
        ],
        dtype=bool,
    )
    return (ranked(material, material.topic, candidates).features, right) if right.any() else None


if __name__ == "__main__":
    sys.exit(main())
