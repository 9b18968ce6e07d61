"""`python -m indexing.fitting --texts FILE… --services FILE --untitled DOCUMENTS QUESTIONS --output indexing/ranker.json`

Fits the ranker. The questions are made by program, since no set of real ones about policies may be fitted on
without giving up a measure:

- *cloze*: from a clause of a passage some words are kept, in order, and figures are dropped; before them stands
  the place that the document speaks for, or a stretch of its title, or neither; after them an asking phrase.
  The passage is the answer. Now and then the place is one that the document (a national one) does not name.
- *articles*: a law's title and one of its articles, its number in any spelling.
- *services*: 办理…需要提交哪些材料？ and the like, over service items whose lines say which is which.

Texts without titles want other weights (`ranking.are_titled`): these are fitted on real questions to web pages,
every second of the file that `--untitled` names, so that the others measure it.

Weights are those of a linear model that gives the right passages the most of a softmax over all candidates
(listwise loss), found by Adam over standardised features.
"""

import argparse
import json
import random
import re
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corpus.document import Document, Span
from corpus.library import Library
from corpus.numerals import parse_numeral
from indexing.build import build
from indexing.embedder import open_embedder
from indexing.features import NAMES
from indexing.regions import regions_of
from indexing.retriever import Retriever
from indexing.tokenizer import Tokenizer, open_tokenizer
from indexing.training.reading import rows

_CLAUSE = re.compile(r"[^。；！？\n]{14,90}[。；！？\n]?")
_PLAIN = frozenset(
    "的 了 和 与 及 或 在 是 为 对 等 将 由 从 以 于 之 其 并 也 都 就 而 被 把 按 按照 应当 应 可 可以 不得 进行 以及 其他 "
    "有关 相关 规定 根据 依照 依法".split()
)
_TITLE_WORDS = frozenset("通知 印发 关于 意见 办法 规定 公告".split())
_ASK_FIGURE = ("多少？", "是多少？", "多长时间？", "标准是什么？")
_ASK = (
    "有哪些？", "是什么？", "如何规定？", "有什么要求？", "怎么办？", "？", "有何政策？", "有哪些措施？",
    "采取了什么措施？",
)  # fmt: skip
_ARTICLE = re.compile(r"^\s*第([一二三四五六七八九十百零]+)条[\s　]", re.MULTILINE)
_ASK_ARTICLE = (
    "{t}第{n}条是什么内容？", "{t}第{d}条怎么规定的", "《{t}》{n}条", "{t}{d}条说了什么", "《{t}》第{w}条的内容", "{t}的第 {d} 条",
)  # fmt: skip
_ANY_PLACE = (
    "北京",
    "上海",
    "重庆",
    "江苏省",
    "广东省",
    "四川省",
    "云南省",
    "安徽省",
    "湖北省",
    "武汉市",
    "辽宁",
    "内蒙古",
)
_SERVICE = {
    "申请材料": ("办理{t}需要提交哪些材料？", "{t}要带什么材料", "申请{t}要准备什么资料？"),
    "受理条件": ("{t}的申请条件是什么？", "哪些人可以申请{t}？", "办理{t}要符合什么条件？"),
    "咨询电话": ("{t}的咨询电话是多少？", "{t}打什么电话咨询"),
    "投诉电话": ("{t}投诉电话是多少？",),
    "承诺办结时限": ("{t}多久能办好？", "{t}承诺几个工作日办结？"),
    "法定办结时限": ("{t}的法定办结时限是多少？",),
    "办理地点": ("在哪里办理{t}？", "{t}的办理地点在哪"),
    "实施部门": ("{t}由哪个部门负责？",),
    "服务对象": ("{t}的服务对象有哪些？",),
}
# What can only speak for a passage, or only against it: questions made by program hold some of it too seldom to
# tell (no figures, few interviews), and a weight of the wrong sign would do harm where it is frequent.
FREE = frozenset("place_none national opening repeats_title length position document_length".split())
AGAINST = frozenset({"place_conflict", "year_conflict"})


@dataclass(frozen=True, slots=True)
class MadeQuestion:
    """A question and the characters that answer it."""

    text: str
    answer: Span


def main(arguments: Sequence[str] | None = None) -> int:
    """Fits and writes the weights; returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m indexing.fitting", description=__doc__)
    parser.add_argument("--texts", type=Path, nargs="+", required=True, help=".jsonl.gz of documents")
    parser.add_argument("--services", type=Path, required=True, help=".jsonl.gz of service items")
    parser.add_argument("--untitled", type=Path, nargs=2, required=True, metavar=("DOCUMENTS", "QUESTIONS"))
    parser.add_argument("--per-file", type=int, default=500, help="at most so many documents of each file")
    parser.add_argument("--questions", type=int, default=3000, help="cloze questions")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--output", type=Path, required=True)
    chosen = parser.parse_args(arguments)
    chance = random.Random(chosen.seed)  # noqa: S311 - a sample, not a secret
    texts = [d for path in chosen.texts for d in _sample(path, chosen.per_file, chance)]
    services = _sample(chosen.services, chosen.per_file, chance)
    tokenizer = open_tokenizer()
    questions = list(cloze_questions(texts, chosen.questions, tokenizer, chance))
    questions += service_questions(services, tokenizer, chance)
    questions += article_questions(texts, chance)
    sys.stderr.write(f"{len(texts) + len(services)} documents, {len(questions)} questions\n")
    pages, asked = untitled_questions(*chosen.untitled)
    fitted = (
        f"listwise softmax over {len(questions)} questions made by program from {len(texts)} texts "
        f"({', '.join(path.name for path in chosen.texts)}) and {len(services)} service items, seed {chosen.seed}; "
        f"untitled: {len(asked)} of {chosen.untitled[1].name}, every second one; see indexing/fitting.py"
    )
    weights = named(fit(*examples([*texts, *services], questions)))
    untitled = named(fit(*examples(pages, asked)))
    untitled["article"] = weights["article"]  # no question to a web page asks for one
    result = {"fitted": fitted, "weights": weights, "untitled": untitled}
    chosen.output.write_text(json.dumps(result, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return 0


def named(weights: NDArray[np.float64]) -> dict[str, float]:
    """Every feature's weight by its name."""
    return dict(zip(NAMES, np.round(weights, 4).tolist(), strict=True))


# -- questions


def untitled_questions(documents: Path, questions: Path) -> tuple[list[Document], list[MadeQuestion]]:
    """Texts without titles, and every second of their questions (the others measure what was fitted)."""
    texts = [Document(row["doc_id"], "", row["text"]) for row in rows(documents)]
    asked = [
        MadeQuestion(row["question"], Span(first["doc_id"], first["start"], first["end"]))
        for row in list(rows(questions))[::2]
        for first in row["evidence"][:1]
    ]
    return texts, asked


def cloze_questions(
    documents: Sequence[Document], count: int, tokenizer: Tokenizer, chance: random.Random
) -> Iterator[MadeQuestion]:
    """Questions from clauses, some words left out."""
    while count:
        document = chance.choice(documents)
        clauses = list(_CLAUSE.finditer(document.text))
        if not clauses:
            continue
        clause = chance.choice(clauses)
        kept = _kept(tokenizer.cut(clause.group()), chance)
        if kept is None:
            continue
        figure = bool(re.search(r"\d", clause.group())) and chance.random() < 0.7
        question = (
            _before(document, tokenizer, chance) + kept + chance.choice(_ASK_FIGURE if figure else _ASK)
        )
        if 8 <= len(question) <= 70:
            count -= 1
            yield MadeQuestion(question, Span(document.doc_id, *clause.span()))


def _kept(words: Sequence[str], chance: random.Random) -> str | None:
    """Some words of a clause in their order; None if too few are left to ask about."""
    part = chance.choice((0.35, 0.5, 0.65))
    kept = [
        word
        for word in words
        if re.search(r"\w", word)
        and not re.search(r"\d", word)
        and chance.random() < (0.4 if word in _PLAIN else part)
    ]
    enough = sum(len(word) > 1 and word not in _PLAIN for word in kept) >= 2
    return "".join(kept) if enough else None


def _before(document: Document, tokenizer: Tokenizer, chance: random.Random) -> str:
    """The place and the part of the title that a question begins with."""
    result = ""
    places = regions_of(document.title, document.text, document.region, document.issuer)
    if places.main and chance.random() < 0.65 and places.share([places.main]) > 0.4:
        result += places.main + chance.choice(("", "省", "市", ""))
    elif not places.main and chance.random() < 0.2:
        result += chance.choice(_ANY_PLACE)  # whoever asks lives somewhere
    title = [w for w in tokenizer.cut(document.title) if len(w) > 1 and w not in _PLAIN | _TITLE_WORDS]
    if title and chance.random() < 0.55:
        first = chance.randrange(len(title))
        result += "".join(title[first : first + chance.choice((1, 2, 2, 3, 4))]) + chance.choice(
            ("", "中", "的", "")
        )
    return result


def service_questions(
    services: Sequence[Document], tokenizer: Tokenizer, chance: random.Random
) -> Iterator[MadeQuestion]:
    """Two questions for each service item, its name now and then with a word missing."""
    for document in services:
        for part in chance.sample(sorted(_SERVICE), 2):
            found = re.search(rf"^{part}：(.+)$", document.text, re.MULTILINE)
            if not found:
                continue
            words = tokenizer.cut(document.title)
            if chance.random() < 0.4 and len(words) > 3:
                words.pop(chance.randrange(len(words)))
            place = document.region or "" if chance.random() < 0.3 else ""
            question = place + chance.choice(_SERVICE[part]).format(t="".join(words))
            yield MadeQuestion(question, Span(document.doc_id, *found.span(1)))


def article_questions(documents: Sequence[Document], chance: random.Random) -> Iterator[MadeQuestion]:
    """One question for each text with numbered articles."""
    for document in documents:
        articles = list(_ARTICLE.finditer(document.text))
        if len(articles) < 5 or not document.title:
            continue
        article = chance.choice(articles)
        number = article.group(1)
        digits = str(parse_numeral(number))
        wide = digits.translate({code: code + 0xFEE0 for code in range(0x30, 0x3A)})
        question = chance.choice(_ASK_ARTICLE).format(t=document.title, n=number, d=digits, w=wide)
        yield MadeQuestion(question, Span(document.doc_id, *article.span(1)))


# -- features and fit


def examples(
    documents: Sequence[Document], questions: Sequence[MadeQuestion]
) -> tuple[list[NDArray[np.float64]], list[NDArray[np.bool_]]]:
    """Features and rightness of the candidates of each question, from a real index in a folder of its own."""
    tables, right = [], []
    embedder = open_embedder()
    with tempfile.TemporaryDirectory() as folder:
        library = Library(Path(folder))
        library.add(documents)
        build(library, embedder, _progress)
        retriever = Retriever(library, lambda: embedder)
        bar = _progress("特征", len(questions))
        for question in questions:
            candidates, table = retriever.judge(question.text)
            answers = [
                c.passage.span.doc_id == question.answer.doc_id
                and c.passage.span.start <= question.answer.start < c.passage.span.end
                for c in candidates
            ]
            tables.append(table)
            right.append(np.array(answers, dtype=bool))
            bar.update(1)
        bar.close()
    return tables, right


def fit(
    tables: Sequence[NDArray[np.float64]],
    right: Sequence[NDArray[np.bool_]],
    names: Sequence[str] = NAMES,
    rounds: int = 40,
    decay: float = 2e-3,
    seed: int = 0,
) -> NDArray[np.float64]:
    """The weight of every feature, shape (features,).

    `tables`: one of shape (candidates, features) for each question; `right`: which candidates answer it.
    Questions without a right candidate, or with nothing else, say nothing and are left out.
    """
    pairs = [(t, r) for t, r in zip(tables, right, strict=True) if r.any() and not r.all()]
    every = np.concatenate([table for table, _ in pairs])
    scale = every.std(axis=0)
    scale[scale < 1e-3] = 1.0
    size = max(len(table) for table, _ in pairs)
    features = np.zeros((len(pairs), size, every.shape[1]))
    real = np.zeros((len(pairs), size), dtype=bool)
    gold = np.zeros((len(pairs), size), dtype=bool)
    for number, (table, answers) in enumerate(pairs):
        features[number, : len(table)] = (table - every.mean(axis=0)) / scale
        real[number, : len(table)] = True
        gold[number, : len(table)] = answers
    order = np.random.default_rng(seed)
    weights = np.zeros(every.shape[1])
    lowest = np.array([-np.inf if name in FREE | AGAINST else 0.0 for name in names])
    highest = np.array([0.0 if name in AGAINST else np.inf for name in names])
    step = _adam(len(weights))
    for turn in range(rounds):
        shuffled = order.permutation(len(pairs))
        for first in range(0, len(pairs), 512):
            part = shuffled[first : first + 512]
            scores = features[part] @ weights
            guess = _softmax(np.where(real[part], scores, -np.inf))
            wanted = _softmax(np.where(gold[part], scores, -np.inf))
            slope = np.einsum("qc,qcf->f", guess - wanted, features[part]) / len(part) + 2 * decay * weights
            weights -= step(slope, 0.03 * (1 - turn / rounds) + 1e-4)
            weights = np.clip(weights, lowest, highest)
    return np.asarray(weights / scale)


def _softmax(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=1, keepdims=True))


def _adam(size: int) -> Callable[[NDArray[np.float64], float], NDArray[np.float64]]:
    """Adam's steps (Kingma and Ba, 2015) with their usual constants."""
    mean, square = np.zeros(size), np.zeros(size)
    count = 0

    def step(slope: NDArray[np.float64], rate: float) -> NDArray[np.float64]:
        nonlocal count, mean, square
        count += 1
        mean = 0.9 * mean + 0.1 * slope
        square = 0.999 * square + 0.001 * slope**2
        result = rate * (mean / (1 - 0.9**count)) / (np.sqrt(square / (1 - 0.999**count)) + 1e-8)
        return np.asarray(result)

    return step


def _sample(path: Path, count: int, chance: random.Random) -> list[Document]:
    """Documents of middling length, each with an id of its own."""
    usable = [row for row in rows(path) if 100 <= len(row["text"]) <= 15_000]
    chosen = chance.sample(usable, min(count, len(usable)))
    name = path.name.partition(".")[0]
    return [
        Document(
            f"{name}-{n}",
            row.get("title") or "",
            row["text"],
            issuer=row.get("issuer"),
            region=row.get("region"),
        )
        for n, row in enumerate(chosen)
    ]


def _progress(label: str, total: int) -> Any:
    from tqdm import tqdm

    return tqdm(total=total, desc=label, file=sys.stderr, disable=None, leave=False)


if __name__ == "__main__":
    sys.exit(main())
