"""How the words of a figure are chosen, and what is no target whatever the weights say."""

import json
import math

import pytest

from corpus.document import Document
from indexing.target_candidates import Candidate
from indexing.target_model import MODEL_FILE, TargetModel, open_model
from indexing.targets import find_figures, find_targets


def document(text: str, title: str = "滨海市海洋产业方案") -> Document:
    return Document("plan", title, text, region="滨海市")


class Watching:
    """Decides as the shipped weights do, and keeps what there was to choose from."""

    def __init__(self) -> None:
        self.model = open_model()
        self.choices: dict[int, list[Candidate]] = {}

    def name(self, at: int, among: list[Candidate]) -> Candidate:
        self.choices[at] = list(among)
        return self.model.name(at, among)

    def aims(self, at: int, signs: frozenset[str]) -> bool:
        return self.model.aims(at, signs)


def test_every_candidate_stands_in_the_sentence_and_holds_no_word_of_intent() -> None:
    text = "到2027年，全市计划建成海水淡化厂12座、深水码头5个。"
    watching = Watching()
    find_figures(document(text), decisions=watching)
    assert {candidate.words for candidate in watching.choices[text.index("12座")]} >= {"海水淡化厂", "淡化厂"}
    for among in watching.choices.values():
        assert all(one.words in text and "计划" not in one.words for one in among)


def test_the_weights_decide() -> None:
    first, second = Candidate("港口", frozenset({"甲"}), 3), Candidate("码头", frozenset({"乙", "丙"}), 3)
    model = TargetModel({"甲": 1.0, "乙": 2.0, "丙": -1.5}, {"甲": 0.5, "常数": -1.0})
    assert model.name(0, [first, second]) is first
    assert not model.aims(0, first.signs)
    assert TargetModel({}, {"甲": 1.5, "常数": -1.0}).aims(0, first.signs)


def test_the_shipped_weights_are_plain_numbers() -> None:
    kept = json.loads(MODEL_FILE.read_text(encoding="utf-8"))
    for weights in (kept["names"], kept["aimed"]):
        assert len(weights) > 100
        assert all(math.isfinite(weight) for weight in weights.values())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("力争到2027年培育7—9家海工装备领军企业。", [("海工装备领军企业", "7"), ("海工装备领军企业", "9")]),
        ("到2027年，全市将建成海洋公园30个。", [("海洋公园", "30")]),
        ("到2027年，渔港、避风锚地分别建成12个、8个。", [("渔港", "12"), ("避风锚地", "8")]),
        ("到2027年，80%的渔港完成改造。", [("渔港", "80")]),
        ("力争2027年投放鱼苗500万尾以上。", [("鱼苗", "500")]),
    ],
)
def test_targets_with_a_subject_or_a_verb_before_the_noun(text: str, expected: list[tuple[str, str]]) -> None:
    found = [(row.indicator.removeprefix("投放"), str(row.value)) for row in find_targets(document(text))]
    assert found == expected


@pytest.mark.parametrize(
    "text",
    [
        "今年计划改造渔港30个，目前开工率已达72%。",
        "2019年以来，全市实施海洋科研项目22项。",
        "方案提出9项重点任务。",
        "峰段电价为0.6元/千瓦时。",
        "水质优良比例好于目标值4.6个百分点。",
        "渔港配备药品达到甲级要求（30种以上）。",
        "渔港达标率已达到方案提出的“到2027年，达到95%”的目标。",
        "一、发展目标\n推动600多万亩盐田实现改造。",
    ],
)
def test_what_is_reached_counted_or_charged_is_no_target(text: str) -> None:
    assert [row.written for row in find_targets(document(text, "滨海市新闻")) if row.unit != "个"] == []


def test_so_many_and_some_more_are_aimed_at_where_the_text_says_so() -> None:
    aimed = find_targets(document("二、发展目标\n力争带动渔民就业120余万人。"))
    assert [row.written for row in aimed] == ["120余万人"]


def test_a_year_of_a_title_and_an_unknown_running_year_give_no_year() -> None:
    text = "根据《滨海市2023年渔业方案》，今年力争海产品产量超过9000吨。"
    assert [row.year for row in find_targets(document(text))] == [None]
