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
        short = READER.short_in(question, documents[reading.span.doc_id], reading.span)
        assert short is None or reading.span.contains(short)


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


NOTICE = (
    "关于支持山城县茶产业发展的若干措施\n"
    "一、总体要求\n"
    "以提升品质为主线，到2028年，全县茶园面积稳定在12万亩，综合产值超过30亿元。\n"
    "二、主要措施\n"
    "（一）改造老旧茶园。对连片改造五十亩以上的茶农，每亩给予六百元补助，资金分两年拨付。\n"
    "（二）培育加工企业。新建清洁化生产线的企业，按设备投资额的百分之十五给予奖励，最高不超过八十万元。\n"
    "（三）开拓销售渠道。组织茶企参加展会，对展位费给予全额补贴；支持开设网上旗舰店。\n"
    "三、申报办法\n"
    "申报人通过“山城惠农”小程序提交申请表、身份证复印件和地块证明，由乡镇农业服务中心初审。\n"
    "咨询电话：0739-5551234。本措施自2026年5月1日起施行，有效期三年。\n"
)


@pytest.mark.parametrize(
    ("question", "held"),
    [
        ("改造老旧茶园有什么补助？", "每亩给予六百元补助"),
        ("新建清洁化生产线的企业能得到多少奖励？", "按设备投资额的百分之十五给予奖励"),
        ("怎样提交申请？", "申报人通过“山城惠农”小程序提交申请表"),
        ("茶产业措施的咨询电话是多少？", "0739-5551234"),
        ("本措施从什么时候开始施行？", "自2026年5月1日起施行"),
        ("到2028年综合产值要达到多少？", "综合产值超过30亿元"),
    ],
)
def test_the_clause_that_answers_is_marked(question: str, held: str) -> None:
    readings, documents = read(question, NOTICE)
    check(readings, documents)
    assert held in documents["d0"].quote(readings[0].span)


@pytest.mark.parametrize(
    ("question", "short"),
    [
        ("茶产业措施的咨询电话是多少？", "0739-5551234"),
        ("本措施从什么时候开始施行？", "2026年5月1日"),
        ("到2028年综合产值要超过多少亿元？", "30亿元"),
    ],
)
def test_the_short_answer_is_in_the_span(question: str, short: str) -> None:
    readings, documents = read(question, NOTICE)
    picked = READER.short_in(question, documents["d0"], readings[0].span)
    assert picked is not None and readings[0].span.contains(picked)
    assert short in documents["d0"].quote(picked)


def test_a_question_that_asks_for_no_term_gets_no_short_answer() -> None:
    question = "如何开拓销售渠道？"
    readings, documents = read(question, NOTICE)
    assert READER.short_in(question, documents["d0"], readings[0].span) is None


def test_a_question_answered_elsewhere_is_held_for_unlikely() -> None:
    (here, *_), _ = read("改造老旧茶园有什么补助？", NOTICE)
    (elsewhere, *_), _ = read("游泳馆周末几点关门？", NOTICE)
    assert elsewhere.confidence < 0.3 < here.confidence


def test_reading_twice_gives_the_same() -> None:
    assert read("如何开拓销售渠道？", NOTICE)[0] == read("如何开拓销售渠道？", NOTICE)[0]


def test_span_lies_where_the_text_says() -> None:
    text = "本市支持企业稳岗。对吸纳毕业生的企业，按每人两千元发放补贴。其他事项另行通知。"
    readings, documents = read("对吸纳毕业生的企业发放多少补贴？", text)
    assert "两千元" in documents["d0"].quote(readings[0].span)
    assert readings[0].span.overlaps(Span("d0", text.index("两千元"), text.index("两千元") + 3))
