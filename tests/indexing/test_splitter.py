from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.document import Document
from indexing.passage import Passage
from indexing.splitter import PASSAGE_LIMIT, split


def cut(text: str) -> list[Passage]:
    return split(Document("d", "题目", text))


INTERVIEW = """湖北省经信厅厅长专访
湖北省经信厅党组书记张三丰
问:请问湖北将从哪些方面发力?
答:将从两个方面发力,力争到2027年工业规模达到7万亿级:
一是改造提升传统产业。汽车产业重点是回稳扩量。
二是培育壮大新兴产业。
记者：中小企业怎么办？
李四：发放“上云服务券”。依照第三条办理。
"""


def test_interview_question_and_speaker_go_with_each_passage_of_the_answer() -> None:
    first, second, third = cut(INTERVIEW)
    assert first.text.startswith("湖北省经信厅厅长专访") and first.question is None
    assert second.question == "请问湖北将从哪些方面发力?"
    assert second.speaker == "湖北省经信厅党组书记张三丰"
    assert third.question == "中小企业怎么办？" and third.speaker == "李四"
    assert third.heading == ()  # 依照第三条 is a cross reference


def test_who_answers_may_stand_in_brackets() -> None:
    passages = cut(
        "问：冷库怎样登记？\n答（市商务局党组书记、局长周一鸣）：在线登记。\n问：谁来验收？\n答(李四):由县局验收。\n"
    )
    asked = [(p.question, p.speaker) for p in passages]
    assert asked == [("冷库怎样登记？", "市商务局党组书记、局长周一鸣"), ("谁来验收？", "李四")]


def test_long_answer_keeps_its_question_and_is_cut_before_the_items() -> None:
    items = "".join(f"\n{n}是加快建设。" + f"围绕第{n}项任务推进落实，做好保障。" * 12 for n in "一二三")
    passages = cut("问：有哪三大举措？\n答：重点实施三大举措：" + items)
    assert {p.question for p in passages} == {"有哪三大举措？"}
    assert [p.text[:2] for p in passages] == ["问：", "二是", "三是"]


HEADINGS: list[tuple[str, str, tuple[str, ...]]] = [
    (
        "第一章　总则\n第一条　为了规范管理，制定本办法。\n第二条 本办法适用于本市。",
        "为了规范",
        ("第一章　总则", "第一条"),
    ),
    (
        "第一章　总则\n第一条　为了规范管理，制定本办法。\n第二条 本办法适用于本市。",
        "适用于本市",
        ("第一章　总则", "第二条"),
    ),
    (
        "一、总体要求\n（一）指导思想\n坚持稳中求进。\n（二）目标\n到2027年建成。",
        "到2027年",
        ("一、总体要求", "（二）目标"),
    ),
    (
        "通知 各单位： 一、加大支持 1.减免房租。对企业免收租金。 二、保障供应 抓好供应。",
        "抓好供应",
        ("二、保障供应",),
    ),
    ("# 方案\n## 目标\n正文在这里。", "正文", ("方案", "目标")),
    ("# \n## 第一章 总则\n第一条 为了规范管理。", "为了规范", ("第一章 总则", "第一条")),
    ("依照\n第三条的规定，企业可以申请。\n第三条规定的补贴。", "可以申请", ()),
    ("规模达到\n3.5万亿元，增长2. 5个百分点。", "万亿元", ()),
]


@pytest.mark.parametrize(("text", "words", "heading"), HEADINGS)
def test_heading_path(text: str, words: str, heading: tuple[str, ...]) -> None:
    found = next(p for p in cut(text) if words in p.text)
    assert found.heading == heading


def test_each_article_is_a_passage_of_its_own() -> None:
    text = "\n".join(f"第{n}条　企业应当做好第{n}项工作，依照第一条办理。" for n in "一二三四五")
    assert [p.heading for p in cut(text)] == [(f"第{n}条",) for n in "一二三四五"]


def test_heading_stays_with_what_stands_under_it() -> None:
    body = "坚持稳中求进工作总基调。" * 22
    passages = cut(f"{body}\n二、主要目标\n{body}\n三、保障措施\n{body}")
    assert not any(p.text.endswith(("主要目标", "保障措施")) for p in passages)


def test_titles_and_quotations_are_not_cut() -> None:
    title = "《关于促进工业。加快转型；的若干意见》"
    for p in cut(f"按照{title}的要求，推进落实。" * 40):
        assert p.text.count("《") == p.text.count("》")


def test_lines_without_punctuation_are_cut_somewhere() -> None:
    assert all(len(p.text) <= PASSAGE_LIMIT for p in cut("表" * 1000 + "\n" + "序号 名称 金额 " * 100))


def test_blank_text_has_no_passages() -> None:
    assert cut(" \n\u3000\n") == []


MARKS = [
    "一、",
    "二、",
    "（一）",
    "(二)",
    "1.",
    "2．",
    "①",
    "第一条　",
    "第二章 ",
    "问：",
    "答:",
    "记者：",
    "张三：",
    "一是",
    "二是",
    "# ",
    "《",
    "》",
    "“",
    "”",
]
WORDS = st.sampled_from(
    [
        *MARKS,
        "。",
        "；",
        "？",
        "！",
        "，",
        "：",
        "\n",
        " ",
        "\u3000",
        "企业",
        "补贴50%",
        "依照第三条",
        "2027年",
        "规模" * 40,
        "x" * 350,
    ]
)
POLICY = st.lists(WORDS, max_size=120).map("".join)


@settings(max_examples=150, deadline=None)
@given(st.one_of(POLICY, st.text(max_size=800)))
def test_passages_cover_the_text_exactly(text: str) -> None:
    passages = cut(text)
    position = 0
    for p in passages:
        assert p.span.doc_id == "d" and p.span.start >= position
        assert not text[position : p.span.start].strip()
        assert text[p.span.start : p.span.end] == p.text
        assert 0 < len(p.text) <= PASSAGE_LIMIT
        assert p.text.strip() == p.text
        position = p.span.end
    assert not text[position:].strip()
    assert cut(text) == passages


def test_cutting_is_quick_on_a_long_text() -> None:
    import time

    begun: Any = time.perf_counter()
    cut("一是加快建设，做好保障。" * 20_000)
    assert time.perf_counter() - begun < 5
