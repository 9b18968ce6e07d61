"""The columns that RAGAS reads (its `SingleTurnSample`), one JSON object a line.

`user_input`, `retrieved_contexts` (the passages' texts), `response`, `reference` (the first reference answer, else the
nuggets' first spellings), `reference_contexts` (the gold quotes). Needs a report with texts; failed items are left out,
as RAGAS has no way to score them — its means are over fewer items than ours.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from corpus.errors import PolicyQAError
from evals.scoring import TextOf


def write_ragas(report: Mapping[str, Any], text_of: TextOf, path: Path) -> int:
    """Writes the file; returns the number of failed items left out."""
    if not report["with_texts"]:
        raise PolicyQAError(
            "这份报告不含文字（--without-texts），导不出 RAGAS 的各列。请不带该选项重新运行。"
        )
    path.parent.mkdir(parents=True, exist_ok=True)
    left_out = 0
    with path.open("w", encoding="utf-8") as file:
        for item in report["items"]:
            texts = item["texts"]
            if item["outcome"] == "error":
                left_out += 1
                continue
            row = {
                "user_input": texts["question"],
                "retrieved_contexts": [
                    (text_of(p["doc_id"]) or "")[p["start"] : p["end"]] for p in texts["answer"]["retrieved"]
                ],
                "response": texts["answer"]["text"],
                "reference": _reference(texts),
                "reference_contexts": texts["evidence"],
            }
            file.write(json.dumps(row, ensure_ascii=False) + "\n")
    return left_out


def _reference(texts: Mapping[str, Any]) -> str:
    for wholes in (texts["reference_answers"], texts["short_answers"]):
        if wholes:
            return str(wholes[0])
    return "；".join(nugget[0] for nugget in texts["nuggets"])
