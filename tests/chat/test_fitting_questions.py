"""Questions for fitting the decision: answered where they say, and unanswerable once their documents are gone."""

import gzip
import json
from pathlib import Path
from typing import Any

from chat.fitting.examples import asked_set
from chat.fitting.realistic import asked_items, made_items, without_its_documents
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


AMOUNT, OFFICE = FERRY.text.index("每航次"), FERRY.text.index("市交通运输局")
ASKED = [
    {"query": "夜里摆渡一趟补多少", "doc_id": "ferry", "start": 0, "end": 90, "answer": [AMOUNT, AMOUNT + 12], "short": [AMOUNT + 5, AMOUNT + 8]},
    {"query": "轮渡补贴找谁办", "doc_id": "ferry", "start": 0, "end": 90, "answer": [OFFICE, OFFICE + 12]},
    {"query": "别处的问题", "doc_id": "elsewhere", "start": 0, "end": 9, "answer": [0, 9]},
    {"query": "只知道段落的问题", "doc_id": "ferry", "start": 0, "end": 9},
]  # fmt: skip


def packed(path: Path, lines: list[dict[str, Any]]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(gzip.compress("\n".join(json.dumps(line) for line in lines).encode()))
    return path


def test_asked_questions_stand_on_the_sentences_that_answer(tmp_path: Path) -> None:
    file = packed(tmp_path / "asked.jsonl.gz", ASKED)
    by_id = {document.doc_id: document for document in (FERRY, SERVICE)}
    items = asked_items(file, by_id.__getitem__, [FERRY, SERVICE], 9)
    assert {item["question"] for item in items} == {"夜里摆渡一趟补多少", "轮渡补贴找谁办"}
    told = {item["question"]: item for item in items}
    assert told["夜里摆渡一趟补多少"]["short_answers"] == ["三百元"]
    evidence = told["轮渡补贴找谁办"]["evidence"][0]
    assert FERRY.text[evidence["start"] : evidence["end"]].startswith("市交通运输局负责受理")
    assert asked_items(file, by_id.__getitem__, [FERRY, SERVICE], 1) == items[:1]


def test_the_reader_learns_from_those_whose_texts_are_there(tmp_path: Path) -> None:
    questions = packed(tmp_path / "questions" / "asked.jsonl.gz", ASKED)
    data = tmp_path / "data"
    packed(data / "deep" / "texts.jsonl.gz", [{"doc_id": d.doc_id, "text": d.text} for d in (FERRY, SERVICE)])
    texts, examples = asked_set(questions, data)
    assert [document.doc_id for document in texts] == ["ferry"]
    assert [example.question for example in examples] == ["夜里摆渡一趟补多少", "轮渡补贴找谁办"]
    assert examples[0].short is not None and FERRY.quote(examples[0].short) == "三百元"
    assert examples[1].short is None
