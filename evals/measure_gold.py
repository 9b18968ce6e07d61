"""How many support measures are read right: python -m evals.measure_gold [--half fresh] [--shared ../shared] [--errors]

Against `datasets/measures/gold.jsonl` (see its README): a row is right where the clause that gives, the instrument
and the audience are. Texts that are not at hand are left out, and said so.
"""

import argparse
import gzip
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from corpus.document import Document
from corpus.loaders import load
from corpus.source import Loaded
from indexing.measure import Measure
from indexing.measures import find_measures

DATASETS = Path(__file__).parent / "datasets" / "measures"
BUNDLED = Path(__file__).parent.parent / "corpus" / "documents"
_ENOUGH = 0.6  # character F1 of two audiences that mean the same
_LONGER = 20  # characters by which an audience may hold more than the gold words


@dataclass(slots=True)
class Score:
    """Counts over rows; `loose` rows are found rows that the gold set leaves open."""

    right: int = 0
    wrong: int = 0
    missed: int = 0
    loose: int = 0
    placed: int = 0  # right clause, whatever instrument and audience
    notes: list[str] = field(default_factory=list)

    @property
    def precision(self) -> float:
        """Right among those found, rows left open not counted; 0 where none was found."""
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 0.0

    @property
    def strict_precision(self) -> float:
        """The same with rows left open counted as wrong."""
        found = self.right + self.wrong + self.loose
        return self.right / found if found else 0.0

    @property
    def recall(self) -> float:
        """Right among those expected."""
        return self.right / (self.right + self.missed) if self.right + self.missed else 0.0

    def report(self) -> str:
        """The counts and what they come to, on two lines."""
        return (
            f"right {self.right}, wrong {self.wrong}, missed {self.missed}, left open {self.loose}\n"
            f"precision {self.precision:.3f} (rows left open as wrong: {self.strict_precision:.3f}),"
            f" recall {self.recall:.3f}; clause found, whatever the rest: {self.placed}"
        )


def gold_documents(
    shared: Path | None, half: str | None = None
) -> Iterator[tuple[dict[str, Any], Document | None]]:
    """Each entry of the gold set with its document; None where the text is not at hand or is another."""
    wanted = [json.loads(line) for line in (DATASETS / "gold.jsonl").read_text(encoding="utf-8").splitlines()]
    found: dict[tuple[str, str], Document] = {}
    for source in sorted({entry["source"] for entry in wanted}):
        ids = {entry["doc_id"] for entry in wanted if entry["source"] == source}
        for document in _source(source, shared, ids):
            found[source, document.doc_id] = document
    for entry in wanted:
        if half is None or entry["half"] == half:
            text = found.get((entry["source"], entry["doc_id"]))
            same = text is not None and sha256(text.text.encode()).hexdigest()[:16] == entry["sha256"]
            yield entry, text if same else None


def _source(source: str, shared: Path | None, ids: set[str]) -> Iterator[Document]:
    if source == "bundled":
        paths = [BUNDLED]
    elif shared is None:
        return
    else:
        paths = [shared / "seed" / name for name in ids] if source == "seed" else [shared / "data" / source]
    for path in paths:
        for document in documents_of(path, ids) if path.exists() else ():
            if source == "seed":
                yield Document(path.name, document.title, document.text)
            elif document.doc_id in ids:
                yield document


def documents_of(path: Path, ids: set[str]) -> Iterator[Document]:
    """The documents of a file or folder; of a large file of rows only those that hold one of the ids."""
    if path.name.endswith(".jsonl.gz"):
        wanted = [f'"{doc_id}"'.encode() for doc_id in ids]
        with TemporaryDirectory() as folder, gzip.open(path) as lines:
            rows = Path(folder, path.name.removesuffix(".gz"))
            rows.write_bytes(b"".join(line for line in lines if any(one in line for one in wanted)))
            yield from documents_of(rows, ids)
        return
    for item in load(path):
        if isinstance(item, Loaded):
            yield item.document


def score_document(
    entry: dict[str, Any], document: Document, total: Score, found: list[Measure] | None = None
) -> None:
    """Adds one document's counts: each gold row takes the first row found at its place."""
    first, last = entry["range"]
    rows = [
        row for row in (find_measures(document) if found is None else found) if first <= row.core.start < last
    ]
    taken: set[int] = set()
    for gold in [g for g in entry["measures"] if "id" in g]:
        at = [
            i for i, row in enumerate(rows) if i not in taken and overlaps(row.core.start, row.core.end, gold)
        ]
        best = next((i for i in at if _same(rows[i], gold, document)), at[0] if at else None)
        if best is None:
            total.missed += 1
            total.notes.append(f"missed {gold['id']} {document.text[gold['start'] : gold['end']]}")
            continue
        taken.add(best)
        total.placed += 1
        if _same(rows[best], gold, document):
            total.right += 1
        else:
            total.wrong += 1
            total.missed += 1
            total.notes.append(f"differs {gold['id']} {_shown(rows[best], document)}")
    for i, row in enumerate(rows):
        if i in taken:
            continue
        if entry.get("others_optional") or any(
            overlaps(row.core.start, row.core.end, g) for g in entry["measures"] if "id" not in g
        ):
            total.loose += 1
        else:
            total.wrong += 1
            total.notes.append(f"extra {document.doc_id} {_shown(row, document)}")


def overlaps(start: int, end: int, gold: dict[str, Any]) -> bool:
    """Whether the characters `start` to `end` reach into a row's clause."""
    return bool(start < gold["end"] and gold["start"] < end)


def _same(row: Measure, gold: dict[str, Any], document: Document) -> bool:
    found = document.quote(row.audience) if row.audience else None
    audiences = [document.text[slice(*span)] if span else None for span in gold["audience"]]
    return row.instrument in gold["instruments"] and any(same_audience(found, one) for one in audiences)


def same_audience(found: str | None, gold: str | None) -> bool:
    """Whether two audiences mean the same: one holds the other and little more, or most characters agree."""
    if found is None or gold is None:
        return found is gold
    if gold in found and len(found) <= len(gold) + _LONGER:
        return True
    common = sum(min(found.count(c), gold.count(c)) for c in set(found))
    return 2 * common / (len(found) + len(gold)) >= _ENOUGH


def _shown(row: Measure, document: Document) -> str:
    return f"[{row.instrument}] 〔{document.quote(row.audience) if row.audience else None}〕 {document.quote(row.core)}"


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints the table; returns 0."""
    parser = argparse.ArgumentParser(prog="python -m evals.measure_gold", description=__doc__)
    parser.add_argument("--half", choices=["development", "final", "fresh", "kept"])
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--errors", action="store_true", help="print every row that is not right")
    parsed = parser.parse_args(arguments)
    shared = parsed.shared if parsed.shared.is_dir() else None
    total, documents, absent = Score(), 0, 0
    for entry, document in gold_documents(shared, parsed.half):
        if document is None:
            absent += 1
            continue
        documents += 1
        score_document(entry, document, total)
    out = sys.stdout
    if parsed.errors:
        out.writelines(f"{note}\n" for note in total.notes)
    out.write(f"documents {documents}, not at hand {absent}; {total.report()}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
