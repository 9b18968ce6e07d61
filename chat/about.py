"""Which document a question is about, and whether that speaks of a later question too."""

from collections.abc import Callable, Sequence

from chat.question import stretches_of
from chat.topic import Topic, fold
from chat.words import words_of
from corpus.filters import Filters
from indexing.passage import ScoredPassage
from indexing.retriever import Retriever

_COMPARED = 10  # passages
_SLACK = 0.1  # of the question's weight


def title_for(retriever: Retriever, filters: Filters, question: str) -> str | None:
    """The title of the document that a question is about; None where nothing is found."""
    found = retriever.search(question, 1, filters)
    return retriever.document(found[0].passage.span.doc_id).title if found else None


def continues(
    retriever: Retriever,
    filters: Filters,
    found_for: Callable[[str], Sequence[ScoredPassage]],
    before: str,
    question: str,
    whole: str,
) -> bool:
    """Whether the document that an earlier question is about holds as much of a later one as any other does.

    `whole` is the later one with what it takes over from the earlier one; `found_for` gives the passages that it
    would be answered from.
    """
    found = retriever.search(before, 1, filters)
    if not found:
        return False
    alone = retriever.search(question, _COMPARED, filters)
    together = found_for(whole)[:_COMPARED]
    texts = [fold(passage.passage.text) for passage in (*alone, *together)]
    topic = Topic(words_of(stretches_of(fold(question))), texts)
    doc_id = found[0].passage.span.doc_id
    own = [topic.coverage(f.passage.text) for f in (*together, *alone) if f.passage.span.doc_id == doc_id]
    return max(own, default=0.0) >= max((topic.coverage(f.passage.text) for f in alone), default=0.0) - _SLACK
