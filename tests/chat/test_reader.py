"""The reader marks whole clauses that answer, exactly placed, and takes any text at all."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chat.reader import Reader, Reading
from chat.reader_units import units
from corpus.document import Document, Span
from indexing.passage import ScoredPassage
from indexing.splitter import split

READER = Reader.load()


def found_in(*documents: Document) -> list[ScoredPassage]:
    passages = [passage for document in documents for passage in split(document)]
    return [ScoredPassage(p, 10.0 / rank, rank) for rank, p in enumerate(passages, start=1)]


def read(question: str, *texts: str, limit: int = 3) -> tuple[list[Reading], dict[str, Document]]:
    documents = {f"d{n}": Document(f"d{n}", "", text) for n, text in enumerate(texts)}
    return READER.read(question, found_in(*documents.values()), documents.__getitem__, limit), documents


def check(readings: list[Reading], documents: dict[str, Document]) -> None:
    for reading in readings:
        text = documents[reading.span.doc_id].text
        assert reading.span.end <= len(text)
        quote = text[reading.span.start : reading.span.end]
        assert quote == quote.strip()
        assert reading.short is None or reading.span.contains(reading.short)
        assert 0.0 <= reading.confidence <= 1.0
        assert reading.passage_rank >= 1
    spans = [reading.span for reading in readings]
    assert not any(a.overlaps(b) for i, a in enumerate(spans) for b in spans[:i])


any_text = st.text(
    st.one_of(
        st.sampled_from("一二1２3（）()《》“”。，；：、\n 　？的是由什么如何补贴企业申请İ-:"), st.characters()
    ),
    max_size=400,
)


@settings(max_examples=150, deadline=None)
@given(question=any_text, first=any_text, second=any_text)
def test_any_text_gives_valid_spans_or_none(question: str, first: str, second: str) -> None:
    readings, documents = read(question, first, second)
    check(readings, documents)
    assert len(readings) <= 3
    for reading in readings:
        text = documents[reading.span.doc_id].text
        edges = units(text, reading.span.start, reading.span.end)
        assert (edges[0].start, edges[-1].end) == (reading.span.start, reading.span.end)


def test_nothing_found_gives_nothing() -> None:
    assert READER.read("补贴多少？", [], {}.__getitem__) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("办理时间：9:00起，过期不候。", ["办理时间：", "9:00起，", "过期不候。"]),
        ("满1,300元（含券，不含卡），返还。", ["满1,300元（含券，不含卡），", "返还。"]),
        ("通知 各单位： 现印发", ["通知", "各单位：", "现印发"]),
        ("一是减税；二是降费。", ["一是减税；", "二是降费。"]),
        ("2027 年 3 月前完成", ["2027 年 3 月前完成"]),
    ],
)
def test_units_are_whole_clauses(text: str, expected: list[str]) -> None:
    assert [text[u.start : u.end] for u in units(text, 0, len(text))] == expected


def test_span_lies_where_the_text_says() -> None:
    text = "本市支持企业稳岗。对吸纳毕业生的企业，按每人两千元发放补贴。其他事项另行通知。"
    readings, documents = read("对吸纳毕业生的企业发放多少补贴？", text)
    assert "两千元" in documents["d0"].quote(readings[0].span)
    assert readings[0].span.overlaps(Span("d0", text.index("两千元"), text.index("两千元") + 3))
