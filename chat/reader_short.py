"""The short answer inside a span: the very figure, date, name, number or term that the question asks for.

A clause falls into atoms (a quantity, a date, a title in 《》, a run of characters that the question repeats or
does not, a word of relation such as 为 or 由); a candidate is a run of atoms of one clause. A small network
weighs every candidate and "none", fitted by `chat.fitting.short`.
"""

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from chat.reader_question import KINDS, Asked, character_codes, pair_codes
from corpus.numerals import fold
from indexing.quantities import find_quantities

Array = NDArray[np.float32]

_ATOMS = 6  # of a candidate at most
_LENGTH = 48  # characters of a candidate at most
_OUTSTANDING = 0.3  # probability of a candidate from which it stands out
_READ = 500  # characters of a span that are looked through

_FIXED = re.compile(
    r"(?P<address>https?://[\w./?=&%#:~+-]+|[\w.+-]+@[\w.-]+|www\.[\w./-]+)"
    r"|(?P<date>(?:\d{4}年)?(?:\d{1,2}月\d{1,2}日|\d{1,2}月(?:底|初|中旬|份)?)(?:\d{1,2}[:：]\d\d|\d{1,2}时)?|\d{4}年(?:度|底|初)?|\d{4}[-./]\d{1,2}[-./]\d{1,2}|\d{1,2}[:：]\d\d)"
    r"|(?P<phone>\d{3,4}[-—]\d{7,8}(?:[-转]\d{1,5})?|\d{3}-\d{3,4}-\d{4}|(?<!\d)\d{5}(?!\d)|(?<!\d)\d{7,12}(?!\d))"
    r"|(?P<relation>负责|牵头|主管|承办|主办|担任|位于|包括|称为|达到|不得|应当|可以|按照|根据)"
    r"|(?P<title>《[^《》\n]{1,60}》)"
    r"|(?P<quoted>“[^“”\n]{1,40}”|「[^「」\n]{1,40}」)"
    r"|(?P<latin>[A-Za-z][A-Za-z0-9.&'·-]*(?:\s[A-Za-z][A-Za-z0-9.&'·-]*)*\d*)"
)
_RELATION = frozenset("是为在由被向至到的和与及于从以将把对叫即指")
_PARTING = re.compile(
    r"[是为在由被向至将把叫即指：:；;。，,！？!?]|负责|牵头|主管|承办|主办|担任|位于|包括|称为|达到|不得|应当|可以|按照|根据"
)
"""What no short answer holds outside its fixed atoms."""

_CHINESE = re.compile(r"[一-鿿㐀-䶿·]")
_BODY = re.compile(
    r"(?:部|局|委|厅|会|院|司|署|办|处|所|站|中心|公司|集团|机关|单位|银行|政府|部门|学校|大学|医院|机构|企业|委员会|协会)$"
)
_PLACE = re.compile(
    r"(?:省|市|县|区|镇|乡|路|街|号|楼|村|国|州|岛|城|港|站|地区|窗口|大厅|东部|西部|南部|北部)$"
)
_HEAD = re.compile(r"(?:多少|几|哪[个一些家位种]?|什么|何|谁)(?P<noun>[一-鿿]{1,4})")
_TYPES = ("quantity", "date", "duration", "phone", "address", "title", "quoted", "latin")
_MEASURED = frozenset(["date", "quantity", "duration", "phone", "address"])
_MEASURING = [list(KINDS).index(kind) for kind in ("phone", "address", "when", "how_long", "figure")]
_BEFORE = "是为在由被至到于：:即达、"


class Candidate(NamedTuple):
    """Characters `low` to `high` of the span's text, and what is known of it, in numbers.

    `core` is the one date, quantity, number or address in it, where it holds exactly one and more words.
    """

    low: int
    high: int
    signs: Array
    core: tuple[int, int] | None


class _Atom(NamedTuple):
    low: int
    high: int
    kind: str  # one of _TYPES, "hit", "word", "relation", "mark"


SIGN_COUNT = len(_TYPES) + 6 + 17 + len(_BEFORE) + len(KINDS)


def candidates(asked: Asked, text: str, clauses: Sequence[tuple[int, int]]) -> list[Candidate]:
    """The candidates in a span's text; `clauses` are the offsets of its clauses."""
    hits = _hits(asked, text)
    head = _HEAD.search(asked.text)
    noun = head["noun"] if head else ""
    covered = [sum(hits[low:high]) for low, high in clauses]
    most = max(covered, default=0) or 1
    result: list[Candidate] = []
    for number, (low, high) in enumerate(clauses):
        if low >= _READ:
            break
        atoms = _atoms(text, low, high, hits)
        shared = (covered[number] / most, 1.0 if number == 0 else 0.0, min(number, 5) / 5.0)
        parting = [
            a.kind in ("relation", "mark") and bool(_PARTING.fullmatch(text, a.low, a.high)) for a in atoms
        ]
        for first in range(len(atoms)):
            if atoms[first].kind in ("relation", "mark"):
                continue
            for last in range(first, min(first + _ATOMS, len(atoms))):
                if parting[last]:
                    break
                if atoms[last].kind in ("relation", "mark"):
                    continue
                if atoms[last].high - atoms[first].low > _LENGTH:
                    break
                if all(atom.kind == "hit" for atom in atoms[first : last + 1]):
                    continue
                run = atoms[first : last + 1]
                result.append(_candidate(asked, text, (low, high), run, hits, noun, shared))
    return result


def _hits(asked: Asked, text: str) -> list[int]:
    """1 for each character that is part of a pair the question holds too."""
    pairs = pair_codes(character_codes(text))
    found = np.isin(pairs, asked.codes)
    found[-1:] = False
    return np.maximum(found, np.append(False, found[:-1])).astype(int).tolist() if len(found) else []


def _atoms(text: str, low: int, high: int, hits: list[int]) -> list[_Atom]:
    folded = fold(text[low:high])
    fixed = [(m.start() + low, m.end() + low, str(m.lastgroup)) for m in _FIXED.finditer(folded)]
    for quantity in find_quantities(folded):
        if quantity.is_year or quantity.is_date_part:
            continue
        kind = "duration" if re.search(r"天|日|月|年|小时|周|分钟", quantity.unit) else "quantity"
        fixed.append((quantity.start + low, quantity.end + low, kind))
    # of those that overlap the longer one stays
    fixed.sort(key=lambda f: (f[0] - f[1], f[0]))
    taken: list[tuple[int, int, str]] = []
    for one in fixed:
        if all(one[1] <= other[0] or one[0] >= other[1] for other in taken):
            taken.append(one)
    atoms: list[_Atom] = []
    position = low
    for start, end, kind in sorted(taken):
        atoms += _runs(text, position, start, hits)
        atoms.append(_Atom(start, end, kind))
        position = end
    return atoms + _runs(text, position, high, hits)


def _runs(text: str, low: int, high: int, hits: list[int]) -> list[_Atom]:
    """Runs of characters that the question repeats, or does not; relations and marks by themselves."""
    atoms: list[_Atom] = []
    for place in range(low, high):
        character = text[place]
        if hits[place]:
            kind = "hit"
        elif character in _RELATION:
            kind = "relation"
        elif _CHINESE.match(character) or character.isalnum():
            kind = "word"
        else:
            kind = "mark"
        if atoms and kind in ("hit", "word") and atoms[-1].kind == kind and atoms[-1].high == place:
            atoms[-1] = _Atom(atoms[-1].low, place + 1, kind)
        else:
            atoms.append(_Atom(place, place + 1, kind))
    return atoms


def _candidate(
    asked: Asked,
    text: str,
    clause: tuple[int, int],
    run: list[_Atom],
    hits: list[int],
    noun: str,
    shared: tuple[float, float, float],
) -> Candidate:
    low, high = run[0].low, run[-1].high
    words = text[low:high]
    before, after = text[max(low - 1, clause[0]) : low], text[high : high + 1]
    kinds = {atom.kind for atom in run}
    distance_before = next((n for n in range(12) if low - 1 - n < clause[0] or hits[low - 1 - n]), 12)
    distance_after = next((n for n in range(12) if high + n >= clause[1] or hits[high + n]), 12)
    inside = sum(hits[low:high])
    signs = [
        *(1.0 if len(run) == 1 and run[0].kind == kind else 0.0 for kind in _TYPES),
        *(1.0 if kind in kinds else 0.0 for kind in ("quantity", "date", "duration", "hit", "relation", "mark")),
        np.log(high - low) / 3.0, len(run) / _ATOMS, inside / (high - low),
        (sum(hits[clause[0] : clause[1]]) - inside) / max(clause[1] - clause[0], 1),
        1.0 if before and hits[low - 1] else 0.0, 1.0 if high < clause[1] and hits[high] else 0.0,
        distance_before / 12.0, distance_after / 12.0, 1.0 if low == clause[0] else 0.0,
        1.0 if high >= clause[1] - 1 else 0.0, *shared,
        1.0 if _BODY.search(words) else 0.0, 1.0 if _PLACE.search(words) else 0.0,
        1.0 if noun and noun[0] in words[-4:] else 0.0, 1.0 if after and after in "，。；、” " else 0.0,
        *(1.0 if before == mark else 0.0 for mark in _BEFORE), *asked.kinds.tolist(),
    ]  # fmt: skip
    measured = [(atom.low, atom.high) for atom in run if atom.kind in _MEASURED]
    core = measured[0] if len(measured) == 1 and len(run) > 1 and asked.kinds[_MEASURING].any() else None
    return Candidate(low, high, np.array(signs, dtype=np.float32), core)


def choose(numbers: Mapping[str, Array], given: Sequence[Candidate]) -> tuple[int, float] | None:
    """The place of the most probable candidate, and how probable it is that any is right.

    None where no candidate stands out. On our development questions that leaves out five wrong short answers of
    64 and no right one.
    """
    if not given:
        return None
    rows = (np.stack([c.signs for c in given]) - numbers["mean"]) * numbers["spread"]
    hidden = np.maximum(rows @ numbers["w1"] + numbers["b1"], 0.0)
    scores = (hidden @ numbers["w2"]).astype(np.float64)
    none = float(given[0].signs[-len(KINDS) :] @ numbers["none"] + numbers["none_bias"][0])
    top = max(float(scores.max()), none)
    total = float(np.exp(scores - top).sum() + np.exp(none - top))
    best = int(np.argmax(scores))
    if float(np.exp(scores[best] - top)) / total < _OUTSTANDING:
        return None
    return best, 1.0 - float(np.exp(none - top)) / total
