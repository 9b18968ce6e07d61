"""Sentences and clauses: where they end, and that nothing between them is lost."""

from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexing.sentences import clauses, sentences

TEXTS = st.one_of(st.text(max_size=80), st.text("甲乙12,.，。；：！？\n （）()《》【】“”’ \t", max_size=60))


def words(text: str, spans: Iterable[tuple[int, int]]) -> list[str]:
    return [text[start:end] for start, end in spans]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        (" \n\u3000\n", []),
        ("没有句号", ["没有句号"]),
        ("第一句。第二句！第三句？", ["第一句。", "第二句！", "第三句？"]),
        ("  前后有空格。 \n\n　第二行  ", ["前后有空格。", "第二行"]),
        ("一、标题\n正文在此。", ["一、标题", "正文在此。"]),
        ("他说：“办得好。”随后离开。", ["他说：“办得好。”", "随后离开。"]),
        ("真的吗？！是的。", ["真的吗？！", "是的。"]),
        ("依据《办法（试行）。修订稿》办理。完毕。", ["依据《办法（试行）。修订稿》办理。", "完毕。"]),
        ("企业（含个体户。合作社）可以申请。", ["企业（含个体户。合作社）可以申请。"]),
        ("括号没有（合上。下一句。", ["括号没有（合上。", "下一句。"]),
        ("括号跨行（合不上。\n下一句）。", ["括号跨行（合不上。", "下一句）。"]),
    ],
)
def test_sentences(text: str, expected: list[str]) -> None:
    assert words(text, sentences(text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "到2027年，达到30家；到2030年，达到60家。",
            ["到2027年，", "达到30家；", "到2030年，", "达到60家。"],
        ),
        ("材料：申请表，身份证。", ["材料：", "申请表，", "身份证。"]),
        ("补助1,300元,另加5元。", ["补助1,300元,", "另加5元。"]),
        ("窗口9:00开放，12：30关闭。", ["窗口9:00开放，", "12：30关闭。"]),
        (
            "对小微企业（员工少于20人；不含分公司），给予补助。",
            ["对小微企业（员工少于20人；不含分公司），", "给予补助。"],
        ),
    ],
)
def test_clauses(text: str, expected: list[str]) -> None:
    assert words(text, clauses(text, 0, len(text))) == expected


def test_only_what_lies_between_the_offsets_is_split() -> None:
    text = "甲句。乙句，有两段。丙句。"
    assert words(text, sentences(text, 3, 10)) == ["乙句，有两段。"]
    assert words(text, clauses(text, 3, 10)) == ["乙句，", "有两段。"]
    assert words(text, sentences(text, 4, 6)) == ["句，"]


@given(TEXTS, st.data())
def test_every_character_that_is_not_blank_lies_in_exactly_one_part_in_order(
    text: str, data: st.DataObject
) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    for split in (sentences, clauses):
        spans = list(split(text, start, end))
        covered = [position for first, last in spans for position in range(first, last)]
        assert covered == sorted(set(covered))
        assert all(start <= first < last <= end for first, last in spans)
        assert {p for p in range(start, end) if not text[p].isspace()} <= set(covered)
        for first, last in spans:
            assert not text[first].isspace() and not text[last - 1].isspace()
            assert "\n" not in text[first:last]


@given(TEXTS)
def test_the_clauses_of_the_sentences_are_finer_than_the_sentences(text: str) -> None:
    for first, last in sentences(text):
        parts = list(clauses(text, first, last))
        assert parts[0][0] == first and parts[-1][1] == last
