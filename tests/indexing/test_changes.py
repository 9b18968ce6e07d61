"""The index under any sequence of changes, builds, crashes and searches, against a plain dict."""

import shutil
import tempfile
from collections.abc import Callable
from contextlib import nullcontext, suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

import corpus.library
from corpus.document import Document
from corpus.library import Library
from corpus.registration import Registration
from indexing.build import build
from indexing.retriever import Retriever
from tests.indexing.conftest import BEIJING, HUBEI, INTERVIEW, StandInEmbedder

IDS = ["a", "b", "c", "d"]
TOPICS = ["上云服务券", "技术改造补助", "人才公寓", "数据目录", "专利质押"]
# Where a build can be killed: (the object, the method that does not return any more).
POINTS = ["split", "embed", "write", "written", "published", "swept"]


class Killed(BaseException):
    """Stands for SIGKILL within one process: nothing after it runs but what frees the lock."""


class Crash:
    """Ends a build at one of its steps."""

    def __init__(self, point: str, patch: Any):
        import indexing.build as module
        from indexing import generation_files
        from indexing.store import Store

        target: dict[str, tuple[Any, str, bool]] = {
            "split": (Store, "put", False),
            "embed": (Store, "put_vectors", True),
            "write": (generation_files, "write", False),
            "written": (generation_files, "write", True),
            "published": (Store, "publish", True),
            "swept": (module, "_remove_others", False),
        }
        owner, name, after = target[point]
        original: Callable[..., Any] = getattr(owner, name)

        def dying(*arguments: Any) -> None:
            if after:
                original(*arguments)
            raise Killed

        patch.setattr(owner, name, dying)
        # A killed process does not tidy up behind itself.
        patch.setattr(module.shutil, "rmtree", lambda *a, **k: None)


def died(*_: Any) -> None:
    """A step that the process does not come back from."""
    raise Killed


def text_of(topic: str, amount: int, extra: int) -> str:
    articles = "".join(f"第{n}条 第{n}项配套规定，{topic}窗口办理。\n" for n in range(2, 2 + extra))
    return f"第一条 对{topic}给予{amount}万元支持。\n{articles}"


class Changes(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.embedder = StandInEmbedder()
        self.library = Library(self.folder / "home")
        self.library.add([HUBEI, BEIJING, INTERVIEW])
        build(self.library, self.embedder)
        self.model = {d.doc_id: (d.title, d.text) for d in (HUBEI, BEIJING, INTERVIEW)}
        self.reader = Retriever(self.library, lambda: self.embedder)

    def teardown(self) -> None:
        self.library.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    @rule(
        doc_id=st.sampled_from(IDS),
        topic=st.sampled_from(TOPICS),
        amount=st.integers(1, 999),
        extra=st.integers(0, 4),
    )
    def add_or_replace(self, doc_id: str, topic: str, amount: int, extra: int) -> None:
        document = Document(doc_id, f"{topic}办法", text_of(topic, amount, extra))
        self.library.add([document])
        self.model[doc_id] = (document.title, document.text)

    @precondition(lambda self: len(self.model) > 3)
    @rule(data=st.data())
    def delete(self, data: Any) -> None:
        doc_id = data.draw(st.sampled_from(sorted(self.model.keys() - {"hubei", "beijing", "interview"})))
        self.library.remove([doc_id])
        del self.model[doc_id]

    @rule()
    def build(self) -> None:
        build(self.library, self.embedder)
        assert self.reader.unindexed == 0

    @rule(point=st.sampled_from(POINTS))
    def crash_while_building(self, point: str) -> None:
        with pytest.MonkeyPatch.context() as patch:
            Crash(point, patch)
            with suppress(Killed):
                build(self.library, self.embedder)

    @rule(doc_id=st.sampled_from(IDS), topic=st.sampled_from(TOPICS), committed=st.booleans())
    def crash_while_adding(self, doc_id: str, topic: str, committed: bool) -> None:
        document = Document(doc_id, f"{topic}办法", text_of(topic, 7, 1))
        changes = self.model.get(doc_id) != (document.title, document.text)
        with pytest.MonkeyPatch.context() as patch:
            if committed:  # the documents are there, what they say of each other is not read yet
                patch.setattr(corpus.library, "link_statements", died)
            else:
                patch.setattr(Registration, "settle", died)
            with pytest.raises(Killed) if changes or not committed else nullcontext():
                self.library.add([document])
        if committed:
            self.model[doc_id] = (document.title, document.text)
        self.reopen()

    @precondition(lambda self: len(self.model) > 3)
    @rule(data=st.data())
    def crash_while_deleting(self, data: Any) -> None:
        doc_id = data.draw(st.sampled_from(sorted(self.model.keys() - {"hubei", "beijing", "interview"})))
        with pytest.MonkeyPatch.context() as patch, pytest.raises(Killed):
            patch.setattr(corpus.library, "link_statements", died)
            self.library.remove([doc_id])
        self.reopen()

    @rule()
    def reopen(self) -> None:
        self.library.close()
        self.library = Library(self.folder / "home")
        self.reader = Retriever(self.library, lambda: self.embedder)

    @rule()
    def damage(self) -> None:
        for file in (self.folder / "home" / "indexes").glob("*/vectors.npy"):
            file.unlink()  # which a reader that has it open does not notice
            file.write_bytes(b"")

    @invariant()
    def the_library_is_what_it_should_be(self) -> None:
        held = {d.doc_id: (d.title, d.text) for d in self.library.documents()}
        assert held == self.model

    @invariant()
    def every_document_is_found_once_and_whole(self) -> None:
        found = self.reader.search("办法 规定 支持", 1000)
        by_document: dict[str, list[tuple[int, int]]] = {}
        for one in found:
            span = one.passage.span
            by_document.setdefault(span.doc_id, []).append((span.start, span.end))
            assert self.model[span.doc_id][1][span.start : span.end] == one.passage.text
        assert by_document.keys() == self.model.keys()
        for doc_id, spans in by_document.items():
            spans.sort()
            assert all(before[1] <= after[0] for before, after in zip(spans, spans[1:], strict=False))
            text = self.model[doc_id][1]
            assert "".join("".join(text[a:b] for a, b in spans).split()) == "".join(text.split())

    @rule(topic=st.sampled_from(TOPICS))
    def search_gives_what_a_new_index_would(self, topic: str) -> None:
        other = Library(self.folder / "other")
        other.add([Document(d, title, text) for d, (title, text) in self.model.items() if d in IDS])
        other.add([HUBEI, BEIJING, INTERVIEW])
        build(other, self.embedder)
        fresh = Retriever(other, lambda: self.embedder).search(f"{topic}有多少支持", 50)
        here = self.reader.search(f"{topic}有多少支持", 50)
        assert [one.passage for one in here] == [one.passage for one in fresh]
        assert [one.score for one in here] == pytest.approx([one.score for one in fresh], abs=1e-4)
        other.close()
        shutil.rmtree(self.folder / "other")

    @rule()
    def all_is_tidy_after_a_build(self) -> None:
        build(self.library, self.embedder)
        (folder,) = (self.folder / "home" / "indexes").iterdir()
        pointer = self.library.connection.execute("SELECT number FROM generation").fetchone()
        assert folder.name == f"g{pointer[0]}"
        digests = "SELECT count(*) FROM vectors WHERE digest NOT IN (SELECT digest FROM passages)"
        assert self.library.connection.execute(digests).fetchone() == (0,)


Changes.TestCase.settings = settings(
    max_examples=12,
    stateful_step_count=14,
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)
TestChanges = Changes.TestCase
