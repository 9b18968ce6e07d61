"""Checks the index against the library, and mends what can be made again; for `corpus doctor`.

Everything here is derived from the documents, so a fault is mended by forgetting what is wrong and building.
"""

import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from corpus.doctor import Finding
from corpus.errors import PolicyQAError
from corpus.library import Library
from indexing.build import INDEXES, build
from indexing.embedder import open_embedder
from indexing.generation import Generation
from indexing.generation_files import altered, load
from indexing.passage import Passage
from indexing.store import Pointer, Store, digest, embedding_text

BUILD = "请运行 python -m indexing build"


def examine(library: Library) -> list[Finding]:
    """Passages, vectors and index; what was found wrong is built anew, without embedding what is sound."""
    store = Store(library)
    pointer = store.pointer()
    if pointer is None:
        return [Finding("index", "ok", "还没有建立索引")]
    before = _faults(store, pointer)
    if not any(before.values()):
        return [Finding(name, "ok", _SOUND[name]) for name in before]
    try:
        with library.locked():
            _forget(store, pointer, before["passages"], before["vectors"])
            embedder = open_embedder(os.environ.get("POLICYQA_EMBEDDING_MODEL") or None)
            if embedder.fingerprint != pointer.model:
                raise PolicyQAError(f"索引的模型是“{pointer.model_name}”，现在设置的是“{embedder.name}”")
            build(library, embedder)
        pointer = store.pointer()
        assert pointer is not None
        after = _faults(store, pointer)
    except PolicyQAError as error:
        return [
            Finding(name, "bad" if faults else "ok", f"{_said(faults)}；没能重建（{error}），{BUILD}")
            if faults
            else Finding(name, "ok", _SOUND[name])
            for name, faults in before.items()
        ]
    return [_finding(name, before[name], after[name]) for name in before]


_SOUND = {
    "passages": "段落与正文相符",
    "vectors": "每个段落都有向量",
    "index": "索引完好，每个向量都能找到自己",
    "folders": "没有多余的索引文件",
}


def _faults(store: Store, pointer: Pointer) -> dict[str, list[str]]:
    """What is wrong, by check: documents, texts (hash in hex), faults in words, folders."""
    generation, torn = None, []
    folder = store.library.home / INDEXES / pointer.folder
    try:
        generation = load(folder, pointer.stamp)
        torn = [f"{name} 的内容被改动过" for name in altered(folder)]
        if os.access(
            folder, os.W_OK
        ):  # Chroma opens nothing on a read-only medium, where exact search serves
            generation.open_chroma()
    except ValueError as error:
        torn = [str(error)]
    return {
        "passages": list(_wrong_passages(store)),
        "vectors": sorted(set(_wrong_vectors(store, pointer, generation))),
        "index": torn or list(_wrong_index(store, generation)),
        "folders": [p.name for p in _folders(store.library.home) if p.name != pointer.folder],
    }


def _wrong_passages(store: Store) -> Iterator[str]:
    """The documents whose passages are not stretches of the text, in order, with the hash that is kept."""
    unsplit = set(store.unsplit())
    for doc_id in store.library.fingerprints():
        if doc_id in unsplit:
            continue  # newer than the last build, which is no fault
        document = store.library.get(doc_id)
        last = 0
        for passage, key in store.passages(document):
            span = passage.span
            if not last <= span.start < span.end <= len(document.text):
                yield doc_id
                break
            if digest(embedding_text(document.title, passage)) != key:
                yield doc_id
                break
            last = span.end
        else:
            if not last and document.text.strip():
                yield doc_id


def _wrong_vectors(store: Store, pointer: Pointer, generation: Generation | None) -> Iterator[str]:
    """The texts whose vector is of another length than most, holds what is no number, or differs in the index."""
    kept: dict[bytes, bytes] = dict(
        store.library.connection.execute(
            "SELECT digest, vector FROM vectors WHERE model = ?", (pointer.model,)
        ).fetchall()
    )
    lengths = Counter(map(len, kept.values()))
    usual = lengths.most_common(1)[0][0] if lengths else 0
    for key, vector in kept.items():
        if len(vector) != usual or usual % 4 or not np.isfinite(np.frombuffer(vector, dtype="<f4")).all():
            yield key.hex()
    for number, passages in _indexed(store, generation):
        assert generation is not None
        first, last = generation.first[number : number + 2].tolist()
        for row, (_, key) in zip(range(first, last), passages, strict=False):
            if kept.get(key) != generation.vectors[0][row].astype("<f4").tobytes():
                yield key.hex()


def _wrong_index(store: Store, generation: Generation | None) -> Iterator[str]:
    """What is wrong with the generation in use: vectors that are lost, passages that are not the library's."""
    assert generation is not None
    if generation.chroma:
        lost = generation.chroma.lost(generation.vectors[0])
        generation.chroma.close()
        if lost:
            yield f"{lost} 个向量找不到自己"
    for number, passages in _indexed(store, generation):
        document = store.library.get(generation.doc_ids[number])
        rows = range(*generation.first[number : number + 2].tolist())
        if [generation.passage(row, document) for row in rows] != [passage for passage, _ in passages]:
            yield f"{document.doc_id} 的段落与资料库不符"


def _indexed(
    store: Store, generation: Generation | None
) -> Iterator[tuple[int, list[tuple[Passage, bytes]]]]:
    """The number of every document of the generation that has not changed since, with its kept passages."""
    if generation is None:
        return
    pairs = zip(generation.doc_ids, generation.fingerprints, strict=True)
    for number, (doc_id, fingerprint) in enumerate(pairs):
        document = store.library.current(doc_id, fingerprint)
        if document is not None and store.is_split(doc_id, fingerprint):
            yield number, store.passages(document)


def _forget(store: Store, pointer: Pointer, doc_ids: list[str], keys: list[str]) -> None:
    """Drops what is wrong, so that the next build makes it anew, and the index whatever was wrong with it."""
    with store.library.writing() as connection:
        connection.executemany("DELETE FROM split_documents WHERE doc_id = ?", [(d,) for d in doc_ids])
        connection.executemany("DELETE FROM vectors WHERE digest = ?", [(bytes.fromhex(k),) for k in keys])
        connection.execute("UPDATE generation SET stamp = ''")


def _folders(home: Path) -> list[Path]:
    return sorted(path for path in (home / INDEXES).glob("*") if path.is_dir())


def _finding(name: str, before: list[str], after: list[str]) -> Finding:
    if after:
        return Finding(name, "bad", f"{_said(after)}；重建后仍然如此，{BUILD}")
    if before:
        return Finding(name, "warning", f"{_said(before)}；已重建")
    return Finding(name, "ok", _SOUND[name])


def _said(faults: list[str]) -> str:
    return f"{len(faults)} 处有误：{'、'.join(faults[:3])}" if faults else "完好"
