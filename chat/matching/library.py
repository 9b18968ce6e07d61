"""The measures of a library matched with a profile."""

from chat.matching.match import Group, Match, match_measures
from chat.matching.profile import Profile
from corpus.filters import Filters
from corpus.library import Library
from indexing.measure_search import library_measures


def match_library(
    library: Library, profile: Profile, filters: Filters | None = None
) -> dict[Group, list[Match]]:
    """Every measure of the documents that the filters admit, in its group on the filters' day."""
    filters = filters or Filters()
    found = library_measures(library, library.documents(filters))
    return match_measures(found, profile, filters.day)
