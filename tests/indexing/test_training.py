"""Training on a small corpus written here: a few seconds, the same steps as the real one."""

import gzip
import itertools
import json
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import pytest

from indexing.model_files import check_model_folder
from indexing.static_embedding import StaticEmbedder
from indexing.training.__main__ import main
from indexing.training.contrastive import TrainingSettings, draw_batches
from indexing.training.initial_vectors import count_neighbours
from indexing.training.questions import asked_pairs
from indexing.training.sentence_pairs import paragraphs, sentence_pairs
from indexing.training.vocabulary import TokenLists, tokenize, train_tokenizer

TOPICS = {
    "税收": ["小微企业减征所得税", "纳税人按月申报增值税", "税务机关办理退税", "研发费用加计扣除"],
    "教育": ["义务教育学校免试入学", "教师资格考试每年举行", "学生资助发放奖学金", "幼儿园实行普惠收费"],
    "交通": ["高速公路免收通行费", "公交线路延长运营时间", "铁路货运降低运价", "驾驶证到期换发新证"],
    "农业": ["粮食种植发放补贴", "农机购置享受贴息", "耕地保护落实责任", "生猪养殖防控疫病"],
}


def texts() -> list[str]:
    """For each topic every order of three of its four clauses: 96 short documents."""
    return [
        f"{topic}工作要求。{'。'.join(clauses)}。各地落实{topic}政策。"
        for topic, all_clauses in TOPICS.items()
        for clauses in itertools.permutations(all_clauses, 3)
    ]


def write(path: Path, rows: Iterable[dict[str, object]]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    with gzip.open(path, "wt", encoding="utf-8") as file:
        file.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    return path


def run(folder: Path, output: str) -> Path:
    write(
        folder / "texts" / "documents.jsonl.gz",
        ({"doc_id": f"d{number}", "text": text} for number, text in enumerate(texts())),
    )
    # each asks, in words that no text has, about the first sentence of some texts
    write(
        folder / "questions" / "official.jsonl.gz",
        (
            {"query": f"我要问问{topic[0]}方面", "doc_id": f"d{number}", "start": 0, "end": 7}
            for number in range(0, 96, 8)
            for topic in [texts()[number][:2]]
        ),
    )
    pairs = write(
        folder / "pairs.jsonl.gz",
        (
            {"query": f"{topic}有哪些政策？", "passage": clause, "source": "written here"}
            for topic, clauses in TOPICS.items()
            for clause in clauses
        ),
    )
    options = {
        "--texts": folder / "texts",
        "--pairs": pairs,
        "--documents": folder / "texts",
        "--questions": folder / "questions",
        "--output": folder / output,
        "--tokens": 300,
        "--dimensions": 16,
    }
    assert main([str(part) for option in options.items() for part in option]) == 0
    return folder / output


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("training")


@pytest.fixture(scope="module")
def trained(folder: Path) -> Path:
    return run(folder, "model")


def test_the_folder_loads_and_knows_the_topics(trained: Path) -> None:
    embedder = StaticEmbedder(trained, "trained")
    passages = [(topic, clause) for topic, clauses in TOPICS.items() for clause in clauses]
    vectors = embedder.embed_passages([clause for _, clause in passages])
    assert vectors.shape == (16, 16)
    for topic in TOPICS:
        scores = vectors @ embedder.embed_query(f"{topic}有哪些政策？")
        assert {passages[row][0] for row in np.argsort(-scores)[:4]} == {topic}


def test_the_folder_holds_safetensors_and_json_only(trained: Path) -> None:
    files = {path.relative_to(trained).as_posix() for path in trained.rglob("*") if path.is_file()}
    assert {"model.safetensors", "tokenizer.json", "modules.json", "SHA256SUMS"} <= files
    assert all(name.endswith((".json", ".safetensors")) for name in files - {"SHA256SUMS"})


def test_questions_bring_their_passages(folder: Path, trained: Path) -> None:
    pairs = list(asked_pairs(folder / "questions", folder / "texts"))
    assert len(pairs) == 12
    assert {(pair.query, pair.passage, pair.source) for pair in pairs} == {
        (f"我要问问{topic[0]}方面", f"{topic}工作要求。", "official") for topic in TOPICS
    }
    embedder = StaticEmbedder(trained, "trained")
    asked, *others = embedder.embed_passages(["我要问问税方面", *(f"{topic}工作要求。" for topic in TOPICS)])
    assert np.argmax([other @ asked for other in others]) == list(TOPICS).index("税收")


def test_a_question_about_another_text_is_refused(folder: Path, tmp_path: Path) -> None:
    write(tmp_path / "questions" / "laws.jsonl.gz", [{"query": "问", "doc_id": "d1", "start": 0, "end": 900}])
    with pytest.raises(ValueError, match="d1"):
        list(asked_pairs(tmp_path / "questions", folder / "texts"))


def test_the_same_seed_gives_the_same_model(folder: Path, trained: Path) -> None:
    assert check_model_folder(run(folder, "again")) == check_model_folder(trained)


def test_finished_stages_are_not_repeated(folder: Path, trained: Path) -> None:
    stages = Path(f"{trained}.stages")
    before = {path.name: path.stat().st_mtime_ns for path in stages.iterdir()}
    run(folder, "model")
    assert {path.name: path.stat().st_mtime_ns for path in stages.iterdir()} == before


def test_tokens_are_short_and_never_span_blanks_punctuation_or_digits() -> None:
    tokenizer = train_tokenizer(["２０２７年 ＧＤＰ增长5%，其中 制造业增长。"] * 50, 200)
    tokens = tokenizer.encode("２０２７年 ＧＤＰ增长5%，其中 制造业增长。").tokens
    assert max(map(len, tokens)) <= 4
    assert "".join(tokens) == "2027年gdp增长5其中制造业增长"
    assert {"2027", "gdp"} <= set(tokens)


def test_taken_token_lists_are_those_of_the_texts() -> None:
    tokenizer = train_tokenizer(texts(), 100)
    some = ["税收工作", "", "高速公路免收通行费"]
    lists = tokenize(tokenizer, some)
    taken = lists.take(np.array([2, 1, 0, 2]))
    expected = [tokenizer.encode(some[number]).ids for number in (2, 1, 0, 2)]
    assert [taken.ids[a:b].tolist() for a, b in itertools.pairwise(taken.starts)] == expected


def test_neighbours_are_counted_within_a_text() -> None:
    # Two texts, 0 1 0 and 1 1: (0,1) twice, (0,0) once, (1,1) once; nothing across the texts.
    tokens = TokenLists(np.array([0, 1, 0, 1, 1], np.int32), np.array([0, 3, 5], np.int64))
    pairs, counts = count_neighbours(tokens, 2)
    assert dict(zip(pairs.tolist(), counts.tolist(), strict=True)) == {0: 1, 1: 2, 3: 1}


def test_paragraphs_keep_whole_sentences_below_the_limit() -> None:
    text = "一句话说完了。" * 100 + "\n" + "长" * 1000
    stretches = list(paragraphs(text))
    assert all(sum(map(len, stretch)) <= 300 for stretch in stretches)
    assert all(sentence == "一句话说完了。" for stretch in stretches[:-1] for sentence in stretch)


def test_sentence_pairs_are_the_same_for_the_same_seed() -> None:
    assert sentence_pairs(texts(), 1) == sentence_pairs(texts(), 1) != sentence_pairs(texts(), 2)


def test_a_weight_is_the_mean_number_of_draws() -> None:
    weights = np.array([0.0, 1.0, 2.4])
    settings = TrainingSettings(epochs=1000, batch_size=4)
    batches = draw_batches(weights, settings, np.random.default_rng(0))
    draws = np.bincount(np.concatenate(list(batches)), minlength=3)
    assert draws[:2].tolist() == [0, 1000]
    assert draws[2] == pytest.approx(2400, abs=60)
