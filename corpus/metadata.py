"""Metadata read from a text's own head and tail, each value with the characters it was read from.

A wrong value is worse than none: what is ambiguous is left out. Dates of adoption are taken from the
signature or a label only, never from the body.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from corpus.dates import WRITTEN_DATE, date_of, read_date, read_number
from corpus.document_number import YEAR_AND_NUMBER, plain_number
from corpus.organs import is_organs
from corpus.regions import region_of
from corpus.titles import read_title, read_type

LONGEST = 100_000  # characters that are looked at: hostile texts are longer than any policy
HEAD = 1500  # characters in which labels and numbers are looked for
_NUMBER = rf"[\u4e00-\u9fff]{{2,16}}?(?:字|函|发)?\s*{YEAR_AND_NUMBER}"
_NUMBER_LINE = re.compile(rf"^[ \t\u3000]*[（(]?(?P<value>{_NUMBER})[）)]?[ \t\u3000]*$", re.M)
_ORDER_LINE = re.compile(
    r"^[ \t\u3000]*(?P<body>[\u4e00-\u9fff ]{2,40}?(?:令|公告))\s*[（(]?(?P<year>(?:19|20)\d{2}\s*年)?\s*"
    r"第\s*(?P<number>[\d一二三四五六七八九十百]{1,6})\s*号[）)]?[ \t\u3000]*$",
    re.M,
)
# Under the title of a regulation: （2026年2月2日某部令第83号公布 自2026年4月1日起施行）
_SUBTITLE = re.compile(r"^[ \t\u3000]*[（(](?P<history>[^（）()]{10,400})[）)]", re.M)
_ORDERED = re.compile(
    rf"{WRITTEN_DATE.pattern}\s?(?P<body>[\u4e00-\u9fff]{{2,30}}?)令第?\s?(?P<number>\d{{1,5}})\s?号(?:公布|发布)"
)
_FROM = re.compile(rf"自\s?(?P<from>{WRITTEN_DATE.pattern})\s?起施行")
_LABELS = {
    "document_number": r"(?:发文字号|文\s*号|发文文号)",
    "issuer": r"(?:发文机关|发文单位|发布机构|发布机关|制定机关)",
    "issued_on": r"(?:成文日期|发文日期|印发日期|签发日期)",
}
_SELF = r"本[\u4e00-\u9fff]{1,8}?|现(?:予|将|)[^。；\n]{0,80}?(?:公布|发布|印发)"
_EFFECTIVE = re.compile(
    rf"(?:{_SELF})[^。；\n]{{0,12}}?自\s?(?P<from>{WRITTEN_DATE.pattern})\s?(?:起)?(?:开始|正式)?"
    r"(?:施行|实施|执行|生效|试行|起执行)"
)
_BEGIN = re.sub("<(year|month|day)>", r"<begin_\1>", WRITTEN_DATE.pattern)
_TERM = re.compile(
    r"(?:执行期限|有效期限?|实施期限|试行期限?)(?:为|自|从|：|:)?\s?"
    rf"(?:(?P<begin>{_BEGIN})\s?(?:起)?(?:至|到|—|-))?"
    rf"(?:至|到)?\s?(?P<until>{WRITTEN_DATE.pattern})"
)
_UNTIL = re.compile(
    rf"(?:{_SELF})[^。；\n]{{0,40}}?(?:施行|实施|执行)[^。；\n]{{0,6}}?(?:有效期)?至\s?(?P<until>{WRITTEN_DATE.pattern})"
)
# What may stand on the line behind the date of a signature.
_BEHIND_DATE = re.compile(r"[）)]?\s*(?:$|[（(]此件|附件|链接|分送|抄送|主送|相关)")
_BLANK = " \t\r\u3000\xa0\ue003\ue004"  # the last two: what some sites leave of Word's line breaks
_SEAL = re.compile(r"[（(][^（）()]{0,30}代?章?[）)]$")
_PERSON = re.compile(
    r"(?:总\s*理|主\s*席|委员长|[署省市州县区部局厅院]\s*长|主\s*任|行\s*长)\s*[:：]?\s*[\u4e00-\u9fff][\u4e00-\u9fff\s·]{1,8}$"
)
_YEARS = re.compile(
    r"(?:有效期限?|试行期限?|试行)(?:暂定|暂)?(?:为|：)?\s?(?P<years>[\d一二三四五六七八九十两]{1,3})\s?年"
)

_BARE = re.compile(r"\s*(?:第\S{1,6}条)?\s*(?:办法|规定|细则|规范|方案|政策|措施)自")


@dataclass(frozen=True, slots=True)
class Reading:
    """A value and the characters (start, end exclusive) it was read from; None where it was inferred."""

    value: str | date
    span: tuple[int, int] | None


def read_metadata(
    text: str, given_title: str = "", given: Mapping[str, str | date] | None = None
) -> dict[str, Reading]:
    """What the text says about itself, by field of Document; fields it says nothing about are absent.

    From the days among what is `given`, which wins over the text, a period of validity is counted.
    """
    found: dict[str, Reading] = {}
    text = text[:LONGEST]
    title = given_title
    if not given_title and (read := read_title(text)):
        found["title"] = Reading(read.text, (read.start, read.end))
        title = read.text
    kind = read_type(title, text)
    if kind is not None:
        found["document_type"] = Reading(kind, None)
    _read_labels(text, found)
    _read_number(text, found)
    if kind != "interview":
        _read_signature(text, found)
    _read_subtitle(text, found)
    _read_validity(text, found, given or {})
    _read_issuer_in_title(title, found)
    issuer = str(found["issuer"].value) if "issuer" in found else ""
    region = region_of(issuer) or region_of(title)
    if region is not None:
        found["region"] = Reading(region, None)
    return found


def _read_labels(text: str, found: dict[str, Reading]) -> None:
    for field, label in _LABELS.items():
        match = re.search(rf"{label}\s?[:：]\s*(?P<value>[^\n]{{2,60}}?)(?:\s{{2,}}|\s*\n|\s*$)", text[:HEAD])
        if match is None:
            continue
        value: str | date | None = match["value"].strip()
        if field == "issued_on":
            value = read_date(str(value))
        elif field == "document_number":
            value = plain_number(str(value)) if re.fullmatch(_NUMBER, str(value)) else None
        elif not is_organs(str(value)):
            value = None
        if value is not None:
            found[field] = Reading(value, match.span("value"))


def _read_number(text: str, found: dict[str, Reading]) -> None:
    if "document_number" not in found and (match := _NUMBER_LINE.search(text[:HEAD])):
        found["document_number"] = Reading(plain_number(match["value"]), match.span("value"))
    match = _ORDER_LINE.search(text[:HEAD])
    if match is None:
        return
    body = re.sub(r"\s", "", match["body"])
    issuer = body.removesuffix("令").removesuffix("公告")
    if is_organs(issuer):
        year = re.sub(r"\s", "", match["year"] or "")
        span = (match.start("body"), match.start() + len(match[0].rstrip()))
        found.setdefault("document_number", Reading(f"{body}{year}第{match['number']}号", span))
        shorter = re.sub(r"^中华人民共和国(?=.{3})", "", issuer)
        written = match.start("body") + match["body"].find(shorter)
        place = (written, written + len(shorter)) if shorter in match["body"] else None
        found.setdefault("issuer", Reading(shorter, place))


def _read_subtitle(text: str, found: dict[str, Reading]) -> None:
    """The order that issued a regulation. One that was amended since has more than one date: left out."""
    subtitle = _SUBTITLE.search(text[:HEAD])
    order = _ORDERED.search(subtitle["history"]) if subtitle else None
    if subtitle is None or order is None or re.search("修订|修正|修改", subtitle["history"]):
        return
    shift = subtitle.start("history")
    issuer = re.sub(r"^中华人民共和国(?=.{3})", "", order["body"])
    day = date_of(order)
    if day is None or not is_organs(issuer):
        return
    end = shift + order.end("body")
    found.setdefault("issued_on", Reading(day, (shift + order.start(), shift + order.start("body"))))
    found.setdefault("issuer", Reading(issuer, (end - len(issuer), end)))
    number = f"{order['body']}令第{order['number']}号"
    stop = shift + order[0].rfind("号") + 1 + order.start()
    found.setdefault("document_number", Reading(number, (shift + order.start("body"), stop)))
    begins = _FROM.search(subtitle["history"])
    if begins and (start := date_of(begins)):
        place = (shift + begins.start("from"), shift + begins.end("from"))
        found.setdefault("effective_on", Reading(start, place))


def _read_signature(text: str, found: dict[str, Reading]) -> None:
    """The bodies and the date under the document: the first date that stands behind their names only."""
    for match in WRITTEN_DATE.finditer(text):
        line_end = text.find("\n", match.end())
        rest = text[match.end() : None if line_end < 0 else line_end].strip(_BLANK)
        day = date_of(match)
        if day is None or not _BEHIND_DATE.match(rest):
            continue
        begin = max(0, match.start() - 600)
        before = text[begin : match.start()]
        organs = _organs_before(before)
        under_title = match.start() < 200 and re.search(r"\n[ \t\u3000]*[（(]\s*$", before)
        if organs or under_title or _PERSON.match(_last_line(before)):
            found.setdefault("issued_on", Reading(day, match.span()))
            if organs and "issuer" not in found:
                start, end = begin + organs[0], begin + organs[1]
                names = _SEAL.sub("", text[start:end]).translate(str.maketrans(_BLANK, " " * len(_BLANK)))
                # The lines and spaces between several bodies are layout.
                found["issuer"] = Reading(" ".join(names.split()), (start, end))
            return


def _organs_before(before: str) -> tuple[int, int] | None:
    """Where, at the end of this text, the bodies stand that sign; None if there are none."""
    start = end = None
    last = len(before)
    while last > 0:
        begin = max(before.rfind("\n", 0, last), before.rfind("。", 0, last)) + 1
        line = before[begin:last].rstrip(_BLANK)
        names = _SEAL.sub("", line).rstrip(_BLANK)
        if names.strip(_BLANK):
            offset = _organs_at_end(names)
            if offset is None:
                break
            start, end = begin + offset, end or begin + len(names)
            if names[:offset].strip(_BLANK):
                break
        if begin == 0 or before[begin - 1] == "。":
            break
        last = begin - 1
    return None if start is None or end is None else (start, end)


def _organs_at_end(line: str) -> int | None:
    """Where the names of bodies begin that the line ends with, two spaces apart from what stands before."""
    for gap in re.finditer(rf"^[{_BLANK}]*|[{_BLANK}]{{2,}}", line):
        if is_organs(line[gap.end() :].strip(_BLANK)):
            return gap.end()
    return None


def _last_line(text: str) -> str:
    return text.rstrip(_BLANK + "\n").rpartition("\n")[2].strip(_BLANK)


def _read_validity(text: str, found: dict[str, Reading], given: Mapping[str, str | date]) -> None:
    days = {date_of(match): match for match in _EFFECTIVE.finditer(text) if date_of(match)}
    if len(days) == 1:
        day, match = next(iter(days.items()))
        assert day is not None
        found.setdefault("effective_on", Reading(day, match.span("from")))
    for pattern in (_TERM, _UNTIL):
        match_ = pattern.search(text)
        if match_ and (until := date_of(match_)):
            found["expires_on"] = Reading(until, match_.span("until"))
            if "begin" in match_.groupdict() and match_["begin"] and (begin := read_date(match_["begin"])):
                found.setdefault("effective_on", Reading(begin, match_.span("begin")))
            return
    years = next((match for match in _YEARS.finditer(text) if _about_itself(text, match.start())), None)
    known = {name: reading.value for name, reading in found.items()} | dict(given)
    start = known.get("effective_on") or known.get("issued_on")
    if years and isinstance(start, date):
        count = read_number(years["years"].replace("两", "二"))
        if 0 < count <= 30:
            found["expires_on"] = Reading(_years_later(start, count), years.span())


def _about_itself(text: str, position: int) -> bool:
    """Whether a period of validity is the document's own, and not that of a permit it deals with."""
    before = text[max(0, position - 200) : position]
    sentence = re.split("[。\\n]", before)[-1]
    itself = "本" in sentence or _BARE.match(sentence)
    return bool(itself and re.search(r"自.{2,20}(?:施行|实施|执行|生效|试行)", sentence))


def _years_later(day: date, years: int) -> date:
    """The last day of a period of so many years that begins on this day."""
    try:
        return day.replace(year=day.year + years) - timedelta(days=1)
    except ValueError:  # 29 February
        return date(day.year + years, 2, 28)


def _read_issuer_in_title(title: str, found: dict[str, Reading]) -> None:
    """The bodies that the title begins with: …关于, …转发, …印发《."""
    match = re.match(r"(.{2,200}?)(?:关于|转发|批转|印发《|发布《)", title)
    before = re.sub(r"^[（(]转载[）)]", "", match[1]).strip() if match else ""
    signed = found.get("issuer")
    if signed is not None and re.sub(r"\s", "", str(signed.value)) == re.sub(r"\s", "", before):
        return  # the signature parts several bodies where the title may not
    if before and is_organs(before):
        written = found["title"].span if "title" in found else None
        found["issuer"] = Reading(before, written)
