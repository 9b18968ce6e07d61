"""The one door to a chat model: any OpenAI-compatible endpoint, asked through LangChain.

A call ends by its deadline, whatever the endpoint does. The request runs in a thread of its own, so that neither
a silent connection nor an endless one holds the caller; that thread sees the deadline and the size limit at every
piece of the response and ends soon after. Everything that goes wrong becomes `ModelFailed`, whose reason may be
shown. Nothing is logged, and the key is in no message.
"""

import queue
import random
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from corpus.errors import PolicyQAError

if TYPE_CHECKING:
    import httpx

TIMEOUT = 30.0  # seconds for the whole answer, where nothing else is set
RETRIES = 3  # after the first attempt
FIRST_WAIT = 0.5  # seconds before the first retry, doubled for each further one, jittered
CONNECT = 5.0  # seconds to connect; a machine that is there answers sooner
LARGEST_RESPONSE = 2_000_000  # bytes on the wire; an answer takes some 100 of them a character
LONGEST_WORDS = 20_000  # characters of an answer
FAILURES_TO_OPEN = 5
OPEN_FOR = 60.0  # seconds

Message = tuple[str, str]  # (role, content), role: system, human or ai


class ModelFailed(PolicyQAError):
    """The model gave no whole answer in time; `reason` says why, in words for the reader."""

    def __init__(self, reason: str):
        super().__init__(f"模型暂时不可用：{reason}。")
        self.reason = reason


class _Oversized(Exception):
    """More came than an answer can be."""


@dataclass(frozen=True, slots=True)
class ModelSettings:
    """Where the model is and how long it may take. Raises PolicyQAError for an address that is none."""

    base_url: str
    model: str
    api_key: str = field(default="", repr=False)
    timeout: float = TIMEOUT

    def __post_init__(self) -> None:
        if not self.base_url.startswith(("http://", "https://")):
            raise PolicyQAError(
                f"模型接口地址应形如 https://主机/v1，现在是 {self.base_url!r}。请检查 POLICYQA_LLM_BASE_URL。"
            )
        if not self.model:
            raise PolicyQAError("没有指定模型。请设置 POLICYQA_LLM_MODEL。")
        if not 0 < self.timeout <= 3600:
            raise PolicyQAError(f"模型限时应在 0 到 3600 秒之间，现在是 {self.timeout:g}。")


def settings_from(environment: Mapping[str, str]) -> ModelSettings | None:
    """The settings that POLICYQA_LLM_… name; None where they name no address. Raises PolicyQAError."""
    address = environment.get("POLICYQA_LLM_BASE_URL", "").strip()
    if not address:
        return None
    seconds = environment.get("POLICYQA_LLM_TIMEOUT", "").strip()
    try:
        timeout = float(seconds or TIMEOUT)
    except ValueError:
        raise PolicyQAError(f"POLICYQA_LLM_TIMEOUT 应是秒数，现在是 {seconds!r}。") from None
    model = environment.get("POLICYQA_LLM_MODEL", "").strip()
    return ModelSettings(address, model, environment.get("POLICYQA_LLM_API_KEY", "").strip(), timeout)


class Circuit:
    """Opens after five failures in a row, so that a dead endpoint costs nobody any waiting; then lets one try."""

    def __init__(self, clock: Callable[[], float] = time.monotonic):
        self._clock = clock
        self._lock = threading.Lock()
        self._failures = 0
        self._closed_from = 0.0

    def enter(self) -> None:
        """Raises ModelFailed while open. After that time one caller goes first, the others after its success."""
        with self._lock:
            if self._failures < FAILURES_TO_OPEN:
                return
            if self._clock() < self._closed_from:
                raise ModelFailed(f"连续失败 {FAILURES_TO_OPEN} 次，暂停请求 {OPEN_FOR:g} 秒")
            self._closed_from = self._clock() + OPEN_FOR

    def succeeded(self) -> None:
        """The endpoint answered."""
        with self._lock:
            self._failures = 0

    def failed(self) -> None:
        """It did not."""
        with self._lock:
            self._failures += 1
            if self._failures >= FAILURES_TO_OPEN:
                self._closed_from = self._clock() + OPEN_FOR


class _Call:
    """One request under way: when it must be over, whether somebody still waits, what has come."""

    def __init__(self, deadline: float):
        self.deadline = deadline
        self.abandoned = threading.Event()
        self.pieces: queue.SimpleQueue[str | ModelFailed | None] = queue.SimpleQueue()

    @property
    def left(self) -> float:
        """Seconds until the deadline."""
        return self.deadline - time.monotonic()

    def over(self) -> bool:
        """Whether nobody wants more of it."""
        return self.abandoned.is_set() or self.left <= 0


class ChatModel:
    """The model behind an endpoint. May be shared by any number of threads."""

    def __init__(self, settings: ModelSettings):
        import httpx
        from langchain_openai import ChatOpenAI
        from pydantic import SecretStr

        self.settings = settings
        self.circuit = Circuit()
        self._calls = threading.local()
        client = httpx.Client(
            event_hooks={"response": [self._guard]},
            follow_redirects=False,  # the documents' words go where the settings say, nowhere else
            limits=httpx.Limits(max_keepalive_connections=4),
        )
        self._chat = ChatOpenAI(
            model=settings.model,
            base_url=settings.base_url.rstrip("/"),
            api_key=SecretStr(settings.api_key or "none"),  # local endpoints take any
            http_client=client,
            max_retries=0,
            temperature=0,
            stream_usage=False,
            use_responses_api=False,
        )

    def stream(self, messages: Sequence[Message], deadline: float) -> Iterator[str]:
        """The words of the answer as they come; `deadline` is a time of `time.monotonic`. Raises ModelFailed."""
        self.circuit.enter()
        call = _Call(deadline)
        threading.Thread(target=self._run, args=(call, list(messages)), daemon=True).start()
        try:
            while True:
                try:
                    piece = call.pieces.get(timeout=max(0.0, call.left))
                except queue.Empty:
                    piece = ModelFailed(f"没有在 {self.settings.timeout:g} 秒内答完")
                if piece is None:
                    self.circuit.succeeded()
                    return
                if isinstance(piece, ModelFailed):
                    self.circuit.failed()
                    raise piece
                yield piece
        finally:
            call.abandoned.set()

    # -- in the request's own thread

    def _run(self, call: _Call, messages: list[Message]) -> None:
        """Puts the words into the call's queue, then None or what went wrong."""
        self._calls.current = call
        for attempt in range(RETRIES + 1):
            try:
                self._attempt(call, messages)
            except Exception as error:  # whatever a foreign server and three libraries make of it
                wait = _wait(error, attempt) if attempt < RETRIES else None
                if wait is None or wait >= call.left:
                    call.pieces.put(ModelFailed(_reason(error)))
                    return
                if call.abandoned.wait(wait):
                    return
            else:
                call.pieces.put(None)
                return

    def _attempt(self, call: _Call, messages: list[Message]) -> None:
        import httpx

        left = max(0.05, call.left)
        length = 0
        timeout = httpx.Timeout(left, connect=min(CONNECT, left))
        for chunk in self._chat.stream(messages, timeout=timeout):
            if call.over():
                raise TimeoutError
            words = chunk.text
            length += len(words)
            if length > LONGEST_WORDS:
                raise _Oversized
            if words:
                call.pieces.put(words)
        if not length:
            raise ModelFailed("没有给出任何文字")

    def _guard(self, response: "httpx.Response") -> None:
        """Has the deadline and the size limit looked at with every piece that comes, whole lines or not."""
        response.stream = _guarded(response.stream, self._calls.current)


def _guarded(stream: Any, call: _Call) -> Any:
    """A response's byte stream that ends in an error once it is too late or too long."""
    import httpx

    class Guarded(httpx.SyncByteStream):
        def __iter__(self) -> Iterator[bytes]:
            size = 0
            for piece in stream:
                size += len(piece)
                if call.over():
                    raise TimeoutError
                if size > LARGEST_RESPONSE:
                    raise _Oversized
                yield piece

        def close(self) -> None:
            stream.close()

    return Guarded()


def _wait(error: Exception, attempt: int) -> float | None:
    """Seconds to wait before trying again; None where trying again cannot help or could answer twice."""
    import httpx
    import openai

    wait: float = FIRST_WAIT * 2**attempt * random.uniform(0.5, 1.5)  # noqa: S311 - spreads load, guards nothing
    if isinstance(error, openai.APIStatusError):
        if error.status_code == 429:
            return max(wait, _retry_after(error.response.headers.get("retry-after")))
        return wait if error.status_code >= 500 else None
    if isinstance(error, openai.APIConnectionError):
        return wait if isinstance(error.__cause__, httpx.ConnectError | httpx.ConnectTimeout) else None
    return None


def _retry_after(header: str | None) -> float:
    try:
        return max(0.0, float(header or 0))
    except ValueError:  # a date: not worth reading a foreign clock for
        return FIRST_WAIT * 4


def _reason(error: Exception) -> str:
    """What went wrong in words for the reader; nothing of what the endpoint sent."""
    import httpx
    import openai

    if isinstance(error, ModelFailed):
        return error.reason
    if isinstance(error, _Oversized):
        return "返回的内容过长"
    if isinstance(error, TimeoutError | openai.APITimeoutError | httpx.TimeoutException):
        return "没有按时应答"
    if isinstance(error, openai.APIStatusError):
        known = {401: "密钥无效", 403: "没有权限", 404: "没有这个模型或地址", 429: "请求过多"}
        status = error.status_code
        return f"接口返回 {status}（{known.get(status, '服务出错' if status >= 500 else '请求未被接受')}）"
    if isinstance(error, openai.APIConnectionError | httpx.TransportError):
        return "连接不上或连接中断"
    return "返回的内容无法读取"
