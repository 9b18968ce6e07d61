"""What speaks for and against a name in a quote: where it begins, where it ends, what is between, and which clause holds it."""

import re
from collections.abc import Sequence
from functools import cached_property
from itertools import pairwise

from chat.name_asked import NameAsked
from chat.name_candidates import CUES, ITEM, SUFFIX, Name, tokens_of
from chat.topic import Topic, fold
from indexing.places import find_places
from indexing.sentences import clauses

_BEFORE = {
    "by": re.compile(r"(?:由|被|归|交由|委托)$"),
    "through": re.compile(r"(?:通过|利用|依托|登录|按照?|根据|依据|依照|以|用|凭|经)$"),
    "to": re.compile(r"(?:向|到|至|报|给|送|往|与|和|同|跟|入|于|在|设在|对)$"),
    "is": re.compile(r"(?:是|为|即|叫|称为?|作为|名为|：|:|成|指)$"),
    "verb": re.compile(r"(?:支持|开展|实施|建设|实行|推动|推进|建立|上线|接入|纳入|打造|提交|联系|请示|咨询)$"),
}  # fmt: skip
_AFTER = {
    "duty": re.compile(
        r"(?:分别)?(?:负责|牵头|主管|会同|解释|组织|统筹|审|承担|管|定|确定|受理|办|监管|指导|考核|备案|初审|发布|印发|出台|公布|要|应当?|可|将)"
    ),
    "is": re.compile(r"是|为|作为|任|担任"),
    "of": re.compile(r"的|项下|中|里"),
    "end": re.compile(r"[，,。；;”）)、]|$"),
}  # fmt: skip
_WHOLE = re.compile(
    r"(?:负责|牵头|主管|统筹|解释|承担|管理|监管|办理|执行|受理|审核|考核|落实)[，,、；;。]?$"
)
_NAMED_IS, _IS = re.compile(r"(?:是|为|即|叫|：|:)$"), re.compile(r"是|为|作为")
_ASKING = frozenset(
    "的了是在由谁哪个什么多少归那这要和与及对为被把给向吗呢啊来去到里上下中？?，,。、“”有会能可将应些几家位"
)
_ASKS_ITEM = re.compile(r"[几哪一]条")
_MOULD = 0.3  # of a clause's pairs of characters
_OBJECT = 3  # characters: what is as short ends a name
_MARKS = "“”‘’「」《》"
_QUOTING, _QUOTED = ("“", "「"), ("”", "」")
LEFT = (
    "cut_left", "after_of", "repeated_first", "beside_left", "clause", "clause_best", "wider", "start", "first_clause", "similar_before",
    "beside_noun_left", "part_left", "what_is", "first_of_clause", "own_first", "verb_first", "position",
    "label", "asked_before", "title_asked", "contrast", "contrast_best", "contrast_led", "of_a_mould", *(f"before_{name}" for name in _BEFORE),
)  # fmt: skip
RIGHT = (
    "cut_right", "repeated_last", "beside_right", "end", "head_last", "noun_end", "number", "beside_noun_right", "part_right", "is_what",
    "unknown_class", "class_fits", "class_other", "stops_short", "asked_after", "fits_head", *(f"after_{name}" for name in _AFTER), *(f"is_{name}" for name in SUFFIX),
)  # fmt: skip
BETWEEN = (
    "length", "words", "empty_inside", "verb_inside", "joined", "joined_and", "repeated", "distance", "head_ends", "head_holds", "head_is",
    "quoted", "quoted_more", "title", "person", "place_name", "number_inside", "bracket", "read", "read_overlap", "whole_phrase", "titled",
    "short_word", "joined_one", "shares", "who_by", "who_duty", "cue_inside", "head_long", "read_elsewhere", "read_contrast", "body_and_verb",
    "item", "titled_asked",
)  # fmt: skip
"""The features of a candidate, in order."""


class Quoted:
    """A quoted text as its candidates are weighed in it."""

    def __init__(self, asked: NameAsked, topic: Topic, words: str):
        self.asked, self.topic, self.words = asked, topic, words
        self.tokens = tokens_of(words)
        if "place" in asked.classes:  # 合肥, which jieba takes for a noun
            places = {(place.start, place.end) for place in find_places(words)}
            self.tokens = [t._replace(tag="ns") if (t.low, t.high) in places else t for t in self.tokens]
        known = {spelling for word in topic.words for spelling in word.spellings}
        self.repeated = [
            len(token.text) > 1 and (fold(token.text) in asked.question or fold(token.text) in known)
            for token in self.tokens
        ]
        self.parts = list(clauses(words, 0, len(words))) or [(0, len(words))]

    @cached_property
    def covered(self) -> list[float]:
        """How much of the question each clause holds."""
        return [self.topic.coverage(self.words[low:high]) for low, high in self.parts]

    @cached_property
    def contrast(self) -> list[float]:
        """How much of what tells its clauses apart each clause has in common with the question, 0 to 1 (the most):
        甲登记由…负责，乙登记由…负责 differ in 甲 and 乙, and of these one stands in the question."""
        return _told_apart(self._characters, set(self.asked.question) - _ASKING)

    @cached_property
    def of_a_mould(self) -> list[float]:
        """Of clauses of one mould 1 for the one that the question is about, -1 for the others; 0 for all other clauses."""
        pairs = [{*pairwise(self.words[low:high])} for low, high in self.parts]
        result = [0.0] * len(pairs)
        for place, own in enumerate(pairs):
            alike = [
                n for n, other in enumerate(pairs) if len(own & other) > _MOULD * min(len(own), len(other))
            ]
            told = _told_apart([self._characters[n] for n in alike], set(self.asked.question) - _ASKING)
            if len(alike) > 1 and max(told) > 0 and told.count(1.0) == 1:
                result[place] = 1.0 if told[alike.index(place)] == 1.0 else -1.0
        return result

    @cached_property
    def _characters(self) -> list[set[str]]:
        return [set(fold(self.words[low:high])) for low, high in self.parts]

    @property
    def asks_item(self) -> bool:
        """Whether an article or item of a document is asked for (第几条)."""
        return bool(_ASKS_ITEM.search(self.asked.question))

    def names_item(self, name: Name) -> bool:
        """Whether a candidate is an item of a named document: 《…》第十二条."""
        return name.last - name.first > 1 and bool(ITEM.search(self.tokens[name.last - 1].text))

    def is_phrase(self, name: Name) -> bool:
        """Whether a candidate is one noun phrase: nothing joined, no particle, no verb before it, no body that acts."""
        inner = self.tokens[name.first : name.last]
        plain = not any(token.tag[:1] in "upcdrmf" or token.text == "、" for token in inner)
        return plain and inner[0].tag != "v" and not self._acts(name)

    def _acts(self, name: Name) -> bool:
        """Whether a body does something to another thing in a candidate: 主管部门组织金融机构, but not 税务局采购中心."""
        inner = self.tokens[name.first : name.last]
        return any(
            verb.tag == "v" and name.high - verb.high > _OBJECT and bool(SUFFIX["body"].search(token.text))
            for token, verb in pairwise(inner)
        )

    def left(self, first: int, low: int) -> list[float]:
        """What is known from where a candidate begins, one number for each of `LEFT`."""
        place = self._clause(low)
        start = self.parts[place][0]
        token = self.tokens[first - 1] if first and self.tokens[first - 1].low >= start else None
        repeated = token is not None and self.repeated[first - 1]
        before = self.words[max(start, low - 4) : low]
        noun = token is not None and token.tag[:1] in "njbl" and not token.parts
        return [
            float(token is not None and token.tag[:1] in "njb" and not repeated),
            float(token is not None and token.tag[:1] == "u"),
            float(self.repeated[first]),
            float(repeated),
            self.covered[place],
            float(self.covered[place] == max(self.covered)),
            self._led_by(place),
            float(low == start),
            float(place == 0),
            float(token is not None and token.text[-1] in self.asked.question),
            float(noun),
            float(before[-1:] == "、"),
            self.topic.coverage(self.words[start:low]) if _NAMED_IS.search(before) else 0.0,
            float(low - start < 3),
            float(self.words[low] in "本其各该"),
            float(self.tokens[first].tag == "v"),
            low / 100,
            float(bool(self.asked.head) and self._labelled(start, low)),
            _alike(self.asked.before, self.words[max(start, low - 8) : low]),
            float(
                token is not None
                and token.text in self.asked.question
                and bool(SUFFIX["person"].search(token.text))
            ),
            self.contrast[place],
            float(self.contrast[place] == 1.0),
            self.contrast[place - 1] if place and self._led_by(place) else 0.0,
            self.of_a_mould[place],
            *(float(bool(form.search(before))) for form in _BEFORE.values()),
        ]

    def right(self, last: int, high: int) -> list[float]:
        """What is known from where a candidate ends, one number for each of `RIGHT`."""
        end = self.parts[self._clause(high - 1)][1]
        token = self.tokens[last] if last < len(self.tokens) and self.tokens[last].low < end else None
        repeated = token is not None and self.repeated[last]
        own, after = self.tokens[last - 1], self.words[high : high + 3]
        bare = self.words[max(0, high - 12) : high].rstrip(_MARKS)
        held = [bool(form.search(bare)) for form in SUFFIX.values()]
        for kind, given in (
            ("place", own.tag[:2] == "ns"),
            ("person", own.tag == "nr" and not any(held)),
            ("paper", own.tag in ("title", "number")),
        ):
            held[list(SUFFIX).index(kind)] |= given
        fits = any(has and kind in self.asked.classes for kind, has in zip(SUFFIX, held, strict=True))
        return [
            float(token is not None and token.tag[:1] in "nj" and not repeated),
            float(self.repeated[last - 1]),
            float(repeated),
            float(not re.search(r"\w", self.words[high:end])),
            float(bool(self.asked.head) and bare[-1:] == self.asked.head[-1]),
            float(own.tag[:1] in "nj" or own.tag in ("title", "number", "eng")),
            float(own.tag == "number"),
            float(token is not None and token.tag[:1] in "njl" and not token.parts),
            float(after[:1] == "、"),
            self.topic.coverage(self.words[high:end]) if _IS.match(after) else 0.0,
            float(not any(held)),
            float(fits),
            float(any(held) and not fits),
            float(
                bool(self.asked.head)
                and self.words[high : high + 9].lstrip(_MARKS).startswith(self.asked.head)
            ),
            _alike(self.asked.after, self.words[high : min(end, high + 8)]),
            float(bool(self.asked.head) and fits),
            *(float(bool(form.match(after))) for form in _AFTER.values()),
            *map(float, held),
        ]

    def between(
        self, name: Name, left: Sequence[float], right: Sequence[float], read: tuple[int, int] | None
    ) -> list[float]:
        """What is known of the words of a candidate, one number for each of `BETWEEN`."""
        text = self.words[name.low : name.high]
        inner = self.tokens[name.first : name.last]
        tags = [token.tag for token in inner]
        before, after = self.words[name.low - 1 : name.low], self.words[name.high : name.high + 1]
        bare = text.strip(_MARKS)
        head = self.asked.head
        common = min(name.high, read[1]) - max(name.low, read[0]) if read else 0
        overlap = 2 * max(common, 0) / (len(text) + read[1] - read[0]) if read else 0.0
        titled = name.first > 0 and bool(SUFFIX["person"].search(self.tokens[name.first - 1].text))
        titled_person = float(titled and len(bare) in (2, 3) and not ("\u4e00" <= after <= "\u9fff"))
        beside = left[LEFT.index("beside_noun_left")] or left[LEFT.index("after_of")]
        return [
            len(text) / 20,
            len(inner) / 10,
            float(sum(tag[:1] in "up" for tag in tags)),
            float(sum(tag == "v" for tag in tags[:-1])),
            float("、" in text),
            float("c" in tags),
            sum(self.repeated[name.first : name.last]) / len(inner),
            self._distance(name),
            float(bool(head) and bare.endswith(head) and bare != head),
            float(bool(head) and head in bare),
            float(bare == head or bare in self.asked.question),
            float(text[0] in _QUOTING or (before in _QUOTING and after in _QUOTED)),
            float(text[0] in _QUOTING and text[-1] not in _QUOTED),
            float(tags[0] == "title"),
            float(tags == ["nr"]),
            float(all(tag[:2] == "ns" for tag in tags)),
            float(any(tag[:1] in "mt" and tag != "title" for tag in tags)),
            float(before in ("（", "(") and after in ("）", ")")),
            float(overlap == 1.0),
            overlap,
            float(not beside and not right[RIGHT.index("beside_noun_right")]),
            titled_person,
            float(tags == ["n"] and len(bare) < 3 and not right[RIGHT.index("is_person")]),
            float("、" in text and self.asked.one),
            len(set(bare) & set(self.asked.question)) / max(1, len(set(bare))),
            left[LEFT.index("before_by")] * self.asked.who,
            right[RIGHT.index("after_duty")] * self.asked.who,
            float(any(token.text in CUES for token in inner)),
            float(bool(head) and bare.endswith(head) and bare != head) * len(text) / 20,
            overlap * (max(self.covered) - self.covered[self._clause(name.low)]),
            overlap * (1 - self.contrast[self._clause(name.low)]) if len(self.parts) > 1 else 0.0,
            float(self._acts(name)),
            float(self.names_item(name)) * (1.0 if self.asks_item else -1.0),
            titled_person * ("person" in self.asked.classes),
        ]

    def _labelled(self, start: int, low: int) -> bool:
        """Whether a name stands after the very noun asked for: 责任单位为……"""
        before = _NAMED_IS.sub("", self.words[start:low])
        return before != self.words[start:low] and before.endswith(self.asked.head)

    def _led_by(self, place: int) -> float:
        """How much of the question the clause before holds, where it may lead to this one: 涉及服装的，请示……; 甲由乙负责
        says all it has to say."""
        if not place:
            return 0.0
        start, end = self.parts[place - 1]
        return 0.0 if _WHOLE.search(self.words[start:end]) else self.covered[place - 1]

    def _distance(self, name: Name) -> float:
        """How many words lie between a name and the nearest word that the question repeats, 0 to 1 (ten and more)."""
        for away in range(10):
            low, high = name.first - 1 - away, name.last + away
            if (low >= 0 and self.repeated[low]) or (high < len(self.repeated) and self.repeated[high]):
                return away / 10
        return 1.0

    def _clause(self, position: int) -> int:
        """The place of the clause that holds a character; that of the last one before it where it lies between two."""
        return max((n for n, (start, _) in enumerate(self.parts) if start <= position), default=0)


def _told_apart(held: Sequence[set[str]], asked: set[str]) -> list[float]:
    """How much of `asked` each of several texts holds that not all of them hold, as a share of the most."""
    told = [sum(1 - sum(c in h for h in held) / len(held) for c in asked & own) for own in held]
    most = max(told, default=0.0)
    return [one / most for one in told] if most > 0 else told


def _alike(word: str, text: str) -> float:
    """How much of a question's word stands in a text, 0 to 1."""
    return sum(character in text for character in word) / len(word) if word else 0.0
