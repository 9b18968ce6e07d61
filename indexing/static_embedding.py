"""A static embedding with numpy alone: ready in a tenth of a second where importing torch takes six.

A text's vector is the L2-normalised mean of its tokens' vectors: the same figures as `SentenceTransformer(folder)`
gives for the modules StaticEmbedding and Normalize, up to rounding in float16.
"""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from indexing.model_files import check_model_folder

Vectors = npt.NDArray[np.float32]
BATCH = 512  # texts tokenised at once
PART = 1024  # tokens summed at once
# Texts whose tokens are kept, and their greatest length: sentences are met again, by the next step and the next question.
SEEN, SHORT = 20_000, 600


def unit_rows(vectors: npt.ArrayLike) -> Vectors:
    """Rows (n, d) divided by their lengths; a row that is zero or not finite becomes zero, similar to nothing."""
    rows = np.asarray(vectors, np.float32)
    lengths = np.linalg.norm(rows, axis=-1, keepdims=True)
    usable = (lengths > 0) & np.isfinite(lengths)
    unit: Vectors = np.divide(rows, lengths, out=np.zeros_like(rows), where=usable)
    return unit


class StaticEmbedder:
    """Reads a folder with `model.safetensors` ("embedding.weight") and `tokenizer.json`.

    Raises ModelRefused if the folder is not safe and whole.
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
        new = [text for text, ids in known.items() if ids is None]
        found = self._tokenizer.encode_batch_fast(new, add_special_tokens=False) if new else []
        made = {text: np.array(one.ids, np.int64) for text, one in zip(new, found, strict=True)}
        if len(self._seen) > SEEN:
            self._seen = {}
        self._seen.update((text, ids) for text, ids in made.items() if len(text) <= SHORT)
        return [made[text] if (ids := known[text]) is None else ids for text in texts]

    def embed_query(self, text: str) -> Vectors:
        """The vector (d,) of a query: queries and passages are embedded alike."""
        vector: Vectors = self.embed_passages([text])[0]
        return vector
