"""What the decision looks at: the years and numbers a draft speaks of, and the words of the question it holds."""

from datetime import date

import pytest

from chat.assistant import Assistant
from chat.draft import Draft
from chat.material import places_asked
from chat.signals import signals
from chat.topic import Topic, spelled_out
from chat.words import words_of
from corpus.document import Document, Span
from tests.chat.conftest import assistant_over

AIMS = Document(
    "aims",
    "岚山市渔港建设意见",
    """岚山市渔港建设意见

到2025年，渔港布局趋于合理。渔船更新改造稳步推进，渔港码头岸线延长，避风条件显著改善，渔获物定点上岸率超过六成，其中冷库容量达到3万吨，制冰能力稳步提高。
渔船修造企业实行备案管理。单船保额500万元及以下的，费率不高于2%。
上述政策执行期限为2019年1月1日至2023年12月31日。
""",
    region="岚山市",
    issued_on=date(2018, 12, 18),
)
REPORTS = [
    Document(
        f"report{year}",
        f"{year}年岚山市渔业报告",
        f"{year}年岚山市渔业报告\n\n今年渔港新增泊位的目标是{berths}个以上。全市渔业产量稳步增长。\n",
        region="岚山市",
        issued_on=date(year, 3, 5),
    )
    for year, berths in ((2021, 110), (2022, 130))
]


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return assistant_over(tmp_path_factory.mktemp("harbour"), [AIMS, *REPORTS])


def measured(assistant: Assistant, question: str, words: str) -> dict[str, float]:
    """The signals of a draft that quotes these words of the aims."""
    material, _ = assistant.drafted(question)
    start = AIMS.text.index(words)
    return signals(material, Draft("reading", ((Span("aims", start, start + len(words)),),), 0.5))


@pytest.mark.parametrize(
    ("question", "words", "absent"),
    [
        ("岚山市2025年渔港冷库容量多大", "其中冷库容量达到3万吨", 0.0),  # named at the paragraph's head
        ("岚山市2030年渔港冷库容量多大", "其中冷库容量达到3万吨", 1.0),
        (
            "岚山市2018年渔船修造企业怎么备案",
            "渔船修造企业实行备案管理。",
            0.0,
        ),  # the document is of that year
        ("岚山市2019年起渔船修造企业怎么备案", "渔船修造企业实行备案管理。", 0.0),  # it holds from then on
        ("岚山市2021年上述政策还执行吗", "执行期限为2019年1月1日至2023年12月31日。", 0.0),
    ],
)
def test_a_year_is_looked_for_where_the_text_gives_it(
    assistant: Assistant, question: str, words: str, absent: float
) -> None:
    assert measured(assistant, question, words)["year_absent"] == absent


def test_a_figure_answers_by_its_unit_what_measure_is_asked_for(assistant: Assistant) -> None:
    material, _ = assistant.drafted("单船保额500万元以下的渔船费率幅度是多少")
    start = AIMS.text.index("渔船修造企业")
    quote = Span("aims", start, AIMS.text.index("上述政策"))
    figure, reading = (signals(material, Draft(kind, ((quote,),), 0.5)) for kind in ("figure", "reading"))
    assert figure["quoted"] > reading["quoted"] and figure["absent"] <= reading["absent"]


def test_one_thing_asked_for_wants_no_permission_nor_many_things(assistant: Assistant) -> None:
    found = measured(assistant, "岚山市渔船修造备案有没有电话能问", "渔船修造企业实行备案管理。")
    assert found["lacks_contact"] == 1.0 and found["lacks_permission"] == found["unsettled"] == 0.0


def test_a_year_between_the_ends_of_a_term_is_no_other_year(assistant: Assistant) -> None:
    found = measured(assistant, "岚山市2021年上述政策还执行吗", "执行期限为2019年1月1日至2023年12月31日。")
    assert found["year_quoted"] == 1.0 and found["year_other"] == 0.0


@pytest.mark.parametrize(
    ("question", "lacking"),
    [
        ("单船保额300万元的渔船费率多少", 0.0),  # a case within 500万元及以下
        ("单船保额500万元的渔船费率多少", 0.0),
        ("单船保额800万元的渔船费率多少", 1.0),
        ("渔船费率是不高于3%吗", 0.0),  # what is to be confirmed may be another
        ("渔船费率由哪两家单位定", 0.0),  # how many are asked for
    ],
)
def test_a_number_is_lacking_where_nothing_is_said_of_its_case(
    assistant: Assistant, question: str, lacking: float
) -> None:
    found = measured(assistant, question, "单船保额500万元及以下的，费率不高于2%。")
    assert found["numbers_absent"] == lacking


@pytest.mark.parametrize(("asked", "answered"), [("2021", "110个"), ("2022", "130个")])
def test_of_the_issues_of_a_document_the_one_of_the_year_is_read(
    assistant: Assistant, asked: str, answered: str
) -> None:
    material, _ = assistant.drafted(f"{asked}年渔业报告里渔港新增泊位的目标定了多少个")
    titles = {material.document(found.passage.span.doc_id).title for found in material.found}
    assert f"{asked}年岚山市渔业报告" in titles and len(titles & {d.title for d in REPORTS}) == 1
    assert any(answered in found.passage.text for found in material.found)


def test_without_a_document_named_every_year_is_read(assistant: Assistant) -> None:
    material, _ = assistant.drafted("渔港新增泊位目标2021年和2022年分别定了多少")
    assert {"report2021", "report2022"} <= {found.passage.span.doc_id for found in material.found}


@pytest.mark.parametrize(
    ("question", "places"),
    [
        ("我们公司在深圳，能来武汉申报吗", ["武汉"]),
        ("我户口在苏州能领吗", ["苏州"]),
        ("武汉和苏州的补贴一样吗", ["武汉", "苏州"]),
    ],
)
def test_where_somebody_is_they_do_not_ask_about_beside_another_place(
    question: str, places: list[str]
) -> None:
    assert [place.name for place in places_asked(question)] == places


@pytest.mark.parametrize(
    ("stretch", "word"),
    [("要交", "交"), ("写全", "写"), ("招人要", "招人"), ("报上去", "报"), ("渔港", "渔港")],
)
def test_what_jieba_glues_to_a_word_is_no_part_of_it(stretch: str, word: str) -> None:
    assert [found.text for found in words_of([stretch])] == [word]


def test_a_word_written_wide_is_the_word() -> None:
    assert spelled_out("组 长:王一 二、 总 则") == "组长:王一 二、 总则"
    assert Topic(words_of(["主任"]), ["主任"]).coverage("主　任：王一") == 1.0
