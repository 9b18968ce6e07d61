"""Retrieval: R@k, RR, nDCG@k and Success@k, computed by ir-measures (MacAvaney et al. 2022) at three levels.

- `document`: the ranking of distinct documents, each at its first passage; relevant are the gold documents.
- `passage`: the ranking of passages; relevant are the gold *spans*, found where a passage overlaps them, so that figures
  don't depend on the splitter. A passage that overlaps several unfound spans takes one place for each; one that overlaps
  only spans already found takes its place as a miss.
- `wording`: as `document`, but a document that holds a gold quote of at least 10 characters word for word counts too
  (republished notices); the gold documents count as one and the same, so only Success@k and RR are given.

A question without results scores 0, as does a failed one. Rankings go to ir-measures with scores n, n − 1 … 1, so that
ties in the assistant's scores keep the order in which it gave them.
"""

from collections.abc import Callable, Iterable, Sequence

from evals.answer_record import Retrieved
from evals.dataset import Evidence
from evals.metrics.wording import characters

MEASURES = {
    "document": ("R@1", "R@5", "R@10", "RR", "nDCG@10", "Success@1", "Success@5"),
    "passage": ("R@1", "R@5", "R@10", "RR", "nDCG@10", "Success@1", "Success@5"),
    "wording": ("RR", "Success@1", "Success@5"),
}
SHORTEST_WORDING = 10  # characters; 50% or 省经信厅 stands in many documents that say something else
Ranking = list[str]


def document_ranking(retrieved: Sequence[Retrieved]) -> Ranking:
    """Distinct documents, best first."""
    return list(dict.fromkeys(passage.doc_id for passage in retrieved))


def document_gold(evidence: Iterable[Evidence]) -> list[str]:
    """The gold documents."""
    return list(dict.fromkeys(e.doc_id for e in evidence))


def span_name(evidence: Evidence) -> str:
    """How a gold span is called in a ranking; like a passage's id, so that a passage of that very span is it."""
    return f"{evidence.doc_id}:{evidence.start}-{evidence.end}"


def passage_ranking(retrieved: Sequence[Retrieved], evidence: Iterable[Evidence]) -> Ranking:
    """Passages, best first, each under the name of the gold span it finds, else under its own id."""
    unfound = {span_name(e): span for e in evidence if (span := e.span) is not None}
    spans = set(unfound)
    ranking: Ranking = []
    for passage in retrieved:
        found = [
            name
            for name, span in unfound.items()
            if span.doc_id == passage.doc_id and passage.start < span.end and span.start < passage.end
        ]
        for name in found:
            del unfound[name]
        own = passage.passage_id if passage.passage_id not in spans else f"{passage.passage_id} again"
        ranking += found or [own]
    return list(dict.fromkeys(ranking))


def passage_gold(evidence: Iterable[Evidence]) -> list[str]:
    """The names of the gold spans."""
    return list(dict.fromkeys(span_name(e) for e in evidence if e.span is not None))


def wording_ranking(
    retrieved: Sequence[Retrieved], evidence: Sequence[Evidence], text_of: Callable[[str], str | None]
) -> Ranking:
    """Distinct documents, the first that is gold or holds a gold quote called `gold`."""
    gold = {e.doc_id for e in evidence}
    spans = [span for e in evidence if (span := e.span) is not None]
    quotes = [characters((text_of(span.doc_id) or "")[span.start : span.end]) for span in spans]
    quotes = [quote for quote in quotes if len(quote) >= SHORTEST_WORDING]
    ranking: Ranking = []
    for doc_id in document_ranking(retrieved):
        if "gold" not in ranking:
            text = "" if doc_id in gold or not quotes else characters(text_of(doc_id) or "")
            if doc_id in gold or any(quote in text for quote in quotes):
                doc_id = "gold"
        ranking.append(doc_id)
    return ranking


def evaluate(
    level: str, rankings: dict[str, Ranking], gold: dict[str, list[str]]
) -> dict[str, dict[str, float]]:
    """For each question of `gold` the level's measures; one without ranking scores 0 in all."""
    return calculate(MEASURES[level], rankings, gold)


def calculate(
    names: Sequence[str], rankings: dict[str, Ranking], gold: dict[str, list[str]]
) -> dict[str, dict[str, float]]:
    """For each question of `gold` these measures of ir-measures (R@50 …); one without ranking scores 0 in all."""
    import ir_measures  # 0.2 s; only a run needs it

    measures = {name: ir_measures.parse_measure(name) for name in names}
    scores = {item_id: dict.fromkeys(measures, 0.0) for item_id in gold}
    qrels = [ir_measures.Qrel(i, name, 1) for i, names in gold.items() for name in names]
    run = [
        ir_measures.ScoredDoc(i, name, float(len(ranking) - place))
        for i, ranking in rankings.items()
        if i in gold
        for place, name in enumerate(ranking)
    ]
    if run:
        name_of = {str(measure): name for name, measure in measures.items()}
        for metric in ir_measures.iter_calc(list(measures.values()), qrels, run):
            scores[metric.query_id][name_of[str(metric.measure)]] = metric.value
    return scores
