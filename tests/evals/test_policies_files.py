"""The question files on documents beside the checkout hold facts and offsets only, and say what their documents say."""

import gzip
import json
import re
import unicodedata
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
DATASETS = ROOT / "evals" / "datasets"
FILES = sorted((DATASETS / "policies").glob("*.jsonl"))
DOCUMENTS = ROOT.parent / "shared" / "data" / "policies"
SOURCES = ("gov_cn", "work_reports", "tax", "misc", "beijing")
REQUIRED = {"item_id", "question", "answerable", "kind"}
ANSWER = {"nuggets", "short_answers", "evidence"}
LONGEST_FACT = 25


def items(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def facts(item: dict[str, Any]) -> list[list[str]]:
    """The spellings of each fact the answer must hold."""
    return [*item.get("nuggets", []), *filter(None, [item.get("short_answers")])]


def squeezed(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


def named(path: Path) -> str:
    return path.stem


@pytest.fixture(scope="module")
def texts() -> dict[str, str]:
    if not DOCUMENTS.is_dir():
        pytest.skip("the documents of these questions are not beside this checkout")
    found: dict[str, str] = {}
    for source in SOURCES:
        with gzip.open(DOCUMENTS / f"{source}.jsonl.gz", "rt", encoding="utf-8") as stream:
            found.update((row["doc_id"], row["text"]) for row in map(json.loads, stream))
    return found


def test_there_are_files() -> None:
    assert FILES


@pytest.mark.parametrize("path", FILES, ids=named)
def test_items_hold_facts_and_offsets_but_no_sentence_of_a_document(path: Path) -> None:
    for item in items(path):
        where = item["item_id"]
        assert set(item) >= REQUIRED and set(item) <= REQUIRED | ANSWER | {"history"}, where
        assert item["answerable"] != item["kind"].startswith("unanswerable_"), where
        assert bool(item.get("nuggets")) == bool(item.get("evidence")) == item["answerable"], where
        assert item["answerable"] or not ANSWER & set(item), where
        assert all(len(spelling) <= LONGEST_FACT for fact in facts(item) for spelling in fact), where
        for entry in item.get("evidence", []):
            assert set(entry) == {"doc_id", "start", "end"} and 0 <= entry["start"] < entry["end"], where


def test_no_id_and_no_question_is_there_twice() -> None:
    everything = [item for path in FILES for item in items(path)]
    ids = Counter(item["item_id"] for item in everything)
    asked = Counter((squeezed(item["question"]), tuple(item.get("history", []))) for item in everything)
    assert [key for counts in (ids, asked) for key, times in counts.items() if times > 1] == []


@pytest.mark.parametrize("path", FILES, ids=named)
def test_the_card_counts_the_questions(path: Path) -> None:
    card = (DATASETS / "README.md").read_text(encoding="utf-8")
    section = card.partition(f"## policies/{path.name}")[2].partition("\n## ")[0]
    stated = re.search(r"(\d+) questions[^(]*\((\d+) answerable, (\d+) near misses\)", section)
    assert stated is not None
    answerable = Counter(item["answerable"] for item in items(path))
    assert [int(count) for count in stated.groups()] == [
        answerable.total(),
        answerable[True],
        answerable[False],
    ]


@pytest.mark.parametrize("path", FILES, ids=named)
def test_evidence_holds_every_fact(path: Path, texts: dict[str, str]) -> None:
    for item in items(path):
        proof = squeezed(
            "\n".join(texts[e["doc_id"]][e["start"] : e["end"]] for e in item.get("evidence", []))
        )
        for fact in facts(item):
            assert any(squeezed(spelling) in proof for spelling in fact), (item["item_id"], fact)
