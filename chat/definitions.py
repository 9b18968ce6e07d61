"""Answers to questions for a definition: the sentence that says what the term is."""

import re

from chat.draft import Draft
from chat.material import Material, says_something
from chat.topic import fold
from corpus.document import Span
from indexing.places import find_places

_PASSAGES = 20
# What follows the term asked about (政务数据【到底是啥】), and what comes before it (按阿坝的规定，【啥叫】政务数据).
_AFTER = re.compile(
    r"(?:说的是|指的是|是指|到底(?:是|指)?|究竟(?:是|指)?|这个指标|反映|衡量|是看|是|指|怎么|如何|怎样|的(?:定义|含义|意思))"
    r"(?:的?是)?(?:个)?(?:什么|啥|谁|哪|界定|定义|理解|意思|含义|[？?。]|$)"
)
_BEFORE = re.compile(r"什么是|何谓|何为|啥是|什么叫做?|啥叫|哪些人?(?:可以)?算(?:是)?")
_CLOSED = r"[”\"》]?(?:（[^）]{0,40}）|\([^)]{0,40}\))?[，,：:]?\s*"
_DEFINES = rf"{_CLOSED}(?:是指|指的是|指|是|即|反映|衡量)(?!否)"
# a sentence that begins with the term, and says of what it consists or what makes it
_DESCRIBES = rf"{_CLOSED}(?:由|包括|包含|分为|主要)"


def answer_definition(material: Material) -> Draft | None:
    """The first sentence found that reads 术语，是指…, for the longest term that has one; None where none has."""
    read = [
        (found, span, words, folded)
        for found, span in material.all_sentences(_PASSAGES)
        if says_something(words := material.words(span)) and len(folded := fold(words)) == len(words)
    ]
    for term in _terms(material):
        escaped = re.escape(term)
        for pattern in (
            re.compile(rf"{escaped}{_DEFINES}|(?:统称|简称|以下称|称为?|叫做?|属于)[：:“\"]?{escaped}"),
            re.compile(rf"^[“\"《]?{escaped}{_DESCRIBES}"),
        ):
            for found, span, words, folded in read:
                if pattern.search(folded):
                    score = material.topic.credit([(words, 1.0), (material.around(found.passage), 0.8)])
                    quoted = _from_term(span, folded, term)
                    return Draft(kind="definition", statements=((quoted,),), score=score)
    return None


def _terms(material: Material) -> list[str]:
    """What may be the term asked about, likeliest first: what stands in quotes, else what is asked 是什么 of,
    without the words that say where or whose it is."""
    question = fold(material.question.text)
    quoted = re.search(r"[“\"‘「《]([^”\"’」》]{2,20})[”\"’」》]", question)
    if quoted:
        return [quoted[1]]
    before, after = _BEFORE.search(question), _AFTER.search(question)
    asked = question[before.end() :] if before else question[: after.start()] if after else question
    clause = next((c for c in reversed(re.split(r"[，,。：:？?！!]", asked)) if c.strip()), "")
    whole = re.sub(r"^(?:请问|那么?)|(?:这个|这项)(?:指标|词|说法|概念)?$", "", clause.strip())
    starts = [0, *(m.end() for m in re.finditer("的", whole)), *(p.end for p in find_places(whole))]
    return [term for start in sorted(starts) if len(term := whole[start:]) > 1]


def _from_term(span: Span, words: str, term: str) -> Span:
    """From the clause that names the term on: what comes before it in the sentence defines something else."""
    at = words.find(term)
    start = max(words.rfind(mark, 0, at) for mark in "；;。：:") + 1
    while start < at and words[start].isspace():
        start += 1
    return Span(span.doc_id, span.start + start, span.end)
