"""`python -m indexing.fitting --output indexing/ranker.json` and one or more of

- `--texts FILE… --services FILE`: the weights for titled texts, from questions made by program (`made_questions`);
- `--untitled DOCUMENTS QUESTIONS`: those for texts without titles, from real questions to web pages;
- `--articles DOCUMENTS QUESTIONS`: those for laws kept article by article, from lay questions about the law.

Which weights serve is decided by the candidates (`ranking.kind_of`). Of the questions of a file every second one is
used, so that the others measure what was fitted. Weights that are not asked for stay as they are in the output.
"""

import argparse
import json
import random
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corpus.document import Document, Span
from corpus.library import Library
from indexing.build import build
from indexing.embedder import open_embedder
from indexing.listwise import fit
from indexing.listwise_network import fit_network, told
from indexing.made_questions import MadeQuestion, article_questions, cloze_questions, service_questions
from indexing.ranking import names_of
from indexing.retriever import Retriever
from indexing.scorer import Scorer
from indexing.tokenizer import open_tokenizer
from indexing.training.reading import rows


def main(arguments: Sequence[str] | None = None) -> int:
    """Fits and writes the weights; returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m indexing.fitting", description=__doc__)
    parser.add_argument("--texts", type=Path, nargs="+", help=".jsonl.gz of documents; with --services")
    parser.add_argument("--services", type=Path, help=".jsonl.gz of service items; with --texts")
    parser.add_argument("--untitled", type=Path, nargs=2, metavar=("DOCUMENTS", "QUESTIONS"))
    parser.add_argument("--articles", type=Path, nargs=2, metavar=("DOCUMENTS", "QUESTIONS"))
    parser.add_argument("--per-file", type=int, default=500, help="at most so many documents of each file")
    parser.add_argument("--questions", type=int, default=3000, help="cloze questions")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--output", type=Path, required=True)
    chosen = parser.parse_args(arguments)
    if not (chosen.texts or chosen.untitled or chosen.articles) or bool(chosen.texts) != bool(
        chosen.services
    ):
        parser.error("give --texts with --services, --untitled or --articles")
    made: dict[str, Any] = {}
    if chosen.output.exists():
        made = json.loads(chosen.output.read_text(encoding="utf-8"))
    made.setdefault("fitted", {})
    if chosen.texts:
        documents, questions = _made(chosen)
        names = ", ".join(path.name for path in (*chosen.texts, chosen.services))
        made["fitted"]["weights"] = (
            f"{len(questions)} questions made by program from {len(documents)} documents ({names}), seed {chosen.seed}"
        )
        made["weights"] = fitted("weights", *examples(documents, questions))
    for name in ("untitled", "articles"):
        if files := getattr(chosen, name):
            documents, questions = asked_questions(*files)
            made["fitted"][name] = f"{len(questions)} questions of {files[1].name}, every second one"
            made[name] = fitted(name, *examples(documents, questions), made["weights"])
    chosen.output.write_text(json.dumps(made, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return 0


def _made(chosen: argparse.Namespace) -> tuple[list[Document], list[MadeQuestion]]:
    chance = random.Random(chosen.seed)  # noqa: S311 - a sample, not a secret
    texts = [d for path in chosen.texts for d in _sample(path, chosen.per_file, chance)]
    services = _sample(chosen.services, chosen.per_file, chance)
    tokenizer = open_tokenizer()
    questions = list(cloze_questions(texts, chosen.questions, tokenizer, chance))
    questions += service_questions(services, tokenizer, chance)
    questions += article_questions(texts, chance)
    return [*texts, *services], questions


def fitted(
    kind: str,
    tables: Sequence[NDArray[np.float64]],
    right: Sequence[NDArray[np.bool_]],
    titled: Mapping[str, float] | None = None,
) -> dict[str, Any]:
    """What `ranker.json` holds for a kind of candidates; questions that found another kind say nothing.

    Of what hardly any of the questions hold (a place, a year, an article's number) the weights are those for titled texts.
    """
    names = names_of(kind)
    same = [number for number, table in enumerate(tables) if table.shape[1] == len(names)]
    tables, right = [tables[number] for number in same], [right[number] for number in same]
    if titled is None:
        return Scorer.linear(fit(tables, right, names)).stored(names)
    if kind != "articles":
        return Scorer.linear(fit(tables, right, names)).stored(names) | {"article": titled["article"]}
    # lay questions share few words with the law: no one number says enough there, and some only together
    known = dict(zip(names, told(tables), strict=True))
    made = fit_network(tables, right).stored(names)
    return made | {name: titled[name] for name, learned in known.items() if not learned and name in titled}


def asked_questions(documents: Path, questions: Path) -> tuple[list[Document], list[MadeQuestion]]:
    """The texts of a file, and every second of their questions (the others measure what was fitted)."""
    texts = [Document(row["doc_id"], row.get("title") or "", row["text"]) for row in rows(documents)]
    lengths = {text.doc_id: len(text.text) for text in texts}
    asked = [
        MadeQuestion(
            row["question"],
            tuple(
                Span(one["doc_id"], one.get("start", 0), one.get("end", lengths[one["doc_id"]]))
                for one in row["evidence"]
            ),
        )
        for row in list(rows(questions))[::2]
    ]
    return texts, asked


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
            answers = [question.is_answered_by(candidate.passage.span) for candidate in candidates]
            tables.append(table)
            right.append(np.array(answers, dtype=bool))
            bar.update(1)
        bar.close()
    return tables, right


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
