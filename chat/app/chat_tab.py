"""问答: asking, and the source beside the answer. What happens in an event is in the functions it calls."""

import base64
import itertools
from collections.abc import Callable, Iterator
from typing import Any

import gradio as gr

from chat.app.answer_html import conversation_html, empty_html, turn_html
from chat.app.components import LONG, QUICK, SAVE, number, panel
from chat.app.export import conversation_markdown, conversation_word
from chat.app.filtering import Choice, choices_among
from chat.app.opening import examples_from, opened_source, title_lookup
from chat.app.source_html import empty_source_html
from chat.app.turn import Turn, advance, earlier_questions
from chat.assistant import Assistant
from corpus.errors import PolicyQAError

Updates = dict[Any, Any]
FOCUS = "() => setTimeout(() => document.querySelector('#question textarea')?.focus(), 300)"


def chat_tab(assistant: Assistant) -> tuple[Callable[[], Updates], list[Any]]:
    """Lays the tab out. Returns what brings it up to date with the library, and what that changes."""
    title_of, opening = title_lookup(assistant), itertools.count()
    turns, pending, choice = gr.State([]), gr.State(None), gr.State(Choice())
    saved = gr.JSON(visible=False)
    with gr.Row(elem_id="desk"):
        with gr.Column(elem_id="talk", scale=6, min_width=280):
            with gr.Column(elem_id="conversation"):
                transcript = panel("", "transcript", "transcript.js")
                live = panel("", "live", "live.js")
            with gr.Column(elem_id="bar"):
                with gr.Accordion(Choice().in_words(), open=False, elem_id="scope") as scope:
                    with gr.Row():
                        region = gr.Dropdown([], label="地区", min_width=130)
                        issuer = gr.Dropdown([], label="发文机关", min_width=130)
                        type_name = gr.Dropdown([], label="类型", min_width=110)
                        year = gr.Dropdown([], label="成文年份", min_width=110)
                    doc_ids = gr.Dropdown([], label="只问这些文档（可多选）", multiselect=True)
                    in_force = gr.Checkbox(label="只用现行有效的文档")
                with gr.Row(elem_id="records"):
                    fresh = gr.Button("新对话", size="sm")
                    as_markdown = gr.Button("导出 MD", size="sm")
                    as_word = gr.Button("导出 Word", size="sm")
            question = gr.Textbox(
                placeholder="输入问题，回车发送",
                label="问题",
                show_label=False,
                max_lines=6,
                submit_btn="提问",
                elem_id="question",
            )
        with gr.Column(elem_id="source", elem_classes="source-side", scale=5, min_width=280):
            source = panel(empty_source_html(), "source-panel", "source.js")
    chosen: list[Any] = [region, issuer, type_name, year, doc_ids, in_force]
    drawn = [turns, pending, transcript, live, question, source]

    def welcome() -> str:
        return empty_html(examples_from(assistant), len(assistant.documents()), assistant.updated_at())

    def settled(done: list[Turn]) -> Updates:
        """Everything as it stands between two questions."""
        shown = conversation_html(done, title_of, assistant.updated_at()) if done else welcome()
        box = gr.Textbox(submit_btn="提问", stop_btn=False)
        return {turns: done, pending: None, transcript: shown, live: "", question: box}

    def ask(words: str, done: list[Turn], picked: Choice) -> Iterator[Updates]:
        words = words.strip()
        try:
            filters = picked.filters(assistant.documents())
        except PolicyQAError as error:
            yield settled([*done, Turn(words, error=str(error))])
            return
        box = gr.Textbox(value="", submit_btn=False, stop_btn="停止")
        begun = conversation_html(done, title_of, assistant.updated_at())
        first: Updates = {transcript: begun, question: box}
        for turn in advance(assistant, words, earlier_questions(done), filters):
            if turn.running:
                yield first | {pending: turn, live: turn_html(turn, len(done), title_of)}
                first = {}
            else:
                opened = opened_source(assistant, turn.answer, "cite", 1)
                yield settled([*done, turn]) | {source: opened or empty_source_html()}

    def ask_example(event: gr.EventData, done: list[Turn], picked: Choice) -> Iterator[Updates]:
        examples, i = examples_from(assistant), number(event, "item")
        if 0 <= i < len(examples):
            yield from ask(examples[i], done, picked)

    def ask_again(event: gr.EventData, done: list[Turn], picked: Choice) -> Iterator[Updates]:
        n = number(event, "turn")
        if 0 <= n < len(done):
            yield from ask(done[n].question, done[:-1] if n == len(done) - 1 else done, picked)

    def stop(turn: Turn | None, done: list[Turn]) -> Updates:
        stopped = [Turn(turn.question, partial=turn.partial, stopped=True)] if turn else []
        return settled([*done, *stopped])

    def open_from(kind: str) -> Callable[[gr.EventData, list[Turn]], Any]:
        def open_source(event: gr.EventData, done: list[Turn]) -> Any:
            n = number(event, "turn")
            answer = done[n].answer if 0 <= n < len(done) else None
            opened = opened_source(assistant, answer, kind, number(event, "item"))
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

    def refresh() -> Updates:
        at_hand = choices_among(assistant.documents())
        values = [at_hand.regions, at_hand.issuers, at_hand.types, at_hand.years]
        boxes = {box: gr.Dropdown(choices=["", *v]) for box, v in zip(chosen[:4], values, strict=True)}
        return {transcript: welcome(), doc_ids: gr.Dropdown(choices=at_hand.documents), **boxes}

    def markdown(done: list[Turn]) -> list[str]:
        return _download("政策问答.md", "text/markdown", conversation_markdown(done).encode())

    def word(done: list[Turn]) -> list[str]:
        kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
        return _download("政策问答.docx", kind, conversation_word(done))

    asked = [
        question.submit(ask, [question, turns, choice], drawn, **LONG),
        transcript.example(ask_example, [turns, choice], drawn, **LONG),
        transcript.retry(ask_again, [turns, choice], drawn, **LONG),
    ]
    question.stop(stop, [pending, turns], drawn, cancels=asked, **QUICK)
    transcript.cite(open_from("cite"), [turns], source, **QUICK)
    transcript.passage(open_from("passage"), [turns], source, **QUICK)
    transcript.edit(edit, [turns], question, js=FOCUS, **QUICK)
    for box in chosen:
        box.input(choose, chosen, [choice, scope], **QUICK)
    fresh.click(lambda: settled([]) | {source: empty_source_html()}, None, drawn, cancels=asked, **QUICK)
    for button, made in ((as_markdown, markdown), (as_word, word)):
        button.click(made, [turns], saved, **QUICK).then(None, [saved], None, js=SAVE, **QUICK)
    return refresh, [transcript, *chosen[:5]]


def _download(name: str, kind: str, content: bytes) -> list[str]:
    """A file as the page's script saves it."""
    return [name, kind, base64.b64encode(content).decode()]
