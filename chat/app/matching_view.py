"""From the form or a sentence to the three groups of measures, and the list to take along."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date

from chat.app.word_file import word_file
from chat.matching.library import match_library
from chat.matching.match import GROUPS, Group, Match
from chat.matching.profile import Profile, profile_from
from chat.matching.self_description import profile_of_sentence
from chat.matching.sheet import sheet
from corpus.document import Span
from corpus.errors import PolicyQAError
from corpus.filters import Filters
from corpus.library import Library

LISTS = ("titles", "wants", "meets")
NUMBERS = ("employees",)


@dataclass(frozen=True, slots=True)
class Matching:
    """What was found for an enterprise on a day, and every place that is cited, in the order of the page."""

    profile: Profile
    groups: Mapping[Group, Sequence[Match]]
    day: date

    def places(self) -> list[tuple[Span, str]]:
        """Each cited place with its words: what opening it needs."""
        return [
            (span, match.document.quote(span))
            for group in GROUPS
            for match in self.groups[group]
            for span in match.spans()
        ]

    def markdown(self) -> str:
        """The one-page list."""
        return sheet(self.profile, self.groups, self.day)

    def word(self) -> bytes:
        """The same as a Word file."""
        lines = [line for line in self.markdown().split("\n") if line.strip()]
        return word_file([(re.sub(r"^#+ ", "", line), line.startswith("#")) for line in lines])


def matched(library: Library, sentence: str, form: Mapping[str, str]) -> Matching:
    """The measures for the enterprise of a sentence, of a form, or of both, where the form wins.

    `form` holds fields of the profile as they were typed. Raises PolicyQAError where neither says anything, or a
    field can't be read.
    """
    filled = {name: value.strip() for name, value in form.items() if value and value.strip()}
    if not filled and not sentence.strip():
        raise PolicyQAError("请先用一句话说明企业，或填写表格里的任何一项。")
    profile = profile_of_sentence(sentence) if sentence.strip() else Profile()
    if filled:
        profile = _joined(
            profile, profile_from({name: _value(name, words) for name, words in filled.items()})
        )
    filters = Filters()
    return Matching(profile, match_library(library, profile, filters), filters.day)


def _joined(said: Profile, typed: Profile) -> Profile:
    """The sentence's profile with what the form says in its place; sets and lists of both are kept."""
    changes = {}
    for field in fields(Profile):
        value, before = getattr(typed, field.name), getattr(said, field.name)
        if isinstance(value, frozenset):
            changes[field.name] = before | value
        elif isinstance(value, tuple):
            changes[field.name] = (*before, *value)
        elif value not in (None, False):
            changes[field.name] = value
    return replace(said, **changes)


def _value(name: str, words: str) -> object:
    if name in LISTS:
        return [part for part in re.split(r"[、，,；;\s]+", words) if part]
    if name in NUMBERS:
        digits = re.sub(r"[\s,，人名]", "", words)
        return int(digits) if digits.isascii() and digits.isdigit() else words
    return words
