"""Answers to whether a document still holds: what its text says of its term, or another's of its repeal."""

import re

from chat.draft import Draft
from chat.material import Material, says_something
from corpus.document import Document, Span
from corpus.linking import is_named
from indexing.sentences import sentences

_SAYS = re.compile(
    r"废止|失效|有效期|停止执行|执行(?:期限|至|到)|至\d{4}年\d{1,2}月\d{1,2}日(?:止|期间)?|施行期"
)
_UNTIL = re.compile(r"[至到]\d{4}年\d{1,2}月\d{1,2}日|\d日止|有效期")
_ENOUGH = 0.5


def answer_validity(material: Material) -> Draft | None:
    """The sentence that says until when the document asked about holds, or that it does not; None without one."""
    best: tuple[float, int, Span, bool] | None = None
    for rank, document in enumerate(material.documents):
        title = " ".join([document.title, document.issuer or "", document.region or ""])
        score = material.topic.credit([(title, 1.0), (document.text[:400], 0.7)])
        repeal = _repeal(document, material)
        span = repeal or _sentence(document)
        if span and score >= _ENOUGH and (best is None or (score, -rank) > best[:2]):
            best = (score, -rank, span, repeal is not None and is_named(document, material.question.text))
    if best is None:
        return None
    # A link between a document asked for by its name and the sentence that repeals it is no guess.
    return Draft("validity", ((best[2],),), best[0], confidence=float(best[3]))


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
    return Span(document.doc_id, start, end)
