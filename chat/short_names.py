"""Who or which body a sentence names, where a question asks for just that."""

import re

from chat.material import Material
from corpus.document import Span

_BODY = r"[^，。；、：:（）()《》“”\s]{2,24}?"
_PATTERNS = (
    re.compile(
        rf"由(?P<name>{_BODY})(?:负责|牵头|解释|制定|组织|承担|主管|管理|会同|审定|统一|核实|审核|协调|提出|发布)"
    ),
    re.compile(
        rf"(?:设在|放在|设于|挂靠|接入|报|向)[“\"]?(?P<name>{_BODY})[”\"]?(?=[，。；、]|$|备案|申请|提出)"
    ),
    re.compile(
        rf"(?:^|[，；：:])(?P<name>{_BODY}(?:部门|局|厅|部|委|办|办公室|单位|机构|中心))(?:负责|牵头|主管|会同|组织)"
    ),
    re.compile(
        rf"(?:答问人|受访人|发言人|负责人|组长|主任|局长|厅长)(?:为|是)?(?P<name>{_BODY})(?=[，。；、;,)）]|$)"
    ),
    re.compile(r"(?P<name>[\u4e00-\u9fff]{2,12}〔\d{4}〕\d{1,4}号)"),
)


def named(material: Material, span: Span) -> Span | None:
    """The body or person named in a quoted span, by the phrase that names it; None where no phrase does."""
    words = material.words(span)
    for pattern in _PATTERNS:
        match = pattern.search(words)
        if match:
            return Span(span.doc_id, span.start + match.start("name"), span.start + match.end("name"))
    return None
