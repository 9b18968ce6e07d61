"""The place and the years of an earlier question, which a later one may leave out or be about alone."""

import re

from chat.continuing import ASKS_FIGURE
from chat.question import years_of
from chat.relative_years import PART_OF_YEAR, PLAN
from chat.subjects import ASKING_WORDS, YEAR
from indexing.places import find_places

_NOW = re.compile(r"[今去明上前本当]年|(?:19|20)\d\d")


def only_circumstances(question: str) -> str | None:
    """The years and places of a question that holds nothing else but words that ask: 2022年的是多少; None else."""
    left = re.sub(r"来着$|的?(?:话|情况)?$|^[在到]|的|目标|指标|标准", "", ASKING_WORDS.sub("", question))
    if not left or not (
        YEAR.search(left) or PLAN.search(left) or PART_OF_YEAR.search(left) or find_places(left)
    ):
        return None
    rest = PART_OF_YEAR.sub("", PLAN.sub("", YEAR.sub("", left)))
    for place in reversed(find_places(rest)):
        rest = rest[: place.start] + rest[place.end :]
    said = re.sub(r"[要到达]+$", "", left)
    return said if len(re.sub(r"\W|[是有要的到达]", "", rest)) == 0 else None


def in_place_of(question: str, before: str) -> str:
    """The question with the earlier one's place, where it names none."""
    place = next(iter(find_places(before)), None)
    return f"{before[place.start : place.end]}{question}" if place and not find_places(question) else question


def with_circumstances(question: str, before: str) -> str:
    """The question with the earlier one's place, and a figure's with its year, where it names none: 物价涨了多少."""
    years = years_of(before)
    if years and not _NOW.search(question) and not years_of(question) and ASKS_FIGURE.search(question):
        question = f"{years[-1]}年{question}"
    return in_place_of(question, before)
