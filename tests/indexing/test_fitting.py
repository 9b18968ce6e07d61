"""The ranker's fit by its command, over files written here: what is asked for is made anew, the rest stays."""

import gzip
import json
from pathlib import Path

import numpy as np
import pytest

from corpus.document import Span
from indexing.fitting import main
from indexing.listwise import AGAINST, FREE, fit
from indexing.made_questions import MadeQuestion
from indexing.ranking import RANKER_FILE, names_of
from indexing.scorer import Scorer

TOPICS = "取水许可 河道采砂 野生动物 森林防火 道路运输 食品安全 房屋租赁 劳动合同".split()


def lines(path: Path, rows: list[dict[str, object]]) -> str:
    with gzip.open(path, "wt", encoding="utf-8") if path.suffix == ".gz" else path.open("w") as file:
        file.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    return str(path)


def test_weights_for_articles_are_made_and_the_others_kept(tmp_path: Path) -> None:
    documents = [
        {
            "doc_id": f"{place}{n}",
            "title": f"{place}{topic}条例第{n + 1}条",
            "text": f"{topic}由主管部门负责管理。",
        }
        for place in ("", "上海市")
        for n, topic in enumerate(TOPICS)
    ]
    questions = [
        {"item_id": str(n), "question": f"{topic}归谁管", "evidence": [{"doc_id": str(n)}]}
        for n, topic in enumerate(TOPICS)
    ]
    output = tmp_path / "ranker.json"
    before = json.loads(RANKER_FILE.read_text(encoding="utf-8"))
    output.write_text(json.dumps(before), encoding="utf-8")
    files = [lines(tmp_path / "d.jsonl.gz", documents), lines(tmp_path / "q.jsonl", questions)]
    assert main(["--articles", *files, "--output", str(output)]) == 0
    after = json.loads(output.read_text(encoding="utf-8"))
    assert after["weights"] == before["weights"] and after["untitled"] == before["untitled"]
    assert (
        set(after["articles"]) == {*names_of("articles"), "hidden"}
        and after["articles"] != before["articles"]
    )
    # every right answer is that of the whole country, so being the rule of a place speaks against a passage
    names = names_of("articles")
    alike = np.full((2, len(names)), 0.5)
    alike[:, names.index("elsewhere")] = 0.0, 1.0
    national, local = Scorer.read(after["articles"], names)(alike)
    assert national > local
    assert after["fitted"]["articles"] == "4 questions of q.jsonl, every second one"


def test_nothing_to_fit_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SystemExit):
        main(["--output", str(tmp_path / "ranker.json")])
    with pytest.raises(SystemExit):
        main(["--texts", "t.jsonl", "--output", str(tmp_path / "ranker.json")])


def test_a_fit_finds_the_feature_that_tells_and_holds_the_signs() -> None:
    chance = np.random.default_rng(0)
    names = ("bm25", "length", "place_conflict")
    assert names[1] in FREE and names[2] in AGAINST
    tables = [chance.normal(size=(10, 3)) for _ in range(200)]
    right = [table[:, 0] - table[:, 1] == (table[:, 0] - table[:, 1]).max() for table in tables]
    weights = fit(tables, right, names)
    assert weights[0] > 0.5 and weights[1] < -0.5 and weights[2] <= 0
    against = fit(tables, [table[:, 0] == table[:, 0].min() for table in tables], names)
    assert against[0] == 0  # can only speak for a passage


def test_what_answers_a_made_question() -> None:
    question = MadeQuestion("?", (Span("d", 10, 30),))
    assert question.is_answered_by(Span("d", 5, 15)) and question.is_answered_by(Span("d", 12, 20))
    assert not question.is_answered_by(Span("d", 0, 10)) and not question.is_answered_by(Span("e", 5, 15))
    assert not question.is_answered_by(Span("d", 25, 40))  # it holds the end only
