"""A static embedding with numpy alone: ready in a tenth of a second where importing torch takes six.

A text's vector is the L2-normalised mean of its tokens' vectors: the same figures as `SentenceTransformer(folder)`
gives for the modules StaticEmbedding and Normalize, up to rounding in float16.
"""

import re
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from indexing.model_files import ModelRefused, check_model_folder

Vectors = npt.NDArray[np.float32]
BATCH = 512  # texts tokenised at once
PART = 1024  # tokens summed at once
# Texts, and parts of texts between marks, whose tokens are kept, and their greatest length: sentences are met again, by the next step and the next question.
SEEN, SHORT = 20_000, 600
_PARTED_AT = " \n\u3000，。；：、！？“”（）《》"
_MARKS = re.compile(f"[{_PARTED_AT}]+")
_LETTERS = ("企", "业", "a", "1")


def unit_rows(vectors: npt.ArrayLike) -> Vectors:
    """Rows (n, d) divided by their lengths; a row that is zero or not finite becomes zero, similar to nothing."""
    rows = np.asarray(vectors, np.float32)
    lengths = np.linalg.norm(rows, axis=-1, keepdims=True)
    usable = (lengths > 0) & np.isfinite(lengths)
    unit: Vectors = np.divide(rows, lengths, out=np.zeros_like(rows), where=usable)
    return unit


class StaticEmbedder:
    """Reads a folder with `model.safetensors` ("embedding.weight") and `tokenizer.json`.

    Raises ModelRefused if the folder is not safe and whole, or its tokenizer takes marks for more than boundaries.
    """

    def __init__(self, folder: Path, name: str):
        from safetensors.numpy import load_file
        from tokenizers import Tokenizer

        self.fingerprint = check_model_folder(folder)
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        weights = load_file(folder / "model.safetensors")["embedding.weight"]
        self.vectors: Vectors = weights.astype(np.float32)
        """Those of the tokens (vocabulary, d), not normalised: the longer, the more a token says."""
        self._ones = np.ones(PART, np.float32)
        self._seen: dict[str, npt.NDArray[np.int64]] = {}
        self._parts: dict[str, npt.NDArray[np.int64]] = {}
        if not self._parts_at_marks():
            raise ModelRefused(
                folder, "它的分词器不在标点处断开。请换用内置模型，或用本项目的训练程序重新训练。"
            )
        self.dimensions = int(self.vectors.shape[1])
        self.name = name

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """Vectors (n, d), L2-normalised; a text without a known token has the zero vector."""
        return unit_rows(self.sums(texts))

    def sums(self, texts: Sequence[str]) -> Vectors:
        """The sums (n, d) of the texts' token vectors; those of two texts with a blank between them add up."""
        vectors = np.zeros((len(texts), self.dimensions), np.float32)
        for first in range(0, len(texts), BATCH):
            for row, ids in enumerate(self.tokens(texts[first : first + BATCH]), first):
                # In parts, so that memory stays bounded however long the text.
                for start in range(0, len(ids), PART):
                    part = self.vectors[ids[start : start + PART]]
                    vectors[row] += self._ones[: len(part)] @ part
        return vectors

    def tokens(self, texts: Sequence[str]) -> list[npt.NDArray[np.int64]]:
        """The numbers of each text's tokens, rows of `vectors`."""
        known = {text: self._seen.get(text) for text in texts}
        new = {text: _MARKS.split(text) for text, ids in known.items() if ids is None}
        parts = self._tokens_of(new.values())
        made = {text: np.concatenate([parts[part] for part in inside]) for text, inside in new.items()}
        if len(self._seen) > SEEN:
            self._seen = {}
        self._seen.update((text, ids) for text, ids in made.items() if len(text) <= SHORT)
        return [made[text] if (ids := known[text]) is None else ids for text in texts]

    def _tokens_of(self, texts: Iterable[Sequence[str]]) -> dict[str, npt.NDArray[np.int64]]:
        """The same of the parts between marks, by part: a new text mostly consists of those of others."""
        known = {part: self._parts.get(part) for parts in texts for part in parts}
        new = [part for part, ids in known.items() if ids is None]
        found = self._tokenizer.encode_batch_fast(new, add_special_tokens=False) if new else []
        made = {part: np.array(one.ids, np.int64) for part, one in zip(new, found, strict=True)}
        if len(self._parts) > SEEN:
            self._parts = {}
        self._parts.update((part, ids) for part, ids in made.items() if len(part) <= SHORT)
        return {part: made[part] if ids is None else ids for part, ids in known.items()}

    def _parts_at_marks(self) -> bool:
        """Whether the tokenizer knows nothing of marks but that no token reaches over them."""
        apart = [self._tokenizer.encode(word).ids for word in _LETTERS]
        together = [self._tokenizer.encode(mark.join(_LETTERS)).ids for mark in _PARTED_AT]
        return all(ids == sum(apart, []) for ids in together)

    def embed_query(self, text: str) -> Vectors:
        """The vector (d,) of a query: queries and passages are embedded alike."""
        vector: Vectors = self.embed_passages([text])[0]
        return vector
