"""The retrieval benchmark over documents written here; peers are run where the extra `bench` is installed."""

import json
from pathlib import Path

import pytest

from corpus.document import Document, Span
from evals.__main__ import main
from evals.bench.peer_texts import spans, titled
from evals.bench.peers import PEERS, PeerMissing, check_installed
from evals.bench.report import ahead, as_markdown
from evals.bench.retrieval import Row, evaluate
from evals.bench.sets import own_set, sample
from evals.bench.systems import Ours, System
from evals.dataset import Evidence, QAItem
from indexing.embedder import open_embedder

DOCUMENTS = [
    Document(
        "cloud",
        "企业上云办法",
        "第一条　中小微企业上云，每户补助五千元。\n第二条　补助由市经济和信息化局发放。",
    ),
    Document("school", "入学指引", "适龄儿童免试就近入学。报名时间为每年五月，材料为户口簿和房产证明。"),
    Document("clinic", "门诊报销通知", "参保人员普通门诊费用可以报销，比例从百分之五十起步。"),
]
QUESTIONS = [
    ("cloud", "企业上云补助多少钱", 0),
    ("school", "小孩入学报名要什么材料", 11),
    ("clinic", "门诊费用报销比例", 0),
]


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    documents, questions = tmp_path / "documents.jsonl", tmp_path / "questions.jsonl"
    rows = [{"doc_id": d.doc_id, "title": d.title, "text": d.text} for d in DOCUMENTS]
    items = [
        {"item_id": doc_id, "kind": "k", "question": question, "answerable": True,
         "evidence": [{"doc_id": doc_id, "start": start, "end": start + 5}]}
        for doc_id, question, start in QUESTIONS
    ]  # fmt: skip
    for path, lines in ((documents, rows), (questions, items)):
        path.write_text(
            "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), encoding="utf-8"
        )
    return documents, questions


def item(*evidence: Evidence, item_id: str = "q") -> QAItem:
    return QAItem(item_id, "问", True, "k", evidence=evidence)


def test_measures_by_hand() -> None:
    """Two questions; the first finds a gold document second and its answer third, the second finds nothing."""
    items = [item(Evidence("a", 5, 9), Evidence("b", 0, 2)), item(Evidence("z", 0, 1), item_id="p")]
    found = [[Span("x", 0, 9), Span("a", 0, 5), Span("a", 4, 6)], []]
    values = evaluate(("doc@1", "doc@5", "R@5", "ans@1", "ans@5"), items, found)
    assert values == {"doc@1": 0.0, "doc@5": 0.5, "R@5": 0.25, "ans@1": 0.0, "ans@5": 0.5}


def test_the_same_document_counts_once_and_depth_counts_passages() -> None:
    found = [[Span("x", i, i + 1) for i in range(6)] + [Span("a", 5, 9)]]
    assert evaluate(("doc@5", "ans@5"), [item(Evidence("a", 5, 9))], found) == {"doc@5": 1.0, "ans@5": 0.0}


def test_places_in_a_titled_text_are_places_in_the_document() -> None:
    text = titled(DOCUMENTS)[1]
    place = text.text.index("户口簿")
    (span,) = spans(DOCUMENTS, [(1, place, 3)])
    assert DOCUMENTS[1].text[span.start : span.end] == "户口簿"
    assert spans(DOCUMENTS, [(1, 0, 3)]) == [Span("school", 0, 1)]  # within the title
    assert titled([Document("d", "标题", "标题在前")])[0].text == "标题在前"


def test_a_sample_is_drawn_evenly() -> None:
    items = [item(Evidence("a", 0, 1), item_id=str(i)) for i in range(10)]
    assert [one.item_id for one in sample(items, 4)] == ["0", "2", "5", "7"]
    assert sample(items, None) == items == sample(items, 20)


def test_ours_by_the_command(
    files: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    output = tmp_path / "report.json"
    arguments = ["--documents", str(files[0]), "--questions", str(files[1]), "--system", "policyqa"]
    assert main(["bench", "retrieval", *arguments, "--output", str(output)]) == 0
    report = json.loads(output.read_text(encoding="utf-8"))
    (row,) = report["rows"]
    assert row["values"] == {"doc@1": 1.0, "doc@5": 1.0, "ans@1": 1.0, "ans@5": 1.0}
    assert report["made"]["finished"] is True
    assert report["made"]["embedding"]["fingerprint"] == open_embedder().fingerprint
    assert output.with_suffix(".md").read_text(encoding="utf-8").strip() in capsys.readouterr().out


def test_what_was_measured_before_a_fault_is_kept(
    files: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Broken:
        name, packages = "broken", ()

        def index(self, documents: object, embedder: object) -> dict[str, object]:
            raise MemoryError

    monkeypatch.setattr("evals.bench.command.PEERS", (Broken(),))
    output = tmp_path / "report.json"
    arguments = ["--documents", str(files[0]), "--questions", str(files[1]), "--output", str(output)]
    with pytest.raises(MemoryError):
        main(["bench", "retrieval", *arguments])
    report = json.loads(output.read_text(encoding="utf-8"))
    assert [row["system"] for row in report["rows"]] == ["policyqa"]
    assert report["made"]["finished"] is False


def test_what_is_missing_is_named(files: tuple[Path, Path], tmp_path: Path) -> None:
    from corpus.errors import PolicyQAError

    with pytest.raises(PolicyQAError, match="nothing"):
        main(["bench", "retrieval", "--system", "nothing"])
    with pytest.raises(PolicyQAError, match=r"ncp.*--data"):
        main(["bench", "retrieval", "--system", "policyqa", "--set", "ncp", "--data", str(tmp_path)])
    with pytest.raises(PolicyQAError, match="--questions"):
        main(["bench", "retrieval", "--system", "policyqa", "--documents", str(files[0])])


def test_a_missing_peer_names_the_extra() -> None:
    with pytest.raises(PeerMissing, match=r"no-such-package-at-all.*\[bench\]"):
        check_installed([Ours(packages=("no-such-package-at-all",))])


def test_a_set_without_evidence_is_refused(files: tuple[Path, Path]) -> None:
    from corpus.errors import PolicyQAError

    files[1].write_text(
        '{"item_id": "1", "kind": "k", "question": "?", "answerable": false}\n', encoding="utf-8"
    )
    with pytest.raises(PolicyQAError, match="evidence"):
        own_set(*files, name="own")


def test_the_table_says_where_we_are_behind() -> None:
    rows = [
        Row("s", "policyqa", "", 3, 2, {"R@1": 0.5, "R@5": 0.9}, 1.0, 0.01),
        Row("s", "peer", "a", 3, 2, {"R@1": 0.6, "R@5": 0.7}, 1.0, 0.01),
        Row("s", "peer", "b", 3, 2, {"R@1": 0.1, "R@5": 0.8}, 1.0, 0.01),
    ]
    assert ahead(rows) == {"s": {"R@1": -0.1, "R@5": 0.1}}
    from evals.bench.report import as_json

    page = as_markdown(as_json(rows, {"date": "2026-01-01"}))
    assert "| peer a | **0.600** | 0.700 |" in page and "R@1 -0.100，R@5 +0.100" in page


@pytest.mark.parametrize("peer", PEERS, ids=lambda peer: peer.name)
def test_a_peer_finds_the_same_documents(peer: System) -> None:
    try:
        check_installed([peer])
    except PeerMissing as missing:
        pytest.skip(f"the extra bench is not installed: {missing}")
    ways = peer.index(DOCUMENTS, open_embedder())
    assert ways
    for way, search in ways.items():
        for doc_id, question, _ in QUESTIONS:
            found = search(question, 3)
            assert found and found[0].doc_id == doc_id, (way, question)
            for span in found:
                text = next(d.text for d in DOCUMENTS if d.doc_id == span.doc_id)
                assert 0 <= span.start < span.end <= len(text)
