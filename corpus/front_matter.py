"""The block between two `---` lines at the head of a text: metadata, and no part of the text."""

import re

LONGEST = 64 * 1024  # characters
_BLOCK = re.compile(r"---[ \t]*\n(.*?)(?:^|\n)(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.S | re.M)

_KNOWN_KEY = re.compile(
    r"^(?:doc_id|title|issuer|document_number|issued_on|region|status|document_type)\s*:", re.M
)


def split_front_matter(text: str) -> tuple[dict[object, object], str]:
    """The metadata, every value as text, and the text without it.

    A block that is not a YAML mapping is no front matter but part of the text, such as a rule of hyphens.
    """
    match = _BLOCK.match(text) if text.startswith("---") else None
    if match is None or len(match[1]) > LONGEST:
        return {}, text
    values = _read_mapping(match[1])
    return ({}, text) if values is None else (values, text[match.end() :])


def is_broken(text: str) -> bool:
    """Whether the text begins with a block that was meant as a front matter, with known keys, but is no YAML."""
    match = _BLOCK.match(text) if text.startswith("---") else None
    return bool(match and _KNOWN_KEY.search(match[1]) and _read_mapping(match[1][:LONGEST]) is None)


def _read_mapping(block: str) -> dict[object, object] | None:
    import yaml

    try:
        # Scalars stay as they are written, whatever their tags: 001 is an id, and a date that isn't one is no error.
        values = yaml.load(block, yaml.BaseLoader)  # noqa: S506 - makes nothing but texts, lists and mappings
    # RecursionError over deep nesting; the last two over numbers that are too large, of an escape or in a %YAML line.
    except (yaml.YAMLError, RecursionError, ValueError, OverflowError):
        return None
    return values if isinstance(values, dict) else None
