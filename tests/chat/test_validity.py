"""An answer never silently comes from a document that does not hold, and from what held on the day asked about."""

from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

import pytest

from chat.answer import Answer
from chat.assistant import Assistant
from corpus.document import Document
from corpus.filters import Filters
from corpus.library import Library
from corpus.loaders import load
from corpus.parsed import Page, PageBox
from corpus.source import Loaded
from corpus.validity import status_on
from indexing.build import build
from indexing.embedder import open_embedder
from indexing.retriever import Retriever
from indexing.sentences import sentences
from tests.chat.conftest import assistant_over

SHARED = Path(__file__).resolve().parents[2] / "../shared/data/policies/beijing.jsonl.gz"
OLD = Document(
    "old",
    "云溪市中小企业上云补助办法",
    """云溪市中小企业上云补助办法

第一条　为了推动中小企业上云，制定本办法。
第二条　中小企业购买云服务的，按照年度费用的三成给予补助，每户每年不超过4万元。
第三条　补助申请由市数据局在收到材料后20个工作日内办结。
第四条　企业连续两年停用云服务的，退还已经领取的补助。
""",
    region="云溪市",
    issued_on=date(2019, 3, 1),
)
NEW = Document(
    "new",
    "云溪市企业数字化转型促进办法",
    """云溪市企业数字化转型促进办法

第一条　为了促进企业数字化转型，制定本办法。
第二条　中小企业购买云服务的，按照年度费用的四成给予补助，每户每年不超过6万元。
第三条　数字化改造项目竣工后，由市数据局组织验收。
第四条　本办法自2024年7月1日起施行。《云溪市中小企业上云补助办法》同时废止。
""",
    region="云溪市",
    issued_on=date(2024, 6, 1),
    effective_on=date(2024, 7, 1),
)
LISTED = Document(  # repealed by a list that has no date
    "listed",
    "云溪市网吧登记条例",
    """云溪市网吧登记条例

第一条　设立网吧，向市文化局申请登记，登记费每家300元。
第二条　网吧应当在入口处公示登记证和收费标准。
""",
    issued_on=date(2003, 1, 10),
)
LIST = Document("list", "云溪市关于废止部分条例的决定", "云溪市决定：\n\n一、废止《云溪市网吧登记条例》\n")


def opened(home: Path, documents: Sequence[Document] | Path) -> Assistant:
    return assistant_over(home, list(load(documents)) if isinstance(documents, Path) else documents)


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return opened(tmp_path_factory.mktemp("home"), [OLD, NEW, LISTED, LIST])


def cited(answer: Answer) -> set[str]:
    return {citation.span.doc_id for citation in answer.citations}


def questions_about(document: Document) -> list[str]:
    """Made by program from the title and every sentence."""
    title = document.title
    asked = [f"《{title}》什么时候施行？", f"《{title}》的主要内容是什么？", f"《{title}》适用于谁？"]
    for start, end in sentences(document.text):
        words = document.text[start:end].strip().rstrip("。")
        if 12 <= len(words) <= 90 and "\n" not in words:
            head = words.split("　")[-1].split("，")[0]
            asked += [f"{head}有什么规定？", f"《{title}》中，{head}的要求是什么？", f"{words}吗？"]
    return asked


def test_of_an_old_rule_and_its_successor_the_successor_answers(assistant: Assistant) -> None:
    question = "中小企业购买云服务每户每年最多补助多少？"
    today, before = assistant.ask(question), assistant.ask(question, (), Filters(as_of=date(2024, 6, 30)))
    assert (today.short_answer, today.notices) == ("不超过6万元", ())
    assert (before.short_answer, before.notices) == ("不超过4万元", ())


def test_a_notice_says_since_when_and_by_which_document(assistant: Assistant) -> None:
    answer = assistant.ask("企业连续两年停用云服务的要退还补助吗？")
    assert cited(answer) == {"old"}
    (notice,) = answer.notices
    assert (
        "《云溪市中小企业上云补助办法》已废止（自2024-07-01起，见《云溪市企业数字化转型促进办法》）" in notice
    )
    assert notice in answer.text


def test_whether_a_repealed_document_holds_is_answered_by_what_repealed_it(assistant: Assistant) -> None:
    answer = assistant.ask("《云溪市中小企业上云补助办法》还有效吗？")
    assert any("《云溪市中小企业上云补助办法》同时废止" in citation.quote for citation in answer.citations)


def test_words_that_were_recognised_from_a_scan_are_marked(tmp_path: Path) -> None:
    text = NEW.text
    second = text.index("第三条")
    boxes = (PageBox(0, second, 1, 50, 50, 500, 90), PageBox(second, len(text), 2, 50, 50, 500, 90))
    pages = (Page(1, 595, 842, scanned=False), Page(2, 595, 842, scanned=True))
    library, embedder = Library(tmp_path), open_embedder()
    library.add([Loaded(NEW, id_given=True, boxes=boxes, pages=pages)])
    build(library, embedder)
    assistant = Assistant(Retriever(library, lambda: embedder))
    typed = assistant.ask("中小企业购买云服务每户每年最多补助多少？")
    scanned = assistant.ask("数字化改造项目竣工后由谁组织验收？")
    assert cited(typed) == cited(scanned) == {"new"}
    assert typed.notices == ()
    (notice,) = scanned.notices
    assert "扫描件" in notice and notice in scanned.text


def check_none_is_silent(assistant: Assistant, documents: dict[str, Document], least: int) -> None:
    answered = 0
    for question in (question for document in documents.values() for question in questions_about(document)):
        answer = assistant.ask(question)
        for doc_id in cited(answer) & set(documents):
            answered += 1
            assert any(documents[doc_id].title in notice for notice in answer.notices), question
            assert all(notice in answer.text for notice in answer.notices)
    assert answered >= least


def test_no_answer_from_a_repealed_document_is_silent(assistant: Assistant) -> None:
    documents = {"old": assistant.document("old"), "listed": assistant.document("listed")}
    check_none_is_silent(assistant, documents, 10)


def test_before_its_repeal_a_document_answers_without_a_warning(assistant: Assistant) -> None:
    answered = 0
    for question in questions_about(OLD):
        answer = assistant.ask(question, (), Filters(as_of=date(2024, 6, 30)))
        answered += "old" in cited(answer)
        assert not any(OLD.title in notice for notice in answer.notices)
    assert answered >= 10


@pytest.mark.skipif(not SHARED.exists(), reason="the Beijing set is not here")
def test_none_is_silent_on_real_documents_of_known_status(tmp_path: Path) -> None:
    assistant = opened(tmp_path, SHARED)
    today = date.today()
    documents = {
        document.doc_id: assistant.document(document.doc_id)
        for document in assistant.documents()
        if status_on(document, today) == "repealed"
    }
    assert len(documents) == 7
    for doc_id, document in documents.items():
        answered = silent = 0
        for question in questions_about(document)[:14]:
            answer = assistant.ask(question)
            if doc_id in cited(answer):
                answered += 1
                silent += not any(document.title in notice for notice in answer.notices)
        assert answered >= 2 and silent == 0
        begins = document.effective_on or document.issued_on
        if begins is not None:  # the set says that it was repealed, not when: soon after it began it was not
            for question in questions_about(document)[:3]:
                answer = assistant.ask(question, (), Filters(as_of=begins + timedelta(days=60)))
                assert not any(document.title in notice for notice in answer.notices)


NOTED = Document(
    "noted",
    "云溪市冷库登记管理暂行办法",
    """云溪市冷库登记管理暂行办法
（本文整理自公开文件，以原文为准。云溪市商务局2018年5月4日印发。该办法已废止。各条序号照原样。）

第一条　冷库向市商务局登记。
第二条　冷库每年检查两次。
""",
    region="云溪市",
)
TERM = Document(
    "term",
    "云溪市冷链发展行动计划（2022—2024年）",
    """云溪市冷链发展行动计划（2022—2024年）

一、目标
新建冷库20座。
""",
    region="云溪市",
)
FIXED = Document(
    "fixed",
    "云溪市渔船更新补贴办法",
    """云溪市渔船更新补贴办法

第一条　渔船更新的，每条补贴5万元。
第二条　本办法自印发之日起施行，有效期3年。
""",
    region="云溪市",
)


@pytest.fixture(scope="module")
def named(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return opened(tmp_path_factory.mktemp("named"), [NOTED, TERM, FIXED, NEW])


@pytest.mark.parametrize(
    ("question", "quote", "short"),
    [
        ("云溪那个冷库登记办法2018年那版，现在还作数吗", "该办法已废止。", None),
        ("云溪市冷链行动计划管到哪一年", "云溪市冷链发展行动计划（2022—2024年）", "2024年"),
        ("渔船补贴办法什么时候到期", "第二条　本办法自印发之日起施行，有效期3年。", "3年"),
    ],
)
def test_a_text_that_is_named_in_other_words_says_whether_it_holds(
    named: Assistant, question: str, quote: str, short: str | None
) -> None:
    answer = named.ask(question)
    assert [citation.quote for citation in answer.citations] == [quote]
    assert answer.short_answer == short


def test_the_standing_of_a_text_that_nobody_named_is_not_told(named: Assistant) -> None:
    assert named.ask("云溪市养犬条例现在还有效吗").outcome == "abstained"
