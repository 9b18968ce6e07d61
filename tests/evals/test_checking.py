"""What `evals check` finds in a set, on faults made by hand; and that our own sets have none."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from corpus.command_line import run as at_the_edge
from corpus.library import Library
from corpus.loaders import load
from evals.__main__ import main
from evals.checking import check_sets, describe, item_problems
from evals.dataset import Evidence, QAItem, write_items

TextOf = Callable[[str], str | None]
FOLDER = Path(__file__).resolve().parents[2]
GOOD = QAItem(
    "a", "2027年？", True, "figure", nuggets=(("70000亿", "七万亿"),), short_answers=("7万亿",),
    evidence=(Evidence("hubei", 0, 3, "湖北省"),),
)  # fmt: skip


@pytest.mark.parametrize(
    ("item", "problems"),
    [
        (GOOD, []),
        (QAItem("b", "2035年？", False, "none"), []),
        (QAItem("b", "有据？", True, "k", evidence=(Evidence("hubei"),)), []),
        (QAItem("b", "没有金标？", True, "k"), ["标为可回答，却没有要点、简答、参考答案或依据，无从评分"]),
        (QAItem("b", "?", False, "k", nuggets=(("7万亿",),)), ["标为不可回答，却有答案或依据"]),
        (QAItem("b", "?", True, "k", evidence=(Evidence("gone"),)), ["资料库里没有文档“gone”"]),
        (
            QAItem("b", "?", True, "k", nuggets=(("8万亿",), ("7万亿",)), evidence=(Evidence("hubei"),)),
            ["依据所在的文档里没有“8万亿”"],
        ),
        (
            QAItem("b", "?", True, "k", short_answers=("0万亿",), evidence=(Evidence("hubei"),)),
            ["依据所在的文档里没有“0万亿”"],
        ),
    ],
)
def test_what_is_wrong_with_an_item(item: QAItem, problems: list[str], text_of: TextOf) -> None:
    assert item_problems(item, text_of) == problems


def test_the_same_thing_asked_twice_over_several_sets(tmp_path: Path, text_of: TextOf) -> None:
    write_items([GOOD, QAItem("b", "2035年？", False, "none")], tmp_path / "one.jsonl")
    write_items(
        [
            QAItem("c", "２０３５年", False, "none"),
            QAItem("a", "另一问？", False, "none"),
            QAItem("d", "2035年？", False, "none", ("湖北呢？",)),
        ],
        tmp_path / "two.jsonl",
    )
    one, two = check_sets([tmp_path / "one.jsonl", tmp_path / "two.jsonl"], text_of)
    assert one.problems == []
    assert two.problems == [("c", "问题与one.jsonl 的 b相同"), ("a", "题号与one.jsonl 的 a相同")]
    assert one.kinds["figure"] == {
        "items": 1, "answerable": 1, "history": 0, "nuggets": 1, "short_answers": 1, "documents": 0
    }  # fmt: skip
    printed = describe(two)
    assert "发现 2 个问题" in printed and "  c：问题与" in printed


def test_our_own_sets_hold_against_the_bundled_documents(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    library = Library(tmp_path / "home")
    library.add([d for path in sorted((FOLDER / "corpus" / "documents").glob("*.md")) for d in load(path)])
    sets = [str(path) for path in sorted((FOLDER / "evals" / "datasets").glob("*.jsonl"))]
    status = at_the_edge(main, ["check", *sets, "--home", str(tmp_path / "home"), "--json"])
    found = json.loads(capsys.readouterr().out)
    assert [(row["set"], row["problems"]) for row in found] == [(Path(path).name, []) for path in sets]
    assert sum(kind["items"] for row in found for kind in row["kinds"].values()) >= 300
    assert status == 0


def test_a_faulty_set_is_exit_status_1(tmp_path: Path, text: str, capsys: pytest.CaptureFixture[str]) -> None:
    from corpus.document import Document

    Library(tmp_path / "home").add([Document("hubei", "湖北", text)])
    write_items(
        [QAItem("a", "?", True, "k", evidence=(Evidence("hubei", 0, 3, "山东省"),))], tmp_path / "qa.jsonl"
    )
    assert at_the_edge(main, ["check", str(tmp_path / "qa.jsonl"), "--home", str(tmp_path / "home")]) == 1
    assert "全文也找不到这段引文" in capsys.readouterr().out
