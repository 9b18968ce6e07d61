"""Evaluation from the page: a run in a process of its own, its report, two compared."""

import json
from pathlib import Path
from typing import Any

import pytest

from chat.app.evaluation_html import comparison_html, progress_html, report_html
from chat.app.evaluation_runs import MADE, SETS, Evaluations, Progress
from corpus.errors import PolicyQAError
from tests.chat.conftest import INTERVIEW, PLAN, assistant_over, serving
from tests.chat.hostile_html import PAYLOADS

ITEMS = [
    {"item_id": "a", "question": "到2027年𠮷林省的工业规模要达到多少？", "answerable": True, "kind": "figure",
     "short_answers": ["6万亿级"], "nuggets": [["6万亿"]]},
    {"item_id": "b", "question": "2035年𠮷林省的工业规模目标是多少？", "answerable": False, "kind": "refusal"},
]  # fmt: skip


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with two documents and a question set of its own."""
    home = tmp_path_factory.mktemp("evaluated")
    assistant_over(home, [INTERVIEW, PLAN])
    (home / SETS).mkdir()
    lines = [json.dumps(item, ensure_ascii=False) for item in ITEMS]
    (home / SETS / "两题.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return home


def test_only_what_is_offered_can_be_run_or_read(home: Path) -> None:
    runs = Evaluations(home)
    assert "两题" in dict(runs.sets()) and not any("heldout" in name for name, _ in runs.sets())
    for other in ("", "/etc/passwd", str(home / "library.sqlite")):
        with pytest.raises(PolicyQAError, match="题集"):
            runs.start(other)
        with pytest.raises(PolicyQAError, match="报告"):
            runs.page(other)


def test_a_run_writes_a_report_that_is_compared_with_another(home: Path) -> None:
    runs = Evaluations(home)
    for _ in range(2):
        runs.start(dict(runs.sets())["两题"])
        with pytest.raises(PolicyQAError, match="已有一次评测"):
            runs.start(MADE)
        report = runs.finished()
        assert report is not None and report in runs.reports()
        report.rename(report.with_stem(f"r{len(runs.reports())}"))
    assert {path.stem for path in runs.reports()} == {"r1", "r2"}
    assert "<svg" in runs.page("r2")
    compared = runs.comparison("r1", "r2")
    assert compared["items"]["common"] == 2
    html = comparison_html(compared, "r1", "r2", {"decision": "判断"})
    assert "判断" in html and "没有变化" in html


def test_a_run_that_fails_says_why(home: Path) -> None:
    (home / SETS / "坏.jsonl").write_text("{}\n", encoding="utf-8")
    runs = Evaluations(home)
    runs.start(dict(runs.sets())["坏"])
    with pytest.raises(PolicyQAError, match="评测没有完成"):
        runs.finished()
    (home / SETS / "坏.jsonl").unlink()


def test_a_report_s_page_runs_nothing() -> None:
    for payload in PAYLOADS:
        html = report_html(f"<p>{payload}</p>", payload)
        assert html.startswith('<iframe class="report" sandbox title="') and html.count("<") == 2
    assert 'value="3" max="9"' in progress_html(Progress(3, 9)) and "value" not in progress_html(
        Progress(0, 0)
    )


def test_a_run_is_started_from_the_page_and_its_report_is_seen(open_page: Any, tmp_path: Path) -> None:
    assistant = assistant_over(tmp_path, [INTERVIEW, PLAN])
    with serving(assistant) as address:
        page = open_page(address)
        page.get_by_role("tab", name="评测").click()
        page.wait_for_selector("#evaluation-shown >> text=还没有评测报告")
        page.get_by_role("button", name="开始评测").click()
        page.wait_for_selector("#evaluation-said progress")
        frame = page.frame_locator("iframe.report")
        frame.locator("svg").first.wait_for()
        assert "题" in frame.locator("h1 ~ table").first.inner_text()
        page.wait_for_selector("#evaluation-said .done")


def test_two_reports_are_compared_on_the_page(open_page: Any, home: Path) -> None:
    with serving(assistant_over(home, [])) as address:
        page = open_page(address)
        page.get_by_role("tab", name="评测").click()
        page.wait_for_selector("iframe.report")
        page.get_by_label("与另一份比较").click()
        page.get_by_role("option", name="r1").click()
        page.wait_for_selector(".comparison table")
        assert "两边共有 2 题" in page.locator(".comparison .count").inner_text()
