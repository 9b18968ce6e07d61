from datetime import date

import pytest

from corpus.document import Document
from corpus.library import Library
from corpus.succession import read_statements
from corpus.validity import status_on


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("本办法自2024年1月1日起施行。《甲办法》同时废止。", [("repeals", "甲办法", None, None)]),
        (
            "第九条 本办法自2024年1月1日起施行，《甲办法》（某政发[2012] 9号）同时废止。",
            [("repeals", "甲办法", "某政发〔2012〕9号", None)],
        ),
        (
            "1990年1月1日国务院发布的《甲条例》、《乙条例》和《丙条例》（试行）同时废止。",
            [
                ("repeals", "甲条例", None, None),
                ("repeals", "乙条例", None, None),
                ("repeals", "丙条例", None, None),
            ],
        ),
        (
            "《甲通知》（财税〔2004〕93号）自2014年7月1日起停止执行。",
            [("repeals", "甲通知", "财税〔2004〕93号", date(2014, 7, 1))],
        ),
        ("《甲办法》自本规定施行之日起即行废止。", [("repeals", "甲办法", None, None)]),
        (
            "《甲通知》第一条、第三条，《乙通知》第五条同时废止。",
            [("amends", "甲通知", None, None), ("amends", "乙通知", None, None)],
        ),
        ("国务院决定废止《甲条例》。", [("repeals", "甲条例", None, None)]),
        ("对《甲条例》作如下修改：", [("amends", "甲条例", None, None)]),
        ("经《关于修改〈甲条例〉的决定》修正的《甲条例》同时废止。", [("repeals", "甲条例", None, None)]),
        (
            "《关于〈甲〉的通知》（国发〔2001〕1号）同时废止。",
            [("repeals", "关于〈甲〉的通知", "国发〔2001〕1号", None)],
        ),
        (
            "二、废止《甲条例》（1992年1月1日通过）、《乙条例》。",
            [("repeals", "甲条例", None, None), ("repeals", "乙条例", None, None)],
        ),
        ("第三条 废止《甲条例》。", [("repeals", "甲条例", None, None)]),
        ("十一、修改《甲规定》", [("amends", "甲规定", None, None)]),
        (
            "根据《甲法》和《乙法》，现对丙院《丙规定》、丁院《丁意见》（丁发〔2001〕2号，以下简称《意见》）作如下补充、修改：",
            [("amends", "丙规定", None, None), ("amends", "丁意见", "丁发〔2001〕2号", None)],
        ),
        # What ends nothing:
        ("根据《关于修改〈甲法〉的决定》第一次修正", []),
        ("为正确适用修改的《甲法》，制定本规定。", []),
        ("根据《甲法》，原有许可同时废止。", []),
        ("《甲办法》自2024年1月1日起施行，原办法同时废止。", []),
        ("参见《关于公布全文失效废止的文件目录的公告》。", []),
        ("制定《消耗臭氧层物质替代品推荐名录》。", []),
        ("依照《甲法》第三条宣布其证件失效。", []),
        ("本办法有效期5年。", []),
    ],
)
def test_statements(text: str, expected: list[tuple[object, ...]]) -> None:
    found = read_statements(text)
    assert [(said.kind, said.title, said.number, said.on) for said in found] == expected
    for said in found:
        assert text[said.start : said.end] == f"《{said.title}》"


def document(doc_id: str, title: str, text: str = "正文。", **metadata: object) -> Document:
    return Document(doc_id=doc_id, title=title, text=f"{text}{doc_id}", **metadata)  # type: ignore[arg-type]


NEW = "本办法自2024年1月1日起施行。《某市上云办法》（某政发〔2012〕9号）同时废止。"


def test_a_repealed_document_is_repealed_from_that_day_on(library: Library) -> None:
    library.add(
        [
            document("old", "某市上云办法", issued_on=date(2012, 5, 1)),
            document("new", "某市上云条例", NEW, issued_on=date(2023, 12, 1), effective_on=date(2024, 1, 1)),
        ]
    )
    old = library.get("old")
    assert (old.superseded_by, old.superseded_on) == ("new", date(2024, 1, 1))
    assert library.documents()[1] == old
    days = [date(2012, 4, 30), date(2023, 12, 31), date(2024, 1, 1)]
    assert [status_on(old, day) for day in days] == ["not_yet", "unknown", "repealed"]
    library.remove(["new"])
    assert library.get("old").superseded_by is None


@pytest.mark.parametrize("order", [("old", "new"), ("new", "old")])
def test_the_order_of_arrival_does_not_matter(library: Library, order: tuple[str, str]) -> None:
    both = {
        "old": document("old", "关于印发《某市上云办法》的通知", document_number="某政发〔2012〕9号"),
        "new": document("new", "某市上云条例", NEW, effective_on=date(2024, 1, 1)),
    }
    for doc_id in order:
        library.add([both[doc_id]])
    assert library.get("old").superseded_by == "new"


@pytest.mark.parametrize(
    "other",
    [
        document("other", "某市上云办法", document_number="某政发〔2020〕1号"),  # another number
        document("other", "某市上云办法", issued_on=date(2025, 1, 1)),  # later than the statement
        document("other", "某市上云办法实施细则"),  # another title
    ],
)
def test_what_speaks_against_it_is_heeded(library: Library, other: Document) -> None:
    library.add([other, document("new", "某市上云条例", NEW, effective_on=date(2024, 1, 1))])
    assert library.get("other").superseded_by is None


def test_a_regulation_that_repeals_its_namesake(library: Library) -> None:
    text = "第九条 本条例自2024年1月1日起施行。1999年1月1日公布的《甲条例》同时废止。"
    new = document("new", "甲条例", text, issued_on=date(2023, 12, 1), effective_on=date(2024, 1, 1))
    library.add([new, document("undated", "甲条例"), document("old", "甲条例", issued_on=date(1999, 1, 1))])
    assert library.get("new").superseded_by is None
    assert library.get("undated").superseded_by is None
    library.remove(["undated"])
    assert library.get("old").superseded_by == "new"


def test_a_list_of_repeals_without_a_date_is_never_silent(library: Library) -> None:
    library.add(
        [
            document("list", "关于废止的决定", "一、废止《甲条例》\n\n二、废止《乙、丙条例》\n"),
            document("old", "乙丙条例"),
        ]
    )
    old = library.get("old")
    assert (old.superseded_by, old.superseded_on) == ("list", None)
    assert status_on(old, date.today()) == "repealed"


def test_of_several_versions_the_one_that_was_amended_is_meant(library: Library) -> None:
    decision = document("decision", "修改决定", "二、修改《甲规定》", issued_on=date(2020, 12, 29))
    versions = {"2003": date(2003, 1, 1), "2020": date(2020, 12, 29), "2022": date(2022, 4, 1)}
    library.add([decision, *(document(name, "甲规定", issued_on=day) for name, day in versions.items())])
    assert [library.get(name).amended_by for name in versions] == ["decision", None, None]


def test_amendment(library: Library) -> None:
    text = "《甲通知》第五条自2024年1月1日起停止执行。"
    library.add(
        [
            document("old", "甲通知", issued_on=date(2020, 1, 1), status="in_force"),
            document("new", "乙通知", text, issued_on=date(2023, 12, 1)),
        ]
    )
    old = library.get("old")
    assert (old.amended_by, old.superseded_by) == ("new", None)
    assert status_on(old, date(2023, 12, 31)) == "in_force"
    assert status_on(old, date(2024, 1, 1)) == "amended"


@pytest.mark.parametrize(
    ("metadata", "status"),
    [
        ({}, "unknown"),
        ({"status": "in_force"}, "in_force"),
        ({"status": "repealed"}, "repealed"),
        ({"expires_on": date(2023, 12, 31)}, "expired"),
        ({"expires_on": date(2024, 6, 1)}, "unknown"),
        ({"issued_on": date(2020, 1, 1), "expires_on": date(2024, 6, 1)}, "in_force"),
        ({"effective_on": date(2024, 6, 2)}, "not_yet"),
        ({"status": "not_yet", "effective_on": date(2024, 1, 1)}, "in_force"),
        ({"status": "repealed", "superseded_on": date(2025, 1, 1)}, "unknown"),
        # When an undated repeal began is not known, but not in the first half year.
        ({"status": "repealed", "issued_on": date(2023, 11, 1)}, "repealed"),
        ({"status": "repealed", "issued_on": date(2024, 3, 1)}, "in_force"),
        ({"superseded_by": "b"}, "repealed"),
        ({"superseded_by": "b", "effective_on": date(2024, 3, 1)}, "in_force"),
        ({"status": "in_force", "superseded_on": date(2024, 6, 1)}, "repealed"),
    ],
)
def test_status_on_a_day(metadata: dict[str, object], status: str) -> None:
    assert status_on(document("a", "题", **metadata), date(2024, 6, 1)) == status
