"""The gold sets of measures and matches: their form, and the goals on what is bundled."""

import json

from evals import match_gold
from evals.measure_gold import DATASETS, Score, gold_documents, score_document


def test_spans_lie_in_their_documents_and_halves_do_not_mix() -> None:
    entries = list(gold_documents(None))
    assert len(entries) >= 38 and len({entry["doc_id"] + entry["source"] for entry, _ in entries}) == len(
        entries
    )
    ids = [row["id"] for entry, _ in entries for row in entry["measures"] if "id" in row]
    assert len(ids) == len(set(ids)) >= 130
    bundled = [(entry, document) for entry, document in entries if entry["source"] == "bundled"]
    assert len(bundled) == 18 and all(document for _, document in bundled), (
        "a bundled text has changed: place anew"
    )
    for entry, _ in entries:
        for row in entry["measures"]:
            assert (
                0 <= row["start"] < row["end"] <= entry["characters"]
                and row["instruments"]
                and row["audience"]
            )


def test_bundled_measures_are_read() -> None:
    total = Score()
    for entry, document in gold_documents(None):
        if document is not None:
            score_document(entry, document, total)
    assert total.precision >= 0.9 and total.recall >= 0.8, total.notes


def test_a_wrong_row_is_counted() -> None:
    """The measure of the measure: another instrument, or a clause elsewhere, is no hit."""
    entry, document = next(
        (e, d) for e, d in gold_documents(None) if d and any("id" in m for m in e["measures"])
    )
    moved = {
        **entry,
        "measures": [{**row, "instruments": ["没有这一种"]} for row in entry["measures"] if "id" in row],
    }
    total = Score()
    score_document(moved, document, total)
    assert total.right == 0 and total.wrong >= total.missed > 0 and total.precision == total.recall == 0.0


def test_profiles_are_matched() -> None:
    profiles = [
        json.loads(line) for line in (DATASETS / "profiles.jsonl").read_text(encoding="utf-8").splitlines()
    ]
    assert len(profiles) == 36
    totals = match_gold.measure(None)
    assert totals["wrong"] == []
    assert len(totals["right"]) >= 0.9 * (len(totals["right"]) + len(totals["missed"]))
    assert not [line for line in totals["missed"] if " applies, found" in line]
