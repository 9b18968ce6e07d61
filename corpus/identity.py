"""Which document is which: ids, and hashes that tell whether something changed.

A given id is kept as it is. A document without one gets an id made from its text when it is first added, so
that the same file added on two machines has the same id on both.
"""

import hashlib
import json
import re
from dataclasses import asdict

from corpus.document import DERIVED, Document

MAX_ID_LENGTH = 128
_FORBIDDEN_IN_ID = re.compile(r"[/\\\x00-\x1f\x7f-\x9f\ud800-\udfff]")
# Spacing differs between copies of one text, but "1 2" and "12" are not the same.
_LOOSE_SPACE = re.compile(r"(?<![0-9A-Za-z])\s+|\s+(?![0-9A-Za-z])")
# What says nothing about the document itself.
_NOT_METADATA = ("doc_id", "text", "source_path", *DERIVED)


def why_not_an_id(doc_id: str) -> str | None:
    """Why this cannot be a document's id, in words for the user; None if it can."""
    if not doc_id:
        return "doc_id 是空的"
    if len(doc_id) > MAX_ID_LENGTH:
        return f"doc_id 有 {len(doc_id)} 个字符，最多 {MAX_ID_LENGTH} 个"
    if doc_id.startswith("."):
        return "doc_id 不能以“.”开头"
    if _FORBIDDEN_IN_ID.search(doc_id):
        return "doc_id 不能含有“/”“\\”或控制字符"
    return None


def content_hash(text: str) -> str:
    """SHA-256 of the text, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def wording_hash(text: str) -> str:
    """The same for texts that differ in spacing only."""
    return content_hash(re.sub(r"\s+", " ", _LOOSE_SPACE.sub("", text)))


def metadata_hash(document: Document) -> str:
    """SHA-256 over what is known about the document, its text, id and path aside."""
    known = {name: str(value) for name, value in asdict(document).items() if name not in _NOT_METADATA}
    return content_hash(json.dumps(known, ensure_ascii=False, sort_keys=True))


def own_id(text: str, attempt: int = 0) -> str:
    """An id made from the text; a later `attempt` gives another one where the first is taken."""
    salt = f"\n{attempt}" if attempt else ""
    return "d" + content_hash(text + salt)[:16]
