"""Answers in the contract's JSON, written in one line; and a document to cite from."""

from collections.abc import Callable
from typing import Any

import pytest

TEXT = (
    "湖北省制造业行动方案\n"
    "一、总体要求\n"
    "到2027年，全省工业规模达到7万亿级，专精特新企业达到1000家。"
    "到2030年，全省工业规模达到10万亿级，专精特新企业达到1300家。\n"
    "二、支持措施\n"
    "（一）发放上云服务券，对小微企业给予最高50%的补助。\n"
    "（二）设立产业基金，首期规模200亿元。\n"
)
MakeAnswer = Callable[..., dict[str, Any]]


@pytest.fixture
def text() -> str:
    return TEXT


@pytest.fixture
def text_of() -> Callable[[str], str | None]:
    return {"hubei": TEXT, "copy": "转发：" + TEXT, "other": "与此无关的一篇文档，只谈绿化。"}.get


@pytest.fixture
def make_answer() -> MakeAnswer:
    """`make_answer(("说的话", "引文"), …, short=…)`; without statements a refusal."""

    def make(
        *said: tuple[str, str],
        short: str | None = None,
        doc_id: str = "hubei",
        found: tuple[str, ...] = (),
        confidence: float = 0.5,
        **changes: Any,
    ) -> dict[str, Any]:
        citations, statements = [], []
        for number, (statement, quote) in enumerate(said, start=1):
            start = TEXT.find(quote)
            citations.append(
                {
                    "number": number, "doc_id": doc_id, "title": "湖北", "heading": [],
                    "start": start, "end": start + len(quote), "quote": quote,
                }
            )  # fmt: skip
            statements.append({"text": statement, "citations": [number]})
        answer = {
            "question": "?", "rewritten_question": None,
            "outcome": "answered" if said else "abstained", "abstained": not said,
            "reason": None if said else "没有", "missing": [], "notices": [],
            "text": "".join(f"{s}〔{n}〕" for n, (s, _) in enumerate(said, start=1)) or "资料里没有",
            "short_answer": short, "statements": statements, "citations": citations,
            "retrieved": [_passage(quote, place, confidence) for place, quote in enumerate(found)],
            "mode": "extractive", "elapsed_ms": 1.0,
        }  # fmt: skip
        return answer | changes

    return make


def _passage(quote: str, place: int, confidence: float) -> dict[str, Any]:
    """A passage `quote` of hubei, or `doc:quote` of another document."""
    doc_id, _, rest = quote.rpartition(":")
    start = max(TEXT.find(rest), 0)
    return {
        "doc_id": doc_id or "hubei",
        "passage_id": f"{doc_id or 'hubei'}:{start}-{start + len(rest)}",
        "start": start,
        "end": start + len(rest),
        "score": round(confidence - place / 100, 6),
    }
