"""A chat model that fails in every way leaves the reader with the documents' own answer, in time, and says so."""

import os
import time
from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from chat.__main__ import _model
from chat.assistant import Assistant
from chat.llm import FAILURES_TO_OPEN, RETRIES, ChatModel, Circuit, ModelFailed, ModelSettings, _retry_after
from corpus.errors import PolicyQAError
from tests.chat.llm_endpoint import FAULTS, refusing, says, serving, status, unreachable

QUESTION = "新建养老床位每张给予多少一次性建设补助？"
DEADLINE = 0.8
LATE = 10.0  # seconds: on a busy machine; what never ends would take for ever
ROUNDS = int(os.environ.get("POLICYQA_FAULT_ROUNDS", "1"))
CASES = ["connect refused", "connect timeout", *FAULTS]


def model_at(address: str, timeout: float = 20.0) -> ChatModel:
    return ChatModel(ModelSettings(address, "stub", "sk-secret", timeout))


def words_of(model: ChatModel, seconds: float = 20.0) -> str:
    return "".join(model.stream([("human", "问")], time.monotonic() + seconds))


@pytest.fixture(scope="module")
def warm(assistant: Assistant) -> Assistant:
    """The libraries are loaded and the documents read before anything is timed."""
    with serving(says("好")) as endpoint:
        words_of(model_at(endpoint.address))
    assistant.ask(QUESTION)
    return assistant


@pytest.fixture
def address(request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of an endpoint with the fault that the test is given."""
    with ExitStack() as stack:
        if request.param == "connect refused":
            yield stack.enter_context(refusing())
        elif request.param == "connect timeout":
            yield stack.enter_context(unreachable())
        else:
            yield stack.enter_context(serving(FAULTS[request.param])).address


@pytest.mark.parametrize("address", CASES, indirect=True)
def test_every_fault_ends_in_time_with_the_documents_own_answer(address: str, warm: Assistant) -> None:
    own = warm.ask(QUESTION)
    for _ in range(ROUNDS):
        model = model_at(address, DEADLINE)
        started = time.monotonic()
        answer = Assistant(warm.retriever, model).ask(QUESTION)
        took = time.monotonic() - started
        assert took <= DEADLINE + LATE
        assert answer.mode == "extractive" and answer.statements == own.statements
        assert "模型暂时不可用" in answer.notices[0] and answer.notices[0] in answer.text
        assert "sk-secret" not in answer.text


def test_words_come_in_pieces_and_whole() -> None:
    with serving(says("一二三四五六七八九十", step=3)) as endpoint:
        pieces = list(model_at(endpoint.address).stream([("human", "问")], time.monotonic() + 20))
    assert pieces == ["一二三", "四五六", "七八九", "十"]
    assert endpoint.requests[0]["stream"] is True


@pytest.mark.parametrize(
    ("code", "again"), [(500, True), (503, True), (429, True), (401, False), (404, False)]
)
def test_only_what_may_pass_is_tried_again(code: int, again: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("chat.llm.FIRST_WAIT", 0.01)
    with serving(status(code), says("好")) as endpoint:
        model = model_at(endpoint.address)
        if again:
            assert words_of(model) == "好"
        else:
            with pytest.raises(ModelFailed, match=str(code)):
                words_of(model)
        assert len(endpoint.requests) == 1 + again


def test_no_more_than_three_retries(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("chat.llm.FIRST_WAIT", 0.01)
    with serving(status(500)) as endpoint, pytest.raises(ModelFailed, match="500"):
        words_of(model_at(endpoint.address))
    assert len(endpoint.requests) == 1 + RETRIES


def test_a_wait_past_the_deadline_is_not_waited_for() -> None:
    with serving(status(429, Retry_After="60")) as endpoint:
        started = time.monotonic()
        with pytest.raises(ModelFailed, match="429"):
            words_of(model_at(endpoint.address), 30)
        assert time.monotonic() - started < 30 and len(endpoint.requests) == 1


def test_retry_after_is_read_or_guessed() -> None:
    assert [_retry_after(h) for h in ("7", "0", None, "-3")] == [7, 0, 0, 0]
    assert _retry_after("Wed, 21 Oct 2026 07:28:00 GMT") > 0


def test_after_five_failures_the_endpoint_is_left_alone() -> None:
    with serving(status(401)) as endpoint:
        model = model_at(endpoint.address)
        for _ in range(FAILURES_TO_OPEN + 3):
            with pytest.raises(ModelFailed):
                words_of(model)
        assert len(endpoint.requests) == FAILURES_TO_OPEN


def test_the_circuit_lets_one_try_after_a_while() -> None:
    now = 0.0
    circuit = Circuit(lambda: now)
    for _ in range(FAILURES_TO_OPEN):
        circuit.enter()
        circuit.failed()
    with pytest.raises(ModelFailed):
        circuit.enter()
    now = 61.0
    circuit.enter()
    with pytest.raises(ModelFailed):
        circuit.enter()  # one is on its way already
    circuit.succeeded()
    circuit.enter()


def test_the_key_is_in_no_message() -> None:
    key = "sk-secret"
    settings = ModelSettings("http://127.0.0.1:1/v1", "m", key)
    assert key not in repr(settings)
    with pytest.raises(PolicyQAError) as wrong:
        ModelSettings("ftp://x", "m", key)
    assert key not in str(wrong.value)


def test_the_command_line_reads_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("BASE_URL", "MODEL", "API_KEY", "TIMEOUT"):
        monkeypatch.delenv(f"POLICYQA_LLM_{name}", raising=False)
    assert _model() is None
    monkeypatch.setenv("POLICYQA_LLM_BASE_URL", "http://127.0.0.1:1/v1")
    with pytest.raises(PolicyQAError, match="POLICYQA_LLM_MODEL"):
        _model()
    monkeypatch.setenv("POLICYQA_LLM_MODEL", "m")
    monkeypatch.setenv("POLICYQA_LLM_TIMEOUT", "半分钟")
    with pytest.raises(PolicyQAError, match="半分钟"):
        _model()
    monkeypatch.setenv("POLICYQA_LLM_TIMEOUT", "12.5")
    assert _model() == ModelSettings("http://127.0.0.1:1/v1", "m", "", 12.5)


def test_a_redirect_is_not_followed() -> None:
    with serving(says("不该到这里")) as other:
        target = other.address + "/chat/completions"
        with serving(status(307, Location=target)) as endpoint, pytest.raises(ModelFailed, match="307"):
            words_of(model_at(endpoint.address))
        assert other.requests == []


def test_a_refusal_of_the_documents_asks_no_model(warm: Assistant) -> None:
    with serving(says("好")) as endpoint:
        answer = Assistant(warm.retriever, model_at(endpoint.address)).ask("黑龙江省的养老床位补助是多少？")
    assert answer.abstained and endpoint.requests == []
