"""A BEIR folder (Thakur et al. 2021): corpus.jsonl, queries.jsonl and qrels/*.tsv, each also as .gz.

A query of the split with at least one relevant document becomes an answerable item of kind `retrieval`, with those
documents as evidence; it has no other gold.
"""

from collections.abc import Iterator
from pathlib import Path

from corpus.decoding import decode
from evals.dataset import Evidence, QAItem
from evals.importers.imported import (
    Imported,
    ImportFailed,
    as_document_id,
    as_stored,
    read_bytes,
    read_json_lines,
)

SPLITS = ("test", "dev", "train")  # the first that is there, where none is named


def read_beir(folder: Path, split: str | None = None) -> Imported:
    """The set of a folder. Raises ImportFailed."""
    if not folder.is_dir():
        raise ImportFailed(folder, "BEIR 格式是一个文件夹，内有 corpus.jsonl、queries.jsonl 和 qrels/")
    imported = Imported()
    renamed = 0
    corpus = _either(folder / "corpus.jsonl")
    for number, row in read_json_lines(corpus):
        name, text = str(row.get("_id", "")), row.get("text")
        if not name or not isinstance(text, str):
            raise ImportFailed(corpus, f"第 {number} 行缺少 _id 或 text")
        title = str(row.get("title") or "")
        doc_id = as_document_id(name)
        renamed += doc_id != name
        stored = as_stored(text if text.strip() else title, corpus)
        imported.documents[doc_id] = {"doc_id": doc_id, "title": title or doc_id, "text": stored}
    if renamed:
        imported.notes.append(f"{renamed} 个文档编号含有不能用的字符，已改写（%2F 等）")
    relevant: dict[str, list[str]] = {}
    unknown = 0
    for query, name in _relevant(_qrels(folder, split)):
        doc_id = as_document_id(name)
        unknown += doc_id not in imported.documents
        relevant.setdefault(query, []).append(doc_id)
    if unknown:
        imported.notes.append(f"{unknown} 条 qrels 指向 corpus.jsonl 里没有的文档")
    queries = _either(folder / "queries.jsonl")
    for number, row in read_json_lines(queries):
        name, question = str(row.get("_id", "")), row.get("text")
        if not name or not isinstance(question, str) or not question.strip():
            raise ImportFailed(queries, f"第 {number} 行缺少 _id 或 text")
        if name in relevant:
            evidence = tuple(Evidence(doc_id) for doc_id in dict.fromkeys(relevant[name]))
            imported.items.append(QAItem(name, question.strip(), True, "retrieval", evidence=evidence))
    if not imported.items:
        raise ImportFailed(folder, "qrels 里没有一道题出现在 queries.jsonl 中")
    return imported


def _qrels(folder: Path, split: str | None) -> Path:
    for name in [split] if split else SPLITS:
        path = folder / "qrels" / f"{name}.tsv"
        if path.exists():
            return path
    raise ImportFailed(folder, f"没有 qrels/{split or '{test,dev,train}'}.tsv")


def _relevant(path: Path) -> Iterator[tuple[str, str]]:
    """Pairs of query and document with a positive judgement; a head line is skipped."""
    for number, line in enumerate(decode(read_bytes(path), str(path)).splitlines(), start=1):
        cells = line.split("\t")
        if len(cells) == 4:  # TREC's order: query, 0, document, judgement
            cells = [cells[0], cells[2], cells[3]]
        if number == 1 and not _is_number(cells[-1]):
            continue
        if len(cells) != 3 or not _is_number(cells[2]):
            raise ImportFailed(path, f"第 {number} 行应是 题号、文档编号、分数，以制表符分隔")
        if float(cells[2]) > 0:
            yield cells[0], cells[1]


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def _either(path: Path) -> Path:
    """The file, or its .gz where only that is there."""
    packed = path.with_name(path.name + ".gz")
    return packed if packed.exists() and not path.exists() else path
