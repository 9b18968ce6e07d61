"""Evidence cited: the share of the gold evidence that a citation touches.

A gold span is touched where a citation of the same document shares at least one character with it; a gold document
without offsets where any citation lies in it. This is what tells a citation of the neighbour sentence from the right one
even if that neighbour says the same in other words.
"""

from collections.abc import Sequence

from evals.answer_record import ShownCitation
from evals.dataset import Evidence


def evidence_cited(citations: Sequence[ShownCitation], evidence: Sequence[Evidence]) -> float:
    """The share of evidence touched. Raises ValueError where there is none."""
    if not evidence:
        raise ValueError("no evidence")
    return sum(any(_touches(c, e) for c in citations) for e in evidence) / len(evidence)


def _touches(citation: ShownCitation, evidence: Evidence) -> bool:
    cited, gold = citation.span, evidence.span
    if gold is None:
        return citation.doc_id == evidence.doc_id
    return cited is not None and cited.overlaps(gold)
