"""Fits the ranking of lists: `python -m chat.fitting.lists --set QA.jsonl HOME [--set …] --output FILE`.

Of every question that asks for a list, the candidates that hold the most of the wanted facts (at least `_LEAST`
of them, and no more than twice as long as the shortest such) compete against all others.
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
from chat.list_candidates import candidates
from chat.list_ranking import NAMES, features
from chat.lists import asks_list
from chat.material import Material, Readings
from chat.question import analyse
from chat.reader import Reader
from chat.sentence_ranking import rank_sentences

_LEAST = 0.6


def main(arguments: Sequence[str] | None = None) -> int:
    """Fits and writes the weights."""
    parser = argparse.ArgumentParser(prog="python -m chat.fitting.lists")
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
        own = [s for item in items if item["answerable"] and (s := lists_of(assistant, reader, item))]
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


def lists_of(assistant: Assistant, reader: Reader, item: dict[str, Any]) -> Sample | None:
    """The candidates' features and which are right; None where none is, or where no list is asked for."""
    whole = assistant.understood(item["question"], item.get("history", []))
    question = analyse(whole)
    wanted = item.get("nuggets", [])
    if len(wanted) < 2 or not (asks_list(question) or item["kind"] == "list"):
        return None
    material = Material(
        question,
        assistant.retriever.search(whole, 50),
        assistant.document,
        assistant.similarities(whole),
        Readings(),
    )
    near = candidates(material)
    if not near:
        return None
    texts = [plain(" ".join(map(material.words, listing.spans))) for listing in near]
    held = [np.mean([any(plain(s) in text for s in nugget) for nugget in wanted]) for text in texts]
    most = max(held)
    if most < _LEAST:
        return None
    shortest = min(len(text) for text, share in zip(texts, held, strict=True) if share == most)
    right = np.array(
        [share == most and len(text) <= 2 * shortest for text, share in zip(texts, held, strict=True)],
        dtype=bool,
    )
    return features(material, near, rank_sentences(material, reader).likely), right


if __name__ == "__main__":
    sys.exit(main())
