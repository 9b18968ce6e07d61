"""A document as a loader found it, before the library has settled which document it is."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from corpus.document import Document
from corpus.parsed import Page, PageBox


@dataclass(frozen=True, slots=True)
class Loaded:
    """One document from one source.

    `id_given` says whether the source names the document's id; else `document.doc_id` is a proposal made from
    the text, and the library may know the document under another. `single` says that the source path holds
    this one document, so that a changed text is a new version of it. `spans` holds, by field, the characters
    (start, end exclusive) that a value was read from. `warnings` are for the user: values that were given but
    could not be understood. `boxes` say where on the `pages` the characters stood; `original` is the file itself.
    """

    document: Document
    id_given: bool
    single: bool = True
    spans: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()
    boxes: tuple[PageBox, ...] = ()
    pages: tuple[Page, ...] = ()
    original: bytes | None = None
