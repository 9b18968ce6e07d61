"""Passages, vectors, words and targets derived from the documents, and the retriever over them."""
