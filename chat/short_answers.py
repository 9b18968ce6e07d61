"""The short answer inside a quote: the very date, number to call, body or person that the question asks for.

The reader's own choice (`chat.reader_short`) is taken where it is a thing of the kind asked for and begins and ends
with words; a phrase that names the thing outright (由…牵头, 组长由…担任) comes before it.
"""

import re

from chat.material import Material
from corpus.document import Span
from indexing.sentences import clauses
from indexing.tokenizer import open_tokenizer

_DATE = re.compile(
    r"(?:当年|次年|\d{4}年)?(?:\d{1,2}|[一二三四五六七八九十]{1,2})月(?:\s*(?:\d{1,2}|[一二三四五六七八九十]{1,3})日|[底初末]|[上中下]旬)?"
    r"|次月\s*\d{1,2}日内?|\d{4}年(?:[底初末]|度|[上下]半年)?|\d{4}[-./]\d{1,2}[-./]\d{1,2}|第?[一二三四]季度|[今明去当次]年(?:[底初末])?"
)
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
_BODY = r"(?:(?!按照|依据|根据|依照|将会?同?)[^，。；、：:（）()《》“”\s]){2,24}?"
_SUFFIX = r"(?:部门|[局厅部委办院署]|办公室|单位|机构|中心|政府|公司|银行|协会|委员会|机关)"
_REST_OF_BODY = re.compile(r"(?:管理|服务)?(?:[局厅委署院司处所]|中心|部门|单位|机构)(?![长部面方外内])")
_ASKS_NUMBER = re.compile(r"文号|号文")
_ASKS_BODY = re.compile(
    r"部门|单位|机关|机构|[局厅委]$|[局厅委部](?:牵头|负责|管)|谁(?:牵头|负责|管|来管|考核|解释|批|审)|归谁|由谁|牵头"
)
_NAMING = (
    re.compile(
        rf"由(?P<name>{_BODY})(?:负责|牵头|解释|制定|组织|承担|主管|管理|会同|审定|统一|核实|审核|审批|批准|认定|受理|实施|核发|协调|提出|发布|任|担任|兼任|出任)(?!部门|局|委|办|处|机构|机关|中心|总局|单位)"
    ),
    re.compile(rf"(?:设在|放在|设于|挂靠在?)[“\"]?(?P<name>{_BODY})[”\"]?(?=[，。；、]|$)"),
    re.compile(
        rf"(?:^|[，；：:。.]|\d[.．、])(?:[\u4e00-\u9fff]{{1,4}}答[：:]?)?(?P<name>{_BODY}{_SUFFIX})(?:负责|牵头|主管|会同|组织|考核|(?:是|为)[^，。；]{{0,20}}(?:牵头|主管|责任|主办|承办))"
    ),
    re.compile(rf"(?:牵头|主管|责任|主办|承办)(?:单位|部门|机关)(?:为|是|[：:])(?P<name>{_BODY})(?=[，。；、]|$)"),
)  # fmt: skip
_PERSON = re.compile(
    r"(?:局|厅|部|处|司|市|省|县|区|院|校)长|主任|书记|总理|主席|发言人|负责人|受访人为?|答问人为?"
)
_NAME_OF_PERSON = re.compile(r"(?P<name>[\u4e00-\u9fff]{2,3})(?=[，。；、;,)）答表介说指]|$)")
_DOCUMENT_NUMBER = re.compile(r"[\u4e00-\u9fff]{2,12}[〔\[（(]\d{4}[〕\]）)]\d{1,4}号")
_FORMS = (
    (re.compile(r"传真"), _FAX),
    (re.compile(r"邮箱|邮件|email|e-mail"), _MAIL),
    (re.compile(r"网址|网站|网页|平台"), _SITE),
    (re.compile(r"地址|寄|送到?哪|什么地方|哪里|哪儿|在哪"), _ADDRESS),
    (re.compile(r""), _PHONE),
    (re.compile(r""), _MAIL),
    (re.compile(r""), _SITE),
)
_EMPTY = ("u", "p", "c", "d", "v", "r", "y", "w", "x")  # parts of speech that no name begins or ends with


def short_answer(material: Material, span: Span, read: Span | None) -> Span | None:
    """The short answer in a quoted span; `read` is the reader's choice. None where no thing of the kind is there."""
    kind = material.question.kind
    if read is not None and not span.contains(read):
        read = None
    if kind == "date":
        if _ASKS_HOUR.search(material.question.text):
            return _likeliest(material, span, _HOUR, read)
        pattern = _DAY if _ASKS_DAY.search(material.question.text) else None
        return _likeliest(material, span, _DATE, read, pattern)
    if kind == "contact":
        return _contact(material, span, read)
    if kind == "name":
        return _named(material, span) or _whole_words(material, span, read)
    return read


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


def _named(material: Material, span: Span) -> Span | None:
    """The body, person or number that a phrase of the quote names; None where no phrase does."""
    question, words = material.question.text, material.words(span)
    if _ASKS_NUMBER.search(question):
        match = _DOCUMENT_NUMBER.search(words)
        return _span(span, match.span()) if match else None
    for pattern in _NAMING:
        found = list(pattern.finditer(words))
        if found:
            best = max(found, key=lambda m: _nearness(material, words, m.start("name")))
            return _span(span, best.span("name"))
    if not _ASKS_BODY.search(question):
        named = [_NAME_OF_PERSON.match(words, title.end()) for title in _PERSON.finditer(words)]
        persons = [match for match in named if match]
        if persons:
            best = max(persons, key=lambda m: _nearness(material, words, m.start("name")))
            return _span(span, best.span("name"))
    return None


def _nearness(material: Material, words: str, position: int) -> float:
    """How much of the question the clause around a position, and the one before it, hold."""
    parts = list(clauses(words, 0, len(words)))
    own = next((n for n, (start, end) in enumerate(parts) if start <= position < end), 0)
    return material.topic.coverage(words[parts[max(own - 1, 0)][0] : parts[own][1]])


def _whole_words(material: Material, span: Span, read: Span | None) -> Span | None:
    """The reader's choice from its first whole word that may begin a name to its last that may end one."""
    if read is None:
        return None
    words = material.words(span)
    low, high = read.start - span.start, read.end - span.start
    kept: list[tuple[int, int, str]] = []
    position = 0
    for word, tag in open_tokenizer().tagged(words):
        if low <= position and position + len(word) <= high:
            kept.append((position, position + len(word), tag))
        position += len(word)
    if position != len(words):  # folding changed the length, so that places can't be told
        return read
    while kept and kept[0][2].startswith(_EMPTY):
        kept.pop(0)
    while kept and kept[-1][2].startswith(_EMPTY):
        kept.pop()
    if not kept or all(tag.startswith("m") for _, _, tag in kept):
        return None
    more = _REST_OF_BODY.match(words, kept[-1][1])  # 市政务和数据【局】
    return _span(span, (kept[0][0], more.end() if more else kept[-1][1]))


def _span(span: Span, inner: tuple[int, int]) -> Span:
    return Span(span.doc_id, span.start + inner[0], span.start + inner[1])
