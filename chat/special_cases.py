"""Special cases that a question for a yes or no asks about (二手设备, 外籍人员, 提前, 周末), and whether a text speaks of them.

What holds in general is the near miss of an answer: 企业可申请贷款 does not say whether it may be paid back early.
"""

from functools import lru_cache
from pathlib import Path

from chat.topic import fold

_GROUPS = Path(__file__).with_name("special_cases.txt")


def speaks_of_the_case(question: str, text: str) -> bool:
    """Whether a text holds a word for every special case that a question names; True where it names none."""
    asked, said = fold(question), fold(text)
    return all(
        any(word in said for word in (*named, *besides))
        for named, besides in _groups()
        if any(word in asked for word in named)
    )


@lru_cache(maxsize=1)
def _groups() -> tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]:
    """Of each group the words that name the case in a question, and those by which a text speaks of it besides."""
    lines = _GROUPS.read_text(encoding="utf-8").splitlines()
    halves = [fold(line).partition("|") for line in lines if line and not line.startswith("#")]
    return tuple((tuple(named.split()), tuple(besides.split())) for named, _, besides in halves)
