"""Questions made by program, and the spreadsheet round trip for reviewing them."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from corpus.document import Document
from corpus.errors import PolicyQAError
from evals.dataset import Evidence, QAItem, usable_evidence
from evals.exporters.tables import write_table
from evals.importers.tables import read_csv, read_xlsx
from evals.making import make_items
from evals.metrics.nuggets import nugget_recall

PLAN = Document(
    "plan",
    "湖北省制造业行动方案",
    "一、主要目标\n到2027年，全省工业规模达到7万亿级；到2030年，全省工业规模达到10万亿级。\n"
    "二、重点任务\n（一）改造传统产业。推进技术改造。\n（二）壮大新兴产业。建设基地。\n（三）布局未来产业。支持研发。\n",
    region="湖北省",
)
TALK = Document(
    "talk",
    "浙江就业工作答记者问",
    "问：有哪些举措？\n答：一是稳定岗位供给，支持企业。二是加强技能培训，提高补贴。三是做好困难帮扶，兜牢底线。\n"
    "问：目标是什么？\n答：到2026年，城镇新增就业人数达到100万人。\n",
    region="浙江省",
)
TEXTS = {document.doc_id: document.text for document in (PLAN, TALK)}


@pytest.fixture
def made() -> list[QAItem]:
    return make_items([PLAN, TALK], 40)


def test_every_kind_is_made(made: list[QAItem]) -> None:
    assert {item.kind for item in made} == {
        "figure", "list", "unanswerable_year", "unanswerable_place", "unanswerable_indicator"
    }  # fmt: skip
    questions = {item.question: item for item in made}
    figure = questions["《湖北省制造业行动方案》提出，2027年全省工业规模的目标是多少？"]
    assert figure.short_answers == ("7万亿级",)
    tasks = questions["《湖北省制造业行动方案》的“重点任务”部分包括哪几项？"]
    assert tasks.nuggets == (("改造传统产业",), ("壮大新兴产业",), ("布局未来产业",))
    assert questions["有哪些举措？"].nuggets == (("稳定岗位供给",), ("加强技能培训",), ("做好困难帮扶",))


def test_the_gold_stands_in_its_evidence(made: list[QAItem]) -> None:
    for item in made:
        good, problems = usable_evidence(item, TEXTS.get)
        assert not problems
        assert bool(good) is item.answerable
        if item.nuggets:
            assert nugget_recall("\n".join(e.quote or "" for e in good), item.nuggets) == 1.0


def test_unanswerable_questions_have_no_answer_in_the_library(made: list[QAItem]) -> None:
    for item in made:
        if item.kind == "unanswerable_year":
            year = item.question.partition("提出，")[2][:4]
            assert year.isdigit() and not any(year in text for text in TEXTS.values())
        if item.kind == "unanswerable_place":
            assert not item.question.startswith(("湖北", "浙江"))
        if item.kind == "unanswerable_indicator":
            assert ("湖北省" in item.question) is ("就业人数" in item.question)


def test_no_other_document_answers_an_unanswerable_question() -> None:
    """Two reports with one indicator: a year of the other, or a row of the other for that year, is no near miss."""
    one, two = (
        Document(
            f"r{year}",
            f"{year}年某县报告",
            f"一、目标\n{year}年，城镇新增就业达到{n}万人。\n到{year}年，{other}达到{n}家。\n",
        )
        for year, n, other in ((2022, 5, "规上企业数量"), (2024, 6, "专精特新企业数量"))
    )
    made = [item for seed in range(30) for item in make_items([one, two], 40, seed)]
    asked = {
        kind: {item.question for item in made if item.kind == kind} for kind in {item.kind for item in made}
    }
    assert asked["unanswerable_year"] and asked["unanswerable_indicator"]
    for question in asked["unanswerable_year"]:
        assert "城镇新增就业" not in question or not re.search("，(2022|2024)年", question)
    assert not any("城镇新增就业" in question for question in asked["unanswerable_indicator"])


@pytest.mark.parametrize(
    ("title", "named"),
    [
        ("《甲办法》", "《甲办法》"),
        ("乙厅印发《甲办法》", "《乙厅印发〈甲办法〉》"),
        ("《甲》和《乙》", "《〈甲〉和〈乙〉》"),
    ],
)
def test_titles_within_titles_keep_their_marks(title: str, named: str) -> None:
    document = replace(PLAN, title=title)
    assert all(item.question.startswith(named) for item in make_items([document], 9) if item.kind == "figure")


def test_the_same_library_and_seed_give_the_same_questions(made: list[QAItem]) -> None:
    assert make_items([TALK, PLAN], 40) == made
    assert len(make_items([PLAN, TALK], 3)) == 3
    assert make_items([], 10) == []


ODD = [
    QAItem("a", "=SUM(1)？", True, "k", ("之前？", "再前？"), (("7万亿", "70000亿"), ("2027年",)), ("7万亿",), ("全文\n两行",),
           (Evidence("d", 3, 9, "引文\n两行"),)),
    QAItem("b", "多处？", True, "k", evidence=(Evidence("d", 0, 2, "甲乙"), Evidence("e"), Evidence("d", 3, 4))),
    QAItem("c", "没有？", False, "none"),
]  # fmt: skip


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_a_set_goes_to_a_sheet_and_back(tmp_path: Path, suffix: str, made: list[QAItem]) -> None:
    items = ODD + made
    write_table(items, tmp_path / f"t{suffix}")
    back = (read_xlsx if suffix == ".xlsx" else read_csv)(tmp_path / f"t{suffix}")
    assert back.items == items
    assert not back.notes


def test_a_row_marked_no_is_left_out(tmp_path: Path) -> None:
    write_table(ODD, tmp_path / "t.csv")
    text = (tmp_path / "t.csv").read_text(encoding="utf-8-sig")
    (tmp_path / "t.csv").write_text(text.replace("是,c,", "否,c,"), encoding="utf-8")
    assert [item.item_id for item in read_csv(tmp_path / "t.csv").items] == ["a", "b"]


@pytest.mark.parametrize(
    "item",
    [
        QAItem("x", "?", True, "k", nuggets=(("一；二",),)),
        QAItem("x", "?", True, "k", reference_answers=("一", "二")),
        QAItem("x", " ? ", True, "k"),
        QAItem("x", "一\r\n二", True, "k"),
    ],
)
@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_what_cells_cannot_hold_is_refused_by_name(tmp_path: Path, item: QAItem, suffix: str) -> None:
    with pytest.raises(PolicyQAError, match="题“x”放不进表格"):
        write_table([QAItem("y", "?", True, "k"), item], tmp_path / f"t{suffix}")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("question", ["控制符\x0b？", "长" * 40_000])
def test_what_excel_cannot_hold_is_refused_by_name(tmp_path: Path, question: str) -> None:
    with pytest.raises(PolicyQAError, match="题“x”放不进表格"):
        write_table([QAItem("y", "?", True, "k"), QAItem("x", question, True, "k")], tmp_path / "t.xlsx")
