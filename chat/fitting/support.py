"""Fits the ranking of support sentences: `python -m chat.fitting.support --set QA.jsonl HOME [--set …] --output FILE`.

Of every question of the kind `support`, or that the product answers as one, the sentences that lie in the evidence
or hold a wanted fact beside it compete against all others of the passages found.
"""

import sys
from collections.abc import Sequence
from typing import Any

import numpy as np

from chat.assistant import Assistant
from chat.fitting.choosing import Sample, asked, fit_command
from chat.fitting.decision import plain
from chat.question import analyse
from chat.reader import Reader
from chat.sentence_ranking import rank_sentences
from chat.support_ranking import NAMES, features
from corpus.document import Span


def main(arguments: Sequence[str] | None = None) -> int:
    """Fits and writes the weights."""
    return fit_command("python -m chat.fitting.support", NAMES, support_of, arguments)


def support_of(assistant: Assistant, reader: Reader, item: dict[str, Any]) -> Sample | None:
    """The sentences' features and which are right; None where none is, or where no support is asked for."""
    question = analyse(assistant.understood(item["question"], item.get("history", [])))
    if item["kind"] != "support" and question.kind != "support":
        return None
    material = asked(assistant, item)
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
