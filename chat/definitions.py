"""Answers to questions for a definition: the sentence that says what the term is."""

import re

from chat.draft import Draft
from chat.material import Material, says_something
from chat.topic import fold
from corpus.document import Span

_PASSAGES = 20
_ASKING = re.compile(
    r"^(?:请问)?(?:什么是|何谓|何为|啥是|什么叫|哪些人?算)|(?:是|说的是|指的是|是指|到底是|到底指|指|怎么|如何|怎样)?(?:什么意思|啥意思|什么|啥|谁|哪些?|界定的?|定义的?|理解)?[？?。]*$"
)
_DEFINES = r"[”\"》]?(?:（[^）]{0,40}）|\([^)]{0,40}\))?[，,：:]?\s*(?:是指|指的是|指|是|即|反映|衡量)(?!否)"


def answer_definition(material: Material) -> Draft | None:
    """The first sentence found that reads 术语，是指…; None where none does."""
    term = _term(material)
    if term is None:
        return None
    defines = re.compile(re.escape(term) + _DEFINES)
    called = re.compile(rf"(?:统称|简称|以下称|称为?|叫做?|属于)[：:“\"]?{re.escape(term)}")
    for found, span in material.all_sentences(_PASSAGES):
        words = material.words(span)
        folded = fold(words)
        if (
            len(folded) == len(words)
            and says_something(words)
            and (defines.search(folded) or called.search(folded))
        ):
            score = material.topic.credit([(words, 1.0), (material.around(found.passage), 0.8)])
            return Draft(kind="definition", statements=((_from_term(span, folded, term),),), score=score)
    return None


def _term(material: Material) -> str | None:
    """The term asked about: what stands in quotes, else the longest run of weighty words."""
    question = fold(material.question.text)
    quoted = re.search(r"[“\"‘「《]([^”\"’」》]{2,20})[”\"’」》]", question)
    if quoted:
        return quoted[1]
    words = [word.text for word in material.topic.words if word.weight >= 0.5]
    runs: list[str] = []
    for word in words:
        if runs and runs[-1] + word in question:
            runs[-1] += word
        else:
            runs.append(word)
    return max(runs, key=len, default=None)


def _from_term(span: Span, words: str, term: str) -> Span:
    """From the clause that names the term on: what comes before it in the sentence defines something else."""
    at = words.find(term)
    start = max(words.rfind(mark, 0, at) for mark in "；;。：:") + 1
    while start < at and words[start].isspace():
        start += 1
    return Span(span.doc_id, span.start + start, span.end)
