"""Questions made from the library by program: a first draft of a set, to be reviewed by a person.

- `figure`: a target with its year, asked of its document; the gold is the figure and its clause.
- `list`: a heading with numbered parts below it, or an interview answer with 一是…二是…; the gold is each part's name.
- `unanswerable_year`, `unanswerable_indicator`: a figure question with a year, or an indicator, that the document does not
  hold, and for which no other document of the library has the row either; `unanswerable_place`: asked of a province that no text of the library names.

The words are the documents' own, so these questions are easier than people's; their worth is in numbers, near misses and in
covering documents that nobody has written questions for. The same library, count and seed give the same items.
"""

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from hashlib import sha256
from itertools import groupby

from corpus.document import Document
from evals.dataset import Evidence, QAItem
from indexing.sentences import sentences
from indexing.structure import blocks
from indexing.target import Target
from indexing.targets import find_targets

PROVINCES = (
    "北京 天津 河北 山西 内蒙古 辽宁 吉林 黑龙江 上海 江苏 浙江 安徽 福建 江西 山东 河南 湖北 湖南 广东 广西 海南 重庆 四川 贵州"
    " 云南 西藏 陕西 甘肃 青海 宁夏 新疆"
).split()
# A clean noun phrase: no verb of reaching or of working on something at its end, no particle or adverb at its beginning.
_INDICATOR = re.compile(
    r"(?!让|使|把|比|将|其中|对|在|以|和|具体|主要|全部|总体|再|先|要|着力|积极|大力|加快|环节)[\u4e00-\u9fffA-Za-z“”]{3,16}(?<![争达到至的为是增长约超将每定高生])"
    r"(?<!推动)(?<!推进)(?<!实施)(?<!落实)(?<!支持)(?<!引导)(?<!鼓励)"
)
_LEAD = re.compile(r"^(?:力争|争取|预计|将|要|达到|超过(?=\d)|超(?=\d))+")
_MARK = re.compile(
    r"^(?:第?[一二三四五六七八九十百]+[、是条章节]|[（(][一二三四五六七八九十\d]+[）)]|\d+[.．、])\s*"
)
_SERIES = re.compile(r"(?:^|(?<=[。；：，\s]))[一二三四五六七八九十]+是([^。；，：,;:]{3,24})")
_ASKER = re.compile(r"^\S{0,6}问[：:]\s*")
TRIES = 20
PARTS = range(3, 9)  # fewer are no list, more are a table of contents


def make_items(documents: Sequence[Document], count: int, seed: int = 0) -> list[QAItem]:
    """About `count` items, the kinds in turn, spread over the documents; fewer where the library gives no more."""
    draw = random.Random(seed)  # noqa: S311 - a sample, not a secret
    ordered = sorted(documents, key=lambda document: document.doc_id)
    rows = [(document, target) for document in ordered for target in _clean_targets(document)]
    places = _absent_places(ordered)
    lists = [item for document in ordered for item in _lists(document)]
    draw.shuffle(lists)
    pools: list[Iterator[QAItem | None]] = [
        (_figure(document, target) for document, target in _shuffled(rows, draw)),
        iter(lists),
        (_other_year(document, target, ordered, draw) for document, target in _shuffled(rows, draw)),
        (_other_place(target, places, draw) for _, target in _shuffled(rows, draw)),
        (_other_indicator(document, target, rows, draw) for document, target in _shuffled(rows, draw)),
    ]
    found: dict[str, QAItem] = {}
    while pools and len(found) < count:
        for pool in list(pools):
            item = next((i for i in pool if i is not None and i.item_id not in found), None)
            if item is None:
                pools.remove(pool)
            elif len(found) < count:
                found[item.item_id] = item
    return list(found.values())


def _shuffled(rows: Sequence[tuple[Document, Target]], draw: random.Random) -> list[tuple[Document, Target]]:
    return draw.sample(rows, len(rows))


def _clean_targets(document: Document) -> Iterator[Target]:
    """Targets with a year and a readable indicator, each (indicator, year) once: a repeated one is ambiguous."""
    usable = [
        target
        for target in find_targets(document)
        if target.year
        and _INDICATOR.fullmatch(target.indicator)
        # 五项, 三个 count what a text is about to list
        and any(character.isdigit() for character in document.quote(target.figure))
    ]
    usable.sort(key=lambda t: (t.indicator, t.year or 0, t.span))
    for _, group in groupby(usable, key=lambda t: (t.indicator, t.year)):
        alike = list(group)
        if len(alike) == 1:
            yield alike[0]


def _figure(document: Document, target: Target) -> QAItem:
    written = document.text[target.figure.start : target.figure.end]
    bare = _LEAD.sub("", written)
    spellings = tuple(dict.fromkeys([bare, written]))
    return _item(
        "figure",
        f"《{_title(document)}》提出，{target.year}年{target.indicator}的目标是多少？",
        nuggets=(spellings,),
        short_answers=spellings,
        reference_answers=(target.quote,),
        evidence=(Evidence(document.doc_id, target.span.start, target.span.end, target.quote),),
    )


def _other_year(
    document: Document, target: Target, documents: Sequence[Document], draw: random.Random
) -> QAItem | None:
    """A year that this document doesn't name, nor any other that speaks of the indicator."""
    assert target.year is not None
    years = [y for y in range(target.year - 3, target.year + 11) if f"{y}" not in document.text]
    for year in draw.sample(years, len(years)):
        if not any(f"{year}" in d.text and _mentioned(target.indicator, d.text) for d in documents):
            question = f"《{_title(document)}》提出，{year}年{target.indicator}的目标是多少？"
            return _item("unanswerable_year", question)
    return None


def _absent_places(documents: Sequence[Document]) -> list[str]:
    """Provinces that no document names."""
    texts = [d.title + (d.region or "") + (d.issuer or "") + d.text for d in documents]
    return [place for place in PROVINCES if not any(place in text for text in texts)]


def _other_place(target: Target, places: Sequence[str], draw: random.Random) -> QAItem | None:
    if not places or any(place in target.indicator for place in PROVINCES):
        return None
    return _item(
        "unanswerable_place", f"{draw.choice(places)}{target.year}年{target.indicator}的目标是多少？"
    )


def _other_indicator(
    document: Document, target: Target, rows: Sequence[tuple[Document, Target]], draw: random.Random
) -> QAItem | None:
    """Another document's indicator, of which this document speaks nowhere and no row of that year; a few are tried."""
    for other, candidate in draw.sample(rows, min(len(rows), TRIES)):
        same = any(t.indicator == candidate.indicator and t.year == target.year for _, t in rows)
        if (
            other.doc_id != document.doc_id
            and not same
            and not _mentioned(candidate.indicator, document.text)
        ):
            question = f"《{_title(document)}》提出，{target.year}年{candidate.indicator}的目标是多少？"
            return _item("unanswerable_indicator", question)
    return None


def _mentioned(indicator: str, text: str) -> bool:
    """Whether any sentence holds most of the indicator's character pairs: a near name would make it answerable."""
    pairs = {indicator[i : i + 2] for i in range(len(indicator) - 1)}
    return any(
        sum(pair in text[start:end] for pair in pairs) > len(pairs) / 2 for start, end in sentences(text)
    )


def _lists(document: Document) -> Iterator[QAItem]:
    yield from _headed_lists(document)
    yield from _series(document)


def _headed_lists(document: Document) -> Iterator[QAItem]:
    """A heading and the names of the numbered parts right below it."""
    found = blocks(document.text)
    names = [block.heading[-1] for block in found if block.kind == "heading" and block.heading]
    for place, block in enumerate(found):
        if block.kind != "heading" or not block.heading or names.count(block.heading[-1]) > 1:
            continue
        below = found[place + 1 :]
        inside = [b for b in below if b.heading[: len(block.heading)] == block.heading]
        level = min((b.level for b in inside if b.level > block.level), default=0)
        parts = [b for b in inside if b.level == level and len(b.heading) == len(block.heading) + 1]
        labels = [_MARK.sub("", part.heading[-1]) for part in parts]
        if (
            level
            and len(parts) in PARTS
            and len(set(labels)) == len(labels)
            and all(2 <= len(x) <= 24 for x in labels)
        ):
            name = _MARK.sub("", block.heading[-1])
            question = f"《{_title(document)}》的“{name}”部分包括哪几项？"
            spans = [
                (p.start + (document.text[p.start : p.end].find(x)), x)
                for p, x in zip(parts, labels, strict=True)
            ]
            yield _list_item(document, question, spans)


def _series(document: Document) -> Iterator[QAItem]:
    """An interview's question and its answer's 一是…二是…, over one or several paragraphs."""
    for question, group in groupby(blocks(document.text), key=lambda block: block.question):
        parts = [b for b in group if b.kind == "text"]
        if not question or not parts:
            continue
        spans = [
            (b.start + m.start(1), m[1])
            for b in parts
            for m in _SERIES.finditer(document.text[b.start : b.end])
        ]
        if len(spans) in PARTS and len(question) <= 80 and len({name for _, name in spans}) == len(spans):
            yield _list_item(document, _ASKER.sub("", question), spans)


def _list_item(document: Document, question: str, spans: Sequence[tuple[int, str]]) -> QAItem:
    return _item(
        "list",
        question,
        nuggets=tuple((name,) for _, name in spans),
        evidence=tuple(
            Evidence(document.doc_id, start, start + len(name), name)
            for start, name in spans
            if document.text.startswith(name, start)
        ),
    )


def _item(
    kind: str,
    question: str,
    nuggets: tuple[tuple[str, ...], ...] = (),
    short_answers: tuple[str, ...] = (),
    reference_answers: tuple[str, ...] = (),
    evidence: tuple[Evidence, ...] = (),
) -> QAItem:
    item_id = f"made-{kind}-{sha256(question.encode()).hexdigest()[:10]}"
    answerable = not kind.startswith("unanswerable")
    item = QAItem(item_id, question, answerable, kind, nuggets=nuggets, short_answers=short_answers)
    return replace(item, reference_answers=reference_answers, evidence=evidence)


def _title(document: Document) -> str:
    """The title as it stands between 《 and 》: titles in it get single marks, as GB/T 15834 has it."""
    title = document.title
    whole = re.fullmatch("《([^《》]*)》", title)
    return whole[1] if whole else title.translate(str.maketrans("《》", "〈〉"))
