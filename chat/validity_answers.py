"""Answers to whether a document still holds: what its text says of its term, or another's of its repeal."""

import re

from chat.draft import Draft
from chat.material import Material, of_note, says_something
from chat.question import Question
from chat.topic import fold
from corpus.document import Document, Span
from corpus.linking import is_named
from indexing.sentences import sentences

_SAYS = re.compile(
    r"废止|失效|有效期|停止执行|执行(?:期限|至|到)|至\d{4}年\d{1,2}月\d{1,2}日(?:止|期间)?|施行期"
)
_UNTIL = re.compile(r"[至到]\d{4}年\d{1,2}月\d{1,2}日|\d日止|有效期")
_TERM_IN_TITLE = re.compile(r"[（(]?(?:19|20)\d\d年?\s*[-—–~至]+\s*(?:19|20)\d\d年?[）)]?")
_ASKS_TERM = re.compile(
    r"到期|过期|失效|作废|废止|有效期|(?:管|执行|有效|适用|施行|实行|沿用)(?:到|至)(?:什么|哪|几|啥|多)|(?:什么|啥)时候(?:为止|截止|结束)"
)
# what asks whether a text holds, and words for a text as such: they don't say which
_ASKING = re.compile(
    r"有没有|是不是|能不能|是否|现在|目前|如今|今天|还在|还能|仍然|继续|已经|有效期?|管用|能用|可用|作数|算数|失效|废止|作废|过期|到期|执行期?|施行|适用|照着办"
    r"|什么时候|哪一?年|多久|什么|啥时候?|时候|为止|截止|管到|期限|那[个部版份条项次]|这[个部版份条项次]|\d{4}年?那?版|请问|[还仍的吗呢么了啊吧能用被里中这那是在到至]"
)
# the day or the term itself, in the order in which they are looked for
_LAST_DAY = (
    re.compile(r"[至到—-](?P<term>\d{4}年\d{1,2}月\d{1,2}日)"),
    re.compile(r"有效期(?:限)?[为至到：:]*(?P<term>[\d一二三四五六七八九十]+(?:年|个月))"),
    re.compile(r"[—–~至-]\s*(?P<term>(?:19|20)\d\d年?)"),
)
_ENOUGH = 0.5


def asks_term(question: Question) -> bool:
    """Whether a question asks until when a text holds."""
    return question.kind == "date" and bool(_ASKS_TERM.search(question.text))


def answer_validity(material: Material) -> Draft | None:
    """The sentence that says until when the document asked about holds, or that it does not; None without one."""
    best: tuple[float, int, Span, bool] | None = None
    for rank, document in enumerate(material.documents):
        score = _named(document, material)
        repeal = _repeal(document, material)
        span = repeal or _sentence(document) or _term_in_title(document)
        if span and score >= _ENOUGH and (best is None or (score, -rank) > best[:2]):
            best = (score, -rank, span, repeal is not None and is_named(document, material.question.text))
    if best is None:
        return None
    # A link between a document asked for by its name and the sentence that repeals it is no guess.
    short = _last_day(material, best[2]) if asks_term(material.question) else None
    return Draft("validity", ((best[2],),), best[0], short=short, confidence=float(best[3]))


def _last_day(material: Material, span: Span) -> Span | None:
    words = material.words(span)
    match = next((found for form in _LAST_DAY if (found := form.search(words))), None)
    return (
        Span(span.doc_id, span.start + match.start("term"), span.start + match.end("term")) if match else None
    )


def _named(document: Document, material: Material) -> float:
    """How much of what names a document in the question its title, issuer and region hold; 0 to 1.

    In words or in pairs of characters: of 政务数据暂行办法 the title 政务数据资源管理暂行办法 lacks no pair but 据暂.
    """
    title = " ".join([document.title, document.issuer or "", document.region or ""])
    in_words = material.topic.credit([(title, 1.0), (document.text[:400], 0.7)])
    stretches = re.findall(r"[\u4e00-\u9fffa-z0-9]{2,}", _ASKING.sub(" ", fold(material.question.text)))
    pairs = {stretch[n : n + 2] for stretch in stretches for n in range(len(stretch) - 1)}
    folded = fold(title)
    in_pairs = sum(pair in folded for pair in pairs) / len(pairs) if len(pairs) > 1 else 0.0
    return max(in_words, in_pairs)


def _repeal(document: Document, material: Material) -> Span | None:
    """The sentence of another document that repeals this one."""
    named = document.superseded_in
    if named is None:
        return None
    text = material.document(named.doc_id).text
    return next(
        (
            Span(named.doc_id, start, end)
            for start, end in sentences(text)
            if start <= named.start and named.end <= end
        ),
        None,
    )


def _sentence(document: Document) -> Span | None:
    """The sentence that speaks of this document's own standing: one with its last day, else the earliest."""
    own = document.title.split("（")[0]
    ranked = []
    for start, end in sentences(document.text):
        words = document.text[start:end]
        if _SAYS.search(words) and says_something(words, notes=True):
            # 此前的…同时废止 speaks of another document
            other = (
                bool(
                    re.search(r"《[^》]+》[^。]{0,12}(?:同时)?废止|此前|第[一二三四五六七八九十]+条自", words)
                )
                and own not in words
            )
            ranked.append((other, not _UNTIL.search(words), start, end))
    if not ranked:
        return None
    _, _, start, end = min(ranked)
    whole = Span(document.doc_id, start, end)
    return next((s for s in of_note(document.text, whole) if _SAYS.search(document.quote(s))), whole)


def _term_in_title(document: Document) -> Span | None:
    """The title where it stands in the text, if it names the years of a plan: …行动计划（2021—2023年）."""
    title = document.title.split("（要点")[0]
    at = document.text.find(title, 0, 400) if _TERM_IN_TITLE.search(title) else -1
    return Span(document.doc_id, at, at + len(title)) if at >= 0 else None
