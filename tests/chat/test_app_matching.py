"""Support measures matched with an enterprise, on the page."""

import re
from typing import Any

import pytest

from chat.app.matching_html import matching_html
from chat.app.matching_view import matched
from chat.assistant import Assistant
from corpus.document import Document
from corpus.errors import PolicyQAError
from tests.chat.conftest import PLAN, assistant_over, serving
from tests.chat.hostile_html import PAYLOADS, harmless

SUPPORT = Document(
    "support",
    "长沙市扶持企业若干措施",
    "长沙市扶持企业若干措施\n\n𠮷𠮷\n第一条　对高新技术企业，给予一次性奖励20万元。\n"
    "第二条　对小微企业，按贷款利息的50%给予贴息，最高10万元。\n",
    region="长沙市",
    document_type="measures",
)


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return assistant_over(tmp_path_factory.mktemp("matching"), [SUPPORT, PLAN])


def test_a_sentence_and_a_form_are_read_together_and_the_form_wins(own: Assistant) -> None:
    library = own.retriever.library
    found = matched(library, "我们是武汉的小微企业，30人", {"employees": "45 人", "titles": "高新技术企业"})
    assert found.profile.employees == 45 and {"小微企业", "高新技术企业"} <= found.profile.kinds
    with pytest.raises(PolicyQAError, match="一句话"):
        matched(library, " ", {"region": " "})
    with pytest.raises(PolicyQAError, match="employees"):
        matched(library, "", {"employees": "很多"})


def test_every_number_on_the_page_opens_the_words_it_stands_for(own: Assistant) -> None:
    found = matched(own.retriever.library, "", {"region": "长沙市", "titles": "高新技术企业"})
    places = found.places()
    assert places and all(own.document(span.doc_id).text[span.start : span.end] == q for span, q in places)
    html = matching_html(found)
    numbers = [int(n) for n in re.findall(r'data-act="open" data-item="(\d+)"', html)]
    assert numbers and set(numbers) == set(range(len(places))), "each cited place can be opened"
    for match in (m for group in found.groups.values() for m in group):
        at = places.index((match.measure.span, match.document.quote(match.measure.span)))
        assert f'data-item="{at}"' in html


def test_the_list_to_take_along_holds_the_groups(own: Assistant) -> None:
    found = matched(own.retriever.library, "", {"region": "长沙市", "titles": "高新技术企业"})
    text = found.markdown()
    assert "## 可以享受" in text and "奖励20万元" in text and "《长沙市扶持企业若干措施》" in text
    assert found.word().startswith(b"PK")


@pytest.mark.parametrize("payload", PAYLOADS[:6])
def test_no_measure_or_description_is_obeyed(payload: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    words = f"{payload}办法\n第一条　对{payload}企业给予奖励5万元。对小微企业给予补贴3万元，{payload}。\n"
    assistant = assistant_over(
        tmp_path_factory.mktemp("hostile"), [Document("x", payload, words, region=payload)]
    )
    harmless(matching_html(matched(assistant.retriever.library, f"小微企业{payload}", {"industry": payload})))


def test_matching_opening_a_condition_and_taking_the_list_along(open_page: Any, own: Assistant) -> None:
    with serving(own) as address:
        page = open_page(address)
        page.get_by_role("tab", name="政策匹配").click()
        page.get_by_role("button", name="匹配", exact=True).click()
        page.wait_for_selector("#matches .refused >> text=一句话")
        page.locator("#self-description textarea").fill("我们是长沙市的高新技术企业，想要奖励")
        page.get_by_role("button", name="匹配", exact=True).click()
        page.wait_for_selector(".group.applies .match >> text=奖励20万元")
        page.locator(".group.applies .match button.cite").first.click()
        page.wait_for_selector("#match-source mark")
        marked = "".join(page.locator("#match-source mark").all_text_contents())
        assert "高新技术企业，给予一次性奖励20万元" in marked and marked in SUPPORT.text, (
            "𠮷 stands before it"
        )
        with page.expect_download() as download:
            page.get_by_role("button", name="下载清单 MD").click()
        assert "奖励20万元" in download.value.path().read_text(encoding="utf-8")
