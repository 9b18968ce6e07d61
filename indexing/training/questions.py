"""Questions of our own about passages of the training texts: ids and offsets only, the texts stay where they are.

`questions/laws.jsonl.gz`: what people ask whose answer is an article of law; `questions/official.jsonl.gz`: what
firms, clerks and residents ask about notices, service items and news. How they were written: `questions/README.md`.
"""

from collections.abc import Iterator
from pathlib import Path

from indexing.training.reading import TextPair, rows


def asked_pairs(questions: Path, documents: Path) -> Iterator[TextPair]:
    """Each question with its passage; the pair's source is its file's name (`laws`, `official`).

    `documents` is a folder whose `.jsonl.gz` files, at any depth, hold the texts by `doc_id`. Raises ValueError where
    a text is not there or is shorter than a question's passage says.
    """
    asked = {path.name.partition(".")[0]: list(rows(path)) for path in sorted(questions.glob("*.jsonl.gz"))}
    wanted = {row["doc_id"] for every in asked.values() for row in every}
    texts = {
        row["doc_id"]: row["text"]
        for path in sorted(documents.rglob("*.jsonl.gz"))
        for row in rows(path)
        if row.get("doc_id") in wanted and isinstance(row.get("text"), str)
    }
    for source, every in asked.items():
        for row in every:
            text = texts.get(row["doc_id"], "")
            if len(text) < row["end"]:
                raise ValueError(
                    f"{source}: {row['doc_id']} is not in {documents}, or is another text: give the folder that the questions were written on"
                )
            yield TextPair(row["query"], text[row["start"] : row["end"]], source)
