"""When two wordings are the same: widths, blanks and punctuation do not count, numbers count by their value.

>>> says("工业规模达到70000亿元。", "7万亿"), says("增长12.5%", "2.5%"), says("补助125万元", "25万元")
(True, False, False)
"""

import re
import unicodedata
from collections.abc import Sequence
from decimal import Decimal

from indexing.quantities import Quantity, find_quantities

Token = str | Quantity

_MARK = re.compile(r"〔\d+〕")  # 〔1〕 points to a citation; 〔2024〕 in a document number has four digits
_LONG_MARK = re.compile(r"〔\d{4}〕")
_WORD = re.compile(r"\d+(?:\.\d+)?|[^\W\d_][^\W_]*|.", re.DOTALL | re.ASCII)
_NUMERALS = frozenset("0123456789.零一二三四五六七八九十百千万亿两%‰")
_SENSE = {">": "more", ">=": "more", "<": "less", "<=": "less", "~": "about"}


def without_marks(text: str) -> str:
    """The text without its citation marks 〔1〕; a year in a document number 〔2024〕 stays."""
    return _MARK.sub(lambda mark: mark[0] if _LONG_MARK.fullmatch(mark[0]) else "", text)


def characters(text: str) -> str:
    """What ROUGE-L and character F1 compare: NFKC, without citation marks, punctuation, blanks and controls.

    Punctuation is the Unicode category P (so % goes, + and → stay), blanks and controls are Z and C.
    """
    normal = unicodedata.normalize("NFKC", without_marks(text))
    return "".join(c for c in normal if unicodedata.category(c)[0] not in "PZC")


def tokens(text: str) -> tuple[Token, ...]:
    """Quantities, Latin words, digits that name something (12345, 〔2024〕), and single other characters."""
    text = without_marks(text)
    found: list[Token] = []
    position = 0
    for quantity in find_quantities(text):
        found.extend(_words(text[position : quantity.start]))
        found.append(quantity)
        position = quantity.end
    found.extend(_words(text[position:]))
    return tuple(found)


def agree(one: Quantity, other: Quantity) -> bool:
    """Whether both quantities say the same: value and unit, and no two comparators of different sense.

    A missing comparator agrees with any, and all lower bounds agree: 1300家, 1300家以上 and 超1300家 are the same.
    But 5.5%以内 is not 5.5%左右, and 不超过50万元 not 不少于50万元.
    """
    senses = {_SENSE[q.comparator] for q in (one, other) if q.comparator in _SENSE}
    return len(senses) < 2 and one.same_as(other)


def same(one: Token, other: Token) -> bool:
    """Whether two tokens are the same."""
    if isinstance(one, Quantity):
        return agree(one, other) if isinstance(other, Quantity) else _is_number(other, one)
    return _is_number(one, other) if isinstance(other, Quantity) else one == other


def says(text: str, spelling: str) -> bool:
    """Whether the text holds the spelling, numbers compared as numbers; an empty spelling is never said."""
    return holds(tokens(text), spelling) or _literally(text, spelling)


def holds(text: Sequence[Token], spelling: str) -> bool:
    """Whether the spelling's tokens stand in the text's, one after the other."""
    wanted = tokens(spelling)
    if not wanted:
        return False
    return any(
        all(same(text[start + i], token) for i, token in enumerate(wanted))
        for start in range(len(text) - len(wanted) + 1)
    )


def same_wording(one: str, other: str) -> bool:
    """Whether two short texts are the same, numbers compared as numbers; 达到, 为 and 共 before one don't count."""
    ours, theirs = _without_lead(tokens(one)), _without_lead(tokens(other))
    return (
        bool(ours) and len(ours) == len(theirs) and all(same(a, b) for a, b in zip(ours, theirs, strict=True))
    )


def _literally(text: str, spelling: str) -> bool:
    """The spelling letter by letter, for one whose numerals are no quantity by themselves (万家 in 过万家)."""
    if any(isinstance(token, Quantity) for token in tokens(spelling)):
        return False
    haystack, needle = "".join(_words(without_marks(text))), "".join(_words(spelling))
    if not needle:
        return False
    start = haystack.find(needle)
    while start >= 0:
        if not (_glued(haystack, start) or _glued(haystack, start + len(needle))):
            return True
        start = haystack.find(needle, start + 1)
    return False


def _glued(text: str, cut: int) -> bool:
    """Whether cutting here would cut through a number or a Latin word."""
    if not 0 < cut < len(text):
        return False
    before, after = text[cut - 1], text[cut]
    return (before in _NUMERALS and after in _NUMERALS) or (
        before.isascii() and before.isalpha() and after.isascii() and after.isalpha()
    )


def _words(text: str) -> list[str]:
    normal = unicodedata.normalize("NFKC", text).casefold()
    return [w for w in _WORD.findall(normal) if len(w) > 1 or unicodedata.category(w)[0] not in "PZC"]


def _is_number(word: str, quantity: Quantity) -> bool:
    return word.isascii() and word.isdigit() and not quantity.unit and Decimal(word) == quantity.value


def _without_lead(found: Sequence[Token]) -> list[Token]:
    """Drops 达到, 达, 到, 至, 为 and 共 right before a quantity: they say no more than the number."""
    kept: list[Token] = []
    for token in found:
        if isinstance(token, Quantity):
            while kept and kept[-1] in ("达", "到", "至", "为", "共"):
                kept.pop()
        kept.append(token)
    return kept
