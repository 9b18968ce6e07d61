"""The bundled digests: complete, correctly headed, and in our own words."""

import datetime
import gzip
import json
import re
import unicodedata
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "corpus" / "documents"
SHARED = ROOT.parent / "shared"
FILES = sorted(FOLDER.glob("*.md"))

TEXT_KEYS = {
    "doc_id",
    "title",
    "issuer",
    "document_number",
    "region",
    "document_type",
    "status",
    "source_title",
    "source_url",
}
DATE_KEYS = {"issued_on", "effective_on", "expires_on"}
DOCUMENT_TYPES = {
    "interview",
    "action_plan",
    "notice",
    "measures",
    "regulation",
    "report",
    "opinions",
}
STATUSES = {"in_force", "not_yet", "expired", "amended", "repealed", "unknown"}
RUN = 30  # characters, punctuation aside, that may not be the source's own


def front_matter_and_body(path: Path) -> tuple[dict[str, object], str]:
    opening, front_matter, body = path.read_text(encoding="utf-8").split("---\n", 2)
    assert opening == ""
    return yaml.safe_load(front_matter), body


def squeeze(text: str) -> str:
    return re.sub(r"[^0-9A-Za-z\u4e00-\u9fff]", "", unicodedata.normalize("NFKC", text))


def by_name(path: Path) -> str:
    return path.stem


def test_the_folder_holds_enough_to_compare():
    heads = [front_matter_and_body(path)[0] for path in FILES]
    assert len(heads) >= 12
    assert len({head["doc_id"] for head in heads}) == len(heads)
    assert sum(head["document_type"] == "interview" for head in heads) >= 4
    assert any(head.get("status") in {"repealed", "expired"} for head in heads)
    assert sum(head["document_type"] == "report" for head in heads) >= 2
    assert len({head["region"] for head in heads}) >= 5


@pytest.mark.parametrize("path", FILES, ids=by_name)
def test_front_matter_has_the_agreed_keys(path):
    head, _ = front_matter_and_body(path)
    assert set(head) <= TEXT_KEYS | DATE_KEYS
    assert {"doc_id", "title", "issuer", "region", "document_type"} <= set(head)
    assert head["doc_id"] == path.stem
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", path.stem)
    assert head["title"].endswith("（要点整理）")
    assert head["document_type"] in DOCUMENT_TYPES
    assert head.get("status", "unknown") in STATUSES
    for key in set(head) & DATE_KEYS:
        assert isinstance(head[key], datetime.date), key
    for key in set(head) & TEXT_KEYS:
        assert isinstance(head[key], str) and head[key].strip(), key


@pytest.mark.parametrize("path", FILES, ids=by_name)
def test_body_says_that_it_is_a_digest(path):
    raw = path.read_bytes()
    assert b"\r" not in raw and not raw.startswith(b"\xef\xbb\xbf")
    head, body = front_matter_and_body(path)
    assert 600 <= len(body.strip()) <= 3000
    title, digest_notice = body.strip().split("\n")[:2]
    assert unicodedata.normalize("NFKC", title) == unicodedata.normalize("NFKC", head["title"])
    assert "不是原文" in digest_notice and "以原文为准" in digest_notice and "来源" in digest_notice


@pytest.mark.parametrize("path", FILES, ids=by_name)
def test_interviews_are_built_of_turns(path):
    head, body = front_matter_and_body(path)
    if head["document_type"] != "interview":
        return
    questions = re.findall(r"^(?:记者)?问[：:]", body, re.MULTILINE)
    answers = re.findall(r"^\S{0,40}?答(?:[（(][^）)]+[）)])?[：:]", body, re.MULTILINE)
    assert len(questions) == len(answers) >= 4


def test_every_document_has_its_source_row():
    rows = (FOLDER.parent / "document_sources.tsv").read_text(encoding="utf-8").splitlines()
    assert rows[0].split("\t") == ["file", "source", "source_title", "source_id", "read_on"]
    assert sorted({row.split("\t")[0] for row in rows[1:]}) == [path.name for path in FILES]
    assert all(len(row.split("\t")) == 5 for row in rows)


@pytest.fixture(scope="module")
def source_runs() -> set[str]:
    if not SHARED.is_dir():
        pytest.skip("../shared, which holds the source texts, is not there")
    texts = [path.read_text(encoding="utf-8") for path in (SHARED / "seed").glob("*.txt")]
    for path in (SHARED / "data" / "policies").glob("*.jsonl.gz"):
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            texts += [json.loads(line)["text"] for line in lines]
    squeezed = [squeeze(text) for text in texts]
    return {text[i : i + RUN] for text in squeezed for i in range(len(text) - RUN + 1)}


@pytest.mark.parametrize("path", FILES, ids=by_name)
def test_body_is_in_our_own_words(path, source_runs):
    body = squeeze(front_matter_and_body(path)[1])
    taken = [body[i : i + RUN] for i in range(len(body) - RUN + 1) if body[i : i + RUN] in source_runs]
    assert taken == []
