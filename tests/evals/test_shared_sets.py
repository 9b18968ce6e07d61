"""Public sets that lie beside some checkouts: they read, import, and their evidence stands where it says."""

import gzip
import json
from pathlib import Path

import pytest

from evals.dataset import read_items, usable_evidence
from evals.importers.squad import read_squad

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"
pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason="旁边没有公开题集（../shared/data）")


def texts(path: Path) -> dict[str, str]:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        return {row["doc_id"]: row["text"] for row in map(json.loads, file)}


@pytest.mark.parametrize(
    ("questions", "documents", "count"),
    [
        ("ncp/questions.dev.jsonl", "ncp/documents.jsonl.gz", 636),
        (
            "reading/dureader_robust/dev.questions.jsonl.gz",
            "reading/dureader_robust/dev.documents.jsonl.gz",
            1417,
        ),
    ],
)
def test_sets_of_the_contract(questions: str, documents: str, count: int) -> None:
    items, library = read_items(DATA / questions), texts(DATA / documents)
    assert len(items) == count
    for item in items:
        good, problems = usable_evidence(item, library.get)
        assert good and not problems


@pytest.mark.parametrize(
    ("name", "questions", "documents"),
    [("cmrc2018", 3219, 848), ("drcd", 3524, 1000)],
)
def test_squad_files_of_others(name: str, questions: int, documents: int) -> None:
    found = read_squad(DATA / "reading" / name / "dev.squad.json.gz")
    assert (len(found.items), len(found.documents)) == (questions, documents)
    library = {doc_id: document["text"] for doc_id, document in found.documents.items()}
    spans = 0
    for item in found.items:
        good, problems = usable_evidence(item, library.get)
        assert good and not problems
        assert item.reference_answers
        spans += good[0].span is not None
    assert spans >= 0.999 * questions
