"""Targets as a table: searched, sorted, compared, exported. Documents of our own."""

import csv
import io
import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl  # type: ignore[import-untyped]
import pytest

from corpus.document import Document
from corpus.filters import Filters
from corpus.library import Library
from indexing.__main__ import main
from indexing.target import Target
from indexing.target_comparison import conflicting_figures, conflicts, indicator_key, series
from indexing.target_export import HEAD, export, sheet
from indexing.target_search import (
    load_targets,
    matching_targets,
    rows_for_question,
    scored_targets,
    sorted_targets,
)

PLANS = [
    Document(
        "hubei-plan",
        "湖北海工方案",
        "到2027年，全省新能源船舶产量达到80艘，规上工业企业达到3万家。\n到2030年，新能源船舶产量达到200艘。",
        region="湖北省",
        issuer="湖北省人民政府",
        issued_on=date(2025, 3, 1),
    ),
    Document(
        "hubei-notice",
        "湖北船舶通知",
        "到2027年，新能源船舶产量达到90艘，规模以上工业企业达到30000家。",
        region="湖北省",
        issued_on=date(2025, 6, 1),
        status="repealed",
    ),
    Document(
        "anhui-plan",
        "=安徽|方案",
        "到2027年，新能源船舶产量超过0.6万艘。截至目前，已建成12个孵化器。力争新能源船舶占比达到30%。",
        region="安徽省",
        issued_on=date(2025, 1, 1),
    ),
]


@pytest.fixture
def plans(tmp_path: Path) -> Library:
    library = Library(tmp_path / "home")
    library.add(PLANS)
    return library


def shown(rows: list[Target]) -> list[tuple[str, str, int | None]]:
    return [(row.span.doc_id, row.written, row.year) for row in rows]


def test_rows_are_loaded_by_filter_and_kind(plans: Library) -> None:
    rows, documents = load_targets(plans, Filters(region="安徽"))
    assert {row.span.doc_id for row in rows} == {"anhui-plan"} == set(documents)
    reached, _ = load_targets(plans, kinds=("achieved",))
    assert shown(reached) == [("anhui-plan", "12个", None)]
    in_force, _ = load_targets(plans, Filters(in_force=True))
    assert "hubei-notice" not in {row.span.doc_id for row in in_force}


def test_words_find_the_indicator_in_its_place_and_year(plans: Library) -> None:
    rows, _ = load_targets(plans)
    assert shown(matching_targets(rows, 2027, "新能源船舶 产量 湖北")) == [
        ("hubei-notice", "90艘", 2027),
        ("hubei-plan", "80艘", 2027),
    ]
    assert matching_targets(rows, None, "集装箱吞吐量") == []
    assert matching_targets(rows, 2031) == []
    scores = [share for _, share in scored_targets(rows, "船舶占比")]
    assert scores == sorted(scores, reverse=True) and all(0.6 <= share <= 1 for share in scores)


def test_a_question_gets_the_rows_of_its_year_before_those_without_one_and_never_another_years(
    plans: Library,
) -> None:
    rows, _ = load_targets(plans)
    undated = [replace(row, year=None, context_year=None) for row in rows if row.written == "200艘"]
    found = [row.written for row, _ in rows_for_question([*undated, *rows], "湖北新能源船舶产量", 2027)]
    assert sorted(found[:2]) == ["80艘", "90艘"] and found[2:] == ["200艘"]


def test_sorted_by_year_what_has_none_comes_last_either_way(plans: Library) -> None:
    rows, documents = load_targets(plans)
    undated = replace(rows[0], year=None)
    for descending in (False, True):
        years = [row.year for row in sorted_targets([undated, *rows], "year", documents, descending)]
        known = [year for year in years if year is not None]
        assert years[-1] is None and known == sorted(known, reverse=descending)
    values = [
        row.quantity.value for row in sorted_targets(rows, "value", documents) if row.quantity.unit == "艘"
    ]
    assert values == sorted(values) and len(values) == 4


def test_spellings_of_one_indicator_are_one(plans: Library) -> None:
    rows, _ = load_targets(plans)
    keys = {row.indicator: indicator_key(row) for row in rows}
    assert keys["规模以上工业企业"] == keys["规上工业企业"]
    assert keys["新能源船舶产量"] != keys["新能源船舶占比"]


def test_documents_that_contradict_each_other_are_marked(plans: Library) -> None:
    rows, _ = load_targets(plans)
    (conflict,) = conflicts(rows)
    assert (conflict.indicator, conflict.scope, conflict.year) == ("新能源船舶产量", "湖北省", 2027)
    assert sorted(row.written for row in conflict.rows) == [
        "80艘",
        "90艘",
    ]  # 3万家 is 30000家, Anhui is elsewhere
    assert conflicting_figures(rows) == {row.figure for row in conflict.rows}


def test_a_series_holds_one_indicator_of_one_region_by_year_in_one_unit(plans: Library) -> None:
    rows, _ = load_targets(plans)
    found = {(one.indicator, one.scope): one for one in series(rows)}
    ships = found["新能源船舶产量", "湖北省"]
    assert ships.unit == "艘" and [(p.year, int(p.value)) for p in ships.points] == [
        (2027, 90),
        (2027, 80),
        (2030, 200),
    ]
    (firms,) = (one for (_, scope), one in found.items() if scope == "湖北省" and one.unit != "艘")
    assert {point.value for point in firms.points} == ({3} if firms.unit == "万家" else {30000})
    assert series([replace(rows[0], year=None)]) == []


def test_a_sheet_has_every_row_with_its_source_and_marks_what_is_contradicted(plans: Library) -> None:
    rows, documents = load_targets(plans)
    head, *lines = sheet(rows, documents, conflicting_figures(rows))
    assert tuple(head) == HEAD and len(lines) == len(rows)
    for row, line in zip(rows, lines, strict=True):
        named = dict(zip(head, line, strict=True))
        document = documents[named["文档编号"]]
        assert document.text[int(named["起"]) : int(named["止"])] == named["原文"] == row.quote
        assert named["文件"] == document.title and named["地区"] == document.region
        assert (named["与其他文件不一致"] == "是") == (row.written in ("80艘", "90艘"))


def test_csv_and_excel_hold_the_same_cells_and_no_formula(plans: Library) -> None:
    rows, documents = load_targets(plans)
    cells = sheet(rows, documents)
    content = export(rows, documents, (), "csv")
    assert content.startswith(b"\xef\xbb\xbf")
    read = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    assert [[cell.removeprefix("'") for cell in line] for line in read] == cells
    assert any(cell == "'=安徽|方案" for line in read for cell in line)
    page = openpyxl.load_workbook(io.BytesIO(export(rows, documents, (), "xlsx"))).active
    for line, written in zip(page.iter_rows(), cells, strict=True):
        assert [str(cell.value if cell.value is not None else "") for cell in line] == written
        assert all(cell.data_type != "f" for cell in line)


def test_markdown_keeps_to_its_columns(plans: Library) -> None:
    rows, documents = load_targets(plans)
    lines = export(rows, documents, (), "md").decode().splitlines()
    assert len(lines) == len(rows) + 2
    assert len({line.replace("\\|", "").count("|") for line in lines}) == 1


def test_the_command_filters_sorts_and_exports(
    plans: Library, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def run(*arguments: str) -> Any:
        assert main(["--home", str(plans.home), "targets", *arguments]) == 0
        return capsys.readouterr().out

    first = json.loads(run("--query", "新能源船舶 产量", "--year", "2030", "--json"))
    assert [(row["value"], row["year"], row["scope"]) for row in first] == [("200", 2030, "湖北省")]
    assert list(first[0]) == "indicator value unit comparator year scope doc_id start end quote".split()
    contradicted = json.loads(run("--conflicts", "--json"))
    assert sorted(row["value"] for row in contradicted) == ["80", "90"]
    years = [row["year"] for row in json.loads(run("--sort", "year", "--json", "--doc", "hubei-plan"))]
    assert years == [2027, 2027, 2030]
    assert "12个" in run("--kind", "achieved") and "【其他文件的数不同】" in run()
    assert run("--format", "csv").startswith("指标,")
    run("--format", "xlsx", "--output", str(tmp_path / "t.xlsx"))
    assert openpyxl.load_workbook(tmp_path / "t.xlsx").active["A1"].value == "指标"
    for wrong in (["--output", "x.csv"], ["--format", "xlsx"], ["--format", "md", "--json"]):
        with pytest.raises(SystemExit) as refused:
            main(["--home", str(plans.home), "targets", *wrong])
        assert refused.value.code == 2
