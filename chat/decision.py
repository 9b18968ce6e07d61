"""Whether a draft answers the question, or the documents do not."""

from dataclasses import dataclass

from chat.draft import Draft
from chat.material import Material
from indexing.places import find_places

_THRESHOLD = 0.5


@dataclass(frozen=True, slots=True)
class Decision:
    """`answers`, or the `reason` in one sentence why not; `missing` is what a partial answer lacks."""

    answers: bool
    reason: str = ""
    missing: tuple[str, ...] = ()


def decide(material: Material, draft: Draft | None) -> Decision:
    """Decides; every refusal says what is missing."""
    question = material.question
    if question.kind == "small_talk":
        return Decision(False, "这里只回答与资料库中政策文件有关的问题，请输入想查询的政策内容。")
    subject = "、".join(f"“{word.text}”" for word in question.topic if word.weight >= 0.7) or "所问内容"
    years = "、".join(f"{year}年" for year in question.years)
    if draft is None:
        if question.kind == "figure":
            return Decision(False, f"资料中没有写明{years}{subject}的数值。")
        return Decision(False, f"资料中没有找到关于{subject}的内容。")
    place = _foreign_place(material, draft)
    if place:
        return Decision(False, f"资料中没有{place}的相关规定。")
    if draft.score < _THRESHOLD:
        cited = " ".join(material.words(s) for spans in draft.statements for s in spans)
        absent = material.topic.missing(cited + " " + _around(material, draft))
        lacking = "、".join(f"“{stretch}”" for stretch in absent) or subject
        return Decision(False, f"资料中没有写明{years}{lacking}。")
    return Decision(True)


def _around(material: Material, draft: Draft) -> str:
    first = draft.statements[0][0]
    found = material.passage_at(first)
    return material.around(found.passage) if found else material.document(first.doc_id).title


def _foreign_place(material: Material, draft: Draft) -> str | None:
    """A place that the question names and neither the evidence nor what it stands under does."""
    asked = find_places(material.question.text)
    if not asked:
        return None
    first = draft.statements[0][0]
    document = material.document(first.doc_id)
    found = material.passage_at(first)
    words = " ".join(
        [material.words(s) for spans in draft.statements for s in spans]
        + [found.passage.text if found else "", material.around(found.passage) if found else document.title]
    )
    named = find_places(words)
    for place in asked:
        if not any(place.name == other.name or place.name == other.province for other in named):
            return place.name
    return None
