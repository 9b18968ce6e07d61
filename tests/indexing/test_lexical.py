from math import log
from pathlib import Path

import numpy as np
import pytest

from indexing.lexical import LexicalIndex

ROWS = [["上云", "服务券"], ["医保"], [], ["上云", "上云", "企业"]]


def test_scores_are_the_same_after_saving(tmp_path: Path) -> None:
    built = LexicalIndex.build(ROWS)
    built.save(tmp_path / "words")
    loaded = LexicalIndex.load(tmp_path / "words", len(ROWS))
    for index in (built, loaded):
        scores = index.scores(["上云", "没有的词"])
        assert scores.argmax() == 3 and scores[0] > 0 and scores[1] == scores[2] == 0
        assert index.frequencies(["上云", "医保", "没有的词"]).tolist() == [2, 1, 0]
        assert not index.scores(["没有的词"]).any()


def test_an_index_without_rows(tmp_path: Path) -> None:
    LexicalIndex.build([]).save(tmp_path / "words")
    loaded = LexicalIndex.load(tmp_path / "words", 0)
    assert loaded.scores(["词"]).shape == (0,)


def test_nothing_is_pickled(tmp_path: Path) -> None:
    LexicalIndex.build(ROWS).save(tmp_path)
    assert {path.suffix for path in tmp_path.iterdir()} == {".npy", ".json"}


@pytest.mark.parametrize("name", ["rows.npy", "starts.npy", "vocabulary.json"])
def test_a_torn_file_is_noticed(tmp_path: Path, name: str) -> None:
    LexicalIndex.build(ROWS).save(tmp_path)
    path = tmp_path / name
    path.write_bytes(path.read_bytes()[:-9])
    with pytest.raises(ValueError):
        LexicalIndex.load(tmp_path, len(ROWS))


def test_another_number_of_rows_is_noticed(tmp_path: Path) -> None:
    LexicalIndex.build(ROWS).save(tmp_path)
    with pytest.raises(ValueError):
        LexicalIndex.load(tmp_path, len(ROWS) + 1)


def test_a_score_worked_out_by_hand() -> None:
    scores = LexicalIndex.build(ROWS).scores(["上云"])  # in two of four rows, of lengths 2 1 0 3
    rarity = log(1 + (4 - 2 + 0.5) / (2 + 0.5))
    expected = rarity * 2 / (2 + 1.5 * (1 - 0.75 + 0.75 * 3 / 1.5))
    assert scores[3] == pytest.approx(expected, rel=1e-6)


def test_joined_parts_score_as_one_index_of_what_is_left() -> None:
    gone, added = [["医保", "上云"]], [["上云", "新词"], []]
    live = np.array([False] + [True] * (len(ROWS) + len(added)))
    joined = LexicalIndex.build(gone + ROWS).joined(LexicalIndex.build(added), live)
    whole = LexicalIndex.build(ROWS + added)
    terms = ["上云", "医保", "新词", "没有的词"]
    assert joined.rows == whole.rows == 6 and joined.size == 7
    assert joined.frequencies(terms).tolist() == whole.frequencies(terms).tolist()
    assert joined.scores(terms)[0] == 0
    assert joined.scores(terms)[1:].tolist() == whole.scores(terms).tolist()


def test_compacted_is_an_index_made_of_what_is_left(tmp_path: Path) -> None:
    gone, added = [["医保", "上云"], ["独有"]], [["上云", "新词"], [], ["医保", "医保"]]
    live = np.array([False, False] + [True] * (len(ROWS) + len(added)))
    compacted = LexicalIndex.build(gone + ROWS).joined(LexicalIndex.build(added), live).compacted()
    whole = LexicalIndex.build(ROWS + added)
    compacted.save(tmp_path)
    for index in (compacted, LexicalIndex.load(tmp_path, len(ROWS + added))):
        for term in ("上云", "医保", "新词", "服务券", "企业", "独有"):
            assert index.scores([term]).tolist() == whole.scores([term]).tolist()
    assert "独有" not in (tmp_path / "vocabulary.json").read_text(encoding="utf-8")


def test_nothing_left_compacts_to_nothing(tmp_path: Path) -> None:
    empty = LexicalIndex.build(ROWS).joined(LexicalIndex.build([]), np.zeros(len(ROWS), bool)).compacted()
    empty.save(tmp_path)
    assert LexicalIndex.load(tmp_path, 0).scores(["上云"]).shape == (0,)
