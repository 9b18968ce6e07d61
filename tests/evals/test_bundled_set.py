"""Our own set over the bundled documents with the real assistant: what must hold for every answer."""

import json
from pathlib import Path

import pytest

from evals.__main__ import main as evals
from indexing.__main__ import main as indexing

SETS = Path(__file__).resolve().parents[2] / "evals" / "datasets"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("bundled") / "home"
    assert indexing(["build", "--home", str(folder)]) == 0
    return folder


def test_every_answer_keeps_its_promises(home: Path, tmp_path: Path) -> None:
    output = tmp_path / "r.json"
    questions = str(SETS / "policy-dev.jsonl")
    promises = ["citation_validity=1", "figures_faithful=1", "citation_recall=1", "errors=0"]
    gate = [word for promise in promises for word in ("--fail-under", promise)]
    assert (
        evals(["run", questions, "--home", str(home), "--limit", "60", "--output", str(output), *gate]) == 0
    )
    report = json.loads(output.read_text(encoding="utf-8"))
    assert report["evidence_problems"] == []
    assert report["measures"]["all"]["document.R@5"]["value"] > 0.9
    assert report["counts"]["all"]["items"] == len(report["items"]) == 60
