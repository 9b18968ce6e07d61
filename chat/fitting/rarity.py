"""Makes `chat/word_rarity.txt`: `python -m chat.fitting.rarity TEXTS.jsonl.gz … --output FILE`.

A word's rarity is ln(n / df) over ln(n / 12), of n windows of 600 characters the df that hold it: 0 for a word of
every window, 1 for one of twelve. Rounded to tenths and written a line for each tenth; words of fewer windows are left out.
"""

import argparse
import math
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

from indexing.tokenizer import open_tokenizer
from indexing.training.reading import rows

_WINDOW, _MOST = 600, 6_000  # characters: of a window, and read of a text
_LEAST = 12


def main(arguments: Sequence[str] | None = None) -> int:
    """Counts and writes."""
    parser = argparse.ArgumentParser(prog="python -m chat.fitting.rarity")
    parser.add_argument("texts", nargs="+", type=Path)
    parser.add_argument("--output", type=Path, required=True)
    parsed = parser.parse_args(arguments)
    tokenizer = open_tokenizer()
    held: Counter[str] = Counter()
    count = 0
    for path in parsed.texts:
        for window in _windows(path):
            held.update(set(tokenizer.cut(tokenizer.fold(window))))
            count += 1
    levels: dict[float, list[str]] = defaultdict(list)
    for word, number in held.most_common():
        if number >= _LEAST and len(word) <= 6 and all("\u4e00" <= c <= "\u9fff" for c in word):
            levels[round(math.log(count / number) / math.log(count / _LEAST), 1)].append(word)
    lines = [f"{level} {' '.join(sorted(levels[level]))}\n" for level in sorted(levels)]
    parsed.output.write_text("".join(lines), encoding="utf-8")
    return 0


def _windows(path: Path) -> Iterator[str]:
    for row in rows(path):
        text = row["text"][:_MOST]
        yield from (text[start : start + _WINDOW] for start in range(0, len(text), _WINDOW))


if __name__ == "__main__":
    sys.exit(main())
