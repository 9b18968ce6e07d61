"""A small document and answers from it, to be drawn, kept and written to files."""

from dataclasses import replace
from datetime import date

from chat.answer import Answer, Citation, Statement
from corpus.document import Document, Span
from indexing.passage import Passage, ScoredPassage

TEXT = "一、目标\n到2027年，𠮷林工业规模达到7万亿级。\n问：怎样支持？\n答：发放上云服务券。"
DOCUMENT = Document(
    "plan",
    "行动方案",
    TEXT,
    issuer="省经信厅",
    document_number="鄂经信〔2024〕12号",
    issued_on=date(2024, 5, 1),
    expires_on=date(2027, 12, 31),
    status="in_force",
    source_url="https://example.org/plan",
)


def span_of(quote: str, text: str = TEXT) -> Span:
    """Where the quote stands in the document."""
    start = text.index(quote)
    return Span("plan", start, start + len(quote))


def an_answer(**changes: object) -> Answer:
    """An answer with a figure and its citation."""
    quote = "𠮷林工业规模达到7万亿级"
    answer = Answer(
        question="2027年工业规模？",
        outcome="answered",
        text=f"{quote}。〔1〕依据鄂经信〔2024〕12号",
        short_answer="7万亿级",
        statements=(Statement(quote, (1,)),),
        citations=(Citation(1, span_of(quote), "行动方案", ("一、目标",), quote),),
        retrieved=(ScoredPassage(Passage(span_of("发放上云服务券"), "发放上云服务券"), 1.0, 1),),
    )
    return replace(answer, **changes)  # type: ignore[arg-type]


def refused(reason: str = "资料没有写每家补多少钱。") -> Answer:
    """A refusal that names what is missing."""
    return an_answer(
        outcome="abstained", reason=reason, text=reason, statements=(), citations=(), short_answer=None
    )
