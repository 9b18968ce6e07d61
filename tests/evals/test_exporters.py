"""Exports, and our retrieval figures against ir-measures run on them by hand."""

import json
import random
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import ir_measures
import pytest

from corpus.document import Document
from corpus.errors import PolicyQAError
from evals import report
from evals.dataset import Evidence, QAItem
from evals.exporters.beir import write_beir
from evals.exporters.ragas import write_ragas
from evals.exporters.trec import write_trec
from evals.importers.beir import read_beir
from evals.metrics.retrieval import MEASURES
from evals.runner import run

MakeAnswer = Callable[..., dict[str, Any]]
MADE: Mapping[str, Any] = {"set": {"sha256": "s"}}
TEXTS = {f"文档 {n}%": f"第{n}篇。" * 40 for n in range(30)}


def passage(doc_id: str, start: int, score: float) -> dict[str, Any]:
    end = start + 30
    return {
        "doc_id": doc_id,
        "passage_id": f"{doc_id}:{start}-{end}",
        "start": start,
        "end": end,
        "score": score,
    }


@pytest.fixture
def built(make_answer: MakeAnswer) -> dict[str, Any]:
    """60 questions with up to three gold spans, over rankings drawn at random; scores tie, one run is empty."""
    draw = random.Random(7)
    items = []
    for n in range(60):
        gold = []
        for _ in range(draw.randint(1, 3)):
            start = draw.randrange(100)
            gold.append(Evidence(draw.choice(list(TEXTS)), start, start + draw.randint(1, 50)))
        items.append(QAItem(f"题 {n}", f"问{n}", n != 5, "k", evidence=tuple(gold)))

    def ask(question: str, history: Sequence[str]) -> Mapping[str, Any]:
        if question == "问7":
            raise RuntimeError
        count = 0 if question == "问3" else 25
        found = [
            passage(draw.choice(list(TEXTS)), draw.randrange(120), 0.5 if n % 4 else 0.5 - n / 100)
            for n in range(count)
        ]
        return make_answer(("第1篇", "")) | {"retrieved": found}

    return report.build(run(items, lambda: ask, TEXTS.get), MADE, "now")


def test_ir_measures_on_the_exported_run_gives_our_figures(built: dict[str, Any], tmp_path: Path) -> None:
    written = write_trec(built, tmp_path)
    assert {path.name for path in written} == {f"{level}.{k}" for level in MEASURES for k in ("run", "qrels")}
    for level, names in MEASURES.items():
        theirs = ir_measures.calc_aggregate(
            [ir_measures.parse_measure(name) for name in names],
            list(ir_measures.read_trec_qrels(str(tmp_path / f"{level}.qrels"))),
            list(ir_measures.read_trec_run(str(tmp_path / f"{level}.run"))),
        )
        for measure, value in theirs.items():
            name = next(n for n in names if ir_measures.parse_measure(n) == measure)
            ours = built["measures"]["all"][f"{level}.{name}"]
            assert round(ours["value"], 4) == round(value, 4), (level, name)
            assert ours["items"] == 59
            assert 0 < value < 1


def test_a_beir_export_reads_back(tmp_path: Path) -> None:
    documents = [Document("d1", "甲", "正文甲"), Document("d2", "乙", "正文乙")]
    items = [
        QAItem("a", "问甲", True, "k", evidence=(Evidence("d1", 0, 2), Evidence("d1", 2, 3))),
        QAItem("b", "没有答案", False, "k"),
        QAItem("c", "没有依据", True, "k"),
    ]
    write_beir(items, documents, tmp_path / "b")
    found = read_beir(tmp_path / "b")
    assert found.items == [QAItem("a", "问甲", True, "retrieval", evidence=(Evidence("d1"),))]
    assert [d["text"] for d in found.documents.values()] == ["正文甲", "正文乙"]


def test_the_columns_of_ragas(built: dict[str, Any], tmp_path: Path) -> None:
    assert write_ragas(built, TEXTS.get, tmp_path / "r.jsonl") == 1
    rows = [json.loads(line) for line in (tmp_path / "r.jsonl").read_text(encoding="utf-8").splitlines()]
    assert len(rows) == 59
    assert set(rows[0]) == {"user_input", "retrieved_contexts", "response", "reference", "reference_contexts"}
    assert all(context and context in "".join(TEXTS.values()) for context in rows[0]["retrieved_contexts"])


def test_without_texts_there_is_nothing_for_ragas(built: dict[str, Any], tmp_path: Path) -> None:
    with pytest.raises(PolicyQAError, match="不含文字"):
        write_ragas(built | {"with_texts": False}, TEXTS.get, tmp_path / "r.jsonl")
