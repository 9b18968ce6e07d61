"""A home of three small documents, and a tiny embedding: hashed character bigrams, the same on every run."""

import asyncio
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from hashlib import md5
from inspect import iscoroutinefunction
from pathlib import Path

import numpy as np
import pytest

from corpus.document import Document
from corpus.library import Library
from indexing.static_embedding import Vectors


@pytest.hookimpl(tryfirst=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> bool | None:
    """Runs asynchronous tests in a thread of their own: the browser's tests leave a loop running in this one."""
    if not iscoroutinefunction(pyfuncitem.obj):
        return None
    arguments = {name: pyfuncitem.funcargs[name] for name in pyfuncitem._fixtureinfo.argnames}
    with ThreadPoolExecutor(1) as pool:
        pool.submit(asyncio.run, pyfuncitem.obj(**arguments)).result()
    return True


class StandInEmbedder:
    """Texts that share bigrams are near each other."""

    def __init__(self, name: str = "standin", dimensions: int = 64):
        self.name = name
        self.dimensions = dimensions
        self.fingerprint = f"{name}-{dimensions}"
        self.embedded = 0

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        self.embedded += len(texts)
        return np.array([self.embed_query(text) for text in texts], np.float32).reshape(-1, self.dimensions)

    def embed_query(self, text: str) -> Vectors:
        vector = np.zeros(self.dimensions, np.float32)
        for i in range(len(text)):
            bigram = text[i : i + 2].encode("utf-8", "surrogatepass")
            vector[md5(bigram).digest()[0] % self.dimensions] += 1
        norm = float(np.linalg.norm(vector))
        return vector / norm if norm else vector


HUBEI = Document(
    "hubei",
    "湖北省产业倍增行动方案",
    """一、总体目标
到2027年，全省工业规模达到7万亿级；到2030年，达到10万亿级。
二、支持措施
（一）企业上云。省级每年向中小微企业发放上云服务券，推动实现设备和业务上云。
（二）技术改造。对技改投资给予不超过投资额8%的补助，单个项目最高1000万元。
""",
    issuer="湖北省人民政府",
    region="湖北省",
    document_type="action_plan",
    issued_on=date(2025, 3, 1),
)
BEIJING = Document(
    "beijing",
    "北京市公共数据管理办法",
    """第一章　总则
第一条　为了规范公共数据管理，制定本办法。
第二条　本办法适用于本市行政区域内的公共数据活动。
第二章　共享
第二十三条　市经济和信息化部门应当建立公共数据目录。
""",
    issuer="北京市经济和信息化局",
    region="北京市",
    document_type="regulation",
    expires_on=date(2022, 12, 31),
)
INTERVIEW = Document(
    "interview",
    "医保局负责人答记者问",
    "问：参保人员异地就医怎样备案？\n答：登录国家医保服务平台即可备案，无需到窗口办理。\n"
    "问：门诊费用能报销吗？\n答：普通门诊费用可以报销，比例从50%起步。\n",
)


@pytest.fixture
def embedder() -> StandInEmbedder:
    return StandInEmbedder()


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture
def library(home: Path) -> Library:
    library = Library(home)
    library.add([HUBEI, BEIJING, INTERVIEW])
    return library
