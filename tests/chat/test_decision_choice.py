"""Which of drafts that are about as likely is chosen."""

from collections.abc import Mapping, Sequence

import pytest

from chat import decision
from chat.assistant import Assistant
from chat.draft import Draft
from corpus.document import Document, Span
from tests.chat.conftest import assistant_over

MARKED = "（一）春茶补贴；"
SENTENCE = "对示范茶园、非遗工坊和乡村书屋，一次性奖补20万元。"
NOTICE = Document(
    "tea",
    "云溪市茶产业扶持办法",
    f"云溪市茶产业扶持办法\n\n{SENTENCE}\n{MARKED}\n（二）秋茶保险。\n",
    region="云溪市",
)


class Given:
    """Stands for the fitted numbers: the probabilities as given."""

    threshold = 0.3

    def __init__(self, odds: Sequence[float]):
        self.odds = odds

    def probabilities(self, measured: Sequence[Mapping[str, float]]) -> list[float]:
        assert len(measured) == len(self.odds)
        return list(self.odds)


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return assistant_over(tmp_path_factory.mktemp("tea"), [NOTICE])


def drafted(kind: str, words: str) -> Draft:
    start = NOTICE.text.index(words)
    return Draft(kind, ((Span("tea", start, start + len(words)),),), 0.5)


@pytest.mark.parametrize(
    ("question", "odds", "whole"),
    [
        ("云溪市哪些能拿一次性奖补", (0.9, 0.8), True),
        ("云溪市哪些能拿一次性奖补", (0.9, 0.7), False),  # not as likely
        ("云溪市奖补什么，一次性奖多少", (0.9, 0.8), True),  # two clauses ask
        ("云溪市一次性奖补多少", (0.9, 0.8), False),  # one thing is asked for
    ],
)
def test_where_several_things_are_asked_for_the_fuller_draft_answers(
    assistant: Assistant,
    monkeypatch: pytest.MonkeyPatch,
    question: str,
    odds: tuple[float, float],
    whole: bool,
) -> None:
    monkeypatch.setattr(decision, "_numbers", lambda: Given(odds))
    material, _ = assistant.drafted(question)
    short, long = drafted("reading", "一次性奖补20万元。"), drafted("list", SENTENCE)
    chosen, decided = decision.decide(material, [short, long])
    assert decided.answers and chosen == (long if whole else short)


def test_a_list_holds_its_item_quoted_with_the_mark_behind_it(
    assistant: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(decision, "_numbers", lambda: Given((0.5, 0.45)))
    material, _ = assistant.drafted("云溪市春茶和秋茶有哪些扶持")
    one = drafted("reading", MARKED)
    both = Draft(
        "list", (*drafted("list", MARKED[:-1]).statements, *drafted("list", "（二）秋茶保险").statements), 0.5
    )
    assert decision.decide(material, [one, both])[0] == both
