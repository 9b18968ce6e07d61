"""The one door to embedding models: bundled, from sentence-transformers, or behind an endpoint.

`open_embedder(None)` gives the bundled model without importing torch. A folder or a name goes through
sentence-transformers, after its files were checked (`indexing.model_files`). `openai:NAME` asks an
OpenAI-compatible endpoint.
"""

import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from indexing.model_files import ModelRefused, check_model_folder
from indexing.static_embedding import StaticEmbedder, Vectors, unit_rows

BUNDLED_MODEL = Path(__file__).parent / "model"
ENDPOINT_PREFIX = "openai:"
HUB_NAME = re.compile(r"[\w-][\w.-]*(/[\w-][\w.-]*)?")
# What a model needs; code and pickled weights are not even downloaded.
DOWNLOADS = ["*.json", "*.safetensors", "*.txt", "*.model", "*.jinja"]
NOT_DOWNLOADED = ["onnx/*", "openvino/*"]  # other runtimes' copies of the weights


class Embedder(Protocol):
    """Turns texts into vectors whose inner product is the cosine similarity."""

    @property
    def name(self) -> str:
        """What to show to a person."""

    @property
    def fingerprint(self) -> str:
        """Hash of what determines the vectors; an index never mixes two."""

    @property
    def dimensions(self) -> int:
        """The length d of every vector."""

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """Vectors (n, d) in float32, L2-normalised; n may be 0."""

    def embed_query(self, text: str) -> Vectors:
        """The vector (d,) of a question, in float32, L2-normalised."""


@cache
def bundled_embedder() -> StaticEmbedder:
    """The bundled embedding, whatever else a library is searched with: for fitted weights that belong to it. One for the
    whole process, so that a text met again is not taken apart again.

    Raises ModelRefused if its files are not as they were.
    """
    return StaticEmbedder(BUNDLED_MODEL, "policyqa-static")


def open_embedder(
    model: str | None = None,
    *,
    device: str | None = None,
    batch_size: int = 32,
    base_url: str | None = None,
    api_key: str | None = None,
    expected_fingerprint: str | None = None,
) -> Embedder:
    """Opens an embedding model.

    `model`: None (or empty) for the bundled one; a folder or a name known to sentence-transformers; or `openai:NAME`,
    asked at `base_url` with `api_key`. `device` and `batch_size` are for sentence-transformers. Raises ModelRefused
    if the model is not there, is unsafe, or has another fingerprint than expected; EmbeddingFailed if an endpoint
    does not answer.
    """
    embedder: Embedder
    if not model:
        embedder = bundled_embedder()
    elif model.startswith(ENDPOINT_PREFIX):
        from indexing.embedding_endpoint import EndpointEmbedder

        embedder = EndpointEmbedder(model.removeprefix(ENDPOINT_PREFIX), base_url, api_key)
    else:
        embedder = SentenceTransformerEmbedder(model, find_model(model), device, batch_size)
    if expected_fingerprint and embedder.fingerprint != expected_fingerprint:
        raise ModelRefused(
            embedder.name,
            f"指纹是 {embedder.fingerprint}，而预期是 {expected_fingerprint}：模型已不是原来的那一个。"
            "请换回原模型，或更新预期的指纹并重建索引。",
        )
    return embedder


def find_model(model: str) -> Path:
    """The folder of a local model, or of a downloaded one. Raises ModelRefused if there is neither."""
    folder = Path(model).expanduser()
    if folder.is_dir():
        return folder
    if not HUB_NAME.fullmatch(model):
        raise ModelRefused(model, "没有这个文件夹。请检查路径，或取消设置以使用内置模型。")
    from huggingface_hub import snapshot_download

    name = model if "/" in model else f"sentence-transformers/{model}"  # as sentence-transformers does
    try:
        return Path(snapshot_download(name, allow_patterns=DOWNLOADS, ignore_patterns=NOT_DOWNLOADED))
    except Exception as error:  # the hub's errors have no common base of their own
        raise ModelRefused(
            model,
            f"既不是本机文件夹，也无法下载（{type(error).__name__}）。请检查名称和网络，或给出本机文件夹，"
            "或取消设置以使用内置模型。",
        ) from error


class SentenceTransformerEmbedder:
    """A model in sentence-transformers' format, with its own prompts for queries and for documents."""

    def __init__(self, name: str, folder: Path, device: str | None = None, batch_size: int = 32):
        self.fingerprint = check_model_folder(folder)  # before the import: nothing of the folder has run yet
        from sentence_transformers import SentenceTransformer

        self.name = name
        self._batch_size = batch_size
        try:
            self._model: Any = SentenceTransformer(
                str(folder),
                device=device,
                local_files_only=True,
                trust_remote_code=False,
                model_kwargs={"use_safetensors": True},
            )
        except Exception as error:  # whatever the library makes of a damaged folder
            raise ModelRefused(
                folder, f"sentence-transformers 无法加载（{error}）。请重新下载模型。"
            ) from error
        if self._model.device.type == "cpu":
            self._model.float()  # half precision gains nothing there, and turns an empty text's vector to NaN
        self.dimensions = int(self._model.encode_query(["维度"]).shape[1])

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """Vectors (n, d), L2-normalised; a text longer than the model reads is cut off by the model."""
        if not texts:
            return np.zeros((0, self.dimensions), np.float32)
        return unit_rows(
            self._model.encode_document(list(texts), batch_size=self._batch_size, show_progress_bar=False)
        )

    def embed_query(self, text: str) -> Vectors:
        """The vector (d,) of a question."""
        vector: Vectors = unit_rows(self._model.encode_query([text], show_progress_bar=False))[0]
        return vector
