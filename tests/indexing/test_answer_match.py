"""Which sentence answers: learned from questions written here, and as it is shipped."""

import gzip
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from safetensors.numpy import load_file

from indexing import answer_match
from indexing.answer_match import answering, before, tokens_found
from indexing.embedder import bundled_embedder
from indexing.token_match import TokenVectors
from indexing.training import answer_match as training
from indexing.training.questions import answered, kept_apart

ASKED = "老板拖着工资不给怎么办"
WAGES = "用人单位拖欠劳动报酬的，劳动者可以申请支付令。"
BOATS = "渔船应当在指定港口停泊。"
# questions in words that the sentence which answers has none of; its neighbours have some
TAUGHT = [
    ("帽子掉了怎么办", "戴帽子的人很多。物件遗失的，向失物处报告。帽子要洗干净。", 1),
    ("钥匙掉了找谁", "钥匙由木匠制作。凡有遗失，由管理员登记。钥匙不外借。", 1),
    ("雨伞掉了还能领回吗", "雨伞放在门口。遗失之物，一月内可以认领。雨伞有三种。", 1),
    ("娃几点放学", "放学要排队。儿童于十六时离校。校门朝南。", 1),
    ("娃能带宠物吗", "宠物种类繁多。儿童不得携带动物。动物园在东边。", 1),
    ("娃吃饭交多少钱", "吃饭要安静。儿童餐费每月二百元。饭菜有营养。", 1),
]


def write(path: Path, rows: list[dict[str, object]]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    with gzip.open(path, "wt", encoding="utf-8") as file:
        file.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    return path.parent


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """TAUGHT, about documents that may be learned from."""
    folder = tmp_path_factory.mktemp("answers")
    names = [f"d{number}" for number in range(200) if not kept_apart(f"d{number}")]
    texts, questions = [], []
    for name, (query, text, right) in zip(names, TAUGHT, strict=False):
        parts = text.split("。")
        start = sum(len(part) + 1 for part in parts[:right])
        texts.append({"doc_id": name, "title": "公约", "text": text})
        span = [start, start + len(parts[right]) + 1]
        questions.append({"query": query, "doc_id": name, "start": 0, "end": len(text), "answer": span})
    return write(folder / "questions" / "everyday.jsonl.gz", questions), write(
        folder / "documents" / "texts.jsonl.gz", texts
    )


def test_the_command_learns_which_sentence_answers(
    folders: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    questions, documents = folders
    options = {"--documents": documents, "--questions": questions, "--epochs": 40, "--dimensions": 32}
    files = [tmp_path / "first.safetensors", tmp_path / "second.safetensors"]
    for file in files:
        arguments = [str(part) for option in (options | {"--output": file}).items() for part in option]
        assert training.main(arguments) == 0
    kept, again = (load_file(file) for file in files)
    assert all(np.array_equal(kept[name], again[name]) for name in kept)
    untaught = training.Matcher(bundled_embedder().vectors, 32).tensors()
    # of a thing never asked about, the answer shares no word with the question, and its neighbour does
    assert lead(kept, monkeypatch) > lead(untaught, monkeypatch) + 0.1


def lead(kept: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> float:
    """By how much an answer is matched better than its neighbour."""
    tensors = {name: tensor.astype(np.float32) for name, tensor in kept.items()}
    vectors = TokenVectors(tensors["asked"], tensors["answering"], tensors["weights"])
    monkeypatch.setattr(answer_match, "_vectors", lambda: vectors)
    matches = answering("手套掉了怎么办", ["遗失手续在前台办理。", "手套是羊毛的。"], ["", ""], [0, 1])
    return float(matches[0] - matches[1])


def test_training_scores_as_the_product_does(
    folders: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    taught = training.lessons(answered(folders[0], [folders[1]]))
    matcher = training.Matcher(bundled_embedder().vectors, 32)
    monkeypatch.setattr(training, "FORGOTTEN", 0.0)
    batch = training.batch_of(taught, [0, 1], matcher.nothing, np.random.default_rng(0))
    with torch.no_grad():
        scores = (matcher(batch) / matcher.scale)[:, :3].numpy()
    tensors = {name: tensor.astype(np.float32) for name, tensor in matcher.tensors().items()}
    monkeypatch.setattr(answer_match, "_tensors", lambda: tensors)
    answer_match._vectors.cache_clear()
    answer_match._reach.cache_clear()
    try:
        for (query, text, _), expected in zip(TAUGHT[:2], scores, strict=True):
            sentences = [f"{part}。" for part in text.split("。")[:3]]
            assert answering(query, sentences, ["公约"], [0, 0, 0]) == pytest.approx(expected, abs=0.02)
    finally:
        answer_match._vectors.cache_clear()
        answer_match._reach.cache_clear()


def test_nothing_to_learn_from_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = write(tmp_path / "texts.jsonl.gz", [])
    with pytest.raises(SystemExit):
        training.main(["--documents", str(folder), "--output", str(tmp_path / "x.safetensors")])
    assert "none of the questions" in capsys.readouterr().err


def test_the_sentence_that_answers_matches_best() -> None:
    wages, boats = answering(ASKED, [WAGES, BOATS], [""], [0, 0])
    assert wages > boats + 0.1


def test_what_stands_before_and_above_counts_less_than_the_sentence_itself() -> None:
    own, behind, apart = answering(ASKED, [WAGES, BOATS, BOATS], ["", ""], [0, 0, 1])
    titled = answering(ASKED, [BOATS], [WAGES], [0])[0]
    assert own > behind > apart and own > titled > apart


def test_only_what_stands_under_the_same_is_before() -> None:
    rows = np.array([[1.0], [2.0], [3.0]], np.float32)
    assert before(rows, [0, 0, 1]).tolist() == [[0.0], [1.0], [0.0]]
    assert before(rows[:0], []).shape == (0, 1)


@given(st.lists(st.text(max_size=40), max_size=4), st.text(max_size=30), st.text(max_size=10))
def test_matches_stay_within_their_bounds(texts: list[str], question: str, around: str) -> None:
    matches = answering(question, texts, [around], [0] * len(texts))
    assert matches.shape == (len(texts),) and (matches >= 0).all() and (matches <= 1 + 1e-5).all()


@pytest.mark.parametrize("question", ["", "。", "😀"])
def test_a_question_without_known_tokens_is_answered_by_nothing(question: str) -> None:
    assert not answering(question, [WAGES], [""], [0]).any()
    assert tokens_found(question, [WAGES])[1].shape == (1, 0)


def test_what_is_shipped_fits_the_bundled_embedding() -> None:
    kept = load_file(answer_match.FILE)
    tokens = len(bundled_embedder().vectors)
    assert kept["asked"].shape == kept["answering"].shape and kept["weights"].shape == (tokens,)
    lengths = np.linalg.norm(kept["answering"].astype(np.float32), axis=1)
    assert len(kept["asked"]) == tokens and lengths.max() == pytest.approx(1, abs=1e-2)
    assert (kept["weights"] > 0).all() and (kept["reach"] > 0).all() and (kept["reach"] < 1).all()
    assert answer_match.FILE.stat().st_size < 10_000_000


def test_a_question_without_known_tokens_teaches_nothing_and_breaks_nothing() -> None:
    nothing = np.zeros(0, np.int64)
    words = [np.array([5, 6]), np.array([7])]
    near = np.array([[1], [0]])
    taught = training.Lessons([nothing, nothing], [words, words], [nothing], [0], [[True, False]], near)
    matcher = training.Matcher(bundled_embedder().vectors, 8)
    training.train(matcher, taught, 3, np.random.default_rng(0))
    assert all(bool(torch.isfinite(value).all()) for value in matcher.parameters())
