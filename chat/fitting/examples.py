"""Questions with the span that answers each, from reading sets and from policy texts (`chat.fitting.made`).

Reading sets are JSONL in the project's own form: documents with `doc_id`, `title`, `text`; questions with
`question`, `reference_answers` and `evidence`.
"""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from corpus.document import Document, Span
from corpus.library import Library
from indexing.training.reading import rows

# Questions of our own of these kinds ask for no one figure, date, name or term, unless a short answer is given.
_OPEN = frozenset("list support explanation definition yes_no comparison several_documents".split())


@dataclass(frozen=True, slots=True)
class Example:
    """A question, the span that answers it, and the short answer inside it where it asks for one."""

    source: str
    question: str
    span: Span
    short: Span | None = None


def documents(path: Path) -> list[Document]:
    """The documents of a JSONL file."""
    return [
        Document(str(r["doc_id"]), r.get("title") or "", r["text"]) for r in rows(path) if r["text"].strip()
    ]


def reading_set(folder: Path, name: str, source: str) -> tuple[list[Document], list[Example]]:
    """Documents and examples of `{name}.documents.jsonl.gz` and `{name}.questions.jsonl.gz`.

    The evidence is the short answer; the span is left as the evidence and widened to whole clauses later.
    """
    texts = documents(folder / f"{name}.documents.jsonl.gz")
    examples = []
    for row in rows(folder / f"{name}.questions.jsonl.gz"):
        for place in row["evidence"][:1]:
            span = Span(place["doc_id"], place["start"], place["end"])
            examples.append(Example(source, row["question"], span, span))
    return texts, examples


def own_set(path: Path, home: Path) -> tuple[list[Document], list[Example]]:
    """Documents of a home, and examples of a question set of our own over them (`evals/datasets`).

    Only questions that stand on their own and whose first evidence holds the short answer, if they have one.
    """
    texts = Library(home).documents()
    by_id = {document.doc_id: document for document in texts}
    examples = []
    for row in rows(path):
        if not row["answerable"] or row.get("history"):
            continue
        place = row["evidence"][0]
        span = Span(place["doc_id"], place["start"], place["end"])
        quote = by_id[span.doc_id].quote(span)
        spellings = [spelling for spelling in row.get("short_answers", ()) if spelling in quote]
        if spellings:
            start = span.start + quote.index(longest := max(spellings, key=len))
            short = Span(span.doc_id, start, start + len(longest))
            examples.append(Example("own", row["question"], span, short))
        elif row["kind"] in _OPEN and not row.get("short_answers"):
            examples.append(Example("own", row["question"], span))
    return texts, examples


def asked_set(questions: Path, data: Path) -> tuple[list[Document], list[Example]]:
    """Documents, and examples of questions asked of their passages (`indexing/training/questions`, those with `answer`).

    The documents are those of the `.jsonl.gz` files anywhere under `data`.
    """
    asked = [row for row in rows(questions) if "answer" in row]
    wanted = {row["doc_id"] for row in asked}
    texts = [
        Document(str(r["doc_id"]), r.get("title") or "", r["text"])
        for path in sorted(data.rglob("*.jsonl.gz"))
        for r in rows(path)
        if r.get("doc_id") in wanted and r.get("text")
    ]
    held = {document.doc_id for document in texts}
    examples = [
        Example(
            "asked",
            row["query"],
            Span(row["doc_id"], *row["answer"]),
            Span(row["doc_id"], *row["short"]) if "short" in row else None,
        )
        for row in asked
        if row["doc_id"] in held
    ]
    return texts, examples


def share(text: str, parts: int = 100) -> int:
    """A number from 0 to parts - 1 that depends on the text alone: which part of a split it falls in."""
    return int(hashlib.sha256(text.encode()).hexdigest()[:8], 16) % parts
