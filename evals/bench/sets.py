"""The sets of the retrieval benchmark: public documents and questions in a folder of their own, or one's own files."""

import re
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from corpus.document import Document
from corpus.errors import PolicyQAError, Refused
from corpus.loaders import load
from evals.dataset import QAItem, read_items
from evals.importers.squad import read_squad

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"


@dataclass(frozen=True, slots=True)
class BenchSet:
    """Documents, and questions whose evidence is among them; `measures` as in `evals.bench.retrieval`."""

    name: str
    documents: list[Document]
    items: list[QAItem]
    measures: tuple[str, ...]


SPANS = ("doc@1", "doc@5", "ans@1", "ans@5")


def ncp(data: Path) -> BenchSet:
    """599 policy texts of 2020 with 636 questions and the spans that answer them."""
    folder = data / "ncp"
    return own_set(folder / "documents.jsonl.gz", folder / "questions.dev.jsonl", "ncp", SPANS)


def stard(data: Path) -> BenchSet:
    """140,155 articles of law with 748 lay questions, some answered by several articles."""
    folder = data / "stard"
    return own_set(folder / "passages.jsonl.gz", folder / "questions.dev.jsonl", "stard", ("R@10", "R@50"))


def cmrc(data: Path) -> BenchSet:
    """CMRC 2018 dev: 848 paragraphs of an encyclopedia, each the answer to some of 3,219 questions."""
    imported = read_squad(data / "reading" / "cmrc2018" / "dev.squad.json.gz")
    documents = [
        _without_empty_title(Document(row["doc_id"], row["title"], row["text"]))
        for row in imported.documents.values()
    ]
    return BenchSet("cmrc", documents, imported.items, ("R@1", "R@10"))


def dureader(data: Path) -> BenchSet:
    """DuReader-robust dev: 1,417 questions to a search engine and as many untitled passages of web pages."""
    folder = data / "reading" / "dureader_robust"
    documents, questions = folder / "dev.documents.jsonl.gz", folder / "dev.questions.jsonl.gz"
    return own_set(documents, questions, "dureader", ("R@1", "R@5"))


SETS: dict[str, Callable[[Path], BenchSet]] = {
    "ncp": ncp, "stard": stard, "cmrc": cmrc, "dureader": dureader,
}  # fmt: skip


def own_set(documents: Path, questions: Path, name: str, measures: tuple[str, ...] = SPANS) -> BenchSet:
    """A set of one's own files; questions without evidence are left out.

    Raises PolicyQAError where a file is missing or no question has evidence in the documents.
    """
    for path in (documents, questions):
        if not path.exists():
            raise PolicyQAError(
                f"没有 {path}。请用 --data 指出存放公开数据集的文件夹，或用 --documents 和 --questions 给出自己的文件。"
            )
    found = list(read_documents(documents))
    known = {document.doc_id for document in found}
    items = [item for item in read_items(questions) if any(e.doc_id in known for e in item.evidence)]
    if not items:
        raise PolicyQAError(
            f"{questions} 里没有一道题的依据（evidence）在 {documents} 的文档里，无从衡量检索。"
        )
    return BenchSet(name, found, items, measures)


def sample(items: Sequence[QAItem], count: int | None) -> list[QAItem]:
    """At most `count` items, drawn evenly from the whole set; None for all."""
    if count is None or count >= len(items):
        return list(items)
    return [items[place * len(items) // count] for place in range(count)]


def read_documents(path: Path) -> Iterator[Document]:
    """The documents of a file; what is refused is said on stderr and left out."""
    for loaded in load(path):
        if isinstance(loaded, Refused):
            sys.stderr.write(f"未收录 {loaded}\n")  # by none of the systems
            continue
        yield _without_empty_title(loaded.document)


def _without_empty_title(document: Document) -> Document:
    """A title without a 汉字 is a file's name or a number that stood in for one, and no help to anyone."""
    return document if re.search(r"[\u4e00-\u9fff]", document.title) else replace(document, title="")
