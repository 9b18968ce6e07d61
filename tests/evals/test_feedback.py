"""Readers' verdicts become items."""

from dataclasses import replace
from pathlib import Path

from chat.answer import Answer, Citation, Statement
from chat.app.records import Records
from corpus.document import Document, Span
from corpus.library import Library
from evals.__main__ import main as evals
from evals.dataset import Evidence, QAItem
from evals.feedback import feedback_items
from evals.importers.tables import read_csv

TEXT = "到2027年，全省工业规模达到7万亿级。"


def answer(question: str) -> Answer:
    citation = Citation(1, Span("hubei", 7, 13), "湖北", (), TEXT[7:13])
    return Answer(question, "answered", "…", statements=(Statement("…", (1,)),), citations=(citation,))


def refusal(question: str) -> Answer:
    return Answer(question, "abstained", "没有", reason="没有")


def test_verdicts_become_items(tmp_path: Path) -> None:
    library = Library(tmp_path / "home")
    library.add([Document("hubei", "湖北", TEXT)])
    assert feedback_items(library) == []
    rate = Records(library).rate
    rate("b", answer("好的回答？"), good=False, reason="数字或年份不对")
    rate("b", answer("坏的回答？"), good=False, reason="答非所问")
    rate("b", refusal("该拒的？"), good=True)
    rate("b", answer("好的回答？"), good=True)  # on second thoughts
    follow_up = replace(answer("那2030年呢？"), rewritten_question="2030年的工业规模？")
    rate("b", follow_up, good=True, earlier=["2027年的工业规模？"])
    rate("b", answer("独立的？"), good=True, earlier=["2027年的工业规模？"])  # it hangs on nothing
    found = {item.question: (item, reason) for item, reason in feedback_items(library)}
    good, bad, refused = found["好的回答？"], found["坏的回答？"], found["该拒的？"]
    assert good[0].evidence == (Evidence("hubei", 7, 13, TEXT[7:13]),)
    assert (good[0].kind, good[0].answerable, good[1]) == ("feedback_good", True, "")
    assert bad == (QAItem(bad[0].item_id, "坏的回答？", True, "feedback_bad"), "答非所问")
    assert (refused[0].kind, refused[0].answerable) == ("feedback_good", False)
    assert found["那2030年呢？"][0].history == ("2027年的工业规模？",) and found["独立的？"][0].history == ()
    assert len(found) == 5

    sheet = tmp_path / "rated.csv"
    assert evals(["make", str(sheet), "--feedback", "--home", str(tmp_path / "home")]) == 0
    assert "答非所问" in sheet.read_text(encoding="utf-8-sig")
    assert read_csv(sheet).items == [item for item, _ in feedback_items(library)]

    library.connection.execute("ALTER TABLE app_feedback DROP COLUMN earlier")  # rated in an earlier version
    assert {item.question for item, _ in feedback_items(library)} == set(found)
