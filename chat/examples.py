"""Example questions made from the documents at hand, so that a first click gets an answer."""

import re

from chat.material import Readings
from indexing.retriever import Retriever
from indexing.targets import Target

_DOCUMENTS = 40
_LONGEST = 40


def example_questions(retriever: Retriever, readings: Readings, count: int) -> list[str]:
    """Up to `count` questions, taken in turn from the figures aimed at, the lists and the interviews."""
    targets: list[str] = []
    lists: list[str] = []
    for listed in retriever.documents()[:_DOCUMENTS]:
        document = retriever.document(listed.doc_id)
        aimed = [row for row in readings.figures(document) if _askable(row)]
        targets += [f"到{row.year}年，{row.scope or ''}{row.indicator}的目标是多少？" for row in aimed[:1]]
        for enumeration in readings.enumerations(document):
            lead = re.search(
                r"([\u4e00-\u9fff]{2,12}?)(?:主要)?有([三四五六七八九十])(?:大|个|项)(举措|方面|任务|重点任务)",
                enumeration.lead,
            )
            if lead:
                lists.append(f"{lead[1]}有哪{lead[2]}{'大' if lead[3] == '举措' else '项'}{lead[3]}？")
                break
    mixed = [question for pair in zip(targets, lists, strict=False) for question in pair]
    rest = targets[len(lists) :] + lists[len(targets) :]
    return [q for q in dict.fromkeys(mixed + rest) if len(q) <= _LONGEST][:count]


def _askable(row: Target) -> bool:
    return row.kind == "target" and row.year is not None and 3 <= len(row.indicator) <= 14
