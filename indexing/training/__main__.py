"""`python -m indexing.training --texts FOLDER --pairs FILE --documents FOLDER --output DIR`: trains the bundled embedding.

Each finished stage lies in `DIR.stages/`; started again after an interruption, the finished ones are not
repeated. Delete that folder before training with other data or settings.
"""

import argparse
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
from tokenizers import Tokenizer

from indexing.training.contrastive import TrainingSettings, tokenize_pairs, train
from indexing.training.initial_vectors import initial_vectors
from indexing.training.model_folder import save_model
from indexing.training.questions import asked_pairs
from indexing.training.reading import TextPair, read_pairs, read_texts
from indexing.training.sentence_pairs import LONGEST_PASSAGE, sentence_pairs
from indexing.training.vocabulary import tokenize, train_tokenizer

# How often a labelled pair is drawn an epoch, by source: real questions most, the many law titles least.
SOURCE_WEIGHT = {"cmrc2018_train": 3.0, "laws": 0.4, "gd_services": 2.0}
PARAGRAPHS = TrainingSettings(epochs=3, learning_rate=0.02)
LABELLED = TrainingSettings(epochs=2, learning_rate=0.005, query_dropout=0.0)
# Last, questions as people ask them; the labelled pairs go on, less often, so that what they taught stays.
ASKED = TrainingSettings(epochs=8, learning_rate=0.01, query_dropout=0.3)
ASKED_WEIGHT = {"laws": 2.0, "official": 1.0}
STILL_LABELLED = 0.2
QUESTIONS = Path(__file__).with_name("questions")

Vectors = npt.NDArray[np.float32]


def main(arguments: Sequence[str] | None = None) -> int:
    """Trains and saves; returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m indexing.training", description=__doc__)
    parser.add_argument("--texts", type=Path, required=True, help="folder of .jsonl.gz documents with `text`")
    parser.add_argument("--pairs", type=Path, required=True, help=".jsonl.gz of query, passage, source")
    parser.add_argument(
        "--documents", type=Path, required=True, help="folder of the texts asked about, with `doc_id`"
    )
    parser.add_argument("--questions", type=Path, default=QUESTIONS, help="folder of .jsonl.gz of questions")
    parser.add_argument("--output", type=Path, required=True, help="the model's folder")
    parser.add_argument("--tokens", type=int, default=17_000, help="size of the vocabulary")
    parser.add_argument("--dimensions", type=int, default=512)
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args(arguments)
    stages = Path(f"{chosen.output}.stages")
    stages.mkdir(parents=True, exist_ok=True)
    started = time.monotonic()

    def say(message: str) -> None:
        sys.stderr.write(f"[{time.monotonic() - started:5.0f} s] {message}\n")

    def stage(name: str, vectors: Callable[[], Vectors]) -> Vectors:
        file = stages / f"{name}.npy"
        if not file.exists():
            np.save(stages / "unfinished.npy", vectors())
            (stages / "unfinished.npy").rename(file)
        say(f"stage {name} done")
        result: Vectors = np.load(file)
        return result

    def trained(
        vectors: Vectors, pairs: Sequence[TextPair], weights: Sequence[float], settings: TrainingSettings
    ) -> Vectors:
        say(f"{len(pairs):,} pairs")
        tokens = tokenize_pairs(tokenizer, pairs, LONGEST_PASSAGE)
        return train(vectors, tokens, np.array(weights), settings, chosen.seed)

    def paragraphs() -> Vectors:
        pairs = sentence_pairs(texts, chosen.seed)
        return trained(first, pairs, [1.0] * len(pairs), PARAGRAPHS)

    def asked() -> Vectors:
        questions = list(asked_pairs(chosen.questions, chosen.documents))
        often = [ASKED_WEIGHT.get(pair.source, 1.0) for pair in questions]
        return trained(
            third, questions + labelled, often + [STILL_LABELLED * weight for weight in weights], ASKED
        )

    texts = list(read_texts(chosen.texts))
    say(f"{len(texts):,} texts, {sum(map(len, texts)):,} characters")
    if not (stages / "tokenizer.json").exists():
        train_tokenizer(texts, chosen.tokens).save(str(stages / "tokenizer.json"))
    tokenizer = Tokenizer.from_file(str(stages / "tokenizer.json"))
    size = tokenizer.get_vocab_size()
    say(f"{size:,} tokens")
    first = stage(
        "initial", lambda: initial_vectors(tokenize(tokenizer, texts), size, chosen.dimensions, chosen.seed)
    )
    second = stage("paragraphs", paragraphs)
    labelled = read_pairs(chosen.pairs)
    weights = [SOURCE_WEIGHT.get(pair.source, 1.0) for pair in labelled]
    third = stage("labelled", lambda: trained(second, labelled, weights, LABELLED))
    save_model(tokenizer, stage("asked", asked), chosen.output)
    say(f"saved in {chosen.output}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
