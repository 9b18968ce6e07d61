"""Fits the ranking of support sentences: `python -m chat.fitting.support --set QA.jsonl HOME [--set …] --output FILE`.

Of every question of the kind `support`, or that the product answers as one, the sentences that lie in the evidence
or hold a wanted fact beside it compete against all others of the passages found.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from chat.assistant import Assistant, open_assistant
from chat.fitting.choosing import Sample, first_right, fitted
from chat.fitting.decision import plain
from chat.material import Material, Readings
from chat.question import analyse
from chat.reader import Reader
from chat.sentence_ranking import rank_sentences
from chat.support_ranking import NAMES, features
from corpus.document import Span


def main(arguments: Sequence[str] | None = None) -> int:
    """Fits and writes the weights."""
    parser = argparse.ArgumentParser(prog="python -m chat.fitting.support")
    parser.add_argument("--set", nargs=2, action="append", metavar=("QA.jsonl", "HOME"), required=True)
    parser.add_argument("--output", type=Path, required=True)
    parser.add_argument("--penalty", type=float, default=0.3)
    parsed = parser.parse_args(arguments)
    reader = Reader.load()
    samples: list[Sample] = []
    groups: dict[str, int] = {}
    checked: dict[str, int] = {}
    for path, home in parsed.set:
        assistant = open_assistant(Path(home))
        items = [json.loads(line) for line in Path(path).read_text("utf-8").split("\n") if line]
        own = [s for item in items if item["answerable"] and (s := support_of(assistant, reader, item))]
        groups[Path(path).name], checked[Path(path).name] = len(own), first_right(own, parsed.penalty)
        samples += own
    result = {
        "weights": dict(zip(NAMES, fitted(samples, parsed.penalty).round(4).tolist(), strict=True)),
        "questions": groups,
        "cross_validated_first_right": checked | {"together": first_right(samples, parsed.penalty)},
    }
    parsed.output.write_text(json.dumps(result, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    print(result["questions"], result["cross_validated_first_right"], file=sys.stderr)  # noqa: T201
    return 0


def support_of(assistant: Assistant, reader: Reader, item: dict[str, Any]) -> Sample | None:
    """The sentences' features and which are right; None where none is, or where no support is asked for."""
    whole = assistant.understood(item["question"], item.get("history", []))
    question = analyse(whole)
    if item["kind"] != "support" and question.kind != "support":
        return None
    material = Material(
        question,
        assistant.retriever.search(whole, 50),
        assistant.document,
        assistant.similarities(whole),
        Readings(),
    )
    ranked = rank_sentences(material, reader)
    evidence = [Span(e["doc_id"], e["start"], e["end"]) for e in item.get("evidence", []) if "start" in e]
    wanted = item.get("nuggets", [])
    right = np.array(
        [
            any(c.span.overlaps(e) for e in evidence)
            and (
                not wanted
                or any(plain(s) in plain(material.words(c.span)) for nugget in wanted for s in nugget)
            )
            for c in ranked.sentences
        ],
        dtype=bool,
    )
    return (features(material, ranked), right) if right.any() else None


if __name__ == "__main__":
    sys.exit(main())
