"""What announces a list, and the lists that answer whole."""

import pytest

from chat.announcing import announcement, list_behind, list_of
from chat.assistant import Assistant
from chat.material import Material
from corpus.document import Document, Span
from tests.chat.conftest import assistant_over

CASES = "第三条　渔船有下列情形之一的，免缴泊位费："
FLAT = "（五）养殖户应在投苗之前提交下列资料：\ue004     （1）养殖证原件；     （2）苗种来源证明。     （六）其他。"
PLAN = Document(
    "harbour",
    "云溪渔港管理办法",
    "云溪渔港管理办法\n\n现就渔港管理有关事项通知如下：\n一、渔港由渔政局管理。\n二、渔船按季核对。\n\n"
    f"{CASES}\n（一）执行搜救任务的；\n（二）避台风进港、停泊不满三日的；\n（三）渔政局核准的。\n\n"
    f"二、过户材料\n1.渔船证书；\n2.买卖合同。\n{FLAT}\n问：渔获量变化如何？\n答：一是捕捞量略升；二是养殖量持平。\n",
    region="云溪市",
)


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return assistant_over(tmp_path_factory.mktemp("harbour"), [PLAN])


@pytest.fixture(scope="module")
def material(assistant: Assistant) -> Material:
    return assistant.drafted("云溪渔港避台风的渔船要不要缴泊位费")[0]


def at(words: str) -> Span:
    start = PLAN.text.index(words)
    return Span(PLAN.doc_id, start, start + len(words))


@pytest.mark.parametrize(
    ("item", "lead"),
    [
        ("（一）执行搜救任务的；", CASES),
        ("（1）养殖证原件；", "（五）养殖户应在投苗之前提交下列资料："),
        ("一是捕捞量略升", None),  # nor does who answers
        ("一、渔港由渔政局管理。", None),  # that the document goes on says nothing of its parts
    ],
)
def test_a_list_is_announced_by_the_sentence_before_it(
    material: Material, item: str, lead: str | None
) -> None:
    found = announcement(material, at(item))
    assert (material.words(found) if found else None) == lead


def test_a_list_begins_behind_a_colon_in_a_text_on_one_line_too(material: Material) -> None:
    for announcing in (at(CASES), at(FLAT)):
        assert list_behind(material, announcing) is not None
    assert list_behind(material, at("（一）执行搜救任务的；")) is None


@pytest.mark.parametrize(
    ("item", "count"), [("（二）避台风进港", 3), ("2.买卖合同。", 2), ("二、渔船按季核对。", 0)]
)
def test_a_list_is_shown_whole_where_it_is_announced_or_headed(
    material: Material, item: str, count: int
) -> None:
    found = list_of(material, at(item))
    assert (len(found.items) if found else 0) == count


def test_papers_asked_for_are_all_of_the_list(assistant: Assistant) -> None:
    _, drafts = assistant.drafted("云溪渔港养殖户投苗之前要交哪些资料")
    wholes = [[PLAN.quote(s) for spans in draft.statements for s in spans] for draft in drafts]
    assert any("养殖证" in "".join(w) and "苗种来源" in "".join(w) for w in wholes)
