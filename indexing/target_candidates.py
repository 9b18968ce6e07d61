"""What a figure's indicator may be: pieces of the words before it and behind it, each with the signs it is known by.

A piece before the figure begins at any word and ends where the verb of reaching begins (工业规模【达到】7万亿级); one
behind it begins at its unit and ends at any word that may end a noun phrase. Signs are the words and their parts of
speech at both ends, what stands outside them, and what is inside.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from indexing.quantities import Quantity
from indexing.target_words import COUNTING, MAKING, makes, plain, until_reaching
from indexing.tokenizer import open_tokenizer

_STOP = re.compile(r"[，,；;。、：:（(！？!?\n—]")
_LONGEST = 48
_AIM = re.compile(
    r"将|计划|拟|力争|争取|预计|预期|要|须|应|确保|努力|提出|明确|要求|目标|旨在|再|共|累计|每年|全年|年底|到|以|并|还|已|实现|完成"
)
# an indicator holds no word of intent, and closes what it opens
_UNSOUND = re.compile(
    r"计划(?!单列)|力争|争取|预计|提出|明确|确保|努力(?!程度)|旨在|将(?![来军])|已经?|拟|实现(?!率)|达到|控制在|(?:目标|任务)是(?!在)|平均每年|——|\d月|(?:以上|以下|左右)$|^年[底末]|^[底末](?=[\u4e00-\u9fff])"
    r"|^(?:在(?![校岗建线职读库册外营研])|按(?![时期揭])|由|把|被|让|等(?!级)|了|着|并(?![网购联])|以(?!旧)|及|其(?!他)|有力|显著|大幅|明显|稳步)"
    r"|^(?:分别|总体|主要|累计|全年|先后|方面|年均|平均|今后|目前|近年|同期|行动|目标|任务)$"
)
_NO_FIRST = frozenset(
    "在 按 按照 从 由 比 把 被 向 为 使 让 等 了 着 并 其 到 以 及 以及 和 与 对于 通过 根据 超过 给 被 的 地 得".split()
)
_PAIRS = ("（）", "“”", "《》", "()")
_FREE = ("前", "数", "首")  # constructions whose words are among the pieces anyway
_ENDING = ("v", "p", "c", "d", "x", "u", "m", "t")

Word = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Candidate:
    """Words that may be an indicator, the signs they are known by, and where in the sentence they end."""

    words: str
    signs: frozenset[str]
    end: int


def candidates(
    text: str,
    figure: Quantity,
    bounds: tuple[int, int, int],
    previous: str,
    found: tuple[str, str],
) -> list[Candidate]:
    """What the indicator of a figure of a sentence may be.

    `bounds` are where the words that are the figure's own begin, where its unit ends (of a range, its second figure's)
    and where the next figure begins; `previous` is the indicator of the figure before, `found` what a known
    construction gives, and that construction's name.
    """
    boundary, unit_end, limit = bounds
    lead = text[boundary : figure.start]
    setting = _setting(text, figure, lead, unit_end)
    among = [*_before(lead, boundary, setting), *_behind(text, unit_end, limit, setting)]
    if previous:
        among.append(Candidate(previous, _joined(("前",), setting), unit_end))
    if found[0]:
        signs = ("式", f"式:{found[1]}") if found[1] not in _FREE else (f"式:{found[1]}",)
        among.append(Candidate(found[0], _joined(signs, setting), unit_end))
    merged: dict[str, Candidate] = {}
    for one in filter(_sound, among):
        same = merged.get(one.words)
        merged[one.words] = (
            Candidate(one.words, same.signs | one.signs, max(same.end, one.end)) if same else one
        )
    return list(merged.values())


def _sound(one: Candidate) -> bool:
    """Whether the words can name what is measured at all."""
    balanced = all(one.words.count(pair[0]) == one.words.count(pair[1]) for pair in _PAIRS)
    return balanced and not MAKING.fullmatch(one.words) and not _UNSOUND.search(one.words)


def _setting(text: str, figure: Quantity, lead: str, unit_end: int) -> tuple[str, ...]:
    """What is the same for all candidates of a figure: its unit, and what stands around it."""
    unit = "%" if figure.unit in ("%", "个百分点") else "个" if figure.unit in COUNTING else "量"
    after = text[unit_end : unit_end + 1]
    behind = "的" if after == "的" else "字" if "\u4e00" <= after <= "\u9fff" else "界"
    bare = plain(until_reaching(lead))
    left = "造" if makes(lead) else "空" if not bare else "有"
    both = "均" if re.search(r"(?<!人)均", lead) else "各" if "分别" in lead else ""
    return (f"{unit}{left}{behind}", unit, f"左{left}", f"{left}{behind}", both)


def _joined(signs: Sequence[str], setting: Sequence[str]) -> frozenset[str]:
    """The signs, and the first of them together with what is the same for all."""
    return frozenset([*signs, *(f"{signs[0]}·{one}" for one in setting)])


def _before(lead: str, boundary: int, setting: tuple[str, ...]) -> Iterator[Candidate]:
    end = len(until_reaching(lead))
    words = _words(lead)
    places = [0]
    for word, _ in words:
        places.append(places[-1] + len(word))
    inside = [i for i, place in enumerate(places) if place < end]
    for first in inside:
        piece = plain(lead[places[first] : end])
        if not piece or len(piece) > _LONGEST:
            continue
        run = [word for word, place in zip(words, places, strict=False) if places[first] <= place < end]
        if run[0][0] in _NO_FIRST or (run[0][1].startswith(("x", "u")) and run[0][0] not in "“《"):
            continue
        outside: Word = words[first - 1] if first else ("^", "^")
        signs = [
            "左",
            *_run_signs("左", run),
            f"左前:{outside[0]}",
            f"左前性:{outside[1]}",
            f"左前类:{_class(outside)}",
        ]
        signs += [f"左界:{outside[1]}{run[0][1]}", f"左界类:{_class(outside)}{_class(run[0])}"]
        yield Candidate(piece, _joined(signs, setting), boundary + end)


def _behind(text: str, start: int, limit: int, setting: tuple[str, ...]) -> Iterator[Candidate]:
    start += text.startswith("的", start)  # 500个左右的【领跑县】
    stop = _STOP.search(text, start, limit)
    whole = text[start : stop.start() if stop else limit]
    reach = text[start : min(limit, start + _LONGEST)]
    listed = "" if not whole else re.split(r"[，,；;。：:（(！？!?\n—]", reach)[0]
    words = _words(listed)
    place = 0
    run: list[Word] = []
    for position, word in enumerate([*words, ("$", "$")]):
        at_end = place in (len(whole), len(listed))
        if (
            run
            and run[0][0] not in _NO_FIRST
            and (at_end or word[1].startswith(_ENDING))
            and len(plain(listed[:place])) >= 2
        ):
            piece = plain(listed[:place])
            signs = ["右", *_run_signs("右", run), f"右后:{word[0]}", f"右后性:{word[1]}"]
            signs += ["右全"] if place == len(whole) else ["右过"] if place > len(whole) else ["右短"]
            yield Candidate(piece, _joined(signs, setting), start + place)
        run.append(word)
        place += len(word[0])
        if position == len(words):
            break


def _run_signs(side: str, run: Sequence[Word]) -> Iterator[str]:
    """The signs of the words of a candidate: both ends, what is inside, how long it is."""
    first, last = run[0], run[-1]
    yield f"{side}首:{first[0]}"
    yield f"{side}首性:{first[1]}"
    yield f"{side}首类:{_class(first)}"
    yield f"{side}末:{last[0][-1]}"
    yield f"{side}末性:{last[1]}"
    yield f"{side}长:{min(len(run), 9)}"
    if len(run) > 1:
        yield f"{side}首二:{first[1]}{run[1][1]}"
    inner = run[1:]
    for name in sorted({_class(word) for word in inner}):
        yield f"{side}内:{name}"
    yield f"{side}动:{min(sum(tag == 'v' for _, tag in run), 3)}"
    text = "".join(word for word, _ in run)
    if re.search("一批|若干|一系列", text):
        yield f"{side}批"
    if text.count("（") + text.count("(") != text.count("）") + text.count(")"):
        yield f"{side}括"
    if text.count("“") != text.count("”"):
        yield f"{side}引"


def _class(word: Word) -> str:
    """What a word does in a sentence of aims, else its part of speech."""
    text, tag = word
    if _AIM.fullmatch(text):
        return "意"
    if makes(text):
        return "造"
    if text in "、和及与并或":
        return "并"
    return tag[:1] if tag not in ("vn", "an", "ns") else tag


def _words(text: str) -> list[Word]:
    return open_tokenizer().cut_tagged(text)
