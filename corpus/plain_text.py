"""`.txt` and `.md`: the text as it is, but for a front matter."""

from corpus.decoding import decode
from corpus.front_matter import split_front_matter
from corpus.parsed import Parsed


def parse(data: bytes, name: str) -> Parsed:
    """The text, and the metadata of its front matter. Raises Refused if the bytes are no text."""
    declared, text = split_front_matter(decode(data, name))
    if not str(declared.get("doc_id") or "").strip():
        declared.pop("doc_id", None)  # `doc_id:` with nothing after it
    return Parsed(text, declared)
