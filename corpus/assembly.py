"""A text and what its source declares become a document; what isn't declared is read from the text."""

from collections.abc import Mapping
from pathlib import PurePath
from typing import Any

from corpus.declared import read_declared
from corpus.document import Document
from corpus.errors import Refused
from corpus.identity import own_id, why_not_an_id
from corpus.metadata import read_metadata
from corpus.source import Loaded


def assemble(
    text: str, raw: Mapping[Any, object], path: str, *, single: bool = True, where: str = ""
) -> Loaded:
    """The document with this text; `raw` are the keys that its source declares, which win over the text.

    `path` is where it comes from, `where` the place in it. Raises Refused if the text is blank or a given
    id cannot be one.
    """
    if not text.strip():
        raise Refused(path, "正文是空的")
    given_id = raw.get("doc_id")
    if isinstance(given_id, int) and not isinstance(given_id, bool):
        given_id = str(given_id)
    if given_id is not None:
        why = why_not_an_id(given_id) if isinstance(given_id, str) else "doc_id 应是文字"
        if why is not None:
            raise Refused(path, why)
    declared = read_declared(raw)
    read = read_metadata(text, str(declared.values.get("title") or ""))
    values: dict[str, Any] = {name: reading.value for name, reading in read.items()} | declared.values
    title = values.pop("title", None) or PurePath(path).stem
    document = Document(
        doc_id=own_id(text) if given_id is None else str(given_id),
        title=title,
        text=text,
        source_path=path,
        **values,
    )
    return Loaded(
        document,
        id_given=given_id is not None,
        single=single,
        spans={
            name: reading.span
            for name, reading in read.items()
            if reading.span is not None and name not in declared.values
        },
        warnings=tuple(f"{path}{where}：{warning}" for warning in declared.warnings),
    )
