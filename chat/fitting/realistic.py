"""Questions for fitting the decision as a real library meets them: made by rule, and asked where nothing answers.

Hand-written near misses turn on one year, place or amount, and mostly ask for figures. What readers ask of a
large library is wider: how, which, whom to call; and what it lacks is mostly the whole document. So questions
are made from the documents of a home (`chat.fitting.made`) and taken from those that were asked of passages
(`indexing/training/questions`), and every answerable question, made or written, is asked once more with the
documents that answer it left out of the search: whatever is then drafted is wrong.
"""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from chat.fitting.examples import Example, share
from chat.fitting.made import Maker
from corpus.document import Document
from corpus.filters import Filters
from indexing.training.questions import kept_apart
from indexing.training.reading import rows

_EACH = 3  # questions of one document


def made_items(documents: Sequence[Document], count: int) -> list[dict[str, Any]]:
    """At most `count` items in the form of a question set, spread over the documents and the ways of asking."""
    maker = Maker(seed=11)
    by_source: dict[str, list[Example]] = {}
    for document in documents:
        for example in _apart([*maker.from_service(document), *maker.from_policy(document)]):
            by_source.setdefault(example.source, []).append(example)
    chosen: list[Example] = []
    for examples in by_source.values():
        examples.sort(key=lambda example: share(example.question, 10**6))
        chosen += examples[: max(1, count // len(by_source))]
    return [
        {
            "question": example.question,
            "answerable": True,
            "evidence": [
                {"doc_id": example.span.doc_id, "start": example.span.start, "end": example.span.end}
            ],
        }
        for example in chosen
    ]


def asked_items(
    questions: Path, document: Callable[[str], Document], held: Sequence[Document], count: int
) -> list[dict[str, Any]]:
    """At most `count` of the questions asked of passages of the documents held, each with the sentences that answer it.

    `questions` is a file of `indexing/training/questions` whose lines hold `answer`. First come those about documents that
    what words mean is not learned from (`kept_apart`); which are taken depends on their words alone.
    """
    known = {one.doc_id for one in held}
    asked = [row for row in rows(questions) if row["doc_id"] in known and "answer" in row]
    asked.sort(key=lambda row: (not kept_apart(row["doc_id"]), share(row["query"], 10**6)))
    return [
        {
            "question": row["query"],
            "answerable": True,
            "short_answers": [document(row["doc_id"]).text[slice(*row["short"])]] if "short" in row else [],
            "evidence": [{"doc_id": row["doc_id"], "start": row["answer"][0], "end": row["answer"][1]}],
        }
        for row in asked[:count]
    ]


def _apart(examples: Sequence[Example]) -> Iterator[Example]:
    """The first examples of one document, each of another kind."""
    seen: set[str] = set()
    for example in examples:
        if example.source not in seen and len(seen) < _EACH:
            seen.add(example.source)
            yield example


def without_its_documents(
    item: dict[str, Any], documents: Sequence[Document]
) -> tuple[dict[str, Any], Filters] | None:
    """The item as one that nothing answers, and the filters under which that is so; None without evidence.

    A document with the same title as one that answers is left out as well: it is likely a copy.
    """
    held = {place["doc_id"] for place in item.get("evidence", [])}
    titles = {document.title for document in documents if document.doc_id in held and document.title}
    others = frozenset(d.doc_id for d in documents if d.doc_id not in held and d.title not in titles)
    if not held or not others:
        return None
    return {**item, "answerable": False, "evidence": []}, Filters(doc_ids=others)
