"""Of two answers the one from what holds: what has ended, or not begun, answers only where nothing else does as well."""

from collections.abc import Callable, Sequence
from datetime import date

from chat.settling import Verdict
from corpus.document import Document
from corpus.linking import is_named
from corpus.validity import NOT_HOLDING, status_on
from indexing.passage import ScoredPassage

LESS_LIKELY = 0.2  # how much less likely an answer from what holds may be to answer


def from_what_holds(
    verdict: Verdict, judged: Callable[[Sequence[ScoredPassage]], Verdict], day: date
) -> Verdict:
    """The verdict on a draft from documents in force, where the draft at hand is from others and that is no worse.

    `judged` drafts anew from fewer passages. A document that the question names, or whose standing it asks for, is
    what is meant, in force or not.
    """
    material, draft = verdict.material, verdict.draft
    if draft is None or material.question.kind == "validity":
        return verdict
    used = {span.doc_id for spans in draft.statements for span in spans}
    if not any(_fails(material.document(doc_id), material.question.text, day) for doc_id in used):
        return verdict
    ids = {found.passage.span.doc_id for found in material.found}
    fails = {doc_id for doc_id in ids if _fails(material.document(doc_id), material.question.text, day)}
    rest = [found for found in material.found if found.passage.span.doc_id not in fails]
    if not rest:
        return verdict
    other = judged(rest)
    least = verdict.decision.probability - LESS_LIKELY if verdict.decision.answers else 0.0
    return other if other.decision.answers and other.decision.probability >= least else verdict


def _fails(document: Document, question: str, day: date) -> bool:
    return status_on(document, day) in NOT_HOLDING and not is_named(document, question)
