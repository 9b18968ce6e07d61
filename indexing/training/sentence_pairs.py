"""Unlabelled pairs: a sentence, or some clauses of it, and the rest of the paragraph it stands in.

The inverse cloze task of Lee, Chang and Toutanova (ACL 2019). The sentence never stays in its paragraph:
that would be told apart by equal words alone (STARD R@10 .379 without, .362 with 30 %, same steps).
"""

import random
import re
from collections.abc import Iterable, Iterator

from indexing.training.reading import TextPair

SENTENCE = re.compile(r"[^。！？；\n]+[。！？；]*")
CLAUSE = re.compile(r"[^，、：；。！？]+")
LONGEST_PASSAGE = 300  # characters, as the passages that are indexed
SHORTEST_QUERY = 6
SHORTEST_PASSAGE = 20
QUERIES = 4  # per paragraph
CLAUSES_ONLY = 0.5  # so often one or two clauses stand for the sentence: questions are short
SOURCE = "paragraph"


def sentence_pairs(texts: Iterable[str], seed: int) -> list[TextPair]:
    """Pairs from all texts, the same for the same seed."""
    chance = random.Random(seed)  # noqa: S311 - sampling, not secrets
    pairs: list[TextPair] = []
    for text in texts:
        for sentences in paragraphs(text):
            for chosen in chance.sample(range(len(sentences)), min(QUERIES, len(sentences))):
                query = sentences[chosen]
                passage = "".join(sentences[:chosen] + sentences[chosen + 1 :])
                if chance.random() < CLAUSES_ONLY:
                    query = some_clauses(query, chance)
                if len(query) >= SHORTEST_QUERY and len(passage) >= max(SHORTEST_PASSAGE, len(query)):
                    pairs.append(TextPair(query, passage, SOURCE))
    return pairs


def some_clauses(sentence: str, chance: random.Random) -> str:
    """One clause of the sentence, or in a third of the cases two that stand together."""
    clauses = CLAUSE.findall(sentence)
    if len(clauses) < 2:
        return sentence
    first = chance.randrange(len(clauses))
    return "，".join(clauses[first : first + chance.choice((1, 1, 2))])


def paragraphs(text: str) -> Iterator[list[str]]:
    """Stretches of whole sentences, together at most 300 characters (a longer sentence is cut off)."""
    stretch: list[str] = []
    length = 0
    for match in SENTENCE.finditer(text):
        sentence = match.group().strip()[:LONGEST_PASSAGE]
        if stretch and length + len(sentence) > LONGEST_PASSAGE:
            yield stretch
            stretch, length = [], 0
        if sentence:
            stretch.append(sentence)
            length += len(sentence)
    if stretch:
        yield stretch
