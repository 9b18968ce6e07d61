"""`evals bench numbers`: questions that name an article by 条号 or a document by 文号, and where the one named comes.

The questions are made by program from any documents, the same for the same seed: a law's title and one of its
articles, its number in six spellings; a document's number in six. Where a document has no number, one is made up for
it, so that there are enough, and near misses (the same organ and year, the number beside it) among them. Each is asked
in simplified and in traditional characters. Goal: the one named comes first, always.
"""

import random
import re
import tempfile
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from itertools import zip_longest
from pathlib import Path
from typing import Any

from corpus.document import Document, Span
from corpus.errors import PolicyQAError
from corpus.library import Library
from corpus.numerals import parse_numeral
from evals.bench.sets import read_documents
from indexing.build import build
from indexing.embedder import Embedder
from indexing.retriever import Retriever
from indexing.tokenizer import traditional

# {t} title, {n} the number in 汉字, {d} in digits, {w} in full-width digits
ARTICLE_SPELLINGS = (
    "{t}第{n}条是什么内容？", "{t}第{d}条怎么规定的", "《{t}》{n}条", "《{t}》第{w}条的内容", "{t}的第 {d} 条", "{t}{d}条说了什么",
)  # fmt: skip
# {o} the organ's letters, {y} the year, {d} and {w} the number
NUMBER_SPELLINGS = (
    "{o}〔{y}〕{d}号讲了什么", "{o}[{y}]{d}号", "{o}（{y}）{d}号的内容", "{o}【{y}】{w}号有哪些规定", "{o}〔{y}〕第{d}号文件是关于什么的", "{o} ﹝{y}﹞ {d} 号",
)  # fmt: skip
FEWEST_ARTICLES = 5  # a text with fewer is not a law with numbered articles
_ARTICLE = re.compile(
    r"^\s*第([一二三四五六七八九十百零]+)条(?![之第规所中和与及或至到的、，,（(])", re.MULTILINE
)
_NUMBER = re.compile(r"(?P<o>.*\D)〔(?P<y>\d{4})〕(?P<d>\d+)号")
_WIDE = {code: code + 0xFEE0 for code in range(0x30, 0x3A)}
_ORGANS = "国发 国办发 京政发 沪府规 粤府办 鄂政办发 财税 财建 工信部联企业 发改高技 人社部发 科发火".split()
SHOWN = 20  # questions missed, on the terminal
_MOST = 60  # articles of one number, or numbers of one organ and year, that are made up


@dataclass(frozen=True, slots=True)
class NumberQuestion:
    """A question, its kind and spelling, and the places that answer it: any character of one of them."""

    text: str
    kind: str  # 条号, 文号
    spelling: str
    answers: tuple[Span, ...]


def article_questions(documents: Sequence[Document], count: int, seed: int) -> list[NumberQuestion]:
    """Questions for articles of laws, each law as likely as another.

    Texts of the same title are versions or parts of one law: the article of any of them answers. A title that also
    begins or ends another's is a fair question; an empty law book's `_index` is not.
    """
    chance = random.Random(seed)  # noqa: S311 - a sample, not a secret
    laws: dict[str, list[dict[str, Span]]] = defaultdict(list)
    for document in documents:
        found: dict[str, Span] = {}
        starts = list(_ARTICLE.finditer(document.text))
        for match, following in zip_longest(starts, starts[1:]):
            end = following.start() if following else len(document.text)
            found.setdefault(match.group(1), Span(document.doc_id, match.start(1) - 1, end))
        if len(found) >= FEWEST_ARTICLES:
            laws[document.title].append(found)
    titles = sorted(laws)
    questions = []
    for place in range(count if titles else 0):
        title, spelling = chance.choice(titles), ARTICLE_SPELLINGS[place % len(ARTICLE_SPELLINGS)]
        number = chance.choice(sorted({number for law in laws[title] for number in law}))
        digits = str(parse_numeral(number))
        text = spelling.format(t=title, n=number, d=digits, w=digits.translate(_WIDE))
        answers = tuple(law[number] for law in laws[title] if number in law)
        questions.append(NumberQuestion(text, "条号", spelling, answers))
    return questions


def with_numbers(documents: Sequence[Document], count: int, seed: int) -> list[Document]:
    """The documents, `count` of those without a 文号 with one that is made up; no two have the same."""
    chance = random.Random(seed)  # noqa: S311
    taken = {document.document_number for document in documents}
    made = (
        f"{organ}〔{year}〕{number}号"
        for number in range(1, _MOST)
        for year in range(2001, 2026)
        for organ in _ORGANS
    )
    free = (number for number in made if number not in taken)
    without = [place for place, document in enumerate(documents) if not document.document_number]
    chosen = sorted(chance.sample(without, min(count, len(without))))
    result = list(documents)
    for place, number in zip(chosen, free, strict=False):
        result[place] = replace(documents[place], document_number=number)
    return result


def document_questions(documents: Sequence[Document], count: int, seed: int) -> list[NumberQuestion]:
    """Questions for documents by their 文号, each document as often as another."""
    chance = random.Random(seed)  # noqa: S311
    numbered: dict[str, list[Document]] = defaultdict(list)
    for document in documents:
        if document.document_number and _NUMBER.fullmatch(document.document_number):
            numbered[document.document_number].append(document)
    order: list[str] = []
    while numbered and len(order) < count:
        order += chance.sample(sorted(numbered), len(numbered))
    questions = []
    for place, number in enumerate(order[:count]):
        match, spelling = _NUMBER.fullmatch(number), NUMBER_SPELLINGS[place % len(NUMBER_SPELLINGS)]
        assert match
        text = spelling.format(**match.groupdict(), w=match["d"].translate(_WIDE))
        answers = tuple(Span(d.doc_id, 0, len(d.text)) for d in numbered[number])
        questions.append(NumberQuestion(text, "文号", spelling, answers))
    return questions


@dataclass(frozen=True, slots=True)
class Missed:
    """A question (its number and words) whose answer did not come first, and what did: document and heading."""

    number: int
    question: str
    kind: str
    first: str


def ask(
    questions: Sequence[NumberQuestion],
    retriever: Retriever,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> list[Missed]:
    """The questions whose answer is not the first passage found, in simplified or in traditional characters."""
    missed = []
    for number, question in enumerate(questions, 1):
        for text in dict.fromkeys((question.text, traditional(question.text))):
            found = retriever.search(text, 1)
            if not any(found[0].passage.span.overlaps(answer) for answer in question.answers):
                first = found[0].passage
                place = f"{first.span.doc_id} {' '.join(first.heading[-1:])}".rstrip()
                missed.append(Missed(number, text, question.kind, place))
        progress(number, len(questions))
    return missed


def bench_numbers(
    files: Sequence[Path], count: int, seed: int, embedder: Embedder, progress: Callable[[int, int], None]
) -> dict[str, Any]:
    """Asks `count` questions of each kind over all documents of the files; what came first, as plain values.

    Raises PolicyQAError where the documents give no question.
    """
    documents = with_numbers([d for file in files for d in read_documents(file)], count, seed)
    questions = [*article_questions(documents, count, seed), *document_questions(documents, count, seed)]
    if not questions:
        raise PolicyQAError(
            "这些文档里既没有逐条编号的法规，也没有文号，出不了题。请用 --documents 换一批文档。"
        )
    with tempfile.TemporaryDirectory(prefix="policyqa-bench-") as folder:
        library = Library(Path(folder))
        library.add(documents)
        build(library, embedder)
        missed = ask(questions, Retriever(library, lambda: embedder), progress)
    asked = Counter(question.kind for question in questions)
    return {
        "documents": len(documents),
        "seed": seed,
        "asked": dict(asked),
        "missed": {kind: [asdict(one) for one in missed if one.kind == kind] for kind in asked},
    }


def as_text(made: Mapping[str, Any]) -> str:
    """What came of it, for the terminal."""
    lines = [f"{made['documents']} 篇文档，种子 {made['seed']}；每题用简体、繁体各问一次。"]
    for kind, missed in made["missed"].items():
        wrong = len({one["number"] for one in missed})
        lines.append(f"{kind}：{made['asked'][kind]} 题，排在第一的 {made['asked'][kind] - wrong} 题")
        lines += [f"  {one['question']} → {one['first']}" for one in missed[:SHOWN]]
    return "\n".join(lines)
