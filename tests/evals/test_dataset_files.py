"""The question files in evals/datasets say what the bundled documents say, and are well formed."""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
DATASETS = ROOT / "evals" / "datasets"
DEVELOPMENT = DATASETS / "policy-dev.jsonl"
CARD = DATASETS / "README.md"
DOCUMENTS = ROOT / "corpus" / "documents"
FILES = sorted(DATASETS.glob("*.jsonl"))
KEYS = {
    "item_id",
    "question",
    "answerable",
    "kind",
    "history",
    "nuggets",
    "short_answers",
    "reference_answers",
    "evidence",
}
AT_LEAST = {
    "figure": 40,
    "date": 8,
    "name": 10,
    "list": 20,
    "support": 20,
    "definition": 6,
    "yes_no": 6,
    "article": 6,
    "comparison": 8,
    "false_premise": 6,
    "follow_up": 20,
    "validity": 4,
}
LISTS_OF_TEXT = ("history", "short_answers", "reference_answers")
ONLY_WHEN_ANSWERABLE = {"nuggets", "short_answers", "reference_answers", "evidence"}


def bundled_documents() -> dict[str, str]:
    """The text of each bundled document: everything after its front matter, as it stands."""
    texts: dict[str, str] = {}
    for path in sorted(DOCUMENTS.glob("*.md")):
        whole = path.read_bytes().decode("utf-8")
        opening, separator, text = whole.partition("\n---\n")
        assert opening.startswith("---\n") and separator, path.name
        texts[str(yaml.safe_load(opening.removeprefix("---\n"))["doc_id"])] = text
    return texts


TEXTS = bundled_documents()


def read_items(path: Path) -> list[dict[str, Any]]:
    lines = path.read_bytes().decode("utf-8").split("\n")
    assert lines.pop() == "", f"{path.name}: the last line has no line end"
    return [json.loads(line) for line in lines]


def squeezed(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


def is_filled(text: object) -> bool:
    return isinstance(text, str) and bool(text.strip())


def named(path: Path) -> str:
    return path.name


def test_there_is_a_dataset() -> None:
    assert FILES and len(TEXTS) == len(list(DOCUMENTS.glob("*.md")))


@pytest.mark.parametrize("path", FILES, ids=named)
def test_every_line_is_an_item_of_the_agreed_form(path: Path) -> None:
    for item in read_items(path):
        where = item.get("item_id")
        assert is_filled(where), item
        assert set(item) <= KEYS, (where, set(item) - KEYS)
        assert is_filled(item["question"]) and is_filled(item["kind"]), where
        assert isinstance(item["answerable"], bool), where
        for key in LISTS_OF_TEXT:
            if key in item:
                assert isinstance(item[key], list) and item[key], (where, key)
                assert all(is_filled(text) for text in item[key]), (where, key)
        for spellings in item.get("nuggets", []):
            assert isinstance(spellings, list) and spellings, where
            assert all(is_filled(spelling) for spelling in spellings), where


@pytest.mark.parametrize("path", FILES, ids=named)
def test_only_answerable_items_hold_answers(path: Path) -> None:
    for item in read_items(path):
        if item["answerable"]:
            assert item.get("nuggets") and item.get("evidence"), item["item_id"]
            assert item.get("reference_answers"), item["item_id"]
        else:
            assert not ONLY_WHEN_ANSWERABLE & set(item), item["item_id"]


def test_ids_are_unique_across_files() -> None:
    seen = Counter(item["item_id"] for path in FILES for item in read_items(path))
    assert [item_id for item_id, times in seen.items() if times > 1] == []


def test_no_question_is_asked_twice() -> None:
    seen = Counter(
        (squeezed(item["question"]), tuple(item.get("history", [])))
        for path in FILES
        for item in read_items(path)
    )
    assert [question for question, times in seen.items() if times > 1] == []


@pytest.mark.parametrize("path", FILES, ids=named)
def test_evidence_quotes_stand_at_their_offsets(path: Path) -> None:
    for item in read_items(path):
        for entry in item.get("evidence", []):
            where = (item["item_id"], entry)
            assert set(entry) == {"doc_id", "start", "end", "quote"}, where
            assert entry["doc_id"] in TEXTS, where
            assert 0 <= entry["start"] < entry["end"], where
            assert TEXTS[entry["doc_id"]][entry["start"] : entry["end"]] == entry["quote"], where


@pytest.mark.parametrize("path", FILES, ids=named)
def test_every_fact_stands_in_the_documents_named_and_in_the_reference_answer(path: Path) -> None:
    for item in read_items(path):
        evidence = item.get("evidence", [])
        named_documents = sorted({entry["doc_id"] for entry in evidence})
        sources = [squeezed(entry["quote"]) for entry in evidence]
        sources += [squeezed(TEXTS[doc_id]) for doc_id in named_documents]
        answers = [squeezed(text) for text in item.get("reference_answers", [])]
        facts = [*item.get("nuggets", []), *filter(None, [item.get("short_answers")])]
        for spellings in facts:
            wanted = [squeezed(spelling) for spelling in spellings]
            for texts in (sources, answers):
                assert any(spelling in text for spelling in wanted for text in texts), (
                    item["item_id"],
                    spellings,
                )


def test_the_card_states_the_count_of_each_kind() -> None:
    kinds = Counter(item["kind"] for item in read_items(DEVELOPMENT))
    card = CARD.read_text(encoding="utf-8")
    sections = re.split(r"^## ", card, flags=re.MULTILINE)
    section = next(part for part in sections if part.startswith(DEVELOPMENT.name))
    stated = re.findall(r"^\| `([a-z_]+)` \| (\d+) \|", section, re.MULTILINE)
    assert {kind: int(count) for kind, count in stated} == dict(kinds)


def test_the_card_counts_every_kind_of_every_set() -> None:
    section = CARD.read_text(encoding="utf-8").partition("## All sets")[2].partition("\n## ")[0]
    lines = [line.strip("| ").split(" | ") for line in section.splitlines() if line.startswith("| ")]
    names, rows = [name.strip("`") for name in lines[0][1:]], lines[2:]
    kinds = [
        Counter(item["kind"] for item in read_items(DATASETS / f"policy-{name}.jsonl")) for name in names
    ]
    assert {f"policy-{name}.jsonl" for name in names} == {path.name for path in FILES}
    stated = {row[0].strip("`"): [int(count) for count in row[1:]] for row in rows}
    assert stated.pop("all") == [count.total() for count in kinds]
    assert stated == {kind: [count[kind] for count in kinds] for kind in set().union(*kinds)}


def test_the_development_set_asks_enough_of_every_kind() -> None:
    items = read_items(DEVELOPMENT)
    kinds = Counter(item["kind"] for item in items)
    assert {kind: kinds[kind] for kind, least in AT_LEAST.items() if kinds[kind] < least} == {}
    unanswerable = [item for item in items if not item["answerable"]]
    assert len(unanswerable) >= 40
    assert all(item["kind"].startswith("unanswerable_") for item in unanswerable)
    assert all(item.get("history") for item in items if item["kind"] == "follow_up")
