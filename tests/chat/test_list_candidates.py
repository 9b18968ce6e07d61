"""How much of a list's items is quoted."""

import pytest

from chat.assistant import Assistant
from chat.list_candidates import candidates
from corpus.document import Document
from tests.chat.conftest import assistant_over

LONG = "（三）茶旅融合：支持各县区依托茶园、茶厂和古道建设研学基地，开发采茶、制茶和品茶线路，并与周边的民宿、书屋和博物馆统一推介；建成的给予奖励。"
PLAN = Document(
    "tea",
    "云溪市茶产业目标",
    f"云溪市茶产业目标\n\n一、主要目标\n（一）茶园面积：增长5%左右；品种不减。\n（二）茶叶加工。引进生产线。\n{LONG}\n"
    "问：春茶、夏茶和秋茶的产量各是多少？\n答：春茶、夏茶和秋茶分别为5吨、2吨和3吨。\n",
    region="云溪市",
)


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return assistant_over(tmp_path_factory.mktemp("tea"), [PLAN])


@pytest.mark.parametrize(
    ("question", "last"),
    [
        ("云溪市茶产业的主要目标有哪些", "（三）茶旅融合"),
        ("云溪市茶产业的主要目标各有什么要求", LONG[: LONG.index("；")]),
    ],
)
def test_an_item_is_quoted_with_its_short_sentence_or_else_by_its_head(
    assistant: Assistant, question: str, last: str
) -> None:
    material, _ = assistant.drafted(question)
    listed = next(listing for listing in candidates(material) if listing.form == "numbered")
    assert [material.words(span) for span in listed.spans] == [
        "（一）茶园面积：增长5%左右；品种不减",
        "（二）茶叶加工",
        last,
    ]


def test_a_question_names_things_and_lists_none(assistant: Assistant) -> None:
    material, _ = assistant.drafted("云溪市春茶、夏茶和秋茶的产量有哪些")
    rows = [material.words(span) for listing in candidates(material) for span in listing.spans]
    assert any("分别为5吨" in row for row in rows) and not any("各是多少" in row for row in rows)
