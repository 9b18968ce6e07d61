"""Short-answer exactness: whether the short answer is the right one (exact match as in SQuAD, Rajpurkar et al. 2016,
with numbers compared as numbers).

7万亿 = 70000亿; 25 is not 5; 3.5 is not 13.5; 50% is not 50. A comparator (超, 约, 左右, 以上) may be missing on either side,
since a document states a target with one and a reader asks for the figure; but two of different sense differ: 5.5%以内 is not
5.5%左右, 不超过50万元 is not 不少于50万元. Everything that is no number must be the same but for widths, blanks, case and
punctuation.
"""

from collections.abc import Sequence

from evals.metrics.wording import same_wording


def short_answer_exact(given: str | None, spellings: Sequence[str]) -> float:
    """1.0 where the given short answer is one of the spellings, else 0.0 (none given: 0.0)."""
    return float(given is not None and any(same_wording(given, spelling) for spelling in spellings))
