"""Questions made for fitting the decision: answered where they say, and unanswerable once their documents are gone."""

from chat.fitting.realistic import made_items, without_its_documents
from corpus.document import Document

FERRY = Document(
    "ferry",
    "河口市轮渡补贴办法",
    "河口市轮渡补贴办法\n一、补贴对象\n在本市登记并正常营运的轮渡企业，以及承担夜间摆渡任务的个体船主。\n"
    "二、补贴标准\n对夜间摆渡的企业，每航次给予三百元补贴，每年不超过十二万元。\n"
    "三、办理程序\n由市交通运输局负责受理申请，十五个工作日内审核完毕。\n",
)
COPY = Document("ferry-copy", FERRY.title, FERRY.text)
SERVICE = Document(
    "permit", "河道采砂许可", "河道采砂许可\n咨询电话：0712-5550123\n申请材料：采砂申请书、船舶证书复印件\n"
)


def test_made_questions_have_their_answers_where_they_say() -> None:
    items = made_items([FERRY, SERVICE], 40)
    assert len(items) >= 3
    assert all(item["answerable"] for item in items)
    texts = {document.doc_id: document.text for document in (FERRY, SERVICE)}
    quotes = [texts[e["doc_id"]][e["start"] : e["end"]] for item in items for e in item["evidence"]]
    assert len(quotes) == len(items)
    assert all(quote.strip() for quote in quotes)
    assert items == made_items([FERRY, SERVICE], 40)


def test_without_its_documents_a_question_has_no_answer() -> None:
    item = made_items([FERRY], 1)[0]
    made = without_its_documents(item, [FERRY, COPY, SERVICE])
    assert made is not None
    without, filters = made
    assert not without["answerable"]
    assert without["evidence"] == []
    assert [d.doc_id for d in (FERRY, COPY, SERVICE) if filters.admits(d)] == ["permit"]


def test_a_question_of_the_only_document_is_not_asked_without_it() -> None:
    assert without_its_documents(made_items([FERRY], 1)[0], [FERRY, COPY]) is None
