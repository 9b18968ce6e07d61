"""A real assistant over a few texts of our own, and the page over it on an address of this machine."""

import os
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from chat.answer import Answer
from chat.assistant import Assistant, Delta, Progress
from chat.conversation import completed
from corpus.document import Document
from corpus.filters import Filters
from corpus.library import Library
from indexing.build import build
from indexing.embedder import open_embedder
from indexing.retriever import Retriever
from tests.conftest import Pages

LONG_PATIENCE = 600  # fifths of a second
HOSTILE = (
    '<img src="http://198.51.100.1/x.png" onerror="alert(1)"><script>alert(2)</script>${alert(3)}{{alert(4)}}'
)
INTERVIEW = Document(
    "interview",
    "𠮷林省产业倍增访谈",
    """𠮷林省产业倍增访谈（测试用文本）

问：𠮷林省的总目标是什么？
答：𠮷𠮷𠮷，先说目标。全省工业规模2027年力争达到6万亿级，2030年力争达到9万亿级。具体从三个方面用力。
一是传统产业改造提升。推动汽车产业回稳扩量。
二是新兴产业培育壮大。培育集成电路产业。
三是未来产业前瞻布局。加快发展人形机器人产业。

问：小微企业数字化转型有什么支持？
答：省级每年向中小微企业发放上云服务券，推动设备上云、业务上云。
"""
    + "\n".join(f"附注{i}：本段说明访谈的背景，不含目标。" for i in range(1, 60)),
    issuer="𠮷林日报",
    region="𠮷林省",
    document_type="interview",
    issued_on=date(2025, 3, 1),
    source_url="https://example.org/interview",
)
PLAN = Document(
    "plan",
    "滨海市养老服务补助办法",
    """滨海市养老服务补助办法（测试用文本）

第一条　为了支持养老服务机构发展，制定本办法。
第二条　对新建养老床位，每张给予一次性建设补助1.2万元。
第三条　申请人应当向市民政局提交申请表和竣工验收材料。
""",
    issuer="滨海市民政局",
    document_number="滨民发〔2021〕8号",
    region="滨海市",
    document_type="measures",
    issued_on=date(2021, 5, 1),
    expires_on=date(2023, 12, 31),
)
ATTACK = Document(
    "attack",
    f"恶意标题{HOSTILE}",
    f"恶意文本的补助标准\n恶意文本补助{HOSTILE}每户300元。\n",
    issuer=HOSTILE,
    source_url="javascript:alert(5)",
)

TITLE = "襄阳市养老服务补助办法"


class Unhurried:
    """The assistant, but it is two minutes searching for a question that says 慢, and breaks down over 故障."""

    def __init__(self, assistant: Assistant):
        self._assistant = assistant

    def __getattr__(self, name: str) -> Any:
        return getattr(self._assistant, name)

    def stream(
        self,
        question: str,
        history: Sequence[str] = (),
        filters: Filters = Filters(),  # noqa: B008
    ) -> Iterator[Progress | Delta | Answer]:
        if "故障" in question:
            raise RuntimeError("as if the disk had gone")
        for _ in range(LONG_PATIENCE if "慢" in question else 0):  # until it is stopped
            yield Progress("searching")
            time.sleep(0.2)
        yield from self._assistant.stream(question, history, filters)


class Held:
    """An embedder that stops between `hold` and `release`, but for what it has been asked before."""

    def __init__(self, embedder: Any):
        self._embedder = embedder
        self._free = threading.Event()
        self._free.set()
        self._known: set[str] = set()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._embedder, name)

    def hold(self) -> None:
        """From now on whoever brings something new waits."""
        self._free.clear()

    def release(self) -> None:
        """Lets everybody go on."""
        self._free.set()

    @property
    def held(self) -> bool:
        """Whether it stops."""
        return not self._free.is_set()

    def embed_query(self, question: str) -> Any:
        """As the embedder does."""
        self._wait_for([question])
        return self._embedder.embed_query(question)

    def embed_passages(self, texts: Sequence[str]) -> Any:
        """As the embedder does."""
        self._wait_for(texts)
        return self._embedder.embed_passages(texts)

    def _wait_for(self, texts: Sequence[str]) -> None:
        if not self._known.issuperset(texts):
            self._free.wait(120)
            self._known.update(texts)


@dataclass
class Site:
    """The running page: its address, and the assistant behind it."""

    address: str
    assistant: Assistant


@pytest.fixture(scope="session")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    """A real assistant over the three texts above."""
    return assistant_over(tmp_path_factory.mktemp("home"), [INTERVIEW, PLAN, ATTACK])


def assistant_over(home: Path, documents: Sequence[Document]) -> Assistant:
    """An assistant over documents, indexed in a home."""
    library = Library(home)
    library.add(documents)
    embedder = open_embedder(os.environ.get("POLICYQA_EMBEDDING_MODEL"))
    build(library, embedder)
    return Assistant(Retriever(library, lambda: embedder))


@pytest.fixture(scope="session")
def site(assistant: Assistant) -> Iterator[Site]:
    """The page over that assistant."""
    with serving(Unhurried(assistant)) as address:
        yield Site(address, assistant)


@contextmanager
def serving(assistant: Any, port: int = 0) -> Iterator[str]:
    """The page over an assistant, on a free port where none is given."""
    import uvicorn

    from chat.app.server import _listen, web_app

    listener = _listen("127.0.0.1", port)
    settings = uvicorn.Config(web_app(assistant), log_level="error", timeout_graceful_shutdown=1)
    server = uvicorn.Server(settings)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    address = f"http://127.0.0.1:{listener.getsockname()[1]}/"
    try:
        yield address
    finally:
        Pages.leave(address)
        server.should_exit = True
        thread.join(30)


def complete(question: str, *history: str, title: str | None = TITLE) -> str | None:
    """A later question made complete; `title` is that of the document that the earlier ones are about."""
    return completed(question, history, lambda earlier: title)
