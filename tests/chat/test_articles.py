"""What an article of a document says, and items that people call articles."""

import pytest

from chat.assistant import Assistant
from corpus.document import Document
from tests.chat.conftest import assistant_over

ORDINANCE = Document(
    "lakes",
    "云溪市湖泊保护条例",
    "云溪市湖泊保护条例\n第一条　为了保护湖泊，制定本条例。\n第二条　湖泊岸线二十米内不得建房。\n"
    "第三条　湖泊由市水务局管理，每年巡查四次。\n第四条　填湖的，由市水务局责令恢复原状。\n",
    region="云溪市",
)
NOTICE = Document(
    "greenhouse",
    "关于温室大棚补贴有关事项的通知",
    "关于温室大棚补贴有关事项的通知\n各区农业局：\n现就温室大棚补贴有关事项通知如下：\n一、补贴面向种植户。\n"
    "二、每亩补贴三千元，一年一次。\n（一）新建的在验收后领取。\n（二）改建的减半。\n三、本通知自印发之日起施行。\n",
    issuer="云溪市农业局",
)
FLAT = Document(
    "nets",
    "关于渔网更换有关政策的通知",
    "各渔政站：　　为更换渔网，现通知如下：　　一、旧渔网可以折价。　　二、折价不超过新网价格的三成。　　三、渔政站负责登记。",
)


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return assistant_over(tmp_path_factory.mktemp("articles"), [ORDINANCE, NOTICE, FLAT])


@pytest.mark.parametrize(
    ("question", "quote"),
    [
        ("云溪市湖泊保护条例第二条是怎么规定的", "第二条　湖泊岸线二十米内不得建房。"),
        ("温室大棚补贴通知第一条说了什么", "一、补贴面向种植户。"),
        ("渔网更换政策的通知第二条讲了什么", "二、折价不超过新网价格的三成。"),
        ("渔网更换政策的通知里第二点讲了什么", "二、折价不超过新网价格的三成。"),
        ("温室大棚补贴那份通知的第一项说了什么", "一、补贴面向种植户。"),
    ],
)
def test_an_article_is_quoted_and_so_is_an_item_of_a_notice(
    assistant: Assistant, question: str, quote: str
) -> None:
    answer = assistant.ask(question)
    assert answer.outcome == "answered" and [c.quote for c in answer.citations] == [quote]


def test_an_item_is_whole_with_what_stands_under_it(assistant: Assistant) -> None:
    quotes = "".join(c.quote for c in assistant.ask("温室大棚补贴有关事项的通知第二条是什么").citations)
    assert "每亩补贴三千元" in quotes and "改建的减半" in quotes and "自印发之日起" not in quotes


@pytest.mark.parametrize(
    "question", ["温室大棚补贴通知第四条是怎么规定的", "渔网更换政策的通知第四条说了什么"]
)
def test_no_other_document_stands_in_for_the_one_that_is_named(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question)  # the ordinance has a 第四条
    assert answer.outcome == "abstained" and not answer.citations
