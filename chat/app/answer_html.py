"""Answers and conversations as HTML. What a click should do stands in `data-act` (see transcript.js)."""

from collections.abc import Callable, Sequence

from chat.answer import Answer, Citation
from chat.app.language import t
from chat.app.markup import both, button, escape
from chat.app.plain_text import answer_text
from chat.app.records import REASONS, Kept
from chat.app.turn import Step, Turn
from chat.app.words_html import answer_words, cite_button, partial_words

STAGES = {"searching": "正在检索", "reading": "正在阅读", "checking": "正在核对"}
DONE = {"reading": "阅读这些段落，选出依据", "checking": "逐句核对出处"}
# Why the server has said nothing about a question, by the names of waiting.js.
NO_WORD = {
    "title": "没能完成",
    "busy": "现在提问的人太多，排不上队。请过一会儿再试；问题还在输入框里。",
    "lost": "与服务器的连接断了。请看看服务是否还在运行，然后刷新页面。",
}
_NEAREST = 3
_SNIPPET = 90

TitleOf = Callable[[str], str]


def conversation_html(turns: Sequence[Turn], title_of: TitleOf, updated_at: str | None = None) -> str:
    """The finished part of a conversation."""
    return "".join(turn_html(turn, n, title_of, updated_at) for n, turn in enumerate(turns))


def turn_html(turn: Turn, n: int, title_of: TitleOf, updated_at: str | None = None) -> str:
    """One question with its answer, its error, or how far it has come."""
    if turn.error is not None:
        body = _error(turn, n)
    elif turn.answer is not None:
        body = answer_html(turn.answer, n, title_of, updated_at, turn.steps)
    elif turn.stopped:
        body = (
            f'<div class="answer stopped">{partial_words(turn.partial, n)}'
            f'<p class="outcome">{t("已停止")}</p>{_tools(n)}</div>'
        )
    else:
        body = _running(turn, n)
    return (
        f'<article class="turn" id="turn-{n}" aria-label="{t("第{n}问", n=n + 1)}">'
        f'<h2 class="question">{escape(turn.question)}</h2>{body}</article>'
    )


def answer_html(
    answer: Answer, n: int, title_of: TitleOf, updated_at: str | None = None, steps: Sequence[Step] = ()
) -> str:
    """A finished answer: the figure large where one was asked for, then the words, then where they come from."""
    parts = [_understood(answer)]
    if answer.outcome == "abstained":
        parts.append(f'<p class="outcome">{t("资料里没有找到依据，因此不作回答")}</p>')
        parts.append(f'<p class="reason">{escape(answer.reason or "")}</p>')
    else:
        if answer.outcome == "partial":
            parts.append(f'<p class="outcome">{t("只找到一部分")}</p>')
        if answer.short_answer is not None:
            parts.append(f'<p class="figure">{escape(answer.short_answer)}</p>')
        parts.append(answer_words(answer, n))
    if answer.missing:
        items = "".join(f"<li>{escape(m)}</li>" for m in answer.missing)
        parts.append(f'<div class="missing"><p>{t("资料里没有找到：")}</p><ul>{items}</ul></div>')
    parts += [f'<p class="notice" role="note">{escape(notice)}</p>' for notice in answer.notices]
    parts.append(_sources(answer, n))
    if answer.outcome != "answered":
        parts.append(_nearest(answer, n, title_of))
    parts += [_process(answer, steps), _tools(n, answer, updated_at)]
    return f'<div class="answer {answer.outcome}">{"".join(parts)}</div>'


def empty_html(
    examples: Sequence[str], documents: int, updated_at: str | None = None, recent: Sequence[Kept] = ()
) -> str:
    """What a visitor sees first: what can be asked here."""
    buttons = "".join(button("example", escape(e), css="example", item=i) for i, e in enumerate(examples))
    offered = t("回答只用资料库里 {n} 份文档的原话，句句注明出处；找不到依据就直说。", n=documents)
    until = (
        f' <span class="day">{escape(t("资料更新至 {day}。", day=updated_at))}</span>' if updated_at else ""
    )
    return (
        f'<section class="welcome"><h2>{t("想了解哪项政策？")}</h2>'
        f"<p>{escape(offered)}{until}</p>"
        f'<div class="examples" role="group" aria-label="{t("示例问题")}">{buttons}</div>{_recent(recent)}</section>'
    )


def unready_html(reason: str) -> str:
    """In place of a welcome: why nothing can be asked yet, and the way to where that is mended."""
    way = button("documents", t("到“文档”页"), css="go")
    return f'<section class="welcome"><h2>{t("还不能提问")}</h2><p role="alert">{escape(reason)}</p>{way}</section>'


def waiting_html() -> str:
    """What waiting.js shows until the server's first word about a question; the question is put in there."""
    steps = f'<ol class="steps"><li class="now">{both("span", "排队中")}</li></ol>'
    said = "".join(
        f'<span data-said="{kind}" hidden>{both("span", words)}</span>' for kind, words in NO_WORD.items()
    )
    return (
        '<div class="waiting" hidden><article class="sent"><h2 class="question"></h2>'
        f'<div class="answer running" aria-busy="true">{steps}</div>'
        f'<div class="answer error" role="alert" hidden>{both("p", "没能完成", "outcome")}<p class="why"></p></div>'
        f"</article></div>{said}"
    )


def _recent(recent: Sequence[Kept]) -> str:
    """Earlier conversations, to go on with or to forget."""
    rows = "".join(
        f"<li>{button('reopen', escape(kept.first_question), css='source-link', item=i)}"
        f'<span class="day">{escape(kept.day)}</span>'
        f"{button('erase', '✕', css='tool', title=t('删除对话：{q}', q=kept.first_question), item=i)}</li>"
        for i, kept in enumerate(recent)
    )
    return f'<div class="recent"><h3>{t("以前的对话")}</h3><ul>{rows}</ul></div>' if rows else ""


def _understood(answer: Answer) -> str:
    if not answer.rewritten_question or answer.rewritten_question == answer.question:
        return ""
    return f'<p class="understood">{t("理解为：")}{escape(answer.rewritten_question)}</p>'


def _sources(answer: Answer, n: int) -> str:
    """The cited documents, a line each, with the numbers that stand for their words."""
    cited: dict[str, list[Citation]] = {}
    for citation in answer.citations:
        cited.setdefault(citation.span.doc_id, []).append(citation)
    rows = ""
    for citations in cited.values():
        marks = "".join(cite_button(n, c.number, c.heading[-1] if c.heading else "") for c in citations)
        rows += f'<li>{marks}<span class="title">{escape(citations[0].title)}</span></li>'
    return f'<ol class="sources" aria-label="{t("来源")}">{rows}</ol>' if rows else ""


def _nearest(answer: Answer, n: int, title_of: TitleOf) -> str:
    """The passages that came nearest, to look at: they are no answer, and the page says so."""
    if not answer.retrieved:
        return ""
    rows = ""
    for i, found in enumerate(answer.retrieved[:_NEAREST]):
        words = " ".join(found.passage.text.split())
        snippet = words[:_SNIPPET] + ("…" if len(words) > _SNIPPET else "")
        title = title_of(found.passage.span.doc_id)
        label = f'<span class="title">{escape(title)}</span><span class="snippet">{escape(snippet)}</span>'
        rows += f"<li>{button('passage', label, css='source-link', turn=n, item=i)}</li>"
    return f'<div class="nearest"><p>{t("最接近的内容（供参考，不是答案）")}</p><ol>{rows}</ol></div>'


def _running(turn: Turn, n: int) -> str:
    steps = list(STAGES)
    reached = steps.index(turn.stage) if turn.stage in steps else 0
    shown = "".join(
        f'<li class="{"done" if i < reached else "now" if i == reached else "later"}">{t(STAGES[step])}</li>'
        for i, step in enumerate(steps)
    )
    return f'<div class="answer running" aria-busy="true"><ol class="steps">{shown}</ol>{partial_words(turn.partial, n)}</div>'


def _process(answer: Answer, steps: Sequence[Step]) -> str:
    """How the answer was come by, closed: what was searched for, what was found, how long each stage took."""
    if not steps:
        return ""
    asked = answer.rewritten_question or answer.question
    documents = len({found.passage.span.doc_id for found in answer.retrieved})
    found = t("，找到 {n} 段，来自 {m} 份文档", n=len(answer.retrieved), m=documents)
    rows = ""
    for stage, seconds in steps:
        told = t("检索“{question}”", question=asked) + found if stage == "searching" else t(DONE[stage])
        rows += f"<li>{escape(told)} · {escape(t('{seconds} 秒', seconds=f'{seconds:.2f}'))}</li>"
    return f'<details class="process"><summary>{t("检索过程")}</summary><ol>{rows}</ol></details>'


def _error(turn: Turn, n: int) -> str:
    return (
        f'<div class="answer error" role="alert"><p class="outcome">{t("没能完成")}</p>'
        f"<p>{escape(turn.error or '')}</p>{_tools(n)}</div>"
    )


def _tools(n: int, answer: Answer | None = None, updated_at: str | None = None) -> str:
    tools = ""
    if answer is not None:
        text = answer_text(answer)
        tools += button(
            "copy", t("复制"), css="tool", title=t("复制回答与来源"), turn=n, text=text, done=t("已复制")
        )
    tools += button("retry", t("重问"), css="tool", title=t("重问这个问题"), turn=n)
    tools += button("edit", t("修改"), css="tool", title=t("修改这个问题"), turn=n)
    facts = []
    if answer is not None:
        tools += button("rate", t("有用"), css="tool", title=t("这个回答有用"), turn=n, item=0)
        tools += button("why", t("没用"), css="tool", title=t("这个回答没用，选择原因"), turn=n)
        if not answer.abstained:
            facts.append(t("摘自原文") if answer.mode == "extractive" else t("由模型撰写并经核对"))
        facts.append(t("{seconds} 秒", seconds=f"{answer.elapsed_ms / 1000:.2f}"))
        if updated_at:
            facts.append(t("资料更新至 {day}", day=updated_at))
    reasons = "".join(
        button("rate", escape(t(reason)), css="reason", turn=n, item=i) for i, reason in enumerate(REASONS, 1)
    )
    return (
        f'<footer class="tools">{tools}<span class="facts">{escape(" · ".join(facts))}</span></footer>'
        f'<div class="reasons" role="group" aria-label="{t("没用的原因")}" data-done="{t("已记下，谢谢。")}" hidden>{reasons}</div>'
    )
