"""Fits the ranking of lists: `python -m chat.fitting.lists --set QA.jsonl HOME [--set …] --output FILE`.

Of every question that asks for a list, the candidates that hold the most of the wanted facts (at least `_LEAST`
of them, and no more than twice as long as the shortest such) compete against all others.
"""

import sys
from collections.abc import Sequence
from typing import Any

import numpy as np

from chat.assistant import Assistant
from chat.fitting.choosing import Sample, asked, fit_command
from chat.fitting.decision import plain
from chat.list_candidates import candidates
from chat.list_ranking import NAMES, features
from chat.lists import asks_list
from chat.question import analyse
from chat.reader import Reader
from chat.sentence_ranking import rank_sentences

_LEAST = 0.6


def main(arguments: Sequence[str] | None = None) -> int:
    """Fits and writes the weights."""
    return fit_command("python -m chat.fitting.lists", NAMES, lists_of, arguments)


def lists_of(assistant: Assistant, reader: Reader, item: dict[str, Any]) -> Sample | None:
    """The candidates' features and which are right; None where none is, or where no list is asked for."""
    question = analyse(assistant.understood(item["question"], item.get("history", [])))
    wanted = item.get("nuggets", [])
    if len(wanted) < 2 or not (asks_list(question) or item["kind"] == "list"):
        return None
    material = asked(assistant, item)
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
