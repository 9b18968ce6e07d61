"""What says the same is shown once; a text that says something else is not taken for it."""

import json
from pathlib import Path
from typing import Any

import pytest

from corpus.document import Span
from indexing import __main__ as command_line
from indexing.likeness import collapsed
from indexing.passage import Passage, ScoredPassage

TEXT = "对首次认定的专精特新企业给予一次性奖励二十万元，由市经济和信息化局会同市财政局发放。"


def found(*texts: str) -> list[ScoredPassage]:
    return [
        ScoredPassage(Passage(Span(f"d{n}", 0, len(text)), text, ()), 1.0 / n, n, 1.0, 0.5)
        for n, text in enumerate(texts, 1)
    ]


@pytest.mark.parametrize(
    ("other", "same"),
    [
        (TEXT, True),
        (TEXT.replace("，", "，\n　　"), True),  # blanks and punctuation say nothing
        (TEXT.replace("奖励二十万元", "奖励２０万元"), True),
        (TEXT.replace("二十万元", "五十万元"), False),  # another figure is another statement
        (TEXT.replace("专精特新企业", "瞪羚企业").replace("经济和信息化局", "科学技术局"), False),
        (TEXT + "对获得国家级认定的，再给予一次性奖励五十万元，用于技术改造和人才引进。", False),
        ("。。。", False),
    ],
)
def test_alike_or_not(other: str, same: bool) -> None:
    shown = collapsed(found(TEXT, other))
    assert [len(one.like) for one in shown] == ([1] if same else [0, 0])
    assert shown[0].first.rank == 1


def test_only_what_is_shown_is_collapsed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, embedder: Any
) -> None:
    monkeypatch.setattr("indexing.embedder.open_embedder", lambda model: embedder)
    monkeypatch.setattr("indexing.retriever.open_embedder", lambda model: embedder)
    for name in ("one", "two"):
        text = f"关于奖励的通知\n\n{TEXT}各区参照执行，执行中的问题请向{name}反映。"
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
    home = str(tmp_path / "home")
    assert command_line.main(["build", "--home", home, str(tmp_path)]) == 0
    capsys.readouterr()
    assert command_line.main(["search", "--home", home, "专精特新奖励"]) == 0
    assert capsys.readouterr().out.count("内容基本相同") == 1
    assert command_line.main(["search", "--home", home, "专精特新奖励", "--json"]) == 0
    assert len(json.loads(capsys.readouterr().out)) == 2
