"""Which of many lists is the one asked for: a linear ranking over what each has in common with the question.

The weights (`lists.json`) are fitted by `python -m chat.fitting.lists` as for figures.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from chat import choice
from chat.list_candidates import Listing
from chat.material import Material
from chat.topic import fold
from corpus.document import Span
from corpus.numerals import parse_numeral
from indexing.answer_match import tokens_found
from indexing.word_translation import translated

_NUMBERS = Path(__file__).with_name("lists.json")
_FORBIDS = re.compile(r"不得|不许|不能|禁止|不准|不可以|严禁|不再")
# what the things asked for are made of, and what a list of such things looks like
_SORTS = (
    (re.compile(r"材料|资料|证件|手续|交什么|带什么|备案"), re.compile(r"证|书|表|合同|协议|凭证|材料|记录|副本|单")),
    (re.compile(r"部门|单位|机构|参加"), re.compile(r"[局厅部委署院会]|机构|单位|中心")),
    (re.compile(r"哪[几些]?个?(?:市|省|地方|城市|地区)|哪里|试点"), re.compile(r"[省市区县州]|北京|上海|广州")),
    (re.compile(r"多少|各占|几分|占比|比例|指标|各"), re.compile(r"\d")),
    (re.compile(r"情形|情况|什么时候|条件|要求"), re.compile(r"的[；;。]?$|应当|以上|符合|不")),
    (re.compile(r"种|类|方式|档|等级|类型"), re.compile(r"[类种型式级]|分为|方式")),
    (re.compile(r"措施|举措|任务|做法|行动|工作|怎么"), re.compile(r"推进|强化|加强|建设|提升|完善|支持|推动|开展|实施")),
)  # fmt: skip
_STATED = re.compile(r"([两二三四五六七八九十]|\d{1,2})(?:大|个|项|条|种|类|方面|点|步|件|档|款|家|地)")
_PHRASE = re.compile(
    r"([两二三四五六七八九十]|\d{1,2})(?:大|个|项|条|种|类|方面|点|步|件)(?!是|都|啥|什么|叫|有)[\u4e00-\u9fff]{2}"
)
_OPENS = re.compile(r"包括|包含|如下|下列|以下|分为|分别|有[：:]|由.{2,60}(?:组成|构成)|[：:]$|之一")
# What finding a word is worth, by where it stands: the nearer to the list the more.
_NEARNESS = {"introduced": 1.0, "items": 0.9, "question": 0.9, "heading": 0.75, "title": 0.65}
NAMES = (
    "lead", "items", "nearest", "heading", "question", "title", "credit", "head_lead", "head_items", "each",
    "similar", "similar_lead", "count", "miscount", "stated", "wanted_said", "phrase", "opens", "opens_asked", "passage", "rank", "retrieval",
    "found", "spoken", "numbered", "parts", "mould", "things", "length", "inner", "forbids", "sort", "sentence",
    "other_year", "around_last", "translated", "translated_lead", "answering", "answering_lead",
)  # fmt: skip


def features(
    material: Material, listings: Sequence[Listing], sentence_odds: Sequence[tuple[Span, float]]
) -> NDArray[np.float64]:
    """What speaks for each list, shape (n, len(NAMES)); `sentence_odds` says how likely each sentence answers: of several
    items that are sentences, any of them."""
    asked = _asked(material)
    wholes = [Span(x.spans[0].doc_id, x.spans[0].start, x.spans[-1].end) for x in listings]
    near: dict[str, set[Span]] = {}
    for whole in wholes:
        near.setdefault(whole.doc_id, set()).add(whole)
    several = material.question.kind in ("list", "support")
    chances = {(span.doc_id, span.start, span.end): p for span, p in sentence_odds if several}
    rows, texts = [], []
    for listing, whole in zip(listings, wholes, strict=True):
        items = [material.words(span) for span in listing.spans]
        reach = Span(whole.doc_id, max(0, whole.start - 3), whole.end)  # from right before the list on
        introduced = _introduction(listing, " ".join(items))
        rows.append(
            _covered(material, listing, items, introduced)
            | _counted(asked, listing, introduced)
            | _found(material, listing)
            | _formed(material, asked, listing, items, introduced)
            | {
                "inner": float(any(other.contains(whole) and other != whole for other in near[whole.doc_id])),
                "sentence": max(
                    max((p for span, p in sentence_odds if span.overlaps(reach)), default=0.0),
                    sum(_chance(chances, span) for span in listing.spans),
                ),
            }
        )
        nearest = listing.heading[-1] if listing.heading else ""
        texts.append(f"{listing.lead[-60:]} {nearest} {' '.join(items)}"[:240])
        texts.append(introduced[-160:])
    similar = material.similarities(texts).reshape(-1, 2) if texts else np.zeros((0, 2))
    in_other_words = translated(material.question.text, texts)[:, 0].reshape(-1, 2)
    weights, found = tokens_found(material.question.text, texts)
    answering = (found @ weights).reshape(-1, 2)
    pairs = zip(similar.tolist(), in_other_words.tolist(), answering.tolist(), strict=True)
    for row, ((own, lead), (said, led), (answers, lead_answers)) in zip(rows, pairs, strict=True):
        row |= {"similar": own, "similar_lead": lead, "translated": said, "translated_lead": led}
        row |= {"answering": answers, "answering_lead": lead_answers}
    return np.array([[row[name] for name in NAMES] for row in rows]).reshape(len(rows), len(NAMES))


def _chance(chances: Mapping[tuple[str, int, int], float], item: Span) -> float:
    """How likely an item answers that is a sentence, shown with or without the mark that ends it."""
    whole = chances.get((item.doc_id, item.start, item.end), 0.0)
    return whole or chances.get((item.doc_id, item.start, item.end + 1), 0.0)


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a question says of the list it asks for: how many things (0 where it does not say), and of which sorts."""

    text: str
    count: int
    phrase: tuple[str, ...]
    sorts: tuple[re.Pattern[str], ...]


def _asked(material: Material) -> _Asked:
    text = fold(material.question.text)
    stated = _STATED.search(text)
    count = material.question.count or (int(parse_numeral(stated[1]) or 0) if stated else 0)
    sorts = tuple(given for asks, given in _SORTS if asks.search(text))
    return _Asked(text, count, _counted_phrase(text), sorts)


def _introduction(listing: Listing, items: str) -> str:
    """What introduces a list: of a row within a sentence the sentence itself does."""
    nearest = listing.heading[-1] if listing.heading else ""
    return f"{listing.lead} {nearest}" if len(listing.spans) > 1 else f"{items} {listing.lead}"


def _covered(material: Material, listing: Listing, words: Sequence[str], introduced: str) -> dict[str, float]:
    """How much of the question each of its surroundings accounts for."""
    topic, held = material.topic, material.topic.held
    head = next((n for n, word in enumerate(topic.words) if word == topic.head), None)
    document = material.document(listing.spans[0].doc_id)
    nearest = listing.heading[-1] if listing.heading else ""
    texts = {
        "lead": listing.lead,
        "items": " ".join(words),
        "nearest": nearest,
        "heading": " ".join(listing.heading),
        "question": listing.question or "",
        "title": " ".join([document.title, document.issuer or "", document.region or ""]),
        "around_last": f"{listing.lead[-40:]} {nearest}",
        "introduced": introduced,
    }
    known = {name: held(text) for name, text in texts.items()}
    has_head = {name: head is not None and found[head] >= 0.5 for name, found in known.items()}
    each = [head is not None and held(text)[head] >= 0.5 for text in words] if len(words) > 1 else []
    row = {name: topic.gained([(found, 1.0)]) for name, found in known.items() if name != "introduced"}
    return row | {
        "credit": topic.gained([(known[name], worth) for name, worth in _NEARNESS.items()]),
        "head_lead": float(has_head["introduced"]),
        "head_items": float(has_head["items"]),
        "each": float(np.mean(each)) if each else float(has_head["items"]),
    }


def _counted(asked: _Asked, listing: Listing, introduced: str) -> dict[str, float]:
    """Whether it holds as many things as were asked for, and as its own words say."""
    said = {int(parse_numeral(number) or 0) for number in _STATED.findall(introduced)}
    off = abs(asked.count - listing.count)
    # how many things a row holds is uncertain by one: its ends are not marked
    counted = 1.0 if off == 0 else 0.5 * (off == 1 and listing.form == "series")
    counted = counted if asked.count else 0.0
    return {
        "count": counted,
        "miscount": float(asked.count > 0) - counted,
        "stated": float(listing.count in said),
        "wanted_said": float(asked.count in said),
        "phrase": float(any(spelling in fold(introduced) for spelling in asked.phrase)),
        "things": min(listing.count, 10) / 10,
    }


def _found(material: Material, listing: Listing) -> dict[str, float]:
    """How the passage it lies in was found."""
    found = listing.found
    return {
        "passage": material.topic.coverage(found.passage.text),
        "rank": found.rank / 10,
        "retrieval": found.score,
        "found": float(found is material.found[0]),
    }


def _formed(
    material: Material, asked: _Asked, listing: Listing, words: Sequence[str], introduced: str
) -> dict[str, float]:
    """Its form, and whether it looks like a list of what is asked for."""
    opens = bool(_OPENS.search(introduced))
    nearest = listing.heading[-1] if listing.heading else ""
    years = {int(year) for year in re.findall(r"20\d\d(?=年)", f"{listing.lead} {nearest}")}
    named = set(material.question.years)
    sorts = [bool(given.search(text)) for given in asked.sorts for text in words]
    return {
        "opens": float(opens),
        "opens_asked": float(opens and bool(re.search("包括|分|由|构成|组成", asked.text))),
        **{form: float(listing.form == form) for form in ("spoken", "numbered", "parts", "mould")},
        "length": min(len(" ".join(words)), 300) / 300,
        "forbids": float(bool(_FORBIDS.search(asked.text)) and bool(_FORBIDS.search(introduced))),
        "sort": float(np.mean(sorts)) if sorts else 0.0,
        "other_year": float(bool(named and years and not years & named)),
    }


def _counted_phrase(asked: str) -> tuple[str, ...]:
    """A number with what it counts (三项制度, 四条原则), in both spellings of the number."""
    match = _PHRASE.search(asked)
    number = parse_numeral(match[1]) if match else None
    if match is None or number is None:
        return ()
    rest = match[0][len(match[1]) :]
    return match[0], f"{int(number)}{rest}"


def probabilities(table: NDArray[np.float64]) -> NDArray[np.float64]:
    """For each list the probability that it, of all of them, is meant; shape (n,)."""
    return choice.probabilities(table @ choice.weights(_NUMBERS, NAMES))
