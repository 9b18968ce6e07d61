"""Measures against a profile: three groups, each measure with the reasons that put it there.

A measure applies only where every condition that the text states is known to be met, it holds for the place, and
the document and the measure are in force. One condition known not to be met is enough that it does not apply;
anything unknown makes it one that may apply.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from chat.matching.kinds import in_industry, industries_named
from chat.matching.profile import Profile
from chat.matching.requirements import Requirement, audience_alternatives, condition_requirements
from chat.matching.verdicts import Finding, judge, region_verdict
from corpus.dates import WRITTEN_DATE, date_of
from corpus.document import Document, Span
from corpus.validity import status_on
from indexing.instruments import SUPPORT
from indexing.measure import Measure
from indexing.measure_search import FoundMeasure, relevance
from indexing.tokenizer import open_tokenizer

Group = Literal["applies", "may_apply", "does_not_apply"]
GROUPS: tuple[Group, ...] = ("applies", "may_apply", "does_not_apply")

_OVER = {"expired": "文件已过有效期", "repealed": "文件已废止", "not_yet": "文件还没有生效"}
_YEAR_ONLY = re.compile(
    r"(?<![\d—\-–~至])(20\d\d)年(?:(?:主要)?(?:惠企|助企|财政|民生|产业|开放|预期|政府工作|重点|工作)|度)"
)
_YEARS = re.compile(r"(20\d\d)年?[—\-–~至](20\d\d)年")


_BASIS = 30  # characters before a clause in which it may say by which rules it gives
_ELSEWHERE = re.compile(r"出台[^，,。；;]*办法|按照?(?:有关|相关|上述文件|国家)?规定")
_BACK = ("这些", "上述", "该企业")


@dataclass(frozen=True, slots=True)
class Match:
    """One measure for one enterprise. `wanted` is how near it comes to what the enterprise wants, 0 to 1."""

    document: Document
    measure: Measure
    group: Group
    findings: tuple[Finding, ...]
    notices: tuple[str, ...]
    wanted: float

    def to_json(self) -> dict[str, Any]:
        """The measure's own JSON with `title`, `reasons`, `notices` and `citations` (quotes that open the source)."""
        return {
            **self.measure.to_json(self.document),
            "title": self.document.title,
            "reasons": [
                {
                    "condition": f.requirement.value,
                    "verdict": f.verdict,
                    "reason": f.reason,
                    "citation": self._number(f),
                }
                for f in self.findings
            ],
            "notices": list(self.notices),
            "wanted": round(self.wanted, 3),
            "citations": [
                {
                    "number": number,
                    "doc_id": span.doc_id,
                    "title": self.document.title,
                    "heading": list(self.measure.heading),
                    "start": span.start,
                    "end": span.end,
                    "quote": self.document.quote(span),
                }
                for number, span in enumerate(self.spans(), 1)
            ],
        }

    def spans(self) -> list[Span]:
        """What is cited: the measure's statement, then each condition that lies outside it, at most 200 characters each."""
        found = [self.measure.span]
        for finding in self.findings:
            span = _short(finding.requirement.span)
            if span and not any(one.contains(span) for one in found):
                found.append(span)
        return found

    def _number(self, finding: Finding) -> int | None:
        span = _short(finding.requirement.span)
        if span is None:
            return None
        return next((number for number, one in enumerate(self.spans(), 1) if one.contains(span)), None)


def match_measures(found: Iterable[FoundMeasure], profile: Profile, day: date) -> dict[Group, list[Match]]:
    """Every measure in its group; in each group what the enterprise wants comes first, else the library's order."""
    tokenizer = open_tokenizer()
    wants = [word for want in profile.wants for word in tokenizer.words(want) if len(word) > 1]
    groups: dict[Group, list[Match]] = {group: [] for group in GROUPS}
    for document, measure in found:
        match = match_one(document, measure, profile, day, relevance(document, measure, wants))
        groups[match.group].append(match)
    return {group: sorted(matches, key=lambda match: -match.wanted) for group, matches in groups.items()}


def match_one(
    document: Document, measure: Measure, profile: Profile, day: date, wanted: float = 0.0
) -> Match:
    """One measure against one profile on a day."""
    findings = [
        _validity(document, measure, day),
        _region(document, measure, profile),
        *_audience(document, measure, profile, day),
    ]
    for span in measure.conditions:
        findings += [judge(asked, profile, day) for asked in condition_requirements(document, span)]
    if _ELSEWHERE.search(_with_basis(document, measure.core)):
        asked = Requirement("vague", "具体条件", measure.core)
        findings.append(Finding(asked, "unknown", "具体条件在文中所说的办法或规定里，这里没有写"))
    if measure.instrument == SUPPORT:
        findings += _topic(document, profile)
    verdicts = {finding.verdict for finding in findings}
    group: Group = (
        "does_not_apply" if "failed" in verdicts else "may_apply" if "unknown" in verdicts else "applies"
    )
    return Match(document, measure, group, tuple(findings), tuple(_notices(document, day)), wanted)


def _with_basis(document: Document, core: Span) -> str:
    """The clause that gives, with the one right before it in its sentence: 按照有关规定，向…"""
    before = document.text[max(0, core.start - _BASIS) : core.start]
    return re.split(r"[。；;！!？?\n]", before)[-1] + document.quote(core)


def _audience(document: Document, measure: Measure, profile: Profile, day: date) -> list[Finding]:
    """The findings of the alternative that fits best; one unknown where the text names nobody."""
    alternatives = audience_alternatives(document, measure)
    if not alternatives:
        return [Finding(Requirement("nobody", "对象", measure.span), "unknown", "文中没有写明给谁")]
    assert measure.audience is not None
    elsewhere = measure.audience.end <= measure.span.start
    if elsewhere and not document.quote(measure.span).startswith(_BACK):
        inferred = Finding(
            Requirement("nobody", "对象", measure.audience),
            "unknown",
            "对象写在上文，是否也指这一项要核对原文",
        )
    else:
        inferred = None
    judged = [[judge(asked, profile, day) for asked in alternative] for alternative in alternatives]
    best = min(judged, key=_worst)
    if not measure.conditions and all(finding.requirement.sort == "enterprise" for finding in best):
        # 支持企业… and nothing else: it cannot be for every enterprise
        asked = Requirement("vague", best[0].requirement.value, measure.audience)
        best = [Finding(asked, "unknown", f"文中只写“{asked.value}”，没有写明哪些{asked.value}、什么条件")]
    return [*best, inferred] if inferred else best


def _topic(document: Document, profile: Profile) -> list[Finding]:
    """Support without an instrument, in a document on one industry, is meant for that industry."""
    named = [name for name, _, _ in industries_named(document.title)]
    if not named or any(in_industry(profile.industries, name) == "yes" for name in named):
        return []
    topic = "、".join(dict.fromkeys(named))
    return [Finding(Requirement("industry", topic), "unknown", f"文件是关于{topic}的，是否包括本企业要核实")]


def _worst(findings: list[Finding]) -> tuple[int, int]:
    rank = {"met": 0, "unknown": 1, "failed": 2}
    return max(rank[f.verdict] for f in findings), sum(rank[f.verdict] for f in findings)


def _region(document: Document, measure: Measure, profile: Profile) -> Finding:
    words = document.quote(measure.audience) if measure.audience else ""
    verdict, reason = region_verdict(document.region, profile, words)
    return Finding(Requirement("case", "适用地区"), verdict, reason)


def _validity(document: Document, measure: Measure, day: date) -> Finding:
    asked = Requirement("case", "在有效期内", measure.validity)
    status = status_on(document, day)
    if status in _OVER:
        ended = f"（{document.expires_on:%Y-%m-%d}止）" if status == "expired" and document.expires_on else ""
        return Finding(asked, "failed", _OVER[status] + ended)
    first, last = _period(document, measure)
    if last is not None and day > last:
        return Finding(asked, "failed", f"执行期到{last:%Y-%m-%d}为止")
    if first is not None and day < first:
        return Finding(asked, "failed", f"从{first:%Y-%m-%d}起才执行")
    return Finding(asked, "met", f"执行期到{last:%Y-%m-%d}" if last else "文件没有载明已经失效")


def _period(document: Document, measure: Measure) -> tuple[date | None, date | None]:
    """First and last day of the measure: from its own period, else from the year that its headings or title are of."""
    if measure.validity is not None:
        first, last = period_of(document.quote(measure.validity))
        if first or last:
            return first, last
    for words in (*reversed(measure.heading), document.title):
        span = _YEARS.search(words)
        if span:
            return None, date(int(span[2]), 12, 31)
        single = _YEAR_ONLY.search(words)
        if single:
            return None, date(int(single[1]), 12, 31)
    return None, None


def period_of(words: str) -> tuple[date | None, date | None]:
    """自2014年1月1日至2016年12月31日: the two days. A year missing from the second is that of the first."""
    parts = re.split(r"至|到(?=\d)|—|－", words, maxsplit=1)
    first = _date_in(parts[0])
    if len(parts) == 1:
        return (first, None) if not words.endswith(("止", "前")) else (None, first)
    end = parts[1]
    if first and not re.match(r"\d{4}年", end):
        end = f"{first.year}年{end}"
    last = _date_in(end)
    if last is None and (year := re.match(r"(\d{4})年(?!\d)", end)):
        last = date(int(year[1]), 12, 31)
    return first, last


def _date_in(words: str) -> date | None:
    match = WRITTEN_DATE.search(words)
    return date_of(match) if match else None


def _notices(document: Document, day: date) -> Iterable[str]:
    status = status_on(document, day)
    if status == "amended":
        yield "文件已被修改，请核对最新条款"
    elif status == "unknown":
        yield "文件没有载明有效期，办理前请核实是否仍在执行"
    if document.document_type == "interview":
        yield "出自访谈或问答，具体以正式文件为准"


def _short(span: Span | None) -> Span | None:
    return None if span is None else Span(span.doc_id, span.start, min(span.end, span.start + 200))
