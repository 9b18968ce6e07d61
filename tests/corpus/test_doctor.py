from pathlib import Path

import pytest

from corpus.doctor import examine
from corpus.document import Document
from corpus.library import Library


@pytest.fixture
def library(tmp_path: Path) -> Library:
    library = Library(tmp_path)
    library.add(
        [
            Document("a", "甲办法", "正文。"),
            Document("b", "乙办法", "《甲办法》同时废止。"),
        ]
    )
    return library


def verdicts(library: Library) -> dict[str, str]:
    return {finding.check: finding.verdict for finding in examine(library) if finding.check != "disk"}


def test_a_sound_home(library: Library) -> None:
    assert set(verdicts(library).values()) == {"ok"}


@pytest.mark.parametrize(
    ("damage", "check", "verdict"),
    [
        ("UPDATE documents SET text = '改过。' WHERE doc_id = 'a'", "documents", "bad"),
        ("UPDATE documents SET characters = 9 WHERE doc_id = 'a'", "documents", "bad"),
        ("INSERT INTO readings VALUES ('a', 'title', 1, 99)", "spans", "bad"),
        ("UPDATE statements SET target = NULL", "statements", "warning"),
    ],
)
def test_damage_is_found(library: Library, damage: str, check: str, verdict: str) -> None:
    library.connection.execute(damage)
    assert verdicts(library)[check] == verdict


def test_what_can_be_rebuilt_is(library: Library) -> None:
    library.connection.execute("DELETE FROM statements")
    assert library.get("a").superseded_by is None
    examine(library)
    assert library.get("a").superseded_by == "b"
    assert set(verdicts(library).values()) == {"ok"}
