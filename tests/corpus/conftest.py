"""An empty library and documents to put into it.

Property tests share two cores with others: how long one example takes says nothing.
"""

from pathlib import Path

import pytest
from hypothesis import settings

from corpus.document import Document
from corpus.library import Library
from corpus.source import Loaded

settings.register_profile("corpus", deadline=None, max_examples=60)
settings.load_profile("corpus")


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return Library(tmp_path / "home")


def document(doc_id: str = "a", text: str = "第一条 正文。", **metadata: object) -> Document:
    """A document with a given id."""
    return Document(doc_id=doc_id, title="标题", text=text, **metadata)  # type: ignore[arg-type]


def from_file(path: str, text: str, doc_id: str | None = None) -> Loaded:
    """A document as it is read from a file: its id is made from its text unless it is given."""
    found = Document(doc_id=doc_id or "proposal", title="标题", text=text, source_path=path)
    return Loaded(found, id_given=doc_id is not None)
