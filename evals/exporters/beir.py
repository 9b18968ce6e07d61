"""A BEIR folder from a set and the library it asks about: corpus.jsonl, queries.jsonl, qrels/test.tsv.

BEIR knows whole documents only, so spans become their documents. Unanswerable questions and those without evidence
have nothing to find and are left out.
"""

import json
from collections.abc import Iterable, Sequence
from pathlib import Path

from corpus.document import Document
from evals.dataset import QAItem


def write_beir(items: Sequence[QAItem], documents: Iterable[Document], folder: Path) -> list[Path]:
    """Writes the folder; returns its files."""
    asked = [item for item in items if item.answerable and item.evidence]
    corpus, queries, qrels = folder / "corpus.jsonl", folder / "queries.jsonl", folder / "qrels" / "test.tsv"
    qrels.parent.mkdir(parents=True, exist_ok=True)
    with corpus.open("w", encoding="utf-8") as file:
        for document in documents:
            row = {"_id": document.doc_id, "title": document.title, "text": document.text}
            file.write(json.dumps(row, ensure_ascii=False) + "\n")
    with queries.open("w", encoding="utf-8") as file:
        for item in asked:
            file.write(json.dumps({"_id": item.item_id, "text": item.question}, ensure_ascii=False) + "\n")
    with qrels.open("w", encoding="utf-8") as file:
        file.write("query-id\tcorpus-id\tscore\n")
        for item in asked:
            for doc_id in dict.fromkeys(evidence.doc_id for evidence in item.evidence):
                file.write(f"{item.item_id}\t{doc_id}\t1\n")
    return [corpus, queries, qrels]
