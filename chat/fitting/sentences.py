"""Fits the ranking of sentences: `python -m chat.fitting.sentences --set QA.jsonl HOME [--set …] --output FILE`.

A sentence is right when it overlaps the question's evidence. Each set is read from the home that holds its
documents; of a set of more than `--most` questions every so many-th is taken.
"""

import sys
from collections.abc import Sequence
from typing import Any

import numpy as np

from chat.assistant import Assistant
from chat.fitting.choosing import Sample, asked, fit_command
from chat.reader import Reader
from chat.sentence_ranking import NAMES, candidates, features
from corpus.document import Span


def main(arguments: Sequence[str] | None = None) -> int:
    """Fits and writes the weights."""
    return fit_command("python -m chat.fitting.sentences", NAMES, sentences_of, arguments)


def sentences_of(assistant: Assistant, reader: Reader, item: dict[str, Any]) -> Sample | None:
    """The candidates' features and which are right; None where none is, or where a figure is asked for."""
    material = asked(assistant, item)
    if material.question.kind in ("figure", "article", "small_talk"):
        return None
    near = candidates(material)
    readings = reader.read(material.question.text, material.found, assistant.document, limit=5)
    evidence = [Span(e["doc_id"], e["start"], e["end"]) for e in item.get("evidence", []) if "start" in e]
    right = np.array([any(c.span.overlaps(e) for e in evidence) for c in near], dtype=bool)
    return (features(material, near, readings), right) if right.any() else None


if __name__ == "__main__":
    sys.exit(main())
