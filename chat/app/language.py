"""The page in the reader's language: Chinese, or English where the browser asks for something else.

The Chinese words are the keys, so that the code reads as the page does; `english.json` holds the English ones.
What a document, an answer or an error says is never translated.
"""

import json
from contextlib import suppress
from contextvars import ContextVar
from functools import cache
from typing import Literal

import gradio as gr
from gradio.context import LocalContext
from gradio.i18n import I18nData

from chat.app.components import HERE

Language = Literal["zh", "en"]

# for callers outside of an event: tests, and the file downloads
spoken: ContextVar[Language | None] = ContextVar("spoken", default=None)


def t(words: str, /, **values: object) -> str:
    """The words in the language of whoever is being served, with the values put in; without English ones, Chinese."""
    said = english().get(words, words) if language() == "en" else words
    return said.format(**values) if values else said


def w(words: str) -> I18nData:
    """The words of what Gradio draws, such as a label: the browser puts them into its language."""
    return gr.I18n()(words)


def language() -> Language:
    """What the reader's browser asks for first; Chinese where nobody asks."""
    chosen = spoken.get()
    if chosen is not None:
        return chosen
    wanted = ""
    with suppress(AttributeError):  # no event, or a request without headers
        request = LocalContext.request.get(None)
        wanted = request.headers.get("accept-language", "") if request else ""
    first = wanted.split(",")[0].strip().lower()
    return "zh" if not first or first.startswith(("zh", "*")) else "en"


@cache
def english() -> dict[str, str]:
    """The English words by the Chinese ones."""
    words: dict[str, str] = json.loads((HERE / "english.json").read_text(encoding="utf-8"))
    return words


def translations() -> gr.I18n:
    """The same for what Gradio itself draws, which is translated in the browser."""
    chinese = {words: words for words in english()}
    return gr.I18n(**{"en": english(), **dict.fromkeys(("zh", "zh-CN", "zh-TW", "zh-HK"), chinese)})
