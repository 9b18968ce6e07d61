"""Fits the decision to answer: `python -m chat.fitting.decision --set QA.jsonl HOME … --large QA.jsonl HOME … --made HOME
--asked QUESTIONS.jsonl.gz HOME --output FILE`.

Every question of the sets, `--count` made from the documents of each `--made` home and `--asked-count` of those asked of
passages (`indexing.training.questions`) is drafted as the assistant would, and each answerable one once more without its
documents (`chat.fitting.realistic`). A draft is right when its quotes hold a wanted
fact (nugget, right short answer) or overlap the evidence, so that a refusal is learned both from questions
without an answer and from drafts taken from elsewhere. A small network over the signals (`chat.fitting.answering`),
written for the signals as they are. The threshold is the
lowest one at which, in cross-validation by question, at most `--let-through` of the unanswerable questions of
the sets have a draft above it; those that merely lost their documents are easier, and don't count there. Writes the numbers, how they were fitted, and the calibration table.
"""

import argparse
import json
import sys
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from chat.assistant import Assistant, open_assistant
from chat.decision import foreign_place
from chat.draft import Draft
from chat.fitting.answering import fit_answering
from chat.fitting.realistic import asked_items, made_items, without_its_documents
from chat.material import Material
from chat.parts import parts_of
from chat.signals import signals
from corpus.document import Span
from corpus.filters import Filters

_FOLDS = 10
_MADE = 0.3  # what a question counts that was made by rule or lost its documents: there are many, and they are easy
_ASKED = 0.12  # what a question asked of a passage counts: there are thousands, about texts of all kinds
_LARGE = 0.4  # what a question over a large library counts: there are more of them, and what is near there is nearer
_OPEN = frozenset(["list", "support", "explanation", "definition"])
_DROPPED = "“”\"‘’'《》,，。、 　"

Vector = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Sample:
    """One draft of the question with number `question`: its signals, and whether it is right."""

    question: int
    signals: dict[str, float]
    right: bool
    answerable: bool
    written: bool
    weight: float = 1.0


def main(arguments: Sequence[str] | None = None) -> int:
    """Fits and writes the numbers."""
    parser = argparse.ArgumentParser(prog="python -m chat.fitting.decision")
    parser.add_argument("--set", nargs=2, action="append", metavar=("QA.jsonl", "HOME"), required=True)
    parser.add_argument("--large", nargs=2, action="append", metavar=("QA.jsonl", "HOME"), default=[])
    parser.add_argument("--made", action="append", metavar="HOME", default=[])
    parser.add_argument("--count", type=int, default=300, help="questions made from each such home")
    parser.add_argument(
        "--asked", nargs=2, action="append", metavar=("QUESTIONS.jsonl.gz", "HOME"), default=[]
    )
    parser.add_argument("--asked-count", type=int, default=4000, help="questions taken of each such file")
    parser.add_argument("--output", type=Path, required=True)
    parser.add_argument("--let-through", type=float, default=0.1, help="share of the unanswerable questions")
    parsed = parser.parse_args(arguments)
    samples: list[Sample] = []
    for weight, sets in ((1.0, parsed.set), (_LARGE, parsed.large)):
        for path, home in sets:
            items = [json.loads(line) for line in Path(path).read_text("utf-8").split("\n") if line]
            own = gathered(open_assistant(Path(home)), items, True, _next(samples))
            samples += [replace(sample, weight=weight) for sample in own]
    for home in parsed.made:
        assistant = open_assistant(Path(home))
        documents = [assistant.document(document.doc_id) for document in assistant.documents()]
        samples += gathered(assistant, made_items(documents, parsed.count), False, _next(samples))
    for path, home in parsed.asked:
        assistant = open_assistant(Path(home))
        items = asked_items(Path(path), assistant.document, assistant.documents(), parsed.asked_count)
        own = gathered(assistant, items, True, _next(samples))
        samples += [replace(sample, weight=_ASKED) for sample in own]
    fitted = fit(samples, parsed.let_through)
    fitted["fitted_on"] = [Path(path).name for path, _ in parsed.set + parsed.large + parsed.asked]
    fitted["fitted_on"] += ["made"] * bool(parsed.made)
    parsed.output.write_text(json.dumps(fitted, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(fitted["cross_validated"], ensure_ascii=False), file=sys.stderr)  # noqa: T201
    return 0


def _next(samples: Sequence[Sample]) -> int:
    return samples[-1].question + 1 if samples else 0


def gathered(
    assistant: Assistant, items: Sequence[dict[str, Any]], written: bool, number: int
) -> list[Sample]:
    """The drafts of the items, as they are and without their documents, the questions numbered from `number` on."""
    documents = assistant.documents()
    samples: list[Sample] = []
    for item in items:
        samples += samples_of(assistant, item, number, written)
        without = without_its_documents(item, documents)
        if without:
            samples += samples_of(assistant, without[0], number + 1, False, without[1])
        number += 2
    return samples


def samples_of(
    assistant: Assistant,
    item: dict[str, Any],
    number: int,
    written: bool,
    filters: Filters = Filters(),  # noqa: B008
) -> list[Sample]:
    """The drafts of one question; none where none is made, or the question has several parts."""
    turn = assistant.turn(item["question"], item.get("history", []), filters)
    parts = parts_of(turn.whole, lambda _: None)
    if len(parts) != 1:
        return []
    material, drafts = assistant.drafted(parts[0].question, None, filters, own=turn.own_of(parts[0].question))
    near = [draft for draft in drafts if not foreign_place(material, draft)]  # decided without the numbers
    answerable = item["answerable"]
    return [
        Sample(number, signals(material, draft, near), is_right(material, draft, item), answerable, written)
        for draft in near
    ]


def is_right(material: Material, draft: Draft, item: dict[str, Any]) -> bool:
    """Whether a draft's quotes hold a fact that the item wants, or stand where its evidence does; a list's hold half of them.

    Where no single thing is asked for, the passage of the evidence will do: its reader sees the rest around the quote.
    """
    if not item["answerable"]:
        return False
    spans = [span for spans in draft.statements for span in spans]
    quotes = plain(" ".join(material.words(span) for span in spans))
    wanted = item.get("nuggets") or [item.get("short_answers") or []]
    if draft.kind == "list" and len(wanted) > 2:
        return sum(any(plain(s) in quotes for s in nugget) for nugget in wanted) * 2 >= len(wanted)
    evidence = [Span(e["doc_id"], e["start"], e["end"]) for e in item.get("evidence", []) if "start" in e]
    if any(plain(spelling) in quotes for nugget in wanted for spelling in nugget):
        return True
    if material.question.kind in _OPEN:
        passages = [found.passage.span for span in spans if (found := material.passage_at(span))]
        spans = [*spans, *passages]
    return any(span.overlaps(other) for span in spans for other in evidence)


def fit(samples: Sequence[Sample], let_through: float) -> dict[str, Any]:
    """Weights, threshold and calibration of the decision."""
    from sklearn.model_selection import GroupKFold

    names = list(samples[0].signals)
    table = np.array([[sample.signals[name] for name in names] for sample in samples])
    right = np.array([sample.right for sample in samples])
    question = np.array([sample.question for sample in samples])
    weight = np.array([sample.weight * (1.0 if sample.written else _MADE) for sample in samples])
    probability = np.zeros(len(samples))
    for learned, held in GroupKFold(_FOLDS, shuffle=True, random_state=0).split(table, right, question):
        model = fit_answering(table[learned], right[learned], weight[learned])
        probability[held] = model.probabilities(table[held])
    model = fit_answering(table, right, weight)
    best = _best_drafts(probability, question)
    answerable = np.array([sample.answerable for sample in samples])[best]
    odds, good = probability[best], right[best]
    written = np.array([sample.written for sample in samples])[best]
    threshold = float(np.quantile(odds[~answerable & written], 1 - let_through))
    return {
        "threshold": round(threshold, 4),
        "intercept": round(model.intercept, 4),
        "weights": model.scorer.stored(names),
        "cross_validated": {
            "questions": len(best),
            "unanswerable": int((~answerable).sum()),
            "let_through": round(float((odds[~answerable & written] >= threshold).mean()), 4),
            "let_through_without_documents": round(
                float((odds[~answerable & ~written] >= threshold).mean()), 4
            ),
            "best_draft_right": round(float(good[answerable].mean()), 4),
            "right_refused": round(float((odds[good] < threshold).mean()), 4),
            "wrong_answered": round(float((odds[answerable & ~good] >= threshold).mean()), 4),
        },
        "calibration": calibration(probability, right),
    }


def _best_drafts(probability: Vector, question: NDArray[np.int64]) -> NDArray[np.int64]:
    """The number of each question's likeliest draft."""
    order = np.lexsort((-probability, question))
    first = np.concatenate([[True], question[order][1:] != question[order][:-1]])
    return np.asarray(order[first])


def calibration(probability: Vector, right: NDArray[np.bool_]) -> list[dict[str, float]]:
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


def plain(text: str) -> str:
    """The text as nuggets are looked for in it."""
    folded = unicodedata.normalize("NFKC", text)
    return "".join(c for c in folded if c not in _DROPPED)


if __name__ == "__main__":
    sys.exit(main())
