"""`.txt` and `.md`: the text as it is, but for a front matter."""

from corpus.decoding import decode
from corpus.front_matter import is_broken, split_front_matter
from corpus.parsed import Parsed


def parse(data: bytes, name: str) -> Parsed:
    """The text, and the metadata of its front matter. Raises Refused if the bytes are no text."""
    whole = decode(data, name)
    declared, text = split_front_matter(whole)
    if not str(declared.get("doc_id") or "").strip():
        declared.pop("doc_id", None)  # `doc_id:` with nothing after it
    broken = (
        ("开头的元数据块不是合法的 YAML，已当作正文；值里有冒号的，请加引号",) if is_broken(whole) else ()
    )
    return Parsed(text, declared, warnings=broken)
