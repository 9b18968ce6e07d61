"""A CrossEncoder by configuration: a tiny random one, made here in sentence-transformers' own format."""

import shutil
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from corpus.library import Library
from indexing.build import build
from indexing.cross_encoder import CrossEncoderReranker, open_reranker
from indexing.model_files import ModelRefused
from indexing.readings import context
from indexing.retriever import Retriever
from tests.indexing.conftest import StandInEmbedder

QUESTION = "企业上云有什么补助"


def make_cross_encoder(folder: Path, labels: int = 1) -> Path:
    """A BERT of one layer over single characters, with random weights."""
    import torch
    from transformers import BertConfig, BertForSequenceClassification, BertTokenizerFast

    torch.manual_seed(7)
    characters = sorted(set("企业上云有什么补助登录平台备案产业倍增数据目录管理技术改造门诊费用"))
    folder.mkdir(parents=True)
    words = folder / "vocab.txt"
    words.write_text("\n".join(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *characters]), encoding="utf-8")
    tokenizer = BertTokenizerFast(str(words), model_max_length=64)
    config = BertConfig(
        vocab_size=5 + len(characters), hidden_size=16, num_hidden_layers=1, num_attention_heads=2,
        intermediate_size=16, max_position_embeddings=64, num_labels=labels, initializer_range=1.0,
    )  # fmt: skip
    BertForSequenceClassification(config).save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    return folder


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_cross_encoder(tmp_path_factory.mktemp("models") / "tiny")


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> Path:
    return shutil.copytree(made, tmp_path / "model")


def test_passages_come_in_the_order_of_its_scores(
    library: Library, embedder: StandInEmbedder, made: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(library, embedder)
    plain = Retriever(library, lambda: embedder).search(QUESTION, 5)
    monkeypatch.setenv("POLICYQA_RERANKER_MODEL", str(made))
    monkeypatch.setattr("indexing.retriever.open_embedder", lambda model: embedder)
    retriever = Retriever.open(library.home)
    found = retriever.search(QUESTION, 5)
    model = CrossEncoderReranker(str(made))
    titles = {one.passage.span.doc_id: library.get(one.passage.span.doc_id).title for one in found}
    texts = [f"{context(titles[one.passage.span.doc_id], one.passage)}\n{one.passage.text}" for one in found]
    scores = model.scores(QUESTION, texts)
    assert len(set(scores.round(6).tolist())) > 1  # it does tell them apart
    assert np.all(np.diff(scores) <= 1e-6)
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)
    assert [one.rank for one in found] == [1, 2, 3, 4, 5]
    assert {one.passage.passage_id for one in found} != {} and len(plain) == 5


def test_equal_scores_keep_our_order(library: Library, embedder: StandInEmbedder) -> None:
    class Undecided:
        def scores(self, question: str, passages: Sequence[str]) -> NDArray[np.float64]:
            return np.zeros(len(passages))

    build(library, embedder)
    plain = Retriever(library, lambda: embedder).search(QUESTION, 4)
    assert Retriever(library, lambda: embedder, Undecided()).search(QUESTION, 4) == plain


def test_what_it_puts_first_is_shown_first(library: Library, embedder: StandInEmbedder) -> None:
    class Backwards:
        def scores(self, question: str, passages: Sequence[str]) -> NDArray[np.float64]:
            return np.arange(len(passages), dtype=np.float64)

    build(library, embedder)
    everything = Retriever(library, lambda: embedder).search(QUESTION, 30)
    turned = Retriever(library, lambda: embedder, Backwards()).search(QUESTION, 2)
    assert [one.passage for one in turned] == [one.passage for one in everything[::-1][:2]]


def test_none_is_set(monkeypatch: pytest.MonkeyPatch) -> None:
    assert open_reranker(None) is None and open_reranker("") is None


def test_no_passages(made: Path) -> None:
    assert CrossEncoderReranker(str(made)).scores("问", []).shape == (0,)


def test_a_model_with_several_scores_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelRefused, match="3 个"):
        open_reranker(str(make_cross_encoder(tmp_path / "three", labels=3)))


def with_code(folder: Path) -> None:
    (folder / "modeling.py").write_text("raise SystemExit")


def with_pickle(folder: Path) -> None:
    (folder / "model.safetensors").rename(folder / "pytorch_model.bin")


def with_remote_code(folder: Path) -> None:
    path = folder / "config.json"
    path.write_text(path.read_text().replace("{", '{"auto_map": {"AutoModel": "modeling.Model"},', 1))


def with_unknown_module(folder: Path) -> None:
    (folder / "modules.json").write_text('[{"idx": 0, "name": "0", "path": "", "type": "os.system"}]')


@pytest.mark.parametrize(
    ("spoil", "named"),
    [
        (with_code, "modeling.py"),
        (with_pickle, "pickle"),
        (with_remote_code, "auto_map"),
        (with_unknown_module, "os.system"),
    ],
)
def test_an_unsafe_folder_is_refused(folder: Path, spoil: object, named: str) -> None:
    assert callable(spoil)
    spoil(folder)
    with pytest.raises(ModelRefused, match=named):
        open_reranker(str(folder))


def test_an_embedding_model_is_no_cross_encoder() -> None:
    from indexing.embedder import BUNDLED_MODEL

    with pytest.raises(ModelRefused, match="CrossEncoder"):
        open_reranker(str(BUNDLED_MODEL))
