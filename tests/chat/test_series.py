"""Lists without marks: rows of things in a sentence, sentences of one mould."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chat.series import find_moulds, rows_in
from corpus.document import Document


def rows(text: str) -> list[tuple[str, int, list[str]]]:
    document = Document("plan", "方案", text)
    return [
        (row.form, row.count, [document.quote(span) for span in row.spans])
        for row in rows_in(document, 0, len(text))
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "平台包括交换平台、开放平台和资源池。",
            [("series", 3, ["平台包括交换平台、开放平台和资源池。"])],
        ),
        (
            "坚持三条原则：聚焦渔业，保本微利，分担风险。",
            [("series", 3, ["坚持三条原则：聚焦渔业，保本微利，分担风险。"])],
        ),
        (
            "审核以下内容：主体是否合法；内容是否合规；程序是否齐全。",
            [("parts", 3, ["主体是否合法", "内容是否合规", "程序是否齐全。"])],
        ),
        (
            "分以下三类管理。捕捞类按月核对；养殖类按季核对；加工类按年核对。",
            [("parts", 3, ["捕捞类按月核对", "养殖类按季核对", "加工类按年核对。"])],
        ),
        ("分为“优”“良”“差”三档。", [("series", 3, ["分为“优”“良”“差”三档。"])]),
        ("渔获量稳步增长。", []),
    ],
)
def test_rows_of_things_are_quoted_whole(text: str, expected: list[tuple[str, int, list[str]]]) -> None:
    assert rows(text) == expected


def test_of_a_long_sentence_the_clause_with_the_row_is_quoted_and_what_it_is_a_row_of() -> None:
    text = (
        "为了做好渔港安全管理工作，根据有关法律法规和上级的统一部署，结合本地渔业发展的实际情况和近年来的工作经验，"
        "经过反复研究和广泛征求意见，港内船舶一共有三类，即捕捞船、养殖船和休闲船，由渔港监督机构按类登记造册并且每年核对一次。"
    )
    assert ("series", 3, ["港内船舶一共有三类，即捕捞船、养殖船和休闲船"]) in rows(text)


def test_sentences_of_one_mould_are_a_list() -> None:
    text = "三个产业要打好战役。造船产业的重点是回稳，另有安排。养殖产业的重点是扩量。加工产业的重点是提质，后年完成。"
    document = Document("plan", "方案", text)
    (found,) = find_moulds(document)
    assert [document.quote(item.head) for item in found.items] == [
        "造船产业的重点是回稳",
        "养殖产业的重点是扩量",
        "加工产业的重点是提质",
    ]
    assert found.lead == "三个产业要打好战役。"


@given(st.text(alphabet="甲乙丙、和，；：。“”一的是\n", max_size=80))
def test_rows_lie_in_the_text_in_order(text: str) -> None:
    document = Document("plan", "方案", text)
    for row in rows_in(document, 0, len(text)):
        assert row.count >= 2
        for span in row.spans:
            assert 0 <= span.start < span.end <= len(text)
        assert list(row.spans) == sorted(row.spans, key=lambda span: span.start)
    for found in find_moulds(document):
        assert len(found.items) >= 2


def test_paragraphs_whose_run_in_heads_begin_alike_are_a_list() -> None:
    text = "基本原则\n\n坚持兴渔。发展养殖。\n\n坚持护海。限定渔期。\n\n坚持惠民。兴建渔村。\n\n总体目标\n"
    document = Document("plan", "方案", text)
    (found,) = find_moulds(document)
    assert [document.quote(item.head) for item in found.items] == ["坚持兴渔", "坚持护海", "坚持惠民"]
