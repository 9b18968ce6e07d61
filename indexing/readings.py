"""A document taken apart for the index: passages, vectors and terms. From the truth where it holds them.

What is missing there (the document is newer than the last build) is worked out at once, in memory: so a reader can
search a change that nobody has built an index of yet.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256

import numpy as np
from numpy.typing import NDArray

from corpus.document import Document
from corpus.library import Fingerprint
from indexing.embedder import Embedder
from indexing.passage import Passage
from indexing.splitter import SPLITTER_VERSION, split
from indexing.store import Store, digest, embedding_text
from indexing.tokenizer import Tokenizer

_LONGEST = 300  # characters of a passage


@dataclass(frozen=True, slots=True)
class Reading:
    """What a document gives to the index; `vectors` has shape (passages, d), the lists hold terms.

    `texts` are the passages' own terms, `contexts` those of what stands around each, `title` those of the title.
    """

    doc_id: str
    fingerprint: Fingerprint
    passages: list[Passage]
    vectors: NDArray[np.float32]
    texts: list[list[str]]
    contexts: list[list[str]]
    title: list[str]


@dataclass(frozen=True, slots=True)
class Material:
    """What the truth holds of a document; `passages` is None where it was not split yet."""

    document: Document
    fingerprint: Fingerprint
    passages: list[Passage] | None
    vectors: dict[bytes, NDArray[np.float32]]

    @classmethod
    def of(cls, store: Store, doc_id: str, fingerprint: Fingerprint, model: str) -> "Material":
        """Takes it from the truth."""
        document = store.library.get(doc_id)
        kept = store.passages(document) if store.is_split(doc_id, fingerprint) else None
        keys = {key: store.vector(model, key) for _, key in kept or ()}
        return cls(
            document,
            fingerprint,
            None if kept is None else [passage for passage, _ in kept],
            {key: vector for key, vector in keys.items() if vector is not None},
        )

    @property
    def complete(self) -> bool:
        """Whether the truth holds all that the index takes."""
        keys = {self._key(passage) for passage in self.passages or ()}
        return self.passages is not None and keys == self.vectors.keys()

    def read(self, tokenizer: Tokenizer, embedder: Embedder | None = None) -> Reading:
        """Cuts the passages into terms. What is missing is worked out, which takes the embedder."""
        passages = split(self.document) if self.passages is None else self.passages
        title = self.document.title
        return Reading(
            self.document.doc_id,
            self.fingerprint,
            passages,
            self._vectors(passages, embedder),
            [tokenizer.terms(passage.text) for passage in passages],
            [tokenizer.terms(context(title, passage)) for passage in passages],
            tokenizer.terms(title),
        )

    def _vectors(self, passages: list[Passage], embedder: Embedder | None) -> NDArray[np.float32]:
        known = dict(self.vectors)
        texts = {self._key(passage): embedding_text(self.document.title, passage) for passage in passages}
        missing = [key for key in texts if key not in known]
        if missing:
            assert embedder is not None, "an incomplete document was read without an embedder"
            made = embedder.embed_passages([texts[key] for key in missing])
            known |= dict(zip(missing, made, strict=True))
        vectors = [known[self._key(passage)] for passage in passages]
        return np.stack(vectors) if vectors else np.zeros((0, 1), np.float32)

    def _key(self, passage: Passage) -> bytes:
        return digest(embedding_text(self.document.title, passage))


def kept_readings(
    store: Store, tokenizer: Tokenizer, model: str, known: Mapping[str, Fingerprint] | None = None
) -> Iterator[Reading]:
    """Every document of which the truth holds the passages and all vectors of this model, by id.

    Those that are still as `known` are left out.
    """
    for doc_id, fingerprint in changed_documents(store, known or {}):
        material = Material.of(store, doc_id, fingerprint, model)
        if material.complete:
            yield material.read(tokenizer)


def changed_documents(store: Store, known: Mapping[str, Fingerprint]) -> list[tuple[str, Fingerprint]]:
    """The documents that are new or another than `known`, by id."""
    now = store.library.fingerprints()
    return [(doc_id, fingerprint) for doc_id, fingerprint in now.items() if known.get(doc_id) != fingerprint]


def changed_since(store: Store, known: Mapping[str, Fingerprint], model: str, most: int) -> list[Material]:
    """What the truth holds of those; not of more than make up `most` passages."""
    result: list[Material] = []
    passages = 0
    for doc_id, fingerprint in changed_documents(store, known):
        material = Material.of(store, doc_id, fingerprint, model)
        if material.passages is None:
            count = len(material.document.text) // _LONGEST + 1
        else:
            count = len(material.passages)
        if passages + count <= most:
            result.append(material)
            passages += count
    return result


def context(title: str, passage: Passage) -> str:
    """The words around a passage by which it is found too: title, headings and the interview question."""
    parts = [title, *passage.heading, passage.question or ""]
    return "\n".join(part for part in parts if part and part not in passage.text)


def stamp_of(store: Store, tokenizer: Tokenizer, model: str) -> str:
    """Hash of all that a generation is made from: the documents and the versions of what reads them."""
    known = sorted((doc_id, *fingerprint) for doc_id, fingerprint in store.library.fingerprints().items())
    return sha256(json.dumps([made_by(tokenizer, model), known]).encode()).hexdigest()


def made_by(tokenizer: Tokenizer, model: str) -> str:
    """The versions of all that takes documents apart."""
    return "/".join((SPLITTER_VERSION, tokenizer.version, model))
