"""`python -m indexing.training.word_translation --documents FOLDER … --output FILE`: which words of answers stand for a question's.

A lexical translation model (IBM Model 1: Brown et al., Computational Linguistics 19(2), 1993; for search Berger and
Lafferty, SIGIR 1999) from the questions of our own (`questions/`) and the sentences that answer them: the probability
that a word of the answer, of all words that people ask with, brings about this one. Only what the folders hold is
learned from, without the documents kept apart for fitting.
"""

import argparse
import math
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from indexing.tokenizer import open_tokenizer
from indexing.training.questions import answered_pairs
from indexing.word_translation import asking_words

QUESTIONS = Path(__file__).with_name("questions")
ITERATIONS = 4
LEAST_ASKED, LEAST_ANSWERING = 3, 4  # pairs that a word must stand in
LONGEST = 60  # words of an answer
_SPAN = 6.0  # of log odds, from what chance gives to a strength of 1
_WEAKEST, _MOST = 0.2, 40  # of the translations kept of a word


class Learned(NamedTuple):
    """`strengths[word]`: translations with their strengths in (0, 1], strongest first; `rarity`: ln(pairs / pairs with it)."""

    strengths: dict[str, list[tuple[str, float]]]
    rarity: dict[str, float]


def main(arguments: Sequence[str] | None = None) -> int:
    """Learns and writes; returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m indexing.training.word_translation", description=__doc__)
    parser.add_argument("--documents", type=Path, nargs="+", required=True, help="folders of .jsonl.gz texts")
    parser.add_argument("--questions", type=Path, default=QUESTIONS, help="folder of .jsonl.gz of questions")
    parser.add_argument("--output", type=Path, required=True)
    chosen = parser.parse_args(arguments)
    tokenizer = open_tokenizer()
    pairs = [
        (asking_words(pair.query), tokenizer.words(pair.passage))
        for pair in answered_pairs(chosen.questions, chosen.documents)
    ]
    if not pairs:
        parser.error("none of the questions is about a text in these folders")
    learned = learn(pairs)
    lines = [
        "\t".join([word, f"{learned.rarity[word]:.1f}", *(f"{said}:{s:.2f}" for said, s in found)])
        for word, found in learned.strengths.items()
    ]
    chosen.output.write_text("\n".join(lines) + "\n", encoding="utf-8")
    sys.stderr.write(f"{len(pairs):,} pairs, {len(lines):,} words\n")
    return 0


def learn(pairs: Sequence[tuple[Sequence[str], Sequence[str]]]) -> Learned:
    """From the words of questions, each once, and those of what answers them.

    A strength is how much likelier than by chance the answer's word brings about the question's, in logs, as a share
    of `_SPAN`; pairs of words that the model expects less than about once weigh less.
    """
    asked = Counter(word for question, _ in pairs for word in question)
    answering = Counter(word for _, answer in pairs for word in answer)
    targets = [word for word, count in asked.most_common() if count >= LEAST_ASKED]
    sources = ["", *(word for word, count in answering.most_common() if count >= LEAST_ANSWERING)]
    target, source = ({word: n for n, word in enumerate(words)} for words in (targets, sources))
    to, of, probability, expected = _expectation_maximisation(
        [[target[word] for word in question if word in target] for question, _ in pairs],
        [[0, *(source[word] for word in answer if word in source)][: LONGEST + 1] for _, answer in pairs],
        len(targets),
    )
    chance = np.array([asked[word] for word in targets]) / len(pairs)
    reliable = probability * expected / (expected + 1)
    strength = np.clip(np.log(np.maximum(reliable, 1e-9) / chance[to]) / _SPAN, 0, 1)
    strengths: dict[str, list[tuple[str, float]]] = {word: [] for word in targets}
    for place in np.argsort(-strength, kind="stable"):
        if strength[place] < _WEAKEST:
            break
        word, said = targets[to[place]], sources[of[place]]
        # one character stands in too many words to be looked for as a string
        if (
            len(said) > 1
            and said != word
            and not any(c.isdigit() for c in said)
            and len(strengths[word]) < _MOST
        ):
            strengths[word].append((said, float(strength[place])))
    return Learned(strengths, {word: math.log(len(pairs) / asked[word]) for word in targets})


def _expectation_maximisation(
    targets: Sequence[Sequence[int]], sources: Sequence[Sequence[int]], kinds: int
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64], NDArray[np.float64]]:
    """Pairs of words as target and source, the probability of the target given the source, and how often it is expected.

    `sources` begin with 0, the empty word that what no word of the answer explains is due to. `kinds`: of targets.
    """
    blocks = [(t, s) for question, s in zip(targets, sources, strict=True) for t in question]
    lengths = np.array([len(s) for _, s in blocks])
    group = np.repeat(np.arange(len(blocks), dtype=np.int32), lengths)
    to = np.repeat(np.array([t for t, _ in blocks], np.int64), lengths)
    of = np.fromiter((n for _, s in blocks for n in s), np.int64, len(group))
    keys, place = np.unique(of * kinds + to, return_inverse=True)
    of, to = keys // kinds, keys % kinds
    probability: NDArray[Any] = np.full(len(keys), 1 / kinds)
    expected: NDArray[Any] = np.zeros(len(keys))
    for _ in range(ITERATIONS):
        share = probability[place]
        share /= np.bincount(group, share)[group]
        expected = np.bincount(place, share, len(keys))
        probability = expected / np.bincount(of, expected)[of]
    return to, of, probability, expected


if __name__ == "__main__":
    raise SystemExit(main())
