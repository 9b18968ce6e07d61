"""One text in four forms: the same passages under the same headings, whatever it came in."""

from pathlib import Path

from corpus.loaders import load
from corpus.source import Loaded
from indexing.splitter import split

FIXTURES = Path(__file__).parent / "fixtures"


def passages(name: str) -> list[tuple[str, tuple[str, ...]]]:
    (item,) = load(FIXTURES / name)
    assert isinstance(item, Loaded), item
    # Between paragraphs a text may have blank lines that the other forms have not.
    return [("".join(found.text.split()), tuple(found.heading)) for found in split(item.document)]


def test_passages_and_headings_are_the_same() -> None:
    expected = passages("plan.txt")
    assert len(expected) > 3
    for name in ("plan.docx", "plan.html", "plan.pdf"):
        assert passages(name) == expected, name
