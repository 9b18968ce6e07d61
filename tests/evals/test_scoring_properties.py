"""Whatever an assistant says, in the contract's form, is scored: no exception, every score between 0 and 1."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from evals.answer_record import AnswerRecord
from evals.dataset import Evidence, QAItem
from evals.scoring import score, without_texts

TEXT = "到2027年，工业规模达到7万亿级。\n（一）最高补助50%，不超过100万元〔2024〕3号。"
WORDS = st.text(
    alphabet="一二万亿千百点0123456789.,%〔〕年家元到超不过以上内的A👍\n ，。", max_size=25
) | st.sampled_from([TEXT, TEXT[:10], "7万亿级", "50%", "〔1〕", "9" * 400, "百分之", "一" * 300])
OFFSETS = st.integers(-5, len(TEXT) + 5)
DOCS = st.sampled_from(["d", "gone"])


@st.composite
def answers(draw: st.DrawFn) -> dict[str, Any]:
    abstained = draw(st.booleans())
    citation = st.fixed_dictionaries(
        {"number": st.integers(-1, 4), "doc_id": DOCS, "start": OFFSETS, "end": OFFSETS, "quote": WORDS}
    )
    statement = st.fixed_dictionaries({"text": WORDS, "citations": st.lists(st.integers(-1, 4), max_size=3)})
    passage = st.fixed_dictionaries(
        {
            "doc_id": DOCS, "passage_id": WORDS, "start": OFFSETS, "end": OFFSETS,
            "score": st.floats(allow_nan=False, allow_infinity=False),
        }
    )  # fmt: skip
    return {
        "outcome": "abstained" if abstained else draw(st.sampled_from(["answered", "partial"])),
        "abstained": abstained,
        "text": draw(WORDS),
        "short_answer": draw(st.none() | WORDS),
        "statements": draw(st.lists(statement, max_size=3)),
        "citations": draw(st.lists(citation, max_size=3)),
        "retrieved": draw(st.lists(passage, max_size=4)),
    }


@st.composite
def items(draw: st.DrawFn) -> QAItem:
    spellings = st.lists(WORDS.filter(lambda word: bool(word.strip())), min_size=1, max_size=2).map(tuple)
    gold = st.sampled_from([Evidence("d"), Evidence("d", 0, 5), Evidence("d", 3, len(TEXT))])
    return QAItem(
        "i", "?", draw(st.booleans()), "k", (),
        tuple(draw(st.lists(spellings, max_size=2))),
        tuple(draw(st.lists(WORDS, max_size=2))),
        tuple(draw(st.lists(WORDS, max_size=2))),
        tuple(draw(st.lists(gold, max_size=2))),
    )  # fmt: skip


@settings(deadline=None, max_examples=200)
@given(items(), answers())
def test_every_answer_is_scored(item: QAItem, answer: dict[str, Any]) -> None:
    AnswerRecord.from_json(answer)
    record = score(item, item.evidence, answer, None, 0.1, {"d": TEXT}.get)
    assert record["outcome"] != "error"
    assert all(0.0 <= value <= 1.0 for value in record["scores"].values())
    assert "texts" not in without_texts(record)
