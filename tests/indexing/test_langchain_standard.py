"""LangChain's own standard tests over our `Embeddings` and our `BaseRetriever`."""

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
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


def in_a_thread(test: Coroutine[Any, Any, None]) -> None:
    """Runs an asynchronous test: in a thread of its own, for the browser's tests leave a loop running in this one."""
    with ThreadPoolExecutor(1) as pool:
        pool.submit(asyncio.run, test).result()


class TestEmbeddings(EmbeddingsUnitTests):
    @property
    def embeddings_class(self) -> type[Embeddings]:
        return LangChainEmbeddings

    @property
    def embedding_model_params(self) -> dict[str, Any]:
        return {"embedder": open_embedder()}


class TestEmbeddingsAtWork(EmbeddingsIntegrationTests):
    def test_aembed_query(self, model: Embeddings) -> None:  # type: ignore[override]
        in_a_thread(super().test_aembed_query(model))

    def test_aembed_documents(self, model: Embeddings) -> None:  # type: ignore[override]
        in_a_thread(super().test_aembed_documents(model))

    @property
    def embeddings_class(self) -> type[Embeddings]:
        return LangChainEmbeddings

    @property
    def embedding_model_params(self) -> dict[str, Any]:
        return {"embedder": open_embedder()}


class TestRetriever(RetrieversIntegrationTests):
    def test_ainvoke_returns_documents(self, retriever: BaseRetriever) -> None:  # type: ignore[override]
        in_a_thread(super().test_ainvoke_returns_documents(retriever))

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
