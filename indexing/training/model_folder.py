"""Saves the trained vectors as a folder that `SentenceTransformer(path)` loads: safetensors and JSON only."""

import logging
import shutil
import tempfile
from pathlib import Path

import numpy as np
import numpy.typing as npt
from tokenizers import Tokenizer

from indexing.model_files import write_checksums


def save_model(tokenizer: Tokenizer, vectors: npt.NDArray[np.float32], folder: Path) -> None:
    """Writes StaticEmbedding in float16 and Normalize, and `SHA256SUMS`; a README.md that is there stays."""
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Normalize, StaticEmbedding

    logging.getLogger("sentence_transformers").setLevel(logging.ERROR)
    embedding = StaticEmbedding(tokenizer, embedding_weights=vectors.astype(np.float16))
    with tempfile.TemporaryDirectory() as saved:
        model = SentenceTransformer(modules=[embedding, Normalize()], device="cpu")
        model.save(saved, create_model_card=False)
        tokenizer.save(str(Path(saved) / "tokenizer.json"), pretty=False)  # half the size
        for file in (path for path in Path(saved).rglob("*") if path.is_file()):
            target = folder / file.relative_to(saved)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(
                file, target
            )  # not its access rights: those of a temporary file are the owner's only
    write_checksums(folder)
