"""What the tabs share of gradio: how an event runs, our scripts, and numbers from the browser."""

import base64
from collections.abc import Callable
from pathlib import Path
from typing import Any

import gradio as gr

HERE = Path(__file__).parent

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

# Gradio's own default is one at a time for each event: the second reader would wait for the first one's answer.
ANSWERS_AT_ONCE = 8
CLICKS_AT_ONCE = 32

# Private: the page's events are no endpoints for other programs.
QUICK: dict[str, Any] = {
    "show_progress": "hidden",
    "api_visibility": "private",
    "queue": False,
}
LONG: dict[str, Any] = QUICK | {
    "queue": True,
    "concurrency_limit": ANSWERS_AT_ONCE,
    "concurrency_id": "answers",
}

# Saves what Python put into a hidden field, without a file on the server that others could ask for.
SAVE = """([name, type, data]) => {
  if (!data) return;
  const bytes = Uint8Array.from(atob(data), (c) => c.charCodeAt(0));
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([bytes], { type }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}"""


def script(name: str) -> str:
    """One of the page's scripts."""
    return (HERE / name).read_text(encoding="utf-8")


def panel(html: str, elem_id: str, script_name: str) -> gr.HTML:
    """An area that shows our own HTML and runs one of our scripts."""
    return gr.HTML(html, elem_id=elem_id, js_on_load=script(script_name), apply_default_css=False)


def download(name: str, kind: str, content: bytes) -> list[str]:
    """A file as `SAVE` takes it."""
    return [name, kind, base64.b64encode(content).decode()]


def offer(button: gr.Button, given: Any, saved: gr.JSON, make: Callable[..., list[str]]) -> None:
    """Saves what `make` gives of `given` when the button is pressed; `saved` is a hidden field."""
    button.click(make, given, saved, **QUICK).then(None, [saved], None, js=SAVE, **QUICK)


def number(event: gr.EventData, key: str) -> int:
    """A number the browser sent, or -1: whatever comes from there may be anything."""
    value = event._data.get(key) if isinstance(event._data, dict) else None
    return value if isinstance(value, int) and not isinstance(value, bool) else -1
