"""What is shown with a quote once it is decided that it answers: what announces it, what it goes on from, and what goes on.

有关单位应当予以配合 is said of what the sentence before tells; 无法追回的，照章征税 is the other case of 追回后方可免税. None of it
counts for the decision: it is said of the same matter whether or not that answers.
"""

import re
from dataclasses import replace

from chat.announcing import announcement, list_around, statement
from chat.draft import Draft
from chat.material import Material
from chat.quoting import LONGEST
from corpus.document import Span
from indexing.sentences import sentences

_ONE_THING = ("figure", "date", "contact", "name")
# a sentence that begins with what only the one before it names
_GOES_ON_FROM = re.compile(
    r"(?:有关(?:单位|部门|人员|企业|个人|机构)|上述|前述|前款|对此(?!次)|此类|此项|其(?![中他它余次])|该(?:项|类|等|部分|企业|单位|人员)|否则|逾期|但)"
)
# a sentence that tells the other case of the one before it, or what becomes of the rest
_GOES_ON = re.compile(
    r"(?:但|否则|逾期|其中|拒不|凡[^，。]{0,16}[不未无]|[未无不][^，。；]{1,16}的，|(?:不足|超过|超出|剩余)[^，。；]{0,6}(?:部分|的)，)"
)


def shown_whole(material: Material, draft: Draft) -> Draft:
    """The draft with what announces the items that it quotes and what its sentences go on from or are gone on by; as it is
    where one thing is asked for."""
    if draft.kind not in ("reading", "list", "support") or material.question.kind in _ONE_THING:
        return draft
    return _joined(material, draft) if draft.kind == "list" else _joined(material, _rounded(material, draft))


def _joined(material: Material, draft: Draft) -> Draft:
    """The draft with what announces a list before the first of its items."""
    said = {span for spans in draft.statements for span in spans}
    statements = []
    for spans in draft.statements:
        around = list_around(material, spans[-1] if draft.kind == "list" else spans[0])
        announces = statement if draft.kind == "list" else announcement
        lead = announces(material, around.span) if around else None
        if lead and not any(lead.overlaps(other) for other in said):
            said.add(lead)
            spans = (lead, *spans)
        statements.append(spans)
    return replace(draft, statements=tuple(statements))


def _rounded(material: Material, draft: Draft) -> Draft:
    """The draft with the sentences of the same paragraph that belong to what it quotes, where no other statement is them."""
    said = [span for spans in draft.statements for span in spans]
    statements = []
    for spans in draft.statements:
        wide = _with_neighbours(material, spans[-1])
        others = (span for span in said if span not in spans)
        statements.append(spans if any(wide.overlaps(other) for other in others) else (*spans[:-1], wide))
    return replace(draft, statements=tuple(statements))


def _with_neighbours(material: Material, span: Span) -> Span:
    text = material.document(span.doc_id).text
    line, end = text.rfind("\n", 0, span.start) + 1, text.find("\n", span.end)
    start, last = span.start, span.end
    if _GOES_ON_FROM.match(text, start):
        before = list(sentences(text, max(line, start - LONGEST), start))
        start = before[-1][0] if before and text[before[-1][1] - 1] == "。" else start
    if text[last - 1] in "。；":
        following = next(sentences(text, last, min(last + LONGEST, end if end >= 0 else len(text))), None)
        if following and _GOES_ON.match(text, following[0]) and text[following[1] - 1] == "。":
            last = following[1]
    return Span(span.doc_id, start, last)
