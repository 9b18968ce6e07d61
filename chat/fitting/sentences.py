"""Fits the ranking of sentences: `python -m chat.fitting.sentences --set QA.jsonl HOME [--set …] --output FILE`.

A sentence is right when it overlaps the question's evidence. Each set is read from the home that holds its
documents; of a set of more than `--most` questions every so many-th is taken.
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
from chat.material import Material, Readings
from chat.question import analyse
from chat.reader import Reader
from chat.sentence_ranking import NAMES, candidates, features
from corpus.document import Span


def main(arguments: Sequence[str] | None = None) -> int:
    """Fits and writes the weights."""
    parser = argparse.ArgumentParser(prog="python -m chat.fitting.sentences")
    parser.add_argument("--set", nargs=2, action="append", metavar=("QA.jsonl", "HOME"), required=True)
    parser.add_argument("--output", type=Path, required=True)
    parser.add_argument("--penalty", type=float, default=0.3)
    parser.add_argument("--most", type=int, default=600)
    parsed = parser.parse_args(arguments)
    reader = Reader.load()
    samples: list[Sample] = []
    groups: dict[str, int] = {}
    checked: dict[str, int] = {}
    for path, home in parsed.set:
        assistant = open_assistant(Path(home))
        lines = [line for line in Path(path).read_text("utf-8").splitlines() if line]
        items = [json.loads(line) for line in lines[:: max(1, len(lines) // parsed.most)]]
        own = [s for item in items if item["answerable"] and (s := sentences_of(assistant, reader, item))]
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


def sentences_of(assistant: Assistant, reader: Reader, item: dict[str, Any]) -> Sample | None:
    """The candidates' features and which are right; None where none is, or where a figure is asked for."""
    whole = assistant.understood(item["question"], item.get("history", []))
    question = analyse(whole)
    if question.kind in ("figure", "article", "small_talk"):
        return None
    found = assistant.retriever.search(whole, 50)
    material = Material(question, found, assistant.document, assistant.similarities(whole), Readings())
    near = candidates(material)
    readings = reader.read(whole, found, assistant.document, limit=5)
    evidence = [Span(e["doc_id"], e["start"], e["end"]) for e in item.get("evidence", []) if "start" in e]
    right = np.array([any(c.span.overlaps(e) for e in evidence) for c in near], dtype=bool)
    return (features(material, near, readings), right) if right.any() else None


if __name__ == "__main__":
    sys.exit(main())
