"""Questions that assert a figure and ask whether it is right: confirmed or corrected from the documents' rows."""

import re
from dataclasses import replace

from chat.draft import Draft
from chat.figure_ranking import SIDES
from chat.figures import Match, match_figures, shown
from chat.material import Material
from chat.question import Question
from chat.topic import fold
from corpus.numerals import with_digits
from indexing.quantities import Quantity

_CONFIRM = re.compile(
    r"吗[？?。！\s]*$|吧[？?。！\s]*$|对不对|是不是|是否|没错|是这样|属实|对么|真的|(?:是|有)这[个么]|准不准|没记错|记得是|听说"
)
_ASKS_FIGURE = re.compile(r"多少|(?<!哪)几[个家项年天万亿成]|百分之几")
_CASE = re.compile(
    r"(?:及?以[上下内])?的[\u4e00-\u9fff]{2}"
)  # 不到三百万【的城市】: whom it is about, nothing asserted
_NEAR = 0.1  # how much less like the question a row may be and still be the one that was meant
_ENOUGH = 0.45
_TELLING = 100  # a bare number from here on is a figure, not a count of something else
_CANDIDATES = 5
_DAYS = frozenset("天 日 个工作日 工作日 自然日 个自然日".split())


def answer_premise(material: Material) -> Draft | None:
    """Confirms or corrects the figure that the question asserts; None where it asserts none or no row is near."""
    claim = asserted_figure(material.question)
    if claim is None:
        return None
    matches = _matches(material, claim)
    if not matches or matches[0].credit < _ENOUGH:
        return None
    near = [match for match in matches if match.credit >= matches[0].credit - _NEAR][:_CANDIDATES]
    agreeing = next((match for match in near if match.row.quantity.same_as(claim)), None)
    said = f"“{_words(claim)}”"
    if agreeing:
        return _draft(material, [agreeing], f"资料的写法与{said}一致：")
    elsewhere = next(
        (m for m in _matches(material, claim, any_year=True) if _same_in_other_year(m, near[0], claim)), None
    )
    return _draft(material, [near[0], *([elsewhere] if elsewhere else [])], f"资料写的不是{said}：")


def asserted_figure(question: Question) -> Quantity | None:
    """The figure that a question asserts and wants confirmed; None where it asks for one, or confirms none."""
    if not question.quantities or not _CONFIRM.search(question.text) or _ASKS_FIGURE.search(question.text):
        return None
    text = with_digits(fold(question.text).strip())
    asserted = [
        q
        for q in question.quantities
        if (q.unit or q.magnitude or q.number >= _TELLING)
        and not (SIDES[q.comparator] and _CASE.match(text, q.end))
    ]
    return asserted[-1] if asserted else None  # earlier ones are conditions: 单户500万以下的占比不低于80%


def _words(claim: Quantity) -> str:
    return f"{claim.number.normalize():f}{claim.written_unit}"


def _matches(material: Material, claim: Quantity, any_year: bool = False) -> list[Match]:
    question = material.question
    units = _DAYS if claim.unit in _DAYS else frozenset({claim.unit} if claim.unit else ())
    others = tuple(quantity for quantity in question.quantities if quantity != claim)
    narrowed = replace(material, question=replace(question, units=units, quantities=others))
    digits = f"{claim.number.normalize():f}"
    words = [word for word in question.topic if digits not in word.text]
    topic = material.weighed(words)
    years: tuple[int | None, ...] = (None,) if any_year or not question.years else question.years
    return sorted(
        (match for year in years for match in match_figures(narrowed, year, topic)),
        key=lambda match: -match.probability,
    )


def _same_in_other_year(match: Match, right: Match, claim: Quantity) -> bool:
    """Whether the claimed value is the same indicator's, in another year: 10万亿级 is the target for 2030."""
    return (
        match.row.quantity.same_as(claim)
        and match.row.indicator == right.row.indicator
        and match.row.year != right.row.year
    )


def _draft(material: Material, matches: list[Match], lead: str) -> Draft:
    return Draft(
        kind="premise",
        statements=tuple((shown(material, match.row),) for match in matches),
        score=matches[0].credit,
        confidence=matches[0].probability,
        lead=lead,
    )
