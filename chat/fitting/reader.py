"""Fits the reader: `python -m chat.fitting.reader DATA --set QA.jsonl HOME … --output chat/reader_model.json`.

DATA is a folder with `reading/cmrc2018` (train), `reading/dureader_robust`, `policies`, `services` and
`training` (laws, broadcast news) as JSONL. One document in ten is held out with its questions: it is neither
fitted on nor chosen by; half of it fits the calibration, the other half gives the table that is printed. What short
answer a span holds is learned from question sets of our own too, and from questions asked of passages (`--asked`);
`--only-short` fits nothing else.
"""

import argparse
import json
import sys
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from chat.fitting.examples import Example, asked_set, documents, own_set, reading_set, share
from chat.fitting.gather import Case, Finder, case, rarities
from chat.fitting.made import Maker
from chat.fitting.network import TorchNetwork, batches, loss
from chat.fitting.short import ShortCase, fit_short, short_case
from chat.reader import Reader, calibrated, decide, signs
from chat.reader_features import Array
from chat.reader_network import Network, Outline, spans
from chat.reader_question import analyse
from corpus.document import Document
from indexing.tokenizer import Tokenizer

POLICIES = ("beijing", "gov_cn", "work_reports", "tax", "misc")
WEIGHTS = {"service": 0.4, "figure": 0.5, "rest": 0.7}
OWN = 8  # how often a question of our own counts for short answers: there are few, and so people ask here
ASKED = 2  # and one asked of a passage: written like ours, but by a language model
UNANSWERABLE = 12  # of a hundred questions, that are asked of the wrong documents
AVERAGED = 0.003  # share of a step's numbers in their running average, which is what is kept
NOTICE = (
    "Fitted on CMRC 2018 train (github.com/ymcui/cmrc2018, CC BY-SA 4.0), DuReader-robust (Baidu, Apache-2.0), "
    "service items of Guangdong (QABasedOnPolicyKnowledgeGraph, MIT), broadcast news titles and texts, official policies "
    "and laws, and, for short answers, news (CRUD-RAG, Apache-2.0) and questions of our own; it holds weights only, none of "
    "their texts."
)
COUNTS = {"own": OWN, "asked": ASKED}
_LONG_VALUE = 30  # characters from which a label's value is no short answer

Group = tuple[list[Document], list[Example]]


def groups(data: Path) -> list[Group]:
    """All documents and examples, in groups that are searched apart."""
    maker = Maker()
    policies = [d for name in POLICIES for d in documents(data / "policies" / f"{name}.jsonl.gz")]
    laws = [d for d in documents(data / "training" / "laws.jsonl.gz") if share(d.doc_id) < 12]
    news = [d for d in documents(data / "training" / "broadcast_news.jsonl.gz") if share(d.doc_id) < 10]
    services = documents(data / "services" / "guangdong.jsonl.gz")
    return [
        reading_set(data / "reading" / "cmrc2018", "train", "cmrc"),
        reading_set(data / "reading" / "dureader_robust", "dev", "dureader"),
        (policies, [e for d in policies for e in maker.from_policy(d, 50)]),
        (laws, [e for d in laws for e in maker.from_policy(d, 9)]),
        (news, [e for d in news for e in maker.from_policy(d, 2)]),
        (services, [e for d in services if share(d.doc_id) < 50 for e in maker.from_service(d)]),
    ]


def span_cases(every: Sequence[Group], rarity: dict[str, float], unseen: float) -> list[Case]:
    """The cases of the network that scores spans."""
    tokenizer = Tokenizer()
    cases = []
    for texts, examples in every:
        finder = Finder(texts, tokenizer)
        for example in examples:
            answerable = share(example.question + "?") >= UNANSWERABLE
            one = case(example, finder, rarity, unseen, answerable)
            if one is not None:
                cases.append(one.packed())
        say(f"{len(cases)} cases")
    return cases


def short_cases(every: Sequence[Group], rarity: dict[str, float], unseen: float) -> list[ShortCase]:
    """The cases of the network that picks short answers."""
    cases = []
    for texts, examples in every:
        by_id = {document.doc_id: document for document in texts}
        for example in examples:
            brief = example.short is None or example.short.end - example.short.start <= _LONG_VALUE
            asked = analyse(example.question, rarity, unseen)
            example = example if brief or example.source != "service" else replace(example, short=None)
            one = short_case(example, by_id[example.span.doc_id], asked)
            if one is not None:
                cases += [one] * COUNTS.get(example.source, 1)
    say(f"{len(cases)} cases of short answers")
    return cases


def fit(
    cases: Sequence[Case], epochs: int, rate: float = 2e-3, size: int = 16, seed: int = 3
) -> dict[str, Array]:
    """The fitted numbers of the network that scores spans."""
    torch.manual_seed(seed)
    rows = torch.from_numpy(np.concatenate([c.given.rows.astype(np.float32) for c in cases[::7]]))
    network = TorchNetwork(rows.mean(0), 1.0 / rows.std(0).clamp(min=0.05))
    optimiser = torch.optim.AdamW(
        [p for p in network.parameters() if p.requires_grad], rate, weight_decay=1e-2
    )
    steps = epochs * (len(cases) // size + 1)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, rate, total_steps=steps, pct_start=0.1)
    average = {name: value.detach().clone() for name, value in network.state_dict().items()}
    running = 0.0
    for epoch in range(epochs):
        for given in batches(cases, size, WEIGHTS, epoch):
            score, none = network(given)
            lost = loss(score, none, given)
            optimiser.zero_grad()
            lost.backward()  # type: ignore[no-untyped-call]
            torch.nn.utils.clip_grad_norm_(network.parameters(), 2.0)
            optimiser.step()
            schedule.step()
            for name, value in network.state_dict().items():
                average[name].lerp_(value, AVERAGED)
            running = 0.99 * running + 0.01 * lost.item()
        say(f"epoch {epoch + 1} of {epochs}: loss {running:.3f}")
    return {name: value.numpy() for name, value in average.items()}


def judged(network: Network, cases: Sequence[Case]) -> list[tuple[str, NDArray[np.float64], float, bool]]:
    """Of each case its source, the signs of the first span given, that span's F1, and whether an answer is there."""
    result = []
    for one in cases:
        lines = Outline(*(a.astype(np.int64) for a in one.outline))
        runs = spans(lines)
        apart = lines.stretch * 10**7
        low, high = (lines.starts + apart)[runs.first], (lines.ends + apart)[runs.last]
        score, none = network.scores(one.unpacked(), runs)
        place, expected, present = decide(score, none, low, high)[0]
        overlap = 0.0
        if one.first >= 0:
            gold_low, gold_high = (lines.starts + apart)[one.first], (lines.ends + apart)[one.last]
            common = max(0, min(high[place], gold_high) - max(low[place], gold_low))
            overlap = 2.0 * common / (high[place] - low[place] + gold_high - gold_low)
        rows = one.given.rows[runs.first[place] : runs.last[place] + 1].astype(np.float32)
        result.append((one.source, signs(expected, present, rows), float(overlap), one.first >= 0))
    return result


def calibrate(judgements: Sequence[tuple[str, NDArray[np.float64], float, bool]]) -> NDArray[np.float64]:
    """Weights of the signs by logistic regression (Newton's method): an answer is right from F1 .5 on."""
    x = np.stack([j[1] for j in judgements])
    y = np.array([j[2] >= 0.5 for j in judgements], dtype=np.float64)
    weights = np.zeros(x.shape[1])
    for _ in range(30):
        p = 1.0 / (1.0 + np.exp(-x @ weights))
        gradient = x.T @ (y - p) - weights
        weights += np.linalg.solve((x.T * (p * (1 - p))) @ x + np.eye(len(weights)), gradient)
    return weights


def report(
    judgements: Sequence[tuple[str, NDArray[np.float64], float, bool]], weights: NDArray[np.float64]
) -> None:
    """Says how the held-out questions fare, by source, and how true the confidence is."""
    by_source: dict[str, list[float]] = defaultdict(list)
    for source, _, overlap, there in judgements:
        if there:
            by_source[source].append(overlap)
    for source, values in by_source.items():
        say(f"{source:12} F1 {np.mean(values):.3f} of {len(values)} held-out questions")
    confidence = np.array([calibrated(weights, j[1]) for j in judgements])
    right = np.array([j[2] >= 0.5 for j in judgements])
    say("confidence   questions   mean   right")
    for low in np.arange(0.0, 1.0, 0.1):
        inside = (confidence >= low) & (confidence < low + 0.1)
        if inside.any():
            say(
                f"{low:.1f}–{low + 0.1:.1f} {inside.sum():12d} {confidence[inside].mean():8.2f} {right[inside].mean():7.2f}"
            )


def stored(numbers: Mapping[str, Array]) -> dict[str, Any]:
    """Arrays as whole numbers and a scale: the large tables from -127 to 127, the others to six digits."""
    result = {}
    for name, array in numbers.items():
        most = 127 if array.size > 20_000 else 999_999 if array.size < 1000 else 9999
        scale = float(np.abs(array).max()) / most or 1.0
        values = np.rint(array / scale).astype(int).ravel().tolist()
        result[name] = {"shape": list(array.shape), "scale": scale, "values": values}
    return result


def say(words: str) -> None:
    """A line of progress."""
    sys.stderr.write(words + "\n")
    sys.stderr.flush()


def write(
    output: Path,
    spans_: Mapping[str, Array],
    short: Mapping[str, Array],
    rarity: Mapping[str, float],
    unseen: float,
    cases: Sequence[Case],
) -> None:
    """Calibrates on one half of the held-out cases, reports on the other half, and writes the file."""
    network = Network({name: np.asarray(array, dtype=np.float32) for name, array in spans_.items()})
    held = judged(network, [c for c in cases if c.held_out])
    weights = calibrate(held[::2])
    report(held[1::2], weights)
    model = {
        "notice": NOTICE,
        "calibration": [round(float(w), 4) for w in weights],
        "rarity": {
            "pairs": "".join(rarity),
            "weights": [round(100 * w) for w in rarity.values()],
            "unseen": unseen,
        },
        "spans": stored(spans_),
        "short": stored(short),
    }
    save(output, model)


def save(output: Path, model: Mapping[str, Any]) -> None:
    """Writes the numbers."""
    output.write_text(json.dumps(model, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description="Fits the reader.")
    parser.add_argument("data", type=Path)
    parser.add_argument(
        "--set", nargs=2, action="append", metavar=("QA.jsonl", "HOME"), default=[], type=Path
    )
    parser.add_argument("--asked", action="append", metavar="QUESTIONS.jsonl.gz", default=[], type=Path)
    parser.add_argument("--output", type=Path, required=True)
    parser.add_argument("--epochs", type=int, default=2)
    parser.add_argument("--only-short", action="store_true", help="leave the rest of the output as it is")
    options = parser.parse_args()
    torch.set_num_threads(1)
    every = groups(options.data)
    with_own = [
        *every,
        *(own_set(path, home) for path, home in options.set),
        *(asked_set(path, options.data) for path in options.asked),
    ]
    if options.only_short:
        model = json.loads(options.output.read_text(encoding="utf-8"))
        present = Reader.load()
        cases = short_cases(with_own, dict(present.rarity), present.unseen)
        model |= {"notice": NOTICE, "short": stored(fit_short(cases, say))}
        save(options.output, model)
        return
    rarity, unseen = rarities(d for texts, _ in every for d in texts)
    spans_ = span_cases(every, rarity, unseen)
    short = fit_short(short_cases(with_own, rarity, unseen), say)
    fitted = fit([c for c in spans_ if not c.held_out], options.epochs)
    write(options.output, fitted, short, rarity, unseen, spans_)


if __name__ == "__main__":
    main()
