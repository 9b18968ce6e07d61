"""How well targets are read from documents: precision and recall against a hand-made gold set.

    python -m evals.target_gold [--half open|kept] [--errors]

A row counts if its figure stands where the gold says, and indicator, value, unit and year are all right
(`datasets/targets/README.md` says what right means). Precision is over the targets found in the parts that were read.
"""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from hashlib import sha256
from pathlib import Path
from typing import Any

from corpus.document import Document
from evals.measure_gold import documents_of
from indexing.target import Target
from indexing.targets import find_figures

ROOT = Path(__file__).resolve().parent.parent
GOLD = Path(__file__).with_name("datasets") / "targets" / "gold.jsonl"
PLACES = {"bundled": ROOT / "corpus" / "documents", "seed": ROOT.parent / "shared" / "seed"}


@dataclass(slots=True)
class Tally:
    """Rows of one kind: `right` of those `found` and of those in the gold; `faults` by what was wrong."""

    found: int = 0
    gold: int = 0
    right: int = 0
    faults: Counter[str] = field(default_factory=Counter)

    @property
    def precision(self) -> float:
        """Right among found; 1 where nothing was found."""
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        """Right among gold; 1 where there is nothing to find."""
        return self.right / self.gold if self.gold else 1.0

    def report(self) -> str:
        """One line of both, and what was wrong."""
        return (
            f"precision {self.precision:.3f} ({self.right}/{self.found})"
            f"  recall {self.recall:.3f} ({self.right}/{self.gold})  {dict(self.faults)}"
        )


def score(
    document: Document, gold: dict[str, Any], rows: Sequence[Target], tally: Tally, kind: str
) -> list[str]:
    """Adds one document's rows of one kind to the tally; returns a line for each mistake."""
    noted = {row["figure"][0]: row for row in gold["rows"]}
    judged = {at: row for at, row in noted.items() if row["kind"] == kind}
    within = [
        row
        for row in rows
        if row.kind == kind
        and any(start <= row.quantity.number_start < end for start, end in gold["windows"])
        and noted.get(row.quantity.number_start, {}).get("kind") != "opt"
    ]
    tally.gold += len(judged)
    mistakes = []
    met = set()
    for row in within:
        tally.found += 1
        at = row.quantity.number_start
        fault = faults(document, judged[at], row) if at in judged and at not in met else ["spurious"]
        met.add(at)
        if not fault:
            tally.right += 1
            if judged[at]["comparator"] not in (None, row.comparator):
                tally.faults["comparator (not judged)"] += 1
            continue
        tally.faults[fault[0]] += 1
        mistakes.append(
            f"{'/'.join(fault)}: {row.indicator} | {row.value} {row.unit} | {row.year} | {row.quote}"
        )
    for at, missing in judged.items():
        if at not in met:
            tally.faults["missing"] += 1
            line = document.text[max(0, at - 40) : missing["figure"][1] + 20].replace("\n", "⏎")
            mistakes.append(f"missing: {missing['value']} {missing['unit']} | {missing['year']} | {line}")
    return mistakes


def faults(document: Document, gold: dict[str, Any], row: Target) -> list[str]:
    """Which fields of a row differ from the gold; none where it is right."""
    text = document.text
    wrong = []
    if not names_rightly(text, gold, row.indicator):
        wrong.append("indicator")
    if (row.value, row.unit) != (Decimal(gold["value"]), gold["unit"]):
        wrong.append("value")
    if row.year != gold["year"] and not (row.year is None and gold.get("year_optional")):
        wrong.append("year")
    if row.quote != text[row.span.start : row.span.end] or not row.span.contains(row.figure):
        wrong.append("span")
    return wrong


def names_rightly(text: str, gold: dict[str, Any], indicator: str) -> bool:
    """Whether an indicator holds the characters that it must, and none beyond those that it may."""
    core, wide = (_plain("".join(text[start:end] for start, end in gold[key])) for key in ("core", "wide"))
    return _runs_through(core, _plain(indicator)) and _runs_through(_plain(indicator), wide)


def _plain(words: str) -> str:
    return "".join(character for character in words if character.isalnum())


def _runs_through(short: str, long: str) -> bool:
    """Whether the characters of one stand in the other in the same order."""
    rest = iter(long)
    return all(character in rest for character in short)


def gold_documents(half: str | None = None) -> Iterator[tuple[Document, dict[str, Any]]]:
    """The gold's documents that are at hand, each with its gold."""
    gold = [json.loads(line) for line in GOLD.read_text(encoding="utf-8").splitlines()]
    wanted = {line["sha256"]: line for line in gold if half in (None, line["half"])}
    for source in sorted({line["source"] for line in wanted.values()}):
        path = PLACES.get(source, ROOT.parent / "shared" / "data" / source)
        ids = {line["doc_id"] for line in wanted.values()}
        for document in documents_of(path, ids) if path.exists() else ():
            found = wanted.pop(sha256(document.text.encode()).hexdigest(), None)
            if found is not None:
                yield document, found
    for line in wanted.values():
        print(f"不在手边，未计入：{line['doc_id']}（{line['source']}）", file=sys.stderr)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measures, and prints the table."""
    parser = argparse.ArgumentParser(
        prog="python -m evals.target_gold", description="对照金标准检查指标抽取。"
    )
    parser.add_argument("--half", choices=("open", "kept"), help="只看一半")
    parser.add_argument("--errors", action="store_true", help="列出错误（只限 open 一半）")
    parsed = parser.parse_args(arguments)
    tallies = {(half, kind): Tally() for half in ("open", "kept") for kind in ("target", "achieved")}
    for document, gold in gold_documents(parsed.half):
        rows = find_figures(document)
        for kind in ("target", "achieved") if gold["achieved"] else ("target",):
            mistakes = score(document, gold, rows, tallies[gold["half"], kind], kind)
            if parsed.errors and gold["half"] == "open" and mistakes:
                print(f"\n{gold['doc_id']} ({kind})", *mistakes, sep="\n  ")
    for (half, kind), tally in tallies.items():
        if tally.gold or tally.found:
            print(f"{half:5} {kind:9} {tally.report()}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
