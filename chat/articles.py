"""Answers to questions for an article: what 第二十三条 of a document says."""

import re
from dataclasses import replace

from chat.asking_phrase import point_asked
from chat.draft import Draft
from chat.figures import answer_figure
from chat.fitness import may_answer
from chat.material import Material
from chat.question import analyse
from chat.short_answers import short_answer
from chat.topic import fold
from chat.words import words_of
from corpus.document import Document, Span
from corpus.numerals import parse_numeral
from indexing.structure import ARTICLE, CHINESE, blocks
from indexing.tokenizer import article_number

_REFERENCE = re.compile(
    r"第?\s*[\d一二三四五六七八九十百零〇两]+\s*条(?:之[一二三四五六七八九十\d]+)?|第\s*[\d一二三四五六七八九十]+\s*大?[点项]"
)
_AS_LIKE = 0.5  # of the likeness of the document that is named most clearly
_MOST = 1_000  # characters: an article longer than that is shown by its beginning


def answer_article(material: Material) -> Draft | None:
    """The article asked for, of the document whose title is most like the question; None where there is none, and where
    another document is the one that is named."""
    words = [word.text for word in words_of([_REFERENCE.sub("　", material.question.text)])]
    best: tuple[float, Span] | None = None
    likest = 0.0
    for document in material.documents:
        named = " ".join([document.title, document.issuer or "", document.region or ""])
        score = _likeness(words, named)
        likest = max(likest, score)
        level = CHINESE if point_asked(fold(material.question.text)) else ARTICLE
        span = _article(document, material.question.article or "", level)
        if span is not None and (best is None or score > best[0]):
            best = (score, span)
    if best is None or best[0] < _AS_LIKE * likest:
        return None
    score, span = best
    return Draft(kind="article", statements=((span,),), score=score)


def narrowed(material: Material, draft: Draft) -> Draft:
    """Of an article the clause with the figure, day or name that the question asks of it; the draft as it is without one."""
    asked = analyse(_REFERENCE.sub("", material.question.text))
    (article,) = draft.statements[0]
    inside = replace(
        material, question=asked, found=[f for f in material.found if f.passage.span.overlaps(article)]
    )
    if not inside.found:
        return draft
    if asked.kind == "figure":
        figure = answer_figure(inside)
        fits = figure is not None and figure.short is not None and article.contains(figure.short)
        return replace(draft, statements=figure.statements, short=figure.short) if figure and fits else draft
    if asked.kind not in ("date", "name", "contact"):
        return draft
    sentences = [span for _, span in inside.sentences(len(inside.found)) if article.contains(span)]
    likely = [span for span in sentences if may_answer(asked, inside.words(span))]
    best = max(likely, key=lambda span: inside.topic.coverage(inside.words(span)), default=None)
    short = short_answer(inside, best, None) if best else None
    return replace(draft, statements=((best,),), short=short) if best and short else draft


def _likeness(words: list[str], named: str) -> float:
    known = [word for word in words if word not in ("内容", "规定", "条款")]
    if not known:
        return 1.0
    return sum(word in named for word in known) / len(known)


def _article(document: Document, number: str, level: int) -> Span | None:
    """The whole of an article, from its mark to the next article or heading; of a document without articles that of the
    item 三、, which people call 第三条."""
    outline = blocks(document.text)
    level = level if any(block.level == level for block in outline) else CHINESE
    for position, block in enumerate(outline):
        if block.level != level or _number(document.text[block.start : block.start + 20], level) != number:
            continue
        end = block.end
        for following in outline[position + 1 :]:
            if (following.level and following.level <= level) or following.turn:
                break
            end = following.end
        return Span(document.doc_id, block.start, min(end, block.start + _MOST))
    return None


def _number(beginning: str, level: int) -> str | None:
    """The number that a block begins with, as `article_number` gives it."""
    if level == ARTICLE:
        return article_number(beginning)
    value = parse_numeral(re.split(r"[、．.]", beginning, maxsplit=1)[0])
    return None if value is None else str(int(value))
