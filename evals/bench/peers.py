"""The frameworks that a user would pick instead, each as its own documentation sets it up, made fair for Chinese.

Fair means: our embedding, passages of at most 300 characters by the framework's own splitter, jieba's search words
wherever it takes a tokenizer or blanks between words, and the title before the text, since none of them reads it
otherwise. All else is the framework's default. The packages are the extra `bench`, which users don't install.
"""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from importlib.metadata import PackageNotFoundError, version
from typing import Any
from uuid import uuid4

import numpy as np

from corpus.document import Document, Span
from corpus.errors import PolicyQAError
from evals.bench.peer_texts import search_words, spaced, spans, titled, unspaced
from evals.bench.systems import Search, System
from indexing.embedder import Embedder

SIZE, OVERLAP = 300, 50  # characters of a passage, and what it shares with the next where a splitter overlaps
ENDINGS = ["\n\n", "\n", "。", "！", "？", "；", "，", " ", ""]  # as LangChain's guide has it for Chinese


class PeerMissing(PolicyQAError):
    """A peer's package is not installed."""


def check_installed(systems: Sequence[System]) -> dict[str, str]:
    """The versions of all packages of the systems. Raises PeerMissing, which names the extra."""
    versions: dict[str, str] = {}
    missing = []
    for package in dict.fromkeys(package for system in systems for package in system.packages):
        try:
            versions[package] = version(package)
        except PackageNotFoundError:
            missing.append(package)
    if missing:
        raise PeerMissing(
            f"对比所需的软件包没有安装：{'、'.join(missing)}。请运行 pip install -e '.[bench]'，"
            "或用 --system policyqa 只测本项目。"
        )
    return versions


@dataclass(frozen=True, slots=True)
class LangChain:
    """RecursiveCharacterTextSplitter; Chroma, BM25Retriever, and both in an EnsembleRetriever."""

    name: str = "langchain"
    packages: tuple[str, ...] = (
        "langchain-text-splitters", "langchain-chroma", "langchain-community", "langchain-classic", "rank-bm25",
    )  # fmt: skip

    def index(self, documents: Sequence[Document], embedder: Embedder) -> Mapping[str, Search]:
        """Ways to search these documents."""
        os.environ["ANONYMIZED_TELEMETRY"] = "False"
        from langchain_chroma import Chroma
        from langchain_classic.retrievers import EnsembleRetriever
        from langchain_community.retrievers import BM25Retriever
        from langchain_core import documents as langchain

        from indexing.langchain_embeddings import LangChainEmbeddings

        splitter = _langchain_splitter()
        whole = [langchain.Document(t.text, metadata={"number": i}) for i, t in enumerate(titled(documents))]
        parts = splitter.split_documents(whole)
        chroma = Chroma(
            collection_name=f"bench-{uuid4().hex}",  # all collections in memory are one client's
            embedding_function=LangChainEmbeddings(embedder),
        )
        for first in range(0, len(parts), 5000):  # Chroma takes no more at once
            chroma.add_documents(parts[first : first + 5000])
        words = BM25Retriever.from_documents(parts, preprocess_func=search_words)
        vectors = chroma.as_retriever()
        both = EnsembleRetriever(retrievers=[words, vectors], weights=[0.5, 0.5])

        def searched(retriever: Any) -> Search:
            def search(question: str, k: int) -> list[Span]:
                words.k = k
                vectors.search_kwargs = {"k": k}
                found = retriever.invoke(question)[:k]
                places = (
                    (f.metadata["number"], f.metadata["start_index"], len(f.page_content)) for f in found
                )
                return spans(documents, places)

            return search

        return {"BM25": searched(words), "Chroma": searched(vectors), "EnsembleRetriever": searched(both)}


@dataclass(frozen=True, slots=True)
class LlamaIndex:
    """SentenceSplitter; VectorStoreIndex, BM25Retriever, and both in a QueryFusionRetriever."""

    name: str = "llama-index"
    packages: tuple[str, ...] = ("llama-index-core", "llama-index-retrievers-bm25")

    def index(self, documents: Sequence[Document], embedder: Embedder) -> Mapping[str, Search]:
        """Ways to search these documents."""
        from llama_index.core import Document as Whole
        from llama_index.core import VectorStoreIndex
        from llama_index.core.embeddings import BaseEmbedding
        from llama_index.core.llms import MockLLM
        from llama_index.core.node_parser import SentenceSplitter
        from llama_index.core.retrievers import QueryFusionRetriever
        from llama_index.core.retrievers.fusion_retriever import FUSION_MODES
        from llama_index.core.schema import TextNode
        from llama_index.retrievers.bm25 import BM25Retriever

        class OurEmbedding(BaseEmbedding):
            """Our embedder; the blanks between jieba's words are for BM25 only."""

            def _get_text_embeddings(self, texts: list[str]) -> list[list[float]]:
                return embedder.embed_passages([unspaced(text) for text in texts]).tolist()

            def _get_text_embedding(self, text: str) -> list[float]:
                return self._get_text_embeddings([text])[0]

            def _get_query_embedding(self, query: str) -> list[float]:
                return embedder.embed_query(unspaced(query)).tolist()

            async def _aget_query_embedding(self, query: str) -> list[float]:
                return self._get_query_embedding(query)

        splitter = SentenceSplitter(chunk_size=SIZE, chunk_overlap=OVERLAP, tokenizer=list)
        whole = [Whole(text=t.text, doc_id=str(i)) for i, t in enumerate(titled(documents))]
        nodes, place_of = [], {}
        for part in splitter.get_nodes_from_documents(whole):
            start = part.start_char_idx or 0
            place_of[part.node_id] = (int(part.ref_doc_id or 0), start, len(part.text))
            nodes.append(TextNode(text=spaced(part.text), id_=part.node_id))
        vectors = VectorStoreIndex(nodes, embed_model=OurEmbedding(embed_batch_size=2048)).as_retriever()
        # every word as it is: English stems and stop words are not for Chinese
        chinese: dict[str, Any] = {"skip_stemming": True, "language": [], "token_pattern": r"\S+"}
        words = BM25Retriever.from_defaults(nodes=nodes, **chinese)
        both = QueryFusionRetriever(
            [vectors, words], llm=MockLLM(), num_queries=1, mode=FUSION_MODES.RECIPROCAL_RANK, use_async=False
        )

        def searched(retriever: Any) -> Search:
            def search(question: str, k: int) -> list[Span]:
                for one in (vectors, words, both):
                    one.similarity_top_k = k
                found = retriever.retrieve(spaced(question))[:k]
                return spans(documents, (place_of[one.node.node_id] for one in found))

            return search

        return {
            "BM25Retriever": searched(words), "VectorStoreIndex": searched(vectors),
            "QueryFusionRetriever": searched(both),
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Haystack:
    """RecursiveDocumentSplitter; the in-memory store by BM25, by embedding, and both joined by rank.

    Its BM25 takes a pattern for words, whose default (single Han characters) is the best there is: kept.
    """

    name: str = "haystack"
    packages: tuple[str, ...] = ("haystack-ai",)

    def index(self, documents: Sequence[Document], embedder: Embedder) -> Mapping[str, Search]:
        """Ways to search these documents."""
        os.environ["HAYSTACK_TELEMETRY_ENABLED"] = "False"
        from haystack import Document as Whole
        from haystack.components.joiners import DocumentJoiner
        from haystack.components.preprocessors import RecursiveDocumentSplitter
        from haystack.components.retrievers.in_memory import InMemoryBM25Retriever, InMemoryEmbeddingRetriever
        from haystack.document_stores.in_memory import InMemoryDocumentStore

        splitter = RecursiveDocumentSplitter(
            split_length=SIZE, split_unit="char", separators=[r"\n\n", r"\n", "。", "；", "，"]
        )
        splitter.warm_up()
        whole = [Whole(content=t.text, meta={"number": i}) for i, t in enumerate(titled(documents))]
        parts = splitter.run(whole)["documents"]
        vectors = embedder.embed_passages([part.content or "" for part in parts])
        store = InMemoryDocumentStore()
        store.write_documents(
            [replace(part, embedding=vector.tolist()) for part, vector in zip(parts, vectors, strict=True)]
        )
        by_words, by_vector = InMemoryBM25Retriever(store), InMemoryEmbeddingRetriever(store)
        joiner = DocumentJoiner(join_mode="reciprocal_rank_fusion")

        def words(question: str, k: int) -> list[Any]:
            return list(by_words.run(question, top_k=k)["documents"])

        def meaning(question: str, k: int) -> list[Any]:
            return list(by_vector.run(embedder.embed_query(question).tolist(), top_k=k)["documents"])

        def joined(question: str, k: int) -> list[Any]:
            return list(joiner.run([words(question, k), meaning(question, k)], top_k=k)["documents"])

        def searched(find: Any) -> Search:
            def search(question: str, k: int) -> list[Span]:
                found = find(question, k)
                return spans(
                    documents, ((f.meta["number"], f.meta["split_idx_start"], len(f.content)) for f in found)
                )

            return search

        return {"BM25": searched(words), "embedding": searched(meaning), "DocumentJoiner": searched(joined)}


@dataclass(frozen=True, slots=True)
class Txtai:
    """Embeddings(hybrid=True). It has no splitter by length of its own, so LangChain's passages are taken."""

    name: str = "txtai"
    packages: tuple[str, ...] = ("txtai", "langchain-text-splitters")

    def index(self, documents: Sequence[Document], embedder: Embedder) -> Mapping[str, Search]:
        """Ways to search these documents."""
        from txtai import Embeddings

        splitter = _langchain_splitter()
        whole = titled(documents)
        parts = splitter.create_documents([t.text for t in whole], [{"number": i} for i in range(len(whole))])

        def transform(texts: Sequence[str]) -> Any:
            vectors = np.array(embedder.embed_passages([unspaced(text) for text in texts]))
            vectors[~vectors.any(axis=1), 0] = 1.0  # txtai divides by the length, and faiss takes no NaN
            return vectors

        words = {
            "method": "bm25",
            "terms": True,
            "normalize": True,
            "tokenizer": {"alphanum": False, "whitespace": True},
        }
        index = Embeddings(method="external", transform=transform, hybrid=True, scoring=words)
        index.index((i, spaced(part.page_content), None) for i, part in enumerate(parts))

        def search(question: str, k: int) -> list[Span]:
            found = [parts[int(i)] for i, _ in index.search(spaced(question), k)]
            places = ((f.metadata["number"], f.metadata["start_index"], len(f.page_content)) for f in found)
            return spans(documents, places)

        return {"hybrid": search}


def _langchain_splitter() -> Any:
    """RecursiveCharacterTextSplitter at Chinese sentence ends, each part with its place (`start_index`)."""
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    return RecursiveCharacterTextSplitter(
        separators=ENDINGS,
        keep_separator="end",
        chunk_size=SIZE,
        chunk_overlap=OVERLAP,
        add_start_index=True,
    )


PEERS: tuple[System, ...] = (LangChain(), LlamaIndex(), Haystack(), Txtai())
