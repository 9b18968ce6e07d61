"""A text and what its source declares become a document; what isn't declared is read from the text."""

from pathlib import PurePath
from typing import Any

from corpus.declared import read_declared
from corpus.document import Document
from corpus.errors import Refused
from corpus.identity import own_id, why_not_an_id
from corpus.metadata import read_metadata
from corpus.parsed import Parsed
from corpus.source import Loaded


def assemble(parsed: Parsed, path: str, *, single: bool = True, where: str = "") -> Loaded:
    """The document of what was parsed out of `path`; `where` is the place in it.

    Raises Refused if the text is blank or a given id cannot be one.
    """
    text = parsed.text
    if not text.strip():
        raise Refused(path, "正文是空的")
    given_id = parsed.declared.get("doc_id")
    if isinstance(given_id, int) and not isinstance(given_id, bool):
        given_id = str(given_id)
    if given_id is not None:
        why = why_not_an_id(given_id) if isinstance(given_id, str) else "doc_id 应是文字"
        if why is not None:
            raise Refused(path, why)
    declared = read_declared(parsed.declared)
    fallback = read_declared(parsed.fallback).values
    title = str(declared.values.get("title") or fallback.get("title") or "")
    read = read_metadata(text, title, declared.values)
    values: dict[str, Any] = (
        fallback | {name: reading.value for name, reading in read.items()} | declared.values
    )
    document = Document(
        doc_id=own_id(text) if given_id is None else str(given_id),
        title=values.pop("title", None) or PurePath(path).stem,
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
        warnings=tuple(f"{path}{where}：{warning}" for warning in (*parsed.warnings, *declared.warnings)),
        boxes=parsed.boxes,
        pages=parsed.pages,
        original=parsed.original,
    )
