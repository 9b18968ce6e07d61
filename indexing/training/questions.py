"""Questions of our own about passages of the training texts: ids and offsets only, the texts stay where they are.

`questions/laws.jsonl.gz`: what people ask whose answer is an article of law; `questions/official.jsonl.gz`: what
firms, clerks and residents ask about notices, service items and news; `questions/everyday.jsonl.gz`: the same in words
that no official would write. How they were written: `questions/README.md`.
"""

import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from indexing.training.reading import TextPair, rows

_APART = 8  # one document in so many


def asked_pairs(questions: Path, documents: Path) -> Iterator[TextPair]:
    """Each question with its passage; the pair's source is its file's name (`laws`, `official`).

    `documents` is a folder whose `.jsonl.gz` files, at any depth, hold the texts by `doc_id`. Raises ValueError where
    a text is not there or is shorter than a question's passage says.
    """
    asked = {path.name.partition(".")[0]: list(rows(path)) for path in sorted(questions.glob("*.jsonl.gz"))}
    texts = _texts([documents], {row["doc_id"] for every in asked.values() for row in every})
    for source, every in asked.items():
        for row in every:
            _, text = texts.get(row["doc_id"], ("", ""))
            if len(text) < row["end"]:
                raise ValueError(
                    f"{source}: {row['doc_id']} is not in {documents}, or is another text: give the folder that the questions were written on"
                )
            yield TextPair(row["query"], text[row["start"] : row["end"]], source)


@dataclass(frozen=True, slots=True)
class Answered:
    """A question about the passage `start` to `end` of a text, and which of its characters answer (`answer`, the whole
    passage where the question does not say)."""

    query: str
    doc_id: str
    title: str
    text: str
    start: int
    end: int
    answer: tuple[int, int]
    source: str


def answered(questions: Path, documents: list[Path]) -> Iterator[Answered]:
    """The questions with what answers them.

    Only of the texts that the folders `documents` hold, and not of those that are kept apart for fitting
    (`kept_apart`). Raises ValueError where a text is shorter than a question's passage says.
    """
    for path in sorted(questions.glob("*.jsonl.gz")):
        every = [row for row in rows(path) if not kept_apart(row["doc_id"])]
        texts = _texts(documents, {row["doc_id"] for row in every})
        for row in every:
            if row["doc_id"] not in texts:
                continue
            title, text = texts[row["doc_id"]]
            start, end = row.get("answer") or (row["start"], row["end"])
            if len(text) < max(end, row["end"]):
                raise ValueError(f"{path.name}: {row['doc_id']} is another text than was asked about")
            source = path.name.partition(".")[0]
            yield Answered(
                row["query"], row["doc_id"], title, text, row["start"], row["end"], (start, end), source
            )


def answered_pairs(questions: Path, documents: list[Path]) -> Iterator[TextPair]:
    """Each question with the sentences that answer it, or with its passage where it does not say which do: of `answered`."""
    for one in answered(questions, documents):
        yield TextPair(one.query, one.text[slice(*one.answer)], one.source)


def kept_apart(doc_id: str) -> bool:
    """Whether questions about a document are left out of what words mean, so that weights can be fitted on them."""
    return zlib.crc32(doc_id.encode()) % _APART == 0


def _texts(folders: list[Path], wanted: set[str]) -> dict[str, tuple[str, str]]:
    """Titles and texts by id."""
    return {
        row["doc_id"]: (row.get("title") or "", row["text"])
        for folder in folders
        for path in sorted(folder.rglob("*.jsonl.gz"))
        for row in rows(path)
        if row.get("doc_id") in wanted and isinstance(row.get("text"), str)
    }
