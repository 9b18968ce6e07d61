"""Which sentences are weighed against each other."""

from pathlib import Path

from chat.assistant import Assistant
from chat.sentence_ranking import candidates
from corpus.document import Document
from corpus.library import Library
from indexing.build import build
from indexing.embedder import open_embedder
from indexing.retriever import Retriever

PLAN = Document(
    "plan",
    "云溪市便民服务方案",
    """云溪市便民服务方案

一、任务
1.冷链服务平台。由市商务局建设，为冷库和居民提供查询、预约和投诉服务。
2.公交便民。2025年前更新公交车300辆。
（一）每半年检查一次，结果公开。
""",
    region="云溪市",
)


def test_a_run_in_heading_is_weighed_with_the_sentence_it_heads(tmp_path: Path) -> None:
    library, embedder = Library(tmp_path), open_embedder()
    library.add([PLAN])
    build(library, embedder)
    assistant = Assistant(Retriever(library, lambda: embedder))
    material, _ = assistant.drafted("冷链服务平台能办什么")
    weighed = {material.words(candidate.span) for candidate in candidates(material)}
    assert {
        "1.冷链服务平台。由市商务局建设，为冷库和居民提供查询、预约和投诉服务。",
        "2.公交便民。2025年前更新公交车300辆。",
        "（一）每半年检查一次，结果公开。",
    } <= weighed
    assert not {"1.冷链服务平台。", "2.公交便民。"} & weighed
    assert "查询、预约和投诉" in assistant.ask("冷链服务平台能办什么").text
