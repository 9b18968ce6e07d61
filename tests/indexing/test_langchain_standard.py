"""LangChain's own standard tests over our `Embeddings` and our `BaseRetriever`."""

from pathlib import Path
from typing import Any

import pytest
from langchain_core.embeddings import Embeddings
from langchain_core.retrievers import BaseRetriever
from langchain_tests.integration_tests import EmbeddingsIntegrationTests, RetrieversIntegrationTests
from langchain_tests.unit_tests import EmbeddingsUnitTests

from corpus.library import Library
from indexing.build import build
from indexing.embedder import open_embedder
from indexing.langchain_embeddings import LangChainEmbeddings
from indexing.langchain_retriever import PolicyRetriever
from indexing.retriever import Retriever
from tests.indexing.conftest import BEIJING, HUBEI, INTERVIEW


class TestEmbeddings(EmbeddingsUnitTests):
    @property
    def embeddings_class(self) -> type[Embeddings]:
        return LangChainEmbeddings

    @property
    def embedding_model_params(self) -> dict[str, Any]:
        return {"embedder": open_embedder()}


class TestEmbeddingsAtWork(EmbeddingsIntegrationTests):
    @property
    def embeddings_class(self) -> type[Embeddings]:
        return LangChainEmbeddings

    @property
    def embedding_model_params(self) -> dict[str, Any]:
        return {"embedder": open_embedder()}


class TestRetriever(RetrieversIntegrationTests):
    @pytest.fixture(autouse=True)
    def _home(self, tmp_path: Path) -> None:
        library = Library(tmp_path / "home")
        library.add([HUBEI, BEIJING, INTERVIEW])
        build(library, open_embedder())
        self._retriever = Retriever(library, open_embedder)

    @property
    def retriever_constructor(self) -> type[BaseRetriever]:
        return PolicyRetriever

    @property
    def retriever_constructor_params(self) -> dict[str, Any]:
        return {"retriever": self._retriever}

    @property
    def retriever_query_example(self) -> str:
        return "企业上云有什么补助"
