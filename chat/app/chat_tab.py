"""问答: asking, and the source beside the answer. What happens in an event is in the functions it calls."""

import itertools
from collections.abc import Callable, Iterator
from secrets import token_urlsafe
from typing import Any, NamedTuple

import gradio as gr

from chat.app.answer_html import conversation_html, empty_html, turn_html, unready_html, waiting_html
from chat.app.components import LONG, QUICK, WORD, download, number, offer, panel
from chat.app.export import conversation_markdown, conversation_word
from chat.app.filtering import Choice, Choices, choices_among
from chat.app.language import t, w
from chat.app.opening import examples_from, opened_source, title_lookup
from chat.app.records import REASONS, Records
from chat.app.source_html import empty_source_html
from chat.app.turn import Turn, advance, earlier_questions, unready
from chat.assistant import Assistant
from corpus.errors import PolicyQAError

Updates = dict[Any, Any]
Visit = list[str]
NOBODY: Visit = ["", ""]
FOCUS = "() => setTimeout(() => document.querySelector('#question textarea')?.focus(), 300)"


class ChatTab(NamedTuple):
    """What fills the tab, what that changes and asks for; what has it ask one document only, and what that changes."""

    fill: Callable[..., Updates]
    filled: list[Any]
    known: list[Any]
    narrow: Callable[[str], Updates]
    narrowed: list[Any]


def chat_tab(assistant: Assistant, tabs: gr.Tabs) -> ChatTab:
    """Lays the tab out; `tabs` is what it stands in."""
    title_of, opening = title_lookup(assistant), itertools.count()
    records = Records(assistant.retriever.library)
    turns, pending, choice, earlier = gr.State([]), gr.State(None), gr.State(Choice()), gr.State([])
    # Encrypted with a key of each start by default, the browser's id would be lost with a restart.
    visit = gr.BrowserState(NOBODY, storage_key="policyqa", secret="policyqa")  # noqa: S106 - hides nothing
    saved = gr.JSON(visible=False)
    with gr.Row(elem_id="desk", elem_classes="desk"):
        with gr.Column(elem_id="talk", scale=6, min_width=280):
            with gr.Column(elem_id="conversation"):
                transcript = panel("", "transcript", "transcript.js")
                live = panel("", "live", "live.js")
                panel(waiting_html(), "waiting", "waiting.js")
            with gr.Column(elem_id="bar"):
                with gr.Accordion(Choice().in_words(), open=False, elem_id="scope") as scope:
                    with gr.Row():
                        region = gr.Dropdown([], label=w("地区"), min_width=130)
                        issuer = gr.Dropdown([], label=w("发文机关"), min_width=130)
                        type_name = gr.Dropdown([], label=w("类型"), min_width=110)
                        year = gr.Dropdown([], label=w("成文年份"), min_width=110)
                    doc_ids = gr.Dropdown([], label=w("只问这些文档（可多选）"), multiselect=True)
                    in_force = gr.Checkbox(label=w("只用现行有效的文档"))
                with gr.Row(elem_id="records"):
                    fresh = gr.Button(w("新对话"), size="sm")
                    as_markdown = gr.Button(w("导出 MD"), size="sm")
                    as_word = gr.Button(w("导出 Word"), size="sm")
            question = gr.Textbox(
                placeholder=w("输入问题，回车发送"),
                label=w("问题"),
                show_label=False,
                max_lines=6,
                submit_btn="提问",
                elem_id="question",
            )
        with gr.Column(elem_id="source", elem_classes="source-side", scale=5, min_width=280):
            source = panel(empty_source_html(), "source-panel", "source.js")
    chosen: list[Any] = [region, issuer, type_name, year, doc_ids, in_force]
    drawn = [turns, pending, transcript, live, question, source]

    def welcome(browser: str) -> Updates:
        recent = records.recent(browser)
        try:
            documents = len(assistant.documents())
            shown = empty_html(examples_from(assistant), documents, assistant.updated_at(), recent)
        except PolicyQAError as error:
            shown = unready_html(unready(assistant, error))
        return {
            transcript: shown,
            earlier: [kept.conversation for kept in recent],
            source: empty_source_html(),
        }

    def settled(done: list[Turn]) -> Updates:
        """Everything as it stands between two questions."""
        shown = conversation_html(done, title_of, assistant.updated_at())
        box = gr.Textbox(submit_btn=t("提问"), stop_btn=False)
        return {turns: done, pending: None, transcript: shown, live: "", question: box}

    def ask(words: str, done: list[Turn], picked: Choice, who: Visit) -> Iterator[Updates]:
        words = words.strip()
        box = gr.Textbox(value="", submit_btn=False, stop_btn=t("停止"))
        begun = conversation_html(done, title_of, assistant.updated_at())
        first: Updates = {transcript: begun, question: box}
        for turn in advance(
            assistant, words, earlier_questions(done), lambda: picked.filters(assistant.documents())
        ):
            if turn.running:
                yield first | {pending: turn, live: turn_html(turn, len(done), title_of)}
                first = {}
            else:
                opened = opened_source(assistant, turn.answer, len(done), "cite", 1)
                records.keep(*_names(who), [*done, turn])
                yield settled([*done, turn]) | {source: opened or empty_source_html()}

    def ask_example(event: gr.EventData, done: list[Turn], picked: Choice, who: Visit) -> Iterator[Updates]:
        examples, i = examples_from(assistant), number(event, "item")
        if 0 <= i < len(examples):
            yield from ask(examples[i], done, picked, who)

    def ask_again(event: gr.EventData, done: list[Turn], picked: Choice, who: Visit) -> Iterator[Updates]:
        n = number(event, "turn")
        if 0 <= n < len(done):
            yield from ask(done[n].question, done[:-1] if n == len(done) - 1 else done, picked, who)

    def stop(turn: Turn | None, done: list[Turn]) -> Updates:
        stopped = [Turn(turn.question, partial=turn.partial, stopped=True)] if turn else []
        return settled([*done, *stopped])

    def open_from(kind: str) -> Callable[[gr.EventData, list[Turn]], Any]:
        def open_source(event: gr.EventData, done: list[Turn]) -> Any:
            n = number(event, "turn")
            answer = done[n].answer if 0 <= n < len(done) else None
            opened = opened_source(assistant, answer, n, kind, number(event, "item"))
            # The browser redraws only what has changed; who presses a citation again wants to be taken there again.
            return f"{opened}<!-- {next(opening)} -->" if opened else gr.skip()

        return open_source

    def edit(event: gr.EventData, done: list[Turn]) -> Any:
        n = number(event, "turn")
        return gr.Textbox(value=done[n].question) if 0 <= n < len(done) else gr.skip()

    def choose(*values: Any) -> tuple[Choice, Any]:
        where, who, kind, when, ids, only_in_force = values
        picked = Choice(where, who, kind, when, tuple(ids or ()), bool(only_in_force))
        return picked, gr.Accordion(label=picked.in_words())

    def at_hand() -> Choices:
        return choices_among([document for document, _ in assistant.retriever.library.listing()])

    def choices() -> Updates:
        known = at_hand()
        values = [known.regions, known.issuers, known.types, known.years]
        boxes = {box: gr.Dropdown(choices=["", *v]) for box, v in zip(chosen[:4], values, strict=True)}
        return boxes | {doc_ids: gr.Dropdown(choices=known.documents)}

    def refresh(done: list[Turn], who: Visit, picked: Choice, going: Turn | None) -> Updates:
        """The page as it opens, or is come back to: what can be chosen, and the conversation this browser was in."""
        box = choices() | {scope: gr.Accordion(label=picked.in_words())}
        if done or going:
            return box
        browser, conversation = _names(who)
        return box | resumed(browser or token_urlsafe(18), conversation or token_urlsafe(9))

    def narrow(doc_id: str) -> Updates:
        """Asks one document only from now on, and goes to where that is done."""
        picked = Choice(doc_ids=(doc_id,))
        boxes = dict.fromkeys(chosen[:4], gr.Dropdown(value="")) | {in_force: False}
        return boxes | {
            choice: picked,
            scope: gr.Accordion(label=picked.in_words()),
            doc_ids: gr.Dropdown(choices=at_hand().documents, value=[doc_id]),
            tabs: gr.Tabs(selected="chat"),
        }

    def resumed(browser: str, conversation: str) -> Updates:
        done = records.load(browser, conversation)
        begun = {source: empty_source_html()} | settled(done) | ({} if done else welcome(browser))
        return begun | {visit: [browser, conversation]}

    def begin(who: Visit) -> Updates:
        return resumed(_names(who)[0], token_urlsafe(9))

    def reopen(event: gr.EventData, known: list[str], who: Visit) -> Updates:
        n = number(event, "item")
        return resumed(_names(who)[0], known[n]) if 0 <= n < len(known) else {transcript: gr.skip()}

    def erase(event: gr.EventData, known: list[str], who: Visit) -> Updates:
        n = number(event, "item")
        if 0 <= n < len(known):
            records.erase(_names(who)[0], known[n])
        return welcome(_names(who)[0])

    def rate(event: gr.EventData, done: list[Turn], who: Visit) -> None:
        n, i = number(event, "turn"), number(event, "item")
        answer = done[n].answer if 0 <= n < len(done) else None
        if answer is not None and 0 <= i <= len(REASONS):
            reason = REASONS[i - 1] if i else None
            records.rate(_names(who)[0], answer, i == 0, reason, earlier_questions(done[:n]))

    def markdown(done: list[Turn]) -> list[str]:
        return download("政策问答.md", "text/markdown", conversation_markdown(done).encode())

    def word(done: list[Turn]) -> list[str]:
        return download("政策问答.docx", WORD, conversation_word(done))

    asked = [
        question.submit(ask, [question, turns, choice, visit], drawn, **LONG),
        transcript.example(ask_example, [turns, choice, visit], drawn, **LONG),
        transcript.retry(ask_again, [turns, choice, visit], drawn, **LONG),
    ]
    question.stop(stop, [pending, turns], drawn, cancels=asked, **QUICK)
    transcript.cite(open_from("cite"), [turns], source, **QUICK)
    source.cite(open_from("cite"), [turns], source, **QUICK)
    transcript.documents(lambda: gr.Tabs(selected="documents"), None, tabs, **QUICK)
    transcript.passage(open_from("passage"), [turns], source, **QUICK)
    transcript.edit(edit, [turns], question, js=FOCUS, **QUICK)
    for box in chosen:
        box.input(choose, chosen, [choice, scope], **QUICK)
    anew = [*drawn, earlier, visit]
    fresh.click(begin, visit, anew, cancels=asked, **QUICK)
    transcript.reopen(reopen, [earlier, visit], anew, **QUICK)
    transcript.erase(erase, [earlier, visit], anew, **QUICK)
    transcript.rate(rate, [turns, visit], None, **QUICK)
    for button, made in ((as_markdown, markdown), (as_word, word)):
        offer(button, [turns], saved, made)
    filled = [*anew, *chosen[:5], scope]
    return ChatTab(refresh, filled, [turns, visit, choice, pending], narrow, [*chosen, choice, scope, tabs])


def _names(who: Visit) -> tuple[str, str]:
    """The browser's id and its conversation's, as the browser sent them: whatever comes from there may be anything."""
    if (
        isinstance(who, list)
        and len(who) == 2
        and all(isinstance(name, str) and len(name) <= 64 for name in who)
    ):
        return who[0], who[1]
    return "", ""
