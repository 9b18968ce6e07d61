"""Our retriever as LangChain's `BaseRetriever`, for chains of that ecosystem."""

from typing import Any

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict

from corpus.filters import Filters
from indexing.retriever import Retriever


class PolicyRetriever(BaseRetriever):
    """Wraps a Retriever; each found passage is a LangChain document whose metadata cite its place."""

    model_config = ConfigDict(arbitrary_types_allowed=True)

    retriever: Retriever
    k: int = 10
    filters: Filters = Filters()

    def _get_relevant_documents(
        self, query: str, *, run_manager: CallbackManagerForRetrieverRun, **kwargs: Any
    ) -> list[Document]:
        found = self.retriever.search(query, kwargs.get("k", self.k), kwargs.get("filters", self.filters))
        return [
            Document(
                page_content=one.passage.text,
                id=one.passage.passage_id,
                metadata={
                    "doc_id": one.passage.span.doc_id,
                    "start": one.passage.span.start,
                    "end": one.passage.span.end,
                    "heading": list(one.passage.heading),
                    "score": one.score,
                },
            )
            for one in found
        ]
