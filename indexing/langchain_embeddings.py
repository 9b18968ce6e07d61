"""Our embedder as LangChain's `Embeddings`, for chains and vector stores of that ecosystem."""

from langchain_core.embeddings import Embeddings

from indexing.embedder import Embedder


class LangChainEmbeddings(Embeddings):
    """Wraps an Embedder; vectors are lists of floats, L2-normalised."""

    def __init__(self, embedder: Embedder):
        self.embedder = embedder

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """One vector of d floats for each text."""
        return [[float(x) for x in vector] for vector in self.embedder.embed_passages(texts)]

    def embed_query(self, text: str) -> list[float]:
        """The vector of a question, d floats."""
        return [float(x) for x in self.embedder.embed_query(text)]
