"""The interview that the project began with: the questions it has to answer, and those it has to refuse."""

from pathlib import Path

import pytest

from chat.answer import Answer
from chat.assistant import Assistant
from corpus.loaders import load
from corpus.source import Loaded
from tests.chat.conftest import assistant_over

SEED = Path(__file__).resolve().parents[3] / "shared" / "seed"
pytestmark = pytest.mark.skipif(
    not SEED.is_dir(), reason="../shared/seed, which holds the interview, is not there"
)
FIRST = "到2027年湖北的工业规模要达到多少?"


@pytest.fixture(scope="module")
def seed(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    documents = [item.document for item in load(SEED) if isinstance(item, Loaded)]
    assert documents
    return assistant_over(tmp_path_factory.mktemp("seed"), documents)


def asked(seed: Assistant, question: str, *history: str) -> Answer:
    answer = seed.ask(question, history)
    for citation in answer.citations:
        assert citation.quote == seed.document(citation.span.doc_id).quote(citation.span)
        assert len(citation.quote) <= 200
    return answer


def test_the_figure_of_the_year_asked_for_and_no_other(seed: Assistant) -> None:
    answer = asked(seed, FIRST)
    assert (answer.outcome, answer.short_answer) == ("answered", "7万亿级")
    assert "10万亿级" not in answer.text
    (statement,) = answer.statements
    assert len(statement.text) <= 60


def test_the_follow_up_about_another_year(seed: Assistant) -> None:
    answer = asked(seed, "那2030年呢?", FIRST)
    assert (answer.outcome, answer.short_answer) == ("answered", "10万亿级")
    assert answer.rewritten_question is not None and "2030年" in answer.rewritten_question


def test_all_three_measures(seed: Assistant) -> None:
    answer = asked(seed, "科产融合有哪三大举措?")
    assert answer.outcome == "answered" and len(answer.statements) == 3
    for head in ("突破关键核心技术", "强化企业创新主体地位", "做强产业创新平台"):
        assert sum(head in citation.quote for citation in answer.citations) == 1


@pytest.mark.parametrize("question", ["小微企业数字化转型有什么支持?", "我们是小微企业,上云有补贴吗?"])
def test_the_support_names_the_voucher(seed: Assistant, question: str) -> None:
    answer = asked(seed, question)
    assert answer.outcome == "answered"
    assert any("上云服务券" in citation.quote for citation in answer.citations)


def test_the_number_of_little_giants(seed: Assistant) -> None:
    answer = asked(seed, "2030年专精特新“小巨人”企业目标?")
    assert (answer.outcome, answer.short_answer) == ("answered", "1300家")


@pytest.mark.parametrize(
    ("question", "named"), [("上云服务券每家补多少钱?", "服务券"), ("2035年工业规模目标?", "2035年")]
)
def test_what_the_interview_does_not_say_is_refused(seed: Assistant, question: str, named: str) -> None:
    answer = asked(seed, question)
    assert answer.abstained and answer.statements == answer.citations == () and answer.short_answer is None
    assert answer.reason is not None and named in answer.reason
