"""The report, its pages, the comparison, the gate."""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from corpus.errors import PolicyQAError
from evals import markdown_report, page, report, table
from evals.charts import histogram
from evals.comparison import compare, describe
from evals.dataset import Evidence, QAItem
from evals.gate import Bound, check
from evals.runner import run

TextOf = Callable[[str], str | None]
MakeAnswer = Callable[..., dict[str, Any]]
FIRST = "到2027年，全省工业规模达到7万亿级，专精特新企业达到1000家。"
NASTY = "<script>alert('坏')</script>|`*\"&amp;"
MADE = {
    "set": {"name": f"{NASTY}.jsonl", "items": 4, "sha256": "0" * 64},
    "code": {"commit": "c" * 40, "dirty": True, "source_sha256": "1" * 64, "python": "3.11"},
    "model": {"embedding": "static", "fingerprint": "2" * 64, "chat": None},
    "library": {"documents": 1, "sha256": "3" * 64},
    "configuration": {"limit": None, "as_of": "2026-11-23"},
}


@pytest.fixture
def items(text: str) -> list[QAItem]:
    start = text.index(FIRST)
    gold = (Evidence("hubei", start, start + len(FIRST)),)
    return [
        QAItem("right", "2027年？", True, "figure", nuggets=(("7万亿",),), evidence=gold),
        QAItem("wrong", NASTY, True, "figure", (NASTY,), ((NASTY,),), (NASTY,), (NASTY,), gold),
        QAItem("crash", "坏", True, NASTY, nuggets=(("7万亿",),)),
        QAItem("none", "2035年？", False, "none"),
    ]


@pytest.fixture
def build(items: list[QAItem], make_answer: MakeAnswer, text_of: TextOf) -> Callable[..., dict[str, Any]]:
    def build(worse: bool = False, with_texts: bool = True) -> dict[str, Any]:
        def ask(question: str, history: Sequence[str]) -> Mapping[str, Any]:
            if question == "坏":
                raise RuntimeError(NASTY)
            if question == "2035年？" or (worse and question == "2027年？"):
                return make_answer(found=("other:x",))
            said = NASTY if question == NASTY else FIRST
            return make_answer((said, FIRST), found=(FIRST,), confidence=0.9 if question != NASTY else 0.1)

        outcome = run(items, lambda: ask, text_of, with_texts=with_texts)
        return report.build(outcome, MADE, "2026-11-23T00:00:00", with_texts)

    return build


def test_a_report_reads_back(build: Callable[..., dict[str, Any]], tmp_path: Path) -> None:
    built = build()
    report.write(built, tmp_path / "deep" / "r.json")
    assert report.read(tmp_path / "deep" / "r.json") == json.loads(json.dumps(built))
    assert [path.name for path in (tmp_path / "deep").iterdir()] == ["r.json"]


def test_two_runs_differ_in_time_only(build: Callable[..., dict[str, Any]]) -> None:
    one, two = build(), build()
    del one["time"], two["time"]
    assert one == two


def test_figures_by_hand(build: Callable[..., dict[str, Any]]) -> None:
    built = build()
    assert built["counts"]["all"] == {
        "items": 4, "answerable": 3, "answered": 2, "partial": 0, "abstained": 1, "error": 1, "failed": 2
    }  # fmt: skip
    every = built["measures"]["all"]
    assert every["nuggets"]["value"] == pytest.approx(2 / 3, abs=1e-6)  # right 1, wrong 1, crash 0
    assert every["short_answer"] == {"value": 0.0, "low": 0.0, "high": 0.0, "items": 1}
    assert every["document.R@1"]["items"] == 2  # the crash has no evidence, the last is unanswerable
    assert every["errors"]["value"] == 0.25
    assert built["measures"]["none"]["refusal_recall"]["value"] == 1.0
    assert every["refusal_f1"]["value"] == 1.0
    assert "refusal_f1" not in built["measures"]["figure"]  # with nothing to refuse it means nothing
    # judged: right (yes, .9), wrong (yes by its nugget, .1), crash (not answered), none (refused)
    assert built["confidence"]["coverage"] == 0.5
    assert built["confidence"]["risk"] == 0.0


def test_a_kind_called_all_does_not_hide_the_rest(make_answer: MakeAnswer, text_of: TextOf) -> None:
    items = [QAItem("a", "?", True, "all"), QAItem("b", "?", False, "b")]
    built = report.build(run(items, lambda: lambda q, h: make_answer(), text_of), MADE, "now")
    assert [built["counts"][name]["items"] for name in ("all", "all ", "b")] == [2, 1, 1]


def test_nothing_of_a_set_comes_alive_on_the_page(build: Callable[..., dict[str, Any]]) -> None:
    html = page.render(build())
    assert "<script" not in html
    assert "http://" not in html and "https://" not in html
    Balanced().check(html)
    text = markdown_report.render(build())
    assert "<script" not in text


class Balanced(HTMLParser):
    """Every tag closes, in order."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attributes: object) -> None:
        if tag not in ("meta", "br"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_startendtag(self, tag: str, attributes: object) -> None:
        pass

    def check(self, html: str) -> None:
        self.feed(html)
        assert self.open == []


def test_a_faulty_answer_does_not_break_the_page(make_answer: MakeAnswer, text_of: TextOf) -> None:
    faulty = make_answer((FIRST, FIRST)) | {"citations": [{"start": NASTY}], "text": None}
    outcome = run([QAItem("a", "?", True, "k")], lambda: lambda q, h: faulty, text_of)
    built = report.build(outcome, MADE, "now")
    assert built["counts"]["all"]["error"] == 1
    assert "<script" not in page.render(built) + markdown_report.render(built)


def test_every_failed_item_is_on_the_page_side_by_side(build: Callable[..., dict[str, Any]]) -> None:
    built = build()
    html, text = page.render(built), markdown_report.render(built)
    assert html.count("<details>") == 2
    for word in ("wrong", "crash", "RuntimeError", "应答", "实答", "引文", FIRST):
        assert word in html and word in text
    assert "<code>right</code>" not in html


def test_pictures_are_there_and_hold_numbers(build: Callable[..., dict[str, Any]]) -> None:
    html = page.render(build())
    pictures = re.findall(r"<svg.*?</svg>", html, re.DOTALL)
    assert len(pictures) >= 5
    assert "nan" not in "".join(pictures)
    for name in ("风险–覆盖", "校准", "每题用时", "要点召回（按类型）"):
        assert name in html


def test_without_texts_no_page_holds_a_text(build: Callable[..., dict[str, Any]], tmp_path: Path) -> None:
    built = build(with_texts=False)
    for words in (json.dumps(built, ensure_ascii=False), page.render(built), markdown_report.render(built)):
        for secret in ("全省", "alert('坏')</script>|`*\"&amp;\"", "2035年"):
            assert secret not in words
    assert built["measures"] == build()["measures"]


def test_the_table_is_aligned_by_columns_of_the_terminal() -> None:
    lines = table.aligned([["类型", "题数"], ["figure", "1"], ["数字", "10"]]).splitlines()
    assert len({table.width(line) for line in lines}) == 1


def test_the_summary_names_all_kinds(build: Callable[..., dict[str, Any]]) -> None:
    printed = table.summary(build())
    for word in ("figure", "none", "全部", "要点召回", "nuggets", "95% 区间", "p95", "拒答 1", "出错 1"):
        assert word in printed


def test_comparison_names_what_got_worse(build: Callable[..., dict[str, Any]]) -> None:
    comparison = compare(build(), build(worse=True))
    assert [c["item_id"] for c in comparison["worse"]] == ["right"]
    assert comparison["better"] == comparison["mixed"] == []
    assert comparison["measures"]["nuggets"]["difference"] == pytest.approx(-1 / 3, abs=1e-6)
    assert comparison["measures"]["nuggets"]["significant"] is False  # one item of three is noise
    printed = describe(comparison)
    assert "变差 1 题" in printed and "answered→abstained" in printed and "在误差之内" in printed


def test_a_report_compared_with_itself_has_no_change(build: Callable[..., dict[str, Any]]) -> None:
    assert "没有一题有变化" in describe(compare(build(), build()))


def test_a_measure_that_only_one_report_knows_is_no_change(build: Callable[..., dict[str, Any]]) -> None:
    old, new = build(), build()
    for item in old["items"]:
        item["scores"].pop("right", None)
    comparison = compare(old, new)
    assert "right" not in comparison["measures"]
    assert comparison["better"] == comparison["worse"] == comparison["mixed"] == []


def test_items_of_one_side_only_are_counted(build: Callable[..., dict[str, Any]]) -> None:
    a, b = build(), build()
    b["items"] = b["items"][1:]
    b["made"] = b["made"] | {"set": b["made"]["set"] | {"sha256": "x"}}
    comparison = compare(a, b)
    assert comparison["items"] == {"common": 3, "only_a": 1, "only_b": 0}
    assert "不是同一份题集" in describe(comparison)


def test_the_gate(build: Callable[..., dict[str, Any]]) -> None:
    built = build()
    assert check(built, [Bound("nuggets", 0.6), Bound("errors", 0.25), Bound("decision", 1, "none")]) == []
    assert len(check(built, [Bound("nuggets", 0.95), Bound("errors", 0.1), Bound("errors", 0.9, NASTY)])) == 3
    del built["measures"]["all"]["rouge_l"]
    assert "没有一题能计算" in check(built, [Bound("rouge_l", 0.0)])[0]


@pytest.mark.parametrize(
    "content",
    ["", "[]", "{}", '{"format": 99}', '{"format": 1}', '{"format": 1, "items": [{}]}', "[" * 100_000],
)
def test_what_is_no_report_is_refused(tmp_path: Path, content: str) -> None:
    (tmp_path / "r.json").write_text(content)
    with pytest.raises(PolicyQAError, match="评测报告"):
        report.read(tmp_path / "r.json")


def test_one_slow_answer_does_not_flatten_the_histogram() -> None:
    bins = histogram([float(n) for n in range(100)] + [5000.0])
    assert sum(count for _, count in bins) == 101
    assert bins[-1] == (">98", 2)  # 99 and 5000
    assert max(count for _, count in bins) < 20
    assert sum(count for _, count in histogram([3.0, 3.0])) == 2
    assert histogram([]) == []
