"""TREC run and qrels of a report, one pair a level, for ir-measures, trec_eval and their kin.

Blanks would part the columns, so blanks and % in ids are percent-encoded. Scores are n, n − 1 … 1, as in our own figures.
A question without results has lines in the qrels only and scores 0, as it does with us.
"""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote

from evals.metrics.retrieval import MEASURES
from evals.runner import gold_of


def write_trec(report: Mapping[str, Any], folder: Path, name: str = "policyqa") -> list[Path]:
    """Writes `<level>.run` and `<level>.qrels` for every level that has gold; returns the files."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for level in MEASURES:
        run, qrels = [], []
        for item in report["items"]:
            item_id = encoded(item["item_id"])
            gold = gold_of(level, item)
            qrels += [f"{item_id} 0 {encoded(document)} 1\n" for document in gold]
            ranking = item["rankings"].get(level, []) if gold else []
            run += [
                f"{item_id} Q0 {encoded(document)} {place + 1} {len(ranking) - place} {name}\n"
                for place, document in enumerate(ranking)
            ]
        if qrels:
            for kind, lines in (("run", run), ("qrels", qrels)):
                path = folder / f"{level}.{kind}"
                path.write_text("".join(lines), encoding="utf-8")
                written.append(path)
    return written


def encoded(name: str) -> str:
    """The name without blanks."""
    return re.sub(r"[\s%]", lambda match: quote(match[0], safe=""), name)
