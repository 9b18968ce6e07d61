"""Conditional logit: of each question's candidates the right ones against all others (McFadden 1974)."""

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from chat.assistant import Assistant, open_assistant
from chat.fitting.realistic import asked_items
from chat.material import Material
from chat.question import analyse
from chat.reader import Reader

Sample = tuple[NDArray[np.float64], NDArray[np.bool_]]
"""The candidates' features, shape (n, m), and which of them are right, shape (n,), at least one."""

_FOLDS = 10
_FOUND = 50  # passages


def fitted(samples: Sequence[Sample], penalty: float) -> NDArray[np.float64]:
    """The weights, shape (m,), of the greatest likelihood with an L2 penalty."""
    from scipy.optimize import minimize

    def loss(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        total, slope = 0.0, np.zeros_like(weights)
        for table, right in samples:
            scores = table @ weights
            odds = np.exp(scores - scores.max())
            share = odds / odds.sum()
            good = share[right].sum()
            total -= float(np.log(good + 1e-12))
            slope -= (share * right / (good + 1e-12) - share) @ table
        return total + penalty * float(weights @ weights), slope + 2 * penalty * weights

    start = np.zeros(samples[0][0].shape[1])
    return np.asarray(minimize(loss, start, jac=True, method="L-BFGS-B").x)


def first_right(samples: Sequence[Sample], penalty: float) -> int:
    """For how many samples the first candidate is right, in ten-fold cross-validation."""
    order = np.random.default_rng(0).permutation(len(samples))
    count = 0
    for fold in range(_FOLDS):
        held = set(order[fold::_FOLDS].tolist())
        weights = fitted([samples[i] for i in order if i not in held], penalty)
        count += sum(int(right[np.argmax(table @ weights)]) for table, right in (samples[i] for i in held))
    return count


def asked(assistant: Assistant, item: dict[str, Any]) -> Material:
    """What an answer to an item may be made from: its question, made complete, and the passages found for it."""
    whole = assistant.understood(item["question"], item.get("history", []))
    found = assistant.retriever.search(whole, _FOUND)
    return Material(analyse(whole), found, assistant.document, assistant.similarities(whole))


def fit_command(
    program: str,
    names: Sequence[str],
    sample_of: Callable[[Assistant, Reader, dict[str, Any]], Sample | None],
    arguments: Sequence[str] | None,
) -> int:
    """The command that fits weights on question sets, each with the home it is asked over, and writes them.

    `sample_of` makes the sample of one answerable item, None where it has none. Of a set at most `--most` items are
    taken, spread evenly; of questions asked of passages (`indexing.training.questions`) `--asked-count`.
    """
    parser = argparse.ArgumentParser(prog=program)
    parser.add_argument("--set", nargs=2, action="append", metavar=("QA.jsonl", "HOME"), required=True)
    parser.add_argument(
        "--asked", nargs=2, action="append", metavar=("QUESTIONS.jsonl.gz", "HOME"), default=[]
    )
    parser.add_argument("--asked-count", type=int, default=500)
    parser.add_argument("--output", type=Path, required=True)
    parser.add_argument("--penalty", type=float, default=0.1)
    parser.add_argument("--most", type=int, default=600)
    parsed = parser.parse_args(arguments)
    reader = Reader.load()
    samples: list[Sample] = []
    groups: dict[str, int] = {}
    checked: dict[str, int] = {}
    for path, home in parsed.set + parsed.asked:
        assistant = open_assistant(Path(home))
        if [path, home] in parsed.asked:
            items = asked_items(Path(path), assistant.document, assistant.documents(), parsed.asked_count)
        else:
            lines = [line for line in Path(path).read_text("utf-8").split("\n") if line]
            items = [json.loads(line) for line in lines[:: max(1, len(lines) // parsed.most)]]
        own = [s for item in items if item["answerable"] and (s := sample_of(assistant, reader, item))]
        if not own:  # a set that asks for nothing of the kind
            continue
        groups[Path(path).name], checked[Path(path).name] = len(own), first_right(own, parsed.penalty)
        samples += own
    result = {
        "weights": dict(zip(names, fitted(samples, parsed.penalty).round(4).tolist(), strict=True)),
        "questions": groups,
        "cross_validated_first_right": checked | {"together": first_right(samples, parsed.penalty)},
    }
    parsed.output.write_text(json.dumps(result, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    print(result["questions"], result["cross_validated_first_right"], file=sys.stderr)  # noqa: T201
    return 0
