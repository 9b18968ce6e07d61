"""Of which years a draft speaks: those its quotes name, and those of what they stand in and under.

A paragraph names its year once (到2025年，……。其中……), a document when its rules hold (执行期限为2019年1月1日至2023年12月31日),
and a figure's row carries the year it was read with.
"""

import re
from collections.abc import Iterable

from chat.draft import Draft
from chat.material import Material
from corpus.document import Document, Span
from indexing.targets import document_year

_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?=年)")
_TERM = re.compile(
    r"(?<!\d)(?P<first>(?:19|20)\d\d)(?:年(?:\d{1,2}月(?:\d{1,2}日)?)?)?(?:起)?\s*[至到—–\-~～]+\s*(?P<last>(?:19|20)\d\d)(?=年)"
)
_DAY = re.compile(r"年\d{1,2}月\d{1,2}日")
_FROM_DAY = re.compile(r"年(?:\d{1,2}月(?:\d{1,2}日)?)?(?:起|至|到)")
_BEFORE = 1_000  # characters of a paragraph


def years_named(text: str) -> set[int]:
    """The years that a text names, those between the ends of a term (2019年1月1日至2023年12月31日) with them."""
    named = {int(year) for year in _YEAR.findall(text)}
    for term in _TERM.finditer(text):
        named.update(range(int(term["first"]), int(term["last"]) + 1))
    return named


def years_lacking(material: Material, draft: Draft, near: str) -> set[int]:
    """The years asked for that neither the quotes nor what is `near`, their documents or their paragraphs name."""
    asked = set(material.question.years)
    if draft.kind == "figure":  # rows are taken of the years asked for alone
        asked = {year for year in asked if any(str(year) in lacking for lacking in draft.missing)}
    asked = {year for year in asked if str(year) not in near} - years_named(near)
    if not asked:
        return asked
    spans = [span for spans in draft.statements for span in spans]
    for doc_id in {span.doc_id for span in spans}:
        document = material.document(doc_id)
        own = (span for span in spans if span.doc_id == doc_id)
        asked -= _years_of(document, own, asked)
    return asked


def _years_of(document: Document, spans: Iterable[Span], asked: set[int]) -> set[int]:
    """Those of the years asked for that a document is of, names before the spans in their paragraphs, or holds in."""
    text, title = document.text, document.title
    dated = {year for year in asked if str(year) in title or document_year(document) == year}
    for start in {span.start for span in spans}:
        begin = max(text.rfind("\n", 0, start) + 1, start - _BEFORE)
        dated |= years_named(text[begin:start])
    whole = document_year(document) is None  # of which the days in its text say when it is from
    return dated | {year for year in asked - dated if _holds(text, year, whole)}


def _holds(text: str, year: int, on_a_day: bool) -> bool:
    """Whether a text says that something holds from or until a day of that year (自2019年1月1日起), or names a day of it."""
    pattern = _DAY if on_a_day else _FROM_DAY
    at = text.find(f"{year}年")
    while at >= 0:
        if pattern.match(text, at + 4):
            return True
        at = text.find(f"{year}年", at + 5)
    return False
