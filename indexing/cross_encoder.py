"""A CrossEncoder that reads question and passage together and puts the best candidates in order, where one is set.

None is bundled: it costs a second a question on a CPU. Its folder is checked like an embedding model's, before
anything of it is loaded.
"""

from collections.abc import Sequence
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from indexing.embedder import find_model
from indexing.model_files import ModelRefused, check_model_folder
from indexing.ranking import Ranked
from indexing.readings import context

RERANKED = 30  # passages that are read for a question


class Reranker(Protocol):
    """Judges passages for a question."""

    def scores(self, question: str, passages: Sequence[str]) -> NDArray[np.float64]:
        """One score a passage, shape (n,); a higher one is better."""


def open_reranker(model: str | None, device: str | None = None) -> Reranker | None:
    """The CrossEncoder of a folder or of a name known to sentence-transformers; None for none.

    Raises ModelRefused if it is not there, is unsafe, or is no CrossEncoder with one score.
    """
    return CrossEncoderReranker(model, device) if model else None


class CrossEncoderReranker:
    """A model in sentence-transformers' CrossEncoder format."""

    def __init__(self, model: str, device: str | None = None):
        folder = find_model(model)
        check_model_folder(folder)  # before the import: nothing of the folder has run yet
        from sentence_transformers import CrossEncoder
        from torch.nn import Identity

        try:
            # The activation is given, so that none is imported by the name that the configuration has for it.
            self._model: Any = CrossEncoder(
                str(folder),
                device=device,
                activation_fn=Identity(),
                local_files_only=True,
                trust_remote_code=False,
                model_kwargs={"use_safetensors": True},
            )
            labels = int(self._model.num_labels)
        except Exception as error:  # whatever the library makes of a damaged folder
            raise ModelRefused(
                folder,
                f"sentence-transformers 无法作为 CrossEncoder 加载（{error}）。请换一个重排模型，或取消设置。",
            ) from error
        if labels != 1:
            raise ModelRefused(
                folder, f"重排模型应对每个段落给出一个分数，而它给出 {labels} 个。请换一个模型，或取消设置。"
            )

    def scores(self, question: str, passages: Sequence[str]) -> NDArray[np.float64]:
        """One score a passage, shape (n,)."""
        if not passages:
            return np.zeros(0)
        pairs = [(question, passage) for passage in passages]
        found = self._model.predict(pairs, show_progress_bar=False, convert_to_numpy=True)
        return np.asarray(found, dtype=np.float64).reshape(len(passages))


def reranked(
    reranker: Reranker, question: str, found: Sequence[tuple[float, Ranked]]
) -> list[tuple[float, Ranked]]:
    """What was found, with its score and best first: the first `RERANKED` in the order that the reranker gives.

    The scores stay where they were: their scale is the one that answering was fitted on.
    """
    first = [one for _, one in found[:RERANKED]]
    texts = [
        f"{context(one.candidate.document.title, one.candidate.passage)}\n{one.candidate.passage.text}".strip()
        for one in first
    ]
    order = np.argsort(-reranker.scores(question, texts), kind="stable")
    moved = [(score, first[place]) for (score, _), place in zip(found, order.tolist(), strict=False)]
    return [*moved, *found[RERANKED:]]
