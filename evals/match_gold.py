"""How well enterprises are matched with measures: python -m evals.match_gold [--shared ../shared] [--errors]

Against `datasets/measures/profiles.jsonl` (see its README). A measure that is shown as applying and is neither
expected to nor left open is a wrong one; every expected entry must be in its group.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from chat.matching.match import GROUPS, match_measures
from chat.matching.profile import profile_from
from chat.matching.self_description import profile_of_sentence
from evals.measure_gold import DATASETS, gold_documents
from indexing.measure_search import FoundMeasure
from indexing.measures import find_measures


def outcomes(
    item: dict[str, Any], found: list[FoundMeasure], places: dict[str, tuple[str, int, int]]
) -> dict[str, list[str]]:
    """For one profile: `wrong` (shown as applying), `missed` and `right` entries, as lines to read."""
    profile = profile_from(item["profile"]) if "profile" in item else profile_of_sentence(item["sentence"])
    groups = match_measures(found, profile, date.fromisoformat(item["as_of"]))
    where: dict[str, list[str]] = {}
    wrong = []
    for group in GROUPS:
        for match in groups[group]:
            core = match.measure.core
            ids = [
                key
                for key, (doc_id, start, end) in places.items()
                if doc_id == core.doc_id and core.start < end and start < core.end
            ]
            for key in ids:
                where.setdefault(key, []).append(group)
            if group == "applies" and not set(ids) & {*item["applies"], *item["either"]}:
                wrong.append(f"{item['item_id']} {core.doc_id} {match.document.quote(match.measure.span)}")
    right: list[str] = []
    missed: list[str] = []
    for group in GROUPS:
        for key in item[group]:
            if key not in places:
                continue  # its document is not at hand
            got = where.get(key, [])
            (right if group in got else missed).append(
                f"{item['item_id']} {key} {group}, found {got or 'nowhere'}"
            )
    return {"wrong": wrong, "right": right, "missed": missed}


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints the table; returns 0."""
    parser = argparse.ArgumentParser(prog="python -m evals.match_gold", description=__doc__)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--errors", action="store_true", help="print every wrong and missed entry")
    parsed = parser.parse_args(arguments)
    totals = measure(parsed.shared if parsed.shared.is_dir() else None)
    out = sys.stdout
    if parsed.errors:
        out.writelines(f"{kind} {line}\n" for kind in ("wrong", "missed") for line in totals[kind])
    expected = len(totals["right"]) + len(totals["missed"])
    out.write(
        f"expected entries {expected}, found {len(totals['right'])} ({len(totals['right']) / expected:.3f})\n"
    )
    for group in GROUPS:
        right = sum(f" {group}, found" in line for line in totals["right"])
        missed = sum(f" {group}, found" in line for line in totals["missed"])
        out.write(f"  {group}: {right} of {right + missed}\n")
    out.write(f"wrongly shown as applying: {len(totals['wrong'])}\n")
    return 0


def measure(shared: Path | None) -> dict[str, list[str]]:
    """All profiles; those that need shared documents are left out where they are not at hand."""
    bundled: list[FoundMeasure] = []
    services: list[FoundMeasure] = []
    others: list[FoundMeasure] = []
    places: dict[str, tuple[str, int, int]] = {}
    for entry, document in gold_documents(shared):
        if document is None or entry["half"] in ("kept", "fresh"):
            continue
        service = entry["source"].startswith("services")
        home = services if service else bundled if entry["source"] == "bundled" else others
        home.extend((document, row) for row in find_measures(document))
        places.update(
            {
                row["id"]: (document.doc_id, row["start"], row["end"])
                for row in entry["measures"]
                if "id" in row
            }
        )
    totals: dict[str, list[str]] = {"wrong": [], "right": [], "missed": []}
    for line in (DATASETS / "profiles.jsonl").read_text(encoding="utf-8").splitlines():
        item = json.loads(line)
        named = item.get("documents", ())
        if (item["services"] and not services) or (named and not others):
            continue
        found = bundled + services if item["services"] else bundled
        if named:
            found = [(document, row) for document, row in others if document.doc_id in named]
        for kind, lines in outcomes(item, found, places).items():
            totals[kind] += lines
    return totals


if __name__ == "__main__":
    sys.exit(main())
