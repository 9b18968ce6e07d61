"""Asks every question of a set and scores what comes back.

An exception of the assistant is that item's failure, scored 0 and counted; it never stops the run. With several
jobs each worker process opens an assistant of its own; the records come in any order and are put into the set's.
"""

import multiprocessing
import os
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpus.errors import PolicyQAError, UnknownDocument
from corpus.filters import Filters
from corpus.library import LIBRARY_FILE, Library
from evals.dataset import Evidence, EvidenceProblem, QAItem, usable_evidence
from evals.given_answers import MISSING, Attempt
from evals.judge import Judge, to_be_judged
from evals.metrics.retrieval import document_gold, evaluate, passage_gold
from evals.run_log import RunLog
from evals.scoring import Record, TextOf, score, without_texts

if TYPE_CHECKING:
    from chat.llm import ModelSettings

Ask = Callable[[str, Sequence[str]], Mapping[str, Any]]  # question, history → the contract's Answer
OpenAsk = Callable[[], Ask]
Progress = Callable[[int, int], None]  # items done, items in all


class EmptyHome(PolicyQAError):
    """There is nothing to ask: the home holds no documents."""

    def __init__(self, home: Path):
        super().__init__(
            f"{home} 里没有文档，无从作答。先装入文档，例如自带的：\n"
            f"  python -m indexing build --home {home}\n或自己的：\n  python -m indexing build --home {home} 文件夹"
        )


class WorkerDied(PolicyQAError):
    """A worker process ended without an answer: killed for memory, or it could not open the assistant."""

    def __init__(self) -> None:
        super().__init__(
            "一个评测进程意外终止（可能内存不足，或打不开问答程序）。已完成的题不会丢失：再运行同一命令即接着做；"
            "若仍如此，用 --jobs 1 运行可看到原因。"
        )


@dataclass(slots=True)
class Outcome:
    """All records of a run in the set's order, and the evidence that could not be scored."""

    records: list[Record]
    problems: list[EvidenceProblem] = field(default_factory=list)


def open_library(home: Path) -> Library:
    """The home's library. Raises EmptyHome where it has no documents; makes no folder."""
    if not (home / LIBRARY_FILE).exists():
        raise EmptyHome(home)
    library = Library(home)
    if not library.fingerprints():
        raise EmptyHome(home)
    return library


def texts_of(library: Library) -> TextOf:
    """Documents' texts by id, None for an unknown one; the latest few hundred are kept at hand."""

    @lru_cache(maxsize=512)
    def text_of(doc_id: str) -> str | None:
        try:
            return library.get(doc_id).text
        except UnknownDocument:
            return None

    return text_of


def open_assistant_ask(
    home: Path, embedding: str | None, llm: "ModelSettings | None", filters: Filters
) -> Ask:
    """The project's own assistant over a home with these models, asked with these filters."""
    from chat.assistant import open_assistant  # heavy; only a run needs it

    assistant = open_assistant(home, embedding, llm)
    return lambda question, history: assistant.ask(
        question, history=tuple(history), filters=filters
    ).to_json()


def run(
    items: Sequence[QAItem],
    open_ask: OpenAsk,
    text_of: TextOf,
    *,
    given: Mapping[str, Attempt] | None = None,
    log: RunLog | None = None,
    judge: Judge | None = None,
    with_texts: bool = True,
    jobs: int = 1,
    progress: Progress | None = None,
) -> Outcome:
    """Asks and scores every item that the log doesn't hold yet; with `given` answers nobody is asked."""
    evidence = {item.item_id: usable_evidence(item, text_of) for item in items}
    records = dict(log.records) if log is not None else {}
    remaining = [item for item in items if item.item_id not in records]
    if progress is not None:
        progress(len(records), len(items))
    for item, answer, error, seconds in _answers(remaining, open_ask, given, jobs):
        record = score(item, evidence[item.item_id][0], answer, error, seconds, text_of)
        if judge is not None and answer is not None and to_be_judged(item, record["outcome"]):
            record["judge"] = judge(item, answer)
        record = record if with_texts else without_texts(record)
        records[item.item_id] = record
        if log is not None:
            log.add(record)
        if progress is not None:
            progress(len(records), len(items))
    ordered = [records[item.item_id] for item in items]
    score_retrieval(ordered)
    return Outcome(ordered, [problem for item in items for problem in evidence[item.item_id][1]])


def score_retrieval(records: Sequence[Record]) -> None:
    """Adds the retrieval measures to the records' scores, all questions of a level in one call of ir-measures."""
    for level in ("document", "passage", "wording"):
        asked = [r for r in records if gold_of(level, r)]
        rankings = {r["item_id"]: r["rankings"].get(level, []) for r in asked}
        scores = evaluate(level, rankings, {r["item_id"]: gold_of(level, r) for r in asked})
        for record in asked:
            found = scores[record["item_id"]]
            record["scores"].update({f"{level}.{name}": round(value, 6) for name, value in found.items()})


def gold_of(level: str, record: Record) -> list[str]:
    """What is relevant for the question at this level; nothing where the level doesn't apply to it."""
    if not record["answerable"]:
        return []
    evidence = [Evidence(**entry) for entry in record["evidence"]]
    if level == "document":
        return document_gold(evidence)
    spans = passage_gold(evidence)
    return (["gold"] if spans else []) if level == "wording" else spans


Answered = tuple[QAItem, Mapping[str, Any] | None, str | None, float]


def _answers(
    items: Sequence[QAItem], open_ask: OpenAsk, given: Mapping[str, Attempt] | None, jobs: int
) -> Iterator[Answered]:
    if given is not None:
        yield from ((item, *given.get(item.item_id, MISSING)) for item in items)
        return
    if not items:
        return
    if jobs == 1:
        ask = open_ask()
        for item in items:
            yield item, *_attempt(ask, item)
        return
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(jobs, context, initializer=_open_worker, initargs=(open_ask,)) as pool:
        futures = {pool.submit(_work, item): item for item in items}
        try:
            for future in as_completed(futures):
                yield futures.pop(future), *future.result()
        except BrokenProcessPool:
            raise WorkerDied from None
        finally:
            pool.shutdown(cancel_futures=True)


def _attempt(ask: Ask, item: QAItem) -> Attempt:
    began = time.perf_counter()
    try:
        answer = ask(item.question, item.history)
    except Exception as error:  # whatever it is, it is this item's failure and nobody else's
        return None, f"{type(error).__name__}: {error}", time.perf_counter() - began
    return answer, None, time.perf_counter() - began


_worker_ask: Ask | None = None


def _open_worker(open_ask: OpenAsk) -> None:
    global _worker_ask
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _worker_ask = open_ask()


def _end_with_parent() -> None:
    """A killed run cannot end its workers, and they would wait for its next question for ever."""
    parent = multiprocessing.parent_process()
    assert parent is not None
    parent.join()
    os._exit(1)


def _work(item: QAItem) -> Attempt:
    assert _worker_ask is not None
    return _attempt(_worker_ask, item)
