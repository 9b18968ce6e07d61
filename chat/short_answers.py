"""The short answer inside a quote: the very date, number to call, body or person that the question asks for.

The reader's own choice (`chat.reader_short`) is taken where it is a thing of the kind asked for; of names the
likeliest is chosen (`chat.name_ranking`).
"""

import re

from chat.material import Material
from chat.name_ranking import name_in
from chat.topic import fold
from corpus.document import Span
from indexing.sentences import clauses

_DATE = re.compile(
    r"(?:当年|次年|\d{4}年)?(?:\d{1,2}|[一二三四五六七八九十]{1,2})月(?:\s*(?:\d{1,2}|[一二三四五六七八九十]{1,3})日|[底初末]|[上中下]旬)?"
    # 招用的次月, 每月10日前
    r"|次月\s*\d{1,2}日内?|每月\s*\d{1,2}[日号]前?|(?:(?:(?![从自于在应由])[\u4e00-\u9fff]){2,6}的)?次[月日]|\d{4}年(?:[底初末]|度|[上下]半年)?|\d{4}[-./]\d{1,2}[-./]\d{1,2}|第?[一二三四]季度|[今明去当次]年(?:[底初末])?"
)
_PERIOD = re.compile(
    rf"(?P<first>{_DATE.pattern})\s*[至到—–-]+\s*(?P<last>{_DATE.pattern}|\d{{1,2}}日)|\d{{4}}\s*[—–-]+\s*\d{{4}}年"
)
_ASKS_PERIOD = re.compile(
    r"哪几[年天]|几[号日月][到至]几[号日月]|哪一?[天年日月][^，。？?]{0,4}[到至][^，。？?]{0,2}哪|起止|期间是"
)
_ASKS_END = re.compile(
    r"截止|截至|为止|失效|(?:[到至]|管到|执行到)(?:什么时|何时|哪一?[天年日]|几[月号]|啥时)"
)
_ASKS_START = re.compile(r"从(?:什么时|何时|哪一?[天年日个]|几[月号]|啥时)|起|开始|启动")
# what recurs is a time limit in itself: 每年2月底前
_RECURS = re.compile(r"(?:每年|每月|每季度|当年|次年)$")
_LIMIT = re.compile(r"之?前")
_HOUR = re.compile(r"\d{1,2}[:：]\d\d(?:\s*[-—至~]\s*\d{1,2}[:：]\d\d)?|\d{1,2}时(?:\d{1,2}分)?")
_ASKS_HOUR = re.compile(r"几点|什么时段|几时")
_DAY = re.compile(r"日|号|\d[-./]\d")
_ASKS_DAY = re.compile(r"哪一?天|哪一?日|几号|何日")
_PHONE = re.compile(
    r"(?<![\d.])(?:\d{3,4}[-—－]\d{7,8}(?:[-转]\d{1,5})?|\d{3}[-—]\d{5}|1\d{10}|12\d{3}|9\d{4}|\d{7,8}|400[-—]?\d{3}[-—]?\d{4})(?![\d.])"
)
_MAIL = re.compile(r"[A-Za-z0-9_.+-]+@[A-Za-z0-9_.-]*[A-Za-z0-9]")
_SITE = re.compile(
    r"https?://[A-Za-z0-9_./?=&%#:~+-]+|www\.[A-Za-z0-9_./-]+|[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.(?:cn|com|org|net|gov)(?:/[A-Za-z0-9_./-]*)?"
)
_ADDRESS = re.compile(
    r"(?:地址|地点)[：:]?\s*(?P<place>[^，。；;）)（(\n]{5,50})|(?:邮寄|寄送|寄|送|报送|提交|前往)(?:至|到|往)?(?P<to>[^，。；;）)\n]{2,30}\d+号[^，。；;（()）\n]{0,20})"
)
_FAX = re.compile(r"传真[：:]?\s*(?P<after>[\d—－-]{7,})|(?P<before>[\d—－-]{7,})\s*[（(]传真")
_FORMS = (
    (re.compile(r"传真"), _FAX),
    (re.compile(r"邮箱|邮件|email|e-mail"), _MAIL),
    (re.compile(r"网址|网站|网页|平台"), _SITE),
    (re.compile(r"地址|寄|送到?哪|什么地方|哪里|哪儿|在哪"), _ADDRESS),
    (re.compile(r""), _PHONE),
    (re.compile(r""), _MAIL),
    (re.compile(r""), _SITE),
)


def short_answer(material: Material, span: Span, read: Span | None) -> Span | None:
    """The short answer in a quoted span; `read` is the reader's choice. None where no thing of the kind is there."""
    kind = material.question.kind
    if read is not None and not span.contains(read):
        read = None
    if kind == "date":
        if _ASKS_HOUR.search(material.question.text):
            return _likeliest(material, span, _HOUR, read)
        return _date(material, span, read)
    if kind == "contact":
        return _contact(material, span, read)
    if kind == "name":
        return name_in(material, span, read)
    return read


def _date(material: Material, span: Span, read: Span | None) -> Span | None:
    """The day, month or year in a quote that is asked for; of a period the side, or the whole of it."""
    asked, words = fold(material.question.text), material.words(span)
    if _ASKS_PERIOD.search(asked) and _PERIOD.search(words):
        return _likeliest(material, span, _PERIOD, read)
    found = _likeliest(material, span, _DATE, read, _DAY if _ASKS_DAY.search(asked) else None)
    if found is None:
        return None
    low, high = found.start - span.start, found.end - span.start
    for period in _PERIOD.finditer(words):
        side = "last" if _ASKS_END.search(asked) else "first" if _ASKS_START.search(asked) else None
        if side and period[side] and period.start() <= low < period.end():
            low, high = period.span(side)
    limit = _LIMIT.match(words, high) if _RECURS.search(words[:low]) else None
    return _span(span, (low, limit.end() if limit else high))


def _contact(material: Material, span: Span, read: Span | None) -> Span | None:
    """The number, mailbox, site or address in a quote, whichever is asked for."""
    words = material.words(span)
    for asks, form in _FORMS:
        if not asks.search(material.question.text):
            continue
        if form in (_ADDRESS, _FAX):
            match = form.search(words)
            name = next((n for n, found in match.groupdict().items() if found), "") if match else ""
            if match and name:
                return _span(span, match.span(name))
        elif form.search(words):
            return _likeliest(material, span, form, read)
    return None


def _likeliest(
    material: Material,
    span: Span,
    form: re.Pattern[str],
    read: Span | None,
    must: re.Pattern[str] | None = None,
) -> Span | None:
    """Of the things of one form the reader's, else the one whose clause says most of what is asked; the last of equals."""
    words = material.words(span)
    found = [m.span() for m in form.finditer(words) if must is None or must.search(m[0])]
    if not found:
        return read
    if read is not None:
        chosen = [f for f in found if f[0] < read.end - span.start and read.start - span.start < f[1]]
        found = chosen or found
    parts = list(clauses(words, 0, len(words)))
    best = max(
        found,
        key=lambda f: (
            material.topic.coverage(" ".join(words[a:b] for a, b in parts if a <= f[0] < b)),
            f[0],
        ),
    )
    return Span(span.doc_id, span.start + best[0], span.start + best[1])


def _span(span: Span, inner: tuple[int, int]) -> Span:
    return Span(span.doc_id, span.start + inner[0], span.start + inner[1])
