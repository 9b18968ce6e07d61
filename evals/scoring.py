"""One item and its answer to one record: scores, what failed, and what a reader needs to see why.

Which measure applies to which item:

    nuggets, short_answer, rouge_l, character_f1   answerable items that carry the matching gold; refused: 0
    nuggets_cited, evidence_cited                  the same with nuggets, with usable evidence; refused: 0
    citation_*, figures_faithful                   answers that state something, answerable or not
    decision, right                                every item: answered where answerable, refused where not; and rightly
    grounded                                       answerable items with usable evidence: right, and some of it is cited

An item that failed (the assistant raised, or gave no Answer) has 0 in every measure that could apply to it.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from evals.answer_record import AnswerRecord
from evals.dataset import Evidence, QAItem
from evals.metrics.character_f1 import best_character_f1
from evals.metrics.citation_support import citation_recall_precision, supports
from evals.metrics.citation_validity import citation_problems
from evals.metrics.evidence_cited import evidence_cited
from evals.metrics.figures import figure_faithfulness, missing_figures
from evals.metrics.nuggets import cited_nugget_recall, nuggets_said
from evals.metrics.retrieval import document_ranking, passage_ranking, span_name, wording_ranking
from evals.metrics.rouge import best_rouge_l
from evals.metrics.short_answer import short_answer_exact

TextOf = Callable[[str], str | None]
Record = dict[str, Any]

GOOD_ROUGE = 0.5  # with whole answers as the only gold: from here on an answer is taken for right
LOOKED_AT = 10  # passages; evidence below them was as good as not found


def score(
    item: QAItem,
    evidence: Sequence[Evidence],
    answer: Mapping[str, Any] | None,
    error: str | None,
    seconds: float,
    text_of: TextOf,
) -> Record:
    """The record of one item. `evidence` is the usable part; `answer` is None where `error` says what failed."""
    said = None
    if answer is not None:
        try:
            said = AnswerRecord.from_json(answer)
            json.dumps(answer, ensure_ascii=False).encode()
        except (ValueError, TypeError) as problem:  # of the wrong form, or with something that is no text
            error, said = str(problem), None
    record: Record = {
        "item_id": item.item_id,
        "kind": item.kind,
        "answerable": item.answerable,
        "outcome": "error" if said is None else said.outcome,
        "error": _as_text(error) if said is None else None,
        "confidence": None if said is None else said.confidence,
        "seconds": round(seconds, 4),
        "evidence": [e.to_json() for e in evidence],
        "rankings": _rankings(item, evidence, said, text_of),
    }
    record["scores"] = _failed(item, evidence) if said is None else _scores(item, evidence, said, text_of)
    record["evidence_rank"] = _evidence_rank(item, evidence, record)
    right = record["right"] = _right(item, record["scores"])
    if right is not None:
        record["scores"]["right"] = float(right)
        if item.answerable and evidence:
            record["scores"]["grounded"] = float(right and record["scores"]["evidence_cited"] > 0)
    record["failed"], notes = _failures(item, evidence, said, record, text_of)
    return record | {"texts": _texts(item, evidence, answer, notes, text_of)}


def without_texts(record: Record) -> Record:
    """The record with ids, offsets and figures only: for sets whose texts are not ours to publish."""
    answer = record["texts"]["answer"] or {}
    kept = {key: value for key, value in record.items() if key != "texts"}
    if kept["error"] is not None:
        kept["error"] = kept["error"].partition(":")[0].partition("：")[0]
    if "judge" in kept:
        kept["judge"] = {"verdict": kept["judge"]["verdict"]}  # the reason quotes question and answer
    kept["citations"] = [
        {key: citation[key] for key in ("doc_id", "start", "end")}
        for citation in (answer.get("citations", []) if record["error"] is None else [])
    ]
    return kept


def _rankings(
    item: QAItem, evidence: Sequence[Evidence], said: AnswerRecord | None, text_of: TextOf
) -> dict[str, list[str]]:
    if not item.answerable or not evidence:
        return {}
    retrieved = () if said is None else said.retrieved
    rankings = {"document": document_ranking(retrieved)}
    if any(e.span for e in evidence):
        rankings["passage"] = passage_ranking(retrieved, evidence)
        rankings["wording"] = wording_ranking(retrieved, evidence, text_of)
    return rankings


def _evidence_rank(item: QAItem, evidence: Sequence[Evidence], record: Record) -> int | None:
    """The place of the first gold passage (gold document, where the evidence has no offsets); None if not found."""
    ranking = record["rankings"].get("passage") or record["rankings"].get("document") or []
    names = {span_name(e) if e.span else e.doc_id for e in evidence}
    return next((place for place, name in enumerate(ranking, start=1) if name in names), None)


def _failed(item: QAItem, evidence: Sequence[Evidence]) -> dict[str, float]:
    names = ["decision", "citation_validity", "citation_recall", "citation_precision", "figures_faithful"]
    if item.answerable:
        names += ["nuggets", "nuggets_cited"] if item.nuggets else []
        names += ["short_answer"] if item.short_answers else []
        names += ["rouge_l", "character_f1"] if item.reference_answers else []
        names += ["evidence_cited"] if evidence else []
    return dict.fromkeys(names, 0.0)


def _scores(
    item: QAItem, evidence: Sequence[Evidence], said: AnswerRecord, text_of: TextOf
) -> dict[str, float]:
    scores = {"decision": float(item.answerable != said.abstained)}
    if item.answerable:
        given = () if said.abstained else (said.text, said.stated, said.short_answer)
        text = "" if said.abstained else said.text
        if item.nuggets:
            scores["nuggets"] = _mean(nuggets_said(text, item.nuggets))
            scores["nuggets_cited"] = cited_nugget_recall([c.quote for c in said.citations], item.nuggets)
        if item.short_answers:
            scores["short_answer"] = short_answer_exact(said.short_answer, item.short_answers)
        if item.reference_answers:
            scores["rouge_l"] = best_rouge_l(given, item.reference_answers)
            scores["character_f1"] = best_character_f1(given, item.reference_answers)
        if evidence:
            scores["evidence_cited"] = evidence_cited(said.citations, evidence)
    problems = citation_problems(said, text_of)
    if not said.abstained or problems:
        scores["citation_validity"] = float(not problems)
    if not said.abstained:
        recall, precision = citation_recall_precision(said, text_of)
        scores["citation_recall"], scores["citation_precision"] = recall, precision
        faithful = figure_faithfulness(_cited_statements(said))
        if faithful is not None:
            scores["figures_faithful"] = faithful
    return scores


def _cited_statements(said: AnswerRecord) -> list[tuple[str, list[str]]]:
    quotes = {citation.number: citation.quote for citation in said.citations}
    return [(s.text, [quotes.get(number, "") for number in s.citations]) for s in said.statements]


def _right(item: QAItem, scores: Mapping[str, float]) -> bool | None:
    """Whether the answer is right as a whole, by the strictest gold the item carries; None where it has none."""
    if not item.answerable:
        return scores["decision"] == 1.0
    if item.nuggets:
        return scores["nuggets"] == 1.0
    if item.short_answers:
        return scores["short_answer"] == 1.0
    return scores["rouge_l"] >= GOOD_ROUGE if item.reference_answers else None


def _failures(
    item: QAItem, evidence: Sequence[Evidence], said: AnswerRecord | None, record: Record, text_of: TextOf
) -> tuple[list[str], list[str]]:
    """What failed, as names of measures, and the same in words."""
    if said is None:
        return ["error"], [f"出错：{record['error']}"]
    scores, failed, notes = record["scores"], [], []

    def fail(name: str, note: str) -> None:
        failed.append(name)
        notes.append(note)

    if scores["decision"] == 0.0:
        refused = item.answerable
        fail("refused_wrongly" if refused else "answered_wrongly", "不该拒答" if refused else "应当拒答")
    if scores.get("nuggets", 1.0) < 1.0 and not said.abstained:
        absent = [
            n[0]
            for n, found in zip(item.nuggets, nuggets_said(said.text, item.nuggets), strict=True)
            if not found
        ]
        fail("nuggets", f"缺少要点：{'、'.join(absent)}")
    if scores.get("short_answer", 1.0) < 1.0 and not said.abstained:
        given = f"实际为“{said.short_answer}”" if said.short_answer else "实际没有给出"
        fail("short_answer", f"简答应为“{item.short_answers[0]}”，{given}")
    if "nuggets" not in scores and "short_answer" not in scores and scores.get("rouge_l", 1.0) < GOOD_ROUGE:
        fail("rouge_l", f"与参考答案相差太大（ROUGE-L {scores['rouge_l']:.2f}）")
    if scores.get("citation_validity", 1.0) < 1.0:
        fail("citation_validity", "；".join(citation_problems(said, text_of)))
    statements = _cited_statements(said)
    if scores.get("figures_faithful", 1.0) < 1.0:
        absent = [figure for text, quotes in statements for figure in missing_figures(text, quotes)]
        fail("figures_faithful", f"引文里没有这些数字：{'、'.join(absent)}")
    elif scores.get("citation_recall", 1.0) < 1.0:
        unsupported = [str(n) for n, (text, quotes) in enumerate(statements, 1) if not supports(quotes, text)]
        fail("citation_recall", f"引文不足以支持第 {'、'.join(unsupported)} 句")
    judged = item.nuggets or item.short_answers or item.reference_answers
    rank = record["evidence_rank"]
    if record["rankings"] and (failed or not judged) and (rank is None or rank > LOOKED_AT):
        fail("retrieval", f"检索结果前 {LOOKED_AT} 位没有找到依据")
    return failed, notes


def _texts(
    item: QAItem,
    evidence: Sequence[Evidence],
    answer: Mapping[str, Any] | None,
    notes: list[str],
    text_of: TextOf,
) -> dict[str, Any]:
    return {
        "question": item.question,
        "history": list(item.history),
        "nuggets": [list(nugget) for nugget in item.nuggets],
        "short_answers": list(item.short_answers),
        "reference_answers": list(item.reference_answers),
        "evidence": [(text_of(s.doc_id) or "")[s.start : s.end] for e in evidence if (s := e.span)],
        "notes": notes,
        "answer": None if answer is None else _storable(answer),
    }


def _as_text(words: str | None) -> str | None:
    """Half a surrogate pair becomes ?: no report could hold it."""
    return None if words is None else words.encode("utf-8", "replace").decode()


def _storable(answer: Mapping[str, Any]) -> dict[str, Any]:
    """The answer as the report can hold it, however odd it is."""
    text = json.dumps(answer, ensure_ascii=False, default=repr).encode("utf-8", "replace")
    kept: dict[str, Any] = json.loads(text, parse_constant=str)  # NaN is no JSON
    return kept


def _mean(values: Sequence[bool]) -> float:
    return sum(values) / len(values)
